"""What a paper must say when its record is genuine: the printed form of a credential's facts, field by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from supervisor_app.credentials.claims import Claims
from supervisor_app.credentials.verdict import FieldComparison
from supervisor_app.domain.paper_words import ENGLISH, LANGUAGES, PaperWords, words_for
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


def compare(claims: Claims, paper: Mapping[str, str]) -> tuple[FieldComparison, ...]:
    """Return each field of `LABELS` that the record speaks of beside what the paper shows for it (nothing where it is missing).

    A QR text alone does not name its language: the language whose words the paper itself uses is taken.
    """
    candidates = [words_for(claims.language)] if claims.language else list(LANGUAGES.values())
    compared = [_compare(expected(claims, words), paper) for words in candidates]
    return min(compared, key=lambda fields: sum(not field.same for field in fields))


def compare_card(claims: Claims, paper: Mapping[str, str], limits: str | None) -> tuple[FieldComparison, ...]:
    """Return each field of a wallet card beside the record; `limits` are those its own code proves, None where it was not read.

    A title that the card cuts with "…" is right where the record's begins so; limits may be left to the certificate.
    """
    candidates = [words_for(claims.language)] if claims.language else list(LANGUAGES.values())
    compared = [_compare(_expected_card(claims, words, paper, limits), paper) for words in candidates]
    return min(compared, key=lambda fields: sum(not field.same for field in fields))


def compare_record(record: Claims, inner: Sequence[Claims], paper: Mapping[str, str]) -> tuple[FieldComparison, ...]:
    """Return what a passport's page shows beside the signed record: whose it is, and of each certificate number, title, level
    and last day. A last day before the record's is right: another clock may end a certificate sooner.

    The page marks its rows `held0.number`, `held0.title`, `held0.level`, `held0.until`, `held0.stacked` for one made of others.
    """
    rows = [
        FieldComparison(LABELS["holder"], paper.get("holder", ""), record.holder),
        FieldComparison(LABELS["organisation"], paper.get("organisation", ""), record.organisation),
    ]
    by_number = {claims.number: claims for claims in inner}
    titles = {claims.title for claims in inner}
    for name in sorted({name.partition(".")[0] for name in paper if name.startswith("held")}):
        shown = {part: paper.get(f"{name}.{part}", "") for part in ("number", "title", "level", "until", "stacked")}
        if shown["stacked"]:
            title = next((title for title in titles if shown["stacked"].endswith(title)), "")
            rows.append(FieldComparison(LABELS["title"], shown["stacked"], shown["stacked"] if title else ""))
            continue
        claims = by_number.get(shown["number"])
        rows.append(FieldComparison(LABELS["number"], shown["number"], claims.number if claims else ""))
        if claims:
            rows.append(FieldComparison(LABELS["title"], shown["title"], claims.title))
            rows.append(FieldComparison(LABELS["level"], shown["level"], claims.level_key))
            rows.append(FieldComparison(LABELS["valid_until"], shown["until"], _last_day(claims.valid_until, shown["until"])))
    return tuple(rows)


def _last_day(until: date | None, shown: str) -> str:
    """The last day as it may be printed: the record's, or what is shown where that is a day before it."""
    read = read_date_words(shown, ENGLISH)
    sooner = read is not None and (until is None or read < until)
    return shown if sooner else date_words(until, ENGLISH) if until else ENGLISH.no_end_date


def _expected_card(claims: Claims, words: PaperWords, paper: Mapping[str, str], limits: str | None) -> dict[str, str]:
    fields = {name: text for name, text in expected(claims, words).items() if name in CARD_FIELDS and name != "limits"}
    fields["level"] = card_level_words(claims.level_key, claims.level_name)
    shown = paper.get("title", "").strip()
    if "title" in fields and shown.endswith("…") and len(shown) > 1 and fields["title"].startswith(shown[:-1].rstrip()):
        fields["title"] = shown
    elsewhere = words.limits_see if same_print(paper.get("limits", ""), words.limits_see) else ""
    if limits or (limits is not None and not claims.short_form):
        fields["limits"] = elsewhere or limits or (words.limits_see if claims.limits else "")
    return fields


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
