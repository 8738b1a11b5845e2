"""The paper side of the Certificates page: the number, turning pages, printing and saving, the page itself, what was checked."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from supervisor_app.services.issue_offers import IssueOffer
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.pages.certificates_words import READ_WORDS, offer_sentence
from supervisor_app.ui.paper_loader import Answer, PaperLoader, Wish
from supervisor_app.ui.widgets.buttons import Button, IconButton, Kind
from supervisor_app.ui.widgets.choice import Option, Segmented
from supervisor_app.ui.widgets.paper_desk import PaperDesk
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.status_shape import StatusMark, StatusShape
from supervisor_app.ui.widgets.words import Words

_RATIOS = {"A4": 297 / 210, "Letter": 279.4 / 215.9}
_FIT_AFTER_MS = 150
_PAPER, _OFFER = 0, 1


class PaperPanel(QWidget):
    """A certificate on its desk. `paper_chosen("A4" or "Letter")` when the person chose."""

    paper_chosen = Signal(str)

    def __init__(self, loader: PaperLoader, paper: str) -> None:
        super().__init__()
        self._loader = loader
        self._id = ""
        self._page = 0
        self._pages = 1
        self._build()
        self._connect()
        self.set_paper(paper)

    @property
    def certificate_id(self) -> str:
        """The certificate on the desk; empty where there is none."""
        return self._id

    @property
    def page(self) -> int:
        """Which page is shown, from 0."""
        return self._page

    def set_paper(self, paper: str) -> None:
        """Lay out for that paper."""
        self.paper.choose(paper)
        self.desk.set_paper(_RATIOS[paper])
        self._ask()

    def show_certificate(self, certificate_id: str, number: str) -> None:
        """Put a certificate on the desk, its first page up; empty clears the desk."""
        if certificate_id != self._id:
            self._id, self._page, self._pages = certificate_id, 0, 1
            self.desk.show_words("" if certificate_id else "No certificate is chosen.")
            self._show_read(None, None)
        self.number.setText(number)
        self._render()
        self._ask()

    def show_endorsed(self, words: str) -> None:
        """Say who else stands behind the certificate; nothing where nobody does."""
        self.endorsed.setText(words)
        self.endorsed.setVisible(bool(words))

    @property
    def settled(self) -> bool:
        """Whether the desk shows what it is to show, drawn to size and read back."""
        return not (self._fitting.isActive() or self._loader.busy or (self._id and not self.read.text()))

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what was chosen while nobody could see it, once the desk has its size."""
        super().showEvent(event)
        self._fitting.start(0)

    def turn(self, step: int) -> None:
        """Turn to the next page (1) or the one before (-1), as far as there are any."""
        page = min(max(0, self._page + step), self._pages - 1)
        if page != self._page:
            self._page = page
            self._render()
            self._ask()

    def _build(self) -> None:
        self.number = Words("", 17, 600)
        self.place = Words("", 14, 400, "ink2")
        self.before = IconButton(Icon.BACK, "Page before (PageUp)")
        self.after = IconButton(Icon.ARROW, "Next page (PageDown)")
        self.ledger = IconButton(Icon.HISTORY, "Ledger of this certificate")
        self.share = Button("Share", icon=Icon.UPLOAD)
        self.share.setAccessibleName("Share: a folder with PDF, credential and badge")
        self.print_one = Button("Print this one", icon=Icon.PRINTER)
        self.save_one = Button("Save PDF", icon=Icon.DOWNLOAD)
        self.endorsed = Words("", 15, 500, wrap=True)
        self.endorsed.hide()
        self.desk = PaperDesk()
        self.mark = StatusMark(StatusShape.NOT_SEEN, 20)
        self.read = Words("", 15, 400, "ink2", wrap=True)
        self.paper = Segmented([Option("A4", "A4"), Option("Letter", "Letter")])
        self.paper.setAccessibleName("Paper")
        self.paper.setFixedWidth(150)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.number)
        texts.addWidget(self.place)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addLayout(texts)
        top.addSpacing(8)
        for part in (self.before, self.after):
            top.addWidget(part)
        top.addWidget(self.ledger)
        top.addStretch(1)
        for button in (self.print_one, self.save_one):
            top.addWidget(button)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.mark)
        foot.addWidget(self.read, 1)
        foot.addWidget(self.share)
        foot.addWidget(self.paper)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addLayout(top)
        box.addWidget(self.endorsed)
        box.addWidget(self.desk, 1)
        box.addLayout(foot)
        self._fitting = QTimer(self, singleShot=True, interval=_FIT_AFTER_MS)

    def _connect(self) -> None:
        self.before.clicked.connect(lambda: self.turn(-1))
        self.after.clicked.connect(lambda: self.turn(1))
        self.desk.turned.connect(self.turn)
        self.desk.resized.connect(lambda: self._fitting.start(_FIT_AFTER_MS if self.desk.has_image else 0))
        self._fitting.timeout.connect(self._ask)
        self.paper.chosen.connect(self.paper_chosen)
        self._loader.answered.connect(self._take)

    def _ask(self) -> None:
        if self._id and self.isVisible():
            width = self.desk.wanted_width()
            self._loader.ask(Wish(certificate_id=self._id, paper=self.paper.value, page=self._page, width=width))
        elif not self._id:
            self._loader.ask(None)

    def _take(self, answer: Answer) -> None:
        """Show what was drawn, if it is still what is wanted."""
        if (answer.wish.certificate_id, answer.wish.page) != (self._id, self._page):
            return
        if answer.problem is not None or answer.image is None:
            self.desk.show_words("This page cannot be shown.")
            self._show_read(StatusShape.SOON, str(answer.problem or ""))
            return
        self._pages = answer.pages
        self.number.setText(answer.number)
        self.desk.show_image(answer.image, f"{answer.number}, page {self._page + 1} of {answer.pages}")
        self._show_read(*READ_WORDS[answer.read])
        self._render()

    def _show_read(self, shape: StatusShape | None, words: str | None) -> None:
        self.mark.setVisible(shape is not None)
        if shape is not None:
            self.mark.set_shape(shape, "")
        self.read.setText(words or "")

    def _render(self) -> None:
        some = bool(self._id)
        self.place.setText(f"Page {self._page + 1} of {self._pages}" if some else "")
        for part in (self.print_one, self.save_one, self.ledger, self.share):
            part.setEnabled(some)
        for arrow in (self.before, self.after):
            arrow.setVisible(self._pages > 1)
        self.before.setEnabled(some and self._page > 0)
        self.after.setEnabled(some and self._page < self._pages - 1)


