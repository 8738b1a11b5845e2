"""What was seen: observations, the session they were made in, and the draft that holds them until they are signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from supervisor_app.domain.frozen import dataclass


class Result(StrEnum):
    """The observer's answer to one step."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    NOT_SEEN = "not_seen"


class MissReason(StrEnum):
    """Why a step was not met (keys 1 to 5, paper letters K O S U P)."""

    SKIPPED = "skipped"
    OUT_OF_ORDER = "out_of_order"
    NOT_TO_STANDARD = "not_to_standard"
    UNSAFE = "unsafe"
    PROMPTED = "prompted"


class Purpose(StrEnum):
    """Why this assessment is made."""

    FIRST = "first"
    RENEWAL = "renewal"
    AFTER_EVENT = "after_event"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFile:
    """A photo or file for a step: SHA-256 of its bytes (hex), media type, size. Its name is not kept, it may tell too much."""

    digest: str
    media: str
    size: int


MEDIA_WORDS: Mapping[str, str] = {
    "image/jpeg": "photo",
    "image/png": "picture",
    "application/pdf": "PDF",
    "video/mp4": "video",
}
"""What a file of each kind that is kept is called; any other is a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What was recorded for one step. `order` is the 1-based place in which its result was first given in this session.

    `values` maps a quantity's key to its readings in the order they were taken; `reason_text` holds the words of a
    not-applicable reason or what was seen at a miss ("looked away twice").
    """

    step: str
    result: Result = Result.NOT_SEEN
    at: datetime | None = None
    order: int = 0
    values: Mapping[str, tuple[Decimal, ...]] = field(default_factory=dict)
    choice: str = ""
    scale: int | None = None
    points: int | None = None  # question: right points given
    reason: MissReason | None = None
    reason_text: str = ""
    note: str = ""
    evidence: tuple[EvidenceFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Where and why: the fields of the checklist's context by key, plus machine, job and shift for every checklist.

    `form` is the number of the paper form that an assessment is entered from, "" where it is observed with the laptop.
    """

    purpose: Purpose = Purpose.FIRST
    machine: str = ""
    place: str = ""
    job: str = ""
    shift: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"
    form: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyStop:
    """The session was stopped for safety at `step`; nothing after it counts."""

    at: datetime
    step: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One stretch of observing between start or resume and pause; `ended` is None while the clock runs."""

    started: datetime
    ended: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An assessment that is not signed yet: a local row, saved on every tap, never shared.

    `recovered` is set after the program died while the clock ran: the last moment that was saved, where it was then paused.
    """

    id: str
    worker_id: str
    assessor_id: str
    competency: str
    checklist_digest: str
    context: Context
    started: datetime
    runs: tuple[Run, ...] = ()
    observations: tuple[Observation, ...] = ()
    current_step: str = ""
    safety_stop: SafetyStop | None = None
    assessor_note: str = ""
    worker_comment: str = ""
    saved: datetime | None = None
    recovered: datetime | None = None

    def observation(self, step: str) -> Observation:
        """Return what is recorded for a step; an empty observation (not seen) where nothing is."""
        for observation in self.observations:
            if observation.step == step:
                return observation
        return Observation(step=step)
