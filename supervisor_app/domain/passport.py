"""The skills passport of one person on a day: what they hold, what is begun, what comes next. A summary, not a certificate.

`Passport` is everything its page says; `SignedPassport` adds what proves it: the record of all the signed certificates (CLR 2.0).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.mastery import MasteryState

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

    @property
    def counted(self) -> str:
        """How much is held in words: "5 competencies, 1 certificate made of them"."""
        competencies = f"{len(self.held)} {'competency' if len(self.held) == 1 else 'competencies'}"
        if not self.stacked:
            return competencies
        return f"{competencies}, {len(self.stacked)} {'certificate' if len(self.stacked) == 1 else 'certificates'} made of others"

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


def ends_in_words(valid_until: date | None, confirm_every_months: int, today: date) -> str:
    """Return why an end needs a look: the days that are left, else that it lapses without use; "" where neither matters."""
    if valid_until is not None and (valid_until - today).days <= NEAR_DAYS:
        days = (valid_until - today).days
        return "ends today" if days == 0 else f"ends in {days} {'day' if days == 1 else 'days'}"
    return f"confirm within {confirm_every_months} months" if confirm_every_months else ""


def progress_of(competency: str, title: str, state: MasteryState) -> PassportProgress:
    """Return how far a competency that is begun has come."""
    filled = sum(box.filled for box in state.boxes)
    return PassportProgress(competency=competency, title=title, filled=filled, boxes=len(state.boxes), words=state.sentence)


def standing_in_words(troubled: Iterable[tuple[str, str, date | None]]) -> tuple[str, ...]:
    """Return the sentences about certificates that do not hold though their last day is not over: (title, state word, since)."""
    lines = tuple(
        f"{title} is {word}{f' since {day_in_words(since)}' if since else ''}." for title, word, since in sorted(troubled)
    )
    return lines or ("Nothing is on hold or withdrawn.",)


def next_step(steps: Sequence[PassportStep], in_progress: Sequence[PassportProgress]) -> PassportStep | None:
    """Return what comes next: the certificate made of others that misses least, else the begun competency that misses least."""
    if steps:
        return min(steps, key=lambda step: (step.parts - step.done, step.title))
    if not in_progress:
        return None
    nearest = min(in_progress, key=lambda one: (one.boxes - one.filled, one.title))
    return PassportStep(title=nearest.title, done=nearest.filled, parts=nearest.boxes, words=nearest.words)
