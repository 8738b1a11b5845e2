"""What the choosing page decides: who may be assessed, what a checklist's chip says, when one may start. Records, no Qt."""

from __future__ import annotations

from collections.abc import Mapping

from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.observation import Context, Purpose
from supervisor_app.domain.people import PersonRow
from supervisor_app.domain.qualification import HeldStatus
from supervisor_app.domain.texts import in_language
from supervisor_app.services.catalogue import ChecklistForWorker
from supervisor_app.services.session import Session
from supervisor_app.services.stack_standings import StackForWorker
from supervisor_app.ui.pages.observe_words import BOTH

PURPOSES: tuple[tuple[Purpose, str], ...] = (
    (Purpose.FIRST, "First time"),
    (Purpose.RENEWAL, "Renewal"),
    (Purpose.AFTER_EVENT, "After event"),
)
SELF_WORDS = "That is you. Nobody assesses themself."
LONGEST_FIELD = 200
_OWN_FIELDS = ("machine", "place", "job", "shift")
LANGUAGE_NAMES: Mapping[str, str] = {
    "en": "English", "de": "Deutsch", "fr": "Français", "es": "Español", "pt": "Português", "pl": "Polski", "lv": "Latviešu",
    "ne": "नेपाली", "hi": "हिन्दी", "ar": "العربية", "he": "עברית", "uk": "Українська", "ru": "Русский", "tr": "Türkçe",
    "ro": "Română", "th": "ไทย", "vi": "Tiếng Việt", "zh": "中文", "ka": "ქართული",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextEntry:
    """One field of "where and why": a key of the context, its label, whether a certificate will ask for it."""

    key: str
    label: str
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StartCard:
    """The card with the start button: `hint` says what is still to choose; empty when one may start."""

    name: str
    checklist: str
    about: str
    hint: str

    @property
    def ready(self) -> bool:
        """Whether one may start."""
        return not self.hint


def is_self(person_id: str, session: Session) -> bool:
    """Whether a person is who is signed in."""
    return bool(session.worker_id) and person_id == session.worker_id


def person_detail(person: PersonRow, session: Session) -> str:
    """The second line of a person: the name in Latin letters, department, shift; or why they cannot be chosen."""
    if is_self(person.id, session):
        return SELF_WORDS
    where = ", ".join(filter(None, (person.department or person.job, person.shift)))
    return " · ".join(filter(None, (person.latin_name, where)))


def status_word(status: HeldStatus, level: str = "") -> str:
    """The word on a checklist's chip."""
    return {
        HeldStatus.VALID: f"Holds level {level}" if level else "Valid",
        HeldStatus.DUE_SOON: "Due soon",
        HeldStatus.EXPIRED: "Expired",
        HeldStatus.NOT_YET: "Not yet passed",
        HeldStatus.NEVER: "Never assessed",
        HeldStatus.SUSPENDED: "On hold",
        HeldStatus.DECLARED: "Declared",
    }[status]


def usual_purpose(status: HeldStatus) -> Purpose:
    """Why such an assessment is most likely made: to renew what was held once, else for the first time."""
    return Purpose.FIRST if status in (HeldStatus.NEVER, HeldStatus.NOT_YET, HeldStatus.DECLARED) else Purpose.RENEWAL


def matches(text: str, item: ChecklistForWorker) -> bool:
    """Whether every typed word is found in title or code."""
    searched = f"{item.line.title} {item.line.short_title} {item.line.code} {item.line.competency}".casefold()
    return all(word in searched for word in text.casefold().split())


def matches_stack(text: str, stack: StackForWorker) -> bool:
    """Whether every typed word is found in the title or in that of a part."""
    searched = f"{stack.title} {' '.join(stack.made_of)} {stack.competency}".casefold()
    return all(word in searched for word in text.casefold().split())


def context_entries(checklist: Checklist | None, language: str = "en") -> tuple[ContextEntry, ...]:
    """The fields to fill: the checklist's own first, what it requires before the rest, then machine, where, job, shift."""
    own = [
        ContextEntry(
            key=field.key,
            label=f"{in_language(field.label, language)}{f' ({field.unit})' if field.unit else ''}",
            required=field.required,
        )
        for field in (checklist.context if checklist else ())
        if field.key not in _OWN_FIELDS
    ]
    asked = set(checklist.certificate_fields) if checklist else set()
    labels = {"machine": "Machine", "place": "Where", "job": "Job", "shift": "Shift"}
    usual = [ContextEntry(key=key, label=label, required=key in asked) for key, label in labels.items()]
    return tuple(sorted(own, key=lambda entry: not entry.required) + usual)


def context_of(values: Mapping[str, str], purpose: Purpose, language: str) -> Context:
    """The context as it is stored, from what stands in the fields."""
    filled = {key: value.strip() for key, value in values.items() if value.strip()}
    return Context(
        purpose=purpose,
        machine=filled.get("machine", ""),
        place=filled.get("place", ""),
        job=filled.get("job", ""),
        shift=filled.get("shift", ""),
        fields={key: value for key, value in filled.items() if key not in _OWN_FIELDS},
        language=language,
    )


def language_options(checklist: Checklist | None) -> tuple[tuple[str, str], ...]:
    """The languages one may read the steps in, with their own names, and both where there are two; empty for only one."""
    known = checklist.languages if checklist else ()
    if len(known) < 2:
        return ()
    options = tuple((language, LANGUAGE_NAMES.get(language, language)) for language in known[:3])
    return (*options, (f"{known[0]}{BOTH}{known[1]}", "Both")) if len(known) == 2 else options


def start_card(name: str, checklist: Checklist | None, language: str = "en") -> StartCard:
    """The card as it stands with what is chosen so far."""
    title = f"{in_language(checklist.short_title, language)}, rev {checklist.revision}" if checklist else ""
    about = ""
    if checklist is not None:
        about = f"About {checklist.about_minutes} minutes{' in one run' if checklist.continuous else ''}"
    hint = "" if name and checklist else "Choose a worker" if not name else "Choose a checklist"
    return StartCard(name=name or "Nobody chosen yet", checklist=title, about=about, hint=hint)
