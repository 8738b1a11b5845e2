"""A real site with one real certificate in its ledger, without the whole journey before it."""

from __future__ import annotations

from dataclasses import replace

from supervisor_app.credentials.badge import Statement
from supervisor_app.credentials.issuing import issue
from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.services.certificate_making import append_issued
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site, site_facts
from supervisor_app.services.unlocking import issuer_key, unlock
from tests.credentials.samples import CHECKLIST, FACTS, STATEMENT


def certify(site: Site, session: Session, pin: str, *, worker_id: str = "1" * 32, **changes: object) -> IssuedCertificate:
    """Issue the sample certificate as the organisation of `site`, judged by the person who is signed in."""
    keys = unlock(site, session, pin)
    about = site_facts(site)
    facts = replace(
        FACTS,
        organisation=about.name,
        issuer_did=about.issuer_did,
        issuer_key=about.issuer_key_id,
        evaluator=session.name,
        **changes,  # type: ignore[arg-type]
    )
    statement = Statement(
        sign_off_id=STATEMENT.sign_off_id,
        name=session.name,
        title=session.title,
        meaning=STATEMENT.meaning,
        public_key=keys.ed25519.public_key().public_bytes_raw(),
    )
    now = site.clock()
    made = issue(facts, CHECKLIST, statement, issuer_key=issuer_key(site, keys), assessor_key=keys.ed25519, created=now)
    certificate = IssuedCertificate(
        facts=facts,
        worker_id=worker_id,
        sign_offs=(STATEMENT.sign_off_id,),
        credential=made.credential,
        qr_text=made.qr.text,
        qr_mask=0,
    )
    with site.database.write() as connection:
        append_issued(site, connection, session, keys, certificate, now)
    return certificate
