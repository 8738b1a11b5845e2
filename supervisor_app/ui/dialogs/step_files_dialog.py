"""The photos and files of one step as tiles: each opened large, or taken away; more can be taken or chosen."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QVBoxLayout, QWidget

from supervisor_app.domain.observation import EvidenceFile
from supervisor_app.services.evidence_pictures import picture_of
from supervisor_app.services.site import Site
from supervisor_app.ui.dialogs.file_dialog import FileDialog, FileShown
from supervisor_app.ui.file_words import kind_words, size_words
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.small_pictures import SmallPictures
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.file_tile import PHOTO, FileTile
from supervisor_app.ui.widgets.flow import Flow
from supervisor_app.ui.widgets.words import Words

_WHAT = "Pictures are kept without the place where they were taken. What is on them is signed with the sign-off."
_NONE = "There is none yet."
_AWAY = ("A file is not on this laptop any more.", "Take it away, and take it again where it can be. Nobody else has it yet.")


class StepFilesDialog(SheetDialog):
    """`add_asked`, `picture_asked` and `remove_asked(file)`; the dialog closes with any of them.

    `missing` are the digests of files that are not here; `camera` says whether a picture can be taken.
    """

    add_asked = Signal()
    picture_asked = Signal()
    remove_asked = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        site: Site,
        number: int,
        files: tuple[EvidenceFile, ...],
        *,
        missing: frozenset[str] = frozenset(),
        can_change: bool = True,
        camera: bool = False,
    ) -> None:
        super().__init__(parent, f"Photos and files of step {number}", _WHAT, width=730)
        self._site, self._missing = site, missing
        self._shown = tuple(
            FileShown(file=file, title=f"Step {number}: {kind_words(file)}, {size_words(file.size)}") for file in files
        )
        self.pictures = SmallPictures(self)
        self.tiles: list[FileTile] = []
        self.removes: list[Button] = []
        self.box.addWidget(self._tiles(can_change=can_change) if files else Words(_NONE, 16, 400, "ink2"))
        close = Button("Close", Kind.GHOST, key="Esc")
        self.add = Button("Choose files", icon=Icon.FOLDER)
        self.picture = Button("Take a picture", icon=Icon.CAMERA)
        self.add.setVisible(can_change)
        self.picture.setVisible(can_change and camera)
        close.clicked.connect(self.reject)
        self.add.clicked.connect(lambda: self._leave_for(self.add_asked))
        self.picture.clicked.connect(lambda: self._leave_for(self.picture_asked))
        self.add_buttons(close, self.add, self.picture, primary=close)
        if missing:
            self.show_notice(*_AWAY)
        (close if files or not can_change else self.picture if camera else self.add).setFocus()

    def _tiles(self, *, can_change: bool) -> QWidget:
        holder = QWidget()
        flow = Flow(spacing=14)
        flow.setContentsMargins(0, 0, 0, 0)
        for place, one in enumerate(self._shown):
            flow.addWidget(self._tile(place, one.file, can_change=can_change))
        holder.setLayout(flow)
        return holder

    def _tile(self, place: int, file: EvidenceFile, *, can_change: bool) -> QWidget:
        part, away = QWidget(), file.digest in self._missing
        box = QVBoxLayout(part)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        detail = f"{kind_words(file)}, {size_words(file.size)}"
        tile = FileTile(PHOTO, file.media, f"Open number {place + 1}: {detail}", detail=detail, away=away)
        tile.clicked.connect(lambda: FileDialog(self, self._site, self._shown, place).open())
        if not away:
            self.pictures.show(tile, file.digest, partial(picture_of, self._site, file))
        self.tiles.append(tile)
        box.addWidget(tile)
        if can_change:
            remove = Button("Take away", Kind.QUIET_DANGER)
            remove.setAccessibleName(f"Take number {place + 1} away")
            remove.clicked.connect(partial(self._remove, file))
            self.removes.append(remove)
            box.addWidget(remove)
        return part

    def _leave_for(self, asked: SignalInstance) -> None:
        self.accept()
        asked.emit()

    def _remove(self, file: EvidenceFile) -> None:
        self.accept()
        self.remove_asked.emit(file)
