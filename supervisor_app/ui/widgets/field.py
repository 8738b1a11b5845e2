"""Fields: a label above, never a placeholder in its place; one line or many; what is wrong stands below in words."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from supervisor_app.ui.icons import Icon, paint_icon
from supervisor_app.ui.look.drawing import leading_rect
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.look.sizes import sizes
from supervisor_app.ui.tab_order import bring_into_sight
from supervisor_app.ui.widgets.status_shape import StatusMark, StatusShape
from supervisor_app.ui.widgets.words import Words

_ICON_ROOM = 34


class LineField(QLineEdit):
    """One line of text, with an icon at its leading edge where one helps."""

    def __init__(self, *, icon: Icon | None = None, dense: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setFont(font(16))
        self.setFixedHeight(sizes().dense_field if dense else sizes().field)
        if icon:
            self._make_room()

    def changeEvent(self, event: QEvent) -> None:
        """Keep the room for the icon on the leading side."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LayoutDirectionChange and self._icon:
            self._make_room()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line and the icon."""
        super().paintEvent(event)
        if self._icon:
            square = leading_rect(self.rect().toRectF(), 14, 20, mirrored=self.isRightToLeft())
            square.setTop((self.height() - 20) / 2)
            square.setHeight(20)
            paint_icon(QPainter(self), square, self._icon, tokens().ink3)

    def _make_room(self) -> None:
        room = _ICON_ROOM - 2
        self.setTextMargins(0 if self.isRightToLeft() else room, 0, room if self.isRightToLeft() else 0, 0)


class NoteField(QPlainTextEdit):
    """Several lines of plain text. Tab leaves it, Ctrl+Enter too (`left`); Enter is a new line."""

    left = Signal()

    def __init__(self, lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(font(16))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(24 + round(lines * 22))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter and Esc give the focus on."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape or (control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)):
            self.left.emit()
            self.focusNextChild()
            return
        super().keyPressEvent(event)


class Field(QWidget):
    """A label, an editor below it and, when something is wrong with what was typed, a sentence below that.

    `edit` is a LineField, or a NoteField with `lines` > 1. `changed` tells each change with the whole text.
    """

    changed = Signal(str)

    def __init__(
        self,
        label: str,
        *,
        text: str = "",
        placeholder: str = "",
        dense: bool = False,
        lines: int = 1,
        icon: Icon | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.label = Words(label, 14, 500, "ink2" if dense else "ink")
        self.edit: LineField | NoteField = NoteField(lines) if lines > 1 else LineField(icon=icon, dense=dense)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setAccessibleName(label)
        self.label.setBuddy(self.edit)
        self._mark = StatusMark(StatusShape.NOT_MET, 18)
        self._problem = Words("", 14, 500, "bad", wrap=True)
        self._build()
        self.set_text(text)
        self.edit.textChanged.connect(self._tell)

    def text(self) -> str:
        """What stands in the field, blanks at the ends taken off."""
        return self._raw().strip()

    def set_text(self, text: str) -> None:
        """Put a text into the field."""
        if self._raw() == text:
            return
        if isinstance(self.edit, LineField):
            self.edit.setText(text)
            if not self.edit.hasFocus():
                self.edit.setCursorPosition(0)  # a long text shows its beginning
        else:
            self.edit.setPlainText(text)

    def take_secret(self) -> None:
        """What is typed opens something: it stays in sight, as it is read off a paper, but no keyboard learns or proposes it."""
        self.edit.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)

    def set_problem(self, words: str) -> None:
        """Say below the field what is wrong with it; empty takes it away."""
        self._problem.setText(words)
        self._line.setVisible(bool(words))
        self.edit.setProperty("problem", bool(words))
        self.edit.setAccessibleDescription(words)
        self.edit.style().unpolish(self.edit)
        self.edit.style().polish(self.edit)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Give the focus to the editor; where it lies in something that scrolls, label and problem come into sight with it."""
        self.edit.setFocus(reason)
        QTimer.singleShot(0, self, lambda: bring_into_sight(self))  # once the layouts stand

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(self.label)
        box.addWidget(self.edit)
        self._line = QWidget()
        row = QHBoxLayout(self._line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._problem, 1)
        self._line.hide()
        box.addWidget(self._line)

    def _raw(self) -> str:
        return self.edit.text() if isinstance(self.edit, LineField) else self.edit.toPlainText()

    def _tell(self) -> None:
        if self._problem.text():
            self.set_problem("")
        self.changed.emit(self.text())
