"""What is asked on the step screen before something that cannot be taken back: a safety stop, and a clock that must not stand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from supervisor_app.ui.pages.observe_draft import ObservedDraft
from supervisor_app.ui.widgets.dialog import ask


def ask_stop(page: QWidget, observed: ObservedDraft, stop: Callable[[], object]) -> None:
    """Ask whether the assessment ends for safety; not where it has already."""
    if observed.draft.safety_stop is not None:
        return
    name, step = observed.worker.name, observed.step.number
    ask(
        page,
        "Stop for safety?",
        f"{name}'s assessment ends at step {step} and counts as not passed. This cannot be undone.",
        "Stop for safety",
        "No, go on",
        stop,
    )


def ask_decide(page: QWidget, observed: ObservedDraft, decide: Callable[[], object]) -> None:
    """Go on to deciding; where the rule asks for minutes without a break, ask first whether the clock may stop."""
    if not observed.breaks_a_run():
        decide()
        return
    minutes = observed.checklist.minimum_minutes
    ask(
        page,
        "Stop the clock?",
        f"The rule asks for {minutes} minutes without a break; the clock shows {observed.clock().time}. "
        "To decide now stops it, and the minutes begin anew.",
        "Stop and decide",
        "No, go on",
        decide,
    )
