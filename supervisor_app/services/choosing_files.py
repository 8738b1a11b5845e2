"""Files that somebody chose to add to a signed record: looked at before anything is signed, and what cannot be taken is said."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import InputError
from supervisor_app.exchange.evidence_file import Pixels, may_tell, read_evidence, shrunk
from supervisor_app.services.evidence import look_at_file
from supervisor_app.services.left_files import Left, left_for
from supervisor_app.services.opened_site import Site
from supervisor_app.storage import attachment_queries, sign_off_queries

MOST_ADDED = 24
"""Files that may be added to one record, withdrawn ones counted."""
MOST_AT_ONCE = 12
PREVIEW = 640
"""Pixels of the longer side of a preview."""
MOST_BYTES_AT_ONCE = 64 * 1024 * 1024
"""They are held in memory until they are signed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenFile:
    """A file as it would be kept: what it is called on this laptop (never stored), its media type and its bytes.

    `digest` is the SHA-256 of the bytes in hex, `preview` a picture made smaller. `tells` says what one that is kept as it is may
    tell beside what one sees of it, "" for a picture that was drawn anew.
    """

    name: str
    media: str
    data: bytes
    digest: str
    preview: Pixels | None = None
    tells: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What can be added, in the order of choosing, and what cannot."""

    files: tuple[ChosenFile, ...] = ()
    left: tuple[Left, ...] = ()


def choose_file(path: Path) -> ChosenFile:
    """Return a file as it would be kept, a picture drawn anew; nothing is written. InputError for one that cannot be taken."""
    return _chosen(path.name, *look_at_file(path))


def choose_picture(data: bytes, name: str) -> ChosenFile:
    """Return a picture that a camera took as it would be kept. InputError for one that cannot be taken."""
    return _chosen(name, *read_evidence(data))


def choose_files(
    site: Site,
    sign_off_id: str,
    wishes: Sequence[Path | ChosenFile],
    chosen: Sequence[ChosenFile] = (),
    progress: Callable[[int, int], object] = lambda _done, _total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Choice:
    """Look at files for a record, beside those that were `chosen` before; `progress(done, total)`. Nothing is written.

    Where `cancelled` those are returned that were looked at by then.
    """
    taken, left = list(chosen), list[Left]()
    there, room = _of_record(site, sign_off_id)
    for done, wish in enumerate(wishes):
        if cancelled():
            break
        progress(done, len(wishes))
        why = _no_room(len(taken), room)
        if not why:
            try:
                file = choose_file(wish) if isinstance(wish, Path) else wish
            except InputError as problem:
                left.append(left_for(wish.name, problem))
                continue
            why = _why_not(file, taken, there)
        if why:
            left.append(Left(name=wish.name, why=why))
        else:
            taken.append(file)
    return Choice(files=tuple(taken[len(chosen) :]), left=tuple(left))


def _chosen(name: str, media: str, data: bytes) -> ChosenFile:
    digest = hashlib.sha256(data).hexdigest()
    preview = shrunk(data, media, PREVIEW)
    return ChosenFile(name=name, media=media, data=data, digest=digest, preview=preview, tells=may_tell(data[:16]))


def _of_record(site: Site, sign_off_id: str) -> tuple[frozenset[str], int]:
    """Return the digests of the files that a record has, and how many more may be added to it."""
    with site.database.read() as connection:
        added = attachment_queries.attached_to(connection, sign_off_id)
        record = sign_off_queries.get_sign_off(connection, sign_off_id)
    signed = {file.digest for seen in record.sign_off.observations for file in seen.evidence} if record else set()
    here = signed | {line.file.digest for line in added if line.withdrawn is None}
    return frozenset(here), MOST_ADDED - len(added)


def _no_room(taken: int, room: int) -> str:
    if taken >= room:
        return f"A record takes {MOST_ADDED} added files; put further ones into one PDF."
    return f"{MOST_AT_ONCE} files can be added at once; add it after these." if taken >= MOST_AT_ONCE else ""


def _why_not(file: ChosenFile, taken: Sequence[ChosenFile], there: frozenset[str]) -> str:
    if file.digest in there:
        return "It belongs to the record already."
    if file.digest in {one.digest for one in taken}:
        return "It is chosen already."
    if sum(len(one.data) for one in (*taken, file)) > MOST_BYTES_AT_ONCE:
        return f"These are more than {MOST_BYTES_AT_ONCE // 1024 // 1024} MB at once; add it after these."
    return ""
