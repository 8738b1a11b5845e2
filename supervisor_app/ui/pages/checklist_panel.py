"""One checklist whole, to be read: head, rules, every step with what it asks, where the values come from, its revisions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.codes import in_fours
from supervisor_app.services.catalogue_files import RevisionLine
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.pages.checklist_words import ChecklistView, StepView, checklist_view
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.chip import CRITICAL, Chip
from supervisor_app.ui.widgets.icon_mark import IconMark
from supervisor_app.ui.widgets.marked_line import FactRows
from supervisor_app.ui.widgets.row_button import RowButton
from supervisor_app.ui.widgets.row_painting import Row
from supervisor_app.ui.widgets.scroll_column import ScrollColumn
from supervisor_app.ui.widgets.sheet import SectionLabel, Sheet
from supervisor_app.ui.widgets.status_shape import StatusShape
from supervisor_app.ui.widgets.words import Words

_TOP = Qt.AlignmentFlag.AlignTop
DEFAULTS = (
    "Limits and figures are editable defaults: save the checklist as a file, change them to your own, publish a new revision."
)


class ChecklistPanel(ScrollColumn):
    """`save_asked()` for a file of what is shown, `withdraw_asked()` to withdraw it; `revision_asked(digest)` for another one.

    `form_asked()` for a blank form of what is shown, `align_asked()` for more of what it answers to. `withdraw` and `align` are
    the buttons, None where nothing published is shown.
    """

    save_asked = Signal()
    form_asked = Signal()
    withdraw_asked = Signal()
    align_asked = Signal()
    revision_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown = ""
        self.withdraw: Button | None = None
        self.align: Button | None = None
        self._state: tuple[object, ...] = ()

    def show_checklist(
        self,
        checklist: Checklist,
        digest: str,
        others: Sequence[RevisionLine] = (),
        *,
        published: bool = True,
        withdrawn: str = "",
    ) -> None:
        """Show a checklist; `others` are the revisions of the site, `published` False for a file that is only looked at.

        `withdrawn` says since when and why the revision holds no more, "" where it stands.
        """
        state = (checklist, digest, tuple(others), published, withdrawn)
        if state == self._state:  # one came back to it: its hundreds of words stand there already
            return
        self._state = state
        if digest != self.shown:
            self.verticalScrollBar().setValue(0)
        self.shown = digest
        view = checklist_view(checklist)
        self.begin()
        self.box.addWidget(self._head(view.title, view.line, published, withdrawn, with_form=bool(checklist.steps)))
        self._add_rules_and_steps(view)
        self._add("Answers to elsewhere", self._answers(view.answers, published))
        self._add("Where the values come from", _note(" ".join(part for part in (view.note, DEFAULTS) if part)))
        self._add("Revision", self._revisions(checklist, digest, others))
        self.box.addSpacing(12)
        self.box.addStretch(1)
        self.show_filled()

    def _add(self, title: str, part: QWidget) -> None:
        self.box.addWidget(SectionLabel(title))
        self.box.addWidget(part)

    def _add_rules_and_steps(self, view: ChecklistView) -> None:
        rules = Sheet(padding=0)
        rules.box.addWidget(FactRows(view.rules, label_width=136, weight=400))
        self._add("Rules", rules)
        for section in view.sections:
            sheet = Sheet(padding=0)
            for step in section.steps:
                sheet.add_row(_step(step))
            self._add(section.title or "Steps", sheet)

    def _head(self, title: str, line: str, published: bool, withdrawn: str, *, with_form: bool) -> Sheet:
        sheet = Sheet(padding=0)
        texts = QVBoxLayout()
        texts.setContentsMargins(20, 16, 20, 12)
        texts.setSpacing(4)
        texts.addWidget(Words(title, 20, 600, wrap=True))
        texts.addWidget(Words(line, 15, 400, "ink2", wrap=True))
        if withdrawn:
            texts.addWidget(Words(withdrawn, 15, 500, "bad", wrap=True))
        row = QHBoxLayout()
        row.setContentsMargins(20, 0, 16, 16 if published else 4)
        row.setSpacing(12)
        row.addStretch(1)
        self.withdraw = None
        if published and not withdrawn:
            self.withdraw = Button("Withdraw")
            self.withdraw.setAccessibleName("Withdraw this revision: its certificates hold no more")
            self.withdraw.clicked.connect(self.withdraw_asked)
            row.addWidget(self.withdraw)
        if published and not withdrawn and with_form:
            form = Button("Blank form", icon=Icon.PRINTER)
            form.setAccessibleName("Print a blank form of this checklist, to fill in by hand")
            form.clicked.connect(self.form_asked)
            row.addWidget(form)
        if published:
            save = Button("Save as a file", icon=Icon.DOWNLOAD)
            save.clicked.connect(self.save_asked)
            row.addWidget(save)
        sheet.box.addLayout(texts)
        sheet.box.addLayout(row)
        return sheet

    def _answers(self, answers: tuple[tuple[str, str], ...], published: bool) -> Sheet:
        sheet = Sheet(padding=0)
        if answers:
            sheet.box.addWidget(FactRows(answers, label_width=136, weight=400))
        else:
            sheet.add_row(_line("No framework, standard or regulation is named yet."))
        self.align = None
        if published:
            self.align = Button("Add from a framework")
            self.align.setAccessibleName("Add what this checklist answers to from a framework’s file")
            self.align.clicked.connect(self.align_asked)
            row = QHBoxLayout()
            row.setContentsMargins(20, 0, 16, 14)
            row.addWidget(self.align)
            row.addStretch(1)
            sheet.box.addLayout(row)
        return sheet

    def _revisions(self, checklist: Checklist, digest: str, others: Sequence[RevisionLine]) -> Sheet:
        sheet = Sheet(padding=0)
        here = QWidget()
        box = QVBoxLayout(here)
        box.setContentsMargins(20, 12, 20, 14)
        box.setSpacing(4)
        box.addWidget(Words(f"Revision {checklist.revision}", 16, 500))
        code = Words(in_fours(digest), 14, 400, "ink2", wrap=True, mono=True)
        code.setAccessibleName(f"Digest {digest}")
        code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.addWidget(code)
        sheet.add_row(here)
        for line in others:
            if line.digest == digest:
                continue
            words = f"Revision {line.revision}"
            row = RowButton(
                Row(key=line.digest, title=words, detail=f"{line.steps} steps", number=line.digest[:16], shape=StatusShape.CLOCK)
            )
            row.clicked.connect(lambda _checked=False, key=line.digest: self.revision_asked.emit(key))
            sheet.add_row(row)
        return sheet


def _step(step: StepView) -> QWidget:
    """Number, text and the critical label; what is entered; the quieter facts."""
    widget = QWidget()
    row = QHBoxLayout(widget)
    row.setContentsMargins(20, 12, 20, 14)
    row.setSpacing(12)
    number = Words(str(step.number), 16, 600, "ink3", mono=True)
    number.setFixedWidth(26)
    row.addWidget(number, 0, _TOP)
    texts = QVBoxLayout()
    texts.setSpacing(4)
    texts.addWidget(Words(step.text, 16, 500, wrap=True))
    texts.addWidget(Words(step.asks, 15, 400, "ink2", wrap=True))
    for label, text in step.facts:
        texts.addWidget(Words(f"{label}: {text}", 15, 400, "ink2", wrap=True))
    if step.clause:
        texts.addWidget(Words(step.clause, 14, 400, "ink3", wrap=True, mono=True))
    row.addLayout(texts, 1)
    if step.critical:
        row.addWidget(Chip(CRITICAL), 0, _TOP)
    said = (f"Step {step.number}", "critical" if step.critical else "", step.text, step.asks)
    widget.setAccessibleName(". ".join(part for part in said if part))
    return widget


def _line(text: str) -> Words:
    words = Words(text, 15, 400, "ink2", wrap=True)
    words.setContentsMargins(20, 12, 20, 12)
    return words


def _note(text: str) -> Sheet:
    sheet = Sheet(padding=0)
    row = QHBoxLayout()
    row.setContentsMargins(20, 14, 20, 15)
    row.setSpacing(12)
    row.addWidget(IconMark(Icon.INFO, 22, "ink2"), 0, _TOP)
    row.addWidget(Words(text, 15, 400, "ink2", wrap=True), 1)
    sheet.box.addLayout(row)
    return sheet
