"""Opening a photo or file with the system's own program, from a copy that is gone when the program ends."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from supervisor_app.domain.observation import EvidenceFile
from supervisor_app.services.site import Site
from supervisor_app.ui.actions import perform

ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf", "video/mp4": ".mp4"}


def open_evidence(widget: QWidget, site: Site, file: EvidenceFile) -> None:
    """Show a file, or say in the page that it is not on this laptop."""
    from supervisor_app.services.evidence import read_file

    data = perform(widget, lambda: read_file(site, file.digest), changes=False)
    if data is not None and file.media in ENDINGS:
        path = _folder() / f"{file.digest[:16]}{ENDINGS[file.media]}"
        path.write_bytes(data)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


@cache
def _folder() -> Path:
    """Make the folder for the copies: this user's alone, removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="supervisor-app-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
