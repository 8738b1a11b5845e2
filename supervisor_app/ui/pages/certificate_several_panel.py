"""Several certificates beside the list: how many of whom, how they stand, and what may be decided about them in one go."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.domain.certificate_acts import LifeKind
from supervisor_app.services.certificate_view import SeveralView
from supervisor_app.services.rights import Permission
from supervisor_app.ui.allowed import show_permission
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.pages.certificate_life_words import ACTION_ICONS, ACTION_WORDS
from supervisor_app.ui.pages.certificates_several import chosen_words, possible_words
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.sheet import SectionLabel, Sheet
from supervisor_app.ui.widgets.words import Words

_ORDER = (LifeKind.CONFIRMED, LifeKind.SUSPENDED, LifeKind.REINSTATED, LifeKind.TRIGGERED, LifeKind.REVOKED)
_BUTTON = 196


class SeveralPanel(QWidget):
    """`decided(kind)` with a LifeKind's value when something is to be decided about all of them."""

    decided = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.view: SeveralView | None = None
        self.title = Words("", 17, 600)
        self.people = Words("", 14, 400, "ink2")
        self.states = Words("", 16, 500, wrap=True)
        self.choices: dict[LifeKind, Button] = {}
        self.possible: dict[LifeKind, Words] = {}
        self.save = Button("Save PDF", icon=Icon.DOWNLOAD)
        self.share = Button("Share", icon=Icon.UPLOAD)
        self.share.setAccessibleName("Share: a folder with PDF, credential and badge of each")
        self._build()

    def show_several(self, view: SeveralView) -> None:
        """Show what is chosen."""
        self.view = view
        title, people, states = chosen_words(view)
        self.title.setText(title)
        self.people.setText(people)
        self.states.setText(states)
        for kind, button in self.choices.items():
            possible = view.may[kind]
            self.possible[kind].setText(possible_words(possible))
            show_permission(button, Permission(possible.number > 0, possible.why_not))

    def _build(self) -> None:
        head = Sheet(padding=16)
        head.box.addWidget(self.states)
        sheet = Sheet(padding=0)
        for kind in _ORDER:
            sheet.add_row(self._choice(kind))
        files = QHBoxLayout()
        files.setSpacing(8)
        files.addWidget(self.save)
        files.addWidget(self.share)
        files.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.title)
        box.addWidget(self.people)
        box.addSpacing(12)
        box.addWidget(head)
        box.addWidget(SectionLabel("Decide about all of them, with one reason and one PIN"))
        box.addWidget(sheet)
        box.addSpacing(8)
        box.addWidget(Words("Where it cannot be decided about all, the form names the others first, and why.", 14, 400, "ink2"))
        box.addSpacing(16)
        box.addLayout(files)
        box.addStretch(1)

    def _choice(self, kind: LifeKind) -> QWidget:
        danger = kind is LifeKind.REVOKED
        button = Button(ACTION_WORDS[kind], Kind.DANGER if danger else Kind.SECONDARY, icon=ACTION_ICONS.get(kind))
        button.setFixedWidth(_BUTTON)
        button.clicked.connect(partial(self.decided.emit, kind.value))
        words = Words("", 15, 400, "ink2", wrap=True)
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(16, 8, 16, 8)
        line.setSpacing(16)
        line.addWidget(button)
        line.addWidget(words, 1)
        self.choices[kind], self.possible[kind] = button, words
        return row
