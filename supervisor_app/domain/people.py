"""People: workers who are assessed and members who may act."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from enum import StrEnum

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.names import full_name, is_blank, text_problem


class Role(StrEnum):
    """What a member may do; the rights themselves are the authority rules' business."""

    ADMIN = "admin"
    ASSESSOR = "assessor"
    TRAINEE = "trainee"
    QUALITY = "quality"
    MANAGER = "manager"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFields:
    """The facts one can record and change about a worker; every one merges on its own, the last writer wins."""

    employee_no: str
    given_name: str = ""
    family_name: str = ""
    given_latin: str = ""
    family_latin: str = ""
    job: str = ""
    department: str = ""
    shift: str = ""
    country: str = ""
    badge: str = ""
    hired: date | None = None
    language: str = ""


FIELD_WORDS = {
    "employee_no": "number",
    "given_name": "given name",
    "family_name": "family name",
    "given_latin": "given name in Latin letters",
    "family_latin": "family name in Latin letters",
    "job": "job",
    "department": "department",
    "shift": "shift",
    "country": "country",
    "badge": "badge",
    "hired": "first day",
    "language": "language",
}
"""What each field of `PersonFields` is called on screen, in the order it is asked for."""


def field_problems(person: PersonFields) -> dict[str, str]:
    """Return what is wrong with which field, as the end of a sentence ("is empty"); a number and some name are needed."""
    texts = {name: getattr(person, name) for name in FIELD_WORDS if isinstance(getattr(person, name), str)}
    problems = {name: problem for name, text in texts.items() if (problem := text_problem(text))}
    if is_blank(person.employee_no):
        problems.setdefault("employee_no", "is empty")
    if is_blank(person.given_name + person.family_name + person.given_latin + person.family_latin):
        problems.setdefault("family_name", "is empty")
    return problems


def person_problem(person: PersonFields) -> str:
    """Return why `person` cannot be recorded, as the end of a sentence ("has no number"), or "" when nothing is wrong."""
    for name, problem in field_problems(person).items():
        if problem != "is empty":
            return f"has a {FIELD_WORDS[name]} that {problem}"
        return "has no number" if name == "employee_no" else "has no name"
    return ""


def person_changes(before: PersonFields | None, after: PersonFields) -> dict[str, str | date | None]:
    """Return the fields whose value differs, with their new values; all that are filled in when there was nobody before."""
    empty = PersonFields(employee_no="")
    old = before or empty
    names = (field.name for field in fields(empty))
    return {name: getattr(after, name) for name in names if getattr(old, name) != getattr(after, name)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker(PersonFields):
    """A person who is assessed. `id` is 32 hex digits; `left_on` is set when they have left, they are never deleted."""

    id: str
    left_on: date | None = None

    @property
    def name(self) -> str:
        """The full name in its own script and its own order."""
        return full_name(self.given_name, self.family_name, self.country) or self.latin_name or self.employee_no

    @property
    def latin_name(self) -> str:
        """The full name in Latin letters, empty where none was recorded."""
        return f"{self.given_latin} {self.family_latin}".strip()


@dataclass(frozen=True, slots=True)
class PersonRow:
    """What a list shows of a worker; `name` in their own script, `latin_name` "" where it says the same or was not recorded."""

    id: str
    name: str
    latin_name: str
    employee_no: str
    job: str
    department: str
    shift: str
    badge: str
    left: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person who may act. `worker_id` ties them to their own worker record, so that nobody assesses themself.

    No competencies or teams means all of them; they act from `since` up to and including `until`, where these are set.
    """

    id: str
    name: str
    title: str
    role: Role
    worker_id: str = ""
    ended_on: date | None = None
    competencies: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
