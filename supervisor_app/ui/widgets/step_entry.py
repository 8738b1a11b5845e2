"""The row at the foot of the step card: counter, number fields, stopwatch or tiles, and always the note and the photo."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from supervisor_app.domain.evidence import files_in_words
from supervisor_app.domain.measuring import ValueState
from supervisor_app.domain.observation import EvidenceFile
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.look.sizes import sizes
from supervisor_app.ui.pages.observe_entry import EntryView, FieldView, watch_text, watch_words
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.field import LineField
from supervisor_app.ui.widgets.step_counter import StepCounter, TwoLines
from supervisor_app.ui.widgets.step_fields import StepFields
from supervisor_app.ui.widgets.step_tiles import StepTiles

HEIGHT = 52
LONGEST_NOTE = 1000
STORE_NOTE_AFTER_MS = 800
TICK_MS = 100
LEAST_NOTE = 112
"""Pixels the note keeps beside many fields or tiles; elsewhere it takes what is left."""
FIELD_AMONG_MANY = 136
"""Pixels of a field that stands beside others: the words beside them need room as well."""
_NO_LIMIT = 16777215  # QWIDGETSIZE_MAX


class NoteLine(LineField):
    """What one saw, in one line. `ready` says that it should be stored: after a rest, or when it is left."""

    ready = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(icon=Icon.PEN, parent=parent)
        self._stored = ""
        self._rest = QTimer(self, singleShot=True, interval=STORE_NOTE_AFTER_MS)
        self._rest.timeout.connect(self.flush)
        self.setPlaceholderText("Note what you saw")
        self.setAccessibleName("Note what you saw")
        self.setMaxLength(LONGEST_NOTE)
        self.setFixedHeight(max(HEIGHT, sizes().field))
        self.setMinimumWidth(LEAST_NOTE)
        self.textEdited.connect(lambda _text: self._rest.start())
        self.editingFinished.connect(self.flush)

    def set_note(self, note: str) -> None:
        """Show the stored note; what is being typed is left alone."""
        self._stored = note
        if not self._rest.isActive() and self.text() != note:
            self.setText(note)

    def flush(self) -> None:
        """Ask to store what is typed and not stored yet."""
        self._rest.stop()
        if self.text().strip() != self._stored:
            self.ready.emit(self.text().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the note; what is typed stays."""
        if event.key() == Qt.Key.Key_Escape:
            self.flush()
            self.left.emit()
        else:
            super().keyPressEvent(event)


