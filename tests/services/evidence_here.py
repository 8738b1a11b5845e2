"""The photos and files that lie on a laptop, held against what its signed records name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from supervisor_app.services.opened_site import Site
from supervisor_app.storage.evidence_files import FOLDER, get_file, has_file
from supervisor_app.storage.evidence_queries import files_named


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceCheck:
    """How many are whole, which are missing here, which are damaged."""

    whole: int
    missing: tuple[str, ...]
    damaged: tuple[str, ...]


def check_evidence(site: Site) -> EvidenceCheck:
    """Compare every file that a signed record names with its digest."""
    with site.database.read() as connection:
        named = files_named(connection)
    missing = tuple(digest for digest in named if not has_file(site.folder, digest))
    damaged = tuple(digest for digest in named if digest not in missing and get_file(site.folder, digest) is None)
    return EvidenceCheck(whole=len(named) - len(missing) - len(damaged), missing=missing, damaged=damaged)


def digests_here(data_folder: Path) -> Iterator[str]:
    """Yield the digests of all files that lie here, whatever is in them."""
    return (path.name for path in sorted((data_folder / FOLDER).glob("??/*")) if len(path.name) == 64)
