"""The frame of a form under Settings: fields and a picture, beside them how it will look; keep it, or take it back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from supervisor_app.services.logo_file import read_logo_file
from supervisor_app.ui.actions import perform
from supervisor_app.ui.file_dialogs import Folder, ask_file
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.look.sizes import COLUMN_GAP, sizes
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.field import Field
from supervisor_app.ui.widgets.picture import Picture
from supervisor_app.ui.widgets.setting_preview import CertificatePreview
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.words import Words


class SettingForm(Sheet):
    """`saving(change)` when an admin keeps what was typed. Whoever builds on it says what `edited` is, and follows what is typed.

    `picture` is shown with its two buttons; `stays` says from when on it counts.
    """

    saving = Signal(object)

    def __init__(self, fields: Sequence[Field], picture: Picture, *, keep: str, undo: str, stays: str) -> None:
        super().__init__(padding=24)
        self._fields = tuple(fields)
        self.picture = picture
        self.png: bytes | None = None
        self.may_change = True
        self.choose = Button("Choose a picture", icon=Icon.UPLOAD)
        self.leave_out = Button("Leave it out", Kind.LINK)
        self.save = Button(keep, Kind.PRIMARY, height=sizes().button)
        self.undo = Button(undo, Kind.GHOST)
        self.stays = Words(stays, 14, 400, "ink2", wrap=True)
        self.preview = CertificatePreview()
        self.choose.clicked.connect(self._ask_picture)
        self.leave_out.clicked.connect(lambda: self.set_picture(None))
        self.save.clicked.connect(self.keep)
        self.undo.clicked.connect(self.take_back)
        for field in self._fields:
            field.changed.connect(lambda _: self.follow())

    @property
    def edited(self) -> bool:
        """Whether something differs from what is kept."""
        raise NotImplementedError

    def take_back(self) -> None:
        """Show again what is kept."""
        raise NotImplementedError

    def keep(self) -> None:
        """Tell what is to be kept, or say what is wrong with it."""
        raise NotImplementedError

    def show_typed(self) -> None:
        """Show what follows from what is typed, besides the buttons: what is wrong with it, how it will look."""
        raise NotImplementedError

    def allow_change(self, allowed: bool) -> None:
        """Let it be changed, or only be seen."""
        self.may_change = allowed
        for part in (self.choose, self.save, self.undo, self.stays):
            part.setVisible(allowed)
        for field in self._fields:
            field.edit.setEnabled(allowed)
        self.follow()

    def show_kept(self, texts: Sequence[str], png: bytes | None) -> None:
        """Put these into the fields, in their order, and this picture."""
        for field, text in zip(self._fields, texts, strict=True):
            field.set_text(text)
            field.set_problem("")
        self.set_picture(png)

    def set_picture(self, png: bytes | None) -> None:
        """Take a picture, or none."""
        self.png = png
        self.picture.show_png(png or b"")
        self.follow()

    def take_picture(self, path: str) -> None:
        """Read a picture file; what is wrong with it is said in the page."""
        perform(self, lambda: read_logo_file(Path(path)), done=self.set_picture, changes=False)

    def follow(self) -> None:
        """What follows from what is typed."""
        self.save.setEnabled(self.edited)
        self.undo.setEnabled(self.edited)
        self.leave_out.setVisible(self.png is not None and self.may_change)
        self.show_typed()

    def lay_out(self, parts: Sequence[QWidget | QLayout | int], beside: Sequence[QWidget | QLayout | int] = ()) -> None:
        """Lay out the form with what stands above its buttons, and what stands below the preview; numbers are gaps."""
        columns = QHBoxLayout()
        columns.setSpacing(COLUMN_GAP + 8)
        columns.addLayout(_column((*parts, 20, _row(8, self.save, self.undo), 10, self.stays)), 1)
        columns.addLayout(_column((Words("This is how it will look", 14, 500, "ink2"), 6, self.preview, *beside)), 1)
        self.box.addLayout(columns)

    def picture_row(self) -> QHBoxLayout:
        """Return the picture with its buttons."""
        return _row(16, self.picture, self.choose, self.leave_out)

    def _ask_picture(self) -> None:
        kinds = "Pictures (*.png *.jpg *.jpeg)"
        ask_file(self, Folder.PICTURE, "Choose a picture", kinds, lambda path: self.take_picture(str(path)))


def _row(gap: int, *parts: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(gap)
    for part in parts:
        row.addWidget(part)
    row.addStretch(1)
    return row


def _column(parts: Sequence[QWidget | QLayout | int]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    for part in parts:
        if isinstance(part, int):
            column.addSpacing(part)
        elif isinstance(part, QWidget):
            column.addWidget(part)
        else:
            column.addLayout(part)
    column.addStretch(1)
    return column
