"""New observation: who, which checklist, where and why; by typing, by hand or by badge. Open drafts are offered first."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.form_number import read_form
from supervisor_app.services import catalogue, people
from supervisor_app.services.draft_lines import DraftLine, drafts
from supervisor_app.services.people import PersonRow
from supervisor_app.services.rights import Right, may
from supervisor_app.ui.actions import perform
from supervisor_app.ui.allowed import allow
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.look.sizes import sizes
from supervisor_app.ui.page import Page
from supervisor_app.ui.pages.observe_badge import BadgeWatch
from supervisor_app.ui.pages.observe_checklists import ChecklistColumn
from supervisor_app.ui.pages.observe_choice import is_self, start_card, usual_purpose
from supervisor_app.ui.pages.observe_form import form_sentence
from supervisor_app.ui.pages.observe_form_entry import FormEntry
from supervisor_app.ui.pages.observe_rows import draft_row, worker_row
from supervisor_app.ui.pages.observe_start import StartSheet
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.empty_state import EmptyState
from supervisor_app.ui.widgets.observe_column import ObserveColumn, caption, caption_words
from supervisor_app.ui.widgets.observe_head import ObserveHead
from supervisor_app.ui.widgets.observe_where import ObserveWhere
from supervisor_app.ui.widgets.rows import Row, RowList
from supervisor_app.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from supervisor_app.ui.main_window import MainWindow

COUNT_AFTER_MS = 200
LONGEST_SCAN = 128
"""Keys of one scan: the code of a form holds a whole digest."""
_SENTENCE = "Who, which checklist, where. Then watch."


class ObserveChoosePage(Page):
    """`open(worker_id="", competency="")` chooses ahead of time (from a person's page)."""

    def __init__(self, window: MainWindow, seconds: Callable[[], float] = time.monotonic) -> None:
        super().__init__(window, "New observation")
        self.worker: PersonRow | None = None
        self.checklist: Checklist | None = None
        self._digest = ""
        self._wish = ""
        self._drafts: tuple[DraftLine, ...] = ()
        self._last: dict[str, str] = {}
        self.badge = BadgeWatch(seconds, self, longest=LONGEST_SCAN)
        self._count = QTimer(self, singleShot=True, interval=COUNT_AFTER_MS)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.cancel = Button("Cancel", Kind.GHOST, key="Esc")
        self.enter = Button("Enter a form", icon=Icon.FILE, height=56)
        self.enter.setAccessibleName("Enter a paper form that was filled in by hand")
        self.blank = Button("Blank form", icon=Icon.PRINTER, height=56)
        self.blank.setAccessibleName("Print a blank form of the chosen checklist, to fill in by hand")
        self.add_header_button(self.enter)
        self.add_header_button(self.blank)
        self.add_header_button(self.cancel)
        self.draft_list = RowList(self._draft_rows, name="Observations to go on with")
        self.content.addWidget(self.draft_list)
        self.content.addSpacing(8)
        columns = QHBoxLayout()
        columns.setSpacing(24)
        columns.addWidget(self._build_worker(), 340)
        self.checklists = ChecklistColumn(self)
        self.checklist_search, self.checklist_list = self.checklists.search, self.checklists.list
        columns.addWidget(self.checklists, 372)
        columns.addWidget(self._build_where(), 342)
        self.content.addLayout(columns, 1)

    def _build_worker(self) -> QWidget:
        self.worker_head = ObserveHead(1, "Worker")
        self.worker_search = SearchField("Name, number or badge")
        to_people = Button("To the people", trailing=Icon.ARROW)
        to_people.clicked.connect(lambda: self.main.open_page("people"))
        nobody = EmptyState(Icon.PEOPLE, "Nobody found", "Search for less, or add them on the page People.", to_people)
        self.worker_list = RowList(self._worker_rows, name="Workers", empty=nobody)
        scan = caption(Icon.BADGE, caption_words("Or scan the badge. No click needed."))
        column = ObserveColumn()
        column.fill(self.worker_head, self.worker_search, self.worker_list, scan)
        return column

    def _build_where(self) -> QWidget:
        self.where_head = ObserveHead(3, "Where and why")
        self.where = ObserveWhere()
        self.forms = FormEntry(self, self.where)
        self.where.setMinimumWidth(300)
        self.card = StartSheet()
        self.start = self.card.start
        self.set_primary(self.start, in_header=False)
        column = ObserveColumn()
        column.fill(self.where_head, self.where, self.card, stretch=1)
        return column

    def _connect(self) -> None:
        self.cancel.clicked.connect(self.go_up)
        self.blank.clicked.connect(self._print_form)
        self.enter.clicked.connect(lambda: self.forms.ask(self.take_form))
        self.draft_list.opened.connect(lambda key: self.main.open_page("observe_step", draft_id=key))
        self.worker_search.searched.connect(self._search_workers)
        self.worker_search.taken.connect(self.worker_list.take_first)
        self.worker_search.left_down.connect(self.worker_list.view.setFocus)
        self.worker_list.opened.connect(self._take_worker)
        self.checklists.taken.connect(self._take_row)
        self.start.clicked.connect(self._start)
        self.badge.scanned.connect(self._take_badge)
        self._count.timeout.connect(self._show_count)

    # Life of the page

    def open(self, **arguments: object) -> None:
        """Choose a worker, and once they are, a checklist, ahead of time."""
        worker_id, self._wish = str(arguments.get("worker_id", "")), str(arguments.get("competency", ""))
        self.worker = None
        self.forms.put_away()
        for search in (self.worker_search, self.checklist_search):
            search.clear()  # what is typed next would be added to what was looked for last
        if worker_id:
            worker = perform(self, lambda: people.get_worker(self.site, worker_id), changes=False)
            if worker is not None:
                self.worker_search.setText(worker.employee_no)
                self._take_worker(worker_id)

    def reload(self) -> None:
        """Read people, checklists and drafts again; what is chosen stays chosen."""
        self._drafts = drafts(self.site)
        self.draft_list.setVisible(bool(self._drafts))
        self.draft_list.restart()
        shown = min(len(self._drafts), 1 if self.window().height() < 740 else 2)
        self.draft_list.setFixedHeight(shown * sizes().two_lines + 3)
        self.worker_list.restart()
        self._load_checklists()
        self._show_count()
        able = may(self.site, self.session, Right.OBSERVE)
        self.show_barred(able.why_not, able.hint)
        self._render()

    def first_focus(self) -> QWidget | None:
        """What is most likely next: the search for the worker, else for the checklist, else start."""
        if self.worker is None:
            return self.worker_search
        if self.checklist is None:
            return self.checklist_search
        return (self.where.first_to_fill() if self.forms.found else None) or self.start

    def showEvent(self, event: QShowEvent) -> None:
        """Badges are read while the page is seen."""
        super().showEvent(event)
        self.badge.watch(self.window().windowHandle())

    def hideEvent(self, event: QHideEvent) -> None:
        """And not when it is not."""
        super().hideEvent(event)
        self.badge.watch(None)

    # Worker

    def _worker_rows(self, offset: int, limit: int) -> Sequence[Row]:
        page = people.search_people(self.site, self.worker_search.text(), limit=limit, offset=offset)
        return [worker_row(person, self.session) for person in page.rows]

    def _search_workers(self, _text: str) -> None:
        self.worker_list.restart(self.worker.id if self.worker else "")
        self._count.start()

    def _show_count(self) -> None:
        text = self.worker_search.text()
        total = people.count_people(self.site, "")
        self.worker_search.show_count(people.count_people(self.site, text), total)

    def _take_worker(self, worker_id: str) -> None:
        found = people.search_people(self.site, people.get_worker(self.site, worker_id).employee_no, limit=20).rows
        self.worker = next((person for person in found if person.id == worker_id), None)
        if self.forms.found is None:
            self.checklist, self._digest = None, ""
        self.worker_list.select(worker_id)
        self._load_checklists()
        if self.worker is not None:
            self.where.fill({"shift": self.worker.shift} | self._last)
        if self._wish:
            line = next((item.line for item in self.checklists.items if item.line.competency == self._wish), None)
            if line is not None:
                self._take_checklist(line.digest)
        self._render()
        if self.isVisible():
            (self.first_focus() or self).setFocus()

    def _take_badge(self, text: str) -> None:
        if read_form(text) is not None:
            self.take_form(text)
            return
        worker = people.worker_by_badge(self.site, text)
        if worker is None:
            self.show_notice("Nobody here carries this badge.", "Type the name instead, or add the badge on the page People.")
            return
        self.clear_notice()
        if is_self(worker.id, self.session):
            self.show_notice("You cannot assess yourself.", "Ask another assessor to sign in.")
            return
        self.worker_search.setText(worker.employee_no)
        self._take_worker(worker.id)

    # Checklist

    def _load_checklists(self) -> None:
        self.checklists.load(self.worker.id if self.worker else "", self._digest)

    def _take_row(self, key: str) -> None:
        """Take a checklist; of what is made of others the first part that is missing, or go where it is issued."""
        self.clear_notice()
        stack = self.checklists.stack(key)
        if stack is None:
            self._take_checklist(key)
            return
        part = next((item for item in self.checklists.items if item.line.competency in stack.held.missing), None)
        if not stack.held.missing and self.worker is not None:
            self.main.open_page("person", worker_id=self.worker.id)
        elif part is None:
            self.show_notice(stack.held.sentence, "There is no checklist here for what is missing: take it from the library.")
        else:
            self._take_checklist(part.line.digest)
            self.show_notice(f"{stack.title}: {stack.held.sentence}", f"{part.line.short_title} is chosen, to be observed now.")

    def _take_checklist(self, digest: str) -> None:
        self.checklist = perform(self, lambda: catalogue.get_checklist(self.site, digest), changes=False)
        self._digest = digest
        if self.forms.found is not None and self.forms.found.digest != digest:
            self.forms.put_away()
        item = self.checklists.choose(digest)
        if item is not None:
            self.where.purpose.choose(usual_purpose(item.status).value)
        self.where.show_checklist(self.checklist)
        self._render()
        if self.isVisible():
            (self.where.first_to_fill() or self.start if self.worker else self.worker_search).setFocus()

    # Paper forms

    def take_form(self, text: str) -> None:
        """Enter the form that a scanned or typed text names: its very revision is chosen, and what there is to know is said."""
        found = self.forms.take(text)
        if found is not None:
            self._take_checklist(found.digest)
            self.forms.warn()
            (self.first_focus() or self).setFocus()

    def _print_form(self) -> None:
        from supervisor_app.ui.form_printing import show_form  # not for whoever observes with the laptop

        show_form(self.main, self._digest)

    # Start

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field goes on to the next one that a certificate will ask for; after the last one it starts."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            following = self.where.next_to_fill()
            if following is not None:
                following.setFocus()
                return
        super().keyPressEvent(event)

    def _start(self) -> None:
        if self.worker is None or self.checklist is None or not self.forms.ready():
            return
        worker_id, context = self.worker.id, self.where.context()
        draft = perform(self, lambda: self.forms.begin(worker_id, self._digest, context), changes=False)
        if draft is not None:
            self._last = {"place": context.place, "machine": context.machine}
            self.worker, self.checklist, self._digest = None, None, ""
            self.forms.put_away()
            self.worker_search.clear()
            self.main.open_page("observe_step", draft_id=draft.id)

    def _draft_rows(self, offset: int, limit: int) -> Sequence[Row]:
        return [draft_row(line) for line in self._drafts[offset : offset + limit]]

    def _render(self) -> None:
        self.set_header("New observation", form_sentence(self.forms.found) if self.forms.found else _SENTENCE)
        card = start_card(self.worker.name if self.worker else "", self.checklist)
        competency = self.checklist.competency if self.checklist else None
        worker_id = self.worker.id if self.worker else ""
        permission = allow(self, Right.OBSERVE, self.start, competency=competency, worker_id=worker_id)
        self.card.show_card(card, "" if permission.allowed else permission.why_not)
        self.blank.setEnabled(self.checklist is not None)
        self.worker_head.set_done(self.worker is not None)
        self.checklists.head.set_done(self.checklist is not None)
        self.where_head.set_done(self.checklist is not None and self.where.first_to_fill() is None)
        first_name = self.worker.name.split()[0] if self.worker and self.worker.name else ""
        self.checklists.say_order(first_name)