class StepEntry(QWidget):
    """The entry row.

    Signals: `counted(change)`; `stored(place, text)` and `typed(place, text)` of a number field (places from 0);
    `chosen(value)` of a tile; `noted(text)`.
    """

    counted = Signal(int)
    stored = Signal(int, str)
    typed = Signal(int, str)
    chosen = Signal(str)
    noted = Signal(str)

    def __init__(self, seconds: Callable[[], float], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seconds = seconds
        self._step = ""
        self._watches: dict[str, float] = {}
        """When the watch of a step was started; it runs on while other steps are looked at."""
        self._view = EntryView()
        self._current = 0
        self.counter = StepCounter()
        self.watch = Button("Start", icon=Icon.CLOCK, key="W", height=HEIGHT)
        self.fields = StepFields()
        self.tiles = StepTiles()
        self.words = TwoLines()
        self.note = NoteLine()
        self.photo = Button("Photo", icon=Icon.CAMERA, key="F", height=HEIGHT)
        self._tick = QTimer(self, interval=TICK_MS)
        self._build()
        self._connect()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(13)
        row.addWidget(self.counter)
        row.addWidget(self.watch)
        row.addWidget(self.tiles, 6)
        row.addWidget(self.fields, 6)
        row.addWidget(self.words)
        row.addWidget(self.note, 3)
        row.addWidget(self.photo)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(max(HEIGHT, sizes().field))
        for part in (self.counter, self.watch, self.fields, self.tiles, self.words):
            part.hide()

    def _connect(self) -> None:
        self.counter.changed.connect(self.counted)
        self.fields.stored.connect(self.stored)
        self.fields.typed.connect(self.typed)
        self.fields.current.connect(self._show_words)
        self.tiles.chosen.connect(self.chosen)
        self.note.ready.connect(self.noted)
        self.watch.clicked.connect(self.press_watch)
        self._tick.timeout.connect(self._show_watch)

    @property
    def counts(self) -> bool:
        """Whether there is a counter."""
        return self._view.counter is not None

    @property
    def takes_digits(self) -> bool:
        """Whether there is a number field for digits pressed anywhere."""
        return bool(self._view.fields)

    @property
    def picks(self) -> bool:
        """Whether digits choose a tile."""
        return bool(self._view.tiles)

    def set_view(self, view: EntryView, note: str, files: tuple[EvidenceFile, ...], *, can_answer: bool) -> None:
        """Show what is stored of this step."""
        self._view = view
        self.counter.setVisible(view.counter is not None)
        self.watch.setVisible(view.watch)
        self.watch.setEnabled(can_answer)
        self.fields.setVisible(bool(view.fields))
        self.tiles.setVisible(bool(view.tiles))
        self.words.setVisible(view.counter is not None or bool(view.fields and not view.tiles))
        if view.counter is not None:
            self.counter.set_view(view.counter, can_answer=can_answer)
        self.fields.set_views(view.fields, can_answer=can_answer)
        self.tiles.set_views(view.tiles, can_answer=can_answer)
        self.note.set_note(note)
        self._show_files(files, can_answer=can_answer)
        crowded = bool(view.tiles) or len(view.fields) > 2
        if crowded:
            self.fields.setMaximumWidth(len(view.fields) * (116 if view.tiles else FIELD_AMONG_MANY))
        else:
            self.fields.setMaximumWidth(_NO_LIMIT)
        self.note.setMaximumWidth(LEAST_NOTE if crowded else _NO_LIMIT)
        self.note.setPlaceholderText("Note" if crowded else "Note what you saw")
        self._show_words(self._current)

    def _show_files(self, files: tuple[EvidenceFile, ...], *, can_answer: bool) -> None:
        """How many photos and files there are; the button keeps its place."""
        words = files_in_words(files).capitalize() if files else "Photo"
        self.photo.set_words(words)
        self.photo.setAccessibleName(f"Photos and files of this step: {words}" if files else "Add a photo or file")
        self.photo.setEnabled(can_answer or bool(files))

    def begin_step(self, step: str) -> None:
        """Another step comes: nothing half-typed of the last one stays; a watch of this one is shown as it runs."""
        self._step = step
        self._current = 0
        for field in self.fields.fields:
            field.view = None
        if step in self._watches:
            self._tick.start()
            self._show_watch()
        else:
            self._tick.stop()
            self.watch.set_words("Start")

    def forget_watches(self) -> None:
        """Another person is observed: their watches start at zero."""
        self._watches = {}
        self._tick.stop()
        self.watch.set_words("Start")

    def flush(self) -> None:
        """Ask to store everything typed and not stored yet."""
        self.fields.flush()
        self.note.flush()

    def press_watch(self) -> None:
        """Start the watch, or stop it and write the time into the first field."""
        if not self.watch.isEnabled() or not self._view.fields:
            return
        if self._step not in self._watches:
            self._watches[self._step] = self._seconds()
            self._tick.start()
            self._show_watch()
            return
        gone = self._seconds() - self._watches.pop(self._step)
        self._tick.stop()
        self.watch.set_words("Start")
        field = self.fields.first_empty() or self.fields.shown()[0]
        place = self.fields.shown().index(field)
        self.stored.emit(place, watch_text(gone, self._view.fields[place]))

    def _show_watch(self) -> None:
        if self._step in self._watches:
            self.watch.set_words(f"Stop {watch_words(self._seconds() - self._watches[self._step])}")

    def show_typed(self, view: FieldView) -> None:
        """Say how the text typed in a field stands, before it is stored."""
        self.words.set_lines("", view.words, _ink(view.fit))

    def _show_words(self, place: int) -> None:
        """Say what to know about the field in hand: a problem first, else its limits."""
        fields, counter = self._view.fields, self._view.counter
        if counter is not None and not any(field.hasFocus() for field in self.fields.shown()):
            self.words.set_lines(counter.label, counter.caption, "bad" if counter.over else "ink2")
            return
        if not fields:
            return
        self._current = min(place, len(fields) - 1)
        wrong = next((field for field in fields if field.fit in (ValueState.OUTSIDE, ValueState.NOT_A_NUMBER)), None)
        field = wrong or fields[self._current]
        self.words.set_lines("" if wrong else field.label, field.words, _ink(field.fit))


def _ink(fit: ValueState) -> str:
    return "bad" if fit in (ValueState.OUTSIDE, ValueState.NOT_A_NUMBER) else "ink2"
