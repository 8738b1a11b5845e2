"""Photos and files of a step: taken or chosen with F, or dropped on the card; shown, taken away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from supervisor_app.domain.observation import Draft, EvidenceFile
from supervisor_app.ui.actions import perform, perform_in_background
from supervisor_app.ui.camera import Source, camera_possible
from supervisor_app.ui.dialogs.step_files_dialog import StepFilesDialog
from supervisor_app.ui.dialogs.take_picture import TakePictureDialog
from supervisor_app.ui.file_dialogs import Folder, ask_files
from supervisor_app.ui.file_words import FILES, left_words
from supervisor_app.ui.widgets.dialog import ask

if TYPE_CHECKING:
    from supervisor_app.ui.pages.observe_step import ObserveStepPage

_SEES = "Whoever may see this record sees that too, on every laptop. Photos are drawn anew and tell nothing of the kind."


class StepFiles(QObject):
    """What F and a drop on the card do. `changed(draft)` once a file was added or taken away."""

    changed = Signal(object)

    def __init__(self, page: ObserveStepPage, card: QWidget, source: Callable[[QObject], Source] | None = None) -> None:
        super().__init__(page)
        self._page, self.source = page, source
        card.setAcceptDrops(True)
        card.installEventFilter(self)

    def press(self) -> None:
        """Choose files; where there are some already, or a camera can be used, show first what there is."""
        observed = self._page.observed
        if observed is None:
            return
        files = observed.draft.observation(observed.step.key).evidence
        if not files and not (self._open and self.camera):
            if self._open:
                self.choose()
            return
        from supervisor_app.services.evidence import missing_files

        site, number = self._page.site, observed.step.number
        missing = missing_files(site, files)
        dialog = StepFilesDialog(self._page, site, number, files, missing=missing, can_change=self._open, camera=self.camera)
        dialog.add_asked.connect(self.choose)
        dialog.picture_asked.connect(self.ask_picture)
        dialog.remove_asked.connect(self.remove)
        dialog.open()

    def ask_picture(self) -> None:
        """Take a picture with the camera."""
        dialog = TakePictureDialog(self._page, self.source) if self.source else TakePictureDialog(self._page)
        dialog.taken.connect(self._take_picture)
        dialog.open()

    def choose(self) -> None:
        """Open the system's dialog for files."""
        ask_files(self._page, Folder.EVIDENCE, "Add a photo or file", FILES, self.add)

    def add(self, paths: list[Path]) -> None:
        """Take files in; where one is kept as it is, what it may tell is said before."""
        from supervisor_app.services.evidence import what_they_may_tell  # pictures are read when somebody has one

        if self._page.observed is None or not self._open or not paths:
            return
        tells = what_they_may_tell(paths)
        if tells:
            question = "Keep the file as it is?" if len(paths) == 1 else "Keep these files as they are?"
            ask(self._page, question, " ".join((*tells, _SEES)), "Keep it", "Leave it", lambda: self.take(paths), danger=False)
        else:
            self.take(paths)

    def take(self, paths: list[Path]) -> None:
        """Store files, each when it counts; a picture may need a moment to be drawn anew."""
        from supervisor_app.services.evidence import Attached, attach_all

        page, observed = self._page, self._page.observed
        if observed is None or not self._open:
            return
        site, draft_id, step = page.site, observed.draft.id, observed.step.key

        def work(progress: object, cancelled: object) -> Attached:
            return attach_all(site, draft_id, step, paths)

        def tell(attached: Attached) -> None:
            self.changed.emit(attached.draft)
            if attached.left:
                page.show_notice(*left_words(attached.left, len(paths)))

        perform_in_background(page, work, words="Keeping the photo", done=tell, changes=False, cancel=False)

    def _take_picture(self, data: bytes) -> None:
        from supervisor_app.services.evidence import attach_picture

        observed = self._page.observed
        if observed is None or not self._open:
            return
        site, draft_id, step = self._page.site, observed.draft.id, observed.step.key

        def work(progress: object, cancelled: object) -> Draft:
            return attach_picture(site, draft_id, step, data)

        perform_in_background(self._page, work, words="Keeping the picture", done=self.changed.emit, changes=False, cancel=False)

    def remove(self, file: EvidenceFile) -> None:
        """Take a file away; Ctrl+Z brings it back."""
        from supervisor_app.services.evidence import detach

        observed = self._page.observed
        if observed is not None:
            site, draft_id, step = self._page.site, observed.draft.id, observed.step.key
            perform(self._page, lambda: detach(site, draft_id, step, file.digest), done=self.changed.emit, changes=False)

    @property
    def camera(self) -> bool:
        """Whether a picture can be taken here."""
        return self.source is not None or camera_possible()

    @property
    def _open(self) -> bool:
        observed = self._page.observed
        return observed is not None and observed.draft.safety_stop is None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take files that are dropped on the card."""
        if isinstance(event, QDragEnterEvent) and event.mimeData().hasUrls():
            event.acceptProposedAction()
            return True
        if isinstance(event, QDropEvent) and not isinstance(event, QDragEnterEvent):
            self.add([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
            event.acceptProposedAction()
            return True
        return super().eventFilter(watched, event)
