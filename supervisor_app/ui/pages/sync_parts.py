"""The parts of the Sync page: what the last sync came to, and the sheet of the shared file with the ways to another one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.services.rights import Permission
from supervisor_app.services.sync_records import Standing, StationLine, SyncOverview
from supervisor_app.ui.allowed import show_permission
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.look.sizes import sizes
from supervisor_app.ui.pages.laptop_chips import standing_chip
from supervisor_app.ui.pages.sync_view import Moved, moved_rows, size_words, station_chip, verdict
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.chip import ChipFace, Tone
from supervisor_app.ui.widgets.icon_mark import IconMark
from supervisor_app.ui.widgets.rows import Row
from supervisor_app.ui.widgets.sheet import Hairline, Sheet
from supervisor_app.ui.widgets.status_shape import StatusMark, StatusShape
from supervisor_app.ui.widgets.words import Words

_NO_FILE = "Choose the one of your site on a network drive or a stick, or make it there."


class VerdictSheet(Sheet):
    """How it stands, and below it what came and went."""

    def __init__(self) -> None:
        super().__init__(padding=0)
        self.mark = StatusMark(StatusShape.SAFE, 52)
        self.title = Words("", 24, 600, wrap=True)
        self.detail = Words("", 16, 400, "ink2", wrap=True)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.title)
        texts.addWidget(self.detail)
        head = QHBoxLayout()
        head.setContentsMargins(23, 18, 23, 18)
        head.setSpacing(20)
        head.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addLayout(texts, 1)
        self._line = Hairline()
        self._came = QVBoxLayout()
        self._came.setContentsMargins(23, 12, 23, 14)
        self._came.setSpacing(12)
        self.rows_holder = QWidget()
        self.rows_holder.setLayout(self._came)
        self.box.addLayout(head)
        self.box.addWidget(self._line)
        self.box.addWidget(self.rows_holder)

    def show_view(self, view: SyncOverview, told: str = "") -> None:
        """Show the last sync; `told` is what a notice says already."""
        said, rows = verdict(view, told), moved_rows(view)
        self.mark.set_shape(said.shape, said.title)
        self.title.setText(said.title)
        self.detail.setText(said.detail)
        while (item := self._came.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for row in rows:
            self._came.addWidget(_moved_widget(row))
        self._line.setVisible(bool(rows))
        self.rows_holder.setVisible(bool(rows))


class StoreSheet(Sheet):
    """Where the shared file or database is, with the ways to another one."""

    def __init__(self) -> None:
        super().__init__(padding=17)
        least = sizes().least
        self.path = Words("", 15, 500, mono=True, wrap=True)
        self.about = Words("", 14, 400, "ink2", wrap=True)
        self.choose = Button("Choose another file", height=least)
        self.make = Button("Start a new file", height=least)
        self.move_on = Button("Move it elsewhere…", height=least)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.path)
        texts.addWidget(self.about)
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(IconMark(Icon.FILE, 24), 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(texts, 1)
        self.box.setSpacing(14)
        self.box.addLayout(top)
        self.box.addLayout(_row(self.choose, self.make))
        self.box.addLayout(_row(self.move_on))

    def show_view(self, view: SyncOverview, to_move: Permission) -> None:
        """Show which one it is; it is moved by whom `to_move` lets."""
        chosen = view.state.chosen
        self.path.setText(_breakable(view.state.shared) if chosen else "No shared file yet")
        self.about.setText(size_words(view.state.file_bytes) if chosen else _NO_FILE)
        self.about.setVisible(bool(self.about.text()))
        self.choose.set_words("Choose another file" if chosen and not view.state.database else "Choose a file")
        self.move_on.setVisible(chosen)
        show_permission(self.move_on, to_move)


def _row(*buttons: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row


def _moved_widget(row: Moved) -> QWidget:
    sign: QWidget = IconMark(row.icon, 24) if row.icon else StatusMark(row.shape or StatusShape.SOON, 24)
    texts = QVBoxLayout()
    texts.setSpacing(0)
    texts.addWidget(Words(row.title, 16, 500, wrap=True))
    if row.detail:
        texts.addWidget(Words(row.detail, 14, 400, "ink2", wrap=True))
    widget = QWidget()
    line = QHBoxLayout(widget)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(16)
    line.addWidget(sign, 0, Qt.AlignmentFlag.AlignVCenter)
    line.addLayout(texts, 1)
    widget.setAccessibleName(f"{row.title}. {row.detail}")
    return widget


def station_row(line: StationLine, *, chosen: bool) -> Row:
    """Return a laptop as a row; how it stands only where records are shared at all."""
    if not chosen:
        return Row(key=line.origin, title=line.name, detail=line.words, icon=Icon.LAPTOP)
    if line.standing is not Standing.APPROVED:
        chip = standing_chip(line.standing)
        return Row(key=line.origin, title=line.name, detail=line.words, icon=Icon.LAPTOP, chip=chip)
    word, well = station_chip(line)
    face = ChipFace(word, Tone.OK, StatusShape.SAFE) if well else ChipFace(word, Tone.WARN, StatusShape.SOON)
    return Row(key=line.origin, title=line.name, detail=line.words, icon=Icon.LAPTOP, chip=face)


def _breakable(path: str) -> str:
    """Let a long path break after its separators."""
    return path.replace("\\", "\\\u200b").replace("/", "/\u200b")
