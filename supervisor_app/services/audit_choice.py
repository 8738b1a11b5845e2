"""Audit packs as the command line asks for them: days and names as texts; a pack held against the site of a data folder."""

from __future__ import annotations

from pathlib import Path

from supervisor_app.domain.names import fold
from supervisor_app.errors import InputError
from supervisor_app.ledger.keys import Randomness
from supervisor_app.services.audit_pack import PackResult, export_pack
from supervisor_app.services.audit_verify import PackReport, verify_pack
from supervisor_app.services.ledger_filter import LedgerFilter, Subject, SubjectKind
from supervisor_app.services.ledger_finding import find_subjects
from supervisor_app.services.site import Clock, Site, is_site, open_site
from supervisor_app.services.typed_days import option_day
from supervisor_app.storage import site_queries

COMMAND_LINE = "the command line"


def export_named(
    site: Site, out: Path, *, since: str = "", until: str = "", person: str = "", competency: str = ""
) -> PackResult:
    """Write an audit pack; empty texts do not narrow. InputError for a day or a name that is none, or not one alone."""
    if person and competency:
        raise InputError("--competency", "a pack is about a person or about a competency.", "Name one of them.")
    subject = _subject(site, person, SubjectKind.PERSON) if person else None
    subject = _subject(site, competency, SubjectKind.COMPETENCY) if competency else subject
    asked = LedgerFilter(subject=subject, since=option_day("--from", since), until=option_day("--to", until))
    return export_pack(site, asked, out, by=COMMAND_LINE)


def verify_with_site(path: Path, folder: Path, *, clock: Clock, randomness: Randomness) -> PackReport:
    """Check an audit pack, and where the data folder holds a site, that the pack is by one of its laptops."""
    if not is_site(folder):
        return verify_pack(path)
    site = open_site(folder, clock=clock, randomness=randomness)
    try:
        return verify_pack(path, known_stations=known_stations(site))
    finally:
        site.close()


def known_stations(site: Site) -> dict[str, str]:
    """Return the public key (hex) of every laptop of the site by its origin (hex)."""
    with site.database.read() as connection:
        return {station.id: station.ed25519 for station in site_queries.stations(connection)}


def person_named(site: Site, text: str) -> str:
    """Return the id of the one person whom a name or number means; InputError for nobody or several."""
    return _subject(site, text, SubjectKind.PERSON).id


def _subject(site: Site, text: str, kind: SubjectKind) -> Subject:
    """Return the one person or competency that a text names: by number or key exactly, else the only one found."""
    found = [one for one in find_subjects(site, text, limit=20) if one.kind is kind]
    exact = [one for one in found if fold(text) in (fold(one.detail.split(" · ")[0]), fold(one.title), one.id)]
    chosen = exact if len(exact) == 1 else found
    if len(chosen) != 1:
        reason = "nobody and nothing here has this name." if not found else f"{len(found)} have this name."
        raise InputError(text, reason, "Name the number of the person, or the key of the competency.")
    return chosen[0]
