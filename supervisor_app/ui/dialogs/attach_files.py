"""Files that were chosen to be added: the one in view large, all of them as a strip, and what will be kept of it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from supervisor_app.domain.names import isolated
from supervisor_app.services.attaching import FileToAdd
from supervisor_app.services.choosing_files import ChosenFile
from supervisor_app.ui.file_words import SEEN, size_words
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.file_drop import FileDrop
from supervisor_app.ui.widgets.file_tile import FileTile, image_of, strip_size
from supervisor_app.ui.widgets.flow import Flow
from supervisor_app.ui.widgets.words import Words

_DROP = "Drop photos or PDFs here"
_TYPES = "JPEG, PNG, PDF or MP4 up to 32 MB, several at once."
_DRAWN = "Kept without the place and the camera it was taken with."
_KINDS = {"application/pdf": "PDF", "video/mp4": "Video"}


class ChosenFiles(QWidget):
    """`turned()` once another file is in view, or none. `camera` shows the button that takes a picture."""

    turned = Signal()

    def __init__(self, *, camera: bool) -> None:
        super().__init__()
        self.files: list[FileToAdd] = []
        self.place = -1
        self.tiles: list[FileTile] = []
        self.drop = FileDrop(_DROP, QSize(320, 148))
        self.choose = Button("Choose files", icon=Icon.FOLDER)
        self.camera = Button("Camera", icon=Icon.CAMERA)
        self.camera.setVisible(camera)
        self.leave_out = Button("Leave it out", Kind.GHOST)
        self.about = Words(_TYPES, 14, 400, "ink2", wrap=True)
        self._strip, self._ways = QWidget(), QWidget()
        self._flow, ways = Flow(spacing=6), Flow(spacing=8)
        self._flow.setContentsMargins(0, 0, 0, 0)
        ways.setContentsMargins(0, 0, 0, 0)
        self._strip.setLayout(self._flow)
        self._ways.setLayout(ways)
        for button in (self.choose, self.camera, self.leave_out):
            ways.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        for part in (self.drop, self._strip, self._ways, self.about):
            box.addWidget(part)
        self.leave_out.clicked.connect(self.take_out)
        self._show()

    @property
    def current(self) -> FileToAdd | None:
        """The file in view."""
        return self.files[self.place] if self.files else None

    def add(self, files: tuple[ChosenFile, ...]) -> None:
        """Take files, and show the first of them."""
        if files:
            self.files += [FileToAdd(file=file) for file in files]
            self.turn_to(len(self.files) - len(files))

    def describe(self, *, step: str, caption: str) -> None:
        """Note what the file in view shows."""
        if self.files:
            self.files[self.place] = replace(self.files[self.place], step=step, caption=caption)

    def turn_to(self, place: int) -> None:
        """Show another one."""
        self.place = place
        self._show()
        self.turned.emit()

    def take_out(self) -> None:
        """Leave the one in view out."""
        if self.files:
            del self.files[self.place]
            self.turn_to(min(self.place, len(self.files) - 1))
            (self.tiles[self.place] if len(self.files) > 1 else self.choose).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete leaves the one in view out."""
        if event.key() == Qt.Key.Key_Delete and not event.modifiers():
            self.take_out()
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        self._show_strip()
        one = self.current
        self.leave_out.setVisible(one is not None)
        if one is None:
            self.drop.show_nothing(_DROP)
            self.about.setText(_TYPES)
            self.choose.set_words("Choose files")
            return
        file, said = one.file, f"{isolated(one.file.name)}, {size_words(len(one.file.data))}."
        self.choose.set_words("Add more")
        if file.preview is not None:
            self.drop.show_image(image_of(file.preview), f"Preview of {file.name}")
        else:
            self.drop.show_words(_KINDS.get(file.media, "No preview"))
        kept = f"It is kept as it is. {file.tells} {SEEN}" if file.tells else _DRAWN
        self.about.setText(f"{said} {kept}")

    def _show_strip(self) -> None:
        """One tile for each of several; the one in view is marked."""
        while len(self.tiles) > len(self.files):
            self._drop_last()
        for place, one in enumerate(self.files):
            if place == len(self.tiles):
                self._add_tile(place)
            tile, shown = self.tiles[place], f"{place + 1} of {len(self.files)}: {one.file.name}"
            tile.become(one.file.media, shown, one.file.preview, chosen=place == self.place)
        self._strip.setVisible(len(self.files) > 1)

    def _add_tile(self, place: int) -> None:
        tile = FileTile(strip_size(), "", "")
        tile.clicked.connect(lambda: self.turn_to(place))
        self.tiles.append(tile)
        self._flow.addWidget(tile)

    def _drop_last(self) -> None:
        tile = self.tiles.pop()
        self._flow.removeWidget(tile)
        tile.hide()
        tile.deleteLater()
