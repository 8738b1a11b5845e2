"""This laptop goes on under a new origin: after its records were restored, copied or taken back, and when its own chain forked.

An old number is never used twice: what was here first stays, what this laptop had beyond it is kept as proof and written anew.
"""

from __future__ import annotations

from collections import Counter

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.people import Role
from supervisor_app.errors import InputError, NotAllowed, StorageError
from supervisor_app.ledger.bodies import StationJoined
from supervisor_app.ledger.chain import SALT_BYTES
from supervisor_app.ledger.clock import broken_from, tick
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.keys import StationKey
from supervisor_app.ledger.succession import endorsed, successor_of, written_anew
from supervisor_app.services.opened_site import Site, take_over
from supervisor_app.services.session import Session
from supervisor_app.services.sync_words import kinds_words, records
from supervisor_app.storage import ledger_store, ledger_writing, local_state, projections, remote_records, site_queries
from supervisor_app.storage.database import Connection
from supervisor_app.storage.key_files import save_next_key
from supervisor_app.storage.local_state import OriginMark, OriginState
from supervisor_app.storage.written_anew import said_here

RESTORED, TAKEN_BACK, AHEAD, FORKED, SETTLED, KEY_LOST = "restored", "taken back", "ahead", "forked", "settled", "key lost"
"""Why a laptop goes on under a new origin."""

_WHY = {
    RESTORED: "The records here were restored from a backup",
    TAKEN_BACK: "The records here are older than what this laptop wrote before: its data folder was restored or copied",
    AHEAD: "The shared file held records of this laptop that were not here: its data folder was restored or copied",
    SETTLED: "An admin decided that the records of another copy of this laptop’s data folder stand",
    KEY_LOST: "The key of this laptop was lost",
    FORKED: "Two copies of this laptop's data folder were used: its backup was restored, or its disk was copied",
}
MOST_REASON = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class WentOn:
    """What going on came to. Origins in hex; `anew` counts by kind what was written anew, `aside` what was kept as proof."""

    before: str
    left: str  # the origin of which records were set aside
    after: str
    why: str
    anew: Counter[str]
    aside: int

    @property
    def sentence(self) -> str:
        """The whole story in words."""
        parts = [f"{_WHY.get(self.why, self.why)}. This laptop goes on under a new number, so that none is used twice."]
        if self.aside:
            parts.append(f"{records(self.aside)} beyond the place where they parted {_are(self.aside)} kept as proof.")
        if self.anew:
            parts.append(f"Written anew: {_lower(kinds_words(self.anew))}.")
        return " ".join([*parts, "Nothing was lost."])


@dataclass(frozen=True, slots=True)
class Parted:
    """Where a chain that this laptop writes, or wrote before, parted: `keep` is the number of the last entry that stays.

    `stands` comes in the place of those beyond, from what was kept as proof; it is empty where the shared file holds what stands.
    """

    origin: bytes
    keep: int
    stands: tuple[Entry, ...] = ()


def waiting_since(site: Site) -> OriginMark | None:
    """Return why nothing may be written before a sync, None where that is not so."""
    with site.database.read() as connection:
        mark = local_state.origin_mark(connection, site.station.origin)
    return mark if mark is not None and mark.state is OriginState.WAITING else None


def waiting_words(mark: OriginMark) -> str:
    """Return why nothing may be written, as a sentence."""
    return f"{_WHY.get(mark.why, mark.why)}."


def go_on(site: Site, why: str, parted: Parted | None = None, *, by: str = "", reason: str = "") -> WentOn | None:
    """Close this laptop's origin and open the next one, in one transaction; None where that was done already.

    What was written beyond the place where a chain `parted` goes to quarantine and is written anew, never twice.
    Killed at any point, the laptop either still has its old origin whole, or goes on under the new one at the next start.
    """
    after = successor_of(site.station, site.randomness)
    save_next_key(site.folder, after)
    with site.database.write() as connection:
        went_on = _switch(site, connection, after, why, parted, by, reason)
    if went_on is not None:
        take_over(site)
    return went_on


def go_on_without(site: Site, session: Session, reason: str) -> WentOn | None:
    """Go on without a sync, because the shared file is gone; only an admin may, and says why.

    NotAllowed for anybody else; InputError for no reason; StorageError where nothing waits.
    """
    if session.role is not Role.ADMIN:
        raise NotAllowed("Only an admin of the site may go on without a sync.", "Ask an admin to sign in, or sync.")
    if not reason.strip():
        raise InputError("Reason", "it is empty.", "Say in a sentence why no sync is possible.")
    if len(reason) > MOST_REASON:
        raise InputError("Reason", "it is too long.", f"Say it in {MOST_REASON} letters.")
    mark = waiting_since(site)
    if mark is None:
        raise StorageError("Nothing waits for a sync here.", "Go on as usual.")
    return go_on(site, mark.why, by=session.member_id, reason=reason.strip())


def _switch(
    site: Site, connection: Connection, after: StationKey, why: str, parted: Parted | None, by: str, reason: str
) -> WentOn | None:
    own = site.station
    mark = local_state.origin_mark(connection, own.origin)
    if mark is not None and mark.state is OriginState.CLOSED:
        return None
    now = site.clock()
    since = now.isoformat()
    local_state.mark_origin(connection, own.origin, OriginMark(OriginState.CLOSED, why, since))
    named = site_queries.station(connection, own.origin)
    taken = _swap(connection, parted, since) if parted else []
    joined = StationJoined(
        name=named.name if named else "",
        ed25519=after.public,
        site=named.site if named else "",
        x25519=after.sealing_public,
        reason=reason or why,
    )
    fresh = _not_here_yet(connection, taken)
    stamps = (head.at for head in ledger_store.heads(connection).values())
    latest = max((at for at in stamps if at < broken_from(now)), default=0)
    entries = written_anew(after, endorsed(own, after, joined), by, fresh, at=tick(latest, now), salt=site.randomness(SALT_BYTES))
    ledger_writing.append_signed(connection, entries)
    if taken:
        projections.rebuild(connection)
    return WentOn(
        before=own.origin.hex(),
        left=parted.origin.hex() if parted else "",
        after=after.origin.hex(),
        why=why,
        anew=Counter(entry.kind for entry in entries[1:]),
        aside=len(taken),
    )


def _swap(connection: Connection, parted: Parted, since: str) -> list[Entry]:
    """Move the own entries beyond a number aside, and let in what stands in their place; return those that went."""
    taken = ledger_writing.take_back_after(connection, parted.origin, parted.keep)
    remote_records.put_in_quarantine(connection, [remote_records.refuse(entry, "fork", since) for entry in taken], bounded=False)
    if parted.stands:
        ledger_writing.insert_entries(connection, parted.stands)
        remote_records.let_go_of_accepted(connection, parted.origin)
    return taken


def _not_here_yet(connection: Connection, taken: list[Entry]) -> list[Entry]:
    """Return those whose content no other entry carries: a copy restored twice writes nothing twice."""
    here = said_here(connection, taken)
    return [entry for entry in taken if entry.content_digest not in here]


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
