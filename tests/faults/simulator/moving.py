"""The site of a world moves from the database to a file, and from there into another database; the others follow."""

from __future__ import annotations

from supervisor_app.errors import NotAllowed, StorageError
from supervisor_app.services.store_moving import move_store
from supervisor_app.services.unlocking import unlock
from tests.faults.simulator.crashing import Crash
from tests.faults.simulator.database_store import DatabaseStore
from tests.faults.simulator.stores import FileStore, Store
from tests.faults.simulator.world import PIN, Station, World


def move(w: World, station: Station) -> None:
    """An admin moves the site; where their laptop dies meanwhile they do it again."""
    if w.sync(station) is None or w.admin(station) is None:
        return
    to = _elsewhere(w)
    dies_after = w.random.randrange(2 * w.store.steps)
    try:
        w.death.after(dies_after)
        _move(w, station, to)
    except Crash:
        w.say(f"  {station.number} died at step {w.death.steps}")
        w.restart(station)
        if not w.uses(station, to):
            _move(w, station, to)
    except (NotAllowed, StorageError) as refused:
        w.say(f"  {station.number}: {refused.message}")
        to.close()
        return
    finally:
        w.death.after(-1)
    w.stores.append(to)
    w.copies.clear()


def _move(w: World, station: Station, to: Store) -> None:
    admin = w.admin(station)
    assert admin is not None
    move_store(station.site, admin, unlock(station.site, admin, PIN), to.address, _quiet, _never, patience=w.patience)


def _elsewhere(w: World) -> Store:
    first = w.stores[0]
    assert isinstance(first, DatabaseStore)
    in_a_file = FileStore(w.folder / f"site-{len(w.stores)}.sqlite", w.random)
    return in_a_file if isinstance(w.store, DatabaseStore) else first.elsewhere()


def _quiet(done: int, total: int, words: str) -> None:
    pass


def _never() -> bool:
    return False
