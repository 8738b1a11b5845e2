"""Paper of somebody else beside the list, as it was registered."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.domain.names import isolated
from supervisor_app.services.declaring import DeclaredRow
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.pages.certificates_words import declared_facts
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.marked_line import FactRows
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.status_shape import StatusMark, StatusShape
from supervisor_app.ui.widgets.words import Words


class DeclaredPanel(QWidget):
    """Paper of somebody else as it was registered: said large that it was seen and not assessed here."""

    def __init__(self) -> None:
        super().__init__()
        self.row: DeclaredRow | None = None
        self.title = Words("", 17, 600, wrap=True)
        self.sheet = Sheet(padding=0)
        self.scan = Button("Open the scan", icon=Icon.FILE)
        self.take_back = Button("Take back", Kind.DANGER)
        head = Sheet(padding=16)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(StatusMark(StatusShape.INFO, 22))
        line.addWidget(Words("Declared: a member saw this paper. It was not assessed here.", 16, 500, wrap=True), 1)
        head.box.addLayout(line)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.scan)
        buttons.addStretch(1)
        buttons.addWidget(self.take_back)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        for part in (self.title, head, self.sheet):
            box.addWidget(part)
        box.addStretch(1)
        box.addLayout(buttons)

    @property
    def declared_id(self) -> str:
        """The registration that is shown, empty before there is one."""
        return self.row.id if self.row else ""

    def show_declared(self, row: DeclaredRow) -> None:
        """Show what was registered."""
        self.row = row
        self.title.setText(f"{isolated(row.holder)}, {isolated(row.title)}")
        self.sheet.clear_rows()
        self.sheet.add_row(FactRows(declared_facts(row)))
        self.scan.setVisible(bool(row.scan))
