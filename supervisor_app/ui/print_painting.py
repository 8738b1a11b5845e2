"""Painting certificates onto a printer at 100 %: page by page, strip by strip, so that a fine printer needs no more memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from PySide6.QtCore import QMarginsF, QRect, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import UserError
from supervisor_app.services.papers import CARD_SIZE_MM, Order, Product
from supervisor_app.services.printing import page_sizes, page_strips

FINEST = 600
"""Dots per inch beyond which nothing on the page gets better."""
_POINTS = 72.0
_SIZES = {
    "A4": QPageSize.PageSizeId.A4,
    "Letter": QPageSize.PageSizeId.Letter,
    "A3": QPageSize.PageSizeId.A3,
    "Tabloid": QPageSize.PageSizeId.Tabloid,
}
_NOT_TAKEN = UserError(
    "The printer did not take the papers.", "See that it is switched on and has paper, then print again; or save them as PDF."
)


@dataclass(frozen=True, slots=True)
class _Ground:
    """What is painted on: the painter's whole numbers of device dots for one drawn dot, and the drawn dots per inch."""

    dots: int
    dpi: int
    grey: bool


def new_printer(order: Order) -> QPrinter:
    """Return the system's printer set for what is to be printed: its paper, nothing scaled, both sides if it can."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    lay_out(printer, order)
    return printer


def lay_out(printer: QPrinter, order: Order) -> None:
    """Set paper and orientation, and the paper's very corner as origin; a single card has a page of its own size."""
    if order.product is Product.CARD:
        size = QPageSize(QSizeF(*CARD_SIZE_MM), QPageSize.Unit.Millimeter, "CR80", QPageSize.SizeMatchPolicy.ExactMatch)
    else:
        size = QPageSize(_SIZES[order.paper])
    layout = QPageLayout(size, _orientation(order), QMarginsF())
    layout.setMode(QPageLayout.Mode.FullPageMode)
    printer.setFullPage(True)
    printer.setPageLayout(layout)


def _orientation(order: Order) -> QPageLayout.Orientation:
    """A single card is upright for the printer: its page is wider than high by itself."""
    lying = order.product is Product.MATRIX or (order.product is Product.CERTIFICATE and not order.upright)
    return QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait


def paper_in(printer: QPrinter, usual: str, among: Collection[str] = ("A4", "Letter")) -> str:
    """Return the paper chosen for the printer where it is one `among` these; else the `usual` one (the page is then centred)."""
    chosen = printer.pageLayout().pageSize().id()
    return next((name for name in among if _SIZES[name] == chosen), usual)


def paint_files(printer: QPrinter, files: Iterable[bytes], cancelled: Callable[[], bool], order: Order) -> bool:
    """Paint PDF files onto a printer as one print; False where it was cancelled, and nothing then went out.

    UserError where the printer does not take it. Any thread may do this; the printer belongs to that one until it returns.
    """
    printer.setPageOrientation(_orientation(order))
    painter = QPainter()
    try:
        for number, pdf in enumerate(files):
            if number == 0 and not painter.begin(printer):
                raise _NOT_TAKEN
            if cancelled() or not _paint_file(printer, painter, pdf, first=number == 0, cancelled=cancelled):
                printer.abort()
                return False
        if painter.isActive() and not painter.end():
            raise _NOT_TAKEN
    finally:
        if painter.isActive():
            printer.abort()
            painter.end()
    return True


def _paint_file(printer: QPrinter, painter: QPainter, pdf: bytes, *, first: bool, cancelled: Callable[[], bool]) -> bool:
    ground = _ground(printer)
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    sizes = page_sizes(pdf)
    for page, size in enumerate(sizes):
        if not (first and page == 0) and not printer.newPage():
            raise _NOT_TAKEN
        left, top = _corner(printer, size.width, size.height)
        for strip in page_strips(pdf, page, ground.dpi, grey=ground.grey):
            if cancelled():
                return False
            target = QRect(left, top + strip.top * ground.dots, strip.width * ground.dots, strip.height * ground.dots)
            form = QImage.Format.Format_Grayscale8 if strip.grey else QImage.Format.Format_RGB32
            image = QImage(strip.data, strip.width, strip.height, strip.stride, form)
            painter.drawImage(target, image.copy())  # some printers paint later, when the bytes are gone
    both_sides = printer.duplex() not in (QPrinter.DuplexMode.DuplexNone,)
    if both_sides and len(sizes) % 2 and not printer.newPage():  # the next certificate begins on a sheet of its own
        raise _NOT_TAKEN
    return True


def _ground(printer: QPrinter) -> _Ground:
    """Draw at the printer's own resolution, or a whole part of it where that is finer than anything on the page."""
    resolution = printer.resolution()
    dots = max(1, -(-resolution // FINEST))
    while resolution % dots:
        dots += 1
    grey = printer.colorMode() is QPrinter.ColorMode.GrayScale
    return _Ground(dots, resolution // dots, grey)


def _corner(printer: QPrinter, width: float, height: float) -> tuple[int, int]:
    """Where a page of that size (points) begins on the paper, in device dots: in the middle, at 100 %."""
    paper = printer.pageLayout().fullRectPixels(printer.resolution())
    scale = printer.resolution() / _POINTS
    return round((paper.width() - width * scale) / 2), round((paper.height() - height * scale) / 2)
