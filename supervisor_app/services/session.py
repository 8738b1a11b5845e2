"""Who is signed in."""

from __future__ import annotations

from supervisor_app.domain.people import Role
from supervisor_app.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in on this laptop."""

    member_id: str
    name: str
    title: str
    role: Role
    worker_id: str = ""
