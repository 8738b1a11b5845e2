"""All parts on one sheet, as the design draws them: for pictures and for tests that paint everything."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.ui.icons import Icon
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.chip import CRITICAL, Chip, ChipFace, Tone
from supervisor_app.ui.widgets.choice import Option, Segmented, Tiles
from supervisor_app.ui.widgets.empty_state import EmptyState
from supervisor_app.ui.widgets.field import LineField
from supervisor_app.ui.widgets.notice import Notice
from supervisor_app.ui.widgets.progress import Countdown, ProgressRow
from supervisor_app.ui.widgets.search_field import SearchField
from supervisor_app.ui.widgets.sheet import SectionLabel, Sheet
from supervisor_app.ui.widgets.status_shape import StatusMark, StatusShape
from supervisor_app.ui.widgets.toast import Toast
from supervisor_app.ui.widgets.toggle import Toggle
from supervisor_app.ui.widgets.words import Words

SHAPES = (
    (StatusShape.MET, "Met, valid, covered: circle"),
    (StatusShape.NOT_MET, "Not met, expired, revoked: square"),
    (StatusShape.SOON, "Needs you soon: triangle"),
    (StatusShape.NOT_SEEN, "Not seen yet: dashed ring"),
    (StatusShape.HERE, "You are here: ring with a dot"),
    (StatusShape.NOT_APPLICABLE, "Not applicable: ring with a bar"),
    (StatusShape.PAUSED, "Suspended: two bars"),
    (StatusShape.WAITING, "Waiting to be sent: arrow"),
    (StatusShape.DRAFT, "Draft: dashed sheet"),
)
CHIPS = (
    (ChipFace("Valid", Tone.OK, StatusShape.MET), ChipFace("Due 27 Nov", Tone.WARN, StatusShape.SOON)),
    (ChipFace("Revoked", Tone.BAD, StatusShape.NOT_MET), CRITICAL),
    (ChipFace("To print", Tone.TODO, StatusShape.DRAFT), ChipFace("Suspended", Tone.NEUTRAL, StatusShape.PAUSED)),
    (ChipFace("Missing", Tone.NEUTRAL, StatusShape.NOT_SEEN),),
)


class Components(QWidget):
    """The sheet of parts; `focused` is the button that shows the ring."""

    def __init__(self) -> None:
        super().__init__()
        self.focused = Button("Sign", Kind.PRIMARY, icon=Icon.SIGN, height=56)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(32, 5, 32, 16)
        columns.setSpacing(24)
        for part, stretch in ((_shapes(), 376), (self._buttons(), 404), (_messages(), 474)):
            columns.addWidget(part, stretch)

    def _buttons(self) -> QWidget:
        sheet = Sheet(padding=16)
        sheet.box.setSpacing(12)
        sheet.box.addLayout(_row(Button("Next step", Kind.PRIMARY, trailing=Icon.ARROW, key="Enter", height=56), self.focused))
        chosen = Button("Not to standard", key="3")
        chosen.setCheckable(True)
        chosen.setChecked(True)
        sheet.box.addLayout(_row(Button("Pause", icon=Icon.PAUSE, key="P"), chosen))
        off = Button("Print", icon=Icon.PRINTER)
        off.setEnabled(False)
        sheet.box.addLayout(_row(Button("Safety stop", Kind.DANGER, icon=Icon.SAFETY, key="F12"), off))
        sheet.box.addLayout(_row(Button("Cancel", Kind.GHOST, key="Esc"), Button("Paste text", Kind.LINK)))
        fields = Sheet(padding=16)
        fields.box.setSpacing(12)
        line = LineField()
        line.setText("Northgate Pressings")
        reason = Segmented([Option("first", "First time"), Option("renewal", "Renewal"), Option("event", "After event")])
        reason.choose("renewal")
        for part in (line, SearchField("Search 12 checklists"), reason):
            fields.box.addWidget(part)
        fields.box.addLayout(_row(Toggle("Critical", checked=True), Toggle("Photo needed"), spacing=24))
        return _column(SectionLabel("Buttons"), sheet, SectionLabel("Fields"), fields)


def _shapes() -> QWidget:
    sheet = Sheet(padding=16)
    sheet.box.setSpacing(9)
    for shape, words in SHAPES:
        sheet.box.addLayout(_row(StatusMark(shape, 22), Words(words, 15)))
    more = Sheet(padding=16)
    more.box.setSpacing(10)
    for faces in CHIPS:
        more.box.addLayout(_row(*(Chip(face) for face in faces)))
    words = ("in training", "supervised", "unsupervised", "trains others")
    levels = Tiles([Option(word, word, rank=rank) for rank, word in enumerate(words, start=1)], columns=2)
    levels.choose("unsupervised")
    more.box.addWidget(levels)
    return _column(SectionLabel("Shape, word, colour"), sheet, SectionLabel("Chips and levels"), more)


def _messages() -> QWidget:
    progress = ProgressRow("Reading 301 people")
    progress.show_progress(184, 301, "184 read, 2 need a look")
    countdown = Countdown("Rabina महर्जन, forklift, competent")
    countdown.words.setText("Signing in 7 seconds")
    countdown.bar.set_share(0.3)
    notice = Notice(
        "The shared file cannot be reached.", "Your 3 records are safe here.\nPlug in the drive, or just go on.", "Try again"
    )
    place = QWidget()
    place.setFixedHeight(56)
    place.resize(474, 56)
    Toast(place, "3 certificates went to the printer.", "Show", above=0)
    empty = EmptyState(
        Icon.CHECKLIST,
        "No checklists yet",
        "Take a ready-made one, or paste a work instruction.",
        Button("Ready-made", Kind.PRIMARY, height=44),
        Button("Paste text", icon=Icon.CLIPBOARD, height=44),
    )
    return _column(
        SectionLabel("Before signing: 10 seconds to take it back"),
        countdown,
        SectionLabel("Work that takes longer than 0.3 s"),
        progress,
        SectionLabel("Notice in the page: what happened, then what to do"),
        notice,
        SectionLabel("Toast: good news only, 6 seconds"),
        place,
        empty,
    )


def _row(*widgets: QWidget, spacing: int = 10) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(spacing)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row


def _column(*widgets: QWidget) -> QWidget:
    column = QWidget()
    box = QVBoxLayout(column)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(0)
    for widget in widgets:
        box.addWidget(widget)
    box.addStretch(1)
    return column
