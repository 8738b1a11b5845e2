"""Which of several certificates are left out of what is decided, each with its reason, before anybody gives a PIN."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from supervisor_app.domain.certificate_acts import LifeKind
from supervisor_app.domain.certificate_deciding import CANNOT_BE
from supervisor_app.domain.names import isolated
from supervisor_app.services.certificate_standing import CertificateLife
from supervisor_app.ui.widgets.marked_line import MarkedLine
from supervisor_app.ui.widgets.scroll_column import ScrollColumn
from supervisor_app.ui.widgets.status_shape import StatusShape
from supervisor_app.ui.widgets.words import Words

_LINE = 66
_LINES_SEEN, _ON_A_LOW_SCREEN = 2.5, 1.5
_LOW_SCREEN = 700
_MOST = 100


class LeftOut(QWidget):
    """Hidden while none is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.words = Words("", 15, 600, wrap=True)
        self.column = ScrollColumn()
        self.column.setAccessibleName("Left out")
        self._shown: list[tuple[str, str]] = []
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self.words)
        box.addWidget(self.column)
        self.hide()

    def show_left_out(self, kind: LifeKind, left: Sequence[tuple[CertificateLife, str]], of: int) -> None:
        """Show of how many it cannot be decided about which, and why."""
        self.setVisible(bool(left))
        shown = [(life.facts.id, why) for life, why in left]
        if shown == self._shown:
            return
        self._shown = shown
        self.words.setText(
            f"{len(left):,} of {of:,} cannot be {CANNOT_BE[kind]} and {'is' if len(left) == 1 else 'are'} left out:"
        )
        self.column.begin()
        for life, why in left[:_MOST]:
            text = f"{isolated(life.holder)}, {life.number}"
            self.column.box.addWidget(MarkedLine(StatusShape.NOT_APPLICABLE, text, (why,), side=0))
        if len(left) > _MOST:
            self.column.box.addWidget(Words(f"And {len(left) - _MOST:,} more.", 15, 400, "ink2"))
        self.column.box.addStretch(1)
        self.column.show_filled()
        seen = _ON_A_LOW_SCREEN if self.screen().availableGeometry().height() < _LOW_SCREEN else _LINES_SEEN
        self.column.setFixedHeight(round(_LINE * min(len(left), seen)))
        self.column.setFocusPolicy(Qt.FocusPolicy.TabFocus if len(left) > seen else Qt.FocusPolicy.NoFocus)
