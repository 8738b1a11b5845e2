"""Blank checklists to fill in by hand: a form of its own number for each copy, drawn from the published revision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supervisor_app.domain.blank_form import BlankForm
from supervisor_app.domain.file_names import safe_stem
from supervisor_app.domain.form_number import new_own_letters
from supervisor_app.errors import InputError, UserError
from supervisor_app.services.certificate_drawing import new_shaper, paper_named
from supervisor_app.services.site import Site, site_facts
from supervisor_app.services.withdrawing import require_standing
from supervisor_app.storage import checklist_queries

if TYPE_CHECKING:
    from supervisor_app.documents.shaping import Shaper


def new_form(site: Site, digest: str, language: str = "") -> BlankForm:
    """Return a new form of a revision, in a language of it, the first one where none is named.

    Nothing is recorded by this. UserError where the revision is not on this laptop or has nothing to observe, NotAllowed where it
    was withdrawn, InputError for a language it does not have.
    """
    with site.database.read() as connection:
        checklist = checklist_queries.get_checklist(connection, digest)
        if checklist is None:
            raise UserError("This checklist is not on this laptop.", "Sync, then look again.")
        require_standing(connection, digest, site.clock().date())
    if not checklist.steps:
        raise UserError("Nothing is observed for this certificate.", "It is earned by holding others: print their checklists.")
    if language and language not in checklist.languages:
        raise InputError(
            f"Language “{language}”", "this checklist does not have it.", f"It has: {', '.join(checklist.languages)}."
        )
    facts = site_facts(site)
    return BlankForm(
        checklist=checklist,
        digest=digest,
        own=new_own_letters(site.randomness),
        language=language or next(iter(checklist.languages), "en"),
        organisation=facts.name,
        place=facts.place,
    )


def find_checklist(site: Site, wanted: str) -> str:
    """Return the digest of the newest revision with this code or competency, or of the one with this digest or its beginning.

    InputError where there is none or several.
    """
    text = wanted.strip().casefold()
    with site.database.read() as connection:
        current = checklist_queries.current_checklists(connection)
        found = {one.digest for one in current if text in (one.checklist.code.casefold(), one.checklist.competency.casefold())}
        if not found and len(text) >= 8:
            found = {digest for digest in checklist_queries.digests(connection) if digest.startswith(text)}
    if len(found) != 1:
        reason = "several checklists are called so." if found else "this laptop has no such checklist."
        codes = ", ".join(one.checklist.code for one in current)
        raise InputError(f"Checklist “{wanted}”", reason, f"Use its code: {codes}.")
    return found.pop()


def draw_form(form: BlankForm, paper: str, *, shaper: Shaper | None = None) -> bytes:
    """Return the form as PDF/A-3b on that paper ("A4" or "Letter") upright."""
    from supervisor_app.documents.blank_form import render_form

    return render_form(form, paper=paper_named(paper), shaper=shaper or new_shaper())


def file_stem(form: BlankForm) -> str:
    """Return the name of the form's file without its ending."""
    return safe_stem(f"{form.checklist.code}-rev-{form.checklist.revision}-{form.number}")
