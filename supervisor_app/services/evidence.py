"""Photos and files of records: taken in, kept beside the database, read back, told missing, and gone when they must be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from supervisor_app.domain.observation import Draft, EvidenceFile, Observation
from supervisor_app.errors import InputError, NotAllowed, UserError
from supervisor_app.exchange.evidence_file import MAX_BYTES, may_tell, read_evidence
from supervisor_app.services import observing
from supervisor_app.services.evidence_exchange import note_lacking
from supervisor_app.services.left_files import Left, left_for
from supervisor_app.services.opened_site import Site
from supervisor_app.services.saving import opening
from supervisor_app.storage import erased_files, evidence_files

MOST_FILES = 12
"""Files that one step may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A draft after files were kept for one of its steps, and those that could not be."""

    draft: Draft
    left: tuple[Left, ...] = ()


def attach(site: Site, draft_id: str, step: str, path: Path) -> Draft:
    """Keep a file as evidence of a step of a draft; it is on the disk, and named by the draft, when this returns.

    InputError for a file that cannot be taken, NotAllowed after a safety stop or where the step has enough files.
    """
    _check_room(site, draft_id, step)
    return _attach(site, draft_id, step, keep_file(site, path))


def attach_all(site: Site, draft_id: str, step: str, paths: Sequence[Path]) -> Attached:
    """Keep several files as evidence of a step; those that cannot be taken are told, the others are kept. Raises as `attach`."""
    draft, left = observing.load(site, draft_id), list[Left]()
    for path in paths:
        if len(draft.observation(step).evidence) >= MOST_FILES:
            left.append(Left(name=path.name, why=f"A step has at most {MOST_FILES} files."))
            continue
        try:
            draft = _attach(site, draft_id, step, keep_file(site, path))
        except InputError as problem:
            left.append(left_for(path.name, problem))
    return Attached(draft=draft, left=tuple(left))


def attach_picture(site: Site, draft_id: str, step: str, data: bytes) -> Draft:
    """Keep a picture that a camera took as evidence of a step. Raises as `attach`."""
    _check_room(site, draft_id, step)
    return _attach(site, draft_id, step, keep_data(site, *read_evidence(data)))


def _check_room(site: Site, draft_id: str, step: str) -> None:
    if len(observing.load(site, draft_id).observation(step).evidence) >= MOST_FILES:
        raise NotAllowed(f"This step has {MOST_FILES} files already.", "Take one away first.")


def _attach(site: Site, draft_id: str, step: str, file: EvidenceFile) -> Draft:
    def with_file(before: Observation) -> Observation:
        return replace(before, evidence=(*(one for one in before.evidence if one.digest != file.digest), file))

    return observing.change_files(site, draft_id, step, with_file)


def what_they_may_tell(paths: Iterable[Path]) -> tuple[str, ...]:
    """Return what files that are kept as they are may tell beside what one sees; a photo is drawn anew and tells nothing."""
    found = dict.fromkeys(may_tell(_head(path)) for path in paths)
    return tuple(words for words in found if words)


def keep_file(site: Site, path: Path) -> EvidenceFile:
    """Keep a picture or file under its digest; InputError for one that cannot be taken. Nothing names it yet."""
    return keep_data(site, *look_at_file(path))


def look_at_file(path: Path) -> tuple[str, bytes]:
    """Return the media type and the bytes that would be kept of a file; InputError for one that cannot be taken."""
    return read_evidence(_read(path))


def keep_data(site: Site, media: str, data: bytes) -> EvidenceFile:
    """Keep bytes that `look_at_file` returned. Nothing names them yet."""
    return EvidenceFile(digest=evidence_files.put_file(site.folder, data), media=media, size=len(data))


def detach(site: Site, draft_id: str, step: str, digest: str) -> Draft:
    """Take a file away from a step of a draft; undo brings it back while the draft lasts."""
    return observing.change_files(
        site,
        draft_id,
        step,
        lambda before: replace(before, evidence=tuple(one for one in before.evidence if one.digest != digest)),
    )


def read_file(site: Site, digest: str) -> bytes:
    """Return a file; UserError where it is not on this laptop or was changed. The next sync then asks for it."""
    data = evidence_files.get_file(site.folder, digest)
    if data is None:
        note_lacking(site, [digest])
        raise UserError(
            "This photo or file is not on this laptop.", "It comes with a sync from a laptop that has it. The sign-off holds."
        )
    return data


def missing_files(site: Site, files: Collection[EvidenceFile]) -> frozenset[str]:
    """Return the digests of those files that are not on this laptop. The next sync asks for them."""
    missing = frozenset(file.digest for file in files if not evidence_files.has_file(site.folder, file.digest))
    note_lacking(site, missing)
    return missing


def steps_lacking_files(site: Site, draft: Draft) -> tuple[str, ...]:
    """Return the steps (keys) of a draft that have a file which is not here any more: nobody else has it yet."""
    return tuple(
        one.step
        for one in draft.observations
        if any(not evidence_files.has_file(site.folder, file.digest) for file in one.evidence)
    )


def remove_erased(site: Site) -> int:
    """Take away the files that were erased with what named them; return how many there were."""
    with site.database.read() as connection:
        erased = erased_files.erased_files(connection)
    here = [digest for digest in sorted(erased) if evidence_files.has_file(site.folder, digest)]
    for digest in here:
        evidence_files.delete_file(site.folder, digest)
    return len(here)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(16)
    except OSError:  # whoever takes it says why it cannot be read
        return b""


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError("The file", f"it is larger than {MAX_BYTES // 1024 // 1024} MB.", "Take a shorter clip.")
    except OSError:
        pass
    with opening(path), path.open("rb") as file:
        return file.read(MAX_BYTES + 1)
