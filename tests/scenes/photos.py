"""Photos: those of a step while one observes, beside a signed record, one of them large, and the camera."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from supervisor_app.domain.decision import Judgement
from supervisor_app.domain.erasure import Scope
from supervisor_app.domain.observation import Draft
from supervisor_app.services.erasing import erase, erasure_preview
from supervisor_app.services.evidence import attach
from supervisor_app.services.signing import sign
from supervisor_app.services.signing_choice import SigningChoice
from supervisor_app.storage.evidence_files import delete_file
from supervisor_app.ui.dialogs.file_dialog import FileDialog
from supervisor_app.ui.dialogs.step_files_dialog import StepFilesDialog
from supervisor_app.ui.dialogs.take_picture import TakePictureDialog
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.decide_page import DecidePage
from supervisor_app.ui.pages.observe_keys import Command, Press
from supervisor_app.ui.pages.observe_step import ObserveStepPage
from supervisor_app.ui.pages.record_page import RecordPage
from supervisor_app.ui.widgets.file_tile import FileTile
from tests.scenes.observing import begin
from tests.scenes.records import photo
from tests.scenes.scene import PIN, Prepare, Scene, go, settle, wait_until


class StillCamera(QObject):
    """A camera that sees one photo."""

    seen = Signal(QImage)
    failed = Signal(str)

    def start(self) -> None:
        """Show it."""
        self.seen.emit(QImage(str(photo("seen"))))

    def stop(self) -> None:
        """Nothing to let go of."""


def _with_photos(window: MainWindow, count: int, *, lose: bool = True) -> Draft:
    """A draft whose first steps have so many photos, and beyond one a PDF; the last photo is not on this laptop any more."""
    draft, checklist = begin(window)
    keys = [step.key for step in checklist.steps][: max(1, count // 4)]
    for number in range(count):
        draft = attach(window.site, draft.id, keys[number % len(keys)], photo(f"seen {number}"))
    if count > 1:
        training = Path(tempfile.mkdtemp()) / "training.pdf"
        training.write_bytes(b"%PDF-1.7\n" + bytes(412_000))
        draft = attach(window.site, draft.id, keys[0], training)
        if lose:
            delete_file(window.site.folder, draft.observation(keys[0]).evidence[1].digest)
    return draft


def _record(window: MainWindow, count: int) -> RecordPage:
    draft, session = _with_photos(window, count), window.session
    assert session is not None
    choice = SigningChoice(judgement=Judgement.NOT_YET, signed_at=window.site.clock())
    record = sign(window.site, session, draft.id, choice, PIN).sign_off.id
    shown = go(window, RecordPage, "record", sign_off_id=record)
    wait_until(lambda: not shown.files.pictures.busy, "the pictures were not read")
    settle(100)
    shown.left.ensureWidgetVisible(shown.left.findChildren(FileTile)[-1], 0, 60)
    return shown


def _photos(count: int) -> Prepare:
    def prepare(window: MainWindow) -> None:
        _record(window, count)

    return prepare


def _erased(window: MainWindow) -> None:
    """The record of the photos was erased while it was open."""
    shown, session = _record(window, 4), window.session
    assert shown.whole is not None
    assert session is not None
    preview = erasure_preview(window.site, session, shown.whole.sign_off.worker_id, Scope.EVERYTHING)
    erase(window.site, session, preview, "asked for it", "the worker", PIN)
    shown.reload()


def _large(place: int) -> Prepare:
    def prepare(window: MainWindow) -> None:
        shown = _record(window, 12)
        shown.files.open(place)
        (dialog,) = window.findChildren(FileDialog)
        wait_until(lambda: dialog.settled, "the picture was not read")

    return prepare


def _step_files(count: int) -> Prepare:
    """What F shows; none is there where a camera can be used."""

    def prepare(window: MainWindow) -> None:
        draft = _with_photos(window, count)
        shown = go(window, ObserveStepPage, "observe_step", draft_id=draft.id)
        shown.files.source = StillCamera
        shown.pressed(Press(command=Command.PHOTO))
        for dialog in window.findChildren(StepFilesDialog):
            wait_until(lambda dialog=dialog: not dialog.pictures.busy, "the pictures were not read")

    return prepare


def _camera(*, held: bool) -> Prepare:
    def prepare(window: MainWindow) -> None:
        shown = go(window, ObserveStepPage, "observe_step", draft_id=_with_photos(window, 0).id)
        shown.files.source = StillCamera
        shown.files.ask_picture()
        (dialog,) = window.findChildren(TakePictureDialog)
        if held:
            dialog.press.click()

    return prepare


def _lost(window: MainWindow) -> None:
    go(window, DecidePage, "decide", draft_id=_with_photos(window, 4).id)


SCENES: tuple[Scene, ...] = (
    Scene("05m-step-photos", _step_files(12)),
    Scene("05ma-step-photo-none", _step_files(0)),
    Scene("05n-camera", _camera(held=False)),
    Scene("05na-camera-held", _camera(held=True)),
    Scene("05o-decide-lost-photo", _lost),
    Scene("05wa-record-photos", _photos(12)),
    Scene("05wb-record-photo", _photos(1)),
    Scene("05wc-record-photo-large", _large(0)),
    Scene("05wd-record-photo-away", _large(1)),
    Scene("05we-record-file", _large(4)),
    Scene("05wf-record-erased", _erased),
)
