"""The bodies of entries about forks: where branches part, how each begins, which one stands, what another one held."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec


class Branch(msgspec.Struct, frozen=True, kw_only=True):
    """One branch: the header of the entry it begins with (bytes in hex), which proves it, and what it holds as far as is known.

    Clock stamps (`at`, `until` of its last entry) are decimal text, as they do not fit into a JSON number. `kinds` counts its
    entries by kind, `members` are the ids of those who wrote them.
    """

    kind: str
    at: str
    digest: str
    hash: str
    sig: str
    until: str = ""
    kinds: Mapping[str, int] = msgspec.field(default_factory=dict)
    members: tuple[str, ...] = ()


class Parting(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody met two branches: of the chain `station` (origin in hex), that part after the entry with the hash `before`.

    `number` is the first one that differs.
    """

    station: str
    number: int
    before: str
    branches: tuple[Branch, ...]


class ForkSettled(msgspec.Struct, frozen=True, kw_only=True):
    """The branch that begins with the entry `keep` (its hash) stands for everybody."""

    parting: Parting
    keep: str


class BroughtBack(msgspec.Struct, frozen=True, kw_only=True):
    """The laptop that wrote a branch which does not stand is gone: whoever keeps its records writes them anew (ledger.stand_ins).

    The branch begins with the entry `branch` (its hash), at `number` of the chain `station`, after the entry `before` (its hash).
    """

    station: str
    number: int
    before: str
    branch: str


class BranchProof(msgspec.Struct, frozen=True, kw_only=True):
    """The headers of a run of the chain `station` from `number` on, after the entry `before` (its hash), and its last signature.

    `headers` is base64 of 42 bytes for each entry: which of `kinds` (2 bytes), stamp (8), digest of the content (32). With them
    the hashes are worked out again, and the laptop's signature `sig` (hex) over the last one vouches for all.
    """

    station: str
    number: int
    before: str
    kinds: tuple[str, ...]
    headers: str
    sig: str
