"""The exchange itself, with the shared file open and locked: heads, pull, push, and the heads once more."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Mapping

import msgspec

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.vectors import Fork, Span, Vector, head_of, plan_sync
from supervisor_app.services.content_keys import hand_over
from supervisor_app.services.evidence_exchange import SiteEvidence
from supervisor_app.services.sync_blobs import BlobExchange, MovedFiles
from supervisor_app.services.sync_doing import Doing
from supervisor_app.services.sync_erasure import erase_there, settle_contents
from supervisor_app.services.sync_forks import settle_forks
from supervisor_app.services.sync_kept import look_at_kept
from supervisor_app.services.sync_looking import look_around, look_at_doubts
from supervisor_app.services.sync_parting import mend_heads
from supervisor_app.services.sync_pulling import pull
from supervisor_app.services.sync_pushing import push
from supervisor_app.services.sync_resealing import note_sealing, seal_anew
from supervisor_app.services.witnessing import KIND, bear_witness
from supervisor_app.storage import ledger_store
from supervisor_app.storage.doubts import Doubts, note_doubts, read_doubts
from supervisor_app.storage.fork_queries import settled_from
from supervisor_app.storage.remote_records import Refused, forget_all_blobs, read_seen
from supervisor_app.storage.shared_errors import SharedFileError, Trouble
from supervisor_app.storage.shared_store import (
    read_heads,
    read_run,
    stamps_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanged:
    """What an exchange moved and met. `heads` is what the shared file holds now, `before` what this laptop saw there last."""

    sent: Counter[str]
    healed: Counter[str]
    received: dict[bytes, Counter[str]]
    lost: int
    copy_from: int  # newest stamp on a shared file that had gone back, 0 where it is unknown
    forks: tuple[Fork, ...]
    refused: tuple[Refused, ...]
    before: Vector
    heads: Vector
    file_bytes: int
    files: MovedFiles
    mended: Mapping[bytes, int]  # rows there that were not what their laptop wrote, and the good one put in their place
    heads_mended: int  # lines of the list of heads that named what is not there
    tells: bool = True  # whether the store tells of changes that no sync made
    was_wal: bool = False
    strange_journal: bool = False
    broke_lock: bool = False
    locked: int = 0  # records there that this laptop has no content key for
    stranded: int = 0  # those among them that a newcomer sealed for a mailbox which is in use no more
    first_key: bool = False  # it has none at all yet
    settled: frozenset[bytes] = frozenset()  # chains of which another branch stands now, here or there
    went_on: str = ""  # why this laptop now writes under a new origin, in words
    brought_back: int = 0  # records that were written anew for laptops that are gone
    kept_out: int = 0  # laptops that were not let in, of which not all is taken, where that is another number than before
    outside: frozenset[bytes] = frozenset()  # those of which nothing is


def exchange(doing: Doing, evidence: SiteEvidence | None = None) -> Exchanged:
    """Pull what is new there, push what is new here, look again. Raises SharedFileError and StorageError."""
    store = doing.shared.facts.store.hex()
    with doing.site.database.read() as local:
        seen, doing.doubts = read_seen(local, store), read_doubts(local, store)
        ours = ledger_store.heads(local)
    if doing.shared.doubtful:  # something that is no sync changed it: what was erased is looked for now, all rows by and by
        total = sum(head.seq for head in doing.shared.heads.values())
        doing.doubts = msgspec.structs.replace(doing.doubts, erased=True, rest=total)
    plan = plan_sync(ours, doing.shared.heads, seen)
    if door := pull(doing, plan.pulls):
        door.close()
    lost = _really_lost(doing, plan.lost)
    doing.lost = {span.origin: span for span in lost}
    if lost:
        with doing.site.database.write() as local:
            forget_all_blobs(local, store)
    copy_from = _went_back_to(doing, lost) if lost else 0
    theirs = _between(doing)
    heads = _send(doing, theirs)
    doing.shared.lock.confirm()
    files = _exchange_files(doing, evidence)
    if evidence is not None:
        _settle_doubts(doing)
    gone = sum(max(0, span.upto - head_of(heads, span.origin).seq) for span in lost)
    return _exchanged(doing, before=seen, heads=heads, lost=gone, copy_from=copy_from, files=files)


def _exchanged(doing: Doing, *, before: Vector, heads: Vector, lost: int, copy_from: int, files: MovedFiles) -> Exchanged:
    """Return what came of it all."""
    return Exchanged(
        sent=doing.sent,
        healed=doing.healed,
        received=doing.received,
        lost=lost,
        copy_from=copy_from,
        forks=tuple(doing.forks.values()),
        refused=tuple(doing.refused),
        before=before,
        heads=heads,
        file_bytes=doing.shared.size(),
        files=files,
        locked=doing.locked,
        stranded=doing.stranded,
        first_key=bool(doing.locked) and not doing.keys.ring().keys,
        mended=doing.mended,
        heads_mended=doing.heads_mended,
        settled=frozenset(doing.settled),
        tells=doing.shared.tells,
        brought_back=doing.brought_back,
        kept_out=doing.kept_out,
        outside=doing.outside,
        was_wal=doing.shared.was_wal,
        strange_journal=doing.shared.strange_journal,
        broke_lock=doing.shared.lock.broke,
    )


def _settle_doubts(doing: Doing) -> None:
    """What was in doubt has been looked at, but for rows that the next syncs look at; who has no key could not look."""
    if doing.doubts and not doing.locked:
        left = Doubts(store=doing.doubts.store, rest=max(0, doing.doubts.rest - doing.looked_at))
        with doing.site.database.write() as local:
            note_doubts(local, left)
        doing.shared.vouch()


def _between(doing: Doing) -> Vector:
    """Do what was asked for by what was pulled, bring heads and contents in order before anything is sent; return the heads."""
    doing.keys.look_anew()
    _bear_witness(doing)
    hand_over(doing.site)
    theirs = mend_heads(doing, settle_forks(doing, doing.shared.heads))
    look_at_kept(doing)
    seal_anew(doing)
    settle_contents(doing.site, doing.shared, doing.keys, doing.sealed_apart, look_again=doing.looks_again)
    return theirs


def _send(doing: Doing, theirs: Vector) -> Vector:
    """Push, look at rows that nobody asked for, and return the heads as they are then."""
    pushed = push(doing, theirs)
    erase_there(doing.site, doing.shared)
    if pushed:
        note_sealing(doing)
    look_at_doubts(doing, theirs)
    if doing.doubts.rest or not (pushed or doing.received):
        look_around(doing, theirs)
    return _look_again(doing, pushed) if pushed or doing.heads_mended or doing.mended else theirs


def _exchange_files(doing: Doing, evidence: SiteEvidence | None) -> MovedFiles:
    """Move the evidence files, once the entries that name them are on both sides."""
    if evidence is None:
        return MovedFiles()
    return BlobExchange(
        doing.site,
        doing.shared,
        evidence,
        doing.keys.ring,
        doing.between,
        look_again=doing.looks_again,
        doubted=frozenset(map(bytes.fromhex, doing.doubts.files)),
    ).run()


def salvage(doing: Doing) -> int:
    """Take in from a file that was set aside what can still be read and proves itself; return how many records."""
    with doing.site.database.read() as local:
        ours = ledger_store.heads(local)
    spans, before = plan_sync(ours, doing.shared.heads, {}).pulls, -1
    while before < (count := sum(kinds.total() for kinds in doing.received.values())):  # what came may let others in
        before = count
        for span in spans:
            with contextlib.suppress(SharedFileError):
                pull(doing, (span,))
    return before


def _bear_witness(doing: Doing) -> None:
    """Write a checkpoint where something came that says more than what others have witnessed."""
    if any(kinds.keys() - {KIND} for kinds in doing.received.values()):
        bear_witness(doing.site, doing.now)


def _really_lost(doing: Doing, lost: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return what went missing there, without chains of which another branch stands now: that one may be shorter."""
    if not lost:
        return ()
    with doing.site.database.read() as local:
        settled = settled_from(local)
    return tuple(span for span in lost if span.upto < settled.get(span.origin, span.upto + 1))


def _went_back_to(doing: Doing, lost: tuple[Span, ...]) -> int:
    """Return from when the copy is to which the shared file went back; 0 where records were lost in another way."""
    with doing.shared.reading() as remote:
        newest = max(stamps_of(remote, doing.shared.heads).values(), default=0)
        beyond = any(read_run(remote, span.origin, span.after, 1).entries for span in lost)
    with doing.site.database.read() as local:
        first = [ledger_store.entry_at(local, span.origin, span.after + 1) for span in lost]
    older = any(entry is not None and entry.at < newest for entry in first)
    return 0 if beyond or older else newest


def _look_again(doing: Doing, pushed: tuple[Span, ...]) -> Vector:
    """Read the heads in a new transaction: only what is there now was sent."""
    with doing.shared.reading() as remote:
        heads = read_heads(remote)
    if any(head_of(heads, span.origin).seq < span.upto for span in pushed if span.origin not in doing.forks):
        raise SharedFileError(Trouble.NOT_KEPT)
    return heads
