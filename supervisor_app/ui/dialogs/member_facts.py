"""What is known of a member: role, scope, laptops, their own worker record; and for an admin the ways to change it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QGridLayout, QWidget

from supervisor_app.domain.dates import day_in_words
from supervisor_app.services.members import MemberLine
from supervisor_app.services.rights import Permission
from supervisor_app.ui.allowed import show_permission, why
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.look.sizes import sizes
from supervisor_app.ui.pages.settings_words import ROLE_WORDS, scope_sentence
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.setting_row import SettingRow
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.words import Words

_ASK = "An admin of the site can give one here."
_LINKED = "Tied to {}. They can never assess themself."
_NOT_LINKED = "Not on the list of people."
_CHANGE = "Name, title, role, for what and how long."
_FORGOT = "For who forgot theirs."
_OWN = "Your own you change under “You”."
_FIRST = "They have none here yet."
_INVITE = "A code lets it join, without a second visit."
_OWN_PIN = "Nobody gives themself a new PIN."
_END = "What they signed stays and counts."
_BACK = "They come back with the role, the scope and the PINs they had."


class MemberFactsDialog(SheetDialog):
    """What an admin wants: `giving` a (new) PIN here, `changing` them, `inviting` a laptop of theirs, `ending` their acting.

    For who acts no more only `returning`. Without the `permission` the buttons say why not.
    """

    giving = Signal()
    changing = Signal()
    inviting = Signal()
    ending = Signal()
    returning = Signal()

    def __init__(
        self, parent: QWidget, line: MemberLine, titles: Mapping[str, str], permission: Permission, *, oneself: bool
    ) -> None:
        super().__init__(parent, line.member.name, line.member.title, width=600)
        self.box.addLayout(_facts(line, titles, may_change=permission.allowed))
        self.close_button = Button("Close", Kind.GHOST, key="Esc")
        self.close_button.clicked.connect(self.reject)
        self.give = Button("Give a PIN" if not line.here else "New PIN…", icon=Icon.KEY, height=sizes().least)
        self.change = Button("Change…", height=sizes().least)
        self.invite = Button("Invite a laptop…", height=sizes().least)
        self.end = Button("Stops acting…", Kind.DANGER, height=sizes().least)
        self.back = Button("Acts again…", height=sizes().least)
        ended = line.member.ended_on
        rows = Sheet(padding=0)
        if ended is None:
            pin = _OWN if oneself else _FORGOT if line.here else _FIRST
            rows.add_row(SettingRow("Role and scope", _CHANGE, self.change))
            rows.add_row(SettingRow("PIN on this laptop", pin, self.give))
            rows.add_row(SettingRow("Another laptop of theirs", _INVITE, self.invite))
            rows.add_row(SettingRow("Their last day", _END, self.end))
        else:
            rows.add_row(SettingRow(f"Stopped acting on {day_in_words(ended)}", _BACK, self.back))
        self.box.addWidget(rows)
        wishes = (
            (self.give, self.giving),
            (self.change, self.changing),
            (self.invite, self.inviting),
            (self.end, self.ending),
            (self.back, self.returning),
        )
        for button, signal in wishes:
            show_permission(button, permission)
            button.clicked.connect(partial(self._go_on, signal))
        if not permission.allowed:
            self.box.addWidget(Words(why(permission), 15, 500, wrap=True))
        elif oneself:
            show_permission(self.give, Permission(False, _OWN_PIN, _OWN))
        self.add_buttons(self.close_button, primary=self.close_button)
        (self.give if permission.allowed and not line.here and ended is None else self.close_button).setFocus()

    def _go_on(self, signal: SignalInstance) -> None:
        self.accept()
        signal.emit()


def _facts(line: MemberLine, titles: Mapping[str, str], *, may_change: bool) -> QGridLayout:
    word, may = ROLE_WORDS[line.member.role]
    here = "" if line.here else " None on this laptop yet." + ("" if may_change else f" {_ASK}")
    facts = (
        ("Role", f"{word}. {may}"),
        ("Scope", scope_sentence(line.member, titles)),
        ("PIN on", (", ".join(line.laptops) or "No laptop") + "." + here),
        ("Worker", _LINKED.format(line.worker) if line.worker else _NOT_LINKED),
    )
    grid = QGridLayout()
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(12)
    grid.setColumnStretch(1, 1)
    for place, (label, words) in enumerate(facts):
        grid.addWidget(Words(label, 14, 500, "ink2"), place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Words(words, 16, 400, wrap=True), place, 1)
    return grid
