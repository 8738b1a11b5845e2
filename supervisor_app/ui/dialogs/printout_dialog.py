"""A sheet before it is printed: the page as it will lie on paper, which paper, which language; print or save."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage, QShowEvent
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QHBoxLayout, QWidget

from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import UserError
from supervisor_app.services.paper_preview import sheet_picture
from supervisor_app.services.papers import Product
from supervisor_app.ui.actions import perform_in_background
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.jobs import Cancelled, Job, Progress
from supervisor_app.ui.widgets.buttons import Button, IconButton, Kind
from supervisor_app.ui.widgets.choice import Option, Segmented
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.paper_desk import PaperDesk
from supervisor_app.ui.widgets.words import Words

_DESK, _LEAST_DESK, _AROUND = 440, 220, 330
"""Heights: of the desk where there is room, on a low screen, and of what is around it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetChoice:
    """What was chosen: the paper, the language ("" where there is only one); `copy` counts forms of their own number from 0."""

    paper: str
    language: str = ""
    copy: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Printout:
    """Something to print that is no certificate: how it is called, what it can lie on, and what draws it as PDF.

    `ratios` are the papers with their width for their height, the usual one first. `languages` are keys with their own names.
    Where `numbered`, each copy has a number of its own, so that the printer's copies are drawn one by one.
    """

    title: str
    sentence: str
    product: Product
    ratios: tuple[tuple[str, float], ...]
    stem: str
    draw: Callable[[SheetChoice], bytes]
    languages: tuple[tuple[str, str], ...] = ()
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A file, the picture of one of its pages, and how many there are."""

    choice: SheetChoice
    pdf: bytes
    page: int
    pages: int
    image: QImage


class PrintoutDialog(SheetDialog):
    """`printing(choice)` or `saving(choice)`; the sheet is drawn beside the window, what was chosen last wins."""

    printing = Signal(object)
    saving = Signal(object)

    def __init__(self, parent: QWidget, printout: Printout) -> None:
        lying = printout.ratios[0][1] > 1
        super().__init__(parent, printout.title, printout.sentence, width=860 if lying else 620)
        self.printout = printout
        self._drawn: _Drawn | None = None
        self._page = 0
        self._job: Job | None = None
        self._build(min(_DESK, max(_LEAST_DESK, parent.window().height() - _AROUND)))

    @property
    def choice(self) -> SheetChoice:
        """What is chosen now."""
        return SheetChoice(paper=self.paper.value, language=self.language.value)

    @property
    def settled(self) -> bool:
        """Whether the desk shows what is chosen."""
        drawn = self._drawn
        return self._job is None and drawn is not None and (drawn.choice, drawn.page) == (self.choice, self._page)

    def _build(self, desk: int) -> None:
        known = self.printout.ratios
        self.paper = Segmented([Option(name, name) for name, _ in known])
        self.paper.setAccessibleName("Paper")
        self.paper.choose(known[0][0])
        self.language = Segmented([Option(key, name) for key, name in self.printout.languages])
        self.language.setAccessibleName("Language")
        self.language.setVisible(len(self.printout.languages) > 1)
        if self.printout.languages:
            self.language.choose(self.printout.languages[0][0])
        self.place = Words("", 14, 400, "ink2")
        self.before = IconButton(Icon.BACK, "Page before (PageUp)")
        self.after = IconButton(Icon.ARROW, "Next page (PageDown)")
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.paper)
        row.addWidget(self.language)
        row.addStretch(1)
        for part in (self.place, self.before, self.after):
            row.addWidget(part)
        self.desk = PaperDesk()
        self.desk.setFixedHeight(desk)
        self.box.addLayout(row)
        self.box.addWidget(self.desk)
        self.cancel = Button("Cancel", Kind.GHOST, key="Esc")
        self.save = Button("Save PDF", icon=Icon.DOWNLOAD)
        self.go = Button("Print", Kind.PRIMARY, icon=Icon.PRINTER, key="Enter")
        self.add_buttons(self.cancel, self.save, self.go, primary=self.go)
        self.cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._save)
        self.go.clicked.connect(self._print)
        self.before.clicked.connect(lambda: self.turn(-1))
        self.after.clicked.connect(lambda: self.turn(1))
        self.desk.turned.connect(self.turn)
        self.desk.resized.connect(self._ask)
        self.finished.connect(lambda _: self._overtake())
        for choice in (self.paper, self.language):
            choice.chosen.connect(lambda _key: self._begin_anew())

    def showEvent(self, event: QShowEvent) -> None:
        """Draw once the desk has its size."""
        super().showEvent(event)
        self._begin_anew()
        self.go.setFocus()

    def turn(self, step: int) -> None:
        """Turn to the next page (1) or the one before (-1), as far as there are any."""
        pages = self._drawn.pages if self._drawn else 1
        page = min(max(0, self._page + step), pages - 1)
        if page != self._page:
            self._page = page
            self._ask()

    def _begin_anew(self) -> None:
        self._page = 0
        self.desk.set_paper(dict(self.printout.ratios)[self.paper.value])
        self.desk.show_words("")
        self._ask()

    def _ask(self) -> None:
        """Draw what is chosen: one sheet at a time, and when it is done, what was chosen meanwhile."""
        if self._job is not None or not self.isVisible():
            return
        choice, page, width, known = self.choice, self._page, self.desk.wanted_width(), self._drawn
        draw = self.printout.draw

        def work(_progress: Progress, _cancelled: Cancelled) -> _Drawn:
            pdf = known.pdf if known is not None and known.choice == choice else draw(choice)
            picture, pages = sheet_picture(pdf, page, width)
            size = (picture.width, picture.height, 4 * picture.width)
            return _Drawn(choice, pdf, page, pages, QImage(picture.rgba, *size, QImage.Format.Format_RGBA8888).copy())

        self._job = perform_in_background(
            self, work, words="Drawing the sheet", done=self._show, failed=self._fail, changes=False, cancel=False
        )

    def _overtake(self) -> None:
        """Nobody looks any more."""
        if self._job is not None:
            self._job.overtake()
            self._job = None

    def _show(self, drawn: _Drawn) -> None:
        self._job, self._drawn = None, drawn
        if (drawn.choice, drawn.page) != (self.choice, self._page):
            self._ask()
            return
        several = drawn.pages > 1
        words = f"Sheet {drawn.page + 1} of {drawn.pages}"
        self.place.setText(words if several else "")
        for part in (self.before, self.after):
            part.setVisible(several)
        self.before.setEnabled(drawn.page > 0)
        self.after.setEnabled(drawn.page + 1 < drawn.pages)
        self.desk.show_image(drawn.image, f"{self.printout.title}. {words}")
        if drawn.image.width() != self.desk.wanted_width():
            self._ask()

    def _fail(self, problem: UserError) -> None:
        self._job = None
        self.desk.show_words("It cannot be drawn.")
        self.show_notice(problem.message, problem.hint)

    def _save(self) -> None:
        choice = self.choice
        self.accept()
        self.saving.emit(choice)

    def _print(self) -> None:
        if not QPrinterInfo.availablePrinterNames():
            self.show_notice("No printer is set up on this laptop.", "Connect a printer, or save as PDF.", "Save PDF", self._save)
            return
        choice = self.choice
        self.accept()
        self.printing.emit(choice)
