"""The number fields of a step: each checks itself while one types, and shows a tick only once its number is stored."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QSizePolicy, QWidget

from supervisor_app.domain.measuring import LONGEST_NUMBER, ValueState
from supervisor_app.ui.look.drawing import draw_box, draw_text, leading_rect
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.look.sizes import sizes
from supervisor_app.ui.pages.observe_entry import FieldView
from supervisor_app.ui.widgets.status_shape import StatusShape, paint_shape
from supervisor_app.ui.widgets.step_text import break_lines, draw_lines

HEIGHT = 52
LEAST_WIDTH, LEAST_CROWDED = 104, 88
STORE_AFTER_MS = 600
"""How long a hand may rest on a number before it is stored without leaving the field."""


class NumberField(QLineEdit):
    """One number with its caption inside, its unit trailing and how it fits. `ready` says that the text should be stored."""

    ready = Signal()
    entered = Signal()
    passed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view: FieldView | None = None
        self._typed: FieldView | None = None
        self._rest = QTimer(self, singleShot=True, interval=STORE_AFTER_MS)
        self._rest.timeout.connect(self.ready)
        self.setMaxLength(LONGEST_NUMBER)
        self.setFont(font(20, 600))
        self.setProperty("bare", True)
        self.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self.setFixedHeight(max(HEIGHT, sizes().field))
        self.setMinimumWidth(LEAST_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTextMargins(13, 17, 13, 0)
        self.textEdited.connect(lambda _text: self._rest.start())
        self.editingFinished.connect(self._finish)

    def set_view(self, view: FieldView) -> None:
        """Show what is stored; what is being typed in the same field is left alone."""
        same = self.view is not None and (self.view.quantity, self.view.place) == (view.quantity, view.place)
        if not (same and self.hasFocus() and self._rest.isActive()) and self.text() != view.text:
            self.setText(view.text)
        self.view = view
        self.set_typed(view)
        self.setAccessibleName(f"{view.label} {view.caption if view.caption != view.label else ''} {view.unit}".strip())

    def set_typed(self, view: FieldView) -> None:
        """How the text stands while it is typed."""
        self._typed = view
        self.setAccessibleDescription(view.words)
        self.update()

    @property
    def waiting(self) -> bool:
        """Whether something typed is not stored yet."""
        return self.view is not None and self.text().strip() != self.view.text

    def event(self, event: QEvent) -> bool:
        """Letters are never part of a number: they stay the keys of the screen."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride and event.text().isalpha():
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next empty field, where there is one; letters are for the screen."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._finish()
            self.passed.emit()
            if not self.hasFocus():
                return
            event.ignore()
        elif event.text().isalpha() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A field that is entered takes its number whole."""
        super().focusInEvent(event)
        self.selectAll()
        self.entered.emit()

    def sizeHint(self) -> QSize:
        """Room for a number and its unit."""
        return QSize(140, self.minimumHeight())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Box, caption, text, unit, and the tick of what is stored or the cross of what is outside."""
        table = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        fit = self._typed.fit if self._typed else ValueState.EMPTY
        wrong = fit in (ValueState.OUTSIDE, ValueState.NOT_A_NUMBER)
        border = table.bad if wrong else table.accent if self.hasFocus() else table.line2
        width = 2.5 if self.hasFocus() else 2.0 if wrong else table.line_width
        draw_box(painter, QRectF(self.rect()), table.sheet, border, width)
        painter.end()
        super().paintEvent(event)
        if self._typed is not None:
            self._paint_words(self._typed, fit)

    def _paint_words(self, view: FieldView, fit: ValueState) -> None:
        table = tokens()
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        mirrored = self.isRightToLeft()
        caption = leading_rect(QRectF(0, 4, self.width(), 17), 13, self.width() - 26, mirrored=mirrored)
        draw_lines(painter, caption, break_lines(view.caption, 13, 500, self.width() - 26, 1), font(13, 500), table.ink2, 17)
        shape = {ValueState.INSIDE: StatusShape.MET, ValueState.OUTSIDE: StatusShape.NOT_MET}.get(fit)
        stored = not self.waiting and shape is not None
        if stored and shape is not None:
            mark = leading_rect(QRectF(0, 25, self.width(), 18), self.width() - 30, 18, mirrored=mirrored)
            paint_shape(painter, mark, shape)
        taken = self.fontMetrics().horizontalAdvance(self.text()) + QFontMetricsF(font(15)).horizontalAdvance(view.unit)
        if view.unit and (not self.text() or taken < self.width() - (56 if stored else 34)):
            unit = leading_rect(QRectF(0, 22, self.width(), 24), self.width() - 80, 46 if stored else 68, mirrored=mirrored)
            painter.setFont(font(15))
            draw_text(painter, unit, view.unit, table.ink3, Qt.AlignmentFlag.AlignRight)

    def _finish(self) -> None:
        self._rest.stop()
        if self.waiting:
            self.ready.emit()


class StepFields(QScrollArea):
    """The fields of a step in a row; the one with the focus is always in sight.

    `stored(place, text)` asks to store what is typed in a field (places from 0); `typed(place, text)` comes with each key;
    `current(place)` says which field is entered.
    """

    stored = Signal(int, str)
    typed = Signal(int, str)
    current = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: list[NumberField] = []
        self._shown = 0
        inner = QWidget()
        inner.setObjectName("scrolled")
        self._box = QHBoxLayout(inner)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(sizes().gap)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(max(HEIGHT, sizes().field))

    def set_views(self, views: Sequence[FieldView], *, can_answer: bool) -> None:
        """Show these fields; fields are made once and used again for the next steps."""
        while len(self.fields) < len(views):
            self._add_field(len(self.fields))
        self._shown = len(views)
        for place, field in enumerate(self.fields):
            field.setVisible(place < len(views))
            field.setReadOnly(not can_answer)
            field.setMinimumWidth(LEAST_WIDTH if len(views) < 4 else LEAST_CROWDED)
            if place < len(views):
                field.set_view(views[place])
        gaps = self._box.spacing() * max(0, len(views) - 1)
        self.setMinimumWidth(min(3, len(views)) * LEAST_WIDTH + (gaps if len(views) <= 3 else 2 * self._box.spacing()))
        self.setMaximumWidth(max(1, len(views)) * 168 + gaps)

    def shown(self) -> list[NumberField]:
        """The fields on show."""
        return self.fields[: self._shown]

    def first_empty(self) -> NumberField | None:
        """Where digits go: the first field with nothing in it, else the last."""
        fields = self.shown()
        return next((field for field in fields if not field.text()), fields[-1] if fields else None)

    def flush(self) -> None:
        """Ask to store whatever is typed and not stored yet."""
        for field in self.shown():
            if field.waiting:
                field.ready.emit()

    def _add_field(self, place: int) -> None:
        field = NumberField()
        field.ready.connect(lambda: self.stored.emit(place, field.text()))
        field.textEdited.connect(lambda text: self.typed.emit(place, text))
        field.entered.connect(lambda: self._entered(place))
        field.passed.connect(lambda: self._pass_on(place))
        self.fields.append(field)
        self._box.addWidget(field)

    def _pass_on(self, place: int) -> None:
        following = next((field for field in self.shown()[place + 1 :] if not field.text()), None)
        if following is not None:
            following.setFocus()

    def _entered(self, place: int) -> None:
        self.ensureWidgetVisible(self.fields[place], 60, 0)
        self.current.emit(place)
