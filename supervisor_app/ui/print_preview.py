"""Certificates, cards, sheets of cards and passports before they are printed or saved: the very pages that will come out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from supervisor_app.domain.passport import SignedPassport
from supervisor_app.services.papers import (
    CARD_SIZE_MM,
    Order,
    Product,
    cards_on_sheet,
    cards_that_can_be,
    copies_of,
    draw_passport,
    draw_together,
)
from supervisor_app.ui.dialogs.printout_dialog import Printout, PrintoutDialog, SheetChoice

if TYPE_CHECKING:
    from supervisor_app.ui.main_window import MainWindow

MOST_SHOWN = 10
"""So many certificates or single cards of a batch are drawn to look at, and so many sheets of cards."""
_LYING = {"A4": 297 / 210, "Letter": 279.4 / 215.9}
_WHAT = {
    Product.CERTIFICATE: "certificates",
    Product.CARD: "cards",
    Product.CARDS: "cards",
}
_TITLES = {
    Product.CERTIFICATE: "Certificate",
    Product.CARD: "Wallet card",
    Product.CARDS: "Wallet cards on sheets",
}
Then = Callable[[Order], object]
"""What goes on with the order once it was looked at; its paper may have been changed there."""


def preview_papers(
    window: MainWindow, ids: Sequence[str], order: Order, *, printing: Then, saving: Then, original: bool
) -> PrintoutDialog | None:
    """Show the pages of certificates as they will come out: as files (`original`), else as the printer gets them now."""
    page = window.current_page
    if page is None or not ids:
        return None
    site, day = window.site, None if original else window.now().date()
    most = MOST_SHOWN * cards_on_sheet(order)
    shown = tuple(ids[:most])

    def draw(choice: SheetChoice) -> bytes:
        chosen = replace(order, paper=choice.paper)
        wanted, _missing = cards_that_can_be(site, shown, chosen)
        return draw_together(site, copies_of(wanted), chosen, today=day)

    what = _WHAT[order.product]
    sentence = f"The first {len(shown)} of {len(ids)} {what}." if len(ids) > len(shown) else "As it will come out, at 100 %."
    printout = Printout(
        title=_TITLES[order.product],
        sentence=sentence,
        product=order.product,
        ratios=ratios_of(order),
        stem="",
        draw=draw,
    )
    return _shown(PrintoutDialog(page, printout), order, printing, saving)


def preview_passport(
    window: MainWindow, signed: SignedPassport, order: Order, *, printing: Then, saving: Then
) -> PrintoutDialog | None:
    """Show the pages of a signed passport as they will come out."""
    page = window.current_page
    if page is None:
        return None
    site = window.site
    printout = Printout(
        title="Skills passport",
        sentence="Signed for today. As it will come out, at 100 %.",
        product=Product.PASSPORT,
        ratios=ratios_of(order),
        stem="",
        draw=lambda choice: draw_passport(site, signed, choice.paper),
    )
    return _shown(PrintoutDialog(page, printout), order, printing, saving)


def ratios_of(order: Order) -> tuple[tuple[str, float], ...]:
    """Return the papers that an order can lie on with their width for their height, the chosen one first."""
    if order.product is Product.CARD:
        return ((order.paper, CARD_SIZE_MM[0] / CARD_SIZE_MM[1]),)
    upright = order.upright or order.product is not Product.CERTIFICATE
    papers = {name: 1 / ratio if upright else ratio for name, ratio in _LYING.items()}
    return ((order.paper, papers.pop(order.paper)), *papers.items())


def _shown(dialog: PrintoutDialog, order: Order, printing: Then, saving: Then) -> PrintoutDialog:
    dialog.printing.connect(lambda choice: printing(replace(order, paper=choice.paper)))
    dialog.saving.connect(lambda choice: saving(replace(order, paper=choice.paper)))
    dialog.paper.setVisible(len(dialog.printout.ratios) > 1)
    dialog.open()
    return dialog
