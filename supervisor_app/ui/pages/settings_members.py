"""Who may act for the site: one row each, with title, role and laptops."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from supervisor_app.domain.dates import day_in_words
from supervisor_app.services.members import MemberLine
from supervisor_app.services.rights import Permission
from supervisor_app.ui.allowed import show_permission
from supervisor_app.ui.pages.settings_words import laptops_line, role_line, scope_words
from supervisor_app.ui.widgets.chip import ChipFace, Tone
from supervisor_app.ui.widgets.rows import Row, RowList
from supervisor_app.ui.widgets.sheet import SectionLabel

_SHOWN = 5


class MembersSection(QWidget):
    """`opened(member id)` for one of them, `adding` when somebody is to be added. Those who act no more stand last."""

    opened = Signal(str)
    adding = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[MemberLine, ...] = ()
        self.label = SectionLabel("Who may act", "Add somebody")
        self.list = RowList(self._rows, name="Who may act")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.label)
        box.addWidget(self.list)
        self.label.linked.connect(self.adding)
        self.list.opened.connect(self.opened)

    def show_members(self, lines: Sequence[MemberLine], ended: Sequence[MemberLine], permission: Permission) -> None:
        """Show who acts and who acted; `permission` to add somebody."""
        self._lines = (*lines, *ended)
        show_permission(self.label.link, permission)
        self.list.restart()
        self.list.fit(_SHOWN)

    def line(self, member_id: str) -> MemberLine | None:
        """Return what is shown of one of them."""
        return next((line for line in self._lines if line.member.id == member_id), None)

    def _rows(self, offset: int, limit: int) -> Sequence[Row]:
        return [_row(line) for line in self._lines[offset : offset + limit]]


def _row(line: MemberLine) -> Row:
    member = line.member
    if member.ended_on is not None:
        detail = f"{role_line(member.role, member.title)}. Stopped acting on {day_in_words(member.ended_on)}."
        return Row(key=member.id, title=member.name, detail=detail, avatar=member.name, muted=True)
    scope = scope_words(member)
    detail = f"{role_line(member.role, member.title)}{f', {scope}' if scope else ''}. {laptops_line(line)}"
    chip = None if line.here else ChipFace("No PIN here", Tone.NEUTRAL)
    return Row(key=member.id, title=member.name, detail=detail, avatar=member.name, chip=chip)
