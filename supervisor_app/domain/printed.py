"""What a certificate prints, as strings: printing and verifying use the same ones, so a differing paper is told by field."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from supervisor_app.domain.paper_words import PaperWords, words_for

if TYPE_CHECKING:
    from supervisor_app.domain.certificate import CertificateFacts

FIELDS = ("holder", "employee_no", "title", "level", "limits", "issued", "valid_until", "number", "organisation")
"""The fields of page 1 that a verifier compares with the proof."""


def printed_fields(facts: CertificateFacts) -> Mapping[str, str]:
    """Return the text of each of `FIELDS` exactly as page 1 prints it; an empty text where nothing is printed."""
    words = words_for(facts.language)
    return {
        "holder": facts.holder,
        "employee_no": words.employee_no.format(number=facts.employee_no) if facts.employee_no else "",
        "title": facts.title,
        "level": level_words(words, facts.level, facts.level_name),
        "limits": facts.limits,
        "issued": date_words(facts.issued, words),
        "valid_until": date_words(facts.valid_until, words) if facts.valid_until else words.no_end_date,
        "number": facts.number,
        "organisation": facts.organisation,
    }


CARD_FIELDS = ("holder", "title", "level", "limits", "valid_until", "number", "organisation")
"""The fields of a wallet card that a verifier compares with the proof; its title may be cut with "…"."""


def card_fields(facts: CertificateFacts) -> Mapping[str, str]:
    """Return the text of each of `CARD_FIELDS` but the limits as a card prints it; those depend on what its code holds."""
    printed = printed_fields(facts)
    return {name: printed[name] for name in CARD_FIELDS if name != "limits"} | {"level": card_level(facts)}


def card_level(facts: CertificateFacts) -> str:
    """Return the level as a card prints it: "U  Works unsupervised"; empty without a level."""
    return card_level_words(facts.level, facts.level_name)


def card_level_words(level: str, name: str) -> str:
    """Return a level and its name, with a capital, as a card prints them."""
    return f"{level}  {name[:1].upper()}{name[1:]}".strip() if level else ""


def level_words(words: PaperWords, level: str, name: str) -> str:
    """Return the level line, the name with a capital: "Level U: Works unsupervised"; empty without a level."""
    return words.level.format(level=level, name=name[:1].upper() + name[1:]) if level else ""


def scale_words(facts: CertificateFacts, words: PaperWords) -> str:
    """Return where the level stands in its scale: "third of four levels: I in training, ..."; empty for a scale of one."""
    if facts.level_count < 2 or not facts.level_scale:
        return ""
    rank, count = facts.level_rank, facts.level_count
    ordinal = words.ordinals[rank - 1] if 0 < rank <= len(words.ordinals) else str(rank)
    number = words.numbers[count - 1] if count <= len(words.numbers) else str(count)
    return words.scale.format(ordinal=ordinal, count=number, scale=facts.level_scale)


def date_words(day: date, words: PaperWords) -> str:
    """Return a day in words, never in figures alone: "12 May 2026"."""
    return words.date.format(day=day.day, month=words.months[day.month - 1], year=day.year)


def read_date_words(text: str, words: PaperWords) -> date | None:
    """Return the day that `date_words` writes so, None for any other text."""
    parts = text.split()
    if len(parts) != 3 or not all(part.isdecimal() and len(part) <= 4 for part in (parts[0].rstrip("."), parts[2])):
        return None
    if parts[1] not in words.months:
        return None
    try:
        day = date(int(parts[2]), words.months.index(parts[1]) + 1, int(parts[0].rstrip(".")))
    except ValueError:
        return None
    return day if date_words(day, words) == text else None


def signed_words(signed: str, words: PaperWords) -> str:
    """Return an RFC 3339 time as it prints, with its offset: "Signed 12 May 2026 14:32:08 UTC−04:00"; as it is if unreadable."""
    moment = _moment(signed)
    if moment is None:
        return words.signed.format(date=signed, time="").strip()
    return words.signed.format(date=date_words(moment.date(), words), time=isolate(time_words(moment)))


def moment_words(signed: str, words: PaperWords) -> str:
    """Return an RFC 3339 time as day and time in words, without "Signed"; as it is if unreadable."""
    moment = _moment(signed)
    return f"{date_words(moment.date(), words)} {isolate(time_words(moment))}" if moment else signed


def _moment(signed: str) -> datetime | None:
    try:
        return datetime.fromisoformat(signed)
    except ValueError:
        return None


def time_words(moment: datetime) -> str:
    """Return a time of day to the second with its offset: "14:32:08 UTC−04:00"; a true minus sign, no offset for a naive time."""
    offset = moment.strftime("%z")
    sign = f" UTC{'−' if offset[0] == '-' else '+'}{offset[1:3]}:{offset[3:5]}" if offset else ""
    return f"{moment:%H:%M:%S}{sign}"


def isolate(text: str) -> str:
    """Return the text as a left-to-right isolate (U+2066 ... U+2069), so that a right-to-left line does not tear it apart."""
    return f"\u2066{text}\u2069" if text else ""


def isolate_own(text: str) -> str:
    """Return the text as an isolate of its own direction (U+2068 ... U+2069): a name or a quotation inside another language."""
    return f"\u2068{text}\u2069" if text else ""


def same_print(left: str, right: str) -> bool:
    """Whether two texts read the same on paper: composed alike, without the spaces of line breaks and invisible characters."""
    return left == right or _visible(left) == _visible(right)


def _visible(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    return "".join(char for char in composed if not char.isspace() and unicodedata.category(char) not in ("Cf", "Cc"))
