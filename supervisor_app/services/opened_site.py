"""An open site: the folder, the database, this laptop's key; and the two ways in which anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from supervisor_app.ledger.acts import Signer, sign_act
from supervisor_app.ledger.chain import SALT_BYTES
from supervisor_app.ledger.contents import encode_content
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.keys import MemberKeys, Randomness, Sealing, StationKey
from supervisor_app.ledger.sealing import ContentKey
from supervisor_app.services.session import Session
from supervisor_app.settings import StationSettings, load_settings
from supervisor_app.storage import ledger_store
from supervisor_app.storage.database import Connection, Database
from supervisor_app.storage.key_files import load_station_key

Clock = Callable[[], datetime]
"""Gives the present time, aware, with the local offset."""

DATABASE_NAME = "records.sqlite"


@dataclass(slots=True)
class Site:
    """An open data folder. `sealing` says how hard PINs given from now on are to try."""

    folder: Path
    database: Database
    station: StationKey
    clock: Clock
    randomness: Randomness
    settings: StationSettings
    sealing: Sealing = field(default_factory=Sealing)
    content_keys: dict[bytes, ContentKey] = field(default_factory=dict, repr=False)  # those opened so far, by id

    def close(self) -> None:
        """Close the database."""
        self.database.close()


def is_site(folder: Path) -> bool:
    """Tell whether a folder holds records of this app (of a site, or of a laptop that is about to join one)."""
    return (folder / DATABASE_NAME).is_file()


def open_site(folder: Path, *, clock: Clock, randomness: Randomness) -> Site:
    """Open a data folder; StorageError where it is no site, damaged, newer than this app, or its key is missing."""
    database = Database.open(folder / DATABASE_NAME)
    try:
        return Site(folder, database, load_station_key(folder), clock, randomness, load_settings(folder))
    except BaseException:
        database.close()
        raise


def append(site: Site, connection: Connection, kind: str, *, by: str, about: str, body: object) -> Entry:
    """Write one entry that needs no personal signature, inside `site.database.write()`.

    `by` is a member id or "", `body` the kind's record (see ledger.contents.KINDS) or a mapping of plain values.
    """
    return _append(site, connection, kind, encode_content(by=by, about=about, body=body))


def append_many(site: Site, connection: Connection, changes: Iterable[tuple[str, str, object]], *, by: str) -> None:
    """Write many entries that need no personal signature, each (kind, about, body), inside `site.database.write()`."""
    contents = [(kind, encode_content(by=by, about=about, body=body)) for kind, about, body in changes]
    if contents:
        salts = (site.randomness(SALT_BYTES) for _ in contents)
        ledger_store.append_many(connection, site.station, contents, now=site.clock(), salts=salts)


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
    if keys.member != session.member_id:
        raise ValueError("an act is signed with the keys of the member who is signed in")
    signer = Signer(name=session.name, title=session.title)
    content = sign_act(keys, signer, kind=kind, about=about, body=body, meaning=meaning, signed_at=signed_at)
    return _append(site, connection, kind, content)


def _append(site: Site, connection: Connection, kind: str, content: bytes) -> Entry:
    return ledger_store.append(connection, site.station, kind, content, now=site.clock(), salt=site.randomness(SALT_BYTES))
