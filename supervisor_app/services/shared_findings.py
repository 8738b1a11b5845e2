"""What an audit of the shared store found, and the lines in which it is told: what is wrong, and what puts it right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from supervisor_app.ledger.vectors import Vector, head_of
from supervisor_app.services.check_report import Check, named
from supervisor_app.services.shared_rows import ChainAudit
from supervisor_app.services.sync_report import SOME_LAPTOP, WHY
from supervisor_app.services.sync_words import CANNOT_TELL, records
from supervisor_app.storage.shared_errors import MADE_ANEW, SharedFileError

_WORDS = {**WHY, "missing": "it is missing", "other": "another record lies there than this laptop holds"}
_HERE = "The next sync of this laptop puts {} right."
_ELSEWHERE = "Sync this laptop, then one that holds the good record{}."
_HELD = "The next sync of a laptop that holds these records puts it right."
_BEYOND = (
    "This laptop does not hold {count:,} of them. A laptop that does puts {it} on the list with its next sync; where none does, "
    "what lies there stays: no laptop takes {it} in, and nothing changes by it."
)
_STRUCTURES = "SQLite finds them damaged. Sync: where the file is past use, it is made new from what the laptops hold."


@dataclass(slots=True)
class Found:
    """What was found so far. Heads: `theirs` there, `ours` here, `seen` there at the last sync. `rows` are counted by origin,
    of them those that are `unnamed` by its head there, and of these those that lie `beyond` what this laptop holds.

    Files by digest: `held_files` are here, `sent_files` were known to be there, `bad_files` there are not whole or were changed,
    `files_back` were erased and are there. `tells`: whether the store tells of changes that no sync made.
    `trouble`: why it could not be looked at to the end.
    """

    own: bytes
    store: str = ""
    theirs: Vector = field(default_factory=dict)
    ours: Vector = field(default_factory=dict)
    seen: Vector = field(default_factory=dict)
    names: dict[bytes, str] = field(default_factory=dict)
    rows: dict[bytes, int] = field(default_factory=dict)
    unnamed: dict[bytes, int] = field(default_factory=dict)
    beyond: dict[bytes, int] = field(default_factory=dict)
    chains: dict[bytes, ChainAudit] = field(default_factory=dict)
    wrong_heads: list[bytes] = field(default_factory=list)
    held_files: frozenset[bytes] = frozenset()
    erased_files: frozenset[bytes] = frozenset()
    sent_files: frozenset[bytes] = frozenset()
    files_there: set[bytes] = field(default_factory=set)
    bad_files: list[bytes] = field(default_factory=list)
    files_back: list[bytes] = field(default_factory=list)
    locked_files: int = 0
    structures: bool | None = None
    tells: bool = True
    trouble: SharedFileError | None = None

    @property
    def lost_files(self) -> frozenset[bytes]:
        """Files that are no good there, or not there any more."""
        gone = (self.sent_files & self.held_files) - self.files_there - self.erased_files
        return frozenset(self.bad_files) | gone


def checks_of(found: Found, *, database: bool) -> tuple[Check, ...]:
    """Return the lines of an audit; of a `database` they speak as of one."""
    lines = tuple(_trouble(found) if found.trouble else _whole(found))
    return tuple(_of_a_database(line) for line in lines) if database else lines


def _of_a_database(line: Check) -> Check:
    def said(words: str) -> str:
        return words.replace("hared file", "hared database")

    return replace(line, name=said(line.name), finding=said(line.finding))


def _trouble(found: Found) -> Iterator[Check]:
    """The store could not be read to the end: what was seen before that is told where it is bad."""
    problem = found.trouble
    if problem is None:
        return
    bad = problem.trouble in MADE_ANEW
    words = f"{problem.message} {problem.hint}"
    so_far = "Not checked to the end. " if found.chains else "Not checked. "
    yield Check("Shared file", not bad, words if bad else f"{so_far}{words}", looked=bad)
    yield from (line for line in _chains(found) if not line.sound)


def _whole(found: Found) -> Iterator[Check]:
    count, files = sum(found.rows.values()), len(found.files_there)
    yield Check("Shared file", True, f"{records(count)} of {len(found.theirs)} laptops and {_files_words(files)}")
    yield from _chains(found)
    yield _heads(found)
    yield _contents(found)
    yield _erased(found)
    yield _files(found)
    yield _against_here(found)
    if not found.tells:
        yield Check("Shared file: changes by hand", True, CANNOT_TELL)
    if found.structures is not None:
        yield Check("Shared file: its structures", found.structures, "whole" if found.structures else _STRUCTURES)


def _chains(found: Found) -> Iterator[Check]:
    for origin, chain in found.chains.items():
        title = f"Shared file: {_name(found, origin)} ({origin.hex()[:8]})"
        if not chain.faulty:
            locked = f"; {chain.locked:,} with contents that this laptop was not given the key for" if chain.locked else ""
            yield Check(title, True, f"{records(chain.at.seq)}, each in its place, unchanged and signed by it{locked}")
            continue
        words = [f"record {one.seq}: {_WORDS.get(one.reason, one.reason)}" for one in chain.faults]
        yield Check(title, False, f"{named(words, chain.faulty)}. {_way_out(chain)}")


def _way_out(chain: ChainAudit) -> str:
    """Who puts wrong rows right: this laptop, those that hold the good ones, or both."""
    held = sum(one.held for one in chain.faults)
    if held == len(chain.faults):
        return _HERE.format("it" if held == 1 else "them")
    if not held:
        return _ELSEWHERE.format("" if chain.faulty == 1 else "s")
    return f"The next sync of this laptop puts {held:,} right; the others need one of a laptop that holds them."


def _heads(found: Found) -> Check:
    """The list of heads against the rows: none beyond it, none without it, the last one of each the one that it names."""
    problems = [f"it names another last record of {_name(found, origin)} than is there" for origin in found.wrong_heads]
    problems += [f"of {_name(found, origin)} it leaves out {records(count)}" for origin, count in _some(found.unnamed)]
    beyond = sum(n for _, n in _some(found.beyond))
    ways = [_HELD] if found.wrong_heads or beyond < sum(found.unnamed.values()) else []
    ways += [_BEYOND.format(count=beyond, it="it" if beyond == 1 else "them")] if beyond else []
    words = f"{named(problems)}. {' '.join(ways)}" if problems else "names what is there"
    return Check("Shared file: its list of records", not problems, words)


def _some(counts: dict[bytes, int]) -> list[tuple[bytes, int]]:
    return [(origin, count) for origin, count in sorted(counts.items()) if count]


def _contents(found: Found) -> Check:
    """Contents that are gone there and here still: taken away, or erased by somebody whom this laptop has not heard yet."""
    title, count = "Shared file: contents", sum(chain.emptied.count for chain in found.chains.values())
    if not count:
        return Check(title, True, "those that this laptop can open are what was signed")
    waits = any(head_of(found.ours, origin).seq < head.seq for origin, head in found.theirs.items())
    if waits:
        return Check(
            title, True, f"those of {records(count)} are gone there; sync, then check again: an erasure may be on its way"
        )
    return Check(title, False, f"those of {records(count)} were taken away. {_HERE.format('them')}")


def _erased(found: Found) -> Check:
    title = "Shared file: what was erased"
    count = sum(chain.back.count for chain in found.chains.values())
    back = [f"the contents of {records(count)}"] if count else []
    back += [_files_words(len(found.files_back))] if found.files_back else []
    words = f"{' and '.join(back)} lie there again. The next sync of this laptop takes them away"
    return Check(title, not back, words if back else "is not there")


def _files(found: Found) -> Check:
    title, lost = "Shared file: evidence files", found.lost_files
    if not lost:
        locked = f", {found.locked_files:,} sealed with a key that this laptop was not given" if found.locked_files else ""
        return Check(title, True, f"{len(found.files_there):,} are there, those it can open as they were signed{locked}")
    here = len(lost & found.held_files)
    words = [f"{_files_words(len(lost))} missing, not whole or changed"]
    words += [f"the next sync of this laptop sends {here:,} again"] if here else []
    words += [f"a sync of a laptop that holds them sends {len(lost) - here:,}"] if here < len(lost) else []
    return Check(title, False, "; ".join(words))


def _files_words(count: int) -> str:
    return f"{count:,} evidence file{'' if count == 1 else 's'}"


def _against_here(found: Found) -> Check:
    """What differs from this laptop: what waits on either side is no fault, what was there once and is not any more is one."""
    title = "Shared file: against this laptop"
    back = [
        f"it held {records(head.seq)} of {_name(found, origin)} and ends at {head_of(found.theirs, origin).seq:,} now"
        for origin, head in found.seen.items()
        if head_of(found.theirs, origin).seq < head.seq
    ]
    if back:
        return Check(title, False, f"{named(back)}. The next sync puts back what this laptop holds")
    origins = found.ours.keys() | found.theirs.keys()
    ahead = [head_of(found.ours, origin).seq - head_of(found.theirs, origin).seq for origin in origins]
    here, there = sum(n for n in ahead if n > 0), -sum(n for n in ahead if n < 0)
    if not here and not there:
        return Check(title, True, "both hold the same records")
    return Check(title, True, f"{records(here)} here wait to be sent, {records(there)} there to be received: sync")


def _name(found: Found, origin: bytes) -> str:
    return "this laptop" if origin == found.own else found.names.get(origin, SOME_LAPTOP)
