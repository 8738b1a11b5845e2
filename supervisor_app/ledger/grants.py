"""What a member may do after they were added or changed: the fields that differ, put over what held before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from supervisor_app.domain.people import Member, Role
from supervisor_app.domain.rights import Grant
from supervisor_app.ledger.standing import Granted, Place


def first_granted(place: Place, body: Member) -> Granted:
    """Return what a member may do who was added."""
    grant = Grant(
        role=body.role,
        competencies=body.competencies,
        teams=body.teams,
        since=body.since,
        until=body.until,
        ended_on=body.ended_on,
        worker_id=body.worker_id,
    )
    return Granted(place, body.name, body.title, grant)


def changed(place: Place, before: Granted, changes: Mapping[str, str | None]) -> Granted:
    """Return what a member may do after some fields differ."""
    grant = _changed_grant(before.grant, changes)
    return Granted(place, _text(changes, "name", before.name), _text(changes, "title", before.title), grant)


def ended(place: Place, before: Granted, ended_on: date | None) -> Granted:
    """Return what a member may do who stops on a day, or (None) acts again."""
    return Granted(place, before.name, before.title, replace(before.grant, ended_on=ended_on))


def _changed_grant(before: Grant, changes: Mapping[str, str | None]) -> Grant:
    """Return a grant with the fields that differ; what cannot be read gives no rights."""
    role = changes.get("role")
    return Grant(
        role=before.role if role is None else _role(role),
        competencies=_split(changes["competencies"]) if "competencies" in changes else before.competencies,
        teams=_split(changes["teams"]) if "teams" in changes else before.teams,
        since=_day(changes["since"]) if "since" in changes else before.since,
        until=_day(changes["until"]) if "until" in changes else before.until,
        ended_on=before.ended_on,
        worker_id=_text(changes, "worker_id", before.worker_id),
    )


def _role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError:  # what a newer version may call it gives no rights here
        return Role.AUDITOR


def _split(text: str | None) -> tuple[str, ...]:
    return tuple(line for line in (text or "").split("\n") if line)


def _text(changes: Mapping[str, str | None], name: str, before: str) -> str:
    return (changes[name] or "") if name in changes else before


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
