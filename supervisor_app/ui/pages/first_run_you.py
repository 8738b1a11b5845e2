"""The second step: who one is, and a PIN that nobody else knows."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from supervisor_app.services.unlocking import MIN_PIN, pin_weakness
from supervisor_app.ui.pages.first_run_step import Step
from supervisor_app.ui.widgets.field import Field
from supervisor_app.ui.widgets.pin_field import PinField
from supervisor_app.ui.widgets.words import Words

_DIFFER = "The two were not the same. Type both again."


class PinPair(QWidget):
    """A new PIN, twice."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = PinField(6, "New PIN"), PinField(6, "The same PIN again")
        self.problem = Words("", 14, 500, "bad", wrap=True)
        self.advice = Words("", 14, 400, "ink2", wrap=True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.addWidget(Words("PIN, at least 4 digits", 14, 500), 0, 0)
        grid.addWidget(Words("The same again", 14, 500), 0, 1)
        grid.addWidget(self.first, 1, 0)
        grid.addWidget(self.second, 1, 1)
        grid.addWidget(self.problem, 2, 0, 1, 2)
        grid.addWidget(self.advice, 3, 0, 1, 2)
        self.problem.hide()
        self.advice.hide()
        self.first.typed.connect(self._advise)
        self.first.submitted.connect(lambda _: self.second.setFocus())
        for field in (self.first, self.second):
            field.typed.connect(lambda _: self.problem.hide())

    @property
    def pin(self) -> str:
        """The PIN, once both agree; else empty."""
        return self.first.pin if self.first.pin == self.second.pin else ""

    def _advise(self, pin: str) -> None:
        words = pin_weakness(pin)
        self.advice.setText(words)
        self.advice.setVisible(bool(words))

    def ready(self) -> bool:
        """Say what is wrong with the PIN, and go where it is."""
        short = len(self.first.pin) < MIN_PIN
        words = f"The PIN needs at least {MIN_PIN} digits." if short else "" if self.pin else _DIFFER
        if words:
            for field in (self.first, self.second) if not short else ():
                field.clear()  # nobody sees which of the two has the slip
            self.first.setFocus()
        self.problem.setText(words)
        self.problem.setVisible(bool(words))
        return not words


class YouStep(Step):
    """Who the first admin is, and their PIN."""

    title = "Who are you?"
    sentence = "Your PIN signs. Nobody else should know it, and nobody can look it up."

    def __init__(self) -> None:
        super().__init__()
        self.name = Field("Your name, as it prints")
        self.role = Field("What you are here", placeholder="Shift supervisor")
        self.number = Field("Your employee number, if you have one")
        self.pins = PinPair()
        form = QVBoxLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(18)
        for part in (self.name, self.role, self.number, self.pins):
            part.setMaximumWidth(538)
            form.addWidget(part)
        note = "With your number nobody can ever let you assess yourself, not even by mistake."
        form.addWidget(Words(note, 14, 400, "ink2"))
        form.addStretch(1)

    def ready(self) -> bool:
        """Name and PIN are needed."""
        pins = self.pins.ready()
        if not self.name.text():
            self.name.set_problem("It stands under everything you sign.")
            self.name.setFocus()
        return bool(pins and self.name.text())

    def first_focus(self) -> QWidget:
        """The name."""
        return self.name.edit
