"""What to make of certificates: the certificate, cards on sheets or single cards; on which paper; one file or one each."""

from __future__ import annotations

from enum import Enum, StrEnum, auto

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.services.papers import Order, Product
from supervisor_app.services.pdf_sealing import can_seal
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.choice import Option, Segmented, Tiles
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.toggle import Toggle
from supervisor_app.ui.widgets.words import Words


class Files(StrEnum):
    """How several are saved: all in one file, a file for each person, or one for each certificate."""

    ONE = "one"
    PERSON = "person"
    EACH = "each"


_WHAT = (
    Option(Product.CERTIFICATE, "Certificate"),
    Option(Product.CARDS, "Cards on sheets"),
    Option(Product.CARD, "Single cards"),
)
_OF_A_PERSON = (
    Option(Product.PASSPORT, "Skills passport"),
    Option(Product.CERTIFICATE, "Certificates"),
    Option(Product.CARDS, "Cards on sheets"),
    Option(Product.CARD, "Single cards"),
)
_PAPERS = (Option("A4", "A4"), Option("Letter", "Letter"))
_LYING, _UPRIGHT = "lying", "upright"
_ONE, _PERSON, _EACH = Files.ONE, Files.PERSON, Files.EACH
_ABOUT = {
    Product.CERTIFICATE: "With its evidence annex, for both sides of the paper.",
    Product.PASSPORT: "What is held, begun and next, as of today, on portrait paper. Your PIN signs it.",
    Product.CARDS: "{} wallet cards of 85.6 x 54 mm on a sheet, to cut along the dashes or on perforated stock.",
    Product.CARD: "One wallet card of 85.6 x 54 mm on a page of its own size, for a card printer.",
}
_TRUE_SIZE = "Print at 100 %, without “fit to page”: cards then have their size, and codes can be read."
_CARDS = {"A4": "Ten", "Letter": "Eight"}


class Purpose(Enum):
    """What becomes of the order."""

    PRINT = auto()
    SAVE = auto()
    EITHER = auto()


class PaperDialog(SheetDialog):
    """`printing(Order)` or `saving(Order, Files)` once chosen, `previewing(Order, Files)` to look at the pages first."""

    printing = Signal(object)
    saving = Signal(object, object)
    previewing = Signal(object, object)

    def __init__(
        self, parent: QWidget, purpose: Purpose, count: int, paper: str, *, title: str = "", passport: bool = False
    ) -> None:
        one = "the certificate" if count == 1 else f"{count} certificates"
        super().__init__(parent, title or f"{'Save' if purpose is Purpose.SAVE else 'Print'} {one}", width=560)
        self._purpose, self._count = purpose, count
        self.what = Tiles(_OF_A_PERSON if passport else _WHAT, columns=2 if passport else 3)
        self.what.setAccessibleName("What")
        self.about = Words("", 14, 400, "ink2", wrap=True)
        self.paper = Segmented(_PAPERS)
        self.paper.setAccessibleName("Paper")
        self.way = Segmented([Option(_LYING, "Landscape"), Option(_UPRIGHT, "Portrait")])
        self.way.setAccessibleName("Orientation")
        self.files = Segmented(
            [Option(_ONE, "All in one file"), Option(_PERSON, "One per person"), Option(_EACH, "One file each")]
        )
        self.files.setAccessibleName("Files")
        self.seal = Toggle("Sign the PDF with a certificate file of your own")
        saving = purpose is Purpose.SAVE
        self.go = Button("Choose where" if saving else "Choose the printer", Kind.PRIMARY, key="Enter")
        self.save = Button("Save PDF", icon=Icon.DOWNLOAD)
        self.look = Button("Preview", icon=Icon.PICTURE)
        self.look.setAccessibleName("Preview: look at the pages first")
        self._build()
        self._start(paper, Product.PASSPORT if passport else Product.CERTIFICATE)
        if passport and not count:
            self.what.set_enabled_keys([Product.PASSPORT])

    @property
    def order(self) -> Order:
        """What is chosen now."""
        product = Product(self.what.value)
        upright = product is Product.CERTIFICATE and self.way.value == _UPRIGHT
        return Order(product=product, paper=self.paper.value, upright=upright)

    @property
    def chosen_files(self) -> Files:
        """How several are saved; sheets of cards are one file."""
        return Files.ONE if self.order.product is Product.CARDS else Files(self.files.value)

    def _build(self) -> None:
        paper = QHBoxLayout()
        paper.setSpacing(12)
        paper.addWidget(self.paper)
        paper.addWidget(self.way)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self.what)
        column.addWidget(self.about)
        self.box.addLayout(column)
        self.box.addLayout(paper)
        self.box.addWidget(self.files)
        self.box.addWidget(self.seal)
        self.box.addWidget(Words(_TRUE_SIZE, 14, 500, wrap=True))
        cancel = Button("Cancel", Kind.GHOST, key="Esc")
        self.add_buttons(cancel, self.look, self.save, self.go, primary=self.go)
        self.look.clicked.connect(self._preview)
        self.save.setVisible(self._purpose is Purpose.EITHER)
        cancel.clicked.connect(self.reject)
        self.save.clicked.connect(lambda: self._take(save=True))
        self.go.clicked.connect(lambda: self._take(save=self._purpose is Purpose.SAVE))
        for choice in (self.what, self.paper):
            choice.chosen.connect(lambda _: self._render())

    def _start(self, paper: str, product: Product) -> None:
        self.what.choose(product)
        self.paper.choose(paper)
        self.way.choose(_LYING)
        self.files.choose(_EACH)
        self._render()
        self.what.setFocus()

    def _render(self) -> None:
        order = self.order
        self.about.setText(_ABOUT[order.product].format(_CARDS[order.paper]))
        self.paper.setEnabled(order.product is not Product.CARD)
        self.way.setEnabled(order.product is Product.CERTIFICATE)
        several = self._purpose is not Purpose.PRINT and self._count > 1
        self.files.setVisible(several and order.product in (Product.CERTIFICATE, Product.CARD))
        self.seal.setVisible(self._purpose is Purpose.SAVE and can_seal())

    def _preview(self) -> None:
        order, files = self.order, self.chosen_files
        self.accept()
        self.previewing.emit(order, files)

    def _take(self, *, save: bool) -> None:
        order, files = self.order, self.chosen_files
        self.accept()
        if save:
            self.saving.emit(order, files)
        else:
            self.printing.emit(order)
