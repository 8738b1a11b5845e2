"""In which language a certificate speaks, and whether it says the same in a second one; the screen's language does not matter."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from supervisor_app.ui.widgets.choice import Option, Segmented
from supervisor_app.ui.widgets.words import Words

PAPER_LANGUAGES = (Option("en", "English"), Option("de", "Deutsch"), Option("ar", "العربية"))
_NONE = "none"


class PaperLanguages(QWidget):
    """Two choices side by side; the second language is never the first."""

    def __init__(self) -> None:
        super().__init__()
        self.one = Segmented(PAPER_LANGUAGES)
        self.one.setAccessibleName("Language of the certificate")
        self.other = Segmented((Option(_NONE, "None"), *PAPER_LANGUAGES))
        self.other.setAccessibleName("Second language on the certificate")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        for place, (label, choice) in enumerate((("Language of the certificate", self.one), ("Second language", self.other))):
            column = QVBoxLayout()
            column.setSpacing(6)
            column.addWidget(Words(label, 14, 500))
            column.addWidget(choice)
            grid.addLayout(column, 0, place)
        self.one.chosen.connect(lambda _: self._follow())
        self.choose("en", "")

    @property
    def first(self) -> str:
        """The language of the certificate."""
        return self.one.value or "en"

    @property
    def second(self) -> str:
        """The second language, empty for none."""
        return "" if self.other.value in (_NONE, "") else self.other.value

    def choose(self, first: str, second: str) -> None:
        """Choose both."""
        self.one.choose(first)
        self.other.choose(second or _NONE)
        self._follow()

    def _follow(self) -> None:
        """What is the first language cannot be the second."""
        if self.second == self.first:
            self.other.choose(_NONE)
        self.other.set_enabled_keys([key for key in (_NONE, *(option.key for option in PAPER_LANGUAGES)) if key != self.first])
