"""The audit: every entry, hash, digest and signature, and whether the tables are what the entries say; in bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from supervisor_app.ledger.acts import act_problem
from supervisor_app.ledger.authority_facts import AUTHORITY_KINDS
from supervisor_app.ledger.chain import WORDS, ChainProblem, Head, check_run
from supervisor_app.ledger.contents import ACT_KINDS
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.envelope import UnreadableContent, decode_content
from supervisor_app.services.backup_records import Cancelled, Progress, Stopped
from supervisor_app.services.check_report import MOST_NAMED, Check, CheckReport, named
from supervisor_app.services.checking_backups import check_backups
from supervisor_app.services.evidence_exchange import note_lacking
from supervisor_app.services.false_names import false_names
from supervisor_app.services.opened_site import Site
from supervisor_app.services.witnessing import contradictions, missing_words
from supervisor_app.storage import (
    erased_places,
    evidence_files,
    evidence_queries,
    forged,
    ledger_store,
    ledger_writing,
    member_keys,
    member_queries,
    projections,
    questioned_queries,
    site_queries,
)
from supervisor_app.storage.database import Connection
from supervisor_app.storage.scratch import scratch_database

Step = Callable[..., None]
"""Tells how far it is, (done, total) and words; raises Stopped where nobody waits any more."""


def _quiet(done: int, total: int, words: str) -> None:
    """Say nothing."""


def _never() -> bool:
    return False


@dataclass(slots=True)
class _Tally:
    """What the walk over the entries counts, and the problems it meets."""

    total: int
    done: int = 0
    acts: int = 0
    bad_acts: int = 0
    act_problems: list[str] = field(default_factory=list)


def check(site: Site, progress: Progress = _quiet, cancelled: Cancelled = _never, *, backups: bool = False) -> CheckReport:
    """Check the whole ledger of this laptop against itself; `progress(done, total, words)` counts entries.

    The entries are read once, in the order of each origin: chained, hashed, signatures checked, and projected into a scratch
    database, whose tables must then equal ours. `backups` opens and checks those in the backup folder too. StorageError where
    the disk does not let us; Stopped where `cancelled`. Either way nothing is left behind.
    """

    def step(done: int, total: int, words: str = "Checking every record") -> None:
        progress(done, total, words)
        if cancelled():
            raise Stopped

    with scratch_database() as again, site.database.read() as connection:
        checks = tuple(_checks(site, connection, again, step))
    if backups:
        checks = (*checks, *check_backups(site, step))
    return CheckReport(checks)


def _checks(site: Site, connection: Connection, again: Connection, progress: Step) -> Iterator[Check]:
    yield _check_file(connection)
    yield _check_own_key(site, connection)
    yield _check_sealed_keys(connection)
    tally = _Tally(ledger_store.count_entries(connection))
    known_keys = {key.ed25519: key.member for key in member_queries.member_keys(connection)}
    projections.take_facts(again, ledger_store.entries_of_kinds(connection, AUTHORITY_KINDS))
    for head in ledger_store.heads(connection).values():
        name = _station_name(connection, head.origin)
        problem = _walk(connection, again, head, known_keys, tally, progress)
        yield Check(name, not problem, problem or f"{head.seq} entries, each in its place, unchanged and signed by it")
    yield _check_strays(connection, tally)
    fits = f"{tally.acts} acts, all signatures fit"
    yield Check("Personal signatures", not tally.act_problems, named(tally.act_problems, tally.bad_acts) or fits)
    yield _check_witnesses(site, connection)
    yield _check_evidence(site, connection, progress)
    yield _check_tables(connection, again)
    yield _count_contested(connection)
    yield _count_newer(connection)
    yield _check_gaps(connection)
    yield _check_names(connection)


def _check_file(connection: Connection) -> Check:
    found = [row[0] for row in connection.exec_driver_sql(f"PRAGMA integrity_check({MOST_NAMED})")]
    return Check("Records file", found == ["ok"], "whole" if found == ["ok"] else named(found))


def _check_own_key(site: Site, connection: Connection) -> Check:
    own = site_queries.station(connection, site.station.origin)
    if own is None:
        return Check("Key of this laptop", True, "not used yet: this laptop has not joined a site")
    fits = own.ed25519 == site.station.public
    return Check("Key of this laptop", fits, "fits its entries" if fits else "is not the one that its entries name")


def _check_sealed_keys(connection: Connection) -> Check:
    """Whether the sealed keys of this laptop's members are whole; only their PINs can open them."""
    members = sorted(member_keys.members_with_keys(connection))
    problems = [f"those of member {member[:8]} cannot be read" for member in members if not _whole(connection, member)]
    return Check("Sealed keys of members", not problems, named(problems) or "can be read")


def _whole(connection: Connection, member: str) -> bool:
    try:
        sealed = member_keys.load_sealed(connection, member)
        return sealed is not None and all(bytes.fromhex(part) for part in (sealed.salt, sealed.nonce, sealed.box))
    except ValueError:
        return False


