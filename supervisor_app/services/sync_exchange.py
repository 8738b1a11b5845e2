"""The exchange itself, with the shared file open and locked: heads, pull, push, and the heads once more."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from supervisor_app.domain.erasure import is_erasable
from supervisor_app.errors import StorageError
from supervisor_app.ledger.chain import ChainProblem, ChainResult, Head, check_run, head_after
from supervisor_app.ledger.contents import UnreadableContent, record_in
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.invitations import Invited
from supervisor_app.ledger.sealing import KeyRing, Opened, SealedEntry, Sealer, key_of, open_entries, open_or_bare, seal_entries
from supervisor_app.ledger.vectors import Fork, Span, Vector, head_of, plan_sync
from supervisor_app.services.content_keys import mailbox, ring, take_boxes
from supervisor_app.services.opened_site import Site
from supervisor_app.services.sync_blobs import BlobExchange, Evidence, MovedFiles
from supervisor_app.services.sync_erasure import settle_contents
from supervisor_app.services.sync_mending import Compared, compare, is_genuine, put_heads_right, take_out
from supervisor_app.services.sync_records import Cancelled, Progress
from supervisor_app.services.witnessing import KIND, bear_witness
from supervisor_app.storage import ledger_store
from supervisor_app.storage.content_keys import boxes_in
from supervisor_app.storage.database import Connection
from supervisor_app.storage.remote_records import Refused, read_seen, refuse
from supervisor_app.storage.shared_errors import SharedFileError, Trouble
from supervisor_app.storage.shared_store import (
    Rows,
    SharedConnection,
    SharedStore,
    key_is_known,
    move_mailbox,
    read_boxes,
    read_heads,
    read_run,
    read_span,
    stamps_of,
    write_boxes,
    write_run,
)

PULL_BATCH = 500
"""Entries in one local transaction: short enough that a tap in the window never waits for long."""
PUSH_BATCH = 2000
NO_MAILBOX = (
    "The shared file does not say how this laptop may send its records.",
    "Everything is safe on this laptop. Sync another laptop of the site first, then this one.",
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
    was_wal: bool = False
    broke_lock: bool = False
    locked: int = 0  # records there that this laptop has no content key for
    first_key: bool = False  # it has none at all yet
    went_on: str = ""  # why this laptop now writes under a new origin, in words


@dataclass(slots=True)
class Exchange:
    """One sync in the doing. Every step can be killed at any point: a head never runs ahead of its entries."""

    site: Site
    shared: SharedStore
    site_id: bytes
    progress: Progress
    cancelled: Cancelled
    now: datetime
    invitation: Invited | None = None
    evidence: Evidence | None = None
    _ring: KeyRing | None = None
    _looked_for_boxes: bool = False
    _locked: int = 0
    _lost: dict[bytes, Span] = field(default_factory=dict)
    _sent: Counter[str] = field(default_factory=Counter)
    _healed: Counter[str] = field(default_factory=Counter)
    _received: dict[bytes, Counter[str]] = field(default_factory=dict)
    _forks: dict[bytes, Fork] = field(default_factory=dict)
    _refused: list[Refused] = field(default_factory=list)
    _right_heads: dict[bytes, Head] = field(default_factory=dict)
    _heads_mended: int = 0
    _mended: Counter[bytes] = field(default_factory=Counter)

    def run(self) -> Exchanged:
        """Pull what is new there, push what is new here, look again. Raises SharedFileError and StorageError."""
        with self.site.database.read() as local:
            seen = read_seen(local, self.shared.facts.store.hex())
            ours = ledger_store.heads(local)
        theirs = self.shared.heads
        plan = plan_sync(ours, theirs, seen)
        self._lost = {span.origin: span for span in plan.lost}
        copy_from = self._went_back_to(plan.lost) if plan.lost else 0
        self._pull(plan.pulls, ours)
        self._bear_witness()
        self._judge_joints(theirs)
        theirs = self._put_heads_right(theirs)
        settle_contents(self.site, self.shared, self._keys, self._sealer, rolled_back=bool(plan.lost))
        pushed = self._push(theirs)
        heads = self._look_again(pushed) if pushed or self._heads_mended or self._mended else theirs
        self.shared.lock.confirm()
        files = self._exchange_files(rolled_back=bool(plan.lost))
        return Exchanged(
            sent=self._sent,
            healed=self._healed,
            received=self._received,
            lost=sum(max(0, span.upto - head_of(heads, span.origin).seq) for span in plan.lost),
            copy_from=copy_from,
            forks=tuple(self._forks.values()),
            refused=tuple(self._refused),
            before=seen,
            heads=heads,
            file_bytes=self.shared.size(),
            files=files,
            locked=self._locked,
            first_key=bool(self._locked) and not self._keys().keys,
            mended=self._mended,
            heads_mended=self._heads_mended,
            was_wal=self.shared.was_wal,
            broke_lock=self.shared.lock.broke,
        )

    def _exchange_files(self, *, rolled_back: bool) -> MovedFiles:
        """Move the evidence files, once the entries that name them are on both sides."""
        if self.evidence is None:
            return MovedFiles()
        return BlobExchange(self.site, self.shared, self.evidence, self._keys, self._between, rolled_back).run()

    def salvage(self) -> int:
        """Take in from a file that was set aside what can still be read and proves itself; return how many records."""
        with self.site.database.read() as local:
            ours = ledger_store.heads(local)
        for span in plan_sync(ours, self.shared.heads, {}).pulls:
            with contextlib.suppress(SharedFileError):
                self._pull((span,), ours)
        return sum(kinds.total() for kinds in self._received.values())

    def _bear_witness(self) -> None:
        """Write a checkpoint where something came that says more than what others have witnessed."""
        if any(kinds.keys() - {KIND} for kinds in self._received.values()):
            bear_witness(self.site, self.now)

    def _went_back_to(self, lost: tuple[Span, ...]) -> int:
        """Return from when the copy is to which the shared file went back; 0 where records were lost in another way."""
        with self.shared.reading() as remote:
            newest = max(stamps_of(remote, self.shared.heads).values(), default=0)
            beyond = any(read_run(remote, span.origin, span.after, 1).entries for span in lost)
        with self.site.database.read() as local:
            first = [ledger_store.entry_at(local, span.origin, span.after + 1) for span in lost]
        older = any(entry is not None and entry.at < newest for entry in first)
        return 0 if beyond or older else newest

    def _judge_joints(self, theirs: Vector) -> None:
        """Look closer at every origin whose head there is not our entry of that number."""
        with self.site.database.read() as local:
            ours = ledger_store.heads(local)
            held = [at for origin, at in theirs.items() if at.seq <= head_of(ours, origin).seq]
            joints = {at.origin: ledger_store.entry_at(local, at.origin, at.seq) for at in held}
        for origin, joint in joints.items():
            judged = origin in self._forks or origin in self._right_heads
            if joint is not None and joint.hash != theirs[origin].hash and not judged:
                self._must_judge(origin, joint.seq)

    def _pull(self, spans: tuple[Span, ...], ours: Vector) -> None:
        total, done = sum(span.count for span in spans), 0
        if total and not self._keys().keys and not self._found_boxes():
            self._locked = total
            return
        for span in spans:
            for count in self._pull_one(span, head_of(ours, span.origin)):
                done += count
                self._between("Receiving records", done, total)

    def _pull_one(self, span: Span, head: Head) -> Iterator[int]:
        """Take in one origin, a batch at a time; stop at the first row that cannot be accepted."""
        every_signature = span.count <= PULL_BATCH  # beyond that, one for each batch: its hashes vouch for the rest
        while head.seq < span.upto:
            with self.shared.reading() as remote:
                rows = read_run(remote, span.origin, head.seq, min(PULL_BATCH, span.upto - head.seq))
            opened = open_entries(rows.entries, self._keys())
            if opened.stopped == "locked" and self._found_boxes():
                opened = open_entries(rows.entries, self._keys())
            checked = self._check(head, opened, rows.bad, every_signature=every_signature)
            if checked.good:
                with self.site.database.write() as local:
                    ledger_store.insert_entries(local, checked.good)
                self._received.setdefault(span.origin, Counter()).update(entry.kind for entry in checked.good)
            head = checked.head
            yield len(checked.good)
            if checked.problem and checked.problem.reason == "locked":
                if self._is_of_a_key(rows.entries[len(opened.entries)]):
                    self._locked += span.upto - head.seq
                    return
                checked = replace(checked, problem=replace(checked.problem, reason="seal"))
            if checked.problem:
                self._stop_at(checked.problem, head, rows)
                return
        if head.seq == span.upto and head.hash != head_of(self.shared.heads, span.origin).hash:
            self._right_heads[span.origin] = head

    def _is_of_a_key(self, row: SealedEntry) -> bool:
        """Whether a content that cannot be opened is sealed with a key that was given to anybody; else its seal was changed."""
        with self.shared.reading() as remote:
            return key_is_known(remote, key_of(row))

    def _keys(self) -> KeyRing:
        """Return the content keys this laptop was given; they are opened when first asked for."""
        if self._ring is None:
            with self.site.database.read() as local:
                self._ring = ring(self.site, local)
        return self._ring

    def _found_boxes(self) -> bool:
        """Look once whether keys for this laptop were laid out in the shared store; whether there were new ones."""
        if self._looked_for_boxes:
            return False
        self._looked_for_boxes = True
        recipients = [self.site.station.sealing_public, *([self.invitation.recipient] if self.invitation else [])]
        with self.shared.reading() as remote:
            boxes = read_boxes(remote, recipients)
        self._ring = None
        return take_boxes(self.site, boxes, self.invitation) > 0

    def _check(self, head: Head, opened: Opened, bad: int | None, *, every_signature: bool) -> ChainResult:
        """Check a run of entries against our head of the origin and the key that its first entry names.

        `bad` is the number of the row that is no entry at all, after the run.
        """
        entries = opened.entries
        if not entries:
            reason = opened.stopped or ("header" if bad else "gap")
            return ChainResult((), head, ChainProblem(head.origin, head.seq + 1, reason))
        try:
            public = self._key(head, entries[0])
        except UnreadableContent:
            return ChainResult((), head, ChainProblem(head.origin, entries[0].seq, "key"))
        checked = check_run(head, entries, public, every_signature=every_signature)
        for entry in checked.good:
            if entry.content is None and not is_erasable(entry.kind):  # what runs the site is never erased: it was taken away
                good = checked.good[: entry.seq - head.seq - 1]
                problem = ChainProblem(head.origin, entry.seq, "digest")
                return ChainResult(good, head_after(good[-1]) if good else head, problem)
        if checked.problem is None and opened.stopped:
            return replace(checked, problem=ChainProblem(head.origin, entries[-1].seq + 1, opened.stopped))
        if checked.problem is None and bad is not None:
            return replace(checked, problem=ChainProblem(head.origin, bad, "header"))
        return checked

    def _key(self, head: Head, next_entry: Entry) -> bytes:
        first = next_entry
        if head.seq:
            with self.site.database.read() as local:
                first = ledger_store.entry_at(local, head.origin, 1) or next_entry
        elif first.seq == 1 and first.content is not None and first.kind == "station.joined":
            site = record_in(first.kind, first.content).site
            if site and site != self.site_id.hex():
                raise UnreadableContent("a laptop of another site")
        return ledger_store.station_public_key(first)

    def _stop_at(self, problem: ChainProblem, head: Head, rows: Rows) -> None:
        """Keep the proof of a row that cannot be accepted; tell a fork below our head from damage."""
        if problem.reason == "chain" and head.seq:
            self._must_judge(head.origin, head.seq)
        elif problem.reason != "key":
            self._right_heads[head.origin] = head
        if head.origin in self._forks:
            return
        for sealed in rows.entries:
            if sealed.seq == problem.seq:
                entry = open_or_bare(sealed, self._keys())
                self._refused.append(refuse(entry, problem.reason, self.now.isoformat()))
                return
        self._refused.append(
            Refused(origin=head.origin, seq=problem.seq, hash=b"", reason=problem.reason, seen=self.now.isoformat())
        )

    def _must_judge(self, origin: bytes, seq: int) -> None:
        """The heads disagree at `seq`, which we hold: a fork, a row that is not the laptop's, or only the head there is wrong."""
        if self._judge(origin, seq):
            return
        with self.site.database.read() as local, self.shared.reading() as remote:
            ours, theirs = self._both_at(local, remote, origin, seq)
            same = ours is not None and theirs is not None and ours.hash == theirs.hash
            good = seq if same else self._first_difference(local, remote, origin, seq) - 1
            last = ledger_store.entry_at(local, origin, good)
        self._right_heads[origin] = head_after(last) if last else Head(origin)

    def _put_heads_right(self, theirs: Vector) -> Vector:
        """Write the heads that were found wrong, before anything is sent; return all heads as they are then."""
        if not self._right_heads:
            return theirs
        with self.shared.writing() as remote:
            self._heads_mended = put_heads_right(remote, read_heads(remote), self.shared.heads, self._right_heads)
            return read_heads(remote)

    def _judge(self, origin: bytes, seq: int) -> bool:
        """Look at two sides that disagree at `seq`: return whether it is a fork, and keep the proof of it."""
        with self.site.database.read() as local, self.shared.reading() as remote:
            ours, theirs = self._both_at(local, remote, origin, seq)
            if ours is None or theirs is None or ours.hash == theirs.hash:
                return False
            first = ledger_store.entry_at(local, origin, 1)
            key = ledger_store.station_public_key(first) if first else b""
            if not is_genuine(theirs, key):
                return False
            start = self._first_difference(local, remote, origin, seq)
            rows = read_run(remote, origin, start - 1, PULL_BATCH).entries
            branch = [open_or_bare(row, self._keys()) for row in rows]
        self._forks[origin] = Fork(origin, start, ours.hash, theirs.hash)
        if origin == self.site.station.origin:
            return True  # theirs came first and is taken in: ours becomes the proof (services.succession)
        self._refused += [refuse(entry, "fork", self.now.isoformat()) for entry in branch]
        return True

    def _push(self, theirs: Vector) -> tuple[Span, ...]:
        """Write our own and others' entries that the shared file lacks; several transactions where there are many."""
        with self.site.database.read() as local:
            ours = ledger_store.heads(local)
            plan = plan_sync(ours, theirs, {})
            spans = tuple(span for span in plan.pushes if _joins_on(local, span, theirs) and span.origin not in self._forks)
        total, done = sum(span.count for span in spans), 0
        if not spans:
            return ()
        sealer = self._sealer()
        for batch in _batches(spans):
            with self.shared.writing() as remote:
                there = read_heads(remote)
                for span in batch:
                    self._push_one(remote, replace(span, after=max(span.after, head_of(there, span.origin).seq)), sealer)
                self._put_mailbox_right(remote)
            done += sum(span.count for span in batch)
            self._between("Sending records", done, total)
        return spans

    def _push_one(self, remote: SharedConnection, span: Span, sealer: Sealer) -> None:
        if span.count <= 0:
            return
        with self.site.database.read() as local:
            entries = ledger_store.read_entries(local, span.origin, span.after, span.count)
            boxes = boxes_in(local, span.origin, span.after, span.upto)
        compared = compare(entries, self._what_lies_there(remote, span), self._keys())
        if self._is_branch(span.origin, compared):
            return
        take_out(remote, span.origin, compared)
        write_run(remote, seal_entries(entries, sealer))
        write_boxes(remote, boxes)
        self._mended[span.origin] += len(compared.wrong)
        if span.origin in self._lost and not compared.missing and not compared.wrong:
            self._heads_mended += 1  # every record was there, only the list did not say so
        lost_upto = self._lost[span.origin].upto if span.origin in self._lost else 0
        new = [entry for entry in entries if entry.seq in compared.missing]
        self._healed.update(entry.kind for entry in new if entry.seq <= lost_upto)
        self._sent.update(entry.kind for entry in new if entry.seq > lost_upto)

    def _what_lies_there(self, remote: SharedConnection, span: Span) -> Mapping[int, SealedEntry | None]:
        """Return rows beyond the head by number: none on an honest file, which costs one look into its index."""
        first = read_run(remote, span.origin, span.after, 1)
        if not first.entries and first.bad is None:
            return {}
        return read_span(remote, span.origin, span.after, span.upto)

    def _is_branch(self, origin: bytes, compared: Compared) -> bool:
        """Keep the proof of rows that are not ours; return whether one of them is of the laptop's own hand, which is a fork."""
        rows = [row for _, row in sorted(compared.wrong.items()) if row is not None]
        if not rows:
            return False
        with self.site.database.read() as local:
            key = ledger_store.station_public_key(self._must_have(local, origin, 1))
            held = {row.seq: self._must_have(local, origin, row.seq) for row in rows}
            branch = [row for row in rows if row.hash != held[row.seq].hash and is_genuine(row, key)]
            if branch:
                ours = held[branch[0].seq]
                self._forks[origin] = Fork(origin, ours.seq, ours.hash, branch[0].hash)
        reason = "fork" if branch else "changed"
        self._refused += [refuse(row, reason, self.now.isoformat()) for row in branch or rows]
        return bool(branch)

    def _must_have(self, local: Connection, origin: bytes, seq: int) -> Entry:
        entry = ledger_store.entry_at(local, origin, seq)
        if entry is None:
            raise StorageError("A record of this laptop is missing.", "Check the records (Settings), and restore a backup.")
        return entry

    def _sealer(self) -> Sealer:
        """Return what seals the contents we send: the newest key, or its mailbox where this laptop was not given that key."""
        if newest := self._keys().newest:
            return newest
        with self.site.database.read() as local:
            known = mailbox(local) or self.shared.facts.mailbox
        if known is None:
            raise SharedFileError(Trouble.NOT_SHARED, *NO_MAILBOX)
        return known

    def _put_mailbox_right(self, remote: SharedConnection) -> None:
        newest = self._keys().newest
        if newest is not None and newest.mailbox != self.shared.facts.mailbox:
            move_mailbox(remote, newest.mailbox)

    def _both_at(self, local: Connection, remote: SharedConnection, origin: bytes, seq: int) -> tuple[Entry | None, Entry | None]:
        theirs = read_run(remote, origin, seq - 1, 1).entries
        found = open_or_bare(theirs[0], self._keys()) if theirs and theirs[0].seq == seq else None
        return ledger_store.entry_at(local, origin, seq), found

    def _first_difference(self, local: Connection, remote: SharedConnection, origin: bytes, seq: int) -> int:
        """Return the first number at which two chains differ, knowing that they do at `seq`; by halving."""
        same, differs = 0, seq
        while differs - same > 1:
            middle = (same + differs) // 2
            ours, theirs = self._both_at(local, remote, origin, middle)
            if ours is not None and theirs is not None and ours.hash == theirs.hash:
                same = middle
            else:
                differs = middle
        return differs

    def _look_again(self, pushed: tuple[Span, ...]) -> Vector:
        """Read the heads in a new transaction: only what is there now was sent."""
        with self.shared.reading() as remote:
            heads = read_heads(remote)
        if any(head_of(heads, span.origin).seq < span.upto for span in pushed if span.origin not in self._forks):
            raise SharedFileError(Trouble.UNREACHABLE, "The drive did not keep what was sent to the shared file.")
        return heads

    def _between(self, what: str, done: int, total: int) -> None:
        """Between two batches: say how far, show the others that we live, stop when asked."""
        self.progress(done, total, what)
        self.shared.lock.beat()
        if self.cancelled():
            raise SharedFileError(Trouble.CANCELLED)


def _batches(spans: tuple[Span, ...]) -> Iterator[list[Span]]:
    """Cut spans into lists of at most PUSH_BATCH entries, in order."""
    batch: list[Span] = []
    room = PUSH_BATCH
    for span in spans:
        after = span.after
        while after < span.upto:
            upto = min(span.upto, after + room)
            batch.append(Span(span.origin, after, upto))
            room -= upto - after
            after = upto
            if not room:
                yield batch
                batch, room = [], PUSH_BATCH
    if batch:
        yield batch


def _joins_on(local: Connection, span: Span, theirs: Vector) -> bool:
    """Whether our chain goes on from the head that is there; where it does not, that was judged before."""
    joint = ledger_store.entry_at(local, span.origin, span.after) if span.after else None
    return not span.after or (joint is not None and joint.hash == head_of(theirs, span.origin).hash)
