"""What the Certificates page says: its sentences, its rows, its chips; no widgets."""

from __future__ import annotations

from collections.abc import Sequence

from supervisor_app.domain.dates import MONTHS, day_in_words
from supervisor_app.domain.names import isolated
from supervisor_app.services.certificates import CertificateLine, LifeState, Which
from supervisor_app.services.declaring import DeclaredRow
from supervisor_app.services.endorsements import EndorsementLine
from supervisor_app.services.issue_offers import IssueOffer
from supervisor_app.services.paper_preview import ReadBack
from supervisor_app.ui.widgets.chip import ChipFace, Tone
from supervisor_app.ui.widgets.choice import Option
from supervisor_app.ui.widgets.rows import Row
from supervisor_app.ui.widgets.status_shape import StatusShape

_LONGEST_SAID = 90
OFFERS = "offers"
"""The key of the choice "To issue"; the others are those of Which."""
OFFER_MARK = "offer:"
FILTERS = {
    Which.VALID: "In force",
    Which.LAPSING: "Ending in 90 days",
    Which.ON_HOLD: "On hold",
    Which.ENDED: "Expired",
    Which.REPLACED: "Replaced",
    Which.WITHDRAWN: "Withdrawn",
    Which.DECLARED: "Declared",
    Which.TO_PRINT: "To print",
    Which.ALL: "All",
}
"""The states that the list can be narrowed to, and their words."""
TO_PRINT = ChipFace("To print", Tone.TODO, StatusShape.DRAFT)
_TO_ISSUE = ChipFace("To issue", Tone.TODO, StatusShape.HERE)
DECLARED = ChipFace("Declared", Tone.NEUTRAL, StatusShape.INFO)
_FACES = {
    LifeState.EXPIRED: ChipFace("Expired", Tone.BAD, StatusShape.NOT_MET),
    LifeState.SUSPENDED: ChipFace("On hold", Tone.NEUTRAL, StatusShape.PAUSED),
    LifeState.WITHDRAWN: ChipFace("Withdrawn", Tone.BAD, StatusShape.NOT_MET),
    LifeState.REPLACED: ChipFace("Replaced", Tone.NEUTRAL, StatusShape.NOT_APPLICABLE),
}
_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")

READ_WORDS = {
    None: (StatusShape.NOT_SEEN, "Reading the QR code back from the drawn page."),
    ReadBack.MATCHES: (StatusShape.SAFE, "Read back after drawing: the QR code opens and matches this record."),
    ReadBack.DIFFERS: (
        StatusShape.NOT_MET,
        "Read back after drawing: the QR code says something else. Do not hand this paper out.",
    ),
    ReadBack.UNREAD: (StatusShape.NOT_MET, "The QR code could not be read back from the drawn page. Do not hand this paper out."),
}


_MOST_NAMED = 5


def fontless_words(characters: Sequence[str]) -> str:
    """Return what is said of characters that no font here can print; "" where there are none."""
    if not characters:
        return ""
    if len(characters) == 1:
        number = f"[U+{ord(characters[0]):04X}]"
        return f"No font on this laptop has the character {characters[0]}: the paper shows {number} instead."
    named = " ".join(characters[:_MOST_NAMED]) + ("…" if len(characters) > _MOST_NAMED else "")
    return f"No font on this laptop has {len(characters)} of the characters ({named}): the paper shows their numbers instead."


def sentence(to_print: int, every: int, offers: int) -> str:
    """Return the state of the page: "Three wait for the printer. One can be issued."."""
    parts = []
    if to_print:
        parts.append(f"{_count(to_print)} {'waits' if to_print == 1 else 'wait'} for the printer.")
    elif every:
        parts.append("Everything is printed.")
    if offers:
        parts.append(f"{_count(offers)} can be issued.")
    return " ".join(parts) or "Nobody has a certificate yet."


def options(counts: dict[str, int], offers: int, which: str = "") -> list[Option]:
    """Return the choices above the list with their counts: the usual ones, `which` among them, and what can be issued if any."""
    words = {Which.DUE: "Due", **FILTERS, Which.LAPSING: "Ending"}
    shown = [key for key in (Which.TO_PRINT, Which.VALID, which, Which.ALL) if key in counts and key in words]
    found = [Option(key, f"{words[Which(key)]} {counts[key]:,}") for key in dict.fromkeys(shown)]
    return [Option(OFFERS, f"To issue {offers:,}"), *found] if offers else found


def row_of(line: CertificateLine) -> Row:
    """Return a certificate as a row of the list."""
    return Row(key=line.id, title=line.holder, detail=line.short_title or line.title, number=line.number, chip=chip_of(line))


