"""The way to the form where a certificate is issued, from wherever it is offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supervisor_app.ui.actions import perform

if TYPE_CHECKING:
    from supervisor_app.domain.certificate import IssuedCertificate
    from supervisor_app.services.stack_offers import StackOffer
    from supervisor_app.ui.main_window import MainWindow


def open_offer(window: MainWindow, sign_off_id: str) -> None:
    """Show a sign-off with its certificate's form; a notice in the page where it is not on this laptop."""
    from supervisor_app.services.signing import signed_result  # Today is shown without the rules of signing

    page = window.current_page
    if page is not None:
        perform(
            page,
            lambda: signed_result(window.site, sign_off_id, window.now().date()),
            done=lambda result: window.open_page("signed", result=result),
            changes=False,
        )


def open_stack(window: MainWindow, stack: StackOffer) -> None:
    """Ask for the PIN that issues a certificate earned by holding others; then show it."""
    from supervisor_app.ui.dialogs.stack_dialog import StackDialog  # signing is loaded when it is asked for

    page = window.current_page
    if page is None:
        return

    def told(issued: IssuedCertificate) -> None:
        window.notify(f"Certificate {issued.facts.number} is issued.")
        window.open_page("certificates", certificate_id=issued.facts.credential_id)

    dialog = StackDialog(page, window.site, page.session, stack, window.now)
    dialog.acted.connect(told)
    dialog.open()
