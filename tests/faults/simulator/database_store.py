"""A world's shared store in a real PostgreSQL: a database of its own, copied and put back by the server or by a dump."""

from __future__ import annotations

import random
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from supervisor_app.storage.shared_lock import Patience
from supervisor_app.storage.shared_session import LOCK
from tests.faults.simulator.stores import Store
from tests.postgres import PASSWORD, Server
from tests.services.sync_sites import Fast

_NOBODYS = "substr(sha256('{row}'), 1, 16)"
_FIRST = "(SELECT origin FROM head ORDER BY origin LIMIT 1)"
_LAST = "(SELECT origin FROM head ORDER BY origin DESC LIMIT 1)"
_TABLES = ("entry", "head", "meta", "welcome", "blob", "wanted")
LONG = 3600.0
"""Seconds of a clock that jumps: some thousand questions."""


class DatabaseStore(Store):
    """A database of the server; it is made from the one named `template`."""

    edits = (
        "UPDATE entry SET sig = sha512('x') WHERE pos = {row}",
        "UPDATE entry SET sealed = sha512('x') WHERE pos = {row}",
        "UPDATE entry SET sealed = NULL WHERE pos = {row}",
        "UPDATE entry SET hash = sha256('x') WHERE pos = {row}",
        "UPDATE entry SET hash = '' WHERE pos = {row}",
        "UPDATE entry SET kind = 'worker.left' WHERE pos = {row}",
        "UPDATE entry SET at = at + 1 WHERE pos = {row}",
        f"UPDATE entry SET origin = {_NOBODYS} WHERE pos = {{row}}",
        "UPDATE entry SET seq = 9000 + seq WHERE pos = {row}",
        "UPDATE entry SET pos = pos + 1000",
        "DELETE FROM entry WHERE pos = {row}",
        "DELETE FROM entry WHERE pos > {row}",
        "ALTER TABLE entry DISABLE TRIGGER USER; DELETE FROM entry WHERE pos = {row}",
        "TRUNCATE entry",
        f"DELETE FROM head WHERE origin = {_FIRST}",
        f"UPDATE head SET seq = seq + 3 WHERE origin = {_LAST}",
        f"UPDATE head SET seq = greatest(1, seq - 3) WHERE origin = {_FIRST}",
        "UPDATE head SET hash = sha256('x')",
        f"UPDATE head SET hash = '' WHERE origin = {_LAST}",
        f"INSERT INTO head (origin, seq, hash) VALUES ({_NOBODYS}, 7, sha256('x'))",
        "DELETE FROM welcome",
        "TRUNCATE head",
        "INSERT INTO wanted VALUES (sha256('x'), 3), (decode(repeat('ab', 16), 'hex'), -1)",
        "SELECT setval('entry_pos_seq', 1)",
        "DROP TABLE change_sign",
        "DROP TABLE head",
    )
    blob_edits = (
        "DELETE FROM blob",
        "DELETE FROM blob WHERE part = {row} % 3",
        "UPDATE blob SET sealed = sha512('x') WHERE part = {row} % 2",
        "UPDATE blob SET parts = parts + 1",
        "UPDATE blob SET digest = sha256(digest) WHERE part = 1",
        "DELETE FROM meta WHERE key = 'wanted'",
    )
    damages = (
        *(f"DROP TABLE {table}" for table in _TABLES),
        f"DROP TABLE {', '.join(_TABLES)}, change_sign",
        "TRUNCATE meta",
        "UPDATE meta SET key = 'x' WHERE key = 'store'",
        "UPDATE meta SET value = sha256('x') WHERE key = 'store'",
        "UPDATE meta SET value = substr(sha256('x'), 1, 16) WHERE key = 'store'",
        "UPDATE meta SET value = substr(sha256('x'), 1, 16) WHERE key = 'site'",
        "UPDATE meta SET value = '\\x00000063' WHERE key = 'version'",
        "ALTER TABLE head DROP COLUMN hash",
        "ALTER TABLE entry RENAME TO entries",
        "ALTER TABLE entry DROP COLUMN sealed",
        "ALTER TABLE entry ALTER COLUMN at TYPE text",
        "ALTER TABLE entry DROP CONSTRAINT entry_origin_seq_key",
        "ALTER TABLE welcome DROP CONSTRAINT welcome_pkey",
    )
    steps = 120
    password = PASSWORD

    def __init__(self, server: Server, chance: random.Random, template: str = "template1", first: DatabaseStore | None = None):
        self._server = server
        self._random = chance
        self._control = psycopg.connect(server.url("postgres"), autocommit=True)
        self.address = server.new_database(template)
        self._name = str(conninfo_to_dict(self.address)["dbname"])
        self._made = [self._name]
        self._vanished: list[psycopg.Connection[object]] = first._vanished if first else []  # of all databases of a world

    def for_world(self, folder: Path, chance: random.Random) -> DatabaseStore:
        return DatabaseStore(self._server, chance, self._name)

    def elsewhere(self) -> DatabaseStore:
        """An empty database on the same server."""
        return DatabaseStore(self._server, self._random, first=self)

    def there(self) -> bool:
        return self._control.execute("SELECT FROM pg_database WHERE datname = %s", (self._name,)).fetchone() is not None

    def copy(self) -> str:
        self._let_go()
        self._made.append(f"{self._name}_{len(self._made)}")
        self._control.execute(f"CREATE DATABASE {self._made[-1]} TEMPLATE {self._name}")
        return self._made[-1]

    def put_back(self, copy: str) -> None:
        """The server itself goes back, or over to its copy that lagged behind; or somebody puts a dump back."""
        self._drop()
        if self._random.random() < 0.5:
            self._control.execute(f"CREATE DATABASE {self._name} TEMPLATE {copy}")
            return
        dump = self._server.folder / "dump.sql"
        self._server.run("pg_dump", "-f", str(dump), self._server.url(copy))
        self._control.execute(f"CREATE DATABASE {self._name}")
        self._server.run("psql", "-q", "-v", "ON_ERROR_STOP=1", "-f", str(dump), self.address)

    def lose(self) -> None:
        self._drop()
        if self._random.random() < 0.5:
            self._control.execute(f"CREATE DATABASE {self._name}")

    def take_away(self) -> None:
        self._drop()
        self._control.execute(f"CREATE DATABASE {self._name}")

    def edit(self, statement: str) -> str:
        try:
            self._server.sql(statement, self._name)
        except psycopg.Error as error:
            return str(error)
        return ""

    def damage(self, how: str) -> None:
        self.edit(how)

    def leave_lock(self) -> None:
        self._let_go()
        if self.there():
            self._vanished.append(psycopg.connect(self.address, autocommit=True))
            self._vanished[-1].execute("SELECT pg_advisory_lock(%s)", (LOCK,))

    def heads(self) -> dict[bytes, int] | None:
        try:
            return {bytes(row[0]): int(row[1]) for row in self._server.sql("SELECT origin, seq FROM head", self._name)}  # type: ignore[call-overload]
        except psycopg.Error:
            return None

    def asked(self) -> int:
        return len(self._server.sql("SELECT 1 FROM wanted", self._name))

    def blobs(self, digests: set[str]) -> set[str]:
        return digests & {str(row[0]) for row in self._server.sql("SELECT DISTINCT encode(digest, 'hex') FROM blob", self._name)}

    def patience(self, fast: Fast) -> Patience:
        """Whoever waits for the lock asks so often that the server has time to notice that its holder is gone."""

        def sleep(seconds: float) -> None:
            fast.sleep(seconds)
            self._let_go()

        return Patience(monotonic=lambda: fast.now, sleep=sleep, give_up_after=LONG)

    def cut(self) -> None:
        """The server ends the sessions of the laptops, whatever they are in the middle of."""
        self._control.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", (self._name,))

    def close(self) -> None:
        self._let_go()
        for name in self._made:
            self._control.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self._control.close()

    def _drop(self) -> None:
        self._let_go()
        self._control.execute(f"DROP DATABASE IF EXISTS {self._name} WITH (FORCE)")

    def _let_go(self) -> None:
        """The connections of laptops that vanished end."""
        for session in self._vanished:
            session.close()
        self._vanished.clear()
