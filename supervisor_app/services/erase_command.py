"""The command `erase` as it prints: what would go and what stays, or the erasure itself, by an admin with their PIN."""

from __future__ import annotations

from pathlib import Path

from supervisor_app.domain.erasure import Scope
from supervisor_app.ledger.keys import Randomness
from supervisor_app.services.audit_choice import person_named
from supervisor_app.services.erasing import ErasureDone, ErasurePreview, erase, erasure_preview
from supervisor_app.services.opened_site import Clock, open_site
from supervisor_app.services.publishing import find_member
from supervisor_app.services.signing_in import sign_in
from supervisor_app.services.worker_process import say_line


def run_erase(
    folder: Path,
    person: str,
    *,
    member: str,
    pin: str,
    scope: Scope,
    reason: str,
    asked_by: str,
    only_preview: bool,
    as_json: bool,
    clock: Clock,
    randomness: Randomness,
) -> None:
    """Erase what is held about one person, or only say what would go. Raises as `erasure_preview`, `erase` and `sign_in`."""
    site = open_site(folder, clock=clock, randomness=randomness)
    try:
        session = sign_in(site, find_member(site, member).id, pin)
        shown = erasure_preview(site, session, person_named(site, person), scope)
        done = None if only_preview else erase(site, session, shown, reason, asked_by, pin)
    finally:
        site.close()
    if as_json:
        say_line(preview=shown, done=done)
    else:
        print("\n".join(erasure_lines(shown, done)))


def erasure_lines(shown: ErasurePreview, done: ErasureDone | None) -> list[str]:
    """Return it as it prints on a terminal; the name of whom it is about is gone once it is done."""
    lines = [f"{'Would go' if done is None else 'Gone'}: {', '.join(shown.goes) or 'nothing that is on this laptop'}."]
    lines += [f"Stays: {line}" for line in shown.stays]
    if shown.warning:
        lines.append(f"Mind: {shown.warning}")
    if done is None:
        return [*lines, "Nothing was erased. Give --reason and --asked-by without --preview to erase it."]
    traces = "" if done.clean else " The records file is written anew when the program closes next, to leave no trace in it."
    return [*lines, f"Erased on this laptop; the others erase it with their next sync. Lists say {done.called}.{traces}"]
