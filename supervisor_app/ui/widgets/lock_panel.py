"""Who are you: the people of this laptop, and the PIN. What is shown while the app is locked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.domain.people import Member
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.notice import Notice, announce
from supervisor_app.ui.widgets.pin_field import PinEntry
from supervisor_app.ui.widgets.rows import Row, RowList
from supervisor_app.ui.widgets.sheet import SectionLabel, Sheet
from supervisor_app.ui.widgets.words import Words

_SHOWN = 6
_NO_PIN = "No PIN here: ask an admin for one."


class LockPanel(QWidget):
    """People on the leading side, the PIN of the chosen one on the other. `asked(member_id, pin)` when Enter or "Sign in".

    `forgotten` when the PIN is not known any more.
    """

    asked = Signal(str, str)
    forgotten = Signal()

    def __init__(self, site_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._members: tuple[Member, ...] = ()
        self._away: frozenset[str] = frozenset()
        self._notice: Notice | None = None
        self.setAutoFillBackground(True)
        self.title = Words("Who are you?", 28, 600)
        self.sentence = Words(site_name, 15, 400, "ink2")
        self.people = RowList(self._rows, name="People who act on this laptop")
        self.name = Words("", 20, 600, wrap=True)
        self.pin = PinEntry(keypad=True)
        self.button = Button("Sign in", Kind.PRIMARY, trailing=Icon.ARROW, key="Enter", height=56)
        self.forgot = SectionLabel("Your PIN", "Forgot your PIN?")
        self.slot = QVBoxLayout()
        self._build()
        self.people.picked.connect(self._choose)
        self.people.opened.connect(self._take)
        self.pin.submitted.connect(self._submit)
        self.button.clicked.connect(self._submit)
        self.forgot.linked.connect(self.forgotten)

    @property
    def member_id(self) -> str:
        """Who is chosen."""
        row = self.people.current
        return row.key if row else ""

    def show_members(self, members: Sequence[Member], chosen: str = "", away: Collection[str] = ()) -> None:
        """Offer these people; the one who was here last is chosen already. Those `away` have their PIN on another laptop."""
        self._members, self._away = tuple(members), frozenset(away)
        self.people.restart()
        known = [member.id for member in self._members]
        key = chosen if chosen in known else next(iter(known), "")
        self.people.select(key)
        self.people.fit(_SHOWN)
        self._choose(key)
        self.pin.setFocus()

    def show_notice(self, message: str, hint: str = "", action: str = "", do: Callable[[], object] | None = None) -> None:
        """Say why one is not signed in; the PIN starts anew."""
        self.clear_notice()
        self._notice = Notice(message, hint, action)
        if do is not None:
            self._notice.acted.connect(do)
        self.slot.setContentsMargins(0, 12, 0, 0)
        self.slot.addWidget(self._notice)
        announce(self._notice, f"{message} {hint}")
        self.pin.clear()
        self.pin.setFocus()

    def clear_notice(self) -> None:
        """Take the notice away."""
        if self._notice is not None:
            self._notice.hide()
            self._notice.deleteLater()
            self._notice = None
            self.slot.setContentsMargins(0, 0, 0, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits find the PIN wherever the focus is."""
        if event.text().isdecimal():
            self.pin.setFocus()
            self.pin.field.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The desk."""
        QPainter(self).fillRect(self.rect(), tokens().canvas)

    def _build(self) -> None:
        leading = QVBoxLayout()
        leading.setSpacing(0)
        leading.addWidget(SectionLabel("People of this site"))
        leading.addWidget(self.people)
        leading.addStretch(1)
        card = Sheet(padding=20, turn=True)
        card.box.setSpacing(12)
        card.box.addWidget(self.name)
        card.box.addWidget(self.pin)
        card.box.addWidget(self.button)
        card.setFixedWidth(394)
        trailing = QVBoxLayout()
        trailing.setSpacing(0)
        trailing.addWidget(self.forgot)
        trailing.addWidget(card)
        trailing.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(24)
        columns.addLayout(leading, 1)
        columns.addLayout(trailing)
        middle = QWidget()
        middle.setMaximumWidth(860)
        box = QVBoxLayout(middle)
        box.setContentsMargins(32, 40, 32, 16)
        box.setSpacing(0)
        box.addWidget(self.title)
        box.addWidget(self.sentence)
        box.addLayout(self.slot)
        box.addLayout(columns, 1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addStretch(1)
        outer.addWidget(middle, 8)
        outer.addStretch(1)

    def _rows(self, offset: int, limit: int) -> Sequence[Row]:
        return [
            Row(
                key=member.id,
                title=member.name,
                detail=_NO_PIN if member.id in self._away else member.title,
                avatar=member.name,
                muted=member.id in self._away,
            )
            for member in self._members[offset : offset + limit]
        ]

    def _choose(self, key: str) -> None:
        name = next((member.name for member in self._members if member.id == key), "")
        self.name.setText(name)
        self.pin.clear()

    def _take(self, key: str) -> None:
        self._choose(key)
        self.pin.setFocus()

    def _submit(self) -> None:
        if self.member_id and self.pin.pin:
            self.asked.emit(self.member_id, self.pin.pin)
        else:
            self.pin.setFocus(Qt.FocusReason.OtherFocusReason)
