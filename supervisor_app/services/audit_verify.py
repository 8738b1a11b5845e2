"""Checking an audit pack: every file against the manifest, the manifest against its signature, every entry by itself."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import InputError
from supervisor_app.ledger.acts import act_problem
from supervisor_app.ledger.contents import ACT_KINDS
from supervisor_app.ledger.entry import Entry, digest_content, hash_entry
from supervisor_app.ledger.envelope import UnreadableContent
from supervisor_app.ledger.keys import signature_holds
from supervisor_app.services.audit_pack import ENTRIES, FORMAT, MANIFEST, SIGNATURE, TAG, signature_file
from supervisor_app.services.check_report import Check
from supervisor_app.storage.ledger_writing import station_public_key

MOST_MANIFEST = 64 * 1024 * 1024
MOST_LINE = 16 * 1024 * 1024
MOST_NAMED = 10
_BLOCK = 1 << 20
_SOUND = "This audit pack is as it was exported."
_NOT_SOUND = "Do not rely on this audit pack; see the lines marked NOT."

Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class PackReport:
    """What was checked about a pack. `facts` are what the manifest says: site, scope, who exported it and when."""

    file: str
    facts: tuple[tuple[str, str], ...]
    checks: tuple[Check, ...]

    @property
    def sound(self) -> bool:
        """Whether every check is sound."""
        return all(check.sound for check in self.checks)

    def lines(self) -> list[str]:
        """Return the report as text, the verdict last."""
        said = [f"     {label}: {text}" for label, text in self.facts]
        marks = [f"{'ok ' if check.sound else 'NOT'}  {check.name}: {check.finding}" for check in self.checks]
        return [*said, *marks, _SOUND if self.sound else _NOT_SOUND]


@dataclass(slots=True)
class _Entries:
    """What the walk over the entries counts, and the problems it meets."""

    keys: dict[bytes, bytes]
    count: int = 0
    acts: int = 0
    erased: int = 0
    problems: list[str] = field(default_factory=list)
    more: int = 0

    def say(self, problem: str) -> None:
        """Note a problem; beyond a few they are only counted."""
        if len(self.problems) < MOST_NAMED:
            self.problems.append(problem)
        else:
            self.more += 1


def verify_pack(path: Path, *, known_stations: Mapping[str, str] | None = None, progress: Progress | None = None) -> PackReport:
    """Check an audit pack. `known_stations` (origin in hex to public key in hex) are the laptops of a site that one trusts.

    InputError where the file is no audit pack at all.
    """
    try:
        with ZipFile(path) as pack:
            manifest, raw = _manifest(path, pack)
            return PackReport(str(path), _facts(manifest), tuple(_checks(pack, manifest, raw, known_stations, progress)))
    except (BadZipFile, OSError, zlib.error, EOFError, NotImplementedError) as problem:
        raise InputError(str(path), "this is no audit pack, or it is damaged.", "Ask for the file again.") from problem


def _manifest(path: Path, pack: ZipFile) -> tuple[dict[str, Any], bytes]:
    try:
        raw = _bounded(pack, MANIFEST, MOST_MANIFEST)
        manifest = json.loads(raw)
    except (KeyError, ValueError, RecursionError) as problem:
        raise InputError(str(path), "this is no audit pack, or it is damaged.", "Ask for the file again.") from problem
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise InputError(str(path), "this is no audit pack that this version knows.", "Try a newer version of the program.")
    return manifest, raw


def _checks(
    pack: ZipFile, manifest: dict[str, Any], raw: bytes, known: Mapping[str, str] | None, progress: Progress | None
) -> Iterator[Check]:
    yield _check_signature(pack, raw, known)
    yield from _check_files(pack, manifest)
    walked = _Entries(_keys(manifest))
    problem = _walk(pack, walked, _whole(manifest.get("entries")), progress)
    if problem:
        walked.say(problem)
    counted = walked.count == manifest.get("entries")
    words = f"{walked.count:,}" if counted else f"{walked.count:,} are here, the manifest names {manifest.get('entries')}"
    yield Check("Number of entries", counted, words)
    sound = f"{walked.count:,} entries, {walked.acts:,} personal signatures, {walked.erased:,} erased contents: each holds"
    yield Check("Entries", not walked.problems, _named(walked) or sound)


def _check_signature(pack: ZipFile, raw: bytes, known: Mapping[str, str] | None) -> Check:
    """The laptop's signature over the manifest, and whose laptop it is."""
    name = "Signature of the laptop"
    try:
        written = _bounded(pack, SIGNATURE, MOST_MANIFEST)
        signature = json.loads(written)
        key = bytes.fromhex(signature["key"])
        first = _entry(signature["first_entry"])
        sig = bytes.fromhex(signature["sig"])
        fits = signature_holds(key, sig, hashlib.sha256(TAG + raw).digest())
        exact = written == signature_file(key, sig, first)
        named = station_public_key(first) == key and not _problem(first, key)
    except (KeyError, TypeError, ValueError, RecursionError):
        return Check(name, False, "it is missing or damaged")
    if not exact:
        return Check(name, False, "its file was changed")
    if not fits:
        return Check(name, False, "it does not fit the manifest")
    if not named:
        return Check(name, False, "its key is not the one that the laptop’s first entry names")
    if known is None:
        return Check(name, True, f"fits the manifest; key {key.hex()[:16]} (not compared with a site of yours)")
    ours = known.get(first.origin.hex()) == key.hex()
    return Check(name, ours, "fits the manifest; a laptop of your site" if ours else "is by no laptop of your site")


