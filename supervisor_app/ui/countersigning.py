"""Opening the countersigning of a record from any page, or saying in the page why nobody can do it here."""

from __future__ import annotations

from collections.abc import Callable

from supervisor_app.services.second_member import second_members
from supervisor_app.services.signing import SignedResult
from supervisor_app.ui.actions import perform
from supervisor_app.ui.page import Page


def open_countersigning(page: Page, sign_off_id: str, done: Callable[[SignedResult], object]) -> None:
    """Ask the second member; `done(result)` once it is written, then everything that is visible reloads."""
    from supervisor_app.ui.dialogs.countersign_dialog import CountersignDialog  # not for the pages that may open it

    able = perform(page, lambda: second_members(page.site, sign_off_id), changes=False)
    if able is None:
        return
    if not able.members:
        page.show_notice("It cannot be countersigned here yet.", able.why_none)
        return
    dialog = CountersignDialog(page, page.site, sign_off_id, able.members)

    def written(result: SignedResult) -> None:
        page.main.notify("Countersigned. It counts now.")
        done(result)
        page.main.tell_changed()

    dialog.countersigned.connect(written)
    dialog.open()
