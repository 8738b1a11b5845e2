"""Adding a photo or document to a signed record: the file as it will be kept, what it shows, why only now, and the PIN."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.decision import SignOff
from supervisor_app.domain.names import isolated
from supervisor_app.domain.texts import in_language
from supervisor_app.services.attaching import ADD_MEANING, Addition, ChosenFile, add_to_record, addition_problems, choose_file
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.ui.actions import perform_in_background
from supervisor_app.ui.dialogs.pin_act import Act, PinActDialog
from supervisor_app.ui.dialogs.step_files_dialog import FILES, size_words
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.field import Field
from supervisor_app.ui.widgets.file_drop import FileDrop
from supervisor_app.ui.widgets.rows import Row, RowList
from supervisor_app.ui.widgets.words import Words

_ALL = "all"
_STEPS_SHOWN = 3
_ONE = "Each file is signed by itself. This is the first one; add the others after it."
_DROP = "Drop a photo or PDF here"
_DRAWN = "Kept without the place and the camera it was taken with."
_SEEN = "Whoever may see this record sees that too."


class AttachDialog(PinActDialog):
    """`acted(AttachedLine)` once it is signed. `take(paths)` takes files as a drop does."""

    words = "Adding it to the record"

    def __init__(self, parent: QWidget, site: Site, session: Session, record: SignOff, checklist: Checklist) -> None:
        sentence = f"The signed record of {isolated(record.worker_name)} stays as it is. This is signed beside it."
        super().__init__(parent, session, "Add a photo or document", sentence, action="Add it", width=860)
        self._site, self._record = site, record
        self.chosen: ChosenFile | None = None
        self.step = _ALL
        self.drop = FileDrop(_DROP, QSize(320, 180))
        self.choose = Button("Choose a file", icon=Icon.FOLDER)
        self.about = Words("JPEG, PNG, PDF or MP4 up to 32 MB.", 14, 400, "ink2", wrap=True)
        self._rows = [Row(key=_ALL, title="The whole assessment"), *_step_rows(checklist, record.context.language)]
        self.steps = RowList(lambda offset, limit: self._rows[offset : offset + limit], row_height=44, name="What it shows")
        self.caption = Field("Caption (if you like)", dense=True)
        self.reason = Field("Why it is added only now", dense=True)
        self._lay_out()
        self.drop.dropped.connect(self.take)
        self.choose.clicked.connect(self._ask_file)
        self.steps.picked.connect(self._take_step)
        self.finish()
        self.steps.restart(_ALL)
        self.steps.fit(_STEPS_SHOWN)
        self.choose.setFocus()

    def take(self, paths: list[Path]) -> None:
        """Look at the first of several files."""
        self.look_at(paths[0], _ONE if len(paths) > 1 else "")

    def look_at(self, path: Path, hint: str = "") -> None:
        """Read a file as it would be kept, and show it, then say `hint`; one that cannot be taken is said in the dialog."""

        def show(chosen: ChosenFile) -> None:
            self._show(chosen)
            if hint:
                self.show_notice(hint)

        perform_in_background(
            self, lambda *_: choose_file(path), words="Reading the file", done=show, changes=False, cancel=False
        )

    def prepare(self) -> Act | None:
        """Return the act, or say what is missing."""
        reason, caption = self.reason.text(), self.caption.text()
        problems = addition_problems(reason, caption)
        self.reason.set_problem(problems.get("reason", ""))
        self.caption.set_problem(problems.get("caption", ""))
        if self.chosen is None:
            self.show_notice("No file is chosen yet.", "Choose one, or drop it on the field.")
            self.choose.setFocus()
            return None
        if problems:
            (self.reason if "reason" in problems else self.caption).setFocus()
            return None
        site, session, step = self._site, self._session, "" if self.step == _ALL else self.step
        addition = Addition(sign_off_id=self._record.id, file=self.chosen, reason=reason, step=step, caption=caption)
        return lambda pin: add_to_record(site, session, addition, pin, site.clock())

    def _lay_out(self) -> None:
        leading, trailing = QVBoxLayout(), QVBoxLayout()
        leading.setSpacing(10)
        trailing.setSpacing(8)
        shown: tuple[QWidget, ...] = (self.drop, self.choose, self.about)
        asked: tuple[QWidget, ...] = (Words("What it shows", 14, 500), self.steps, self.caption, self.reason)
        for column, parts in ((leading, shown), (trailing, asked)):
            for part in parts:
                column.addWidget(part)
            column.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(28)
        columns.addLayout(leading, 2)
        columns.addLayout(trailing, 3)
        self.box.addLayout(columns)
        self.box.addWidget(Words(ADD_MEANING, 15, 400, "ink2", wrap=True))

    def _ask_file(self) -> None:
        chooser = QFileDialog(self, "Photo or document to add", "", FILES)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.fileSelected.connect(lambda name: self.look_at(Path(name)))
        chooser.open()

    def _show(self, chosen: ChosenFile) -> None:
        self.chosen = chosen
        said = f"{isolated(chosen.name)}, {size_words(len(chosen.data))}."
        if chosen.media.startswith("image/"):
            self.drop.show_picture(chosen.data, f"Preview of {chosen.name}")
            self.about.setText(f"{said} {_DRAWN}")
        else:
            self.drop.show_words("PDF" if chosen.media == "application/pdf" else "Video")
            self.about.setText(f"{said} It is kept as it is. {chosen.tells} {_SEEN}")
        self.choose.set_words("Choose another file")
        self.reason.setFocus()

    def _take_step(self, key: str) -> None:
        self.step = key


def _step_rows(checklist: Checklist, language: str) -> list[Row]:
    return [Row(key=step.key, title=f"{step.number}. {in_language(step.text, language)}") for step in checklist.steps]
