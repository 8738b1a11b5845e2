"""One window per data folder: a lock that the system itself lets go when the program ends, however it ends."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from supervisor_app.errors import StorageError
from supervisor_app.paths import open_private
from supervisor_app.storage.database import sorted_errors

_NAME = "window.lock"


class InstanceLock:
    """Held from construction to `release()`; StorageError where another window holds it."""

    def __init__(self, folder: Path) -> None:
        with sorted_errors():
            self._file: BinaryIO = open(folder / _NAME, "a+b", opener=open_private)  # noqa: SIM115 - held
        try:
            _lock(self._file)
        except OSError as error:
            self._file.close()
            raise StorageError(
                "This site is open in another window on this laptop.", "Go on there, or close that window first."
            ) from error

    def release(self) -> None:
        """Let another window open the folder."""
        self._file.close()


if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
