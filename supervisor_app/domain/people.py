"""People: workers who are assessed and members who may act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker(PersonFields):
    """A person who is assessed. `id` is 32 hex digits; `left_on` is set when they have left, they are never deleted."""

    id: str
    left_on: date | None = None

    @property
    def name(self) -> str:
        """The full name in its own script, given name first."""
        return f"{self.given_name} {self.family_name}".strip() or self.latin_name or self.employee_no

    @property
    def latin_name(self) -> str:
        """The full name in Latin letters, empty where none was recorded."""
        return f"{self.given_latin} {self.family_latin}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person who may act. `worker_id` ties them to their own worker record, so that nobody assesses themself."""

    id: str
    name: str
    title: str
    role: Role
    worker_id: str = ""
    ended_on: date | None = None
