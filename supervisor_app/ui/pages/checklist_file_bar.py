"""The bar above a checklist that is not published: what publishing it would do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.domain.texts import in_language
from supervisor_app.services.catalogue_files import PublishPreview
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.status_shape import StatusMark, StatusShape
from supervisor_app.ui.widgets.words import Words


class FileBar(Sheet):
    """Says what publishing a file would do, with the button that does it and the one that puts it away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=0, turn=True)
        self.words = Words("", 16, 600, wrap=True)
        self.detail = Words("", 15, 400, "ink2", wrap=True)
        self.away = Button("Put away", Kind.GHOST, key="Esc")
        self.publish = Button("Publish", Kind.PRIMARY)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.words)
        texts.addWidget(self.detail)
        row = QHBoxLayout()
        row.setContentsMargins(18, 12, 14, 12)
        row.setSpacing(12)
        row.addWidget(StatusMark(StatusShape.DRAFT, 25, "not published"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(texts, 1)
        row.addWidget(self.away)
        row.addWidget(self.publish)
        self.box.addLayout(row)

    def show_preview(self, preview: PublishPreview, file: str) -> None:
        """Say what would be published."""
        title = in_language(preview.checklist.short_title)
        number = preview.checklist.revision
        self.publish.setVisible(not preview.here_already)
        self.publish.set_words(f"Publish revision {number}")
        if preview.here_already:
            self.words.setText(f"This is revision {number} of {title}, word for word.")
            self.detail.setText(f"{file} is here already. There is nothing to publish.")
            return
        self.words.setText(f"{file} is not published yet.")
        newest = f"Revision {preview.newest} stays as it is for what was signed." if preview.newest else "It is new on this site."
        self.detail.setText(f"It would be revision {number} of {title}. {newest}")
