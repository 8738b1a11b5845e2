"""Settings of the papers' look: accent colour, lines of one's own, a picture beside the issuer's name. Admins change it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout

from supervisor_app.domain.look import accent_problem
from supervisor_app.services.logo_file import read_logo_file
from supervisor_app.services.site import SiteFacts
from supervisor_app.services.site_changes import SiteChange
from supervisor_app.services.site_look import SiteLook
from supervisor_app.ui.actions import perform
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.look.sizes import COLUMN_GAP, sizes
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.field import Field
from supervisor_app.ui.widgets.picture import Picture
from supervisor_app.ui.widgets.setting_preview import CertificatePreview
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.words import Words

_STAYS = "It counts from the next certificate on. What is issued keeps the look it was issued with, for ever."
_MARK = (
    "A picture of a signature can be copied, so it proves nothing: it prints small beside the issuer’s name and says that it is "
    "a decoration. The signature itself is in the record."
)
_MARK_RATIO = 34 / 11


class LookSection(Sheet):
    """`saving(change)` when an admin keeps what was typed; `edited` tells whether something is typed and not kept."""

    saving = Signal(object)

    def __init__(self) -> None:
        super().__init__(padding=24)
        self._facts: SiteFacts | None = None
        self._look = SiteLook()
        self._admin_name = ""
        self.mark_png: bytes | None = None
        self.accent = Field("Accent colour", placeholder="#0E4A5A")
        self.heading = Field("Line under the place", placeholder="none")
        self.footer = Field("Line at the foot", placeholder="none")
        self.mark = Picture(1 / _MARK_RATIO, "Picture beside the issuer’s name")
        self.choose = Button("Choose a picture", icon=Icon.UPLOAD)
        self.leave_out = Button("Leave it out", Kind.LINK)
        self.save = Button("Keep the look", Kind.PRIMARY, height=sizes().button)
        self.undo = Button("Take it back", Kind.GHOST)
        self.stays = Words(_STAYS, 14, 400, "ink2", wrap=True)
        self.preview = CertificatePreview()
        self._build()
        self._connect()

    @property
    def edited(self) -> bool:
        """Whether something differs from what is kept."""
        return self._facts is not None and self._typed() != self._look

    def show_look(self, facts: SiteFacts, look: SiteLook, admin_name: str, *, why_not: str) -> None:
        """Show the look; with `why_not` it is only to be seen. What was typed stays typed."""
        typed, first = self.edited, self._facts is None
        before, self._facts, self._look, self._admin_name = self._look, facts, look, admin_name
        if first or not typed or before != look:
            self.take_back()
        for part in (self.choose, self.save, self.undo, self.stays):
            part.setVisible(not why_not)
        for field in (self.accent, self.heading, self.footer):
            field.edit.setEnabled(not why_not)
        self._may_change = not why_not
        self._follow()

    def take_back(self) -> None:
        """Show again what is kept."""
        texts = (self._look.accent, self._look.heading, self._look.footer)
        for field, text in zip((self.accent, self.heading, self.footer), texts, strict=True):
            field.set_text(text)
            field.set_problem("")
        self.set_mark(self._look.mark_png)

    def set_mark(self, png: bytes | None) -> None:
        """Take a picture, or none."""
        self.mark_png = png
        self.mark.show_png(png or b"")
        self._follow()

    def take_mark(self, path: str) -> None:
        """Read a picture file; what is wrong with it is said in the page."""
        perform(self, lambda: read_logo_file(Path(path)), done=self.set_mark, changes=False)

    def _build(self) -> None:
        self._may_change = True
        self.mark.setFixedSize(136, 44)
        columns = QHBoxLayout()
        columns.setSpacing(COLUMN_GAP + 8)
        columns.addLayout(self._form(), 1)
        beside = QVBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(Words("This is how it will look", 14, 500, "ink2"))
        beside.addSpacing(6)
        beside.addWidget(self.preview)
        beside.addStretch(1)
        columns.addLayout(beside, 1)
        self.box.addLayout(columns)

    def _form(self) -> QVBoxLayout:
        mark = QHBoxLayout()
        mark.setSpacing(16)
        for part in (self.mark, self.choose, self.leave_out):
            mark.addWidget(part)
        mark.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.save)
        buttons.addWidget(self.undo)
        buttons.addStretch(1)
        form = QVBoxLayout()
        form.setSpacing(0)
        for field in (self.accent, self.heading, self.footer):
            form.addWidget(field)
            form.addSpacing(16)
        form.addWidget(Words("Picture beside the issuer’s name", 14, 500))
        form.addSpacing(6)
        form.addLayout(mark)
        form.addSpacing(6)
        form.addWidget(Words(_MARK, 14, 400, "ink2", wrap=True))
        form.addSpacing(20)
        form.addLayout(buttons)
        form.addSpacing(10)
        form.addWidget(self.stays)
        form.addStretch(1)
        return form

    def _connect(self) -> None:
        self.choose.clicked.connect(self._ask_mark)
        self.leave_out.clicked.connect(lambda: self.set_mark(None))
        self.save.clicked.connect(self._keep)
        self.undo.clicked.connect(self.take_back)
        for field in (self.accent, self.heading, self.footer):
            field.changed.connect(lambda _: self._follow())

    def _follow(self) -> None:
        """What follows from what is typed: what is wrong with the colour, the buttons, the preview."""
        look = self._typed()
        problem = accent_problem(look.accent)
        self.accent.set_problem(f"It {problem}." if problem else "")
        self.save.setEnabled(self.edited and not problem)
        self.undo.setEnabled(self.edited)
        self.leave_out.setVisible(self.mark_png is not None and self._may_change)
        facts = self._facts
        if facts is not None and not problem:
            self.preview.ask(facts.name, facts.place, self._admin_name, facts.logo_png, look)

    def _keep(self) -> None:
        look = self._typed()
        change = SiteChange(accent=look.accent, heading=look.heading, footer=look.footer, mark_png=look.mark_png or b"")
        self.saving.emit(change)

    def _typed(self) -> SiteLook:
        texts = (self.accent.text().strip(), self.heading.text().strip(), self.footer.text().strip())
        return SiteLook(accent=texts[0], heading=texts[1], footer=texts[2], mark_png=self.mark_png)

    def _ask_mark(self) -> None:
        dialog = QFileDialog(self, "Choose a picture", str(Path.home()), "Pictures (*.png *.jpg *.jpeg)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.take_mark)
        dialog.open()
