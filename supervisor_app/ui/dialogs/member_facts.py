"""What is known of a member: role, laptops, their own worker record; and for an admin the way to a PIN on this laptop."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from supervisor_app.services.members import MemberLine
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.pages.settings_words import ROLE_WORDS
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.words import Words

_ASK = "An admin of the site can give one here."
_LINKED = "Tied to {}. They can never assess themself."
_NOT_LINKED = "Not on the list of people."


class MemberFactsDialog(SheetDialog):
    """`giving` when an admin wants to give them a PIN on this laptop."""

    giving = Signal()

    def __init__(self, parent: QWidget, line: MemberLine, *, may_give: bool) -> None:
        super().__init__(parent, line.member.name, line.member.title, width=520)
        word, may = ROLE_WORDS[line.member.role]
        here = "" if line.here else " None on this laptop yet." + ("" if may_give else f" {_ASK}")
        facts = (
            ("Role", f"{word}. {may}"),
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
        self.box.addLayout(grid)
        close = Button("Close", Kind.GHOST, key="Esc")
        close.clicked.connect(self.reject)
        self.give = Button("Give a PIN on this laptop", Kind.PRIMARY, icon=Icon.KEY)
        self.give.clicked.connect(self._give)
        self.give.setVisible(may_give and not line.here)
        self.add_buttons(close, self.give, primary=self.give if may_give and not line.here else close)
        (self.give if may_give and not line.here else close).setFocus()

    def _give(self) -> None:
        self.accept()
        self.giving.emit()
