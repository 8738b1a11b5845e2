"""The two signatures: the worker's mark with "I disagree", and the assessor's PIN with the words and the time that are signed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.ui.icons import Icon
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.chip import Chip, ChipFace, Tone
from supervisor_app.ui.widgets.field import LineField
from supervisor_app.ui.widgets.pin_field import PinEntry
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.signature_pad import SignaturePad, Strokes
from supervisor_app.ui.widgets.status_shape import StatusShape
from supervisor_app.ui.widgets.words import Words

PAD, LOW_PAD = 72, 54
"""Height of the worker's pad, and on low screens."""
SIGNED = ChipFace("Signed", Tone.OK, StatusShape.MET)
DISAGREES = ChipFace("Disagrees", Tone.WARN, StatusShape.SOON)
NOT_YET = ChipFace("Not signed", Tone.NEUTRAL, StatusShape.NOT_SEEN)
YOUR_TURN = ChipFace("Your turn", Tone.TODO, StatusShape.HERE)


class WorkerBlock(Sheet):
    """Number, name, chip; a pad or a typed name; the sentence; "I disagree"; a comment. `changed` after each mark."""

    changed = Signal()
    folded = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=0)
        self.box.setContentsMargins(20, 12, 20, 14)
        self.box.setSpacing(6)
        self._typing = False
        self._folded = False
        self.fold = Button("Sign", height=44)
        self.fold.hide()
        self.name = Words("", 16, 600, elide=True)
        self.chip = Chip(NOT_YET)
        self.pad = SignaturePad()
        self.pad.setFixedHeight(PAD)
        self.typed = LineField(dense=True)
        self.typed.setPlaceholderText("Type the name")
        self.typed.setAccessibleName("The worker types their name")
        self.typed.setMaxLength(200)
        self.typed.hide()
        self.meaning = Words("I was observed and saw the result.", 15, 400, "ink2", wrap=True)
        self.signed_at = Words("", 14, 400, "ink3")
        self.disagree = Button("I disagree", height=44)
        self.disagree.setCheckable(True)
        self.swap = Button("Type the name", Kind.LINK, height=44)
        self.clear_button = Button("Clear", Kind.GHOST, height=44)
        self.comment = LineField(icon=Icon.PEN, dense=True)
        self.comment.setPlaceholderText("The worker's comment")
        self.comment.setAccessibleName("The worker's comment")
        self.comment.setMaxLength(1000)
        self._build()
        self._connect()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Words("1", 15, 600, "ink3", mono=True))
        head.addWidget(self.name, 1)
        head.addWidget(self.chip)
        head.addWidget(self.fold)
        self._rest = QWidget()
        rest = QVBoxLayout(self._rest)
        rest.setContentsMargins(0, 0, 0, 0)
        rest.setSpacing(6)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        buttons.addWidget(self.swap)
        buttons.addWidget(self.clear_button)
        buttons.addStretch(1)
        buttons.addWidget(self.disagree)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.meaning)
        texts.addWidget(self.signed_at)
        self.box.addLayout(head)
        self.box.addWidget(self._rest)
        rest.addWidget(self.pad)
        rest.addWidget(self.typed)
        rest.addLayout(texts)
        rest.addLayout(buttons)
        rest.addWidget(self.comment)

    def _connect(self) -> None:
        self.pad.changed.connect(self.changed)
        self.typed.textChanged.connect(lambda _text: self.changed.emit())
        self.disagree.clicked.connect(lambda: self.changed.emit())
        self.swap.clicked.connect(self._swap)
        self.fold.clicked.connect(lambda: self.set_folded(not self._folded))
        self.clear_button.clicked.connect(self._clear)

    @property
    def strokes(self) -> Strokes:
        """The ink, nothing while the name is typed instead."""
        return () if self._typing else self.pad.strokes

    @property
    def typed_name(self) -> str:
        """The typed name, nothing while the pad is used."""
        return self.typed.text().strip() if self._typing else ""

    @property
    def agrees(self) -> bool:
        """Whether the worker did not press "I disagree"."""
        return not self.disagree.isChecked()

    @property
    def is_signed(self) -> bool:
        """Whether there is a mark of any kind."""
        return bool(self.strokes or self.typed_name or not self.agrees)

    def show_state(self, signed_at: str) -> None:
        """Show chip and time as the marks stand."""
        self.chip.set_face(DISAGREES if not self.agrees else SIGNED if self.is_signed else NOT_YET)
        self.signed_at.setText(signed_at)
        self.signed_at.setVisible(bool(signed_at))
        self.clear_button.setEnabled(self.is_signed)

    def reset(self, name: str, comment: str) -> None:
        """Begin anew for a worker."""
        self.name.setText(name)
        self.comment.setText(comment)
        self._clear()

    def set_low(self, low: bool) -> None:
        """Spare height on low screens."""
        self.pad.setFixedHeight(LOW_PAD if low else PAD)

    def set_folded(self, folded: bool) -> None:
        """Show only the first line, with the button that opens the rest: where the keypad needs the height."""
        self._folded = folded
        self.fold.setVisible(True)
        self.fold.set_words("Sign" if folded else "Done")
        self._rest.setVisible(not folded)
        self.folded.emit(folded)

    def _swap(self) -> None:
        self._typing = typing = not self._typing
        self.typed.setVisible(typing)
        self.pad.setVisible(not typing)
        self.swap.set_words("Draw it instead" if typing else "Type the name")
        if typing:
            self.typed.setFocus()
        self.changed.emit()

    def _clear(self) -> None:
        self.pad.clear()
        self.typed.clear()
        self.disagree.setChecked(False)
        self.changed.emit()


