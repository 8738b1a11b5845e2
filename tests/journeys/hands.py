"""A user's hands and eyes: keys go to the window that is active, the mouse to what can be seen; waiting is for what is shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QElapsedTimer, QEventLoop, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QLineEdit, QWidget

Found = TypeVar("Found", bound=QWidget)
Key = Qt.Key
LONG = 60_000
_MOST_TABS = 80
_LOOK_EVERY = 10
BREATH = 80


class NotSeen(AssertionError):  # noqa: N818 - a sentence, as the rest here
    """What a user waits for did not come, or cannot be reached."""


def wait_for(seen: Callable[[], object], what: str, milliseconds: int = LONG) -> None:
    """Let the program run until something is seen; parts that were laid out just then are shown by the event after."""
    clock = QElapsedTimer()
    clock.start()
    while not seen():
        if clock.elapsed() > milliseconds:
            raise NotSeen(f"{what}; the window says: {words_of(active())}")
        loop = QEventLoop()
        QTimer.singleShot(_LOOK_EVERY, loop.quit)
        loop.exec()
        _give_keyboard()
    QApplication.processEvents()


def active() -> QWidget:
    """The window that has the keyboard."""
    _give_keyboard()
    window = QApplication.activeModalWidget() or QApplication.activeWindow()
    if window is None:
        raise NotSeen("no window is shown")
    return window


def _give_keyboard() -> None:
    """Where no window has the keyboard, give it to the one that is shown, as a desktop does when a dialog goes."""
    if QApplication.activeModalWidget() is None and QApplication.activeWindow() is None:
        for window in QApplication.topLevelWidgets():
            if window.isVisible() and window.isWindow():
                window.activateWindow()
                QApplication.processEvents()
                return


def handle() -> QWindow:
    """Where the keyboard's keys arrive."""
    window = active().windowHandle()
    if window is None:
        raise NotSeen("the window is not shown")
    return window


def press(*keys: Qt.Key, ctrl: bool = False, shift: bool = False, after: int = 0) -> None:
    """Press keys one after the other, each `after` so many milliseconds: a person's Enter, not a badge scanner's."""
    modifiers = Qt.KeyboardModifier.NoModifier
    if ctrl:
        modifiers |= Qt.KeyboardModifier.ControlModifier
    if shift:
        modifiers |= Qt.KeyboardModifier.ShiftModifier
    for key in keys:
        if after:
            QTest.qWait(after)
        QTest.keyClick(handle(), key, modifiers)
        QApplication.processEvents()


def write(text: str) -> None:
    """Type plain letters, digits and signs."""
    for sign in text:
        QTest.keyClick(handle(), sign)
    QApplication.processEvents()


def tab_to(target: QWidget) -> None:
    """Go to a part with Tab alone; NotSeen where Tab does not lead there."""
    for _ in range(_MOST_TABS):
        if target.hasFocus() or (target.focusProxy() is not None and target.focusProxy().hasFocus()):
            return
        press(Key.Key_Tab)
    raise NotSeen(f"Tab does not lead to {target.accessibleName() or target.metaObject().className()}")


def click(target: QWidget, place: QPoint | None = None) -> None:
    """Click a part that can be seen and used."""
    if not (target.isVisible() and target.isEnabled()):
        raise NotSeen(f"{target.accessibleName() or target.metaObject().className()} cannot be clicked")
    point = target.mapTo(target.window(), place or target.rect().center())
    QTest.mouseClick(target.window().windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
    QApplication.processEvents()


def button(words: str, inside: QWidget | None = None) -> QAbstractButton:
    """The button with these words that can be seen and used."""
    for found in (inside or active()).findChildren(QAbstractButton):
        if found.isVisible() and found.isEnabled() and found.text().startswith(words):
            return found
    raise NotSeen(f"there is no button {words!r}; the window says: {words_of(inside or active())}")


def part(kind: type[Found], inside: QWidget | None = None) -> Found:
    """The one visible part of a kind."""
    found = [one for one in (inside or active()).findChildren(kind) if one.isVisible()]
    if len(found) != 1:
        raise NotSeen(f"{len(found)} parts are a {kind.__name__}; the window says: {words_of(inside or active())}")
    return found[0]


def choose_file(path: Path) -> None:
    """Type a path into the file dialog that came up and press Enter."""
    wait_for(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog), "no file dialog came up")
    dialog = active()
    line = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.selectAll()
    write(str(path))
    press(Key.Key_Return)
    if QApplication.activeModalWidget() is dialog:  # a completer may have taken the first Enter
        press(Key.Key_Return)
    wait_for(lambda: QApplication.activeModalWidget() is not dialog, "the file dialog stayed")


def drop(target: QWidget, path: Path) -> None:
    """Drop a file on a part, with the events a desktop sends."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    keys, mouse = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    middle = target.rect().center()
    enter = QDragEnterEvent(middle, Qt.DropAction.CopyAction, data, mouse, keys)
    QApplication.sendEvent(target, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(target, QDropEvent(QPointF(middle), Qt.DropAction.CopyAction, data, mouse, keys))


def words_of(widget: QWidget) -> str:
    """All that a window says, for comparing and for telling what was seen instead."""
    texts = []
    for child in widget.findChildren(QWidget):
        if child.isVisible() and isinstance(child, QLabel | QAbstractButton | QLineEdit) and child.text().strip():
            texts.append(child.text().strip())
    return " | ".join(texts)


def says(words: str, inside: QWidget | None = None) -> bool:
    """Whether the active window says this somewhere."""
    return words in words_of(inside or active())
