"""For tests of the exchange itself: sites founded here hand their content key to a key that everybody knows.

So a laptop reads from its first sync on; whether it belongs to the site is still for an admin to say.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from supervisor_app.ledger.invitations import Invited
from supervisor_app.ledger.sealing import ContentKey
from supervisor_app.services import content_keys, founding, syncing
from supervisor_app.services.opened_site import Site
from supervisor_app.storage.database import Connection

_SECRET = b"everybody knows this".ljust(32)
_PUBLIC = X25519PrivateKey.from_private_bytes(_SECRET).public_key().public_bytes_raw().hex()
_DOOR = Invited(_PUBLIC, _SECRET, sheet=True)
_create, _invited = content_keys.create_content_key, content_keys.invited


def _for_all(site: Site, connection: Connection, recipients: Iterable[str], *, by: str) -> ContentKey:
    return _create(site, connection, (*recipients, _PUBLIC), by=by)


def open_door() -> None:
    """Let whoever syncs read, in sites founded from now on."""
    founding.create_content_key = _for_all  # type: ignore[assignment]
    syncing.invited = lambda code, site: _invited(code, site) or _DOOR  # type: ignore[assignment]


def close_door(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in real life, for one test: who was handed no key reads nothing."""
    monkeypatch.setattr(founding, "create_content_key", _create)
    monkeypatch.setattr(syncing, "invited", _invited)
