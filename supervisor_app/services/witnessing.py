"""Checkpoints: once a day a laptop that received records writes down what it holds of everybody, and so bears witness.

Whoever cuts off the end of a laptop's records, on the shared file and on that laptop, leaves them in these lists of the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from supervisor_app.ledger.bodies import Checkpoint, SeenHead
from supervisor_app.ledger.clock import moment_of
from supervisor_app.services.appending import append
from supervisor_app.services.opened_site import Site
from supervisor_app.services.sync_records import Remark
from supervisor_app.services.sync_words import date_words, records
from supervisor_app.storage import ledger_store, local_state, remote_records, witness_queries
from supervisor_app.storage.database import Connection
from supervisor_app.storage.witness_queries import Testimony

KIND = "checkpoint"
THIS = "this laptop"
SOME = "a laptop not known yet"
MOST_TOLD = 10
"""A checkpoint can name any number of laptops that nobody ever saw."""


def bear_witness(site: Site, now: datetime, *, again: bool = False) -> bool:
    """Write down what this laptop holds, if it has joined and, unless `again`, has not done so today; return whether it did."""
    with site.database.write() as connection:
        heads = ledger_store.heads(connection)
        today = now.date().isoformat()
        if site.station.origin not in heads or local_state.origin_mark(connection, site.station.origin) is not None:
            return False  # it has not joined, or goes on under another origin first
        if not remote_records.is_new_day(connection, today) and not again:
            return False
        seen = tuple(SeenHead(origin=head.origin.hex(), seq=head.seq, hash=head.hash.hex()) for _, head in sorted(heads.items()))
        append(site, connection, KIND, by="", about="", body=Checkpoint(heads=seen))
        return True


def missing_words(connection: Connection, names: Mapping[bytes, str], own: bytes, now: datetime) -> tuple[Remark, ...]:
    """Say of which laptops somebody has seen more records than are here: of some, known ones first, and how many more."""
    cut = sorted(witness_queries.cut_tails(connection), key=lambda item: item.subject not in names)
    told = tuple(_cut(item, names, own, now) for item in cut[:MOST_TOLD])
    more = len(cut) - len(told)
    if not more:
        return told
    sentence = "Other laptops name them; they come back when a laptop that holds them syncs."
    return (*told, Remark(title=f"Records of {more:,} more laptop{'' if more == 1 else 's'} missing", sentence=sentence))


def contradictions(connection: Connection, names: Mapping[bytes, str], own: bytes, now: datetime) -> tuple[str, ...]:
    """Say which records somebody has seen in another form than they have here; it takes a look-up for each testimony."""
    return tuple(
        f"Record {item.had} of {_named(item.subject, names, own)} is another one here than "
        f"{_named(item.witness, names, own)} saw on {_day(item.at, now)}."
        for item in witness_queries.other_entries(connection)
    )


def _cut(item: Testimony, names: Mapping[bytes, str], own: bytes, now: datetime) -> Remark:
    subject = _named(item.subject, names, own)
    by = _named(item.witness, names, own)
    sentence = (
        f"{subject[:1].upper()}{subject[1:]} had {records(item.had)} on {_day(item.at, now)} according to {by}; "
        f"only {item.here:,} {'is' if item.here == 1 else 'are'} here. They come back when a laptop that holds them syncs."
    )
    return Remark(title=f"{records(item.had - item.here).capitalize()} of {subject} missing", sentence=sentence)


def _named(origin: bytes, names: Mapping[bytes, str], own: bytes) -> str:
    return THIS if origin == own else names.get(origin) or SOME


def _day(stamp: int, now: datetime) -> str:
    words = date_words(moment_of(stamp).astimezone(now.tzinfo))
    return words.removesuffix(f" {now.year}")
