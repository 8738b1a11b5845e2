"""The form for what a certificate still needs after signing: its missing facts, its languages, which older one it replaces."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from supervisor_app.services.issue_offers import IssueOffer
from supervisor_app.ui.pages.decide_issue import issue_fields, replaces_words
from supervisor_app.ui.widgets.day_field import DayField
from supervisor_app.ui.widgets.field import Field
from supervisor_app.ui.widgets.paper_languages import PaperLanguages
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.toggle import Toggle
from supervisor_app.ui.widgets.words import Words


class IssueForm(Sheet):
    """The facts the certificate still needs, in two columns."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, Field] = {}
        self.title = Words("", 18, 600, wrap=True)
        self.sentence = Words("", 15, 400, "ink2", wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(12)
        self.box.addWidget(self.title)
        self.box.addWidget(self.sentence)
        self.box.addSpacing(14)
        self.box.addLayout(self._grid)
        self.languages = PaperLanguages()
        self.box.addSpacing(14)
        self.box.addWidget(self.languages)
        self.box.addSpacing(6)
        self.renews = Toggle("", checked=True)
        self.rule = Words("", 14, 400, "ink2", wrap=True)
        self.box.addWidget(self.renews)
        self.box.addWidget(self.rule)

    def show_offer(self, offer: IssueOffer) -> None:
        """Ask for what this offer misses."""
        for field in self.fields.values():
            field.hide()
            field.deleteLater()
        self.fields = {}
        missing = len(offer.missing)
        self.title.setText(f"Certificate: {offer.title}")
        self.sentence.setText("Everything it needs is there." if not missing else _needs(missing))
        older = offer.renews
        self.renews.setVisible(older is not None)
        self.renews.setChecked(True)
        if older is not None:
            self.renews.set_words(replaces_words(older))
        self.rule.setVisible(bool(offer.rule))
        self.rule.setText(f"Asked for by {offer.rule}." if offer.rule else "")
        for place, asked in enumerate(issue_fields(offer)):
            field = DayField(asked.label, dense=True) if asked.is_day else Field(asked.label, text=asked.text, dense=True)
            self.fields[asked.name] = field
            self._grid.addWidget(field, place // 2, place % 2)

    def values(self) -> dict[str, str]:
        """What stands in the fields, by name."""
        return {name: field.text() for name, field in self.fields.items()}

    def show_problems(self, problems: dict[str, str]) -> None:
        """Say at each field what is wrong, and go to the first one."""
        for name, field in self.fields.items():
            field.set_problem(problems.get(name, ""))
        first = next((field for name, field in self.fields.items() if name in problems), None)
        if first is not None:
            first.setFocus()


def _needs(missing: int) -> str:
    return "It needs one more fact." if missing == 1 else f"It needs {missing} more facts."