def chip_of(line: CertificateLine) -> ChipFace:
    """Return where a certificate stands: declared, withdrawn, replaced, on hold, expired, to print, due with its day, valid."""
    if line.standing in _FACES:
        return _FACES[line.standing]
    if line.declared:
        return DECLARED
    if line.questioned:
        return ChipFace("Questioned", Tone.WARN, StatusShape.INFO)
    if not line.printed:
        return TO_PRINT
    if line.standing is LifeState.DUE_SOON and line.ends:
        day = line.ends
        return ChipFace(f"Due {day.day} {MONTHS[day.month - 1][:3]}", Tone.WARN, StatusShape.SOON)
    return ChipFace("Valid", Tone.OK, StatusShape.MET)


def offer_row(offer: IssueOffer) -> Row:
    """Return a certificate that can be issued as a row."""
    note = "" if not offer.missing else missing_words(len(offer.missing))
    return Row(key=OFFER_MARK + offer.sign_off_id, title=offer.worker_name, detail=offer.title, number=note, chip=_TO_ISSUE)


def missing_words(missing: int) -> str:
    """Return how much an offer lacks: "2 facts missing"."""
    return "1 fact missing" if missing == 1 else f"{missing} facts missing"


def offer_sentence(offer: IssueOffer) -> str:
    """Return what to do about an offer."""
    if not offer.missing:
        return "Everything the certificate needs is there. Look at it once more, then sign."
    labels = dict(offer.labels)
    facts = [labels.get(name, name) for name in offer.missing]
    listed = facts[0] if len(facts) == 1 else f"{', '.join(facts[:-1])} and {facts[-1]}"
    return f"It still needs: {listed}."


def nothing_found(text: str, which: str) -> tuple[str, str]:
    """Return the words of a list without rows: title and sentence."""
    if text:
        shown = text if len(text) <= 40 else f"{text[:39]}…"
        where = "" if which == Which.ALL else " among these"
        return "Nothing found", f"No certificate{where} has “{shown}”. Try a part of the name or the number."
    return {
        Which.TO_PRINT: ("Everything is printed", "New certificates wait here until they went to a printer."),
        Which.VALID: ("None in force", "Every certificate has ended. Plan a check."),
        Which.DUE: ("Nothing is due", "No certificate ends in the next 30 days."),
        Which.LAPSING: ("Nothing ends soon", "No certificate ends in the next 90 days."),
        Which.ON_HOLD: ("None is on hold", "Who may issue puts one on hold with a reason; it can lift itself."),
        Which.WITHDRAWN: ("None is withdrawn", "An admin or quality withdraws one with a reason, for good."),
        Which.REPLACED: ("None was replaced", "Renewing one, or issuing it anew, replaces the older one."),
        Which.ENDED: ("None has expired", "What ends stays here, and is renewed by a new sign-off."),
        Which.DECLARED: ("No paper is registered", "Register what others issued: it is shown as declared, never as assessed."),
    }.get(Which(which) if which in set(Which) else Which.ALL, ("No certificates yet", "They come from sign-offs."))


def _count(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"


def endorsed_words(lines: Sequence[EndorsementLine]) -> str:
    """Say who endorsed a certificate, with what they say where it is one: "Endorsed by Customer Ltd: “...”"; "" for nobody."""
    valid = [line for line in lines if line.outcome == "valid"]
    if not valid:
        return "An endorsement is kept with it that does not count: Verify says why." if lines else ""
    names = list(dict.fromkeys(line.by for line in valid))
    said = f": “{_short(valid[0].comment)}”" if len(valid) == 1 else ""
    return f"Endorsed by {' and '.join([', '.join(names[:-1]), names[-1]] if len(names) > 1 else names)}{said}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SAID else text[:_LONGEST_SAID].rstrip() + "…"


def declared_facts(row: DeclaredRow) -> tuple[tuple[str, str], ...]:
    """Return what was registered of somebody else's paper, as label and text."""
    facts = (
        ("Issued by", isolated(row.issuer)),
        ("Number", row.number),
        ("Issued", day_in_words(row.issued) if row.issued else ""),
        ("Valid until", day_in_words(row.valid_until) if row.valid_until else "no end date on the paper"),
        ("Limits", row.limits),
        ("Seen by", f"{isolated(row.author)}, {day_in_words(row.signed)}"),
        ("Note", row.note),
        ("Taken back", day_in_words(row.withdrawn) if row.withdrawn else ""),
        ("Does not count", row.questioned),
    )
    return tuple((label, text) for label, text in facts if text)
