"""A process to be killed: python -m tests.journeys.station_to_kill FOLDER PIN WORKER CHECKLIST CONTEXT...

Observes by keyboard and prints one JSON line after each step, once the screen shows its answer: what the user was told is kept.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from supervisor_app.domain.observation import Result
from supervisor_app.ui.look.theme import Theme
from supervisor_app.ui.widgets.step_answers import AnswerButton
from tests.journeys.hands import Key, press, write
from tests.journeys.observing import answer_met, begin, go_on, stored
from tests.journeys.program import running, sign_in


def main() -> None:
    """Run until killed, or until nothing is left to answer."""
    folder, pin, worker, checklist, *context = sys.argv[1:]
    application = QApplication([])
    Theme(application, "light")
    with running(Path(folder)):
        sign_in(pin)
        shown = begin(worker, checklist, context)
        draft = stored(shown)
        press(Key.Key_T)
        write("Hands were cold")
        press(Key.Key_Escape)
        while True:
            answer_met(shown)
            lit = [one.result.value for one in shown.findChildren(AnswerButton) if one.isChecked()]
            answered = {one.step: one.result.value for one in stored(shown).observations if one.result is not Result.NOT_SEEN}
            print(json.dumps({"draft": draft.id, "lit": lit, "answers": answered}), flush=True)
            if len(answered) == len(shown.observed.checklist.steps if shown.observed else ()):
                break
            go_on(shown)
        application.exec()


if __name__ == "__main__":
    main()
