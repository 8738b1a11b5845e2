"""What Settings and Today say about backups and about records that wait for a sync, decided without widgets."""

from __future__ import annotations

from datetime import datetime, timedelta

from supervisor_app.domain.frozen import dataclass
from supervisor_app.services.backup_records import BackupState, backup_folder, read_state
from supervisor_app.services.opened_site import Site
from supervisor_app.services.sync_words import moment_words
from supervisor_app.storage import local_state
from supervisor_app.storage.local_state import OriginState

OLD = timedelta(days=7)
_MB = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupOverview:
    """How backups stand: the last one in words, where they go, whether they are sealed, whether that needs a look."""

    last: str
    well: bool
    folder: str
    folder_words: str
    sealed: bool
    on_close: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Something that stays until it is solved: what, what to do, what the button says and which page it leads to."""

    message: str
    hint: str
    action: str
    page: str
    waits: bool = False


def backup_overview(site: Site) -> BackupOverview:
    """Return how the backups of this laptop stand."""
    state, settings, now = read_state(site.folder), site.settings, site.clock()
    folder = str(backup_folder(site.folder, settings))
    return BackupOverview(
        last=last_words(state, now),
        well=state.trouble is None and state.last is not None and now - state.last.at < OLD,
        folder=folder,
        folder_words=folder
        if settings.backup_folder
        else "On this laptop only. A folder on another drive also helps when it breaks.",
        sealed=bool(settings.backup_key),
        on_close=settings.backup_on_close,
    )


def last_words(state: BackupState, now: datetime) -> str:
    """Return when the last backup was made and how large it is, or what kept it from being made."""
    last = state.last
    made = (
        f"Last one {moment_words(last.at, now)}, {max(1, last.file_bytes // _MB):,} MB, checked."
        if last
        else "None was made yet."
    )
    if state.trouble is not None:
        return f"{state.trouble.message} {made}"
    return made


def standing(site: Site) -> Standing | None:
    """Return what Today must say before all else; None where all is well. Quick: two small reads."""
    with site.database.read() as connection:
        mark = local_state.origin_mark(connection, site.station.origin)
    if mark is not None and mark.state is OriginState.WAITING:
        from supervisor_app.services.succession import waiting_words  # only a restored laptop needs it

        hint = "Sync first, so that no number is used twice. Until then nothing is signed; drafts are kept."
        return Standing(message=waiting_words(mark), hint=hint, action="To the sync page", page="sync", waits=True)
    trouble = read_state(site.folder).trouble
    if trouble is not None:
        message = f"The last backup came to nothing: {trouble.message[:1].lower()}{trouble.message[1:]}"
        return Standing(message=message, hint=trouble.hint, action="To the backups", page="settings")
    return None
