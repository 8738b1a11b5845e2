"""The parts of the page of one sign-off: a line, the bar of a correction, the signatures, the proof."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.domain.codes import in_fours
from supervisor_app.domain.dates import short_day
from supervisor_app.services.certificates import CertificateLine
from supervisor_app.services.records import RecordWhole
from supervisor_app.ui.pages.decide_state import Sign
from supervisor_app.ui.pages.record_state import Line, RecordView
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.chip import Chip, ChipFace, Tone
from supervisor_app.ui.widgets.marked_line import MarkedLine
from supervisor_app.ui.widgets.observe_reasons import SHAPES
from supervisor_app.ui.widgets.observe_signatures import DISAGREES, NOT_YET, SIGNED
from supervisor_app.ui.widgets.rows import Row
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.signature_pad import SignaturePad
from supervisor_app.ui.widgets.status_shape import StatusMark, StatusShape
from supervisor_app.ui.widgets.words import Words

COUNTERSIGNED = ChipFace("Countersigned", Tone.OK, StatusShape.MET)
WAITING = ChipFace("Waits", Tone.WARN, StatusShape.SOON)
_WORDS = {Sign.MET: "met", Sign.NOT_MET: "not met", Sign.LEFT_OUT: "left out", Sign.OPEN: "not seen", Sign.STOP: "safety stop"}


def spoken_line(line: Line) -> MarkedLine:
    """Return a reason or a step as a line; what was not met stands in red."""
    return MarkedLine(
        SHAPES[line.sign],
        line.text,
        line.details,
        figure=line.figure,
        number=line.number,
        word=_WORDS[line.sign],
        critical=line.critical,
        bad=line.sign in (Sign.NOT_MET, Sign.STOP),
    )


def correction_bar(head: str, reason: str, button: Button | None = None, *, mark: str = "corrected") -> Sheet:
    """Return the bar that says what there is to know before the record is read, with its way on."""
    sheet = Sheet(padding=0)
    texts = QVBoxLayout()
    texts.setSpacing(2)
    texts.addWidget(Words(head, 16, 600, wrap=True))
    if reason:
        texts.addWidget(Words(reason, 15, 400, "ink2", wrap=True))
    row = QHBoxLayout()
    row.setContentsMargins(20, 12, 16, 12)
    row.setSpacing(14)
    row.addWidget(StatusMark(StatusShape.SOON, 25, mark), 0, Qt.AlignmentFlag.AlignVCenter)
    row.addLayout(texts, 1)
    if button is not None:
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
    sheet.box.addLayout(row)
    return sheet


def signatures_sheet(view: RecordView) -> Sheet:
    """Return the signatures: number, printed name, chip; the ink; the sentence; the time."""
    sheet = Sheet(padding=0)
    sheet.add_row(_worker(view))
    who, meaning, when = view.signed
    sheet.add_row(_block("2", who, SIGNED, None, meaning, when))
    for number, (name, agreed, at) in enumerate(view.confirmed, 3):
        sheet.add_row(_block(str(number), name, COUNTERSIGNED, None, agreed, at))
    if view.waits:
        sheet.add_row(_block("3", "A second member", WAITING, None, "It counts once another member has countersigned it.", ""))
    return sheet


def _worker(view: RecordView) -> QWidget:
    mark = view.worker
    meaning, when = view.worker_words
    if mark is None:
        return _block("1", view.title, NOT_YET, None, meaning, when)
    ink: QWidget | None = None
    if mark.strokes:
        pad = SignaturePad()
        pad.setFixedHeight(72)
        pad.set_strokes(mark.strokes)
        pad.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        pad.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        pad.setAccessibleName("The worker’s drawn signature")
        ink = pad
    elif mark.typed:
        ink = Words(mark.typed, 20, 500, "accent", wrap=True)
    return _block("1", mark.name, SIGNED if mark.agrees else DISAGREES, ink, meaning, when)


def _block(number: str, name: str, face: ChipFace, ink: QWidget | None, meaning: str, when: str) -> QWidget:
    block = QWidget()
    box = QVBoxLayout(block)
    box.setContentsMargins(20, 12, 20, 14)
    box.setSpacing(6)
    head = QHBoxLayout()
    head.setSpacing(10)
    head.addWidget(Words(number, 15, 600, "ink3", mono=True), 0, Qt.AlignmentFlag.AlignTop)
    head.addWidget(Words(name, 16, 600, wrap=True), 1)
    head.addWidget(Chip(face), 0, Qt.AlignmentFlag.AlignTop)
    box.addLayout(head)
    if ink is not None:
        box.addWidget(ink)
    box.addWidget(Words(meaning, 15, 400, "ink2", wrap=True))
    if when:
        box.addWidget(Words(when, 14, 400, "ink3", wrap=True))
    return block


def proof_sheet(whole: RecordWhole) -> Sheet:
    """Return what proves the record, in words, with the figures behind them."""
    sheet = Sheet(padding=0)
    sheet.box.setContentsMargins(0, 6, 0, 8)
    for line in whole.proof:
        shape = StatusShape.MET if line.holds else StatusShape.NOT_MET
        word = "holds" if line.holds else "does not hold"
        details = (line.code,) if line.code else ()
        sheet.box.addWidget(MarkedLine(shape, line.words, details, word=word, mono=True, bad=not line.holds))
    checklist = f"Checklist {whole.checklist.code}, revision {whole.sign_off.checklist_revision}."
    digest = in_fours(whole.sign_off.checklist_digest)
    sheet.box.addWidget(MarkedLine(StatusShape.INFO, checklist, (digest,), word="checklist", mono=True))
    return sheet


def certificate_row(row: CertificateLine) -> Row:
    """Return a certificate that rests on the record as a row."""
    until = f"Valid until {short_day(row.valid_until)}" if row.valid_until else "Valid without an end"
    return Row(key=row.id, title=row.number, detail=f"Issued {short_day(row.issued)}. {until}", shape=StatusShape.SAFE)
