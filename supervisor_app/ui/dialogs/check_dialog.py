"""What checking all records found: a line for each check, what is not sound first."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.services.check_report import Check, CheckReport
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.scroll_column import ScrollColumn
from supervisor_app.ui.widgets.status_shape import StatusMark, StatusShape
from supervisor_app.ui.widgets.words import Words

_MOST_HEIGHT = 420
_CARE = "Keep this laptop as it is, and make a backup before anything else."


class CheckDialog(SheetDialog):
    """The report as a list."""

    def __init__(self, parent: QWidget, report: CheckReport) -> None:
        said = " ".join(filter(None, ("" if report.sound else _CARE, report.not_looked_at)))
        super().__init__(parent, report.verdict, said, width=640)
        area = ScrollColumn()
        area.box.setSpacing(12)
        for check in sorted(report.checks, key=lambda check: (check.sound, check.looked)):
            area.box.addWidget(_line(check))
        area.box.addStretch(1)
        area.setFixedHeight(_MOST_HEIGHT)
        self.box.addWidget(area)
        close = Button("Close", Kind.PRIMARY, key="Enter")
        close.clicked.connect(self.accept)
        self.add_buttons(close, primary=close)
        close.setFocus(Qt.FocusReason.OtherFocusReason)


def _state(check: Check) -> tuple[StatusShape, str]:
    if not check.looked:
        return StatusShape.NOT_APPLICABLE, "not checked"
    return (StatusShape.SAFE, "sound") if check.sound else (StatusShape.NOT_MET, "not sound")


def _line(check: Check) -> QWidget:
    texts = QVBoxLayout()
    texts.setSpacing(0)
    texts.addWidget(Words(check.name, 15, 500, wrap=True))
    texts.addWidget(Words(check.finding, 14, 400, "ink2", wrap=True))
    widget = QWidget()
    row = QHBoxLayout(widget)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    shape, word = _state(check)
    row.addWidget(StatusMark(shape, 22, word), 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(texts, 1)
    widget.setAccessibleName(f"{check.name}: {word}. {check.finding}")
    return widget
