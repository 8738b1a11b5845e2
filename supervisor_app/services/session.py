"""Who is signed in."""

from __future__ import annotations

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.people import Role


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in on this laptop."""

    member_id: str
    name: str
    title: str
    role: Role
    worker_id: str = ""
