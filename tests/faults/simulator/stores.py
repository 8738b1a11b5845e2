"""Where the laptops of a world meet, and what people and drives do to it there. Here a file; a database in `database_store`."""

from __future__ import annotations

import random
import shutil
import sqlite3
from abc import ABC, abstractmethod
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import ClassVar

from supervisor_app.storage.shared_lock import Patience
from tests.services.sync_sites import Fast

PAGE = 8192


class Store(ABC):
    """A shared store of one world. Statements and damages are drawn from those that fit it."""

    edits: ClassVar[tuple[str, ...]]
    blob_edits: ClassVar[tuple[str, ...]]
    damages: ClassVar[tuple[str, ...]]
    steps: ClassVar[int]
    """About so many steps has a sync with something to do: within them programs die."""
    address: str
    password = ""
    """Which whoever follows the site to there is told by word of mouth."""

    @abstractmethod
    def for_world(self, folder: Path, chance: random.Random) -> Store:
        """The same store for a world of its own."""

    @abstractmethod
    def there(self) -> bool:
        """Whether there is anything."""

    @abstractmethod
    def copy(self) -> str:
        """Copy what is there; return the copy's name."""

    @abstractmethod
    def put_back(self, copy: str) -> None:
        """Put a copy in its place."""

    @abstractmethod
    def lose(self) -> None:
        """Somebody deletes it."""

    @abstractmethod
    def take_away(self) -> None:
        """An admin takes away what lies there, as a program says that it cannot be ours."""

    @abstractmethod
    def edit(self, statement: str) -> str:
        """Somebody opens it with a tool for databases; return what the tool complains of."""

    @abstractmethod
    def damage(self, how: str) -> None:
        """Something happens to it that is past mending by a sync."""

    @abstractmethod
    def leave_lock(self) -> None:
        """A laptop vanished with the lock."""

    @abstractmethod
    def heads(self) -> dict[bytes, int] | None:
        """How far each laptop's records are there; None where that cannot be read."""

    @abstractmethod
    def asked(self) -> int:
        """For how many contents some laptop asks the others there."""

    @abstractmethod
    def blobs(self, digests: set[str]) -> set[str]:
        """Those of some evidence files of which parts lie there."""

    def patience(self, fast: Fast) -> Patience:
        """Waiting takes no time here."""
        return fast.patience()

    @abstractmethod
    def cut(self) -> None:
        """The way to it is interrupted, in the middle of a sync or not."""

    @abstractmethod
    def close(self) -> None:
        """The world ends."""


class FileStore(Store):
    """A file on a drive."""

    edits = (
        "UPDATE entry SET sig = zeroblob(64) WHERE pos = {row}",
        "UPDATE entry SET sealed = randomblob(80) WHERE pos = {row}",
        "UPDATE entry SET sealed = NULL WHERE pos = {row}",
        "UPDATE entry SET hash = randomblob(32) WHERE pos = {row}",
        "UPDATE entry SET kind = CAST(x'ff' AS TEXT) WHERE pos = {row}",
        "UPDATE entry SET at = at + 1 WHERE pos = {row}",
        "DELETE FROM entry WHERE pos = {row}",
        "DELETE FROM entry WHERE pos > {row}",
        "DELETE FROM head WHERE rowid = 1",
        "UPDATE head SET seq = seq + 3 WHERE rowid = 2",
        "UPDATE head SET seq = max(1, seq - 3) WHERE rowid = 1",
        "UPDATE head SET hash = randomblob(32)",
        "UPDATE head SET hash = 'text' WHERE rowid = 2",
        "INSERT INTO head (origin, seq, hash) VALUES (randomblob(16), 7, randomblob(32))",
        "DELETE FROM welcome",
        "DROP TABLE head",
    )
    blob_edits = (
        "DELETE FROM blob",
        "DELETE FROM blob WHERE part = {row} % 3",
        "UPDATE blob SET sealed = randomblob(90) WHERE part = {row} % 2",
        "UPDATE blob SET parts = parts + 1",
        "UPDATE blob SET digest = randomblob(32) WHERE part = 1",
        "DELETE FROM meta WHERE key = 'wanted'",
    )
    damages = ("flip", "flip", "flip", "page", "cut", "text", "wal")
    steps = 60

    def __init__(self, path: Path, chance: random.Random) -> None:
        self.path = path
        self.address = str(path)
        self._random = chance
        self._numbers = count()

    def for_world(self, folder: Path, chance: random.Random) -> Store:
        return FileStore(folder / self.path.name, chance)

    def there(self) -> bool:
        return self.path.exists()

    def copy(self) -> str:
        return str(shutil.copy(self.path, self._beside("copy")))

    def put_back(self, copy: str) -> None:
        shutil.copy(copy, self.path)

    def lose(self) -> None:
        self.path.unlink(missing_ok=True)

    def take_away(self) -> None:
        self.path.rename(self._beside("taken-away"))

    def edit(self, statement: str) -> str:
        try:
            with closing(sqlite3.connect(self.path, timeout=0)) as plain:
                plain.execute(statement)
                plain.commit()
        except (sqlite3.Error, UnicodeDecodeError) as error:  # its words quote what a flipped bit made of a table
            return str(error)
        return ""

    def damage(self, how: str) -> None:
        if not (data := bytearray(self.path.read_bytes())):
            return
        at = self._random.randrange(len(data))
        if how == "flip":
            data[at] ^= 1 << self._random.randrange(8)
        elif how == "page":
            page = at // PAGE * PAGE
            data[page : page + PAGE] = bytes(len(data[page : page + PAGE]))
        elif how == "cut":
            del data[at:]
        elif how == "text":
            data = bytearray(b"Dear supervisors")
        elif how == "wal":
            data[18:20] = b"\x02\x02"
        self.path.write_bytes(data)

    def leave_lock(self) -> None:
        lock = self.path.with_name(self.path.name + ".lock")
        if not lock.exists():
            lock.mkdir()
            (lock / "dead").write_bytes(b"1")

    def heads(self) -> dict[bytes, int] | None:
        try:
            with closing(sqlite3.connect(self.path)) as plain:
                return dict(plain.execute("SELECT origin, seq FROM head").fetchall())
        except (sqlite3.Error, UnicodeDecodeError):
            return None

    def asked(self) -> int:
        with closing(sqlite3.connect(self.path)) as plain:
            return int(plain.execute("SELECT count(*) FROM wanted").fetchone()[0])

    def blobs(self, digests: set[str]) -> set[str]:
        try:
            with closing(sqlite3.connect(self.path)) as plain:
                return digests & {row[0].hex() for row in plain.execute("SELECT DISTINCT digest FROM blob")}
        except sqlite3.DatabaseError:  # a page is damaged that nobody had to read yet
            data = self.path.read_bytes()
            return {digest for digest in digests if bytes.fromhex(digest) in data}

    def cut(self) -> None:
        """Nothing: a drive that goes away is in the tests of lockless mounts and of killed processes."""

    def close(self) -> None:
        """Nothing: the folder goes with the world."""

    def _beside(self, name: str) -> Path:
        return self.path.with_name(f"{name}-{next(self._numbers)}")
