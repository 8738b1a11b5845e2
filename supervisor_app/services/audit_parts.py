"""The report of an audit pack, filled entry by entry and drawn part by part."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from supervisor_app.domain.codes import in_fours
from supervisor_app.domain.dates import day_in_words, short_day
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.envelope import UnreadableContent, decode_content
from supervisor_app.services.ledger_filter import LedgerFilter, scope_words
from supervisor_app.services.ledger_names import LedgerNames
from supervisor_app.services.ledger_page import EntryLine
from supervisor_app.services.site import Site, site_facts
from supervisor_app.storage.database import Connection

if TYPE_CHECKING:
    from supervisor_app.documents.audit_report import AuditRow


PART = 2_500
"""Entries in one part of the report."""

_HOW = (
    "supervisor-app audit-pack verify FILE checks every file against manifest.json, its signature, and every entry’s digest, "
    "hash and signatures. The help page of the ledger says how to check an entry without this program."
)


class Report:
    """The report in parts; each part is drawn and forgotten when it is full."""

    def __init__(
        self, site: Site, add: Callable[[str, bytes], None], asked: LedgerFilter, by: str, now: datetime, total: int
    ) -> None:
        from supervisor_app.documents.audit_report import open_fonts

        self._add_file, self._asked, self._by, self._now, self._total = add, asked, by, now, total
        self._facts = site_facts(site)
        self._rows: list[AuditRow] = []
        self._parts = 0
        self._book = open_fonts()
        self._names: LedgerNames | None = None

    def names(self, connection: Connection) -> LedgerNames:
        """Return the names, asked once for the whole report."""
        self._names = self._names or LedgerNames(connection, self._now.tzinfo)
        return self._names

    def add(self, entry: Entry, line: EntryLine) -> None:
        """Add an entry; a full part is drawn."""
        self._rows.append(_audit_row(entry, line))
        if len(self._rows) == PART:
            self._draw()

    def finish(self) -> None:
        """Draw what is left; a report of nothing is one page that says so."""
        if self._rows or not self._parts:
            self._draw()

    def _draw(self) -> None:
        from supervisor_app.documents.audit_report import AuditHead, render_part

        self._parts += 1
        when = f"{day_in_words(self._now.date())} at {self._now:%H:%M %z}"
        head = AuditHead(
            organisation=", ".join(filter(None, (self._facts.name, self._facts.place))),
            facts=(
                ("Scope", scope_words(self._asked, self._names)),
                ("Entries", f"{self._total:,}, newest first"),
                (
                    "Exported",
                    f"{when}, by {self._by}, on {self._facts.station_name}",
                ),
            ),
            part=self._parts,
            made=self._now,
            identity=f"{self._facts.id} {self._now.isoformat()}",
            how_to_check=_HOW,
        )
        self._add_file(f"report-{self._parts:03}.pdf", render_part(head, self._rows, book=self._book))
        self._rows = []


def _audit_row(entry: Entry, line: EntryLine) -> AuditRow:
    from supervisor_app.documents.audit_report import AuditRow

    signer, meaning, signed = signed_by(entry)
    changes = change_words(line)
    doubt = (f"Does not count: {line.doubt}",) if line.doubt else ()
    said = (f"Signed by {signer}, {signed}: “{meaning}”",) if signer else ()
    return AuditRow(
        day=short_day(line.when.date()),
        clock=f"{line.when:%H:%M:%S %z}",
        sentence=line.told.sentence,
        who=line.by or line.laptop,
        laptop=line.laptop if line.by else "",
        number=f"{entry.seq:,}",
        hash=in_fours(entry.hash.hex()[:16]),
        more=(*(["; ".join(changes)] if changes else ()), *said, *doubt),
    )


def signed_by(entry: Entry) -> tuple[str, str, str]:
    """Return name, meaning and time of the personal signature; empty texts where there is none."""
    try:
        signature = decode_content(entry.content).signature if entry.content is not None else None
    except UnreadableContent:
        return "", "", ""
    return (signature.name, signature.meaning, signature.signed) if signature else ("", "", "")


def change_words(line: EntryLine) -> list[str]:
    """Return what an entry set: old and new value of each field, only the new one where there was none."""
    return [
        f"{one.word}: {one.old} → {one.new or 'nothing'}" if one.old else f"{one.word}: {one.new or 'nothing'}"
        for one in line.told.changes
    ]
