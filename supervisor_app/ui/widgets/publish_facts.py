"""Beside the site's facts: when the check page was published last, what is new since, and under which name it issues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from supervisor_app.domain.dates import day_in_words
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.choice import Option, Segmented
from supervisor_app.ui.widgets.words import Words

if TYPE_CHECKING:
    from supervisor_app.services.publish_news import PublishNews

_BY_KEY = "New certificates name the organisation by its key, which proves itself."
_COULD_BE = "They can name it by this web address instead, as {did}: programs of others then find the keys beside the check page."
_BY_WEB = "New certificates name the organisation by its web address, {did}. Keep the check page published: its keys lie there."
_DAYS = ((0, "Never"), (30, "After 30 days"), (90, "After 90 days"), (365, "After a year"))
_ABOUT_DAYS = (
    "A list that ends cannot be shown for ever in the place of a newer one. Publish again before: "
    "after its end programs of others can check no certificate of this site."
)


class PublishFacts(QWidget):
    """`publishing()` when somebody wants the check page; `named(by_web)` when certificates are to name the issuer so;
    `days_chosen(days)` when lists that others' programs read are to end so long after they were made, 0 for no end.
    """

    publishing = Signal()
    named = Signal(bool)
    days_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._by_web = False
        self.publish = Button("Publish the check page…", icon=Icon.GLOBE)
        self.last, self.new = Words("", 14, 400, "ink2", wrap=True), Words("", 15, 500, "warn", wrap=True)
        self.issuer, self.change = Words("", 14, 400, "ink2", wrap=True), Button("", Kind.LINK)
        self.days = Segmented([Option(str(days), words) for days, words in _DAYS])
        self.days.setAccessibleName("How long a status list may be used by others")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.publish, 0, Qt.AlignmentFlag.AlignLeading)
        for part in (self.new, self.last):
            column.addWidget(part)
        column.addSpacing(8)
        column.addWidget(Words("Status lists for others end", 14, 500))
        column.addWidget(self.days)
        column.addWidget(Words(_ABOUT_DAYS, 14, 400, "ink2", wrap=True))
        column.addSpacing(8)
        column.addWidget(self.issuer)
        column.addWidget(self.change, 0, Qt.AlignmentFlag.AlignLeading)
        self.publish.clicked.connect(self.publishing)
        self.days.chosen.connect(lambda key: self.days_chosen.emit(int(key)))
        self.change.clicked.connect(lambda: self.named.emit(not self._by_web))

    def show_news(self, news: PublishNews) -> None:
        """Show what is new since the last time."""
        self.last.setText(last_words(news))
        self.new.setText(news.sentence)
        self.new.setVisible(bool(news.sentence))

    def show_days(self, days: int) -> None:
        """Show how long lists may be used."""
        self.days.choose(str(days))

    def show_issuer(self, issuer_id: str, possible: str) -> None:
        """Show how certificates name the organisation: `issuer_id` is used now, `possible` the did:web that could be, or ""."""
        self._by_web = issuer_id.startswith("did:web:")
        self.issuer.setText(issuer_words(issuer_id, possible))
        self.change.set_words("Name it by its key again" if self._by_web else "Name it by the web address")
        self.change.setVisible(self._by_web or bool(possible))


def last_words(news: PublishNews) -> str:
    """Return when the page was published last."""
    if news.last is None:
        return "It was not published yet."
    age = "of today" if news.days == 0 else f"of {day_in_words(news.last)}"
    return f"Published last with a list {age}."


def issuer_words(issuer_id: str, possible: str) -> str:
    """Return how certificates name the organisation, and how they could."""
    if issuer_id.startswith("did:web:"):
        return _BY_WEB.format(did=issuer_id)
    return f"{_BY_KEY} {_COULD_BE.format(did=possible)}" if possible else _BY_KEY
