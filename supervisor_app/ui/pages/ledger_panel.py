"""One entry whole beside the ledger: what it says, what it changed, and what proves it."""

from __future__ import annotations

import re
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from supervisor_app.domain.dates import day_in_words
from supervisor_app.services.entry_proof_records import CheckState, EntryProof
from supervisor_app.services.ledger_line import Group
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.pages.ledger_rows import SHAPES
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.flow import Flow
from supervisor_app.ui.widgets.marked_line import FactRows, MarkedLine
from supervisor_app.ui.widgets.scroll_column import ScrollColumn
from supervisor_app.ui.widgets.sheet import Hairline, SectionLabel, Sheet
from supervisor_app.ui.widgets.words import Words, plain_tip

_LONG_ID = re.compile(r"([0-9a-f]{8})([0-9a-f]{8})([0-9a-f]{8})([0-9a-f]{8})")
"""A laptop's id; it may break between its parts, or a narrow window would cut the whole column."""
_SOUND = "Everything that was checked holds."
_BROKEN = "Something does not hold. See the lines marked so."


class EntryPanel(ScrollColumn):
    """Shows an `EntryProof`. `copy_asked`, `save_asked` for its text and its file; `history_asked` for what it is about."""

    copy_asked = Signal()
    save_asked = Signal()
    history_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.proof: EntryProof | None = None

    def show_proof(self, proof: EntryProof | None) -> None:
        """Show an entry, or nothing."""
        if proof is None or self.proof is None or proof.line.key != self.proof.line.key:
            self.verticalScrollBar().setValue(0)
        self.proof = proof
        self.begin()
        if proof is not None:
            self._fill(proof)
        self.show_filled()

    def _fill(self, proof: EntryProof) -> None:
        self.box.addSpacing(2)
        self.box.addWidget(self._head(proof))
        if proof.changes:
            self._section("What changed", _changes(proof))
        self._section("Proof", _checks(proof))
        self._section("Figures", _figures(proof))
        self.box.addSpacing(12)
        self.box.addStretch(1)

    def _section(self, words: str, sheet: Sheet) -> None:
        self.box.addWidget(SectionLabel(words))
        self.box.addWidget(sheet)

    def _head(self, proof: EntryProof) -> Sheet:
        sheet, line = Sheet(padding=20), proof.line
        when = f"{day_in_words(line.when.date())} at {line.when:%H:%M}"
        texts = QVBoxLayout()
        texts.setSpacing(4)
        texts.addWidget(Words(line.told.sentence, 18, 600, wrap=True))
        texts.addWidget(Words(f"{when}, entry {line.place.seq:,} of {line.laptop}", 15, 400, "ink2", wrap=True))
        sheet.box.addLayout(texts)
        self.copy = Button("Copy", icon=Icon.COPY, height=44)
        self.save = Button("Save", icon=Icon.DOWNLOAD, height=44)
        self.copy.clicked.connect(self.copy_asked)
        self.save.setAccessibleName("Save the proof as a file")
        self.save.clicked.connect(self.save_asked)
        row = Flow(8)
        row.addWidget(self.copy)
        row.addWidget(self.save)
        if line.told.about and line.told.group is not Group.LAPTOPS:
            self.history = Button("Its history", icon=Icon.HISTORY, height=44)
            self.history.clicked.connect(partial(self.history_asked.emit))
            row.addWidget(self.history)
        sheet.box.addSpacing(14)
        sheet.box.addLayout(row)
        return sheet


def _changes(proof: EntryProof) -> Sheet:
    """Old and new value of each field; below it who set it again since."""
    sheet = Sheet(padding=0)
    for place, one in enumerate(proof.changes):
        if place:
            sheet.box.addWidget(Hairline())
        change = one.change
        old = change.old or "nothing"
        said = f"{old}  →  {change.new or 'nothing'}"
        block = QWidget()
        box = QVBoxLayout(block)
        box.setContentsMargins(20, 10, 20, 10)
        box.setSpacing(2)
        box.addWidget(Words(change.word[:1].upper() + change.word[1:], 14, 400, "ink3"))
        box.addWidget(Words(said, 16, 500, wrap=True))
        if one.since:
            box.addWidget(Words(f"Since then {one.since}.", 14, 400, "ink2", wrap=True))
        block.setAccessibleName(f"{change.word}: from {old} to {change.new or 'nothing'}. {one.since}")
        sheet.box.addWidget(block)
    return sheet


def _checks(proof: EntryProof) -> Sheet:
    sheet = Sheet(padding=0)
    sheet.box.setContentsMargins(0, 6, 0, 8)
    summary = CheckState.HOLDS if proof.holds else CheckState.BROKEN
    sheet.box.addWidget(MarkedLine(SHAPES[summary], _SOUND if proof.holds else _BROKEN, word=summary.value, bad=not proof.holds))
    sheet.box.addWidget(Hairline())
    for check in proof.checks:
        word, codes = check.state.value, (check.code,) if check.code else ()
        bad = check.state is CheckState.BROKEN
        line = MarkedLine(SHAPES[check.state], check.words, codes, word=word, mono=True, bad=bad)
        line.setAccessibleName(f"{check.title}: {word}. {check.words} {check.code}".rstrip())
        line.setToolTip(plain_tip(f"{check.title}: {word}"))
        sheet.box.addWidget(line)
    return sheet


def _figures(proof: EntryProof) -> Sheet:
    sheet = Sheet(padding=0)
    facts = [(label, _LONG_ID.sub(lambda found: "\u200b".join(found.groups()), text)) for label, text in proof.header]
    sheet.box.addWidget(FactRows(facts, label_width=104, weight=400))
    return sheet
