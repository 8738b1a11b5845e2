"""What a drive refuses while somebody saves or opens a file: said of that file, in words, on every system."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from supervisor_app.errors import InputError, StorageError
from supervisor_app.services.saving import opening, save_file, saving


def refused(number: int, winerror: int | None = None) -> OSError:
    """An OSError as this system makes it, with the number Windows would add."""
    error = OSError(number, os.strerror(number))
    if winerror is not None:
        error.winerror = winerror  # type: ignore[attr-defined]
    return error


@pytest.mark.parametrize(
    ("error", "reason", "hint"),
    [
        (refused(errno.ENOSPC), "its drive is full", "Make room there"),
        (refused(errno.EACCES), "you may not write there", "Choose another folder."),
        (refused(errno.EROFS), "you may not write there", "Choose another folder."),
        (refused(errno.ENOENT), "its folder is not there", "Connect the drive"),
        (refused(errno.EISDIR), "something else has this name there", "Choose another name."),
        (refused(errno.ENAMETOOLONG), "the drive does not take this name", "Choose a shorter name"),
        (refused(errno.EIO), "its drive does not answer as it should", "Check the drive"),
        (refused(errno.EACCES, 32), "another program has it open", "Close it there"),
        (refused(errno.EACCES, 33), "another program has it open", "Close it there"),
    ],
)
def test_each_refusal_names_the_file_the_reason_and_what_to_do(tmp_path: Path, error: OSError, reason: str, hint: str) -> None:
    with pytest.raises(StorageError) as told, saving(tmp_path / "certificate.pdf"):
        raise error
    assert told.value.message.startswith("certificate.pdf cannot be written: ")
    assert reason in told.value.message
    assert hint in told.value.hint
    assert "Errno" not in str(told.value)
    assert "records" not in str(told.value), "what was saved elsewhere says nothing about the records of this laptop"


def test_a_paper_that_is_open_in_a_reader_is_said_so_where_windows_only_says_forbidden(tmp_path: Path) -> None:
    paper = tmp_path / "certificate.pdf"
    paper.write_bytes(b"%PDF")
    with pytest.raises(StorageError, match="another program has it open"), saving(paper):
        raise refused(errno.EACCES, 5)  # ERROR_ACCESS_DENIED


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (refused(errno.ENOENT), "it is not there"),
        (refused(errno.EACCES), "you may not read it"),
        (refused(errno.EACCES, 32), "another program has it open"),
        (refused(errno.EISDIR), "it is a folder"),
        (refused(errno.EIO), "its drive does not answer as it should"),
    ],
)
def test_what_cannot_be_opened_is_said_in_the_same_way(error: OSError, reason: str) -> None:
    with pytest.raises(InputError, match=f"photo.jpg: it cannot be opened: {reason}"), opening(Path("E:/photo.jpg")):
        raise error


def test_a_file_is_written_whole_or_nothing_is_left_beside_it(tmp_path: Path) -> None:
    assert save_file(tmp_path / "a.txt", b"first").read_bytes() == b"first"
    (tmp_path / "folder").mkdir()
    with pytest.raises(StorageError, match="something else has this name there"):
        save_file(tmp_path / "folder", b"second")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "folder"]
