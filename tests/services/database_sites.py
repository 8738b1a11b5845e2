"""Two laptops that were let in and hold the same records, and the shared database between them, in a real server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from supervisor_app.services.checking_shared import check_shared
from supervisor_app.services.opened_site import Site
from supervisor_app.services.sync_records import SyncReport
from supervisor_app.services.syncing import choose_shared, sync_now
from supervisor_app.settings import save_settings
from supervisor_app.storage.shared_postgres import SharedDatabase, open_database
from tests.postgres import Server
from tests.services.sync_sites import PATIENCE, add_people, closing, digest, found, heads, join, let_in


def use(site: Site, url: str) -> None:
    """Let a laptop reach the same database in another way."""
    site.settings = replace(site.settings, shared=url)
    save_settings(site.folder, site.settings)


@dataclass
class Pair:
    """`a` founded the site, `b` joined; `url` is where they meet."""

    server: Server
    url: str
    a: Site
    b: Site

    @property
    def name(self) -> str:
        return self.url.rsplit("/", 1)[1]

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        """Do what somebody does by hand, as the owner."""
        return self.server.sql(statement, self.name)

    def sync(self, *sites: Site) -> list[SyncReport]:
        return [sync_now(site, patience=PATIENCE) for site in sites or (self.a, self.b)]

    def as_before(self) -> None:
        """Take back what a test did to the addresses and to the database, and let both look at what lies there."""
        self.sql(f"ALTER DATABASE {self.name} RESET ALL")
        self.sql(f"ALTER DATABASE {self.name} CONNECTION LIMIT -1")
        self.sql(f"GRANT CONNECT ON DATABASE {self.name} TO PUBLIC")
        for site in (self.a, self.b):
            use(site, self.url)
        self.sync(self.a, self.b, self.a, self.b)

    @contextmanager
    def opened(self, url: str = "") -> Iterator[SharedDatabase]:
        with open_database(url or self.url, PATIENCE, lambda: None) as database:
            yield database

    def changed(self) -> bool:
        """Whether the database says that something which is no sync changed it."""
        with self.opened() as database:
            return database.doubtful

    def wrong(self) -> list[str]:
        """What an audit finds."""
        checks = check_shared(self.a, lambda *_: None, lambda: False, patience=PATIENCE)
        return [check.finding for check in checks if not check.sound]

    def assert_whole(self) -> None:
        """Both hold the same, and an audit of what lies there finds nothing."""
        for report in self.sync(self.a, self.b, self.a, self.b):
            assert report.clean
        assert heads(self.a) == heads(self.b)
        assert digest(self.a) == digest(self.b)
        assert self.wrong() == []


@contextmanager
def pair_in(server: Server, folder: Path, *, people: int = 60) -> Iterator[Pair]:
    """Make them in a database of their own."""
    url = server.new_database()
    a = found(folder / "a")
    choose_shared(a, url, True, patience=PATIENCE)
    b = join(folder / "b", url, seed=2)
    with closing(a, b):
        let_in(a, b)
        add_people(a, people)
        add_people(b, people + 10, first=300)
        pair = Pair(server, url, a, b)
        pair.sync(a, b, a)
        yield pair


@pytest.fixture(scope="module")
def one_pair(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    with pair_in(postgres, tmp_path_factory.mktemp("laptops")) as made:
        yield made


@pytest.fixture
def pair(one_pair: Pair) -> Iterator[Pair]:
    yield one_pair
    one_pair.as_before()
