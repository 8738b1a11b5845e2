"""A certificate as it will lie on paper: the real page by the real renderer, and what a scanner reads from it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from supervisor_app.credentials.qr_payload import NotACode, decode, proven_by
from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.domain.frozen import dataclass
from supervisor_app.services.certificate_drawing import get_certificate, new_shaper, render_pdf
from supervisor_app.services.site import Site
from supervisor_app.services.site_register import trust_of

if TYPE_CHECKING:
    from supervisor_app.documents.page import Paper
    from supervisor_app.documents.preview import Picture


class ReadBack(StrEnum):
    """What the QR code on a drawn page says when it is read again."""

    MATCHES = "matches"
    DIFFERS = "differs"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnPaper:
    """A certificate's file in memory, how many pages it has, and the characters that no font here can print."""

    issued: IssuedCertificate
    pdf: bytes
    pages: int
    missing: tuple[str, ...] = ()


def draw_paper(site: Site, certificate_id: str, paper: Paper) -> DrawnPaper:
    """Draw the original of a certificate; UserError where it is not on this laptop, InputError where it cannot be drawn."""
    from supervisor_app.documents.certificate import missing_characters
    from supervisor_app.documents.preview import page_count

    shaper = new_shaper()
    pdf, issued = render_pdf(site, certificate_id, paper, shaper=shaper), get_certificate(site, certificate_id)
    return DrawnPaper(issued=issued, pdf=pdf, pages=page_count(pdf), missing=missing_characters(issued.facts, shaper.book))


def picture_of(drawn: DrawnPaper, page: int, width: int) -> Picture:
    """Return a page (from 0), `width` pixels wide, drawn at three times the size and scaled down."""
    from supervisor_app.documents.preview import render_page

    return render_page(drawn.pdf, page, width)


def read_again(site: Site, drawn: DrawnPaper) -> ReadBack:
    """Read the QR code from the drawn page as a scanner does, and hold it against the record and the issuer's keys."""
    from supervisor_app.documents.preview import read_back

    text = read_back(drawn.pdf)
    try:
        claims = decode(text)
    except NotACode:
        return ReadBack.UNREAD
    proven = any(proven_by(claims, issuer.public_key) for issuer in trust_of(site).by_key_id(claims.key_id))
    same = text == drawn.issued.qr_text and claims.credential_id == drawn.issued.facts.credential_id
    return ReadBack.MATCHES if same and proven else ReadBack.DIFFERS


def sheet_picture(pdf: bytes, page: int, width: int) -> tuple[Picture, int]:
    """Return a page (from 0, the last one where there are fewer) of any PDF made here, and how many pages it has."""
    from supervisor_app.documents.preview import page_count, render_page

    pages = page_count(pdf)
    return render_page(pdf, min(page, pages - 1), width), pages
