"""Kept photos as they are shown: small beside their record, large when asked for."""

from __future__ import annotations

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.observation import EvidenceFile
from supervisor_app.exchange.evidence_file import LONGEST_SIDE, Pixels, shrunk
from supervisor_app.services.evidence_exchange import note_lacking
from supervisor_app.services.opened_site import Site
from supervisor_app.storage import evidence_files

__all__ = ["LARGE", "SMALL", "Pixels", "Shown", "picture_of"]

SMALL = 384
"""Pixels of the longer side beside a record, on a screen that doubles them."""
LARGE = LONGEST_SIDE


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A file as it is shown: `pixels` of a picture, None where there is nothing to paint; `here` whether it is whole here."""

    pixels: Pixels | None = None
    here: bool = True


def picture_of(site: Site, file: EvidenceFile, side: int = SMALL) -> Shown:
    """Return a kept file as it is shown, at most `side` pixels; it takes a while, and reads what may have come from anywhere.

    The next sync asks for one that is missing or spoiled. StorageError where that cannot be noted.
    """
    data = evidence_files.get_file(site.folder, file.digest)
    if data is None:
        note_lacking(site, [file.digest])
        return Shown(here=False)
    return Shown(pixels=shrunk(data, file.media, side))
