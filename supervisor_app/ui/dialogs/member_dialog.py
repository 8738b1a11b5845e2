"""Adding somebody who may act: who they are on the list of people, name and title, role, a PIN on this laptop."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.domain.people import Member, Role
from supervisor_app.errors import UserError
from supervisor_app.services.membership import EVERYTHING, add_member
from supervisor_app.services.people import search_people
from supervisor_app.services.scopes import scope_choices
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.ui import messages
from supervisor_app.ui.actions import perform_in_background
from supervisor_app.ui.dialogs.scope_dialog import ScopeLine
from supervisor_app.ui.pages.first_run_you import PinPair
from supervisor_app.ui.pages.settings_words import OFFERED_ROLES, ROLE_WORDS, scope_sentence
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.choice import Option, Tiles
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.field import Field
from supervisor_app.ui.widgets.pin_field import PinField
from supervisor_app.ui.widgets.rows import Row, RowList
from supervisor_app.ui.widgets.search_field import SearchField
from supervisor_app.ui.widgets.setting_pin import labelled_pin
from supervisor_app.ui.widgets.words import Words

_SHOWN = 2
_PIN = "They sign in on this laptop with a PIN of their own. Who acts on another laptop needs none here."
_TIE = "Choose them, and nobody can ever let them assess themself."
_NOBODY = "Nobody of that name or number is on the list of people. Whoever is not on it can act as well: type their name."
_NO_LIST = "The list of people is empty. Type their name; nobody is assessed under it."
_TIED = "Tied to {}. They can never assess themself."


class MemberDialog(SheetDialog):
    """`added(member)` once they may act: on this laptop where they have a PIN."""

    added = Signal(object)

    def __init__(self, parent: QWidget, site: Site, session: Session) -> None:
        super().__init__(parent, "Add somebody who may act", _PIN, width=860)
        self._site, self._session = site, session
        self.worker_id = ""
        self.search = SearchField("Search people by name or number")
        self.nobody = Words("", 14, 400, "ink2", wrap=True)
        self.nobody.setContentsMargins(16, 12, 16, 12)
        self.people = RowList(self._rows, name="People", empty=self.nobody)
        self.people.chosen = ""
        self.tie = Words(_TIE, 14, 400, "ink2", wrap=True)
        self.name = Field("Name, as it prints", dense=True)
        self.role_title = Field("What they are here", placeholder="Shift supervisor", dense=True)
        self.role = Tiles([Option(role.value, ROLE_WORDS[role][0]) for role in OFFERED_ROLES], len(OFFERED_ROLES) // 2)
        self.may = Words("", 14, 400, "ink2", wrap=True)
        choices = scope_choices(site)
        titles = dict(choices.competencies)
        self.scope = ScopeLine(lambda: choices, lambda scope: scope_sentence(scope, titles), EVERYTHING)
        self.pins, self.own = PinPair(), PinField(6, "Your own PIN")
        self.save = Button("Add", Kind.PRIMARY, key="Enter")
        self._build()
        self._connect()
        self.role.choose(Role.ASSESSOR.value)
        self._say_role(Role.ASSESSOR.value)
        self.people.restart()
        self.people.fit(_SHOWN)
        self.search.setFocus()

    def record(self) -> None:
        """Add them, or say what is missing."""
        self.name.set_problem("" if self.name.text() else "It stands under everything they sign.")
        elsewhere = not (self.pins.first.pin or self.pins.second.pin)
        if not self.save.isEnabled() or not ((elsewhere or self.pins.ready()) and self.name.text()):
            return
        if not self.own.pin:
            self.show_notice("Your own PIN is missing.", "With it you answer for who may act here.")
            self.own.setFocus()
            return
        site, session, worker, pin, own = self._site, self._session, self.worker_id, self.pins.pin, self.own.pin
        name, title, role = self.name.text(), self.role_title.text(), Role(self.role.value)
        scope = self.scope.scope
        self.save.setEnabled(False)
        perform_in_background(
            self,
            lambda *_: add_member(site, session, name, title, role, worker, pin, own_pin=own, scope=scope),
            words="Making their keys",
            done=self._told,
            failed=self._refused,
            cancel=False,
        )

    def _told(self, member: Member) -> None:
        self.added.emit(member)
        self.accept()

    def _refused(self, problem: UserError) -> None:
        self.save.setEnabled(True)
        messages.show(self, problem)
        self.own.clear()
        self.own.setFocus()

    def _build(self) -> None:
        leading, trailing = QVBoxLayout(), QVBoxLayout()
        leading.setSpacing(8)
        trailing.setSpacing(12)
        leading.addWidget(Words("Who are they on the list of people?", 14, 500))
        for part in (self.search, self.people, self.tie):
            leading.addWidget(part)
        leading.addStretch(1)
        fields: tuple[QWidget, ...] = (self.name, self.role_title, self.pins)
        for each in fields:
            trailing.addWidget(each)
        trailing.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(28)
        columns.addLayout(leading, 1)
        columns.addLayout(trailing, 1)
        role = QVBoxLayout()
        role.setSpacing(6)
        said = QHBoxLayout()  # beside its label: the dialog must fit a low screen
        said.setSpacing(12)
        said.addWidget(Words("What they may do", 14, 500))
        said.addWidget(self.may, 1)
        role.addLayout(said)
        role.addWidget(self.role)
        self.box.setSpacing(12)
        self.box.setContentsMargins(0, 12, 0, 12)
        self.box.addLayout(columns)
        self.box.addLayout(role)
        last = QHBoxLayout()
        last.setSpacing(28)
        last.addWidget(self.scope, 1)
        last.addLayout(labelled_pin(f"Your own PIN, {self._session.name}", self.own), 1)
        self.box.addLayout(last)
        cancel = Button("Cancel", Kind.GHOST, key="Esc")
        cancel.clicked.connect(self.reject)
        self.add_buttons(cancel, self.save, primary=self.save)

    def _connect(self) -> None:
        self.search.searched.connect(lambda _: self.people.restart())
        self.search.taken.connect(self.people.take_first)
        self.search.left_down.connect(self.people.view.setFocus)
        self.people.opened.connect(self._tie_to)
        self.role.chosen.connect(self._say_role)
        self.save.clicked.connect(self.record)
        self.pins.second.submitted.connect(lambda _: self.own.setFocus())
        self.own.submitted.connect(lambda _: self.record())

    def _rows(self, offset: int, limit: int) -> Sequence[Row]:
        page = search_people(self._site, self.search.text().strip(), limit=limit, offset=offset)
        self.search.show_count(page.total_shown, page.total_people)
        self.nobody.setText(_NOBODY if page.total_people else _NO_LIST)
        return [
            Row(key=row.id, title=row.name, detail=row.job or row.latin_name, number=row.employee_no, avatar=row.name)
            for row in page.rows
        ]

    def _tie_to(self, worker_id: str) -> None:
        """They are this worker; name and title are taken over where nothing else was typed."""
        row = self.people.current
        if row is None:
            return
        before, self.worker_id = self.worker_id, worker_id
        self.people.chosen = worker_id
        self.tie.setText(_TIED.format(f"{row.title}, {row.number}"))
        if before or not self.name.text():
            self.name.set_text(row.title)
        if before or not self.role_title.text():
            self.role_title.set_text(row.detail)
        self.name.setFocus()

    def _say_role(self, key: str) -> None:
        self.may.setText(ROLE_WORDS[Role(key)][1])
