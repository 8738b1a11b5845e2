"""The look of an organisation's papers: what it is now, and the pictures that each certificate was issued with.

Pictures are kept for ever under their digest (a field `picture.<digest>` of the site), so that a certificate prints the same
bytes also after the logo changed.
"""

from __future__ import annotations

import base64
import hashlib

from supervisor_app.domain.certificate import CertificateFacts
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.look import MAX_WORDING, PaperLook, accent_problem
from supervisor_app.domain.names import text_problem
from supervisor_app.errors import InputError
from supervisor_app.services.field_checks import check_logo
from supervisor_app.services.site import Site, site_facts
from supervisor_app.storage import site_queries

_FIELDS = ("accent", "heading", "footer", "mark")
_DIGITS = 48
PICTURE = "picture."


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteLook:
    """The look that the next certificates get; `mark_png` stands beside the issuer's name, a decoration."""

    accent: str = ""
    heading: str = ""
    footer: str = ""
    mark_png: bytes | None = None

    @property
    def on_paper(self) -> PaperLook:
        """What a certificate keeps of it."""
        return PaperLook(accent=self.accent, heading=self.heading, footer=self.footer, mark_digest=digest_of(self.mark_png))


@dataclass(frozen=True, slots=True)
class PaperPictures:
    """The pictures a certificate was issued with, as far as this laptop has them."""

    logo_png: bytes | None = None
    mark_png: bytes | None = None


def site_look(site: Site) -> SiteLook:
    """Return the look as an admin set it last."""
    with site.database.read() as connection:
        row = site_queries.site_row(connection)
        found = site_queries.site_fields(connection, row.id, _FIELDS) if row else {}
    texts = {name: found.get(name, "") for name in ("accent", "heading", "footer")}
    return SiteLook(**texts, mark_png=_png(found.get("mark", "")))


def pictures_of(site: Site, facts: CertificateFacts) -> PaperPictures:
    """Return the pictures that belong to a certificate, by the digests it keeps; what is not here is left out."""
    digests = (facts.logo_digest, facts.look.mark_digest)
    if not any(digests):
        return PaperPictures()
    now = site_facts(site)
    with site.database.read() as connection:
        found = site_queries.site_fields(connection, now.id, [picture_field(digest) for digest in digests if digest])
    pictures = [now.logo_png, *(_png(value) for value in found.values())]
    known = {digest_of(picture): picture for picture in pictures if picture}
    return PaperPictures(*(known.get(digest) if digest else None for digest in digests))


def kept_pictures(*pictures: bytes | None) -> dict[str, str]:
    """Return the fields that keep pictures for ever: those that are set now, and the logo that goes."""
    return {picture_field(digest_of(one)): base64.b64encode(one).decode() for one in pictures if one}


def check_look(accent: str | None, heading: str | None, footer: str | None, mark_png: bytes | None) -> None:
    """InputError naming what cannot be taken: a colour too light to read on white, a line too long for the paper."""
    if problem := accent_problem(accent or ""):
        raise InputError("Accent colour", f"it {problem}.", "Choose a darker one, or leave it empty for petrol.")
    for label, text in (("Line under the place", heading), ("Line at the foot", footer)):
        if problem := text_problem(text or "", MAX_WORDING):
            raise InputError(label, f"it {problem}.", "Type it anew.")
    check_logo(mark_png or None)


def picture_field(digest: str) -> str:
    """Return the name of the site's field that keeps a picture."""
    return PICTURE + digest[:_DIGITS]


def digest_of(picture: bytes | None) -> str:
    """Return the SHA-256 of a picture in hex; "" for none."""
    return hashlib.sha256(picture).hexdigest() if picture else ""


def _png(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True) or None
    except ValueError:
        return None
