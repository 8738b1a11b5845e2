"""Adding a person, or changing what is recorded about one."""

from __future__ import annotations

from dataclasses import fields, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from supervisor_app.domain.dates import short_day
from supervisor_app.domain.names import isolated
from supervisor_app.domain.people import FIELD_WORDS, PersonFields, Worker, field_problems
from supervisor_app.services.people import add_worker, change_worker
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.ui.actions import perform
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.day_field import DayField
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.field import Field

_ROWS = (
    ("employee_no", "badge", "hired"),
    ("given_name", "family_name"),
    ("given_latin", "family_latin"),
    ("job", "department", "shift"),
    ("country", "language"),
)
_LABELS = {
    "given_latin": "Given name, in Latin letters",
    "family_latin": "Family name, in Latin letters",
    "hired": "First day",
    "country": "Country, like CZ",
    "language": "Language, like cs",
}
_SIXTHS = 6


class PersonDialog(SheetDialog):
    """`saved(id)` once it is recorded. Without a `worker` a new person is added."""

    saved = Signal(str)

    def __init__(self, parent: QWidget, site: Site, session: Session, worker: Worker | None = None) -> None:
        title = f"Change {isolated(worker.name)}" if worker else "Add a person"
        super().__init__(parent, title, width=760)
        self._site, self._session, self._worker = site, session, worker
        self.hired = DayField(_label("hired"), may_be_empty=True, dense=True)
        self.fields = {name: self._field(name) for row in _ROWS for name in row}
        self.save = Button("Save the changes" if worker else "Add", Kind.PRIMARY, key="Enter")
        self._build()
        if worker:
            self._fill(worker)
        self.fields["employee_no"].setFocus()

    def record(self) -> None:
        """Record what stands in the fields; what is wrong is said below its field."""
        typed = self._typed()
        problems = {name: f"It {problem}." for name, problem in field_problems(typed).items()}
        if self.hired.problem():
            problems["hired"] = self.hired.problem()
        for name, field in self.fields.items():
            field.set_problem(problems.get(name, ""))
        if problems:
            next(field for name, field in self.fields.items() if name in problems).setFocus()
            return
        perform(self, lambda: self._write(typed), done=self._told)

    def _write(self, typed: PersonFields) -> Worker:
        if self._worker is None:
            return add_worker(self._site, self._session, typed)
        return change_worker(self._site, self._session, self._worker.id, typed)

    def _told(self, worker: Worker) -> None:
        self.saved.emit(worker.id)
        self.accept()

    def _typed(self) -> PersonFields:
        texts = {name: field.text() for name, field in self.fields.items() if name != "hired"}
        typed = PersonFields(**texts)  # type: ignore[arg-type]  # every field but the day is a text
        return replace(typed, hired=self.hired.day())

    def _field(self, name: str) -> Field:
        return self.hired if name == "hired" else Field(_label(name), dense=True)

    def _fill(self, worker: Worker) -> None:
        for each in fields(PersonFields):
            value = getattr(worker, each.name)
            self.fields[each.name].set_text(value if isinstance(value, str) else short_day(value) if value else "")

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        for line, row in enumerate(_ROWS):
            wide = _SIXTHS // len(row)
            for place, name in enumerate(row):
                grid.addWidget(self.fields[name], line, place * wide, 1, wide, Qt.AlignmentFlag.AlignTop)
        for column in range(_SIXTHS):
            grid.setColumnStretch(column, 1)
        self.box.addLayout(grid)
        cancel = Button("Cancel", Kind.GHOST, key="Esc")
        cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self.record)
        self.add_buttons(cancel, self.save, primary=self.save)


def _label(name: str) -> str:
    return _LABELS.get(name, FIELD_WORDS[name].capitalize())
