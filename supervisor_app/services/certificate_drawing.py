"""One certificate drawn from its stored record, and the record that it went to paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from supervisor_app.domain.file_names import safe_stem
from supervisor_app.errors import UserError
from supervisor_app.ledger.bodies import CertificatePrinted
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.storage import certificate_queries
from supervisor_app.storage.database import Connection

if TYPE_CHECKING:
    from supervisor_app.documents.page import Paper
    from supervisor_app.documents.shaping import Shaper
    from supervisor_app.domain.certificate import IssuedCertificate


def get_certificate(site: Site, certificate_id: str) -> IssuedCertificate:
    """Return a certificate by its credential id; UserError where this laptop does not have it."""
    with site.database.read() as connection:
        return _get(connection, certificate_id)


def new_shaper() -> Shaper:
    """Return what opens fonts and remembers shaped lines; whoever draws several papers keeps one and hands it on."""
    from supervisor_app.documents.fonts import FontBook
    from supervisor_app.documents.shaping import Shaper

    return Shaper(FontBook())


def render_pdf(
    site: Site, certificate_id: str, paper: Paper, *, today: date | None = None, copy: int = 0, shaper: Shaper | None = None
) -> bytes:
    """Draw a certificate from its stored record: the same record gives the same bytes.

    The first paper is the original; once it was printed, a `today` marks the next one as duplicate of that day. Without `today`
    the original is drawn, as for a preview or a file. `copy` counts further papers of the same print: 1 is the second one.
    """
    from supervisor_app.documents.certificate import render_certificate
    from supervisor_app.services.site_look import pictures_of

    with site.database.read() as connection:
        issued = _get(connection, certificate_id)
        copies = certificate_queries.times_printed(connection, certificate_id) + copy
    duplicate = copies if today is not None and copies else None
    pictures = pictures_of(site, issued.facts)
    return render_certificate(
        issued,
        paper=paper,
        logo_png=pictures.logo_png,
        mark_png=pictures.mark_png,
        duplicate=duplicate,
        printed_on=today if duplicate else None,
        shaper=shaper,
    )


def paper_named(name: str) -> Paper:
    """Return the paper of a setting: "A4" or "Letter"; A4 for any other word."""
    from supervisor_app.documents.page import Paper

    return Paper.LETTER if name == "Letter" else Paper.A4


def mark_printed(site: Site, session: Session, certificate_ids: Sequence[str], product: str = "certificate") -> None:
    """Record that certificates, or cards of them, went to paper; the first is number 0, each further one a duplicate."""
    from supervisor_app.services.appending import append  # lists are shown without what writes

    with site.database.write() as connection:
        for certificate_id in certificate_ids:
            _get(connection, certificate_id)
            before = certificate_queries.times_printed(connection, certificate_id, product)
            body = CertificatePrinted(certificate=certificate_id, duplicate=before, product=product)
            append(site, connection, "certificate.printed", by=session.member_id, about=certificate_id, body=body)


def file_stem(issued: IssuedCertificate) -> str:
    """Return the name a certificate's files get, without a person's name in it: its number, safe on every system."""
    return safe_stem(issued.facts.number)


def _get(connection: Connection, certificate_id: str) -> IssuedCertificate:
    """Return a certificate as it prints: with the confirmations that were signed since."""
    signed = certificate_queries.get_certificate(connection, certificate_id)
    if signed is None:
        raise UserError("This certificate is not on this laptop.", "Sync, then look again.")
    issued = signed.certificate
    if not issued.facts.confirm_every_months:
        return issued
    from supervisor_app.domain.certificate import PaperConfirmation  # only few certificates are to be confirmed
    from supervisor_app.services.certificate_standing import read_life

    life = read_life(connection, certificate_id)
    confirmed = tuple(
        PaperConfirmation(day=act.on, name=act.author, title=act.author_title, signed=act.signed)
        for act in (life.confirmations() if life else ())
    )
    return replace(issued, facts=replace(issued.facts, confirmed=confirmed))
