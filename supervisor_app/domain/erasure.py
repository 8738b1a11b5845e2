"""What an erasure takes away and what it leaves: which entries it covers, and what the worker is called afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from supervisor_app.domain.frozen import dataclass

SITE_FAMILIES = frozenset(
    {
        "site",
        "station",
        "invitation",
        "member",
        "key",
        "issuer_key",
        "content_key",
        "competency",
        "checklist",
        "requirement",
        "pathway",
        "erased",
        "erasure",
        "checkpoint",
    }
)
"""Kinds (by their part before the dot) that run the site or say what was erased: they hold no worker's personal content."""

FACTS_KIND = "worker.recorded"
"""The kind that holds a worker's name, number and job."""


class Scope(StrEnum):
    """How much of a worker's content goes."""

    EVERYTHING = "everything"
    FACTS = "facts"  # name, number, job, and the records that are named: other signed records stay, under a pseudonym
    RECORDS = "records"  # the sign-offs and certificates that are named, nothing else


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """An erasure of one worker's content, as an admin signed it; `records` are ids of sign-offs and certificates."""

    worker: str
    scope: Scope
    records: frozenset[str] = frozenset()
    reason: str = ""
    asked_by: str = ""

    @property
    def hides_name(self) -> bool:
        """Whether the worker goes by a pseudonym from then on."""
        return self.scope is not Scope.RECORDS


def is_erasable(kind: str) -> bool:
    """Return whether an entry of this kind may ever lose its content; a kind not known yet may."""
    return kind.partition(".")[0] not in SITE_FAMILIES


def covers(erasures: Iterable[Erasure], kind: str, record: str = "") -> bool:
    """Return whether the content of an entry about the worker of these erasures goes.

    `record` is the id of the sign-off or certificate in it. When it was written does not matter: what arrives late goes as well.
    """
    return is_erasable(kind) and any(_takes(one, kind, record) for one in erasures)


def _takes(erasure: Erasure, kind: str, record: str) -> bool:
    if erasure.scope is Scope.EVERYTHING:
        return True
    if erasure.scope is Scope.FACTS and kind == FACTS_KIND:
        return True
    return bool(record) and record in erasure.records


def pseudonym(worker_id: str) -> str:
    """Return what a worker is called once their name is gone: the start of their id stands for nobody who does not know it."""
    return f"Former worker {worker_id[:4].upper()}"
