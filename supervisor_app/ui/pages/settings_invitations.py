"""Invitations that can still be used: for whom, until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from supervisor_app.domain.dates import day_in_words
from supervisor_app.services.inviting import InvitationLine
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.widgets.rows import Row, RowList
from supervisor_app.ui.widgets.sheet import SectionLabel

_SHOWN = 3


class InvitationsSection(QWidget):
    """Hidden while none is open; `opened(key)` for one of them."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[InvitationLine, ...] = ()
        self._zone: tzinfo | None = None
        self.list = RowList(self._rows, name="Open invitations")
        self.list.opened.connect(self.opened)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(SectionLabel("Open invitations"))
        box.addWidget(self.list)

    def show_invitations(self, lines: Sequence[InvitationLine], zone: tzinfo | None) -> None:
        """Show those that are open, their days as `zone` counts them."""
        self._lines, self._zone = tuple(line for line in lines if not line.over), zone
        self.list.restart()
        self.list.fit(_SHOWN)
        self.setVisible(bool(self._lines))

    def line(self, key: str) -> InvitationLine | None:
        """Return what is shown of one of them."""
        return next((line for line in self._lines if line.key == key), None)

    def _rows(self, offset: int, limit: int) -> Sequence[Row]:
        return [self._row(line) for line in self._lines[offset : offset + limit]]

    def _row(self, line: InvitationLine) -> Row:
        day = day_in_words(line.until.astimezone(self._zone).date())
        detail = f"For one laptop, until {day}. No laptop came with it yet."
        return Row(key=line.key, title=line.member_name or "A member who is not known here", detail=detail, icon=Icon.LAPTOP)
