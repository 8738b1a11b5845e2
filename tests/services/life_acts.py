"""Acts about certificates written as a member writes them, without the window before; and the life they make."""

from __future__ import annotations

from datetime import date

from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.domain.certificate_life import CertificateAct, LifeKind
from supervisor_app.services.appending import append_act
from supervisor_app.services.certificate_standing import CertificateLife, read_life
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.services.unlocking import unlock


def act_on(
    site: Site, session: Session, pin: str, issued: IssuedCertificate, kind: LifeKind, on: date, *, until: date | None = None
) -> None:
    """Let something happen to a certificate from a day on."""
    body = CertificateAct(
        certificate=issued.facts.credential_id,
        worker_id=issued.worker_id,
        competency=issued.facts.competency,
        team=issued.team,
        on=on,
        reason="Seen driving with the load raised.",
        until=until,
    )
    keys = unlock(site, session, pin)
    with site.database.write() as connection:
        append_act(
            site,
            connection,
            session,
            keys,
            kind.value,
            about=body.certificate,
            body=body,
            meaning="I decide this about the certificate.",
            signed_at=site.clock(),
        )


def life_of(site: Site, certificate_id: str) -> CertificateLife | None:
    """Return a certificate's life; None where this laptop does not have it."""
    with site.database.read() as connection:
        return read_life(connection, certificate_id)
