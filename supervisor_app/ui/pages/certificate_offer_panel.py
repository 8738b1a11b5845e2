"""A certificate that can be issued, beside the list: whose, in what, what it still needs, and the way to its form."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from supervisor_app.services.issue_offers import IssueOffer
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.pages.certificates_words import offer_sentence
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.words import Words


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
