"""Sharing certificates, the same from their list and from a person: what, where, then the folder."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from supervisor_app.services.certificate_drawing import get_certificate
from supervisor_app.services.passport import passport, sign_passport
from supervisor_app.services.rights import Right, may
from supervisor_app.services.sharing import SharedFolder, share
from supervisor_app.ui.actions import perform, perform_in_background
from supervisor_app.ui.dialogs.share_dialog import ShareDialog
from supervisor_app.ui.file_dialogs import Folder, ask_folder
from supervisor_app.ui.jobs import Cancelled, Job, Progress

if TYPE_CHECKING:
    from supervisor_app.ui.main_window import MainWindow


def share_certificate(window: MainWindow, certificate_id: str) -> ShareDialog | None:
    """Ask how one certificate shall be shared, then do it."""
    page = window.current_page
    if page is None or not certificate_id:
        return None
    issued = perform(page, lambda: get_certificate(window.site, certificate_id), changes=False)
    return _ask(window, issued.worker_id, [certificate_id], "") if issued else None


def share_certificates(window: MainWindow, certificate_ids: Sequence[str]) -> ShareDialog | None:
    """Ask how several certificates shall be shared, then do it; a passport goes with them where they are one person's."""
    page = window.current_page
    if page is None or not certificate_ids:
        return None
    found = perform(page, lambda: [get_certificate(window.site, one) for one in certificate_ids], changes=False)
    if found is None:
        return None
    workers = {issued.worker_id for issued in found}
    return _ask(window, workers.pop() if len(workers) == 1 else "", certificate_ids, "" if len(found) == 1 else "certificates")


def share_person(window: MainWindow, worker_id: str) -> ShareDialog | None:
    """Ask how everything that a person holds shall be shared, then do it; without a certificate say so."""
    page = window.current_page
    if page is None:
        return None
    made = perform(page, lambda: passport(window.site, worker_id, window.now().date()), changes=False)
    if made is None:
        return None
    if not made.certificate_ids:
        page.show_notice("There is no certificate in force to share.", "Issue one first: Today offers what can be issued.")
        return None
    return _ask(window, worker_id, made.certificate_ids, made.employee_no or "certificates")


def share_into(window: MainWindow, worker_id: str, ids: Sequence[str], name: str, pin: str, parent: Path) -> Job | None:
    """Write the folder beside the window, with the passport where a PIN was given."""
    page = window.current_page
    if page is None:
        return None
    site, session, now, paper = window.site, page.session, window.now(), window.site.settings.paper

    def work(progress: Progress, cancelled: Cancelled) -> SharedFolder:
        signed = sign_passport(site, session, worker_id, pin, now) if pin else None
        return share(
            site,
            ids,
            parent,
            name=name,
            paper=paper,
            passport=signed,
            progress=lambda done, every: progress(done, every, f"{done} of {every}"),
            cancelled=cancelled,
        )

    def told(result: SharedFolder) -> None:
        folder = Path(result.folder)
        if result.cancelled:
            page.show_notice("Sharing was stopped.", f"{len(result.files)} files are in {folder.name}, each of them whole.")
        else:
            window.notify(f"{len(result.files)} files are in {folder.name}.", "Show", partial(_show, folder))

    return perform_in_background(page, work, words="Writing the files", done=told, changes=bool(pin), cancel=len(ids) > 1)


def _ask(window: MainWindow, worker_id: str, ids: Sequence[str], name: str) -> ShareDialog | None:
    page = window.current_page
    if page is None:
        return None
    may_sign = may(window.site, page.session, Right.ISSUE, worker_id=worker_id) if worker_id else None
    dialog = ShareDialog(page, page.session, len(ids), may_sign)
    dialog.chosen.connect(lambda pin: _choose_folder(window, worker_id, ids, name, pin))
    dialog.open()
    return dialog


def _choose_folder(window: MainWindow, worker_id: str, ids: Sequence[str], name: str, pin: str) -> QFileDialog:
    title = "Choose a place for the folder"
    return ask_folder(window, Folder.PAPERS, title, lambda path: share_into(window, worker_id, ids, name, pin, path))


def _show(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
