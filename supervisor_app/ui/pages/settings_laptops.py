"""The laptops of the site: one row each, with how it stands and when it was last heard of."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from supervisor_app.services.laptops import LaptopLine
from supervisor_app.services.rights import Permission
from supervisor_app.ui.allowed import show_permission
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.pages.laptop_chips import standing_chip
from supervisor_app.ui.widgets.rows import Row, RowList
from supervisor_app.ui.widgets.sheet import SectionLabel

_SHOWN = 5
_NEW_KEY = "New key for certificates"


class LaptopsSection(QWidget):
    """`opened(origin)` for one of them, `new_key` when certificates shall get a new one."""

    opened = Signal(str)
    new_key = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[LaptopLine, ...] = ()
        self.label = SectionLabel("Laptops of the site", _NEW_KEY)
        self.list = RowList(self._rows, name="Laptops of the site")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.label)
        box.addWidget(self.list)
        self.label.linked.connect(self.new_key)
        self.list.opened.connect(self.opened)

    def show_laptops(self, lines: Sequence[LaptopLine], permission: Permission) -> None:
        """Show them; `permission` to make a new key."""
        show_permission(self.label.link, permission)
        self._lines = tuple(lines)
        self.list.restart()
        self.list.fit(_SHOWN)

    def line(self, origin: str) -> LaptopLine | None:
        """Return what is shown of one of them."""
        return next((line for line in self._lines if line.origin == origin), None)

    def _rows(self, offset: int, limit: int) -> Sequence[Row]:
        return [_row(line) for line in self._lines[offset : offset + limit]]


def _row(line: LaptopLine) -> Row:
    chip = standing_chip(line.standing)
    return Row(key=line.origin, title=line.name or "A laptop without a name", detail=line.heard, icon=Icon.LAPTOP, chip=chip)
