"""The sentences and rows of an import, made from its preview; no widgets."""

from __future__ import annotations

from collections.abc import Sequence

from supervisor_app.domain.names import full_name
from supervisor_app.domain.people_import import ImportRow, RowKind, import_in_words
from supervisor_app.services.people import ImportPreview, ImportResult
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.pages.people_words import place_in_words
from supervisor_app.ui.widgets.chip import ChipFace, Tone
from supervisor_app.ui.widgets.row_painting import Row
from supervisor_app.ui.widgets.status_shape import StatusShape

EVERY = "every"
KIND_WORDS = {
    RowKind.NEW: "New",
    RowKind.CHANGED: "Changed",
    RowKind.UNCHANGED: "Same",
    RowKind.LEFT: "Left",
    RowKind.ERROR: "Needs a look",
}
_FIRST = {RowKind.ERROR: 0, RowKind.UNCHANGED: 2}
_CHIPS = {
    RowKind.NEW: ChipFace("New", Tone.TODO, icon=Icon.PLUS),
    RowKind.CHANGED: ChipFace("Changed", Tone.TODO, icon=Icon.PEN),
    RowKind.UNCHANGED: ChipFace("Same", Tone.NEUTRAL, StatusShape.SAFE),
    RowKind.LEFT: ChipFace("Left", Tone.NEUTRAL, StatusShape.NOT_APPLICABLE),
    RowKind.ERROR: ChipFace("Needs a look", Tone.WARN, StatusShape.SOON),
}


def filter_words(preview: ImportPreview) -> list[tuple[str, str]]:
    """Return the filters as (key, words with their count); kinds with nobody are left out."""
    kinds = [(kind.value, f"{KIND_WORDS[kind]} {count}") for kind, count in preview.counts.items() if count]
    return [(EVERY, f"All {len(preview.rows)}"), *kinds]


def rows_of_kind(rows: Sequence[ImportRow], key: str) -> tuple[ImportRow, ...]:
    """Return the rows a filter shows; all of them with those that need a look first and those that change nothing last."""
    if key == EVERY:
        return tuple(sorted(rows, key=lambda row: _FIRST.get(row.kind, 1)))
    return tuple(row for row in rows if row.kind == key)


def import_row(place: int, row: ImportRow) -> Row:
    """Return a row of the preview: who, what would be recorded or why not, and the kind."""
    lead = f"Row {row.number}" if row.number else ""
    if row.fields is None:
        return Row(key=str(place), title=_who(row), detail=_sentence(row.reason), chip=_CHIPS[row.kind], lead=lead)
    fields = row.fields
    latin = f"{fields.given_latin} {fields.family_latin}".strip()
    name = _name(row)
    facts = (latin if latin != name else "", fields.employee_no, fields.job, place_in_words(fields.department, fields.shift))
    detail = row.reason if row.reason else " · ".join(fact for fact in facts if fact)
    return Row(key=str(place), title=name, detail=_sentence(detail), chip=_CHIPS[row.kind], lead=lead)


def button_words(preview: ImportPreview) -> str:
    """Return what the button does: "Import 298 people"."""
    count = preview.to_import
    if not count:
        return "Import"
    return f"Import {count:,} {'person' if count == 1 else 'people'}".replace(",", "\u202f")


def result_words(result: ImportResult) -> tuple[str, str]:
    """Return what an import did: a title and the rest in a sentence."""
    if result.cancelled:
        return "Nothing was imported", "It was stopped before the end; the list of people is as it was."
    parts = [(result.new, "new"), (result.changed, "changed"), (result.left, "marked as left")]
    said = ", ".join(f"{count:,} {word}".replace(",", "\u202f") for count, word in parts if count)
    done = result.new + result.changed + result.left
    skipped = f" {_rows(result.skipped)} left out; correct the list and import it again." if result.skipped else ""
    skipped += _overtaken(result.overtaken)
    title = f"{done:,} {'person' if done == 1 else 'people'} imported".replace(",", "\u202f")
    return title, f"{_sentence(said)}.{skipped}" if said else skipped.strip()


def preview_words(preview: ImportPreview) -> str:
    """Return the state of a preview in one line; which rows need a look stands in the list."""
    return preview.missing or import_in_words(preview.rows, most=0)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _overtaken(count: int) -> str:
    """Say that changes do not show; whoever makes one by hand reads on which laptop, and what helps."""
    if not count:
        return ""
    who = "1 person stays" if count == 1 else f"{count:,} people stay".replace(",", "\u202f")
    return f" {who} as before: a laptop whose clock was far ahead had set the same. Change one by hand, and it says what helps."


def _rows(count: int) -> str:
    return "1 row was" if count == 1 else f"{count} rows were"


def _name(row: ImportRow) -> str:
    """The name as it would be shown."""
    fields = row.fields
    if fields is None:
        return _who(row)
    own = full_name(fields.given_name, fields.family_name, fields.country)
    return own or f"{fields.given_latin} {fields.family_latin}".strip() or fields.employee_no


def _who(row: ImportRow) -> str:
    """What a row that cannot be used says of itself: its name or its number, whatever can be shown."""
    values = row.source.values if row.source else {}
    named = [str(values.get(part, "")) for part in ("given_name", "family_name")]
    text = " ".join(part for part in named if part) or str(values.get("employee_no", "")) or "Nobody"
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text[:80])
