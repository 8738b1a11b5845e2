"""One person whole: name, number, facts; what is begun, what they hold, what happened."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.domain.people import Worker
from supervisor_app.services.people import PersonStory
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.pages.people_words import avatar_name, facts_of, held_row, history_row, left_in_words
from supervisor_app.ui.pages.today_words import draft_progress, draft_sentence
from supervisor_app.ui.widgets.avatar import Avatar
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.chip import Chip, ChipFace, Tone
from supervisor_app.ui.widgets.flow import Flow
from supervisor_app.ui.widgets.row_button import RowButton
from supervisor_app.ui.widgets.row_painting import Row
from supervisor_app.ui.widgets.scroll_column import ScrollColumn
from supervisor_app.ui.widgets.sheet import Hairline, SectionLabel, Sheet
from supervisor_app.ui.widgets.status_shape import StatusShape
from supervisor_app.ui.widgets.task_row import TaskRow
from supervisor_app.ui.widgets.words import Words

_COLUMNS = 4
_FIRST_LINES = 12
_MORE_LINES = 50


class PersonPanel(ScrollColumn):
    """Shows a `PersonStory`. The signals carry the id of the person, a draft, a certificate or a sign-off."""

    observe_asked = Signal(str)
    change_asked = Signal(str)
    leave_asked = Signal(str)
    return_asked = Signal(str)
    draft_asked = Signal(str)
    certificate_asked = Signal(str)
    record_asked = Signal(str)
    history_asked = Signal(str)
    privacy_asked = Signal(str)
    share_asked = Signal(str)
    stack_asked = Signal(object)
    papers_asked = Signal(str)
    register_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._story: PersonStory | None = None
        self._shown_lines = _FIRST_LINES
        self.issue_buttons: list[Button] = []
        self.head = _PersonHead()
        self._begun_label, self._begun = SectionLabel("To do"), Sheet(padding=0)
        self._holds_label, self._holds = SectionLabel("Holds", "Register paper"), Sheet(padding=0)
        self._history_label, self._history = SectionLabel("History"), Sheet(padding=0)
        self._build()
        self._connect()

    @property
    def worker(self) -> Worker | None:
        """Who is shown."""
        return self._story.worker if self._story else None

    def show_story(self, story: PersonStory, now: datetime) -> None:
        """Show a person; the history begins short again when it is another one."""
        if self._story is None or self._story.worker.id != story.worker.id:
            self._shown_lines = _FIRST_LINES
            self.verticalScrollBar().setValue(0)
        self._story = story
        self.head.show_worker(story.worker, now.date())
        self._render_begun(story, now)
        self._render_rows(self._holds, [held_row(held) for held in story.holds], "Nothing yet. The first sign-off appears here.")
        self._render_history(story)

    def show_somebody(self, shown: bool) -> None:
        """Show the person, or leave the place empty while nobody is found."""
        inner = self.widget()
        if inner is not None:
            inner.setVisible(shown)

    def _build(self) -> None:
        self.box.setContentsMargins(0, 0, 0, 12)
        for part in (
            self.head,
            self._begun_label,
            self._begun,
            self._holds_label,
            self._holds,
            self._history_label,
            self._history,
        ):
            self.box.addWidget(part)
        self.box.addStretch(1)

    def _connect(self) -> None:
        for button, signal in (
            (self.head.observe, self.observe_asked),
            (self.head.change, self.change_asked),
            (self.head.papers, self.papers_asked),
            (self.head.ledger, self.history_asked),
            (self.head.privacy, self.privacy_asked),
            (self.head.share, self.share_asked),
            (self.head.leave, self.leave_asked),
            (self.head.back, self.return_asked),
        ):
            button.clicked.connect(partial(self._tell, signal))
        self._history_label.linked.connect(self._show_more)
        self._holds_label.linked.connect(partial(self._tell, self.register_asked))
        self._holds_label.link.setAccessibleName("Register a certificate that somebody else issued, as declared")

    def _tell(self, signal: SignalInstance) -> None:
        if self.worker is not None:
            signal.emit(self.worker.id)

    def _render_begun(self, story: PersonStory, now: datetime) -> None:
        self._begun.clear_rows()
        for draft in story.drafts:
            button = Button("Check it" if draft.recovered else "Go on", trailing=Icon.ARROW)
            row = TaskRow(
                draft.title,
                "",
                draft_sentence(draft, now),
                button,
                partial(self.draft_asked.emit, draft.id),
                icon=Icon.CHECKLIST,
                answers=draft.answers,
                progress=draft_progress(draft.answers),
            )
            row.setMinimumHeight(104)
            self._begun.add_row(row)
        self.issue_buttons = []
        for stack in story.earned:
            issue = Button("Issue", trailing=Icon.ARROW)
            row = TaskRow(stack.title, "", stack.sentence, issue, partial(self.stack_asked.emit, stack), icon=Icon.CERTIFICATE)
            self.issue_buttons.append(issue)
            row.setMinimumHeight(84)
            self._begun.add_row(row)
        some = bool(story.drafts or story.earned)
        self._begun.setVisible(some)
        self._begun_label.setVisible(some)

    def _render_history(self, story: PersonStory) -> None:
        rows = [history_row(line) for line in story.history]
        self._render_rows(self._history, rows[: self._shown_lines], "Nothing happened yet.")
        self._history_label.set_link(f"See all {len(rows)}" if len(rows) > self._shown_lines else "")

    def _show_more(self) -> None:
        self._shown_lines += _MORE_LINES
        if self._story is not None:
            self._render_history(self._story)

    def _signal_of(self, key: str) -> SignalInstance:
        """Which page a row leads to: a sign-off's or a certificate's."""
        history = self._story.history if self._story else ()
        return self.record_asked if any(line.sign_off_id == key for line in history) else self.certificate_asked

    def _render_rows(self, sheet: Sheet, rows: list[Row], empty: str) -> None:
        sheet.clear_rows()
        for row in rows:
            button = RowButton(row)
            if row.key:
                button.clicked.connect(partial(self._signal_of(row.key).emit, row.key))
            else:
                button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
                button.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            sheet.add_row(button)
        if not rows:
            calm = Words(empty, 15, 400, "ink2", wrap=True)
            calm.setContentsMargins(20, 16, 20, 16)
            sheet.add_row(calm)


class _PersonHead(Sheet):
    """Name big in the own script, Latin second line, number, facts, and what can be done."""

    def __init__(self) -> None:
        super().__init__(padding=0)
        self.avatar = Avatar("", 64)
        self.name = Words("", 28, 600, wrap=True)
        self.latin = Words("", 16, 400, "ink2", wrap=True)
        self.number = Words("", 16, 400, "ink2", mono=True)
        self.gone = Chip(ChipFace("Left", Tone.NEUTRAL, StatusShape.NOT_APPLICABLE))
        self.observe = Button("Observe", icon=Icon.OBSERVE, trailing=Icon.ARROW)
        self.change = Button("Change", icon=Icon.PEN)
        self.papers = Button("Papers", icon=Icon.PRINTER)
        self.papers.setAccessibleName("Print or save this person's passport, certificates and cards")
        self.ledger = Button("Ledger", icon=Icon.HISTORY)
        self.ledger.setAccessibleName("Every entry of the ledger about this person")
        self.privacy = Button("Privacy", icon=Icon.LOCK)
        self.privacy.setAccessibleName("What is held about this person: export, hold, erase")
        self.share = Button("Share", icon=Icon.UPLOAD)
        self.share.setAccessibleName("A folder with everything in force: PDF, credential, badge, passport")
        self.leave = Button("Mark as left")
        self.back = Button("Is back")
        self._facts = QGridLayout()
        self._build()

    def show_worker(self, worker: Worker, today: date) -> None:
        """Write everything about a person."""
        latin = worker.latin_name if worker.latin_name != worker.name else ""
        self.avatar.set_name(avatar_name(worker.name, latin))
        side = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        self.name.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
        self.name.setText(worker.name)
        self.latin.setText(latin)
        self.latin.setVisible(bool(latin))
        self.number.setText(worker.employee_no)
        self.number.setAccessibleName(f"Number {worker.employee_no}")
        left = worker.left_on is not None
        if worker.left_on is not None:
            face = ChipFace(left_in_words(worker.left_on, today), Tone.NEUTRAL, StatusShape.NOT_APPLICABLE)
            self.gone.set_face(face)
        self.gone.setVisible(left)
        self.observe.setVisible(not left)
        self.leave.setVisible(not left)
        self.back.setVisible(left)
        self.observe.setAccessibleName(f"Observe {worker.name}")
        self._show_facts(worker)

    def _show_facts(self, worker: Worker) -> None:
        while (item := self._facts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for place, (label, text) in enumerate(facts_of(worker)):
            fact = QWidget()
            lines = QVBoxLayout(fact)
            lines.setContentsMargins(0, 0, 0, 0)
            lines.setSpacing(0)
            lines.addWidget(Words(label, 14, 400, "ink3"))
            lines.addWidget(Words(text, 15, 500, wrap=True, mono=label == "Badge"))
            self._facts.addWidget(fact, place // _COLUMNS, place % _COLUMNS, Qt.AlignmentFlag.AlignTop)

    def _build(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self.name)
        names.addWidget(self.latin)
        under = QHBoxLayout()
        under.setSpacing(12)
        under.addWidget(self.number)
        under.addWidget(self.gone)
        under.addStretch(1)
        names.addLayout(under)
        top = QHBoxLayout()
        top.setContentsMargins(20, 18, 20, 16)
        top.setSpacing(18)
        top.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(names, 1)
        self._facts.setContentsMargins(20, 14, 20, 14)
        self._facts.setHorizontalSpacing(20)
        self._facts.setVerticalSpacing(12)
        for column in range(_COLUMNS):
            self._facts.setColumnStretch(column, 1)
        actions = Flow()
        actions.setContentsMargins(20, 14, 20, 16)
        for button in (self.observe, self.change, self.papers, self.share, self.ledger, self.privacy, self.leave, self.back):
            actions.addWidget(button)
        self.box.addLayout(top)
        self.box.addWidget(Hairline())
        self.box.addLayout(self._facts)
        self.box.addWidget(Hairline())
        self.box.addLayout(actions)
