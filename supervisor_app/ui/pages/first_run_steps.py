"""The steps of the first run, each a form that knows whether it is filled in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.domain.checklist import ILUO, Checklist
from supervisor_app.domain.texts import in_language
from supervisor_app.services.catalogue import LibraryItem
from supervisor_app.services.people_import import ImportPreview
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.check_row import CheckRow
from supervisor_app.ui.widgets.choice import Option, Tiles
from supervisor_app.ui.widgets.field import Field
from supervisor_app.ui.widgets.icon_mark import IconMark
from supervisor_app.ui.widgets.picture import Picture
from supervisor_app.ui.widgets.pin_field import PinField
from supervisor_app.ui.widgets.scrolling import Scrolling
from supervisor_app.ui.widgets.sheet import SectionLabel, Sheet
from supervisor_app.ui.widgets.words import Words

_A4 = 210 / 297
_LOGO_SIDE = 512
MIN_PIN = 4


class Step(QWidget):
    """One step: `title` and `sentence` for the head, `ready()` tells whether one may go on and marks what is missing."""

    title = ""
    sentence = ""
    next_words = "Next"
    skip_words = ""
    changed = Signal()

    def ready(self) -> bool:
        """Say whether everything needed is there; mark the fields where it is not."""
        return True

    def first_focus(self) -> QWidget | None:
        """What has the focus on arrival."""
        return None


class SiteStep(Step):
    """Name, place and logo of the site, and from which level somebody works alone."""

    title = "Whose name is on the certificate?"
    sentence = "You can change everything later, except what is already signed."

    def __init__(self) -> None:
        super().__init__()
        self.logo_png: bytes | None = None
        self.name = Field("Name of the firm")
        self.place = Field("Place")
        self.levels = Tiles([Option(level.key, in_language(level.label), rank=rank) for rank, level in enumerate(ILUO, 1)], 2)
        self.levels.choose("U")
        self.picture = Picture(_A4, "The certificate as it will look")
        self._logo = Picture(1.0, "Logo")
        self._logo.setFixedSize(72, 72)
        self._choose = Button("Choose a picture", icon=Icon.UPLOAD)
        self._leave = Button("Leave it out", Kind.LINK)
        self._leave.hide()
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(32)
        columns.addLayout(self._form(), 538)
        columns.addLayout(self._preview(), 420)
        self._choose.clicked.connect(self._ask_logo)
        self._leave.clicked.connect(lambda: self.set_logo(None))
        for field in (self.name, self.place):
            field.changed.connect(lambda _: self.changed.emit())

    def ready(self) -> bool:
        """The name is needed."""
        self.name.set_problem("" if self.name.text() else "It prints at the top of every certificate.")
        return bool(self.name.text())

    def first_focus(self) -> QWidget:
        """The name."""
        return self.name.edit

    def set_logo(self, png: bytes | None) -> None:
        """Take a logo, or none."""
        self.logo_png = png
        self._logo.show_png(png or b"")
        self._leave.setVisible(png is not None)
        self.changed.emit()

    def _form(self) -> QVBoxLayout:
        logo = QHBoxLayout()
        logo.setSpacing(20)
        logo.addWidget(self._logo)
        logo.addWidget(self._choose)
        logo.addWidget(self._leave)
        logo.addStretch(1)
        form = QVBoxLayout()
        form.setSpacing(0)
        form.addWidget(self.name)
        form.addSpacing(18)
        form.addWidget(self.place)
        form.addSpacing(18)
        form.addWidget(Words("Logo", 14, 500))
        form.addSpacing(6)
        form.addLayout(logo)
        form.addSpacing(20)
        form.addWidget(Words("From which level may somebody work alone?", 14, 500))
        form.addSpacing(6)
        form.addWidget(self.levels)
        form.addSpacing(6)
        form.addWidget(Words("It is the level that counts as cover. You can change this later.", 14, 400, "ink2"))
        form.addStretch(1)
        return form

    def _preview(self) -> QVBoxLayout:
        globe = QHBoxLayout()
        globe.setSpacing(12)
        globe.addWidget(IconMark(Icon.GLOBE, 20), 0, Qt.AlignmentFlag.AlignTop)
        offline = "No web address is needed. The code can be checked by any copy of this program, offline."
        globe.addWidget(Words(offline, 14, 400, "ink2", wrap=True), 1)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(SectionLabel("This is how it will look"))
        column.addWidget(self.picture)
        column.addSpacing(24)
        column.addLayout(globe)
        column.addStretch(1)
        return column

    def _ask_logo(self) -> None:
        dialog = QFileDialog(self, "Choose a picture", "", "Pictures (*.png *.jpg *.jpeg)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.take_logo)
        dialog.open()

    def take_logo(self, path: str) -> None:
        """Read a picture file, make it small enough, keep it as PNG."""
        image = QImage(path)
        if image.isNull():
            return
        if max(image.width(), image.height()) > _LOGO_SIDE:
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            image = image.scaled(_LOGO_SIDE, _LOGO_SIDE, keep, smooth)
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, Qt takes text
        self.set_logo(bytes(data.data()))


class PinPair(QWidget):
    """A new PIN, twice."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = PinField(6, "New PIN"), PinField(6, "The same PIN again")
        self.problem = Words("", 14, 500, "bad", wrap=True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.addWidget(Words("PIN, at least 4", 14, 500), 0, 0)
        grid.addWidget(Words("The same again", 14, 500), 0, 1)
        grid.addWidget(self.first, 1, 0)
        grid.addWidget(self.second, 1, 1)
        grid.addWidget(self.problem, 2, 0, 1, 2)
        self.problem.hide()
        self.first.submitted.connect(lambda _: self.second.setFocus())
        for field in (self.first, self.second):
            field.typed.connect(lambda _: self.problem.hide())

    @property
    def pin(self) -> str:
        """The PIN, once both agree; else empty."""
        return self.first.pin if self.first.pin == self.second.pin else ""

    def ready(self) -> bool:
        """Say what is wrong with the PIN."""
        short = len(self.first.pin) < MIN_PIN
        words = f"It needs at least {MIN_PIN}." if short else "" if self.pin else "The two are not the same."
        self.problem.setText(words)
        self.problem.setVisible(bool(words))
        return not words


class YouStep(Step):
    """Who the first admin is, and their PIN."""

    title = "Who are you?"
    sentence = "Your PIN signs. Nobody else should know it, and nobody can look it up."

    def __init__(self) -> None:
        super().__init__()
        self.name = Field("Your name, as it prints")
        self.role = Field("What you are here", placeholder="Shift supervisor")
        self.number = Field("Your employee number, if you have one")
        self.pins = PinPair()
        form = QVBoxLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(18)
        for part in (self.name, self.role, self.number, self.pins):
            part.setMaximumWidth(538)
            form.addWidget(part)
        note = "With your number nobody can ever let you assess yourself, not even by mistake."
        form.addWidget(Words(note, 14, 400, "ink2"))
        form.addStretch(1)

    def ready(self) -> bool:
        """Name and PIN are needed."""
        self.name.set_problem("" if self.name.text() else "It stands under everything you sign.")
        return bool(self.pins.ready() and self.name.text())

    def first_focus(self) -> QWidget:
        """The name."""
        return self.name.edit


class PeopleStep(Step):
    """A list of people from a file, or nobody yet."""

    title = "Who works here?"
    sentence = "Take a list you already have: CSV or Excel, with names and employee numbers."
    skip_words = "Skip this for now"
    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.preview: ImportPreview | None = None
        self.choose = Button("Choose a list", icon=Icon.UPLOAD)
        self.choose.clicked.connect(self._ask_file)
        self._name = Words("No list chosen yet", 16, 600)
        self._summary = Words("Nothing is imported before you have seen what it would do.", 15, 400, "ink2", wrap=True)
        self._headings = Words("", 14, 400, "ink2", wrap=True)
        texts = QVBoxLayout()
        texts.setSpacing(4)
        for words in (self._name, self._summary, self._headings):
            texts.addWidget(words)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(IconMark(Icon.PEOPLE, 32, "accent"), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        row.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignTop)
        sheet = Sheet(padding=24)
        sheet.box.addLayout(row)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(sheet)
        box.addStretch(1)

    def show_preview(self, preview: ImportPreview) -> None:
        """Say what the list would do."""
        self.preview = preview
        self._name.setText(preview.name)
        self._summary.setText(preview.summary)
        self._headings.setText("Columns: " + ", ".join(preview.headings[:12]) if preview.missing else "")
        count = preview.to_import
        self.next_words = f"Import {count:,} {'person' if count == 1 else 'people'}" if count and not preview.missing else "Next"
        self.changed.emit()

    def first_focus(self) -> QWidget:
        """The choice of a file."""
        return self.choose

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, "Choose a list of people", "", "Lists (*.csv *.tsv *.txt *.xlsx)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.chosen)
        dialog.open()


class ChecklistStep(Step):
    """Some of the checklists that come with the program."""

    title = "What do you sign off first?"
    sentence = "Take ready-made checklists now; your own can follow later."
    skip_words = "Skip this for now"

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[tuple[CheckRow, Checklist]] = []
        self._sheet = Sheet(padding=0)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._sheet)
        column.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(Scrolling(column))

    def show_library(self, items: tuple[LibraryItem, ...]) -> None:
        """Offer these, once."""
        if self._rows:
            return
        for item in items:
            checklist = item.checklist
            critical = sum(step.critical for step in checklist.steps)
            against = in_language(checklist.assessed_against) if checklist.assessed_against else checklist.code
            row = CheckRow(in_language(checklist.title), against, f"{len(checklist.steps)} steps, {critical} critical")
            row.toggled.connect(self._counted)
            self._rows.append((row, checklist))
            self._sheet.add_row(row)

    def chosen(self, cover_from: str) -> tuple[Checklist, ...]:
        """Return the ticked ones, with the site's own level of cover where the checklist knows it."""
        return tuple(
            replace(checklist, cover_from=cover_from) if cover_from in {level.key for level in checklist.levels} else checklist
            for row, checklist in self._rows
            if row.isChecked()
        )

    def first_focus(self) -> QWidget | None:
        """The first one."""
        return self._rows[0][0] if self._rows else None

    def _counted(self) -> None:
        count = sum(row.isChecked() for row, _ in self._rows)
        self.next_words = f"Take {'this one' if count == 1 else f'these {count}'}" if count else "Next"
        self.changed.emit()


