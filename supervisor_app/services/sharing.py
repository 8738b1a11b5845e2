"""Sharing: a folder with everything somebody else needs of a certificate. Files only: no account, no network.

Paper (PDF), the signed credential (JSON), the badge as PNG and SVG with the credential inside; with a signed passport that too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.passport import SignedPassport
from supervisor_app.errors import UserError
from supervisor_app.services.certificate_drawing import file_stem, get_certificate, new_shaper, paper_named, render_pdf
from supervisor_app.services.endorsements import kept_credentials
from supervisor_app.services.passport import FILE_NAME
from supervisor_app.services.printing import make_folder
from supervisor_app.services.saving import save_file
from supervisor_app.services.site import Site

if TYPE_CHECKING:
    from supervisor_app.documents.page import Paper
    from supervisor_app.documents.shaping import Shaper

Progress = Callable[[int, int], None]
"""Called with how many certificates are done and how many there are."""

_RESERVED = frozenset({"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(10))})
_LONGEST_STEM = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedFolder:
    """What was written: the folder, the names in it, and whether somebody stopped it on the way."""

    folder: str
    files: tuple[str, ...]
    cancelled: bool = False

    def sentence(self) -> str:
        """Say it in words."""
        count = f"{len(self.files)} {'file' if len(self.files) == 1 else 'files'}"
        return f"{count} in {self.folder}." + (" It was stopped on the way." if self.cancelled else "")


def share(
    site: Site,
    certificate_ids: Sequence[str],
    parent: Path,
    *,
    name: str = "",
    paper: str = "A4",
    passport: SignedPassport | None = None,
    progress: Progress = lambda _done, _all: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> SharedFolder:
    """Write a folder inside `parent` with the files of certificates, and return what it holds.

    The folder is called `name`, made safe, else by the number of the only certificate. Each file is whole or not there; files of
    an earlier time are replaced. UserError without anything to share, StorageError where it cannot be written.
    """
    certificates = [get_certificate(site, name) for name in certificate_ids]
    if not certificates and passport is None:
        raise UserError("There is no certificate to share.", "Issue a certificate first.")
    folder = parent / safe_stem(name or (file_stem(certificates[0]) if len(certificates) == 1 else "certificates"))
    shaper, written, stopped = new_shaper(), [], False
    for done, issued in enumerate(certificates):
        progress(done, len(certificates))
        if stopped := cancelled():
            break
        written += [_place(folder, *file) for file in _files(site, issued, paper_named(paper), shaper)]
    if passport is not None and not stopped:
        written.append(_place(folder, FILE_NAME, passport.credential))
    progress(len(certificates), len(certificates))
    return SharedFolder(folder=str(folder), files=tuple(written), cancelled=stopped)


def safe_stem(text: str) -> str:
    """Return a text as a file's name without its ending: letters, digits, "-", "_", and none that Windows keeps for itself."""
    stem = "".join(char if char.isascii() and (char.isalnum() or char in "-_") else "_" for char in text)[:_LONGEST_STEM]
    stem = stem.strip("_") or "certificate"
    return f"{stem}_" if stem.upper() in _RESERVED else stem


def _files(site: Site, issued: IssuedCertificate, paper: Paper, shaper: Shaper) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of every file of a certificate."""
    from supervisor_app.credentials.baking import bake_png, bake_svg  # not for showing the page
    from supervisor_app.documents.badge_picture import draw_badge

    stem = safe_stem(file_stem(issued))
    yield f"{stem}.pdf", render_pdf(site, issued.facts.credential_id, paper, shaper=shaper)
    yield f"{stem}.json", issued.credential
    picture = draw_badge(issued.facts, shaper)
    yield f"{stem}.png", bake_png(picture.png, issued.credential)
    yield f"{stem}.svg", bake_svg(picture.svg, issued.credential)
    for number, word in enumerate(kept_credentials(site, issued.facts.credential_id, site.clock()), 1):
        yield f"{stem}-endorsement-{number}.json", word


def _place(folder: Path, name: str, data: bytes) -> str:
    make_folder(folder)
    return save_file(folder / name, data).name
