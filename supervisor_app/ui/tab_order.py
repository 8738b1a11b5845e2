"""Tab goes in reading order: as the layouts stand, not as the widgets were made (rows and fields come and go)."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLayout, QScrollArea, QWidget


def step_focus(window: QWidget, *, forward: bool) -> bool:
    """Give the focus to the next part of a window (or the one before) in reading order; called from `focusNextPrevChild`."""
    now = QApplication.focusWidget()
    parts = [part for part in _reading_order(window) if part is now or _takes_tab(part, window)]
    if not any(part is not now for part in parts):
        return False
    here = next((place for place, part in enumerate(parts) if part is now), -1 if forward else 0)
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    target = parts[(here + (1 if forward else -1)) % len(parts)]
    target.setFocus(reason)
    _bring_into_sight(target)
    return True


def _takes_tab(part: QWidget, window: QWidget) -> bool:
    policy = part.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
    return bool(policy) and part.focusProxy() is None and part.isEnabled() and part.isVisibleTo(window)


def _reading_order(widget: QWidget) -> Iterator[QWidget]:
    """A widget, then what its layout holds in order, then what lies on it without a layout."""
    yield widget
    seen: set[QWidget] = set()
    content = widget.widget() if isinstance(widget, QScrollArea) else None
    for child in [content] if content is not None else _held(widget.layout()):
        seen.add(child)
        yield from _reading_order(child)
    if isinstance(widget, QAbstractScrollArea):
        return
    for loose in widget.children():
        if isinstance(loose, QWidget) and loose not in seen and not loose.isWindow():
            yield from _reading_order(loose)


def _held(layout: QLayout | None) -> Iterator[QWidget]:
    """The widgets of a layout and of those inside it, in order."""
    for place in range(layout.count() if layout is not None else 0):
        item = layout.itemAt(place) if layout is not None else None
        inner, widget = (item.layout(), item.widget()) if item is not None else (None, None)
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _held(inner)


def _bring_into_sight(part: QWidget) -> None:
    """Scroll whatever the part lies in, as Qt does for its own order."""
    above = part.parentWidget()
    while above is not None and not above.isWindow():
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(part)
        above = above.parentWidget()
