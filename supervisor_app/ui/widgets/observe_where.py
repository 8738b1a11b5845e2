"""Where and why: the reason, the fields of the context, the language of the steps; more than fits scrolls inside the sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.observation import Context, Purpose
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.pages.observe_choice import (
    LONGEST_FIELD,
    PURPOSES,
    ContextEntry,
    context_entries,
    context_of,
    language_options,
)
from supervisor_app.ui.widgets.choice import Option, Segmented
from supervisor_app.ui.widgets.day_field import DayField
from supervisor_app.ui.widgets.field import Field, LineField
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.words import Words

_ICONS = {"machine": Icon.TRUCK, "place": Icon.PIN}


class ObserveWhere(Sheet):
    """The sheet; its fields are `fields`, by key."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=0)
        self.purpose = Segmented([Option(key.value, word) for key, word in PURPOSES])
        self.purpose.choose(Purpose.FIRST.value)
        self.language = Segmented()
        self.fields: dict[str, Field] = {}
        self._language_label = Words("Language of the steps", 14, 500, "ink2")
        self._kept: dict[str, str] = {}
        inner = QWidget()
        inner.setObjectName("scrolled")
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(20, 16, 20, 18)
        self._column.setSpacing(6)
        self.observed = QWidget()
        self.day = DayField("Observed on", dense=True)
        self.begun, self.ended = Field("Start", placeholder="09:10", dense=True), Field("End", placeholder="09:55", dense=True)
        self._column.addWidget(self._build_observed())
        self._column.addWidget(Words("Reason", 14, 500, "ink2"))
        self._column.addWidget(self.purpose)
        self._column.addSpacing(8)
        self._places = QVBoxLayout()
        self._places.setSpacing(14)
        self._column.addLayout(self._places)
        self._column.addSpacing(8)
        self._column.addWidget(self._language_label)
        self._column.addWidget(self.language)
        self._column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area = area
        self.box.setContentsMargins(1, 1, 1, 2)
        self.box.addWidget(area)
        self.show_checklist(None)

    def _build_observed(self) -> QWidget:
        """When the work on a paper form was observed; only seen while one is entered."""
        column = QVBoxLayout(self.observed)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(14)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.begun)
        row.addWidget(self.ended)
        column.addWidget(self.day)
        column.addLayout(row)
        self.observed.hide()
        return self.observed

    def ask_when(self, *, asked: bool) -> None:
        """Ask when the work was observed, or no more."""
        if self.observed.isHidden() == asked:
            for field in (self.day, self.begun, self.ended):
                field.set_text("")
            self.observed.setVisible(asked)

    def show_checklist(self, checklist: Checklist | None, language: str = "en") -> None:
        """Ask for what this checklist asks for; what was typed in a field of the same key stays."""
        entries = context_entries(checklist, language)
        if [entry.key for entry in entries] != list(self.fields):
            self._rebuild(entries)
        options = language_options(checklist)
        self._language_label.setVisible(bool(options))
        self.language.setVisible(bool(options))
        self.language.set_options([Option(key, word) for key, word in options])
        if options and not self.language.value:
            self.language.choose(options[0][0])

    def fill(self, values: Mapping[str, str]) -> None:
        """Write into the fields that are still empty."""
        for key, value in values.items():
            field = self.fields.get(key)
            if field is not None and not field.text():
                field.set_text(value)

    def context(self) -> Context:
        """The context as it stands."""
        values = {key: field.text() for key, field in self.fields.items()}
        return context_of(values, Purpose(self.purpose.value or Purpose.FIRST.value), self.language.value or "en")

    def first_to_fill(self) -> Field | None:
        """The first field that a certificate will ask for and that is empty."""
        required = (field for field in (self.day, self.begun, self.ended, *self.fields.values()) if self._is_needed(field))
        return next((field for field in required if not field.text()), None)

    def next_to_fill(self) -> Field | None:
        """Where Enter goes from the field one is in: the next empty one below that a certificate will ask for."""
        fields = [self.day, self.begun, self.ended, *self.fields.values()]
        here = next((place for place, field in enumerate(fields) if field.edit.hasFocus()), None)
        if here is None:
            return None
        return next((field for field in fields[here + 1 :] if self._is_needed(field) and not field.text()), None)

    def _is_needed(self, field: Field) -> bool:
        if field in (self.day, self.begun, self.ended):
            return not self.observed.isHidden()
        return bool(field.property("required"))

    def _rebuild(self, entries: Sequence[ContextEntry]) -> None:
        self._kept |= {key: field.text() for key, field in self.fields.items()}
        for field in self.fields.values():
            field.hide()
            field.deleteLater()
        self.fields = {}
        for entry in entries:
            field = Field(entry.label, text=self._kept.get(entry.key, ""), dense=True, icon=_ICONS.get(entry.key))
            field.setProperty("required", entry.required)
            if isinstance(field.edit, LineField):
                field.edit.setMaxLength(LONGEST_FIELD)
                field.edit.setPlaceholderText("for the certificate" if entry.required else "")
            self.fields[entry.key] = field
            self._places.addWidget(field)
