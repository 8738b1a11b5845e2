"""The photos and files of a record as tiles: those that were signed, and those that were added since; each opens large."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from supervisor_app.domain.observation import EvidenceFile
from supervisor_app.domain.texts import in_language
from supervisor_app.services.evidence_pictures import picture_of
from supervisor_app.services.records import RecordWhole
from supervisor_app.ui.dialogs.file_dialog import FileDialog, FileShown
from supervisor_app.ui.file_words import kind_words, size_words
from supervisor_app.ui.pages.observe_words import languages
from supervisor_app.ui.pages.record_added_state import AddedView, added_views
from supervisor_app.ui.small_pictures import SmallPictures
from supervisor_app.ui.widgets.file_tile import PHOTO, SMALL, FileTile
from supervisor_app.ui.widgets.flow import Flow
from supervisor_app.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from supervisor_app.ui.pages.record_page import RecordPage


class RecordFiles:
    """Makes the tiles for a page. They are opened one after the other in the order of the page: signed ones, then added ones."""

    def __init__(self, page: RecordPage) -> None:
        self._page = page
        self.pictures = SmallPictures(page)
        self._signed: tuple[FileShown, ...] = ()
        self._added: tuple[FileShown, ...] = ()
        self._missing: frozenset[str] = frozenset()

    def begin(self, whole: RecordWhole) -> None:
        """Take over what a record has; tiles of the one before are filled no more."""
        self.pictures.forget()
        self._signed = signed_files(whole)
        self._added = tuple(FileShown(file=one.line.file, title=one.title, caption=one.caption) for one in added_views(whole))
        self._missing = whole.missing

    def sheet(self) -> Sheet | None:
        """Return the tiles of what was signed; None where nothing was."""
        if not self._signed:
            return None
        sheet, holder = Sheet(padding=0), QWidget()
        flow = Flow(spacing=12)
        flow.setContentsMargins(20, 18, 20, 16)
        for place, one in enumerate(self._signed):
            step, _, what = one.title.partition(": ")
            tile = FileTile(PHOTO, one.file.media, f"Open {one.title}", title=step, detail=what, away=self._away(one.file))
            self._fill(tile, one.file, place)
            flow.addWidget(tile)
        holder.setLayout(flow)
        sheet.add_row(holder)
        return sheet

    def added_tile(self, view: AddedView) -> FileTile:
        """Return the tile of something that was added; what was withdrawn is faint."""
        place = next(n for n, one in enumerate(self._added) if one.file == view.line.file and one.title == view.title)
        spoken = f"Open {view.title}"
        tile = FileTile(SMALL, view.line.file.media, spoken, away=self._away(view.line.file), faint=view.struck)
        self._fill(tile, view.line.file, len(self._signed) + place)
        return tile

    def open(self, place: int) -> None:
        """Show one large."""
        FileDialog(self._page, self._page.site, (*self._signed, *self._added), place).open()

    def _away(self, file: EvidenceFile) -> bool:
        return file.digest in self._missing

    def _fill(self, tile: FileTile, file: EvidenceFile, place: int) -> None:
        tile.clicked.connect(partial(self.open, place))
        if not self._away(file):
            self.pictures.show(tile, file.digest, partial(picture_of, self._page.site, file))


def signed_files(whole: RecordWhole) -> tuple[FileShown, ...]:
    """Return the photos and files of the signed record in the order of its steps, with what each step is."""
    language = languages(whole.sign_off.context.language)[0]
    steps = {step.key: step for step in whole.checklist.steps}
    return tuple(
        FileShown(
            file=file,
            title=f"Step {steps[seen.step].number}: {kind_words(file)}, {size_words(file.size)}",
            caption=in_language(steps[seen.step].text, language),
        )
        for seen in sorted(
            (one for one in whole.sign_off.observations if one.step in steps), key=lambda one: steps[one.step].number
        )
        for file in seen.evidence
    )
