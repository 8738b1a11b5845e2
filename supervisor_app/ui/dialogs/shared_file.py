"""The file dialogs for the shared file: choosing one that exists, and where a new one is made; the same wherever it is asked."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

FILES = "Shared files (*.sqlite *.db);;All files (*)"
NEW_NAME = "sign-off.sqlite"


def choose_shared_file(parent: QWidget) -> QFileDialog:
    """Return the dialog for a shared file that exists; the caller listens to `fileSelected` and opens it."""
    dialog = QFileDialog(parent, "Choose the shared file", str(Path.home()), FILES)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog


def place_shared_file(parent: QWidget) -> QFileDialog:
    """Return the dialog for where a new shared file is made."""
    dialog = QFileDialog(parent, "Make a new shared file", str(Path.home()), FILES)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # an existing file is refused, never overwritten
    dialog.setDefaultSuffix("sqlite")
    dialog.selectFile(NEW_NAME)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog
