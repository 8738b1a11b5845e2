"""The paper form that is entered on the choosing page: asked for, found, what there is to know said, the draft begun from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from supervisor_app.domain.observation import Context, Draft
from supervisor_app.services import observing, paper_forms
from supervisor_app.services.paper_forms import FormFound
from supervisor_app.ui.actions import perform
from supervisor_app.ui.pages.observe_form import form_warning

if TYPE_CHECKING:
    from supervisor_app.ui.page import Page
    from supervisor_app.ui.widgets.observe_where import ObserveWhere


class FormEntry:
    """`found` is the form that is entered, None while the work is observed with the laptop."""

    def __init__(self, page: Page, where: ObserveWhere) -> None:
        self.found: FormFound | None = None
        self._page, self._where = page, where

    def ask(self, said: Callable[[str], object]) -> None:
        """Ask for the form's number or code; `said(text)` when there is one."""
        from supervisor_app.ui.dialogs.form_dialog import FormDialog  # not for whoever observes with the laptop

        dialog = FormDialog(self._page)
        dialog.said.connect(said)
        dialog.open()

    def take(self, text: str) -> FormFound | None:
        """Find the form that a text names and ask when the work was observed; None, with a notice, where that cannot be."""
        found = perform(self._page, lambda: paper_forms.find_form(self._page.site, text), changes=False)
        if found is not None:
            self.found = found
            self._where.ask_when(asked=True)
        return found

    def warn(self) -> None:
        """Say what there is to know before the form is entered."""
        warning = form_warning(self.found) if self.found is not None else None
        if warning is not None:
            action = "Open the record" if warning.sign_off_id else ""
            record = partial(self._page.main.open_page, "record", sign_off_id=warning.sign_off_id)
            self._page.show_notice(warning.message, warning.hint, action, record)

    def put_away(self) -> None:
        """Enter no form."""
        self.found = None
        self._where.ask_when(asked=False)

    def ready(self) -> bool:
        """Whether the day on the form can be read; what is wrong with it stands below its field."""
        return self.found is None or not self._where.day.say_problem()

    def begin(self, worker_id: str, digest: str, context: Context) -> Draft:
        """Start a draft; one from paper has its form's number, and the time that stands on it. UserError where that cannot be."""
        page = self._page
        if self.found is None:
            return observing.start(page.site, page.session, worker_id, digest, context)
        where = self._where
        observed = paper_forms.observed_run(where.day.day(), where.begun.text(), where.ended.text(), page.main.now())
        return observing.start(page.site, page.session, worker_id, digest, replace(context, form=self.found.number), observed)
