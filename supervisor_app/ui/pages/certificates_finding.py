"""Finding certificates: what the list shows, by state, by what was typed or by a scanned code, and how many there are."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from supervisor_app.services.certificate_deciding import MOST_AT_ONCE
from supervisor_app.services.certificates import (
    CertificateLine,
    Which,
    count_certificates,
    find_scanned,
    list_certificates,
)
from supervisor_app.services.issue_offers import IssueOffer, offers
from supervisor_app.ui.actions import look_up
from supervisor_app.ui.page import Page
from supervisor_app.ui.pages.certificates_list import CertificatesList
from supervisor_app.ui.pages.certificates_words import OFFER_MARK, OFFERS, nothing_found, offer_row, options, row_of
from supervisor_app.ui.widgets.rows import Row

_COUNT_AFTER_MS = 150
_LONGEST_TYPED = 60
_USUAL = (Which.TO_PRINT, Which.VALID, Which.ALL)


class CertificateFinder(QObject):
    """Fills `list` for a page. `shown(key)` when another row is to be shown beside it ("" for none), `changed()` when the
    page's own words may have changed.
    """

    shown = Signal(str)
    changed = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self.list = CertificatesList(self._fetch)
        self.which: str = Which.ALL
        self.counts: dict[str, int] = dict.fromkeys(_USUAL, 0)
        self.offers: tuple[IssueOffer, ...] = ()
        self._scanned: CertificateLine | None = None
        self._last: CertificateLine | None = None
        self._searching = QTimer(self, singleShot=True, interval=_COUNT_AFTER_MS)
        self._searching.timeout.connect(self._search_paused)
        self.list.search.searched.connect(self._search)
        self.list.search.taken.connect(self._take_first)
        self.list.which.chosen.connect(self.choose)
        self.list.everywhere.clicked.connect(lambda: self.choose(Which.ALL))
        self.list.rows.everything.connect(self._take_everything)
        self.list.all.clicked.connect(self._take_everything)

    @property
    def some(self) -> bool:
        """Whether there is anything to be found at all."""
        return bool(self.counts[Which.ALL] or self.offers)

    def offer_of(self, key: str) -> IssueOffer | None:
        """Return what a row offers, None where it is no offer."""
        return next((offer for offer in self.offers if OFFER_MARK + offer.sign_off_id == key), None)

    def ask(self) -> bool:
        """Count again, and look what can be issued; False where that could not be."""
        found = look_up(self._page, self._ask)
        if found is None:
            return False
        self.counts, self.offers = found
        if self.which == OFFERS and not self.offers:
            self.which = Which.ALL
        usual = self.which in (OFFERS, *_USUAL)
        self.list.which.set_options(options(self.counts, len(self.offers) if usual else 0, self.which))
        self.list.which.choose(self.which)
        return True

    def choose(self, which: str) -> None:
        """Show those of a state, or what can be issued."""
        self.which = which
        self._scanned = None
        self.list.which.choose(which)
        self.changed.emit()
        self.fill(self._current())
        self._count(self._typed())

    def fill(self, keep: str = "", *, wanted: bool = False) -> None:
        """Fill the list and show the same certificate as before, the wanted one, else the first."""
        rows = self.list.rows
        title, words = nothing_found(self.list.search.text().strip(), self.which)
        self.list.nothing.set_words(title, words)
        self.list.everywhere.setVisible(self.which != Which.ALL)
        rows.restart(keep or self._current())
        if wanted and rows.current is None:
            self.shown.emit(keep)
            return
        if rows.current is None and (first := rows.model.row(0)) is not None:
            rows.select(first.key)
        self.shown.emit(self._current())

    def _ask(self) -> tuple[dict[str, int], tuple[IssueOffer, ...]]:
        today = self._page.main.now().date()
        kinds = dict.fromkeys((*_USUAL, *([Which(self.which)] if self.which != OFFERS else ())))
        counts: dict[str, int] = {kind: count_certificates(self._page.site, today, which=kind) for kind in kinds}
        return counts, offers(self._page.site, today)

    def _fetch(self, offset: int, limit: int) -> list[Row]:
        """Give the list its next piece."""
        text = self._typed()
        if self.which == OFFERS:
            return [offer_row(offer) for offer in self.offers if _matches(offer, text)][offset : offset + limit]
        if self._scanned is not None:
            return [row_of(self._scanned)] if offset == 0 else []
        if len(self.list.search.text().strip()) > _LONGEST_TYPED:  # a code that nothing here has
            return []
        lines = self._lines(text, limit, offset, self._last if offset else None)
        if not lines:
            return []
        self._last = lines[-1]
        return [row_of(line) for line in lines]

    def _lines(self, text: str, limit: int, offset: int, after: CertificateLine | None) -> tuple[CertificateLine, ...]:
        site, today, which = self._page.site, self._page.main.now().date(), Which(self.which)
        found = look_up(
            self._page, lambda: list_certificates(site, today, text=text, which=which, limit=limit, offset=offset, after=after)
        )
        return found or ()

    def _current(self) -> str:
        return self.list.rows.current.key if self.list.rows.current else ""

    def _typed(self) -> str:
        text = self.list.search.text().strip()
        return text if len(text) <= _LONGEST_TYPED else ""

    def _search(self, text: str) -> None:
        """Each key narrows the list; a code that is still being scanned waits until it is whole."""
        if len(text) <= _LONGEST_TYPED:
            self._scanned = None
            self.fill()
        self._searching.start()

    def _search_paused(self) -> None:
        """The typing paused: look whether it was a code, and count the hits."""
        text = self.list.search.text().strip()
        if text and (len(text) > _LONGEST_TYPED or self.list.rows.model.rowCount() == 0):
            today = self._page.main.now().date()
            scanned = look_up(self._page, lambda: find_scanned(self._page.site, text, today))
            if scanned is not None or len(text) > _LONGEST_TYPED:
                self._show_scanned(scanned)
                return
        self._count(text)

    def _show_scanned(self, scanned: CertificateLine | None) -> None:
        """Show the one certificate a code belongs to, or that this laptop has none."""
        self.which = Which.ALL
        self.list.which.choose(self.which)
        self._scanned = scanned
        self.fill()
        if scanned is None:
            self.shown.emit("")
            self.list.nothing.set_words(
                "Nothing found", "The certificate with this code is not on this laptop. Sync, or verify it."
            )
        self.list.search.show_count(int(scanned is not None), self.counts[Which.ALL])
        self.list.search.selectAll()

    def _count(self, text: str) -> None:
        every = self.counts.get(self.which, len(self.offers))
        if self.which == OFFERS:
            found: int | None = self.list.rows.model.rowCount()
        elif text:
            site, which, today = self._page.site, Which(self.which), self._page.main.now().date()
            found = look_up(self._page, lambda: count_certificates(site, today, text=text, which=which))
        else:
            found = every
        if found is not None:
            self.list.search.show_count(found, every)

    def _take_everything(self) -> None:
        """Choose all that the list shows now, as far as it goes on below too; MOST_AT_ONCE at most."""
        if not self.list.may_choose:
            return
        found = (self._scanned,) if self._scanned else self._lines(self._typed(), MOST_AT_ONCE, 0, None)
        self.list.take([line.id for line in found])

    def _take_first(self) -> None:
        """Enter in the search: what was typed or scanned is looked for at once, and the first hit shown."""
        self._searching.stop()
        self._search_paused()
        if not self.list.several.on:
            self.list.rows.take_first()
        self.list.search.selectAll()


def _matches(offer: IssueOffer, text: str) -> bool:
    return text.casefold() in f"{offer.worker_name} {offer.title}".casefold()