class AssessorBlock(Sheet):
    """Number, name, chip; the sentence, printed name and time; PIN and keypad; the button. `submitted(pin)` on Enter or press."""

    submitted = Signal(str)

    def __init__(self, number: int, button: str, key_hint: str, *, keypad: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=0, turn=True)
        self._low = False
        self.box.setContentsMargins(20, 12, 20, 14)
        self.box.setSpacing(8)
        self.name = Words("", 16, 600, elide=True)
        self.chip = Chip(YOUR_TURN)
        self.meaning = Words("", 15, 400, "ink2", wrap=True)
        self.signed_line = Words("", 14, 400, "ink3", wrap=True)
        self.pin = PinEntry(keypad=keypad)
        self.button = Button(button, Kind.PRIMARY, icon=Icon.SIGN, key="Enter", height=56)
        self.hint = Words(key_hint, 14, 400, "ink3", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(10)
        if number:
            head.addWidget(Words(str(number), 15, 600, "accent", mono=True))
        head.addWidget(self.name, 1)
        head.addWidget(self.chip)
        self.box.addLayout(head)
        for part in (self.meaning, self.signed_line, self.pin, self.button, self.hint):
            self.box.addWidget(part)
        self.pin.submitted.connect(self.submitted)
        self.button.clicked.connect(lambda: self.submitted.emit(self.pin.pin))

    def set_words(self, name: str, meaning: str, signed_line: str) -> None:
        """Show who signs, what, and when, exactly as it will be stored."""
        self.name.setText(name)
        self.meaning.setText(meaning)
        self.signed_line.setText(signed_line)

    def show_keypad(self, shown: bool) -> None:
        """Show or hide the keypad."""
        self.pin.keypad.setVisible(shown)
        self.hint.setVisible(not shown and not self._low)

    def set_low(self, low: bool) -> None:
        """Leave the hint out on low screens; the countdown says the same."""
        self._low = low
        self.hint.setVisible(not low and self.button.isVisibleTo(self))

    def set_counting(self, counting: bool) -> None:
        """While the countdown runs the PIN and the button rest."""
        self.pin.setVisible(not counting)
        self.button.setVisible(not counting)
        self.hint.setVisible(not counting and not self._low)
