"""The two ways in which anything is written to an open site: an entry of the laptop, and an act that a member signed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from supervisor_app.errors import StorageError
from supervisor_app.ledger.acts import Signer, sign_act
from supervisor_app.ledger.chain import SALT_BYTES
from supervisor_app.ledger.contents import encode_content
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.keys import MemberKeys
from supervisor_app.services.opened_site import Site, follow_origin
from supervisor_app.services.session import Session
from supervisor_app.storage import ledger_writing, local_state, site_queries
from supervisor_app.storage.database import Connection
from supervisor_app.storage.local_state import OriginState


def append(site: Site, connection: Connection, kind: str, *, by: str, about: str, body: object) -> Entry:
    """Write one entry that needs no personal signature, inside `site.database.write()`.

    `by` is a member id or "", `body` the kind's record (see ledger.contents.KINDS) or a mapping of plain values.
    """
    return _append(site, connection, kind, encode_content(by=by, about=about, body=body))


def append_many(site: Site, connection: Connection, changes: Iterable[tuple[str, str, object]], *, by: str) -> None:
    """Write many entries that need no personal signature, each (kind, about, body), inside `site.database.write()`."""
    contents = [(kind, encode_content(by=by, about=about, body=body)) for kind, about, body in changes]
    if contents:
        _append_many(site, connection, contents)


def append_act(
    site: Site,
    connection: Connection,
    session: Session,
    keys: MemberKeys,
    kind: str,
    *,
    about: str,
    body: object,
    meaning: str,
    signed_at: datetime,
) -> Entry:
    """Write an act with the personal signature of the member, inside `site.database.write()`; `keys` come from `unlock`."""
    acts = ((about, body),)
    return append_acts(site, connection, session, keys, kind, acts, meaning=meaning, signed_at=signed_at)[0]


def append_acts(
    site: Site,
    connection: Connection,
    session: Session,
    keys: MemberKeys,
    kind: str,
    acts: Iterable[tuple[str, object]],
    *,
    meaning: str,
    signed_at: datetime,
) -> tuple[Entry, ...]:
    """Write several acts of a kind, each (about, body) with a signature of its own, inside `site.database.write()`."""
    if keys.member != session.member_id:
        raise ValueError("an act is signed with the keys of the member who is signed in")
    signer = Signer(name=session.name, title=session.title)
    contents = [
        (kind, sign_act(keys, signer, kind=kind, about=about, body=body, meaning=meaning, signed_at=signed_at))
        for about, body in acts
    ]
    return _append_many(site, connection, contents)


def writes_by_itself(site: Site, connection: Connection) -> bool:
    """Whether this laptop may write what a sync adds by itself: it belongs to the site, and its origin waits for nothing.

    A laptop that is not believed, or not yet, would never see its own words count, and say them again at every sync.
    """
    own = site_queries.station(connection, site.station.origin)
    believed = own is not None and own.approved and own.ended is None
    return believed and local_state.origin_mark(connection, site.station.origin) is None


def _append(site: Site, connection: Connection, kind: str, content: bytes) -> Entry:
    return _append_many(site, connection, ((kind, content),))[0]


def _append_many(site: Site, connection: Connection, contents: Sequence[tuple[str, bytes]]) -> tuple[Entry, ...]:
    """Append; where this laptop went on under another origin meanwhile, under that one."""
    now, salts = site.clock(), [site.randomness(SALT_BYTES) for _ in contents]
    try:
        return ledger_writing.append_many(connection, site.station, contents, now=now, salts=salts)
    except ledger_writing.OriginStops as stop:
        if stop.args[0] == OriginState.WAITING.value:
            raise StorageError(
                "Nothing can be written yet: these records were restored or copied.",
                "Sync first, so that no number is used twice. Drafts are kept meanwhile.",
            ) from stop
    follow_origin(site, connection)
    return ledger_writing.append_many(connection, site.station, contents, now=now, salts=salts)
