"""What other organisations say about certificates and competencies: kept when it is genuine, shown with them, given by us too."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.names import text_problem
from supervisor_app.domain.paper_words import LANGUAGES
from supervisor_app.errors import InputError, NotAllowed, UserError
from supervisor_app.ledger.bodies import Endorsed, EndorsementGiven
from supervisor_app.services.appending import append, append_act
from supervisor_app.services.opened_site import Site
from supervisor_app.services.rights import Right, require
from supervisor_app.services.saving import save_file
from supervisor_app.services.session import Session
from supervisor_app.services.site import site_facts
from supervisor_app.services.unlocking import issuer_key, unlock
from supervisor_app.storage import certificate_queries, checklist_queries, endorsement_queries, site_queries

if TYPE_CHECKING:
    from supervisor_app.credentials.trust import TrustStore
    from supervisor_app.credentials.verdict import Verdict
    from supervisor_app.storage.database import Connection

MOST_SHOWN = 12
"""Endorsements of one certificate that are checked and shown."""
MAX_COMMENT = 1000
ENDORSE_MEANING = "I endorse this certificate for the organisation."


@dataclass(frozen=True, slots=True, kw_only=True)
class EndorsementLine:
    """Somebody's word about a certificate: who says what, and whether it is theirs and holds (`credential` is the signed JSON).

    `outcome` is the verdict's word, "valid" where it may be relied on.
    """

    by: str
    comment: str
    outcome: str
    sentence: str
    credential: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Endorsable:
    """What an endorsement speaks of here: a certificate (its id, its number) or a competency (its key, its title)."""

    words: str
    certificate: str = ""
    worker_id: str = ""
    competency: str = ""


def endorsements_of(
    site: Site, certificate_id: str, now: datetime, trust: TrustStore | None = None
) -> tuple[EndorsementLine, ...]:
    """Return what others said about a certificate or its competency, oldest first, each checked anew; none for an unknown one."""
    with site.database.read() as connection:
        kept = _kept(connection, certificate_id)
    if not kept:
        return ()
    from supervisor_app.services.site_register import trust_of  # credentials are loaded where there is something to check

    believed = trust or trust_of(site)
    return tuple(_line(text, believed, now) for text in kept[:MOST_SHOWN])


def spoken_of(site: Site, subject: str) -> Endorsable | None:
    """Return which certificate or competency of this site an endorsement speaks of by its id, None where none is meant."""
    with site.database.read() as connection:
        signed = certificate_queries.get_certificate(connection, subject) if subject else None
        if signed is not None:
            facts = signed.certificate.facts
            return Endorsable(
                words=f"certificate {facts.number}",
                certificate=facts.credential_id,
                worker_id=signed.certificate.worker_id,
                competency=facts.competency,
            )
        found = next((one for one in _achievements(connection, site_facts(site).issuer_id) if one[0] == subject), None)
    return Endorsable(words=f"the competency {found[2]}", competency=found[1]) if found else None


def keep(site: Site, session: Session, verdict: Verdict) -> Endorsable:
    """Keep an endorsement with what it speaks of; it was checked on the Verify page. Keeping it twice changes nothing.

    NotAllowed for whoever may not decide about certificates; UserError where it is none that holds, or is about nothing here.
    """
    if verdict.kind != "endorsement" or not verdict.valid:
        raise UserError("Only an endorsement that is genuine and holds can be kept.", "Add its issuer to the known ones first.")
    about = spoken_of(site, verdict.subject)
    if about is None:
        raise UserError("This endorsement speaks of nothing in this laptop's records.", "Sync, then look again.")
    require(site, session, Right.CERTIFICATES, competency=about.competency, worker_id=about.worker_id)
    body = Endorsed(
        subject=verdict.subject,
        credential=verdict.document,
        certificate=about.certificate,
        worker_id=about.worker_id,
        competency=about.competency,
    )
    kind = "certificate.endorsed" if about.certificate else "competency.endorsed"
    with site.database.write() as connection:
        digest = hashlib.sha256(verdict.document.encode()).hexdigest()
        if not endorsement_queries.is_kept(connection, digest, body.certificate, body.competency):
            append(site, connection, kind, by=session.member_id, about=about.worker_id or about.competency, body=body)
    return about


def endorse(site: Site, session: Session, verdict: Verdict, comment: str, pin: str, now: datetime) -> bytes:
    """Return this organisation's endorsement of somebody else's certificate that was checked, as signed JSON; `now` is aware.

    That it was given, what it says and its digest is an act of the member in the ledger; the JSON is kept by whoever gets it.

    NotAllowed for whoever may not issue, on a wrong PIN or without the site's key; InputError for an empty or far too long
    comment; UserError for a certificate that does not hold or is this site's own.
    """
    from supervisor_app.credentials.third_party import OutsideWord, sign_word

    require(site, session, Right.ISSUE)
    if verdict.kind != "badge" or not verdict.valid:
        raise UserError("Only a certificate that is genuine and holds can be endorsed.", "Check it again.")
    if verdict.own:
        raise NotAllowed("This site issued it itself.", "Endorse what others issued; what is your own you have signed already.")
    if not comment.strip() or len(comment) > MAX_COMMENT:
        raise InputError("What you say", f"it needs 1 to {MAX_COMMENT} characters.", "Say what you saw.")
    if problem := text_problem(comment.replace("\n", " ")):
        raise InputError("What you say", f"it {problem}.", "Type it anew.")
    keys = unlock(site, session, pin)
    key = issuer_key(site, keys)
    facts = site_facts(site)
    word = OutsideWord(
        id=uuid.UUID(bytes=site.randomness(16), version=4).urn,
        subject=verdict.credential_id,
        title=verdict.fact("Competency"),
        organisation=facts.name,
        comment=comment,
        issuer=facts.issuer_id,
    )
    given = sign_word(word, key, now)
    with site.database.write() as connection:
        digest = hashlib.sha256(given).hexdigest()
        body = EndorsementGiven(id=word.id, subject=word.subject, title=word.title, comment=comment.strip(), digest=digest)
        kind, meaning = "endorsement.given", ENDORSE_MEANING
        append_act(site, connection, session, keys, kind, about=word.subject, body=body, meaning=meaning, signed_at=now)
    return given


def save_endorsement(data: bytes, path: Path) -> Path:
    """Write a signed endorsement, whole or not at all, and return where; StorageError where it cannot be written there."""
    return save_file(path, data)


def kept_credentials(site: Site, certificate_id: str, now: datetime) -> tuple[bytes, ...]:
    """Return the endorsements that travel with a certificate: those that hold."""
    return tuple(line.credential for line in endorsements_of(site, certificate_id, now) if line.outcome == "valid")


def _kept(connection: Connection, certificate_id: str) -> tuple[str, ...]:
    signed = certificate_queries.get_certificate(connection, certificate_id)
    if signed is None:
        return ()
    facts = signed.certificate.facts
    achievement = _achievement(facts.issuer_did, facts.checklist_digest, facts.language)
    return endorsement_queries.endorsements_for(connection, certificate_id, facts.competency, achievement)


def _line(text: str, trust: TrustStore, now: datetime) -> EndorsementLine:
    from supervisor_app.credentials.claims import NotABadge
    from supervisor_app.credentials.findings import examine_credential
    from supervisor_app.credentials.judging import judge

    try:
        verdict = judge(examine_credential(json.loads(text), trust, None), name="", now=now)
    except (NotABadge, ValueError):
        return EndorsementLine(by="", comment="", outcome="unreadable", sentence="It cannot be read.", credential=text.encode())
    known = next((one.name for one in trust.by_issuer(verdict.issuer)), "")
    return EndorsementLine(
        by=known or verdict.fact("Says so") or "somebody unknown",
        comment=verdict.fact("Endorsement"),
        outcome=verdict.outcome.value,
        sentence=verdict.sentence,
        credential=text.encode(),
    )


def _achievement(issuer_did: str, checklist_digest: str, language: str) -> str:
    from supervisor_app.credentials.wording import derived_urn

    return derived_urn("achievement", issuer_did, checklist_digest, language)


def _achievements(connection: Connection, issuer: str) -> Iterator[tuple[str, str, str]]:
    """Yield the id of every achievement of this site with its competency and title: of each revision, language and key."""
    from supervisor_app.domain.texts import in_language

    dids = dict.fromkeys([issuer, *(key.did for key in site_queries.issuer_keys(connection))])
    for one in checklist_queries.competencies(connection):
        for revision in checklist_queries.revisions(connection, one.key):
            for did in dids:
                for language in LANGUAGES:
                    yield _achievement(did, revision.digest, language), one.key, in_language(revision.checklist.title)
