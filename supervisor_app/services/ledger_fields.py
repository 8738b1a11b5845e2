"""Old and new values: what stood in a field before an entry set it, and whether it still stands or was set again since."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

import msgspec

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ledger.contents import read_body
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.envelope import UnreadableContent, decode_content
from supervisor_app.storage import ledger_queries, ledger_store
from supervisor_app.storage.database import Connection
from supervisor_app.storage.ledger_queries import Asked, Place, place_of

MOST_READ = 60
"""Entries about one subject that are looked through for older values."""

_REALMS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "worker.recorded": ("worker", ("worker.recorded",)),
    "member.changed": ("member", ("member.added", "member.changed")),
    "site.changed": ("site", ("site.created", "site.changed")),
}
"""The kinds that set fields: in which realm, and which kinds set the same ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSince:
    """A field that was set again later: by the entry at `place`, to `value`."""

    name: str
    value: str
    place: Place


def values_before(connection: Connection, entry: Entry) -> dict[str, str | None] | None:
    """Return the values that the fields of an entry had just before it, {} where the subject was new, None for other kinds.

    Before means in the order of all entries, as the merge sees it, not in the order of arrival. Where the history is longer than
    is looked through, fields not met have None, as those that were never set before.
    """
    if entry.kind not in _REALMS or entry.content is None:
        return None
    try:
        content = decode_content(entry.content)
        wanted = dict.fromkeys(read_body(entry.kind, content.body))
    except UnreadableContent:
        return None
    asked = Asked(subjects=(content.about,), kinds=_REALMS[entry.kind][1])
    found: dict[str, str | None] = {}
    older: Entry | None = None
    for place in islice(ledger_queries.walk(connection, asked, place_of(entry)), MOST_READ):
        older = ledger_store.entry_at(connection, place.origin, place.seq)
        if older is None:
            continue
        for name, value in _values(older).items():
            if name in wanted and name not in found:
                found[name] = value
        if len(found) == len(wanted):
            break
    return {**wanted, **found} if older is not None else {}


def set_since(connection: Connection, entry: Entry) -> tuple[SetSince, ...]:
    """Return the fields of an entry in which another value stands now: a later one, or the winner of a conflict."""
    if entry.kind not in _REALMS or entry.content is None:
        return ()
    try:
        content = decode_content(entry.content)
        names = read_body(entry.kind, content.body)
    except UnreadableContent:
        return ()
    now = ledger_queries.fields_now(connection, _REALMS[entry.kind][0], content.about)
    return tuple(
        SetSince(name=name, value=now[name][0] or "", place=now[name][1])
        for name in names
        if name in now and now[name][1] != place_of(entry)
    )


def _values(entry: Entry) -> dict[str, str | None]:
    """Return the fields that an older entry set; none where its content is gone or cannot be read."""
    try:
        body = read_body(entry.kind, decode_content(entry.content or b"").body)
    except UnreadableContent:
        return {}
    values: dict[str, str | None] = msgspec.to_builtins(body)
    return values
