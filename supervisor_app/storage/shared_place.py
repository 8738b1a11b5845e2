"""One way into a shared store, wherever it lies: in a file, or in a PostgreSQL database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from supervisor_app.storage.shared_address import is_database
from supervisor_app.storage.shared_errors import SharedFileError, Trouble, database_words
from supervisor_app.storage.shared_file import create_shared, locked, open_shared
from supervisor_app.storage.shared_lock import Patience
from supervisor_app.storage.shared_store import SharedStore, StoreFacts


@contextmanager
def open_place(shared: str, owner: str, patience: Patience, waiting: Callable[[], None]) -> Iterator[SharedStore]:
    """Lock and open an existing shared store. Raises SharedFileError in the words of what it is; StorageError without driver."""
    if not is_database(shared):
        with open_shared(Path(shared), owner, patience, waiting) as file:
            yield file
        return
    from supervisor_app.storage.shared_postgres import open_database

    with in_words_of(shared), open_database(shared, patience, waiting) as database:
        yield database


def create_place(shared: str, facts: StoreFacts, owner: str, patience: Patience, waiting: Callable[[], None]) -> None:
    """Make an empty shared store, whole or not at all. Raises SharedFileError: exists, missing, read-only, full, unreachable."""
    if is_database(shared):
        from supervisor_app.storage.shared_postgres import create_database

        with in_words_of(shared):
            create_database(shared, facts, patience, waiting)
        return
    path = Path(shared)
    if not path.parent.is_dir():
        raise SharedFileError(Trouble.MISSING, "The folder for the shared file cannot be reached.")
    if path.exists():
        raise SharedFileError(Trouble.EXISTS)
    with locked(path, owner, patience, waiting) as lock:
        create_shared(path, facts, lock)


@contextmanager
def in_words_of(shared: str) -> Iterator[None]:
    """Say trouble in the words of what the store is."""
    try:
        yield
    except SharedFileError as problem:
        if not is_database(shared):
            raise
        raise database_words(problem) from problem
