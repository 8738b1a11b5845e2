"""Publishing the check page: the folder is chosen, a PIN opens the site's key that signs the status list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.names import isolated
from supervisor_app.errors import UserError
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.ui import messages
from supervisor_app.ui.actions import perform_in_background
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.pin_field import PinField
from supervisor_app.ui.widgets.setting_pin import labelled_pin
from supervisor_app.ui.widgets.words import Words

if TYPE_CHECKING:
    from supervisor_app.services.publish_news import PublishNews
    from supervisor_app.services.publishing import PublishResult

_WHAT = "A folder for any web host: the page, the site's public keys, and the signed list of what no longer holds."
_MOST = 5
_PRIVATE = (
    "No name, number or certificate of a person is in them. Publish again at least every 30 days, so that the list stays fresh."
)


class PublishDialog(SheetDialog):
    """`published(result)` once the folder is written."""

    published = Signal(object)

    def __init__(self, parent: QWidget, site: Site, session: Session, folder: Path, news: PublishNews) -> None:
        super().__init__(parent, "Publish the check page", _WHAT, width=520)
        self._site, self._session, self._folder = site, session, folder
        self.pin = PinField(6, "Your PIN")
        self.save = Button("Publish", Kind.PRIMARY, key="Enter")
        cancel = Button("Cancel", Kind.GHOST, key="Esc")
        self.box.addWidget(Words(f"Into {folder}", 15, 500, wrap=True))
        self.box.addWidget(Words(new_words(news), 15, 400, wrap=True))
        self.box.addWidget(Words(_PRIVATE, 14, 400, "ink2", wrap=True))
        self.box.addLayout(labelled_pin(f"Your PIN, {session.name}", self.pin))
        self.add_buttons(cancel, self.save, primary=self.save)
        cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self.record)
        self.pin.submitted.connect(lambda _: self.record())
        self.pin.setFocus()

    def record(self) -> None:
        """Write the folder."""
        from supervisor_app.services.publishing import publish  # lists and signatures are loaded when somebody publishes

        if not self.save.isEnabled() or not self.pin.pin:
            return
        site, session, pin, folder = self._site, self._session, self.pin.pin, self._folder
        self.save.setEnabled(False)
        perform_in_background(
            self,
            lambda *_: publish(site, session, pin, folder),
            words="Writing the check page",
            done=self._told,
            failed=self._refused,
            cancel=False,
        )

    def _told(self, result: PublishResult) -> None:
        self.published.emit(result)
        self.accept()

    def _refused(self, problem: UserError) -> None:
        self.save.setEnabled(True)
        messages.show(self, problem)
        self.pin.clear()
        self.pin.setFocus()


def new_words(news: PublishNews) -> str:
    """Return what is new since the last time, certificate by certificate as far as there is room."""
    lines = [f"{one.number}, {isolated(one.holder)}: {one.words}" for one in news.changed[:_MOST]]
    if len(news.changed) > _MOST:
        lines.append(f"and {len(news.changed) - _MOST} more")
    if news.lifted:
        lines.append(f"{news.lifted} that hold again")
    if news.new_key:
        lines.append("A new key of the organisation")
    if lines:
        return "New since the last time:\n" + "\n".join(lines)
    if news.last is None:
        return "It was not published before."
    return f"Nothing is new since the list of {day_in_words(news.last)}."
