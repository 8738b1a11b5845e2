"""Registering paper that somebody else issued: whose, what, by whom, until when; as declared, never as assessed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.domain.names import isolated
from supervisor_app.services.declaring import DECLARE_MEANING, Declaration, declaration_problems, declare
from supervisor_app.services.people import search_people
from supervisor_app.services.scopes import scope_choices
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.ui.dialogs.pin_act import Act, PinActDialog
from supervisor_app.ui.file_dialogs import Folder, ask_file
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.pages.people_words import person_row
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.day_field import DayField
from supervisor_app.ui.widgets.field import Field
from supervisor_app.ui.widgets.rows import Row, RowList
from supervisor_app.ui.widgets.search_field import SearchField
from supervisor_app.ui.widgets.words import Words

_WHAT = (
    "It is shown as declared everywhere: somebody saw the paper, nobody assessed it here. It never becomes a certificate of ours."
)
_FIELDS = {
    "title": "What it certifies",
    "issuer": "Issued by",
    "number": "Number",
    "limits": "Limits",
    "issued": "Issued on",
    "valid_until": "Valid until (empty for no end)",
}
_NONE = "none"
_PEOPLE_SHOWN, _SKILLS_SHOWN = 2, 3
FILES = "Pictures and PDF (*.png *.jpg *.jpeg *.pdf *.webp *.tif *.tiff)"


class DeclareDialog(PinActDialog):
    """`acted(DeclaredRow)` once it is registered. `worker_id` and `name` where it is known whose paper it is."""

    words = "Registering the paper"

    def __init__(self, parent: QWidget, site: Site, session: Session, worker_id: str = "", name: str = "") -> None:
        super().__init__(parent, session, "Register paper of somebody else", _WHAT, action="Register", width=900)
        self._site, self.worker_id, self._scan = site, worker_id, ""
        self.search = SearchField("Search people by name or number")
        self.people = RowList(self._people, name="People")
        self.whose = Words(f"For {isolated(name)}." if name else "Whose paper is it?", 15, 500, wrap=True)
        self.skills = RowList(self._skills, name="Competencies")
        self.days = {key: DayField(_FIELDS[key], may_be_empty=True, dense=True) for key in ("issued", "valid_until")}
        self.fields = {key: self.days.get(key) or Field(label, dense=True) for key, label in _FIELDS.items()}
        self.note = Field("Note (if you like)", dense=True)
        self.scan = Button("Add a scan", icon=Icon.FILE)
        self._choices: Sequence[tuple[str, str]] = ((_NONE, "None of ours"), *scope_choices(site).competencies)
        self.competency = _NONE
        self._lay_out(known=bool(worker_id))
        self.search.searched.connect(lambda _text: self.people.restart())
        self.people.picked.connect(self._take_person)
        self.skills.picked.connect(self._take_skill)
        self.scan.clicked.connect(self._choose_file)
        self.finish()
        self.people.restart()
        self.people.fit(_PEOPLE_SHOWN)
        self.skills.restart(_NONE)
        self.skills.fit(_SKILLS_SHOWN)
        (self.fields["title"] if worker_id else self.search).setFocus()

    def prepare(self) -> Act | None:
        """Return the act, or say beside each field what is wrong with it."""
        values = {key: field.text() for key, field in self.fields.items()}
        wrong = {key: field.problem() for key, field in self.days.items() if field.problem()}
        declaration = Declaration(
            worker_id=self.worker_id,
            title=values["title"],
            issuer=values["issuer"],
            number=values["number"],
            limits=values["limits"],
            issued=self.days["issued"].day(),
            valid_until=self.days["valid_until"].day(),
            competency="" if self.competency == _NONE else self.competency,
            note=self.note.text(),
            scan=Path(self._scan) if self._scan else None,
        )
        wrong |= declaration_problems(declaration, self._site.clock().date())
        for key, field in self.fields.items():
            field.set_problem(wrong.get(key, ""))
        self.note.set_problem(wrong.get("note", ""))
        if "worker_id" in wrong:
            self.show_notice("Nobody is chosen yet.", wrong["worker_id"])
        if wrong:
            return None
        site, session = self._site, self._session
        return lambda pin: declare(site, session, declaration, pin, site.clock())

    def _lay_out(self, *, known: bool) -> None:
        leading, trailing = QVBoxLayout(), QVBoxLayout()
        for column in (leading, trailing):
            column.setSpacing(8)
        self.search.setVisible(not known)
        self.people.setVisible(not known)
        asked = Words("Which of ours does it speak for?", 14, 500)
        parts: tuple[QWidget, ...] = (self.whose, self.search, self.people, asked, self.skills)
        for part in parts:
            leading.addWidget(part)
        leading.addStretch(1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for place, field in enumerate(self.fields.values()):
            grid.addWidget(field, place // 2, place % 2)
        trailing.addLayout(grid)
        trailing.addWidget(self.note)
        row = QHBoxLayout()
        row.addWidget(self.scan)
        row.addWidget(Words(DECLARE_MEANING, 14, 400, "ink2", wrap=True), 1)
        row.setSpacing(12)
        trailing.addLayout(row)
        trailing.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(28)
        columns.addLayout(leading, 2)
        columns.addLayout(trailing, 3)
        self.box.addLayout(columns)

    def _people(self, offset: int, limit: int) -> list[Row]:
        page = search_people(self._site, self.search.text().strip(), include_left=True, limit=limit, offset=offset)
        return [person_row(person) for person in page.rows]

    def _skills(self, offset: int, limit: int) -> list[Row]:
        return [Row(key=key, title=title) for key, title in self._choices[offset : offset + limit]]

    def _take_person(self, key: str) -> None:
        row = self.people.model.row(self.people.model.place_of(key))
        self.worker_id = key
        self.whose.setText(f"For {isolated(row.title)}." if row else "")

    def _take_skill(self, key: str) -> None:
        self.competency = key

    def _choose_file(self) -> None:
        ask_file(self, Folder.EVIDENCE, "Scan or photo of the paper", FILES, lambda path: self.take_file(str(path)))

    def take_file(self, path: str) -> None:
        """Register this file with the paper."""
        self._scan = path
        self.scan.set_words(Path(path).name if len(Path(path).name) <= 24 else f"…{Path(path).name[-22:]}")
