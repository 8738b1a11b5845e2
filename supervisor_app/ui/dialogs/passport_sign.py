"""Signing somebody's skills passport: whose, as of today, in which language, and the PIN that answers for it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from supervisor_app.domain.names import isolated
from supervisor_app.domain.people import Worker
from supervisor_app.services.passport import sign_passport
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.ui.dialogs.pin_act import Act, PinActDialog
from supervisor_app.ui.widgets.choice import Segmented
from supervisor_app.ui.widgets.paper_languages import PAPER_LANGUAGES
from supervisor_app.ui.widgets.words import Words

_WHAT = (
    "One record of the certificates in force today, signed with the organisation's key. "
    "It is kept nowhere; that it was signed stays in the ledger, also where it is only looked at."
)


class PassportSignDialog(PinActDialog):
    """`acted(SignedPassport)` once it is signed."""

    words = "Signing the passport"

    def __init__(self, parent: QWidget, site: Site, session: Session, worker: Worker, language: str) -> None:
        super().__init__(parent, session, f"Sign the skills passport of {isolated(worker.name)}", _WHAT, action="Sign")
        self._site, self._worker = site, worker
        self.language = Segmented(PAPER_LANGUAGES)
        self.language.setAccessibleName("Language of the passport")
        self.language.choose(language)
        self.box.addWidget(Words("Language of the passport", 14, 500))
        self.box.addWidget(self.language)
        self.finish()
        self.pin.setFocus()

    def prepare(self) -> Act | None:
        """Say what is done with the PIN."""
        site, session, worker_id, language = self._site, self._session, self._worker.id, self.language.value
        return lambda pin: sign_passport(site, session, worker_id, pin, site.clock(), language)
