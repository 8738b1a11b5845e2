"""Adding photos and documents to a signed record: as they will be kept, what each shows, why only now, and the PIN."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.decision import SignOff
from supervisor_app.domain.names import isolated
from supervisor_app.domain.texts import in_language
from supervisor_app.services.attaching import ADD_MEANING, Addition, add_to_record, addition_problems
from supervisor_app.services.choosing_files import Choice, ChosenFile, choose_files, choose_picture
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.ui.actions import perform_in_background
from supervisor_app.ui.camera import Source, camera_possible
from supervisor_app.ui.dialogs.attach_files import ChosenFiles
from supervisor_app.ui.dialogs.pin_act import Act, PinActDialog
from supervisor_app.ui.dialogs.take_picture import TakePictureDialog
from supervisor_app.ui.file_dialogs import Folder, ask_files
from supervisor_app.ui.file_words import FILES, left_words
from supervisor_app.ui.jobs import Cancelled, Progress
from supervisor_app.ui.widgets.field import Field
from supervisor_app.ui.widgets.rows import Row, RowList
from supervisor_app.ui.widgets.words import Words

_ALL = "all"
_STEPS_SHOWN = 3
_SHOWS = "What it shows"


class AttachDialog(PinActDialog):
    """`acted(tuple of AttachedLine)` once they are signed. `take(paths)` takes files as a drop does.

    `source` makes the camera; None where there can be none.
    """

    words = "Adding to the record"

    def __init__(
        self,
        parent: QWidget,
        site: Site,
        session: Session,
        record: SignOff,
        checklist: Checklist,
        source: Callable[[QObject], Source] | None = None,
    ) -> None:
        sentence = f"The signed record of {isolated(record.worker_name)} stays as it is. This is signed beside it."
        super().__init__(parent, session, "Add photos or documents", sentence, action="Add", width=880)
        self._site, self._record, self._source = site, record, source
        self.chosen = ChosenFiles(camera=camera_possible() or source is not None)
        self._rows = [Row(key=_ALL, title="The whole assessment"), *_step_rows(checklist, record.context.language)]
        self.shows = Words(_SHOWS, 14, 500)
        self.steps = RowList(lambda offset, limit: self._rows[offset : offset + limit], row_height=44, name=_SHOWS)
        self.caption = Field("Caption (if you like)", dense=True)
        self.reason = Field("Why it is added only now", dense=True)
        self._lay_out()
        self.chosen.drop.dropped.connect(self.take)
        self.chosen.choose.clicked.connect(self._ask_files)
        self.chosen.camera.clicked.connect(self._ask_picture)
        self.chosen.turned.connect(self._show_words)
        self.steps.picked.connect(lambda key: self.chosen.describe(step=_step_of(key), caption=self.caption.text()))
        self.caption.changed.connect(lambda text: self.chosen.describe(step=self._step, caption=text))
        self.finish()
        self.steps.restart(_ALL)
        self.steps.fit(_STEPS_SHOWN)
        self._show_words()
        self.chosen.choose.setFocus()

    def take(self, paths: Sequence[Path | ChosenFile]) -> None:
        """Look at files as they would be kept, and show them; what cannot be taken is said in the dialog."""
        site, record = self._site, self._record.id
        before = [one.file for one in self.chosen.files]

        def work(progress: Progress, cancelled: Cancelled) -> Choice:
            return choose_files(site, record, paths, before, progress, cancelled)

        perform_in_background(self, work, words="Reading the files", done=self._show, changes=False)

    def prepare(self) -> Act | None:
        """Return the act, or say what is missing."""
        reason, files = self.reason.text(), tuple(self.chosen.files)
        if not files:
            self.show_notice("No file is chosen yet.", "Choose some, or drop them on the field.")
            self.chosen.choose.setFocus()
            return None
        problems = [addition_problems(reason, one.caption) for one in files]
        wrong = next((place for place, found in enumerate(problems) if "caption" in found), None)
        if wrong is not None and wrong != self.chosen.place:
            self.chosen.turn_to(wrong)
        self.reason.set_problem(problems[0].get("reason", ""))
        self.caption.set_problem(problems[wrong].get("caption", "") if wrong is not None else "")
        if any(problems):
            (self.reason if "reason" in problems[0] else self.caption).setFocus()
            return None
        site, session = self._site, self._session
        addition = Addition(sign_off_id=self._record.id, files=files, reason=reason)
        return lambda pin: add_to_record(site, session, addition, pin, site.clock())

    @property
    def _step(self) -> str:
        one = self.chosen.current
        return one.step if one is not None else ""

    def _lay_out(self) -> None:
        leading, trailing = QVBoxLayout(), QVBoxLayout()
        leading.addWidget(self.chosen)
        leading.addStretch(1)
        trailing.setSpacing(8)
        asked: tuple[QWidget, ...] = (self.shows, self.steps, self.caption, self.reason)
        for part in asked:
            trailing.addWidget(part)
        trailing.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(28)
        columns.addLayout(leading, 2)
        columns.addLayout(trailing, 3)
        self.box.addLayout(columns)
        self.box.addWidget(Words(ADD_MEANING, 15, 400, "ink2", wrap=True))

    def _ask_files(self) -> None:
        ask_files(self, Folder.EVIDENCE, "Photos or documents to add", FILES, self.take)

    def _ask_picture(self) -> None:
        """Take a picture; it is drawn anew like one that was chosen."""
        dialog = TakePictureDialog(self, self._source) if self._source else TakePictureDialog(self)
        dialog.taken.connect(self._take_picture)
        dialog.open()

    def _take_picture(self, data: bytes) -> None:
        name = f"Picture of {self._site.clock():%H:%M:%S}"
        perform_in_background(
            self,
            lambda *_: choose_picture(data, name),
            words="Reading the picture",
            done=lambda file: self.take([file]),
            changes=False,
            cancel=False,
        )

    def _show(self, choice: Choice) -> None:
        self.chosen.add(choice.files)
        if choice.left:
            self.show_notice(*left_words(choice.left, len(choice.left) + len(choice.files)))
        (self.caption if self.chosen.files else self.chosen.choose).setFocus()

    def _show_words(self) -> None:
        """Show what was said of the file in view, and how many will be signed."""
        one, count = self.chosen.current, len(self.chosen.files)
        self.steps.setEnabled(one is not None)
        self.caption.setEnabled(one is not None)
        self.steps.restart(one.step or _ALL if one is not None else _ALL)
        self.caption.set_text(one.caption if one is not None else "")
        self.shows.setText(f"What number {self.chosen.place + 1} of {count} shows" if count > 1 else _SHOWS)
        self.save.set_words(f"Add {count} files" if count > 1 else "Add")


def _step_of(key: str) -> str:
    return "" if key == _ALL else key


def _step_rows(checklist: Checklist, language: str) -> list[Row]:
    return [Row(key=step.key, title=f"{step.number}. {in_language(step.text, language)}") for step in checklist.steps]
