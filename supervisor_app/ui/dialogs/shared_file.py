"""The file dialogs for the shared file: choosing one that exists, and where a new one is made; the same wherever it is asked."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QWidget

from supervisor_app.ui.file_dialogs import Chosen, Folder, ask_file, ask_place

FILES = "Shared files (*.sqlite *.db);;All files (*)"
NEW_NAME = "sign-off.sqlite"


def choose_shared_file(parent: QWidget, chosen: Chosen) -> QFileDialog:
    """Ask for a shared file that exists."""
    return ask_file(parent, Folder.SHARED, "Choose the shared file", FILES, chosen)


def place_shared_file(parent: QWidget, chosen: Chosen, title: str = "Make a new shared file") -> QFileDialog:
    """Ask where a new shared file is made; an existing file is refused, never overwritten."""
    return ask_place(parent, Folder.SHARED, title, FILES, NEW_NAME, chosen, overwrites=False)
