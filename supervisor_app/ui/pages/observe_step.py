"""The step screen: one step large, the list beside it, the running result always in sight; each tap is stored before it shows."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from supervisor_app.domain.observation import Draft, Result
from supervisor_app.services.draft_lines import drafts
from supervisor_app.ui.actions import look_up, perform
from supervisor_app.ui.look.sizes import sizes
from supervisor_app.ui.page import Page
from supervisor_app.ui.pages.observe_draft import ObservedDraft
from supervisor_app.ui.pages.observe_files import StepFiles
from supervisor_app.ui.pages.observe_keys import ANSWERS, ENGLISH, Command, Keys, Press, command_for
from supervisor_app.ui.pages.observe_questions import ask_decide, ask_stop
from supervisor_app.ui.pages.observe_shortcuts import bind_keys
from supervisor_app.ui.pages.observe_state import StepScreen
from supervisor_app.ui.pages.observe_view import LOWER, StepView
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.notice import Notice, announce

if TYPE_CHECKING:
    from supervisor_app.ui.main_window import MainWindow

YES_GOES_ON_MS = 400
DOUBLE_TAP = 0.25
"""Seconds in which a second touch of a glove is taken for the first."""


class ObserveStepPage(Page):
    """`open(draft_id=...)`. The current draft is in `observed`; `pressed(Press)` is the one entrance of keys and buttons."""

    def __init__(self, window: MainWindow, keys: Keys = ENGLISH, seconds: Callable[[], float] = time.monotonic) -> None:
        super().__init__(window)
        self.observed: ObservedDraft | None = None
        self._keys = keys
        self._seconds = seconds
        self._last_press: tuple[Press, float] | None = None
        self._draft_id = ""
        self._tick = QTimer(self, interval=500)
        self._build()
        self._connect()

    def _build(self) -> None:
        self._view = view = StepView(self._keys, self._seconds, self.content)
        self.pause_button, self.stop_button = view.pause, view.stop
        self.top, self.pips, self.card, self.body = view.top, view.pips, view.card, view.body
        self.set_primary(self.body.foot.next)
        for button in self.findChildren(Button):
            button.enter_presses = False  # here Enter only ever goes on

    def _connect(self) -> None:
        self._shortcuts = bind_keys(self, self._keys, self._key)
        self._tick.timeout.connect(self._show_clock)
        buttons = {
            self.pause_button: Command.PAUSE,
            self.stop_button: Command.STOP,
            self.body.foot.steps: Command.LIST,
            self.body.foot.back: Command.BACK,
            self.body.foot.decide: Command.DECIDE,
            self.body.foot.next: Command.NEXT,
        }
        for button, command in buttons.items():
            button.clicked.connect(lambda _checked=False, command=command: self.pressed(Press(command=command)))
        card = self.card
        card.answers.answered.connect(self._tap_answer)
        card.slot.picked.connect(lambda number: self._change(lambda draft: draft.reason(number)))
        card.entry.counted.connect(lambda by: self._change(lambda draft: draft.count(by)))
        card.entry.chosen.connect(lambda value: self._change(lambda draft: draft.take_tile(value)))
        card.entry.stored.connect(lambda place, text: self._change(lambda draft: draft.enter_number(place, text)))
        card.entry.typed.connect(self._show_typed)
        card.entry.noted.connect(lambda text: self._change(lambda draft: draft.note(text)))
        card.entry.note.left.connect(self._view.leave_note)
        card.entry.photo.clicked.connect(lambda: self.pressed(Press(command=Command.PHOTO)))
        self.files = StepFiles(self, card)
        self.files.changed.connect(self._take_draft)
        self.pips.picked.connect(self._go_to)
        self.body.list.picked.connect(self._go_to)

    # Life of the page

    def open(self, **arguments: object) -> None:
        """Take the draft's id."""
        draft_id = str(arguments.get("draft_id", self._draft_id))
        if draft_id != self._draft_id:
            self.observed = None
            self.card.entry.forget_watches()
        self._draft_id = draft_id

    def reload(self) -> None:
        """Load the draft; coming here lets its clock run, unless the program had died: then the assessor looks first."""
        self.observed = look_up(self, lambda: ObservedDraft(self.site, self._draft_id))
        if self.observed is None:
            return
        if self.observed.draft.recovered is None:
            self._change(lambda draft: draft.resume())
        else:
            self._show_recovered()
        if self.isVisible():
            self._fit()
        self._render(self.observed.screen())
        self._tick.start()

    def leave(self) -> bool:
        """Store what is typed and let the clock stand."""
        self._flush()
        self._tick.stop()
        if self.observed is not None:
            self._change(lambda draft: draft.pause())
        return True

    def locked(self) -> None:
        """Store what is typed; the clock goes on, because the work does."""
        self._flush()

    def go_up(self) -> None:
        """Esc: close the list; else leave to where one came from. Everything is stored."""
        if not self.body.close_list():
            super().go_up()

    def first_focus(self) -> QWidget | None:
        """The first answer."""
        return self.card.answers.button(Command.MET)

    # Presses

    def pressed(self, press: Press) -> None:
        """Do what a key or button asks."""
        command = press.command
        if command in ANSWERS:
            self._flush()
            self._change(lambda draft: draft.answer(ANSWERS[command]))
            if command is Command.MET and self.site.settings.yes_goes_on:
                self._go_on_soon()
        elif command is Command.PICK:
            self._change(lambda draft: draft.pick(press.number))
        elif command is Command.DIGIT:
            self._view.begin_number(press.number)
        elif command in (Command.MORE, Command.FEWER):
            if self.card.entry.counts:
                self._change(lambda draft: draft.count(1 if command is Command.MORE else -1))
        elif command in _MOVES:
            self._flush()
            self._change(lambda draft: draft.move(_MOVES[command]))
        else:
            self._screen_press(command)

    def _go_on_soon(self) -> None:
        """After "met", where the settings say so, the next step comes by itself, unless something else was pressed meanwhile."""
        card = self._view.screen.card if self._view.screen is not None else None
        if card is None or card.answer is not Result.MET:
            return

        def go_on() -> None:
            if (
                self.isVisible()
                and self._view.screen is not None
                and self._view.screen.card == card
                and self._view.screen.next_word == "Next step"
            ):
                self._next()

        QTimer.singleShot(YES_GOES_ON_MS, self, go_on)

    def _screen_press(self, command: Command) -> None:
        """What concerns the whole screen."""
        match command:
            case Command.NEXT:
                self._next()
            case Command.DECIDE:
                self._decide()
            case Command.PAUSE:
                self._toggle_pause()
            case Command.STOP:
                self._ask_stop()
            case Command.UNDO:
                self._change(lambda draft: draft.undo())
            case Command.NOTE:
                self.card.entry.note.setFocus()
            case Command.PHOTO:
                self.files.press()
            case Command.WATCH:
                self.card.entry.press_watch()
            case Command.KEY_POINT:
                self.card.toggle_explain()
            case Command.LIST:
                self.body.toggle_list()

    def _key(self, name: str) -> None:
        entry = self.card.entry
        picking = self.card.slot.picking or entry.picks
        press = command_for(name, keys=self._keys, picking=picking, typing_numbers=entry.takes_digits)
        if press is not None:
            self.pressed(press)

    def _tap_answer(self, result: Result) -> None:
        """A touch of an answer; in glove mode a second touch right after the first is not meant."""
        command = next(command for command, answer in ANSWERS.items() if answer is result)
        press, now = Press(command=command), self._seconds()
        before, self._last_press = self._last_press, (press, now)
        if sizes().glove and before is not None and before[0] == press and now - before[1] < DOUBLE_TAP:
            return
        self.pressed(press)

    def _change(self, change: Callable[[ObservedDraft], object]) -> None:
        """Ask for a change; the screen is written from the stored draft, so that a refused answer never shows."""
        observed = self.observed
        if observed is not None:
            perform(self, lambda: (change(observed),), changes=False)
            self._render(observed.screen())

    def _take_draft(self, draft: Draft) -> None:
        """A photo or file was added or taken away: show what is stored, if this is still the draft on show."""
        if self.observed is not None and self.observed.draft.id == draft.id:
            self._change(lambda observed: observed.reload())

    def _next(self) -> None:
        self._flush()
        observed = self.observed
        if observed is None:
            return
        moved = perform(self, lambda: (observed.go_on(),), changes=False)
        self._render(observed.screen())
        if moved == (False,):
            self._decide()

    def _go_to(self, step: str) -> None:
        self._flush()
        self.body.close_list()
        self._change(lambda draft: draft.go_to(step))

    def _flush(self) -> None:
        if self.observed is not None:
            self.card.entry.flush()

    # Clock, stop, decide

    def _toggle_pause(self) -> None:
        if self._view.screen is not None and self._view.screen.paused:
            self.clear_notice()
            self._change(lambda draft: draft.resume())
        else:
            self._change(lambda draft: draft.pause())

    def _ask_stop(self) -> None:
        if self.observed is not None:
            ask_stop(self, self.observed, lambda: self._change(lambda draft: draft.stop()))

    def _decide(self) -> None:
        self._flush()
        if self.observed is not None:
            ask_decide(self, self.observed, self._open_decide)

    def _open_decide(self) -> None:
        self.main.open_page("decide", draft_id=self._draft_id)

    # Showing

    def show_notice(self, message: str, hint: str = "", action: str = "", do: Callable[[], object] | None = None) -> None:
        """Show what went wrong right above the answers, over the text, so that nothing moves."""
        notice = Notice(message, hint, action, closable=True)
        notice.dismissed.connect(self.clear_notice)
        if do is not None:
            notice.acted.connect(do)
        self._notice = notice
        self.card.set_overlay(notice)
        announce(notice, f"{message} {hint}")

    def clear_notice(self) -> None:
        """Take the notice away."""
        self._notice = None
        self.card.set_overlay(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another height may ask for another form."""
        super().resizeEvent(event)
        if self.isVisible():
            self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """The size is known now."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        high = self.window().height()
        self._view.fit(high, self.width())
        self.main.set_status_line(high >= LOWER)

    def _show_recovered(self) -> None:
        line = next((line for line in drafts(self.site) if line.id == self._draft_id), None)
        if line is not None:
            message, _, hint = line.recovered_words.partition(". ")
            self.show_notice(f"{message}.", hint, "Go on", self._toggle_pause)

    def _show_typed(self, place: int, text: str) -> None:
        if self.observed is not None:
            self._view.show_typed(self.observed.step, place, text, self.observed.language)

    def _show_clock(self) -> None:
        if self.observed is not None:
            self.top.clock.set_clock(self.observed.clock())

    def _render(self, screen: StepScreen) -> None:
        self._view.show(screen)
        self._show_clock()


_MOVES = {Command.BACK: -1, Command.NEXT_STEP: 1}
