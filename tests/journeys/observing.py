"""Observing by keyboard alone: from Today to a running clock, and every kind of step as a supervisor answers it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from supervisor_app.domain.checklist import Quantity, Step
from supervisor_app.domain.observation import Draft, Result
from supervisor_app.ui.pages.observe_choose import ObserveChoosePage
from supervisor_app.ui.pages.observe_step import ObserveStepPage
from supervisor_app.ui.widgets.field import LineField
from tests.journeys.hands import BREATH, Key, NotSeen, press, wait_for, words_of, write
from tests.journeys.program import app, page

SOON = 5_000
MOST_FIELDS = 20


def begin(worker: str, checklist: str, context: Iterable[str]) -> ObserveStepPage:
    """Ctrl+N on Today, type who and what, fill what is asked, start."""
    press(Key.Key_N, ctrl=True)
    choose = page(ObserveChoosePage)
    assert isinstance(choose, ObserveChoosePage)
    write(worker)
    press(Key.Key_Return, after=BREATH)
    assert choose.worker is not None, f"nobody was found by {worker!r}"
    write(checklist)
    press(Key.Key_Return, after=BREATH)
    assert choose.checklist is not None, f"no checklist was found by {checklist!r}"
    for words in context:
        wait_for(lambda: isinstance(app().focusWidget(), LineField), "the next field that is needed has not the focus", SOON)
        write(words)
        press(Key.Key_Return, after=BREATH)
    if choose.isVisible():  # without a field to fill, Start has the focus
        press(Key.Key_Return, after=BREATH)
    found = page(ObserveStepPage)
    assert isinstance(found, ObserveStepPage)
    return found


def answer_met(shown: ObserveStepPage) -> None:
    """Type what the step asks for and press Y: digits go to the fields by themselves, plus and minus to a counter."""
    step = _step(shown)
    if shown.card.entry.counts and step.quantities:
        for _ in range(int(fitting(step.quantities[0]))):
            press(Key.Key_Plus)
    else:
        if shown.card.entry.watch.isVisible():
            press(Key.Key_W, Key.Key_W)
        for _ in range(MOST_FIELDS):
            empty = next((one for one in shown.card.entry.fields.shown() if not one.text()), None)
            if empty is None or empty.view is None:
                break
            name = empty.view.quantity
            write(f"{fitting(next(quantity for quantity in step.quantities if quantity.key == name)):f}")
            if len([one for one in shown.card.entry.fields.shown() if not one.text()]):
                press(Key.Key_Return)  # goes to the next empty field
    press(Key.Key_Y)
    if not shown.card.answers.buttons[Result.MET].isChecked():
        raise NotSeen(f"step {step.number} does not show what was answered: {words_of(shown)}")


def fitting(quantity: Quantity) -> Decimal:
    """A number inside the limits."""
    known = (quantity.minimum, quantity.maximum)
    return next((limit for limit in known if limit is not None), Decimal(7))


def stored(shown: ObserveStepPage) -> Draft:
    """The draft the screen was written from: what the program says is stored."""
    assert shown.observed is not None
    return shown.observed.draft


def go_on(shown: ObserveStepPage) -> None:
    """Enter: the next step."""
    before = _step(shown).number
    press(Key.Key_Return)
    wait_for(lambda: _step(shown).number == before + 1, f"step {before + 1} did not come")


def _step(shown: ObserveStepPage) -> Step:
    assert shown.observed is not None
    return shown.observed.step
