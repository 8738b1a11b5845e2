"""Asking for files, a folder, or a place to save in: one way for all of them; each begins where the same was found last."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSettings, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget


class Folder(StrEnum):
    """Folders that are remembered, by what is chosen from them or saved in them."""

    PEOPLE = "people"
    PICTURE = "picture"
    EVIDENCE = "evidence"
    CHECKLIST = "checklist"
    FRAMEWORK = "framework"
    SHARED = "shared"
    INVITATION = "invitation"
    RECOVERY = "recovery"
    BACKUP = "backup"
    PAPERS = "papers"
    CHECKED = "checked"
    TRUST = "trust"
    SIGNING_KEY = "signing-key"
    PROOF = "proof"
    PERSON = "person"
    CHECK_PAGE = "check-page"


Chosen = Callable[[Path], object]
_MODE, _ACCEPT, _OPTION = QFileDialog.FileMode, QFileDialog.AcceptMode, QFileDialog.Option


def ask_file(
    parent: QWidget, folder: Folder, title: str, kinds: str, chosen: Chosen, *, start: Path | None = None
) -> QFileDialog:
    """Ask for a file that exists; `start` is where to begin, before what is remembered."""
    dialog = _dialog(parent, folder, title, kinds, start)
    dialog.setFileMode(_MODE.ExistingFile)
    return _open(dialog, folder, chosen)


def ask_files(parent: QWidget, folder: Folder, title: str, kinds: str, chosen: Callable[[list[Path]], object]) -> QFileDialog:
    """Ask for one or several files that exist."""
    dialog = _dialog(parent, folder, title, kinds, None)
    dialog.setFileMode(_MODE.ExistingFiles)
    dialog.filesSelected.connect(lambda names: _remember(folder, Path(names[0]).parent))
    dialog.filesSelected.connect(lambda names: chosen([Path(name) for name in names]))
    dialog.open()
    return dialog


def ask_folder(parent: QWidget, folder: Folder, title: str, chosen: Chosen, *, start: Path | None = None) -> QFileDialog:
    """Ask for a folder."""
    dialog = _dialog(parent, folder, title, "", start)
    dialog.setFileMode(_MODE.Directory)
    dialog.setOption(_OPTION.ShowDirsOnly)
    return _open(dialog, folder, chosen)


def ask_place(
    parent: QWidget, folder: Folder, title: str, kinds: str, name: str, chosen: Chosen, *, overwrites: bool = True
) -> QFileDialog:
    """Ask where a file is to be written, `name` being proposed; its ending is added where none is typed.

    Without `overwrites` nobody is asked whether a file may be replaced: who writes there refuses it in words.
    """
    dialog = _dialog(parent, folder, title, kinds, None)
    dialog.setAcceptMode(_ACCEPT.AcceptSave)
    dialog.setDefaultSuffix(Path(name).suffix.removeprefix("."))
    dialog.setOption(_OPTION.DontConfirmOverwrite, not overwrites)
    dialog.selectFile(name)
    return _open(dialog, folder, chosen)


def _dialog(parent: QWidget, folder: Folder, title: str, kinds: str, start: Path | None) -> QFileDialog:
    begin = start if start is not None and start.is_dir() else _begin(folder)
    dialog = QFileDialog(parent, title, str(begin), kinds)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog


def _open(dialog: QFileDialog, folder: Folder, chosen: Chosen) -> QFileDialog:
    whole = dialog.fileMode() is _MODE.Directory
    dialog.fileSelected.connect(lambda name: _remember(folder, Path(name) if whole else Path(name).parent))
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    dialog.open()
    return dialog


def _begin(folder: Folder) -> Path:
    """Return where to begin: where it was last, else the user's documents, never where the program was started."""
    kept = _kept()
    last = str(kept.value(f"folders/{folder}", "")) if kept is not None else ""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return next((Path(one) for one in (last, documents) if one and Path(one).is_dir()), Path.home())


def _remember(folder: Folder, place: Path) -> None:
    kept = _kept()
    if kept is not None:
        kept.setValue(f"folders/{folder}", str(place))


def _kept() -> QSettings | None:
    """Return what the program keeps about its user; a program without a name keeps nothing."""
    return QSettings() if QCoreApplication.organizationName() else None
