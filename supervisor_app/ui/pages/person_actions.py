"""What can be done with a person, the same from the list and from a page of their own: observe, change, mark as left."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from supervisor_app.domain.names import isolated
from supervisor_app.domain.people import Role, Worker
from supervisor_app.services.people import get_worker, mark_left
from supervisor_app.services.rights import Right
from supervisor_app.ui.actions import perform
from supervisor_app.ui.allowed import allow
from supervisor_app.ui.dialogs.leave_dialog import LeaveDialog
from supervisor_app.ui.dialogs.person_dialog import PersonDialog
from supervisor_app.ui.offers import open_stack
from supervisor_app.ui.pages.certificate_life_actions import register_paper
from supervisor_app.ui.pages.person_panel import PersonPanel
from supervisor_app.ui.sharing import share_person

if TYPE_CHECKING:
    from supervisor_app.ui.page import Page


def connect_panel(page: Page, panel: PersonPanel) -> None:
    """Let the buttons of a panel do what they say."""
    window = page.main
    panel.observe_asked.connect(lambda worker_id: window.open_page("observe", worker_id=worker_id))
    panel.draft_asked.connect(lambda draft_id: window.open_page("observe_step", draft_id=draft_id))
    panel.certificate_asked.connect(lambda certificate_id: window.open_page("certificates", certificate_id=certificate_id))
    panel.record_asked.connect(lambda sign_off_id: window.open_page("record", sign_off_id=sign_off_id))
    panel.history_asked.connect(lambda worker_id: window.open_page("ledger", of="person", id=worker_id))
    panel.privacy_asked.connect(lambda worker_id: window.open_page("privacy", worker_id=worker_id))
    panel.papers_asked.connect(partial(_papers, page))
    panel.head.privacy.setVisible(page.session.role is Role.ADMIN)
    panel.stack_asked.connect(lambda stack: open_stack(window, stack))
    panel.share_asked.connect(lambda worker_id: share_person(window, worker_id))
    panel.register_asked.connect(partial(_register, page))
    panel.change_asked.connect(partial(_change, page))
    panel.leave_asked.connect(partial(_leave, page))
    panel.return_asked.connect(partial(_return, page))


def show_rights(page: Page, panel: PersonPanel, worker_id: str) -> None:
    """Let the panel's buttons say what the member may not do for this person."""
    head = panel.head
    allow(page, Right.OBSERVE, head.observe, worker_id=worker_id)
    allow(page, Right.ISSUE, *panel.issue_buttons, worker_id=worker_id)
    allow(page, Right.RECORD_PEOPLE, head.change, head.leave, head.back, worker_id=worker_id)


def _papers(page: Page, worker_id: str) -> None:
    from supervisor_app.ui.person_papers import choose_papers  # what printing needs is not loaded before it is asked for

    worker = _worker(page, worker_id)
    if worker is not None:
        choose_papers(page.main, worker)


def _change(page: Page, worker_id: str) -> None:
    worker = _worker(page, worker_id)
    if worker is not None:
        PersonDialog(page, page.site, page.session, worker).open()


def _register(page: Page, worker_id: str) -> None:
    worker = _worker(page, worker_id)
    if worker is not None:
        register_paper(page, worker.id, worker.name)


def _leave(page: Page, worker_id: str) -> None:
    worker = _worker(page, worker_id)
    if worker is not None:
        dialog = LeaveDialog(page, page.site, page.session, worker)
        dialog.marked.connect(lambda: page.main.notify(f"{isolated(worker.name)} is marked as left."))
        dialog.open()


def _return(page: Page, worker_id: str) -> None:
    def told(worker: Worker) -> None:
        page.main.notify(f"{isolated(worker.name)} is back.")

    perform(page, lambda: mark_left(page.site, page.session, worker_id, None), done=told)


def _worker(page: Page, worker_id: str) -> Worker | None:
    return perform(page, lambda: get_worker(page.site, worker_id), changes=False)
