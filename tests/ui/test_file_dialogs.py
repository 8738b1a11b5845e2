"""Asking for files: each kind begins where it was found last, a place to save in keeps its ending, none where we were started."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from supervisor_app.ui.file_dialogs import Folder, ask_file, ask_files, ask_folder, ask_place


@pytest.fixture
def remembering(tmp_path: Path, qapp: object) -> Iterator[None]:
    """A program with a name, whose settings lie in this test's folder."""
    before, form = QCoreApplication.organizationName(), QSettings.defaultFormat()
    QCoreApplication.setOrganizationName("supervisor-app")
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "remembered"))
    yield
    QCoreApplication.setOrganizationName(before)
    QSettings.setDefaultFormat(form)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def begins(dialog: QFileDialog) -> Path:
    folder = Path(dialog.directory().absolutePath())
    dialog.reject()
    return folder


def test_each_kind_begins_where_it_was_found_last_and_only_that_kind(remembering: None, window: QWidget, tmp_path: Path) -> None:
    lists, scans = tmp_path / "lists", tmp_path / "scans"
    for folder in (lists, scans):
        folder.mkdir()
        (folder / "one.csv").write_text("a", encoding="utf-8")
    got: list[Path] = []
    asked = ask_file(window, Folder.PEOPLE, "A list", "", got.append)
    asked.fileSelected.emit(str(lists / "one.csv"))
    assert got == [lists / "one.csv"]
    many = ask_files(window, Folder.EVIDENCE, "Photos", "", got.extend)
    many.filesSelected.emit([str(scans / "one.csv")])
    assert begins(ask_file(window, Folder.PEOPLE, "A list", "", got.append)) == lists
    assert begins(ask_files(window, Folder.EVIDENCE, "Photos", "", got.extend)) == scans
    assert begins(ask_folder(window, Folder.BACKUP, "A folder", got.append)) not in (lists, scans, Path.cwd())
    assert begins(ask_folder(window, Folder.BACKUP, "A folder", got.append, start=scans)) == scans
    (lists / "one.csv").unlink()
    lists.rmdir()
    assert begins(ask_file(window, Folder.PEOPLE, "A list", "", got.append)).is_dir()


def test_a_chosen_folder_is_itself_remembered(remembering: None, window: QWidget, tmp_path: Path) -> None:
    ask_folder(window, Folder.BACKUP, "A folder", lambda _: None).fileSelected.emit(str(tmp_path))
    assert begins(ask_folder(window, Folder.BACKUP, "A folder", lambda _: None)) == tmp_path


def test_a_place_proposes_its_name_and_keeps_the_ending(window: QWidget) -> None:
    asked = ask_place(window, Folder.PAPERS, "Save", "PDF (*.pdf)", "NP-1.pdf", lambda _: None)
    assert Path(asked.selectedFiles()[0]).name == "NP-1.pdf"
    assert asked.defaultSuffix() == "pdf"
    assert not asked.testOption(QFileDialog.Option.DontConfirmOverwrite)
    new = ask_place(window, Folder.SHARED, "New", "", "sign-off.sqlite", lambda _: None, overwrites=False)
    assert new.testOption(QFileDialog.Option.DontConfirmOverwrite)
