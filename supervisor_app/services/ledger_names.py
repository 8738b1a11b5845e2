"""Who and what the ids in entries stand for, as this laptop knows them; each asked once."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from datetime import tzinfo
from types import MappingProxyType

from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.names import isolated
from supervisor_app.domain.texts import in_language
from supervisor_app.ledger.bodies import Erased
from supervisor_app.ledger.clock import moment_of
from supervisor_app.ledger.contents import read_body
from supervisor_app.ledger.envelope import UnreadableContent, decode_content
from supervisor_app.storage import (
    certificate_queries,
    checklist_queries,
    ledger_queries,
    member_queries,
    people_queries,
    sign_off_queries,
    site_queries,
)
from supervisor_app.storage.database import Connection
from supervisor_app.storage.ledger_queries import Asked
from supervisor_app.storage.ledger_store import entry_at

_SHOWN = 8
_NOBODY: Mapping[str, str] = MappingProxyType({})
MOST_KEPT = 10_000
"""Names held at once: an export of a million entries must not hold a million."""


class LedgerNames:
    """Answers `ledger_words.Names` from the projections, inside one reading connection."""

    def __init__(
        self,
        connection: Connection,
        zone: tzinfo | None = None,
        language: str = "en",
        people: Mapping[str, str] = _NOBODY,  # names of persons that the projections may not know, as set-aside records tell them
    ) -> None:
        self._connection = connection
        self._people = people
        self._zone = zone
        self._erasures: dict[tuple[bytes, int], str] | None = None
        self._language = language
        self._kept: dict[tuple[str, str], str] = {}

    def member(self, member_id: str) -> str:
        """Return a member's name."""
        return self._once("member", member_id, self._member)

    def person(self, worker_id: str) -> str:
        """Return a worker's name in its own script."""
        return self._once("person", worker_id, self._person)

    def competency(self, key: str) -> str:
        """Return a competency's short title."""
        return self._once("competency", key, self._competency)

    def station(self, origin: str) -> str:
        """Return a laptop's name, of its origin in hex."""
        return self._once("station", origin, self._station)

    def certificate(self, certificate_id: str) -> str:
        """Return the holder and number of a certificate."""
        return self._once("certificate", certificate_id, self._certificate)

    def sign_off(self, sign_off_id: str) -> str:
        """Return whom and what a sign-off is about."""
        return self._once("sign_off", sign_off_id, self._sign_off)

    def erasure(self, origin: bytes, seq: int) -> str:
        """Return when, by whom and why the content of an entry was erased; "" where no entry says it."""
        if self._erasures is None:
            self._erasures = dict(self._all_erasures())
        return self._erasures.get((origin, seq), "")

    def _all_erasures(self) -> Iterator[tuple[tuple[bytes, int], str]]:
        """Yield every content that an entry names as erased. Asked only once something erased is met: erasures are few."""
        why: dict[str, str] = {}
        asked = Asked(kinds=("erased", "erasure.extended"))
        found = (entry_at(self._connection, at.origin, at.seq) for at in ledger_queries.walk(self._connection, asked))
        entries = [entry for entry in found if entry is not None and entry.content is not None]
        for entry in reversed(entries):  # the erasure before what extends it
            with contextlib.suppress(UnreadableContent, ValueError):
                content = decode_content(entry.content or b"")
                body = read_body(entry.kind, content.body)
                if isinstance(body, Erased):
                    day = day_in_words(moment_of(entry.at).astimezone(self._zone).date())
                    why[body.worker] = f"on {day} by {self.member(content.by)}, reason: {body.reason}"
                for origin, numbers in body.entries.items():
                    yield from (((bytes.fromhex(origin), number), why.get(body.worker, "")) for number in numbers)

    def _once(self, what: str, key: str, ask: Callable[[str], str]) -> str:
        found = self._kept.get((what, key))
        if found is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            found = self._kept[what, key] = isolated(ask(key))
        return found

    def _member(self, member_id: str) -> str:
        found = member_queries.member(self._connection, member_id)
        return found.name if found and found.name else f"a member not known here ({member_id[:_SHOWN]})"

    def _person(self, worker_id: str) -> str:
        found = people_queries.get_worker(self._connection, worker_id)
        known = found.name if found and found.name else self._people.get(worker_id)
        return known or f"a person not known here ({worker_id[:_SHOWN]})"

    def _competency(self, key: str) -> str:
        found = checklist_queries.current_checklist(self._connection, key)
        return in_language(found.checklist.short_title, self._language) if found else key

    def _station(self, origin: str) -> str:
        found = site_queries.station(self._connection, bytes.fromhex(origin)) if _is_hex(origin) else None
        return found.name if found and found.name else f"a laptop not known here ({origin[:_SHOWN]})"

    def _certificate(self, certificate_id: str) -> str:
        found = certificate_queries.certificate_row(self._connection, certificate_id)
        return f"{isolated(found.holder)}’s certificate {found.number}" if found else "a certificate not on this laptop"

    def _sign_off(self, sign_off_id: str) -> str:
        found = sign_off_queries.get_sign_off(self._connection, sign_off_id)
        if found is None:
            return "a sign-off not on this laptop"
        return f"{self.person(found.sign_off.worker_id)} on {self.competency(found.sign_off.competency)}"


def _is_hex(text: str) -> bool:
    try:
        return bool(bytes.fromhex(text))
    except ValueError:
        return False
