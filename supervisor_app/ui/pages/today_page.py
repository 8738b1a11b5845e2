"""Today: what to finish, what to sign and print, what ends soon, how the shared file stands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.services import rights
from supervisor_app.services.backup_overview import standing
from supervisor_app.services.draft_lines import DraftLine
from supervisor_app.services.rights import Permission, Right, may
from supervisor_app.services.today import DueLine as Due
from supervisor_app.services.today import Today, today
from supervisor_app.services.way_back import WayBack
from supervisor_app.ui.actions import look_up
from supervisor_app.ui.allowed import allow, show_permission
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.look.sizes import COLUMN_GAP
from supervisor_app.ui.page import Page
from supervisor_app.ui.pages.today_parts import Shared, Signed, asked, signing_rows, way_back_row
from supervisor_app.ui.pages.today_words import (
    day_title,
    draft_progress,
    draft_sentence,
    short_day,
    signed_sentence,
    sync_words,
)
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.due_line import DueLine, shape_for
from supervisor_app.ui.widgets.empty_state import EmptyState
from supervisor_app.ui.widgets.row_button import RowButton
from supervisor_app.ui.widgets.rows import Row
from supervisor_app.ui.widgets.scrolling import Scrolling
from supervisor_app.ui.widgets.sheet import SectionLabel, Sheet
from supervisor_app.ui.widgets.task_row import TaskRow
from supervisor_app.ui.widgets.words import Words

if TYPE_CHECKING:
    from supervisor_app.ui.main_window import MainWindow

_DUE_ROWS = 4
_DUE_DAYS = 30


class TodayPage(Page):
    """The first page: one column of things to do, one of what comes."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, "Today")
        self._observing = self._issuing = Permission(True)
        self._build()
        self._connect()

    def open(self) -> None:
        """On arrival: what stands in the way is said again, also after it was put away."""
        self._arrived = True

    def reload(self) -> None:
        """Ask for the day."""
        state = look_up(self, lambda: today(self.site, self.session, self.main.now()))
        self._ask_rights()
        if state is not None:
            self._render(state)
        if self._arrived:
            self._say_standing()

    def _say_standing(self) -> None:
        """Say first what stands in the way: records that wait for a sync, a backup that came to nothing."""
        self._arrived = False
        found = standing(self.site)
        if found is not None:
            self.show_notice(found.message, found.hint, found.action, lambda: self.main.open_page(found.page))

    def _ask_rights(self) -> None:
        """What the member may not do stays in sight, with the reason; a lapsed authorisation is said at once."""
        self._observing = allow(self, Right.OBSERVE, self._new)
        self._issuing = may(self.site, self.session, Right.ISSUE)
        lapsed = rights.lapsed(self.site, self.session)
        self.show_barred(lapsed, "An admin of the site can prolong it, under Settings." if lapsed else "")

    def first_focus(self) -> QWidget | None:
        """The first thing to finish, else a new observation."""
        return self._first_button or self._new

    def _build(self) -> None:
        self._arrived = False
        self._first_button: Button | None = None
        self._new = Button("New observation", Kind.PRIMARY, icon=Icon.PLUS, key="Ctrl+N", height=56)
        self.set_primary(self._new)
        self._finish_label, self._finish = SectionLabel("Finish"), Sheet(padding=0)
        self._sign_label, self._sign = SectionLabel("Sign and print"), Sheet(padding=0)
        self._care_label, self._care = SectionLabel("Before it is needed"), Sheet(padding=0)
        self._nothing = EmptyState(Icon.TICK, "Nothing to finish", "Start an observation when somebody is ready.")
        self._signed = Signed()
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 12)
        left.setSpacing(0)
        for widget in (self._finish_label, self._finish, self._nothing):
            left.addWidget(widget)
        left.addSpacing(8)
        left.addWidget(self._sign_label)
        left.addWidget(self._sign)
        left.addWidget(self._care_label)
        left.addWidget(self._care)
        left.addSpacing(20)
        left.addWidget(self._signed)
        left.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(COLUMN_GAP)
        columns.addWidget(Scrolling(left), 662)
        columns.addWidget(Scrolling(self._right_column()), 416)
        self.content.addLayout(columns)

    def _right_column(self) -> QVBoxLayout:
        self._due_label, self._due = SectionLabel("Due in the next 30 days"), Sheet(padding=0)
        self._ruler = DueLine()
        self._shared = Shared()
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 12)
        right.setSpacing(0)
        right.addWidget(self._due_label)
        right.addWidget(self._due)
        right.addSpacing(8)
        self._shared_label = SectionLabel("Shared file")
        right.addWidget(self._shared_label)
        right.addWidget(self._shared)
        right.addStretch(1)
        self._due.add_row(self._ruler)
        return right

    def _connect(self) -> None:
        self._new.clicked.connect(lambda: self.main.open_page("observe"))
        self._due_label.linked.connect(lambda: self.main.open_page("certificates", which="due"))
        self._shared.button.clicked.connect(lambda: self.main.open_page("sync"))

    def _render(self, state: Today) -> None:
        """Write the whole page from the day's record."""
        self.set_header(day_title(state.day), state.sentence)
        self._render_drafts(state)
        self._render_signing(state)
        self._render_care(state.way_back)
        self._render_due(state)
        words = signed_sentence(state.signed_today)
        self._signed.setVisible(bool(words))
        self._signed.words.setText(words)
        self._shared_label.words.setText("Shared database" if state.sync.database else "Shared file")
        self._shared.show_state(state, sync_words(state.sync, self.main.now()))
        lists = (state.drafts, state.offers, state.stacks, state.to_countersign)
        self.main.set_count("today", sum(map(len, lists)) + bool(state.to_print_count))
        self.main.set_count("certificates", state.to_print_count)

    def _render_drafts(self, state: Today) -> None:
        self._finish.clear_rows()
        self._first_button = None
        for draft in state.drafts:
            row = self._draft_row(draft)
            self._first_button = self._first_button or row.button
            self._finish.add_row(row)
        some = bool(state.drafts)
        nothing = not (some or any(asked(state)))
        self._finish.setVisible(some)
        self._finish_label.setVisible(some or nothing)
        self._nothing.setVisible(nothing)

    def _draft_row(self, draft: DraftLine) -> TaskRow:
        row = TaskRow(
            draft.worker,
            draft.title,
            draft_sentence(draft, self.main.now()),
            Button("Check it" if draft.recovered else "Go on", trailing=Icon.ARROW),
            partial(self.main.open_page, "observe_step", draft_id=draft.id),
            answers=draft.answers,
            progress=draft_progress(draft.answers),
        )
        row.setMinimumHeight(112)
        show_permission(row.button, self._observing)
        return row

    def _render_signing(self, state: Today) -> None:
        self._sign.clear_rows()
        for row in signing_rows(state, self.main, self._issuing):
            self._sign.add_row(row)
        some = any((*asked(state), state.to_erase))
        self._sign.setVisible(some)
        self._sign_label.setVisible(some)

    def _render_care(self, missing: WayBack | None) -> None:
        self._care.clear_rows()
        if missing is not None:
            self._care.add_row(way_back_row(missing, self.main))
        self._care.setVisible(missing is not None)
        self._care_label.setVisible(missing is not None)

    def _render_due(self, state: Today) -> None:
        self._ruler.show_days(state.day, [line.days for line in state.due])
        self._due.keep_rows(1)
        soon = [line for line in (*state.overdue, *state.due) if line.days <= _DUE_DAYS]
        for line in soon[:_DUE_ROWS]:
            row = RowButton(due_row(line))
            row.clicked.connect(partial(self.main.open_page, "person", worker_id=line.worker_id))
            self._due.add_row(row)
        if not soon:
            calm = Words("Nothing ends in the next 30 days.", 15, 400, "ink2")
            calm.setContentsMargins(20, 16, 20, 16)
            self._due.add_row(calm)
        self._due_label.set_link(f"See all {len(soon)}" if len(soon) > _DUE_ROWS else "")


def due_row(line: Due) -> Row:
    """Return a due certificate as a row: when, who, why."""
    why = f"{line.title}: {line.why}" if line.why else line.title
    return Row(
        key=line.certificate_id,
        title=line.holder,
        detail=why,
        shape=shape_for(line.days),
        lead=short_day(line.day),
        lead_detail=line.when,
    )
