"""What whoever owns a shared database does for it once, from any computer: no laptop of the site is needed, and no PIN."""

from __future__ import annotations

from supervisor_app.domain.frozen import dataclass
from supervisor_app.services.sync_places import PATIENCE
from supervisor_app.storage.shared_address import is_database, shown
from supervisor_app.storage.shared_errors import SharedFileError, Trouble
from supervisor_app.storage.shared_lock import Patience
from supervisor_app.storage.shared_place import in_words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What was done: the address as it may be shown, and the user who may sync there now ("" for none).

    `makes_in` is a schema in which that user may make tables and functions, "" where there is none.
    """

    shared: str
    user: str
    makes_in: str = ""

    def lines(self) -> list[str]:
        """Return it as it prints on a terminal."""
        lines = [f"{self.shared} tells every sync when something else changes its records."]
        if self.user:
            lines.append(f"{self.user} may read and write records there, and can neither drop nor alter a table.")
        if self.makes_in:
            lines.append(
                f"It can also lay functions there that others run unawares: everybody may make things in {self.makes_in}. "
                f"Take that away: REVOKE CREATE ON SCHEMA {self.makes_in} FROM PUBLIC;"
            )
        return lines


def prepare_store(shared: str, user: str, *, patience: Patience = PATIENCE) -> Prepared:
    """Let a shared database tell of changes by hand, and give a user what a sync needs.

    Raises SharedFileError: address (also of a file, which needs none of it), no right, and as opening does.
    """
    if not is_database(shared):
        raise SharedFileError(Trouble.ADDRESS)
    from supervisor_app.storage.shared_rights import prepare_database

    with in_words_of(shared):
        makes_in = prepare_database(shared, user, patience)
    return Prepared(shared=shown(shared), user=user, makes_in=makes_in)
