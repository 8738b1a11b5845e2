"""What the assessor adds to the rules' outcome before signing, and what of it cannot be signed."""

from __future__ import annotations

from datetime import datetime

from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.decision import (
    Judgement,
    Outcome,
    SignOff,
    WorkerSignature,
    is_kinder,
    is_stricter,
    judgements_allowed,
)
from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import InputError, NotAllowed

MAX_TEXT = 4000
MAX_LIMITS_SHORT = 60
"""Bytes of UTF-8 of the limits in short, as the QR payload holds them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningChoice:
    """What the assessor adds to the rules' outcome before the PIN; `signed_at` is the time shown, stored and printed."""

    judgement: Judgement
    signed_at: datetime
    judgement_reason: str = ""
    level: str = ""
    limits: str = ""
    limits_short: str = ""
    worker_comment: str = ""
    worker_signature: WorkerSignature | None = None


def check_words(checklist: Checklist, outcome: Outcome, chosen: SigningChoice | SignOff) -> None:
    """Refuse to override a safety stop, a judgement beside the rules without reason, and texts that cannot be kept or printed."""
    if chosen.judgement not in judgements_allowed(outcome):
        raise NotAllowed("It was stopped for safety.", "Nothing overrides a safety stop. Observe the task again another time.")
    differs = is_stricter(outcome, chosen.judgement) or is_kinder(outcome, chosen.judgement)
    if differs and not chosen.judgement_reason.strip():
        raise InputError("Your judgement", "it differs from the rules, so it needs a reason.", "Say in a few words what you saw.")
    if chosen.level and chosen.level not in {level.key for level in checklist.levels}:
        raise InputError("Level", f"{chosen.level} is not a level of this checklist.", "Choose one of the levels shown.")
    if len(chosen.limits_short.encode()) > MAX_LIMITS_SHORT:
        raise InputError(
            "Limits in short", f"longer than {MAX_LIMITS_SHORT} bytes.", "Shorten them; the full limits stay in print."
        )
    note = chosen.assessor_note if isinstance(chosen, SignOff) else ""
    for place, text in (
        ("Reason", chosen.judgement_reason),
        ("Limits", chosen.limits),
        ("Limits in short", chosen.limits_short),
        ("Comment", chosen.worker_comment),
        ("Note", note),
    ):
        check_text(place, text)


def check_text(place: str, text: str) -> None:
    """Refuse a text that is too long to be kept or cannot be printed; `place` names its field."""
    if len(text) > MAX_TEXT:
        raise InputError(place, f"longer than {MAX_TEXT} characters.", "Shorten it.")
    if any(ord(letter) < 32 and letter != "\n" for letter in text):
        raise InputError(place, "it holds a control character.", "Type it again without it.")
