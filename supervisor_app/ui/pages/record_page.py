"""One sign-off whole: what was seen, how it was decided, who signed, and what proves it. Nothing on it can be changed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from supervisor_app.domain.names import isolated
from supervisor_app.services.records import RecordWhole, amendment_preview, record_whole
from supervisor_app.services.rights import Right
from supervisor_app.ui.actions import look_up, perform
from supervisor_app.ui.allowed import allow
from supervisor_app.ui.countersigning import open_countersigning
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.look.sizes import COLUMN_GAP
from supervisor_app.ui.page import Page
from supervisor_app.ui.pages.record_added import AddedSection
from supervisor_app.ui.pages.record_files import RecordFiles
from supervisor_app.ui.pages.record_parts import (
    certificate_row,
    correction_bar,
    proof_sheet,
    signatures_sheet,
    spoken_line,
)
from supervisor_app.ui.pages.record_state import WAITING_WORDS, RecordView, correction_words, record_view
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.marked_line import FactRows
from supervisor_app.ui.widgets.observe_reasons import SHAPES
from supervisor_app.ui.widgets.row_button import RowButton
from supervisor_app.ui.widgets.scroll_column import ScrollColumn
from supervisor_app.ui.widgets.sheet import Hairline, SectionLabel, Sheet
from supervisor_app.ui.widgets.verdict_header import VerdictHeader
from supervisor_app.ui.widgets.words import Words

if TYPE_CHECKING:
    from supervisor_app.ui.main_window import MainWindow


class RecordPage(Page):
    """`open(sign_off_id=...)`."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, "Sign-off")
        self.whole: RecordWhole | None = None
        self._sign_off_id = ""
        self.files = RecordFiles(self)
        self.added = AddedSection(self)
        self.back = Button("Back", Kind.GHOST, icon=Icon.BACK, key="Esc")
        self.amend = Button("Amend", icon=Icon.PEN, height=56)
        self.person = Button("Person", icon=Icon.PERSON, height=56)
        self.ledger = Button("Ledger", icon=Icon.HISTORY, height=56)
        for button in (self.back, self.ledger, self.person, self.amend):
            self.add_header_button(button)
        self.left, self.right = ScrollColumn(), ScrollColumn()
        columns = QHBoxLayout()
        columns.setSpacing(COLUMN_GAP)
        columns.addWidget(self.left, 662)
        columns.addWidget(self.right, 416)
        self.content.addLayout(columns, 1)
        self.back.clicked.connect(self.go_up)
        self.amend.clicked.connect(self._amend)
        self.ledger.clicked.connect(lambda: self.main.open_page("ledger", of="record", id=self._sign_off_id))
        self.person.clicked.connect(self._open_person)

    def open(self, **arguments: object) -> None:
        """Remember which sign-off to show."""
        asked = str(arguments.get("sign_off_id", self._sign_off_id))
        if asked != self._sign_off_id:
            self.left.verticalScrollBar().setValue(0)
            self.right.verticalScrollBar().setValue(0)
        self._sign_off_id = asked

    def reload(self) -> None:
        """Read the record with all that belongs to it."""
        self.whole = look_up(self, lambda: record_whole(self.site, self._sign_off_id))
        for part in (self.left, self.right, self.amend, self.ledger, self.person):
            part.setVisible(self.whole is not None)
        if self.whole is not None:
            self._render(self.whole)
        else:
            self.set_header("Sign-off", "")  # it may have been erased while it was shown, with the name
            self.files.pictures.forget(kept=True)

    def first_focus(self) -> QWidget | None:
        """The way back: there is nothing to fill in."""
        return self.back

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F adds a photo or document, as it does where one observes."""
        if event.key() == Qt.Key.Key_F and not event.modifiers():
            self.added.ask()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file may be let go anywhere on the page."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what was let go."""
        self.added.drop(event)

    def _amend(self) -> None:
        """Go to the amendment, or say in words why there can be none."""
        able = perform(self, lambda: amendment_preview(self.site, self.session, self._sign_off_id), changes=False)
        if able is not None:
            self.main.open_page("record_amend", sign_off_id=self._sign_off_id)

    def _open_person(self) -> None:
        if self.whole is not None:
            self.main.open_page("person", worker_id=self.whole.sign_off.worker_id)

    def _open_record(self, sign_off_id: str) -> None:
        self.main.open_page("record", sign_off_id=sign_off_id)

    # Showing

    def _render(self, whole: RecordWhole) -> None:
        view = record_view(whole)
        self.set_header(isolated(view.title), view.sentence)
        self.amend.setVisible(whole.corrected_by is None)
        self.files.begin(whole)
        record = whole.sign_off
        allow(self, Right.OBSERVE, self.amend, competency=record.competency, worker_id=record.worker_id)
        self.left.begin()
        self.right.begin()
        self._render_corrections(whole)
        if whole.questioned:
            self._render_questioned(whole)
        elif whole.waits and whole.corrected_by is None:
            self._render_waiting()
        self._add(self.left, _outcome(view))
        self._render_files()
        self._render_steps(view)
        self.left.box.addSpacing(12)
        self.left.box.addStretch(1)
        self._section(self.right, "Signatures", signatures_sheet(view))
        self._section(self.right, "Added after signing", self.added.sheet())
        self._section(self.right, "Where and when", _facts(view.context))
        self._section(self.right, "Proof", proof_sheet(whole))
        self._render_certificates(whole)
        self.right.box.addSpacing(12)
        self.right.box.addStretch(1)
        self.left.show_filled()
        self.right.show_filled()

    def _render_corrections(self, whole: RecordWhole) -> None:
        for correction, newer in ((whole.corrected_by, True), (whole.corrects, False)):
            if correction is None:
                continue
            button = Button("Open the correction" if newer else "Open the first one", trailing=Icon.ARROW)
            button.clicked.connect(partial(self._open_record, correction.sign_off_id))
            self._add(self.left, correction_bar(*correction_words(correction, newer=newer), button))
            self.left.box.addSpacing(16)

    def _render_questioned(self, whole: RecordWhole) -> None:
        others = Button("Compare", trailing=Icon.ARROW) if whole.beside else None
        if others is not None:
            others.setAccessibleName("See all records with this number in the ledger")
            others.clicked.connect(partial(self.main.open_page, "ledger", of="number", id=whole.beside))
        self._add(self.left, correction_bar("This record does not count.", whole.questioned, others, mark="questioned"))
        self.left.box.addSpacing(16)

    def _render_waiting(self) -> None:
        second = Button("Countersign", Kind.PRIMARY, icon=Icon.SIGN)
        second.clicked.connect(lambda: open_countersigning(self, self._sign_off_id, lambda _result: None))
        self._add(self.left, correction_bar(*WAITING_WORDS, second, mark="waits"))
        self.left.box.addSpacing(16)

    def _render_steps(self, view: RecordView) -> None:
        self.left.box.addWidget(SectionLabel("What was seen"))
        sheet = Sheet(padding=0)
        for place, group in enumerate(view.groups):
            if group.title:
                head = Words(group.title, 13, 600, "ink2")
                head.setContentsMargins(20, 12, 20, 2)
                if place:
                    sheet.box.addWidget(Hairline())
                sheet.box.addWidget(head)
            for line in group.lines:
                sheet.box.addWidget(spoken_line(line))
        sheet.box.addSpacing(6)
        self.left.box.addWidget(sheet)
        notes = tuple(pair for pair in (("Assessor’s note", view.note), ("Worker’s comment", view.comment)) if pair[1])
        if notes:
            self._section(self.left, "In their words", _facts(notes))

    def _render_files(self) -> None:
        sheet = self.files.sheet()
        if sheet is not None:
            self._section(self.left, "Photos and files", sheet)

    def _render_certificates(self, whole: RecordWhole) -> None:
        sheet = Sheet(padding=0)
        for certificate in whole.certificates:
            row = RowButton(certificate_row(certificate))
            row.clicked.connect(partial(self.main.open_page, "certificates", certificate_id=certificate.id))
            sheet.add_row(row)
        if not whole.certificates:
            calm = Words("No certificate rests on this record.", 15, 400, "ink2", wrap=True)
            calm.setContentsMargins(20, 16, 20, 16)
            sheet.add_row(calm)
        self._section(self.right, "Certificates", sheet)

    def _section(self, column: ScrollColumn, words: str, sheet: QWidget) -> None:
        column.box.addWidget(SectionLabel(words))
        column.box.addWidget(sheet)

    def _add(self, column: ScrollColumn, sheet: QWidget) -> None:
        if column.box.count() == 0:
            column.box.addSpacing(8)
        column.box.addWidget(sheet)


def _outcome(view: RecordView) -> Sheet:
    """The verdict, every reason, and the judgement with its level, limits and context."""
    sheet = Sheet(padding=0)
    head = VerdictHeader(SHAPES[view.sign], view.word, view.verdict, size=48)
    head.setContentsMargins(20, 14, 20, 14)
    sheet.box.addWidget(head)
    sheet.box.addWidget(Hairline())
    sheet.box.addSpacing(4)
    for line in view.reasons:
        sheet.box.addWidget(spoken_line(line))
    sheet.box.addSpacing(4)
    sheet.box.addWidget(Hairline())
    sheet.box.addWidget(FactRows(view.facts))
    return sheet


def _facts(pairs: Sequence[tuple[str, str]]) -> Sheet:
    sheet = Sheet(padding=0)
    sheet.box.addWidget(FactRows(pairs))
    return sheet