class SharedStep(Step):
    """The shared file: now, or later on the page Sync."""

    title = "Are there other laptops?"
    sentence = "They exchange their records through one shared file, on a network drive or a USB stick."
    next_words = "Finish"

    def __init__(self) -> None:
        super().__init__()
        self.path = ""
        self.when = Tiles(
            [Option("later", "Later, on the page Sync", Icon.CLOCK), Option("now", "Make the shared file now", Icon.FILE)], 2
        )
        self.when.choose("later")
        self.when.chosen.connect(self._take)
        self._words = Words("Everything works without it. This laptop always keeps a whole copy.", 15, 400, "ink2", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(16)
        box.addWidget(self.when)
        box.addWidget(self._words)
        box.addStretch(1)

    def first_focus(self) -> QWidget:
        """The choice."""
        return self.when

    def set_path(self, path: str) -> None:
        """Take the place of the shared file; empty is later."""
        self.path = path
        self.when.choose("now" if path else "later")
        self._words.setText(path or "Everything works without it. This laptop always keeps a whole copy.")

    def _take(self, key: str) -> None:
        if key == "later":
            self.set_path("")
            return
        dialog = QFileDialog(self, "Where is the shared file to be?", "sign-off.db", "Shared files (*.db)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.set_path(str(Path(path))))
        dialog.rejected.connect(lambda: self.set_path(""))
        dialog.open()
