"""Sign-offs on a revision of a checklist that does not count are questioned with it, and come back when it counts.

A revision counts once anybody published it who may. One that is not here at all says nothing yet: it may be on its way.
"""

from __future__ import annotations

from collections.abc import Iterable

from supervisor_app.storage.connection import Connection
from supervisor_app.storage.driver import driver, run

REASON = "Its checklist does not count, as it was published by somebody who may not. "
_NOT_COUNTING = (
    "SELECT c.digest, s.questioned FROM said s JOIN checklist c ON c.origin = s.origin AND c.seq = s.seq "
    "WHERE s.questioned <> '' AND s.kind = 'checklist.published' AND NOT EXISTS (SELECT 1 FROM checklist o "
    "JOIN said t ON t.origin = o.origin AND t.seq = o.seq WHERE o.digest = c.digest AND t.questioned = '') "
    "ORDER BY c.digest, c.at DESC, c.origin DESC, c.seq DESC"
)
_QUESTIONED = f"SELECT id, checklist_digest, questioned FROM sign_off WHERE questioned <> '' AND questioned LIKE '{REASON}%'"  # noqa: S608
_ON = "SELECT id FROM sign_off WHERE questioned = '' AND checklist_digest = ?"
_SET = "UPDATE sign_off SET questioned = ? WHERE id = ?"


def derive(connection: Connection) -> None:
    """Question the sign-offs on revisions that do not count, and no others; after who may act, or a checklist, changed."""
    plain = driver(connection)
    reasons = _reasons(connection)
    changed = [
        (reasons.get(digest, ""), one)
        for one, digest, before in plain.execute(_QUESTIONED).fetchall()
        if reasons.get(digest, "") != before
    ]
    changed += [(reason, one) for digest, reason in reasons.items() for (one,) in plain.execute(_ON, (digest,)).fetchall()]
    run(connection, _SET, changed)


def derive_of(connection: Connection, sign_offs: Iterable[tuple[str, str]]) -> None:
    """Question those among some sign-offs (id, digest of the checklist) that are on a revision which does not count."""
    reasons = _reasons(connection)
    if reasons:
        statement = f"{_SET} AND questioned = '' AND checklist_digest = ?"
        run(connection, statement, [(reasons[digest], one, digest) for one, digest in sign_offs if digest in reasons])


def _reasons(connection: Connection) -> dict[str, str]:
    """Return why revisions do not count, by their digests: the reason of the first publication."""
    return {digest: f"{REASON}{reason}" for digest, reason in driver(connection).execute(_NOT_COUNTING)}
