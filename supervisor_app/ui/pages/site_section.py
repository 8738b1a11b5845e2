"""Settings of the site: what stands at the top of every certificate. Admins change it, others see it and whom to ask."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout

from supervisor_app.services.logo_file import read_logo_file
from supervisor_app.services.site import SiteFacts
from supervisor_app.services.site_changes import SiteChange
from supervisor_app.ui.actions import perform
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.look.sizes import COLUMN_GAP, sizes
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.field import Field
from supervisor_app.ui.widgets.icon_mark import IconMark
from supervisor_app.ui.widgets.picture import Picture
from supervisor_app.ui.widgets.publish_facts import PublishFacts
from supervisor_app.ui.widgets.setting_preview import CertificatePreview
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.words import Words

_OFFLINE = (
    "No web address is needed: any copy of this program checks the code, offline. "
    "With one, a phone that reads the code opens that page."
)
_STAYS = (
    "It counts from the next certificate on. What is issued stays as it was signed. "
    "Without a web address certificates name no status list that others could ask."
)


class SiteSection(Sheet):
    """`saving(change)` when an admin keeps what was typed, `page` is about the check page.

    `edited` tells whether something is typed and not kept.
    """

    saving = Signal(object)

    def __init__(self) -> None:
        super().__init__(padding=24)
        self._facts: SiteFacts | None = None
        self._admin_name = ""
        self.logo_png: bytes | None = None
        self.name, self.place = Field("Organisation"), Field("Place")
        self.host = Field("Web address of the page that checks certificates", placeholder="none")
        self.logo = Picture(1.0, "Logo")
        self.choose = Button("Choose a picture", icon=Icon.UPLOAD)
        self.leave_out = Button("Leave it out", Kind.LINK)
        self.save = Button("Keep the changes", Kind.PRIMARY, height=sizes().button)
        self.undo = Button("Take them back", Kind.GHOST)
        self.page = PublishFacts()
        self.publish = self.page.publish
        self.why = Words("", 15, 500, "ink2", wrap=True)
        self.why.setContentsMargins(0, 0, 0, 16)
        self.preview = CertificatePreview()
        self._build()
        self._connect()

    @property
    def edited(self) -> bool:
        """Whether something differs from what is kept."""
        facts = self._facts
        return facts is not None and self._typed() != (facts.name, facts.place, facts.host, facts.logo_png)

    def show_site(self, facts: SiteFacts, admin_name: str, *, why_not: str) -> None:
        """Show the site; `why_not` says why this person cannot change it, empty for an admin. What was typed stays typed."""
        before, self._facts, self._admin_name = self._facts, facts, admin_name
        for field, old, new in (
            (self.name, before and before.name, facts.name),
            (self.place, before and before.place, facts.place),
            (self.host, before and before.host, facts.host),
        ):
            if old is None or field.text() == old:
                field.set_text(new)
        if before is None or self.logo_png == before.logo_png:
            self.set_logo(facts.logo_png)
        self.why.setText(why_not)
        self.why.setVisible(bool(why_not))
        for part in (self.choose, self.save, self.undo, self.stays):
            part.setVisible(not why_not)
        for field in (self.name, self.place, self.host):
            field.edit.setEnabled(not why_not)
        self._follow()

    def take_back(self) -> None:
        """Show again what is kept."""
        facts = self._facts
        if facts is not None:
            for field, text in ((self.name, facts.name), (self.place, facts.place), (self.host, facts.host)):
                field.set_text(text)
                field.set_problem("")
            self.set_logo(facts.logo_png)

    def kept(self, facts: SiteFacts) -> None:
        """The changes are kept."""
        self._facts = facts
        self.take_back()

    def set_logo(self, png: bytes | None) -> None:
        """Take a logo, or none."""
        self.logo_png = png
        self.logo.show_png(png or b"")
        self._follow()

    def take_logo(self, path: str) -> None:
        """Read a picture file; what is wrong with it is said in the page."""
        perform(self, lambda: read_logo_file(Path(path)), done=self.set_logo, changes=False)

    def _build(self) -> None:
        self.logo.setFixedSize(72, 72)
        self.stays = Words(_STAYS, 14, 400, "ink2", wrap=True)
        columns = QHBoxLayout()
        columns.setSpacing(COLUMN_GAP + 8)
        columns.addLayout(self._form(), 1)
        columns.addLayout(self._beside(), 1)
        self.box.addLayout(columns)

    def _form(self) -> QVBoxLayout:
        logo = QHBoxLayout()
        logo.setSpacing(16)
        for part in (self.logo, self.choose, self.leave_out):
            logo.addWidget(part)
        logo.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.save)
        buttons.addWidget(self.undo)
        buttons.addStretch(1)
        form = QVBoxLayout()
        form.setSpacing(0)
        form.addWidget(self.why)
        for field in (self.name, self.place):
            form.addWidget(field)
            form.addSpacing(16)
        form.addWidget(Words("Logo", 14, 500))
        form.addSpacing(6)
        form.addLayout(logo)
        form.addSpacing(16)
        form.addWidget(self.host)
        form.addSpacing(20)
        form.addLayout(buttons)
        form.addSpacing(10)
        form.addWidget(self.stays)
        form.addStretch(1)
        return form

    def _beside(self) -> QVBoxLayout:
        globe = QHBoxLayout()
        globe.setSpacing(12)
        globe.addWidget(IconMark(Icon.GLOBE, 20), 0, Qt.AlignmentFlag.AlignTop)
        globe.addWidget(Words(_OFFLINE, 14, 400, "ink2", wrap=True), 1)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(Words("This is how it will look", 14, 500, "ink2"))
        column.addSpacing(6)
        column.addWidget(self.preview)
        column.addSpacing(20)
        column.addLayout(globe)
        column.addSpacing(12)
        column.addWidget(self.page)
        column.addStretch(1)
        return column

    def _connect(self) -> None:
        self.choose.clicked.connect(self._ask_logo)
        self.leave_out.clicked.connect(lambda: self.set_logo(None))
        self.save.clicked.connect(self._keep)
        self.undo.clicked.connect(self.take_back)
        for field in (self.name, self.place, self.host):
            field.changed.connect(lambda _: self._follow())

    def _follow(self) -> None:
        """What follows from what is typed: the buttons and the preview."""
        self.save.setEnabled(self.edited)
        self.undo.setEnabled(self.edited)
        self.leave_out.setVisible(self.logo_png is not None and not self.why.text())
        self.preview.ask(self.name.text() or "Your firm", self.place.text(), self._admin_name, self.logo_png)

    def _keep(self) -> None:
        self.name.set_problem("" if self.name.text() else "It prints at the top of every certificate.")
        if self.name.text():
            name, place, host, logo = self._typed()
            self.saving.emit(SiteChange(name=name, place=place, host=host, logo_png=logo or b""))
        else:
            self.name.setFocus()

    def _typed(self) -> tuple[str, str, str, bytes | None]:
        return self.name.text(), self.place.text(), self.host.text(), self.logo_png

    def _ask_logo(self) -> None:
        dialog = QFileDialog(self, "Choose a picture", str(Path.home()), "Pictures (*.png *.jpg *.jpeg)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.take_logo)
        dialog.open()
