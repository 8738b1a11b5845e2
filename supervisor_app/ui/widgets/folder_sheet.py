"""A folder that was checked, on one sheet: how many are valid, a table of the files, the table as a file for others."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from supervisor_app.ui.icons import Icon
from supervisor_app.ui.look.sizes import sizes
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.rows import Fetch, Row, RowList
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.status_shape import StatusShape
from supervisor_app.ui.widgets.verdict_header import VerdictHeader

_SIDE = 28


class FolderSheet(Sheet):
    """`opened(key)` when a file of the table is opened; `save` writes the table."""

    opened = Signal(str)

    def __init__(self, headline: str, sentence: str, *, fine: bool, rows: Sequence[Row], parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=0)
        self.save = Button("Save as a table", icon=Icon.DOWNLOAD)
        shape = StatusShape.MET if fine else StatusShape.SOON if rows else StatusShape.INFO
        self.head = VerdictHeader(shape, headline, sentence, self.save if rows else None)
        self.save.setVisible(bool(rows))
        self.head.setContentsMargins(_SIDE, 16, _SIDE, 16)
        self.add_row(self.head)
        self.table = RowList(_of(rows), name="Files of the folder")
        self.table.restart()
        self.table.opened.connect(self.opened)
        self.table.setVisible(bool(rows))
        self.add_row(self.table)

    def fit(self, room: int) -> None:
        """Be no higher than the room there is; the table scrolls inside."""
        self.table.fit(max(3, (room - 104) // sizes().two_lines))


def _of(rows: Sequence[Row]) -> Fetch:
    return lambda offset, limit: rows[offset : offset + limit]
