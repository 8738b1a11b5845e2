"""What a step of the first run is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class Step(QWidget):
    """One step: `title` and `sentence` for the head, `ready()` tells whether one may go on and marks what is missing."""

    title = ""
    sentence = ""
    next_words = "Next"
    skip_words = ""
    complete = True
    """Whether what the step is for can be done; where not, the link at the foot leaves it out."""
    changed = Signal()

    def ready(self) -> bool:
        """Say whether everything needed is there; mark the fields where it is not and go to the first of them."""
        return True

    def first_focus(self) -> QWidget | None:
        """What has the focus on arrival."""
        return None
