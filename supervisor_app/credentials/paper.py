"""What a paper must say when its record is genuine: the printed form of a credential's facts, field by field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from supervisor_app.credentials.claims import Claims, DocumentKind
from supervisor_app.credentials.verdict import FieldComparison
from supervisor_app.domain.paper_words import LANGUAGES, PaperWords, words_for
from supervisor_app.domain.passport_words import PASSPORT_LANGUAGES, PassportWords, stacked_words
from supervisor_app.domain.printed import CARD_FIELDS, card_level_words, date_words, level_words, read_date_words, same_print

LABELS: Mapping[str, str] = {
    "holder": "Holder",
    "employee_no": "Employee no.",
    "title": "Competency",
    "level": "Level",
    "limits": "Limits",
    "issued": "Issued",
    "valid_until": "Valid until",
    "number": "Number",
    "organisation": "Organisation",
}
"""The compared fields in the order they are shown."""
_SINCE = "Since"
_MAY_END_EARLY = {"title": 1, "holder": 12, "level": 6, "organisation": 8}
"""What a card may cut with "…", and more than how many letters of it must be left with that sign: enough to tell one from
another. A card that is cut so much more does not agree with its record.
"""


def compare(claims: Claims, paper: Mapping[str, str]) -> tuple[FieldComparison, ...]:
    """Return each field of `LABELS` that the record speaks of beside what the paper shows for it (nothing where it is missing).

    A QR text alone does not name its language: the language whose words the paper itself uses is taken.
    """
    candidates = [words_for(claims.language)] if claims.language else list(LANGUAGES.values())
    compared = [_compare(expected(claims, words), paper) for words in candidates]
    return min(compared, key=lambda fields: sum(not field.same for field in fields))


def compare_card(claims: Claims, paper: Mapping[str, str], limits: str | None) -> tuple[FieldComparison, ...]:
    """Return each field of a wallet card beside the record; `limits` are those its own code proves, None where it was not read.

    A text that the card cuts with "…" is right where the record's begins so; limits may be left to the certificate.
    """
    candidates = [words_for(claims.language)] if claims.language else list(LANGUAGES.values())
    compared = [_compare(_expected_card(claims, words, paper, limits), paper) for words in candidates]
    return min(compared, key=lambda fields: sum(not field.same for field in fields))


def compare_record(record: Claims, inner: Sequence[Claims], paper: Mapping[str, str]) -> tuple[FieldComparison, ...]:
    """Return what a passport's pages show beside the signed record: whose it is, and of each certificate inside its number,
    title, level, limits and days. A last day before the record's is right: another clock may end a certificate sooner.

    The pages mark their rows `held0.number`, `.title`, `.level`, `.limits`, `.since`, `.until`; one made of others `.stacked`
    and `.proven`. A row without a certificate and a certificate without a row differ; days and limits that a page of an earlier
    version does not mark are left out. The language whose words the page uses is taken.
    """
    shown = _held(paper)
    compared = [_compare_held(inner, shown, words) for words in PASSPORT_LANGUAGES.values()]
    head = (
        FieldComparison(LABELS["holder"], paper.get("holder", ""), record.holder),
        FieldComparison(LABELS["organisation"], paper.get("organisation", ""), record.organisation),
    )
    return (*head, *min(compared, key=lambda fields: sum(not field.same for field in fields)))


def _held(paper: Mapping[str, str]) -> list[dict[str, str]]:
    """The rows in the order of the page, each with the text of its parts."""
    rows: dict[str, dict[str, str]] = {}
    for name, text in paper.items():
        row, _, part = name.partition(".")
        if row.startswith("held"):
            rows.setdefault(row, {})[part] = text
    return [rows[row] for row in sorted(rows, key=lambda row: (len(row), row))]


def _compare_held(
    inner: Sequence[Claims], shown: Sequence[Mapping[str, str]], words: PassportWords
) -> tuple[FieldComparison, ...]:
    left = [claims for claims in inner if claims.kind is DocumentKind.BADGE]
    compared: list[FieldComparison] = []
    for row in shown:
        claims = next((one for one in left if _belongs(row, one)), None)
        if claims is None:
            compared.append(FieldComparison(LABELS["number"], row.get("number") or row.get("stacked") or "?", ""))
            continue
        left.remove(claims)
        compared += _compare_stacked(claims, row, words) if "stacked" in row else _compare_row(claims, row, words)
    return (*compared, *(FieldComparison(LABELS["number"], "", claims.number) for claims in left))


def _belongs(row: Mapping[str, str], claims: Claims) -> bool:
    """Whether a row speaks of a certificate: by its number, one made of others also by its title alone."""
    if "stacked" not in row:
        return bool(claims.number) and same_print(row.get("number", ""), claims.number)
    if "proven" in row:
        return bool(claims.number and re.search(rf"(?<!\w){re.escape(claims.number)}(?!\w)", row["proven"]))
    return bool(claims.title) and row["stacked"].endswith(claims.title)


def _compare_row(claims: Claims, row: Mapping[str, str], words: PassportWords) -> Iterator[FieldComparison]:
    until = row.get("until", "")
    yield FieldComparison(LABELS["number"], row.get("number", ""), claims.number)
    yield FieldComparison(LABELS["title"], row.get("title", ""), claims.title)
    yield FieldComparison(LABELS["level"], row.get("level", ""), claims.level_key)
    if "limits" in row or "since" in row:  # pages of earlier versions mark neither
        yield FieldComparison(LABELS["limits"], row.get("limits", ""), claims.limits)
        since = date_words(claims.evaluated, words.paper) if claims.evaluated else row.get("since", "")
        yield FieldComparison(_SINCE, row.get("since", ""), since)
    yield FieldComparison(LABELS["valid_until"], until, _last_day(claims.valid_until, until, words))


def _compare_stacked(claims: Claims, row: Mapping[str, str], words: PassportWords) -> Iterator[FieldComparison]:
    title = words.certificate_held.format(title=claims.title)
    if "proven" not in row:
        title = row["stacked"]  # a page of an earlier version; its title was found already
    yield FieldComparison(LABELS["title"], row["stacked"], title)
    if "proven" in row and claims.issued:
        shown = read_date_words(_day_in(row["proven"], words), words.paper)
        sooner = shown is not None and (claims.valid_until is None or shown < claims.valid_until)
        told = stacked_words(claims.number, claims.issued, shown if sooner else claims.valid_until, words)
        yield FieldComparison(LABELS["number"], row["proven"], told)


def _day_in(text: str, words: PassportWords) -> str:
    """What stands behind the last "Valid until" of a text, "" where it says no such thing."""
    before, _, after = words.valid_until.partition("{day}")
    _, found, day = text.rpartition(before)
    return day.removesuffix(after).strip() if found else ""


def _last_day(until: date | None, shown: str, words: PassportWords) -> str:
    """The last day as it may be printed: the record's, or what is shown where that is a day before it."""
    read = read_date_words(shown, words.paper)
    sooner = read is not None and (until is None or read < until)
    return shown if sooner else date_words(until, words.paper) if until else words.paper.no_end_date


