"""A mounted folder that keeps each mount's locks to itself, as drives do whose locks do not work; with delays if asked.

Run: python -m tests.faults.lockless FOLDER MOUNT [SECONDS]. Needs mfusepy, libfuse and /dev/fuse.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

import mfusepy

OPERATIONS = (
    *("getattr", "readdir", "open", "create", "read", "write", "truncate", "flush", "fsync", "release"),
    *("mkdir", "rmdir", "unlink", "rename", "chmod", "utimens", "statfs"),
)


def _late(operation: Callable[..., Any], delay: float) -> Callable[..., Any]:
    def late(*args: Any) -> Any:
        time.sleep(delay)
        return operation(*args)

    return late


class Lockless(mfusepy.Operations):  # type: ignore[misc]
    """Passes every operation on to a folder. It offers no `lock`: the kernel then keeps locks within one mount."""

    use_ns = True

    def __init__(self, folder: str, delay: float) -> None:
        self.folder = folder
        for name in OPERATIONS if delay else ():
            setattr(self, name, _late(getattr(self, name), delay))

    def _at(self, path: str) -> str:
        return self.folder + path

    def getattr(self, path: str, fh: int | None = None) -> Mapping[str, Any]:
        found = os.lstat(self._at(path))
        names = ("st_mode", "st_nlink", "st_size", "st_uid", "st_gid", "st_ino")
        times = {f"st_{name}": getattr(found, f"st_{name}_ns") for name in ("atime", "mtime", "ctime")}
        return {**{name: getattr(found, name) for name in names}, **times}

    def readdir(self, path: str, fh: int) -> list[str]:
        return [".", "..", *os.listdir(self._at(path))]  # noqa: PTH208

    def open(self, path: str, flags: int) -> int:
        return os.open(self._at(path), flags)

    def create(self, path: str, mode: int, fi: Any = None) -> int:
        return os.open(self._at(path), os.O_RDWR | os.O_CREAT, mode)

    def read(self, path: str, size: int, offset: int, fh: int) -> bytes:
        return os.pread(fh, size, offset)

    def write(self, path: str, data: bytes, offset: int, fh: int) -> int:
        return os.pwrite(fh, data, offset)

    def truncate(self, path: str, length: int, fh: int | None = None) -> None:
        os.truncate(self._at(path), length)

    def flush(self, path: str, fh: int) -> None:
        pass

    def fsync(self, path: str, datasync: int, fh: int) -> None:
        os.fsync(fh)

    def release(self, path: str, fh: int) -> None:
        os.close(fh)

    def mkdir(self, path: str, mode: int) -> None:
        os.mkdir(self._at(path), mode)  # noqa: PTH102

    def rmdir(self, path: str) -> None:
        os.rmdir(self._at(path))  # noqa: PTH106

    def unlink(self, path: str) -> None:
        os.unlink(self._at(path))  # noqa: PTH108

    def rename(self, old: str, new: str) -> None:
        os.rename(self._at(old), self._at(new))  # noqa: PTH104

    def chmod(self, path: str, mode: int) -> None:
        os.chmod(self._at(path), mode)  # noqa: PTH101

    def utimens(self, path: str, times: tuple[int, int] | None = None) -> None:
        os.utime(self._at(path), ns=times)

    def statfs(self, path: str) -> Mapping[str, int]:
        found = os.statvfs(self._at(path))
        names = ("f_bavail", "f_bfree", "f_blocks", "f_bsize", "f_ffree", "f_files", "f_frsize", "f_namemax")
        return {name: getattr(found, name) for name in names}


def main(folder: str, mount: str, delay: float = 0.0) -> None:
    """Mount until unmounted; nothing is kept in the kernel's caches, as between two machines."""
    mfusepy.FUSE(
        Lockless(folder, delay), mount, foreground=True, nothreads=False, direct_io=True, attr_timeout=0, entry_timeout=0
    )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]) if len(sys.argv) > 3 else 0.0)
