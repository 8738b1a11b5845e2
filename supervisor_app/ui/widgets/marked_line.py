"""A line that is read, not pressed: shape, number, words that wrap, quieter words below, a figure at the trailing edge."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.ui.icons import Icon
from supervisor_app.ui.widgets.icon_mark import IconMark
from supervisor_app.ui.widgets.status_shape import StatusMark, StatusShape
from supervisor_app.ui.widgets.words import Words

_TOP = Qt.AlignmentFlag.AlignTop


class MarkedLine(QWidget):
    """`mono` sets the details as figures (a key, a digest); `critical` adds the flag and its word."""

    def __init__(
        self,
        shape: StatusShape,
        text: str,
        details: Sequence[str] = (),
        *,
        figure: str = "",
        number: str = "",
        word: str = "",
        critical: bool = False,
        mono: bool = False,
        bad: bool = False,
        side: int = 20,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(side, 9, side, 9)
        row.setSpacing(12)
        row.addWidget(StatusMark(shape, 22, word), 0, _TOP)
        if number:
            place = Words(number, 15, 500, "ink3", mono=True)
            place.setFixedWidth(22)
            row.addWidget(place, 0, _TOP)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(Words(text, 16, 400, "bad" if bad else "ink", wrap=True))
        for detail in details:
            texts.addWidget(_detail(detail, mono=mono))
        row.addLayout(texts, 1)
        if critical:
            flag = IconMark(Icon.FLAG, 18, "ink")
            flag.setAccessibleName("Critical")
            flag.setToolTip("Critical")
            row.addWidget(flag, 0, _TOP)
        if figure:
            row.addWidget(Words(figure, 14 if mono or number else 16, 400 if number else 600, "ink2", mono=bool(number)), 0, _TOP)
        said = (word, number, text, *details, "critical" if critical else "", figure)
        self.setAccessibleName(". ".join(part for part in said if part))


def _detail(text: str, *, mono: bool) -> Words:
    words = Words(text, 14 if mono else 15, 400, "ink2", wrap=True, mono=mono)
    if mono:
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return words


class FactRows(QWidget):
    """Facts as label and text, one below the other, the labels in a column of their own."""

    def __init__(
        self, facts: Sequence[tuple[str, str]], *, label_width: int = 128, weight: int = 500, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 12, 20, 14)
        box.setSpacing(6)
        for label, text in facts:
            row = QHBoxLayout()
            row.setSpacing(12)
            name = Words(label, 14, 400, "ink3", wrap=True)
            name.setFixedWidth(label_width)
            value = Words(text, 15, weight, wrap=True)
            value.setAccessibleName(f"{label}: {text}")
            row.addWidget(name, 0, _TOP)
            row.addWidget(value, 1, _TOP)
            box.addLayout(row)