class OfferPanel(Sheet):
    """A certificate that can be issued: for whom, in what, what it still needs; "Review" leads to the form."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__(padding=24)
        self._id = ""
        self.title = Words("", 20, 600, wrap=True)
        self.of = Words("", 16, 400, "ink", wrap=True)
        self.sentence = Words("", 15, 400, "ink2", wrap=True)
        self.review = Button("Review", Kind.SECONDARY, trailing=Icon.ARROW)
        self.review.clicked.connect(lambda: self.asked.emit(self._id))
        row = QHBoxLayout()
        row.addWidget(self.review)
        row.addStretch(1)
        for part in (self.title, self.of, self.sentence):
            self.box.addWidget(part)
            self.box.addSpacing(4)
        self.box.addSpacing(12)
        self.box.addLayout(row)
        self.box.addStretch(1)

    def show_offer(self, offer: IssueOffer) -> None:
        """Show what can be issued."""
        self._id = offer.sign_off_id
        self.title.setText(offer.worker_name)
        self.of.setText(offer.title)
        self.sentence.setText(offer_sentence(offer))


class CertificatePanel(QStackedWidget):
    """Either the paper, or what can be issued."""

    def __init__(self, loader: PaperLoader, paper: str) -> None:
        super().__init__()
        self.paper = PaperPanel(loader, paper)
        self.offer = OfferPanel()
        self.addWidget(self.paper)
        self.addWidget(self.offer)

    def show_certificate(self, certificate_id: str, number: str) -> None:
        """Show a certificate, or an empty desk."""
        self.setCurrentIndex(_PAPER)
        self.paper.show_certificate(certificate_id, number)

    def show_offer(self, offer: IssueOffer) -> None:
        """Show what can be issued."""
        self.setCurrentIndex(_OFFER)
        self.offer.show_offer(offer)
