"""The paper side of the Certificates page: the number, turning pages, printing and saving, the page itself, what was checked."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from supervisor_app.domain.names import isolated
from supervisor_app.services.declaring import DeclaredRow
from supervisor_app.services.issue_offers import IssueOffer
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.pages.certificate_life_panel import LifePanel
from supervisor_app.ui.pages.certificates_words import READ_WORDS, declared_facts, offer_sentence
from supervisor_app.ui.paper_loader import Answer, PaperLoader, Wish
from supervisor_app.ui.widgets.buttons import Button, IconButton, Kind
from supervisor_app.ui.widgets.choice import Option, Segmented
from supervisor_app.ui.widgets.marked_line import FactRows
from supervisor_app.ui.widgets.paper_desk import PaperDesk
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.status_shape import StatusMark, StatusShape
from supervisor_app.ui.widgets.words import Words

_RATIOS = {"A4": 297 / 210, "Letter": 279.4 / 215.9}
_FIT_AFTER_MS = 150
_LONGEST = 110
"""Letters of the line that says where a certificate stands: two lines, the whole is said where its life is shown."""
_PAPER, _OFFER, _LIFE, _DECLARED = range(4)


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

    def show_standing(self, shape: StatusShape | None, sentence: str) -> None:
        """Say where the certificate stands; nothing where none is shown."""
        for part in (self.stands, self.standing, self.life):
            part.setVisible(shape is not None)
        if shape is not None:
            self.stands.set_shape(shape, "")
        shown = sentence if len(sentence) <= _LONGEST else f"{sentence[: _LONGEST - 1].rstrip()}…"
        self.standing.setText(shown)

    def forbid_printing(self, why: str) -> None:
        """Let it not be printed, and say why; "" lets it again."""
        self._barred = why
        self._render()

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
        self.stands = StatusMark(StatusShape.MET, 20)
        self.standing = Words("", 15, 500, wrap=True)
        self.life = Button("What happened", trailing=Icon.ARROW)
        self.life.setAccessibleName("What happened to this certificate, and what may be decided")
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
        state = QHBoxLayout()
        state.setSpacing(8)
        state.addWidget(self.stands)
        state.addWidget(self.standing, 1)
        state.addWidget(self.life)
        box.addLayout(top)
        box.addWidget(self.endorsed)
        box.addLayout(state)
        box.addWidget(self.desk, 1)
        box.addLayout(foot)
        self._barred = ""
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
        self.print_one.setEnabled(some and not self._barred)
        self.print_one.setToolTip(self._barred)
        self.print_one.setAccessibleDescription(self._barred)
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


class DeclaredPanel(QWidget):
    """Paper of somebody else as it was registered: said large that it was seen and not assessed here."""

    def __init__(self) -> None:
        super().__init__()
        self.row: DeclaredRow | None = None
        self.title = Words("", 17, 600, wrap=True)
        self.sheet = Sheet(padding=0)
        self.scan = Button("Open the scan", icon=Icon.FILE)
        self.take_back = Button("Take back", Kind.DANGER)
        head = Sheet(padding=16)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(StatusMark(StatusShape.INFO, 22))
        line.addWidget(Words("Declared: a member saw this paper. It was not assessed here.", 16, 500, wrap=True), 1)
        head.box.addLayout(line)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.scan)
        buttons.addStretch(1)
        buttons.addWidget(self.take_back)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        for part in (self.title, head, self.sheet):
            box.addWidget(part)
        box.addStretch(1)
        box.addLayout(buttons)

    @property
    def declared_id(self) -> str:
        """The registration that is shown, empty before there is one."""
        return self.row.id if self.row else ""

    def show_declared(self, row: DeclaredRow) -> None:
        """Show what was registered."""
        self.row = row
        self.title.setText(f"{isolated(row.holder)}, {isolated(row.title)}")
        self.sheet.clear_rows()
        self.sheet.add_row(FactRows(declared_facts(row)))
        self.scan.setVisible(bool(row.scan))


class CertificatePanel(QStackedWidget):
    """The paper, what can be issued, the life of a certificate, or registered paper of somebody else."""

    def __init__(self, loader: PaperLoader, paper: str) -> None:
        super().__init__()
        self.paper = PaperPanel(loader, paper)
        self.offer = OfferPanel()
        self.life = LifePanel()
        self.declared = DeclaredPanel()
        for part in (self.paper, self.offer, self.life, self.declared):
            self.addWidget(part)
        self.paper.life.clicked.connect(lambda: self.setCurrentIndex(_LIFE))
        self.life.back.connect(lambda: self.setCurrentIndex(_PAPER))

    @property
    def at_life(self) -> bool:
        """Whether the life is shown in the place of the paper."""
        return self.currentIndex() == _LIFE

    def show_declared(self, row: DeclaredRow) -> None:
        """Show registered paper of somebody else."""
        self.setCurrentIndex(_DECLARED)
        self.declared.show_declared(row)

    def show_certificate(self, certificate_id: str, number: str) -> None:
        """Show a certificate, or an empty desk; the same one stays as it is shown, by its paper or its life."""
        if not (self.at_life and certificate_id == self.paper.certificate_id):
            self.setCurrentIndex(_PAPER)
        self.paper.show_certificate(certificate_id, number)

    def show_offer(self, offer: IssueOffer) -> None:
        """Show what can be issued."""
        self.setCurrentIndex(_OFFER)
        self.offer.show_offer(offer)