def _check_files(pack: ZipFile, manifest: dict[str, Any]) -> Iterator[Check]:
    listed = manifest.get("files")
    files = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    names = [str(one.get("name")) for one in files]
    for one, name in zip(files, names, strict=True):
        problem = _file_problem(pack, name, one)
        yield Check(name, not problem, problem or "as the manifest says")
    extra = sorted(set(pack.namelist()) - {*names, MANIFEST, SIGNATURE})
    twice = len(pack.namelist()) != len(set(pack.namelist()))
    if extra or twice or not files or ENTRIES not in names:
        yield Check("Files", False, f"not in the manifest: {', '.join(extra)}" if extra else "they are not those of the manifest")


def _file_problem(pack: ZipFile, name: str, said: dict[str, Any]) -> str:
    digest, size, most = hashlib.sha256(), 0, _whole(said.get("bytes"))
    try:
        with pack.open(name) as file:
            while block := file.read(_BLOCK):
                digest.update(block)
                size += len(block)
                if size > most:
                    break
    except KeyError:
        return "is missing"
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        return "is damaged"
    return "" if size == most and digest.hexdigest() == said.get("sha256") else "was changed"


def _keys(manifest: dict[str, Any]) -> dict[bytes, bytes]:
    """Return the laptops' keys, each named and signed by the first entry of its laptop."""
    keys: dict[bytes, bytes] = {}
    laptops = manifest.get("laptops")
    for laptop in laptops if isinstance(laptops, list) else []:
        try:
            first = _entry(laptop["first_entry"])
            key = station_public_key(first)
        except (KeyError, TypeError, ValueError):
            continue
        if not _problem(first, key):
            keys[first.origin] = key
    return keys


def _walk(pack: ZipFile, walked: _Entries, total: int, progress: Progress | None) -> str:
    """Check every entry; return what stopped the walk, "" where nothing did."""
    try:
        with pack.open(ENTRIES) as file:
            while line := file.readline(MOST_LINE):
                walked.count += 1
                _check_line(line, walked)
                if progress and walked.count % 1000 == 0:
                    progress(walked.count, total)
    except KeyError:
        return f"{ENTRIES} is missing"
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        return f"{ENTRIES} is damaged"
    return ""


def _check_line(line: bytes, walked: _Entries) -> None:
    try:
        entry = _entry(json.loads(line))
    except (KeyError, TypeError, ValueError, RecursionError):
        walked.say(f"line {walked.count} is no entry")
        return
    key = walked.keys.get(entry.origin)
    problem = _problem(entry, key) if key else "its laptop’s key is not in the manifest"
    walked.erased += entry.content is None
    if not problem and entry.content is not None and entry.kind in ACT_KINDS:
        walked.acts += 1
        try:
            problem = act_problem(entry.kind, entry.content)
        except UnreadableContent as reason:
            problem = str(reason)
    if problem:
        walked.say(f"entry {entry.seq} of {entry.origin.hex()[:8]}: {problem}")


def _problem(entry: Entry, key: bytes) -> str:
    if hash_entry(entry.origin, entry.seq, entry.kind, entry.at, entry.prev, entry.content_digest) != entry.hash:
        return "its hash does not fit its header"
    if not signature_holds(key, entry.sig, entry.hash):
        return "the signature of the laptop does not fit"
    if entry.content is None and entry.salt is None:
        return ""
    fits = digest_content(entry.salt or b"", entry.content or b"") == entry.content_digest
    return "" if fits else "its content was changed"


def _entry(said: Any) -> Entry:  # noqa: ANN401 - whatever the JSON holds
    """Return the entry of a JSON object; KeyError, TypeError or ValueError where it is none."""
    salt, content = said["salt"], said["content"]
    entry = Entry(
        origin=_sized(said["origin"], 16),
        seq=_number(said["seq"]),
        kind=str(said["kind"]),
        at=_number(said["at"]),
        prev=_sized(said["prev"], 32),
        content_digest=_sized(said["content_digest"], 32),
        hash=_sized(said["hash"], 32),
        sig=_sized(said["sig"], 64),
        salt=None if salt is None else bytes.fromhex(salt),
        content=None if content is None else str(content).encode(),
    )
    if not entry.kind.isascii() or len(entry.kind) > 255:
        raise ValueError("no kind")
    return entry


def _sized(text: str, size: int) -> bytes:
    data = bytes.fromhex(text)
    if len(data) != size:
        raise ValueError("of another size")
    return data


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**63:
        raise ValueError("no number")
    return value


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _bounded(pack: ZipFile, name: str, most: int) -> bytes:
    with pack.open(name) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise ValueError("too large")
    return data


def _facts(manifest: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    site, exported = manifest.get("site"), manifest.get("exported")
    of, by = site if isinstance(site, dict) else {}, exported if isinstance(exported, dict) else {}
    return (
        ("Site", f"{of.get('name', '')} ({of.get('id', '')})"),
        ("Scope", str(manifest.get("scope", ""))),
        ("Exported", f"{by.get('at', '')}, by {by.get('by', '')}, on {by.get('laptop', '')}"),
    )


def _named(walked: _Entries) -> str:
    return "; ".join(walked.problems) + (f"; and {walked.more:,} more" if walked.more else "")