def _walk(connection: Connection, again: Connection, head: Head, keys: dict[str, str], tally: _Tally, progress: Step) -> str:
    """Check and project one origin; return the first problem in words, "" where there is none."""
    at, public = Head(head.origin), b""
    while entries := ledger_store.read_entries(connection, head.origin, at.seq):
        try:
            public = public or ledger_writing.station_public_key(entries[0])
        except UnreadableContent as reason:
            return str(reason)
        result = check_run(at, entries, public, every_signature=True)
        wrong = [entry for entry in result.good if _is_wrong(entry, keys, tally)]
        forged.note_forged(again, wrong)
        projections.project(again, result.good, ledger=connection)
        at, tally.done = result.head, tally.done + len(result.good)
        progress(tally.done, tally.total)
        if result.problem:
            return _in_words(result.problem)
    return "" if at == head else f"the records end at entry {at.seq}, but entry {head.seq} was the last one known"


def _is_wrong(entry: Entry, keys: dict[str, str], tally: _Tally) -> bool:
    """Check the personal signature of an act, and note what is wrong with it."""
    if entry.kind not in ACT_KINDS or entry.content is None:
        return False
    tally.acts += 1
    try:
        stranger = "" if entry.kind in AUTHORITY_KINDS else _stranger(entry.content, keys)  # an invitation's key is nobody's
        problem = act_problem(entry.kind, entry.content) or stranger
    except UnreadableContent as reason:
        problem = str(reason)
    if problem:
        tally.bad_acts += 1
        if len(tally.act_problems) < MOST_NAMED:
            tally.act_problems.append(f"entry {entry.seq} of {entry.origin.hex()[:8]} ({entry.kind}): {problem}")
    return bool(problem)


def _stranger(content: bytes, keys: dict[str, str]) -> str:
    signature = decode_content(content).signature
    known = signature is not None and keys.get(signature.key) == signature.member
    return "" if known else "the key is not one of the member's"


def _check_strays(connection: Connection, tally: _Tally) -> Check:
    """Entries beyond every head, or of an origin without one, would be in no walk."""
    counted = int(connection.exec_driver_sql("SELECT count(*) FROM entry").scalar_one())
    sound = counted == tally.total
    return Check("Number of entries", sound, f"{counted}" if sound else f"{counted} are here, the heads name {tally.total}")


def _check_witnesses(site: Site, connection: Connection) -> Check:
    """Whether everything is here, in the same form, that the checkpoints of all laptops name."""
    names = {bytes.fromhex(station.id): station.name for station in site_queries.stations(connection)}
    asked = connection, names, site.station.origin, site.clock()
    problems = [remark.sentence for remark in missing_words(*asked)] + list(contradictions(*asked))
    return Check("What other laptops have seen", not problems, named(problems) or "is all here, unchanged")


def _check_evidence(site: Site, connection: Connection, progress: Step) -> Check:
    """Whether the evidence files here are what their digests say; one that has not arrived yet is counted, and no fault.

    The next sync asks for what is missing or was changed.
    """
    files = evidence_queries.files_named(connection)
    lacking: list[str] = []
    changed: list[str] = []
    here = 0
    for done, digest in enumerate(files, 1):
        there = evidence_files.has_file(site.folder, digest)
        here += there
        if not there or evidence_files.get_file(site.folder, digest) is None:
            lacking.append(digest)
            changed += [f"file {digest[:12]} was changed"] if there else []
        progress(done, len(files), "Checking evidence files")
    note_lacking(site, lacking)
    waiting = f", {len(files) - here} are not here yet; the next sync asks for them" if here < len(files) else ""
    finding = f"{named(changed)}; the next sync asks for what was signed" if changed else f"{here} are what was signed{waiting}"
    return Check("Evidence files", not changed, finding)


def _check_tables(connection: Connection, again: Connection) -> Check:
    ours, fresh = projections.digest(connection), projections.digest(again)
    different = [name for name in ours if ours[name] != fresh[name]]
    finding = f"differ from what the entries say: {', '.join(different)}" if different else "equal to a rebuild from the entries"
    return Check("Tables", not different, finding)


def _count_contested(connection: Connection) -> Check:
    """Records that more than one entry carries under the same number: no fault of this ledger, and for people to settle."""
    count = questioned_queries.count_contested(connection)
    words = f"{count} signed more than once with different contents; see what does not count" if count else "each is one record's"
    return Check("Numbers of records", True, words)


def _count_newer(connection: Connection) -> Check:
    count = int(connection.exec_driver_sql("SELECT count(*) FROM unprojected").scalar_one())
    return Check("Entries this version cannot read", True, f"{count}, kept and passed on" if count else "none")


def _check_gaps(connection: Connection) -> Check:
    """Contents that are gone need an erasure that says why."""
    missing = len(erased_places.missing_places(connection, MOST_NAMED))
    some = f"{'at least ' if missing == MOST_NAMED else ''}{missing} are gone without an erasure; the next sync asks for them"
    return Check("Contents", not missing, some if missing else "all here, or erased by an act that says why")


def _check_names(connection: Connection) -> Check:
    """Records that are named as erased and are not: no fault of this ledger, and for people to settle with who named them."""
    lies = false_names(connection)
    return Check("What is named as erased", True, named(list(lies)) or "is covered by an erasure")


def _station_name(connection: Connection, origin: bytes) -> str:
    station = site_queries.station(connection, origin)
    return f"{station.name if station else 'Unknown laptop'} ({origin.hex()[:8]})"


def _in_words(problem: ChainProblem) -> str:
    return f"entry {problem.seq}: {WORDS[problem.reason]}"
