"""Keeping the records of a data folder whose key is lost: a new key takes its place, and the laptop joins its site anew.

Nothing can be signed, and no PIN be tried, without the old key. What it signed stands as it was; what the others have not yet
is sent to them once an admin, or the recovery sheet, has let this laptop in again.
"""

from __future__ import annotations

from pathlib import Path

from supervisor_app.errors import KeyLost, StorageError
from supervisor_app.ledger.keys import Randomness, new_station_key
from supervisor_app.paths import make_private_folder
from supervisor_app.services.backup_opening import ASIDE
from supervisor_app.services.opened_site import DATABASE_NAME, Clock
from supervisor_app.services.succession import KEY_LOST
from supervisor_app.storage import local_state, member_keys
from supervisor_app.storage.database import Database, sorted_errors
from supervisor_app.storage.key_files import FILE_NAME, NEXT_NAME, load_station_key, save_station_key
from supervisor_app.storage.local_state import OriginMark, OriginState


def go_on_with_new_key(folder: Path, *, clock: Clock, randomness: Randomness) -> None:
    """Put a new key in the place of one that is lost; what is left of that is set aside. Nobody may have the folder open.

    Killed anywhere, the key is still lost and it is done again. StorageError where the key is there, or may yet be.
    """
    try:
        load_station_key(folder)
    except KeyLost:
        database = Database.open(folder / DATABASE_NAME)
    else:
        raise StorageError("The key of this laptop is there.", "Start the program again.")
    try:
        with database.write() as connection:
            for origin in member_keys.sealed_on(connection):
                local_state.mark_origin(connection, origin, OriginMark(OriginState.CLOSED, KEY_LOST, clock().isoformat()))
            local_state.forget_sealed(connection)
    finally:
        database.close()
    aside = folder / f"{ASIDE}{clock().strftime('%Y%m%d-%H%M%S')}"
    with sorted_errors():
        for left in (folder / FILE_NAME, folder / NEXT_NAME):
            if left.exists():
                make_private_folder(aside)
                left.replace(aside / left.name)
    save_station_key(folder, new_station_key(randomness))
