"""Whom this laptop believes: the list with fingerprints, adding from a file, giving one's own keys to others, taking one away."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from supervisor_app.domain.dates import day_in_words
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.services.trusting import (
    KeptList,
    TrustedIssuer,
    TrustOffer,
    export_own,
    forget,
    known_issuers,
    read_offer,
)
from supervisor_app.ui.actions import perform
from supervisor_app.ui.dialogs.trust_offer import TrustOfferDialog
from supervisor_app.ui.file_dialogs import Folder, ask_file, ask_place
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.rows import Row, RowList

_WHAT = "A certificate is genuine when one of these signed it. The list is kept on this laptop; nothing of it is sent or fetched."
_FILES = "Trust files, keys and status lists (*.json *.bin);;All files (*)"


class KnownIssuersDialog(SheetDialog):
    """`changed()` when somebody was added or taken away, or a status list came in."""

    changed = Signal()

    def __init__(self, parent: QWidget, site: Site, session: Session) -> None:
        super().__init__(parent, "Known issuers", _WHAT, width=680)
        self._site, self._session = site, session
        self.issuers: tuple[TrustedIssuer, ...] = ()
        self.list = RowList(self._rows, name="Known issuers")
        self.add = Button("Add from a file", Kind.PRIMARY, icon=Icon.PLUS)
        self.give = Button("Our keys for others", icon=Icon.UPLOAD)
        self.remove = Button("Take away", Kind.DANGER)
        close = Button("Close", Kind.GHOST, key="Esc")
        self.box.addWidget(self.list)
        self.add_buttons(close, self.remove, self.give, self.add, primary=self.add)
        close.clicked.connect(self.reject)
        self.add.clicked.connect(self._choose)
        self.give.clicked.connect(self._choose_place)
        self.remove.clicked.connect(self.take_away)
        self.list.picked.connect(lambda _: self._allow())
        self._load()
        self.list.view.setFocus()

    def add_file(self, path: Path) -> None:
        """Show what a file offers; nothing is believed before its fingerprint was compared."""
        perform(self, lambda: read_offer(self._site, path), done=self._offered, changes=False)

    def give_ours(self, path: Path) -> None:
        """Write this site's own keys as a trust file."""
        perform(self, lambda: export_own(self._site, path), done=lambda _: self.accept(), changes=False)

    def take_away(self) -> None:
        """Believe the chosen issuer no longer."""
        issuer = self._current()
        if issuer is not None and not issuer.own:
            perform(self, lambda: forget(self._site, self._session, issuer), done=lambda _: self._anew(), changes=False)

    def _offered(self, offer: TrustOffer | KeptList) -> None:
        if isinstance(offer, KeptList):
            self.show_notice(*kept_words(offer))
            self.changed.emit()
            return
        dialog = TrustOfferDialog(self, self._site, self._session, offer)
        dialog.believed.connect(lambda _: self._anew())
        dialog.open()

    def _anew(self) -> None:
        self._load()
        self.changed.emit()

    def _load(self) -> None:
        self.issuers = perform(self, lambda: known_issuers(self._site), changes=False) or ()
        self.list.restart("0")
        self.list.fit(6)
        self._allow()

    def _allow(self) -> None:
        issuer = self._current()
        self.remove.setEnabled(issuer is not None and not issuer.own)

    def _current(self) -> TrustedIssuer | None:
        row = self.list.current
        return self.issuers[int(row.key)] if row is not None and int(row.key) < len(self.issuers) else None

    def _rows(self, offset: int, limit: int) -> Sequence[Row]:
        return [_row(offset + number, issuer) for number, issuer in enumerate(self.issuers[offset : offset + limit])]

    def _choose(self) -> None:
        ask_file(self, Folder.TRUST, "Choose a trust file", _FILES, self.add_file)

    def _choose_place(self) -> None:
        ask_place(self, Folder.TRUST, "Our keys for others", "Trust files (*.json)", "trust.json", self.give_ours)


def kept_words(kept: KeptList) -> tuple[str, str]:
    """Return what became of a status list, and what follows."""
    made = f" of {day_in_words(kept.made)}" if kept.made else ""
    if not kept.kept:
        return f"This laptop has a newer list than this one{made}.", "The newer one stays."
    about = f"Certificates that name {kept.address}" if "://" in kept.address else f"Certificates of {kept.address}"
    return f"The status list{made} is kept.", f"{about} are held against it."


def _row(place: int, issuer: TrustedIssuer) -> Row:
    own = f"this site, as {issuer.issuer}" if issuer.issuer.startswith("did:web:") else "this site"
    since = f"known since {issuer.since.isoformat()}" if issuer.since else "added by hand"
    return Row(
        key=str(place),
        title=issuer.name,
        detail=own if issuer.own else since,
        number=issuer.fingerprint,
        icon=Icon.KEY,
    )
