"""Whatever the order of work, syncs, copies put back and lost files: once everybody has synced, all hold the same."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from pathlib import Path
from types import TracebackType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supervisor_app.services import sync_pulling, sync_pushing
from supervisor_app.services.opened_site import Site
from supervisor_app.services.syncing import choose_shared, make_anew, sync_now
from supervisor_app.storage import projections
from supervisor_app.storage.shared_errors import SharedFileError
from tests.services.sync_sites import PATIENCE, add_people, digest, found, heads, join, rename

STATIONS = 3
station = st.integers(0, STATIONS - 1)
step = st.one_of(
    st.tuples(st.just("write"), station, st.integers(1, 7)),
    st.tuples(st.just("rename"), station, st.integers(0, 3)),
    st.tuples(st.just("sync"), station, st.just(0)),
    st.tuples(st.just("stop"), station, st.integers(0, 3)),  # stopped after so many batches
    st.tuples(st.just("copy"), st.just(0), st.just(0)),
    st.tuples(st.just("put back"), st.just(0), st.just(0)),
    st.tuples(st.just("lose"), station, st.just(0)),  # the file is gone; this laptop makes it anew
)


class World:
    """Three stations and one shared file, in a folder of their own."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="sync-"))
        self.shared = self.folder / "site.sqlite"
        self.copy = self.folder / "copy"
        self.written = 0
        first = found(self.folder / "0")
        choose_shared(first, self.shared, True, patience=PATIENCE)
        self.sites: list[Site] = [first]
        for number in range(1, STATIONS):
            self.sites.append(join(self.folder / str(number), self.shared, seed=number + 1, name=f"Laptop {number}"))
        add_people(first, 4)
        self.settle()

    def __enter__(self) -> World:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        for site in self.sites:
            site.close()
        shutil.rmtree(self.folder)

    def settle(self) -> None:
        """Everybody syncs until nobody has anything new: two rounds are enough."""
        for site in self.sites * 2:
            assert sync_now(site, patience=PATIENCE).clean

    def do(self, what: str, who: int, number: int) -> None:
        site = self.sites[who]
        if what == "write":
            add_people(site, number, first=1000 + self.written)
            self.written += number
        elif what == "rename":
            with site.database.read() as connection:
                workers = connection.exec_driver_sql("SELECT id FROM worker ORDER BY employee_no LIMIT 4").scalars()
            rename(site, workers[number], f"Name by {who}")
        elif what == "sync":
            sync_now(site, patience=PATIENCE)
        elif what == "stop":
            self._stop(site, number)
        elif what == "copy":
            shutil.copy(self.shared, self.copy)
        elif what == "put back" and self.copy.exists():
            shutil.copy(self.copy, self.shared)
        elif what == "lose":
            self.shared.unlink()
            make_anew(site, patience=PATIENCE)

    def _stop(self, site: Site, batches: int) -> None:
        left = iter(range(batches))
        with contextlib.suppress(SharedFileError):
            sync_now(site, cancelled=lambda: next(left, None) is None, patience=PATIENCE)


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync_pulling, "PULL_BATCH", 3)
    monkeypatch.setattr(sync_pushing, "PUSH_BATCH", 4)


@pytest.mark.usefixtures("small_batches")
@given(steps=st.lists(step, max_size=14))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_all_stations_end_with_the_same_entries_and_the_same_tables(steps: list[tuple[str, int, int]]):
    with World() as world:
        before = [heads(site) for site in world.sites]
        for what, who, number in steps:
            world.do(what, who, number)
        own = [heads(site)[site.station.origin] for site in world.sites]
        world.settle()
        for site, wrote, known in zip(world.sites, own, before, strict=True):
            assert heads(site) == heads(world.sites[0])
            assert digest(site) == digest(world.sites[0])
            assert heads(site)[site.station.origin] == wrote  # nothing signed is ever lost
            assert all(heads(site)[origin] >= seq for origin, seq in known.items())
        assert rebuilt(world.sites[0]) == digest(world.sites[0])


def rebuilt(site: Site) -> dict[str, str]:
    """The digest of the projections made again from the entries alone."""
    with site.database.write() as connection:
        projections.rebuild(connection)
        return projections.digest(connection)
