"""Where a shared store is: the path of a file, or the address of a PostgreSQL database, which may hold a password."""

from __future__ import annotations

import re
from pathlib import Path

SCHEMES = ("postgresql://", "postgres://")
HIDDEN = "\N{BULLET}" * 4
_USER_AND_PASSWORD = re.compile(r"^(postgres(?:ql)?://[^:@/?#]*):[^@/?#]*@", re.IGNORECASE)
_PASSWORD_OPTION = re.compile(r"([?&](?:password|sslpassword)=)[^&#]*", re.IGNORECASE)


def is_database(shared: str) -> bool:
    """Whether an address names a PostgreSQL database rather than a file."""
    return shared.strip().lower().startswith(SCHEMES)


def absolute(shared: str) -> str:
    """Return an address as it is kept: the path of a file from the root of its drive."""
    return shared.strip() if is_database(shared) else str(Path(shared).absolute())


def shown(shared: str) -> str:
    """Return an address as it may be shown and written down: with dots where its password is."""
    if not is_database(shared):
        return shared
    return _PASSWORD_OPTION.sub(rf"\g<1>{HIDDEN}", _USER_AND_PASSWORD.sub(rf"\g<1>:{HIDDEN}@", shared))


def without_password(shared: str) -> str:
    """Return an address without its password, as others may be told it."""
    if not is_database(shared):
        return shared
    rest = _PASSWORD_OPTION.sub(lambda found: found.group(1)[0], _USER_AND_PASSWORD.sub(r"\g<1>@", shared))
    return rest.replace("?&", "?").replace("&&", "&").rstrip("?&")
