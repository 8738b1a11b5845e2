"""Comparing the fingerprint of an issuer's key before this laptop believes it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from supervisor_app.domain.names import isolated
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.services.trusting import OfferedIssuer, TrustOffer, believe
from supervisor_app.ui.actions import perform
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.scroll_column import ScrollColumn
from supervisor_app.ui.widgets.setting_numbers import SpokenNumbers
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.words import Words

_COMPARE = "Call them, or look at a certificate of theirs that you know to be genuine: the key stands on its foot."
_DIFFER = "If one sign differs, do not believe it: somebody else made this file."
_OTHER = "This laptop knows this issuer by another key. Ask them whether they changed it."
_HEIGHT = 300


class TrustOfferDialog(SheetDialog):
    """`believed(count)` once the new issuers are kept on this laptop."""

    believed = Signal(int)

    def __init__(self, parent: QWidget, site: Site, session: Session, offer: TrustOffer) -> None:
        new = len(offer.new)
        title = (
            f"Believe {isolated(offer.issuers[0].issuer.name)}?" if len(offer.issuers) == 1 else f"Believe these {new} issuers?"
        )
        super().__init__(parent, title if new else "Nothing new", _COMPARE if new else "This laptop believes them already.", 600)
        self._site, self._session, self._offer = site, session, offer
        self.take = Button("They are the same. Believe it" if new == 1 else "They are the same. Believe them", Kind.PRIMARY)
        self.cancel = Button("Not now" if new else "Close", Kind.GHOST, key="Esc")
        self._build(new)
        self.add_buttons(*([self.cancel, self.take] if new else [self.cancel]), primary=self.take if new else self.cancel)
        self.cancel.clicked.connect(self.reject)
        self.take.clicked.connect(self.record)
        self.cancel.setFocus()

    def record(self) -> None:
        """Keep them."""
        perform(self, lambda: believe(self._site, self._session, self._offer), done=self._told, changes=False)

    def _told(self, count: int) -> None:
        self.believed.emit(count)
        self.accept()

    def _build(self, new: int) -> None:
        column = ScrollColumn()
        column.box.setSpacing(12)
        for offered in self._offer.issuers:
            column.box.addWidget(_issuer(offered))
        column.box.addStretch(1)
        column.setFixedHeight(min(_HEIGHT, 108 * len(self._offer.issuers)))
        self.box.addWidget(column)
        if new:
            self.box.addWidget(Words(_DIFFER, 15, 400, "ink2", wrap=True))
        self.take.setVisible(bool(new))


def _issuer(offered: OfferedIssuer) -> Sheet:
    sheet = Sheet(padding=16)
    sheet.box.setSpacing(6)
    sheet.box.addWidget(Words(offered.issuer.name, 16, 600, wrap=True))
    sheet.box.addWidget(SpokenNumbers(offered.issuer.fingerprint, 24))
    if offered.known:
        sheet.box.addWidget(Words("Known to this laptop already", 14, 400, "ink3"))
    if offered.signed_by:
        words = f"The key that this laptop knows as {isolated(offered.signed_by)} signed for this one."
        sheet.box.addWidget(Words(words, 15, 400, "ink2", wrap=True))
    if offered.other_keys:
        sheet.box.addWidget(Words(_OTHER, 15, 500, "bad", wrap=True))
    return sheet
