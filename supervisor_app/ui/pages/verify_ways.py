"""The ways a certificate comes in: dropped, chosen, a whole folder, pasted, cut out of the screen, seen by a camera."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from supervisor_app.ui.camera import camera_possible
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.drop_area import DropArea
from supervisor_app.ui.widgets.rows import Fetch, RowList
from supervisor_app.ui.widgets.sheet import SectionLabel

WIDTH = 336
ABOVE_LIST = 470  # header, drop area, buttons and label
_DROP = 164
_SENTENCE = "PDF, photo, badge, a whole folder,\nor point a code scanner at this window."


class WaysIn(QWidget):
    """Drop area, buttons and today's checks; the camera's button only where Qt brings a camera."""

    def __init__(self, rows: Fetch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drop = DropArea("Drop a certificate here", _SENTENCE, Icon.VERIFY)
        self.drop.setFixedHeight(_DROP)
        self.choose = Button("Choose file", icon=Icon.FILE)
        self.folder = Button("Folder", icon=Icon.FOLDER)
        self.paste = Button("Paste", icon=Icon.CLIPBOARD)
        self.screen_part = Button("From screen", icon=Icon.PICTURE)
        self.camera = Button("Camera", icon=Icon.CAMERA)
        self.checked = SectionLabel("Checked today")
        self.list = RowList(rows, name="Checked today")
        self.setFixedWidth(WIDTH)
        self._build()

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(8)
        buttons = [self.choose, self.folder, self.paste, self.screen_part]
        for place, button in enumerate(buttons):
            grid.addWidget(button, place // 2, place % 2)
        if camera_possible():
            grid.addWidget(self.camera, 2, 0, 1, 2)
        else:
            self.camera.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.drop)
        box.addSpacing(12)
        box.addLayout(grid)
        box.addSpacing(8)
        box.addWidget(self.checked)
        box.addWidget(self.list)
        box.addStretch(1)
