"""A certificate on its desk: its number, turning pages, printing, saving, where it stands, the page itself, what was checked."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.ui.icons import Icon
from supervisor_app.ui.pages.certificates_words import READ_WORDS, fontless_words
from supervisor_app.ui.paper_loader import Answer, PaperLoader, Wish
from supervisor_app.ui.widgets.buttons import Button, IconButton
from supervisor_app.ui.widgets.choice import Option, Segmented
from supervisor_app.ui.widgets.paper_desk import PaperDesk
from supervisor_app.ui.widgets.status_shape import StatusMark, StatusShape
from supervisor_app.ui.widgets.words import Words

_RATIOS = {"A4": 297 / 210, "Letter": 279.4 / 215.9}
_FIT_AFTER_MS = 150
_NARROW = 640
_LONGEST = 110
"""Letters of the line that says where a certificate stands: two lines, the whole is said where its life is shown."""


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
        self._lay_out()
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a narrow screen the buttons say less, so that number and buttons stay whole."""
        super().resizeEvent(event)
        narrow = self.width() < _NARROW
        self.print_one.set_words("Print" if narrow else "Print this one")
        self.save_one.set_words("Save" if narrow else "Save PDF")

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
        self._barred = ""
        self._fitting = QTimer(self, singleShot=True, interval=_FIT_AFTER_MS)

    def _lay_out(self) -> None:
        """The head with the buttons, who stands behind it, where it stands, the desk, the foot."""
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addLayout(self._head())
        box.addWidget(self.endorsed)
        state, foot = QHBoxLayout(), QHBoxLayout()
        for line, mark, words, trailing in (
            (state, self.stands, self.standing, (self.life,)),
            (foot, self.mark, self.read, (self.share, self.paper)),
        ):
            line.setSpacing(8)
            line.addWidget(mark)
            line.addWidget(words, 1)
            for part in trailing:
                line.addWidget(part)
        box.addLayout(state)
        box.addWidget(self.desk, 1)
        box.addLayout(foot)

    def _head(self) -> QHBoxLayout:
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.number)
        texts.addWidget(self.place)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addLayout(texts)
        head.addSpacing(8)
        for part in (self.before, self.after, self.ledger):
            head.addWidget(part)
        head.addStretch(1)
        for button in (self.print_one, self.save_one):
            head.addWidget(button)
        return head

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
        shape, words = READ_WORDS[answer.read]
        missing = fontless_words(answer.missing)
        soon = StatusShape.SOON if missing and shape is StatusShape.SAFE else shape
        self._show_read(soon, f"{words} {missing}".strip())
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
