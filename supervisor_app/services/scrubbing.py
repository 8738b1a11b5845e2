"""Writing the records file anew after an erasure, so that no trace of what was erased is left in it."""

from __future__ import annotations

from supervisor_app.services.opened_site import Site
from supervisor_app.storage import erasing

SCRUB_AT_ONCE = 64 * 1024 * 1024
"""A file up to this many bytes is written anew in the middle of the day; a larger one when the program closes."""


def scrub_when_due(site: Site, *, largest: int | None = SCRUB_AT_ONCE) -> bool:
    """Write the records file anew where something was erased since; return whether no trace is left.

    Evidence files that were erased go first. A records file larger than `largest` bytes is left for another time: nothing can be
    written to it meanwhile.
    """
    from supervisor_app.services.evidence import remove_erased  # for an erasure, not for the window's start

    with site.database.read() as connection:
        if not erasing.is_scrub_due(connection):
            return True
    remove_erased(site)
    if largest is not None and site.database.path.stat().st_size > largest:
        return False
    if not site.database.scrub():
        return False
    with site.database.write() as connection:
        erasing.note_scrubbed(connection)
    return True
