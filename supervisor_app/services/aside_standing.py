"""What a record that was set aside means now: why it lies there, what one may do, whether anything is to be done at all."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.clock import MAX_STAMP
from supervisor_app.ledger.contents import read_body
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.envelope import UnreadableContent, decode_content
from supervisor_app.ledger.succession import NOT_WRITTEN_ANEW
from supervisor_app.services.sync_report import WHY
from supervisor_app.storage import ledger_store
from supervisor_app.storage.database import Connection
from supervisor_app.storage.fork_queries import ToldFork
from supervisor_app.storage.remote_records import Refused
from supervisor_app.storage.written_anew import counting

_CHANGED = "It is not what its laptop wrote: somebody changed the shared file, or the drive did."
_WAITS = (
    "Nothing is lost: the record lies on the laptop that wrote it. Let that laptop sync. If this comes back, save it for support."
)
_DO = {
    "gap": "The record before it is missing on the shared file. Let the laptop that wrote it sync: both are taken in then.",
    "key": "Ask whose laptop it is. If it belongs to your site, join it anew; its records stay on it meanwhile.",
    "clock": "Look at the clock of that laptop, and let it sync. If this comes back, save it for support.",
    "changed": "Find out who writes into the shared file besides this program, and whether the drive is sound.",
}
_GOOD_HERE = "The good record of this number is in the ledger. Nothing is to be done; this one is kept as proof."
_STANDS = (
    "It was written anew, and stands in the ledger.",
    "It keeps its time, content and signatures there, under another number. Nothing is to be done; this one is kept as proof.",
)
_OF_ITS_CHAIN = (
    "It speaks of its own branch only, which does not stand.",
    "The program wrote it by itself. Nothing is to be done; it is kept as proof.",
)
_LEFT = (
    "It is of a branch that does not stand, and stands nowhere else.",
    "Its laptop writes it anew with its next sync. Where that laptop will not come back, an admin brings the branch back: it has "
    "a line of its own at the top of this list.",
)
_OPEN = (
    "It is of a branch about which nobody has decided yet.",
    "An admin decides which branch stands: the fork has a line of its own at the top of this list. Nothing is lost meanwhile.",
)
_FORK = (
    "Two records claim this number. The one that was here first counts.",
    "A laptop was restored from a backup, or its disk was copied. Let that laptop sync: it goes on under a new identity and "
    "writes again what was not accepted.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideStanding:
    """`why` it lies there and `what_to_do`, in words; `over` where nothing is to be done."""

    why: str
    what_to_do: str
    over: bool


def standing_of(connection: Connection, item: Refused, forks: Sequence[ToldFork]) -> AsideStanding:
    """Return what a record means now; `forks` are those that were told of."""
    if item.reason == "fork":
        (why, what_to_do), over = _of_fork(connection, item, forks)
        return AsideStanding(why=why, what_to_do=what_to_do, over=over)
    words = WHY.get(item.reason, item.reason)
    why = _CHANGED if item.reason == "changed" else f"{words[:1].upper()}{words[1:]}."
    over = ledger_store.entry_at(connection, item.origin, item.seq) is not None
    advice = _DO.get(item.reason, "" if over else _WAITS)
    if over:
        advice = f"{_GOOD_HERE} {advice}" if item.reason == "changed" else _GOOD_HERE
    return AsideStanding(why=why, what_to_do=advice, over=over)


def entry_in(row: bytes) -> Entry | None:
    """Return the entry that was kept; None where the row was none, or of types that no laptop writes."""
    with contextlib.suppress(msgspec.DecodeError):
        return msgspec.msgpack.decode(row, type=Entry) if row else None
    return None


def people_in(entries: Iterable[Entry | None]) -> dict[str, str]:
    """Return the names of persons as records tell them that are not part of the ledger, by worker."""
    found: dict[str, str] = {}
    for entry in entries:
        if entry is not None and entry.kind == "worker.recorded" and entry.content is not None:
            with contextlib.suppress(UnreadableContent):
                content = decode_content(entry.content)
                fields: Mapping[str, str | None] = read_body(entry.kind, content.body)
                if name := f"{fields.get('given_name') or ''} {fields.get('family_name') or ''}".strip():
                    found[content.about] = name
    return found


def _of_fork(connection: Connection, item: Refused, forks: Sequence[ToldFork]) -> tuple[tuple[str, str], bool]:
    entry = entry_in(item.row)
    if entry is not None and 0 <= entry.at < MAX_STAMP and counting(connection, (entry,)):
        return _STANDS, True
    about = [fork for fork in forks if fork.joint[0] == item.origin and fork.joint[1] <= item.seq]
    if not about:
        return _FORK, False
    if any(not fork.keep for fork in about):
        return _OPEN, False
    return (_OF_ITS_CHAIN, True) if entry is not None and entry.kind in NOT_WRITTEN_ANEW else (_LEFT, False)
