"""The parts of the step screen: made once, sized to the window, and written from the state of the stored draft."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QVBoxLayout

from supervisor_app.domain.checklist import Step
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.pages.observe_entry import field_view
from supervisor_app.ui.pages.observe_keys import Command, Keys
from supervisor_app.ui.pages.observe_state import StepScreen
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.step_body import StepBody, say
from supervisor_app.ui.widgets.step_card import StepCardView
from supervisor_app.ui.widgets.step_pips import StepPips
from supervisor_app.ui.widgets.step_top import StepTop

LOW, LOWER = 740, 690
"""Heights of the window in logical pixels below which the bars shrink, and the list and key point hide behind their keys."""
NARROW = 960


class StepView:
    """The bar at the top, the pips, the card with list and foot. `screen` is what they show now, None before the first one."""

    def __init__(self, keys: Keys, seconds: Callable[[], float], content: QVBoxLayout) -> None:
        self.screen: StepScreen | None = None
        self.pause = Button("Pause", icon=Icon.PAUSE, key=keys.cap(Command.PAUSE), height=52)
        self.stop = Button("Safety stop", Kind.DANGER, icon=Icon.SAFETY, key="F12", height=52)
        self.top = StepTop(self.pause, self.stop)
        self.pips = StepPips()
        self.card = StepCardView(seconds, keys)
        self.body = StepBody(self.card)
        for part, stretch in ((self.top, 0), (self.pips, 0), (self.body, 1)):
            content.addWidget(part, stretch)

    def show(self, screen: StepScreen) -> None:
        """Write a screen."""
        if self.screen is not None and self.screen.card.step != screen.card.step:
            self._leave_entry()
        self.screen = screen
        self.top.set_header(screen.header)
        self.pips.set_state(screen.sections, screen.score)
        self.body.list.set_rows(screen.rows)
        self.card.show_card(screen.card)
        foot = self.body.foot
        self.body.set_list_word(screen.list_word)
        say(foot.next, screen.next_word)
        foot.back.setEnabled(not screen.first)
        if self.pause.text() != (words := "Go on" if screen.paused else "Pause"):
            self.pause.set_words(words)
            self.pause.set_icon(Icon.PLAY if screen.paused else Icon.PAUSE)
        self.pause.setEnabled(not screen.stopped and not screen.on_paper)
        self.stop.setEnabled(not screen.stopped)

    def fit(self, high: int, wide: int) -> None:
        """Heights as the window has them: bars shrink below 740, list and key point hide below 690 or where it is narrow."""
        compact = high < LOWER or wide < NARROW
        self.top.setFixedHeight(77 if high >= LOW else 65 if compact else 69)
        self.pips.setFixedHeight(57 if high >= LOW or compact else 49)
        self.body.set_compact(compact)

    def begin_number(self, digit: int) -> None:
        """A digit pressed anywhere begins the number of the first empty field."""
        field = self.card.entry.fields.first_empty()
        if field is not None and not field.isReadOnly():
            field.setFocus()
            field.insert(str(digit))
            field.textEdited.emit(field.text())

    def show_typed(self, step: Step, place: int, text: str, language: str) -> None:
        """Check a number of a step while it is typed; it is stored a moment later."""
        field = self.card.entry.fields.shown()[place]
        if field.view is None:
            return
        quantity = next(one for one in step.quantities if one.key == field.view.quantity)
        view = field_view(quantity, field.view.place, text, language)
        field.set_typed(view)
        self.card.entry.show_typed(view)

    def leave_note(self) -> None:
        """From the note the focus goes to the first answer."""
        self.card.answers.button(Command.MET).setFocus()

    def _leave_entry(self) -> None:
        """The fields of one step are not those of the next: with them would go the focus, to wherever Tab leads."""
        focus = QApplication.focusWidget()
        if focus is not None and self.card.entry.isAncestorOf(focus):
            self.card.answers.button(Command.MET).setFocus()
