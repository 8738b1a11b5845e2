"""What can be done with a verdict besides reading it: keep somebody's endorsement, or endorse what others issued."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from supervisor_app.services.endorsements import Endorsable, keep, save_endorsement, spoken_of
from supervisor_app.services.rights import Right
from supervisor_app.services.verifying import Verdict
from supervisor_app.ui.actions import perform
from supervisor_app.ui.allowed import allow, why
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.words import Words

if TYPE_CHECKING:
    from supervisor_app.ui.pages.verify_page import VerifyPage

_OTHERS = "This organisation can put its own word beside a certificate of another one. Nothing is sent: it becomes a file."


def endorse_row(page: VerifyPage, verdict: Verdict) -> QWidget | None:
    """Return the row for a verdict, None where there is nothing to do: it does not hold, or it is this site's own."""
    if not verdict.valid:
        return None
    if verdict.kind == "endorsement":
        about = perform(page, lambda: spoken_of(page.site, verdict.subject), changes=False)
        return _keeping(page, verdict, about) if about else None
    return _giving(page, verdict) if verdict.kind == "badge" and not verdict.own else None


def _keeping(page: VerifyPage, verdict: Verdict, about: Endorsable) -> QWidget:
    button = Button("Keep it", icon=Icon.DOWNLOAD)
    button.setObjectName("keep-endorsement")
    permission = allow(page, Right.CERTIFICATES, button, competency=about.competency, worker_id=about.worker_id)
    words = f"It speaks of {about.words}, which is in this laptop's records. Kept, it is shown with it and shared with it."

    def told(kept: Endorsable) -> None:
        page.main.notify(f"The endorsement is kept with {kept.words}.")

    button.clicked.connect(lambda: perform(page, lambda: keep(page.site, page.session, verdict), done=told))
    return _row(button, words if permission.allowed else why(permission))


def _giving(page: VerifyPage, verdict: Verdict) -> QWidget:
    button = Button("Endorse…", icon=Icon.SIGN)
    button.setObjectName("endorse")
    permission = allow(page, Right.ISSUE, button)
    button.clicked.connect(lambda: _ask(page, verdict))
    return _row(button, _OTHERS if permission.allowed else why(permission))


def _ask(page: VerifyPage, verdict: Verdict) -> None:
    from supervisor_app.ui.dialogs.endorse_dialog import EndorseDialog

    dialog = EndorseDialog(page, page.site, page.session, verdict, page.main.now)
    dialog.acted.connect(lambda data: _choose_place(page, data))
    dialog.open()


def _choose_place(page: VerifyPage, data: object) -> None:
    if isinstance(data, bytes):
        page.sources.choose_place("Save the endorsement", "JSON (*.json)", "endorsement.json", _saver(page, data))


def _saver(page: VerifyPage, data: bytes) -> Callable[[Path], None]:
    def save(path: Path) -> None:
        perform(
            page,
            lambda: save_endorsement(data, path),
            done=lambda _: page.main.notify(f"The endorsement is saved as {path.name}. Give it to the holder."),
            changes=False,
        )

    return save


def _row(button: Button, words: str) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    row.addWidget(button)
    row.addWidget(Words(words, 15, 400, "ink2", wrap=True), 1)
    return line