def _expected_card(claims: Claims, words: PaperWords, paper: Mapping[str, str], limits: str | None) -> dict[str, str]:
    fields = {name: text for name, text in expected(claims, words).items() if name in CARD_FIELDS and name != "limits"}
    fields["level"] = card_level_words(claims.level_key, claims.level_name)
    for name, least in _MAY_END_EARLY.items():
        shown = paper.get(name, "").strip()
        if name in fields and len(shown) > least and shown.endswith("…") and _begins(fields[name], shown[:-1]):
            fields[name] = shown
    elsewhere = words.limits_see if same_print(paper.get("limits", ""), words.limits_see) else ""
    if limits or (limits is not None and not claims.short_form):
        fields["limits"] = elsewhere or limits or (words.limits_see if claims.limits else "")
    return fields


def _begins(text: str, start: str) -> bool:
    """Whether a text begins so, whatever spaces its lines break at."""
    spelled, begun = ("".join(one.split()) for one in (text, start))
    return spelled.startswith(begun)


def expected(claims: Claims, words: PaperWords) -> dict[str, str]:
    """Return the text of each field as page 1 prints it in these words; fields that the claims cannot tell are left out."""
    fields = {
        "holder": claims.holder,
        "title": claims.title,
        "level": level_words(words, claims.level_key, claims.level_name) if claims.level_key else "",
        "issued": date_words(claims.issued, words) if claims.issued else "",
        "valid_until": date_words(claims.valid_until, words) if claims.valid_until else words.no_end_date,
    }
    if claims.short_form:
        return {name: text for name, text in fields.items() if not (name == "title" and text.endswith("…"))}
    return fields | {
        "employee_no": words.employee_no.format(number=claims.employee_no) if claims.employee_no else "",
        "limits": claims.limits,
        "number": claims.number,
        "organisation": claims.organisation,
    }


def _compare(record: Mapping[str, str], paper: Mapping[str, str]) -> tuple[FieldComparison, ...]:
    return tuple(
        FieldComparison(label, paper.get(name, ""), record[name])
        for name, label in LABELS.items()
        if name in record and (record[name] or paper.get(name))
    )
