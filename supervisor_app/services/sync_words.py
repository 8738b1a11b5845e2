"""Numbers, kinds and times of a sync in plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from supervisor_app.domain.dates import MONTHS, WEEKDAYS

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

_NOUNS: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("sign-off", "sign-offs", frozenset({"assessment.signed"})),
    ("amendment", "amendments", frozenset({"assessment.amended"})),
    ("countersignature", "countersignatures", frozenset({"assessment.countersigned"})),
    ("file added to a record", "files added to records", frozenset({"evidence.attached"})),
    (
        "word about an added file",
        "words about added files",
        frozenset({"evidence.withdrawn", "evidence.countersigned"}),
    ),
    ("certificate", "certificates", frozenset({"certificate.issued"})),
    ("printed paper", "printed papers", frozenset({"certificate.printed"})),
    ("passport", "passports", frozenset({"passport.issued"})),
    ("endorsement", "endorsements", frozenset({"certificate.endorsed", "competency.endorsed", "endorsement.given"})),
    ("checklist", "checklists", frozenset({"checklist.published"})),
    ("rule of a competency", "rules of competencies", frozenset({"competency.published"})),
    ("change to people", "changes to people", frozenset({"worker.recorded", "worker.left"})),
    (
        "change to members and keys",
        "changes to members and keys",
        frozenset(
            {
                "member.added",
                "member.changed",
                "member.ended",
                "key.added",
                "key.revoked",
                "issuer_key.succeeded",
                "issuer_key.created",
                "issuer_key.sealed",
                "content_key.created",
                "content_key.shared",
            }
        ),
    ),
    ("change to the site", "changes to the site", frozenset({"site.created", "site.changed", "page.published"})),
    ("erasure", "erasures", frozenset({"erased", "erasure.extended"})),
    ("legal hold", "legal holds", frozenset({"hold.placed", "hold.lifted"})),
    ("new laptop", "new laptops", frozenset({"station.joined"})),
    (
        "decision about a laptop",
        "decisions about laptops",
        frozenset(
            {
                "station.invited",
                "invitation.withdrawn",
                "station.approved",
                "station.retired",
                "station.revoked",
                "fork.settled",
                "fork.brought_back",
            }
        ),
    ),
)
_OTHER = ("other record", "other records")
CANNOT_TELL = (
    "It does not tell when something else than a sync changes it, so a row changed by hand is found only when its turn comes: "
    "200 a day. Ask who owns the database to run supervisor-app store prepare ADDRESS once."
)
"""What is said of a shared database that has no sign of changes, see `storage.shared_sign`."""


def records(count: int) -> str:
    """Return "1 record" or "1,234 records"."""
    return f"{count:,} record{'' if count == 1 else 's'}"


def kinds_words(kinds: Mapping[str, int]) -> str:
    """Return what was moved by kind, the weightiest first: "Two sign-offs and one certificate"; "" for nothing."""
    left = Counter(kinds)
    parts = []
    for singular, plural, names in _NOUNS:
        if count := sum(left.pop(name, 0) for name in names):
            parts.append(_counted(count, singular, plural))
    if rest := left.total():
        parts.append(_counted(rest, *_OTHER))
    words = joined(parts)
    return words[:1].upper() + words[1:]


def joined(parts: Sequence[str]) -> str:
    """Return "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def moment_words(moment: datetime, now: datetime) -> str:
    """Return a time as one says it today: "10:32", "yesterday 16:40", "Friday 16:40", "30 October 16:40"."""
    day = day_words(moment, now)
    time = moment.astimezone(now.tzinfo).strftime("%H:%M")
    return time if day == "today" else f"{day} {time}"


def day_words(moment: datetime, now: datetime) -> str:
    """Return a day as one says it today: "today", "yesterday", "Friday", "30 October", "30 October 2025"."""
    day, today = moment.astimezone(now.tzinfo).date(), now.date()
    if day == today:
        return "today"
    if day == today - timedelta(days=1):
        return "yesterday"
    if timedelta() < today - day < timedelta(days=7):
        return WEEKDAYS[day.weekday()]
    month = MONTHS[day.month - 1]
    return f"{day.day} {month}" if day.year == today.year else f"{day.day} {month} {day.year}"


def date_words(moment: datetime) -> str:
    """Return a day with its year: "3 March 2029"."""
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def _counted(count: int, singular: str, plural: str) -> str:
    number = _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"
    return f"{number} {singular if count == 1 else plural}"
