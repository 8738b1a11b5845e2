"""Tab goes in reading order: as the layouts stand, not as the widgets were made (rows and fields come and go)."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLayout, QScrollArea, QWidget

_WITHOUT_PLACE = (1_000_000,)


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
    bring_into_sight(target)
    return True


def _takes_tab(part: QWidget, window: QWidget) -> bool:
    policy = part.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
    return bool(policy) and part.focusProxy() is None and part.isEnabled() and part.isVisibleTo(window)


def _reading_order(widget: QWidget) -> Iterator[QWidget]:
    """A widget, then what lies on it as its layout holds it, then what lies on it without a layout."""
    yield widget
    if isinstance(widget, QScrollArea):
        content = widget.widget()
        inside = [content] if content is not None else []
    elif isinstance(widget, QAbstractScrollArea):
        inside = []
    else:
        inside = [child for child in widget.children() if isinstance(child, QWidget) and not child.isWindow()]
    places: dict[QWidget, tuple[int, ...]] = {}
    _note_places(widget.layout(), (), inside, places)
    for child in sorted(inside, key=lambda child: places.get(child, _WITHOUT_PLACE)):
        yield from _reading_order(child)


def _note_places(
    layout: QLayout | None, path: tuple[int, ...], inside: list[QWidget], places: dict[QWidget, tuple[int, ...]]
) -> None:
    """Note where in a layout and those within it each widget stands.

    Never by `itemAt`: the binding keeps what it returns, an item is no QObject that would tell when it goes, and the next object
    at its address would be taken for it.
    """
    if layout is None:
        return
    for widget in inside:
        place = layout.indexOf(widget)
        if place >= 0:
            places[widget] = (*path, place)
    for inner in layout.children():
        if isinstance(inner, QLayout):
            _note_places(inner, (*path, layout.indexOf(inner)), inside, places)


def bring_into_sight(part: QWidget) -> None:
    """Scroll whatever the part lies in, as Qt does for its own order."""
    above = part.parentWidget()
    while above is not None and not above.isWindow():
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(part)
        above = above.parentWidget()
