"""“Check online” on the Verify page: whom it would ask stands beside the button, what came of it in a notice."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from supervisor_app.services.asking_online import Asked, ask, fetch_https, hosts_of
from supervisor_app.services.verifying import Verdict
from supervisor_app.ui.actions import perform_in_background
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.jobs import Job
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.words import Words

if TYPE_CHECKING:
    from supervisor_app.ui.page import Page


def online_row(verdict: Verdict, pressed: Callable[[], None]) -> QWidget:
    """The button, and who would be asked."""
    hosts = hosts_of(verdict.asks)
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    button = Button("Check online", icon=Icon.GLOBE)
    button.clicked.connect(pressed)
    button.setObjectName("check-online")
    words = f"Asks {' and '.join(hosts)} for keys or withdrawals, and nobody else. They learn that somebody checks."
    row.addWidget(button)
    row.addWidget(Words(words, 15, 400, "ink2", wrap=True), 1)
    return line


def ask_online(page: Page, verdict: Verdict, done: Callable[[], None]) -> Job:
    """Ask beside the window; say who gave what, offer keys for comparing, then call `done`."""
    site = page.site

    def told(results: tuple[Asked, ...]) -> None:
        refused = " ".join(result.words for result in results if not result.fine)
        if refused:
            page.show_notice(refused, "The check before holds. Try again when this laptop reaches the internet.")
        else:
            page.main.notify(" ".join(result.words for result in results))
        done()
        for result in results:
            if result.offer is not None and result.offer.new:
                _offer(page, result, done)

    return perform_in_background(
        page, lambda *_: ask(site, verdict.asks, fetch_https), words="Asking online", done=told, changes=False
    )


def _offer(page: Page, result: Asked, done: Callable[[], None]) -> None:
    from supervisor_app.ui.dialogs.trust_offer import TrustOfferDialog

    if result.offer is not None:
        dialog = TrustOfferDialog(page, page.site, page.session, result.offer)
        dialog.believed.connect(lambda _: done())
        dialog.open()
