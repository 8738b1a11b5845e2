"""Checklists as files: what publishing one would do, which shipped ones are not here yet, a published one saved to be edited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.frozen import dataclass
from supervisor_app.exchange.checklist_dump import dump_checklist
from supervisor_app.ledger.contents import checklist_digest
from supervisor_app.services.catalogue import LibraryItem, get_checklist, library, made_of_others
from supervisor_app.services.opened_site import Site
from supervisor_app.services.saving import save_file
from supervisor_app.storage import checklist_queries


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishPreview:
    """What publishing a checklist would make of it: its number, its digest, and whether it is here already word for word."""

    checklist: Checklist
    digest: str
    here_already: bool
    newest: int  # the newest revision on the site, 0 where there is none


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionLine:
    """One published revision of a competency's checklist."""

    revision: int
    digest: str
    steps: int


def preview_publish(site: Site, checklist: Checklist) -> PublishPreview:
    """Return what publishing this checklist would do; nothing is written."""
    with site.database.read() as connection:
        earlier = checklist_queries.revisions(connection, checklist.competency)
    newest = max((one.checklist.revision for one in earlier), default=0)
    for one in earlier:
        if replace(checklist, revision=one.checklist.revision) == one.checklist:
            return PublishPreview(checklist=one.checklist, digest=one.digest, here_already=True, newest=newest)
    numbered = checklist if checklist.revision > newest else replace(checklist, revision=newest + 1)
    return PublishPreview(checklist=numbered, digest=checklist_digest(numbered), here_already=False, newest=newest)


def revisions(site: Site, competency: str) -> tuple[RevisionLine, ...]:
    """Return every revision published for a competency, newest first."""
    with site.database.read() as connection:
        found = checklist_queries.revisions(connection, competency)
    return tuple(
        RevisionLine(revision=one.checklist.revision, digest=one.digest, steps=len(one.checklist.steps)) for one in found
    )


def not_here_yet(site: Site, items: Iterable[LibraryItem] | None = None) -> tuple[LibraryItem, ...]:
    """Return the shipped checklists for competencies of which the site has no checklist, examples made of others last."""
    with site.database.read() as connection:
        here = {one.checklist.competency for one in checklist_queries.current_checklists(connection)}
    shipped = (*library(), *made_of_others()) if items is None else items
    return tuple(item for item in shipped if item.checklist.competency not in here)


def save_as_file(site: Site, digest: str, path: Path) -> Path:
    """Write a published revision in the checklist format, whole or not at all; StorageError where the folder does not let us."""
    return save_file(path, dump_checklist(get_checklist(site, digest)).encode())


def file_name(checklist: Checklist) -> str:
    """Return the name a saved checklist gets: "forklift-operator-eval-rev3.yaml"."""
    return f"{checklist.competency}-rev{checklist.revision}.yaml"
