"""What the steps of one sync share: both sides, the content keys of this laptop, and what has been moved and met so far."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from supervisor_app.ledger.chain import Head
from supervisor_app.ledger.invitations import Invited
from supervisor_app.ledger.sealing import KeyRing, SealedEntry, Sealer, key_of
from supervisor_app.ledger.vectors import Fork, Span
from supervisor_app.services.content_keys import mailbox, ring, take_boxes
from supervisor_app.services.opened_site import Site
from supervisor_app.services.sync_records import Cancelled, Progress
from supervisor_app.storage.content_keys import is_key_of_site
from supervisor_app.storage.doubts import Doubts
from supervisor_app.storage.erased_places import Place
from supervisor_app.storage.remote_records import Refused
from supervisor_app.storage.shared_boxes import key_is_known, read_boxes
from supervisor_app.storage.shared_errors import SharedFileError, Trouble
from supervisor_app.storage.shared_store import SharedConnection, SharedStore, move_mailbox

MOST_KEYS = 64
"""How many keys that this laptop lacks are looked for in one sync."""


@dataclass(slots=True)
class ExchangeKeys:
    """The content keys of a sync; they are opened, and looked for in the shared store, only where one is needed."""

    site: Site
    shared: SharedStore
    invitation: Invited | None = None
    _ring: KeyRing | None = None
    _looked_for: set[bytes] = field(default_factory=set)

    def ring(self) -> KeyRing:
        """Return the content keys this laptop was given; they are opened when first asked for."""
        if self._ring is None:
            with self.site.database.read() as local:
                self._ring = ring(self.site, local)
        return self._ring

    def look_anew(self) -> None:
        """Forget which key seals: what was pulled may have brought a newer one, or said that ours does not count."""
        self._ring = None

    def found_boxes(self, key: bytes) -> bool:
        """Look whether keys for this laptop were laid out in the shared store, this one first; whether there were new ones.

        Once for each: anybody may have laid out any number of others.
        """
        if key in self._looked_for or len(self._looked_for) >= MOST_KEYS:
            return False
        self._looked_for.add(key)
        recipients = [self.site.station.sealing_public]
        if self.invitation:
            recipients += [self.invitation.recipient, self.invitation.public]
        with self.shared.reading() as remote:
            boxes = read_boxes(remote, recipients, key.hex())
        self._ring = None
        return take_boxes(self.site, boxes, self.invitation) > 0

    def was_given_out(self, row: SealedEntry) -> bool:
        """Whether a content that cannot be opened is sealed with a key that was given to anybody; else its seal was changed."""
        with self.shared.reading() as remote:
            return key_is_known(remote, key_of(row))

    def is_known(self, remote: SharedConnection, row: SealedEntry) -> bool:
        """Whether the key that a content of ours there says it is sealed with may exist: then it counts as ours, unopened.

        Who has the newest key knows them all; what the store itself says of keys, anybody may have written there.
        """
        if self.ring().newest is None:
            return key_is_known(remote, key_of(row))
        with self.site.database.read() as local:
            return is_key_of_site(local, key_of(row).hex())

    def sealer(self) -> Sealer:
        """Return what seals the contents we send: the newest key, or its mailbox where this laptop was not given that key."""
        if newest := self.ring().newest:
            return newest
        with self.site.database.read() as local:
            known = mailbox(local) or self.shared.facts.mailbox
        if known is None:
            raise SharedFileError(Trouble.NO_KEY)
        return known

    def is_mailbox_wrong(self) -> bool:
        """Whether the shared store names another mailbox than that of the newest key: by hand, or by a laptop that was lost."""
        with self.site.database.read() as local:
            known = mailbox(local)
        if known is None or known == self.shared.facts.mailbox:
            return False
        newest = self.ring().newest
        return newest is not None and newest.mailbox == known

    def put_mailbox_right(self, remote: SharedConnection) -> None:
        """Let the shared store name the mailbox of the newest key, inside the transaction that sends."""
        newest = self.ring().newest
        if newest is not None and newest.mailbox != self.shared.facts.mailbox:
            move_mailbox(remote, newest.mailbox)


@dataclass(slots=True)
class Doing:
    """One sync in the doing."""

    site: Site
    shared: SharedStore
    site_id: bytes
    progress: Progress
    cancelled: Cancelled
    now: datetime
    keys: ExchangeKeys
    locked: int = 0
    stranded: int = 0
    sealed_apart: list[Place] = field(default_factory=list)  # what a lost laptop put back, sealed for itself alone
    lost: dict[bytes, Span] = field(default_factory=dict)
    sent: Counter[str] = field(default_factory=Counter)
    healed: Counter[str] = field(default_factory=Counter)
    received: dict[bytes, Counter[str]] = field(default_factory=dict)
    forks: dict[bytes, Fork] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    settled: set[bytes] = field(default_factory=set)  # chains of which the branch that stands was put in its place, here or there
    brought_back: int = 0  # records written anew for laptops that are gone
    right_heads: dict[bytes, Head] = field(default_factory=dict)
    heads_mended: int = 0
    mended: Counter[bytes] = field(default_factory=Counter)
    doubts: Doubts = field(default_factory=Doubts)
    kept_out: int = 0  # laptops that were not let in, of which more lies there than is taken; 0 where that is known already
    outside: frozenset[bytes] = frozenset()  # those of them of which nothing is here
    looked_at: int = 0  # rows of those that `doubts.rest` counts

    @property
    def looks_again(self) -> bool:
        """Whether what was erased may lie there again: the store went back to an older copy, or was changed by other means."""
        return bool(self.lost) or self.doubts.erased

    def between(self, what: str, done: int, total: int) -> None:
        """Between two batches: say how far, show the others that we live, stop when asked."""
        self.progress(done, total, what)
        self.shared.lock.beat()
        if self.cancelled():
            raise SharedFileError(Trouble.CANCELLED)


def begin(site: Site, shared: SharedStore, progress: Progress, cancelled: Cancelled, invitation: Invited | None = None) -> Doing:
    """Return what a sync with a store that is open and locked begins with; `invitation` opens the records to a newcomer."""
    keys = ExchangeKeys(site, shared, invitation)
    return Doing(site, shared, shared.facts.site, progress, cancelled, site.clock(), keys)
