"""The skills passport of one person on a day: what they hold, what is begun, what comes next. A summary, not a certificate.

`Passport` is everything its page says; `SignedPassport` adds what proves it: the record of all the signed certificates (CLR 2.0).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.mastery import MasteryState
from supervisor_app.domain.passport_words import PassportWords, missing_in_words, passport_words
from supervisor_app.domain.printed import date_words, isolate_own

NEAR_DAYS = 90
"""An end that is nearer than this is counted in days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassportLine:
    """One certificate in force. `level_rank` of `level_count` draws the level sign; `since` is the day of the evaluation.

    `valid_until` is the last day by the earliest clock, None without end; `ends` says why it needs a look ("ends in 70 days",
    "confirm within 6 months"), else "". `parts` are the titles of the certificates it stands on, empty for one of its own.
    """

    certificate_id: str
    number: str
    competency: str
    title: str
    level: str
    level_name: str
    level_rank: int
    level_count: int
    limits: str
    since: date
    issued: date
    valid_until: date | None
    ends: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PassportProgress:
    """A competency that is begun: `filled` of `boxes` successes, and which visit would finish it."""

    competency: str
    title: str
    filled: int
    boxes: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassportStep:
    """What comes next: `done` of `parts`, in a sentence what is missing."""

    title: str
    done: int
    parts: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passport:
    """The whole page as of a day. `held` are competencies, `stacked` the certificates made of others, both by title.

    `standing` are full sentences: what is on hold or was withdrawn, or that nothing is. `issuer_key` is the 8-byte key id in hex.
    """

    id: str  # urn:uuid:...
    organisation: str
    place: str
    host: str
    logo_digest: str
    issuer_did: str
    issuer_key: str
    holder: str
    holder_latin: str
    employee_no: str
    worker_id: str
    as_of: date
    held: tuple[PassportLine, ...]
    stacked: tuple[PassportLine, ...]
    in_progress: tuple[PassportProgress, ...]
    next_step: PassportStep | None
    standing: tuple[str, ...]
    language: str = "en"
    """BCP 47: in which the page speaks. Titles and limits stay as each certificate has them."""

    @property
    def counted(self) -> str:
        """How much is held in words: "5 competencies, 1 certificate made of others"."""
        words = passport_words(self.language)
        counts = ((len(self.held), words.counted), (len(self.stacked), words.counted_stacked))
        told = [said[0 if count == 1 else 1].format(count=count) for count, said in counts]
        return ("، " if words.paper.right_to_left else ", ").join(told if self.stacked else told[:1])

    @property
    def certificate_ids(self) -> tuple[str, ...]:
        """The credential ids of every certificate in force, in the order of the page."""
        return tuple(line.certificate_id for line in (*self.held, *self.stacked))


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedPassport:
    """A passport with its proof: `credential` is the signed ClrCredential (canonical JSON); the QR text and its mask."""

    passport: Passport
    credential: bytes
    qr_text: str
    qr_mask: int


def ends_in_words(valid_until: date | None, confirm_every_months: int, today: date, words: PassportWords) -> str:
    """Return why an end needs a look: the days that are left, else that it lapses without use; "" where neither matters."""
    if valid_until is not None and (valid_until - today).days <= NEAR_DAYS:
        days = (valid_until - today).days
        return words.ends_in[0 if days == 1 else 1].format(days=days) if days else words.ends_today
    return words.confirm_within.format(months=confirm_every_months) if confirm_every_months else ""


def progress_of(competency: str, title: str, state: MasteryState, words: PassportWords) -> PassportProgress:
    """Return how far a competency that is begun has come."""
    filled = sum(box.filled for box in state.boxes)
    missing = missing_in_words(state, words)
    return PassportProgress(competency=competency, title=title, filled=filled, boxes=len(state.boxes), words=missing)


def standing_in_words(troubled: Iterable[tuple[str, str, date | None]], words: PassportWords) -> tuple[str, ...]:
    """Return the sentences about certificates that do not hold though their last day is not over: (title, state, since).

    States are "on hold", "withdrawn" and "questioned".
    """
    lines = tuple(
        words.standing_since[state].format(title=isolate_own(title), day=date_words(since, words.paper))
        if since
        else words.standing_now[state].format(title=isolate_own(title))
        for title, state, since in sorted(troubled, key=lambda one: (one[0], one[1], one[2] or date.min))
    )
    return lines or (words.nothing_stands,)


def next_step(steps: Sequence[PassportStep], in_progress: Sequence[PassportProgress]) -> PassportStep | None:
    """Return what comes next: the certificate made of others that misses least, else the begun competency that misses least."""
    if steps:
        return min(steps, key=lambda step: (step.parts - step.done, step.title))
    if not in_progress:
        return None
    nearest = min(in_progress, key=lambda one: (one.boxes - one.filled, one.title))
    return PassportStep(title=nearest.title, done=nearest.filled, parts=nearest.boxes, words=nearest.words)
