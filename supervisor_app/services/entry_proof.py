"""The proof of one entry: what it says, each thing that was checked, and a file with which anybody can check it again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum
from pathlib import Path

from supervisor_app.domain.codes import in_fours
from supervisor_app.domain.dates import day_in_words
from supervisor_app.errors import StorageError, UserError
from supervisor_app.ledger.acts import act_problem
from supervisor_app.ledger.clock import moment_of
from supervisor_app.ledger.contents import ACT_KINDS
from supervisor_app.ledger.entry import NO_ENTRY, Entry, digest_content, hash_entry
from supervisor_app.ledger.envelope import UnreadableContent, decode_content
from supervisor_app.ledger.keys import signature_holds
from supervisor_app.paths import write_atomically
from supervisor_app.services.ledger_fields import set_since
from supervisor_app.services.ledger_line import FieldChange
from supervisor_app.services.ledger_names import LedgerNames
from supervisor_app.services.ledger_page import EntryLine, entry_line
from supervisor_app.services.site import Site
from supervisor_app.storage import ledger_store, ledger_writing, member_queries, remote_records, site_queries, witness_queries
from supervisor_app.storage.database import Connection

FORMAT = "supervisor-app/entry-proof/v1"
_KEY_SHOWN = 16
MOST_WITNESSES = 3
"""Laptops that are named one by one as witnesses."""


class CheckState(StrEnum):
    """How one check came out; the value is its word."""

    HOLDS = "holds"
    BROKEN = "does not hold"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofCheck:
    """One thing that was checked: a title, the finding in words, and the figure behind it (hex in fours, or empty)."""

    state: CheckState
    title: str
    words: str
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One field that the entry set, and what came of it: "" where its value still stands."""

    change: FieldChange
    since: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryProof:
    """One entry whole. `header` are labels with their values; `file` is the proof as a JSON file (see the help page)."""

    line: EntryLine
    header: tuple[tuple[str, str], ...]
    changes: tuple[ChangeLine, ...]
    checks: tuple[ProofCheck, ...]
    file: bytes

    @property
    def holds(self) -> bool:
        """Whether nothing that was checked is broken."""
        return all(check.state is not CheckState.BROKEN for check in self.checks)

    @property
    def file_name(self) -> str:
        """Return how the proof's file may be called: "entry-12-of-1a2b3c4d.json"."""
        return f"entry-{self.line.place.seq}-of-{self.line.place.origin.hex()[:8]}.json"

    def text(self) -> str:
        """Return everything as lines of text, to be copied."""
        when = f"{day_in_words(self.line.when.date())} at {self.line.when:%H:%M:%S}"
        parts = [self.line.told.sentence, f"{when}, {self.line.laptop}", ""]
        parts += [f"{one.change.word}: {_from_to(one.change)}{f' ({one.since})' if one.since else ''}" for one in self.changes]
        parts += [f"{label}: {value}" for label, value in self.header]
        parts += ["", *(f"{one.title}: {one.state.value}. {one.words} {one.code}".rstrip() for one in self.checks)]
        return "\n".join(parts)


def entry_proof(site: Site, origin: bytes, seq: int) -> EntryProof:
    """Return the proof of one entry; UserError where it is not on this laptop."""
    zone = site.clock().tzinfo
    with site.database.read() as connection:
        entry = ledger_store.entry_at(connection, origin, seq)
        if entry is None:
            raise UserError("This entry is not on this laptop.", "Sync, then look again.")
        names = LedgerNames(connection, zone)
        line = entry_line(connection, entry, names, zone)
        checks = (*_checks(connection, entry, names, site.clock()), *_check_authority(line))
        return EntryProof(
            line=line,
            header=_header(entry, line),
            changes=tuple(_changes(connection, entry, line, names, zone)),
            checks=checks,
            file=_file(connection, entry, line, checks),
        )


def save_proof(proof: EntryProof, path: Path) -> Path:
    """Write the proof's file; StorageError where that cannot be."""
    try:
        write_atomically(path, proof.file)
    except OSError as problem:
        raise StorageError(f"{path} cannot be written: {problem.strerror}.", "Choose another folder.") from problem
    return path


def _header(entry: Entry, line: EntryLine) -> tuple[tuple[str, str], ...]:
    return (
        ("Kind", entry.kind),
        ("Laptop", f"{line.laptop} ({entry.origin.hex()})"),
        ("Number", f"{entry.seq:,}"),
        ("Time", f"{moment_of(entry.at):%Y-%m-%d %H:%M:%S} UTC (stamp {entry.at})"),
        ("Hash", in_fours(entry.hash.hex())),
        ("Before it", in_fours(entry.prev.hex())),
        ("Content digest", in_fours(entry.content_digest.hex())),
        ("Laptop’s signature", in_fours(entry.sig.hex())),
    )


def _changes(
    connection: Connection, entry: Entry, line: EntryLine, names: LedgerNames, zone: tzinfo | None
) -> Iterator[ChangeLine]:
    later = {one.name: one for one in set_since(connection, entry)}
    for change in line.told.changes:
        since = later.get(change.name)
        if since is None:
            yield ChangeLine(change=change)
            continue
        winner = ledger_store.entry_at(connection, since.place.origin, since.place.seq)
        told = entry_line(connection, winner, names, zone) if winner else None
        by = (told.by or told.laptop) if told else "another laptop"
        day = day_in_words(moment_of(since.place.at).astimezone(zone).date())
        value = since.value or "nothing"
        yield ChangeLine(change=change, since=f"{by} set it to {value} on {day}; this value is kept in the history")


def _checks(connection: Connection, entry: Entry, names: LedgerNames, now: datetime) -> Iterator[ProofCheck]:
    yield _check_hash(entry)
    yield _check_digest(entry, names)
    yield _check_before(connection, entry)
    yield _check_after(connection, entry)
    yield _check_station(connection, entry, names)
    yield from _check_person(connection, entry)
    yield _check_elsewhere(connection, entry)
    yield _check_witnesses(connection, entry, names)


def _check_hash(entry: Entry) -> ProofCheck:
    again = hash_entry(entry.origin, entry.seq, entry.kind, entry.at, entry.prev, entry.content_digest)
    fits = again == entry.hash
    words = "The hash fits the header: kind, time and place in the chain are unchanged." if fits else "The header was changed."
    return _check("Header", fits, words, in_fours(entry.hash.hex()))


def _check_digest(entry: Entry, names: LedgerNames) -> ProofCheck:
    if entry.content is None or entry.salt is None:
        why = names.erasure(entry.origin, entry.seq)
        words = f"The content was erased {why or 'on purpose'}. Chain and signatures still hold without it."
        return ProofCheck(state=CheckState.NOTE, title="Content", words=words)
    fits = digest_content(entry.salt, entry.content) == entry.content_digest
    words = "The content is the one that was signed, to the byte." if fits else "The content was changed after it was signed."
    return _check("Content", fits, words, in_fours(entry.content_digest.hex()))


def _check_before(connection: Connection, entry: Entry) -> ProofCheck:
    if entry.seq == 1:
        return _check("Entry before", entry.prev == NO_ENTRY, "It is the first entry of its laptop.")
    before = ledger_store.entry_at(connection, entry.origin, entry.seq - 1)
    fits = before is not None and before.hash == entry.prev
    words = f"It follows entry {entry.seq - 1:,}." if fits else f"It does not follow entry {entry.seq - 1:,}."
    return _check("Entry before", fits, words)


def _check_after(connection: Connection, entry: Entry) -> ProofCheck:
    after = ledger_store.entry_at(connection, entry.origin, entry.seq + 1)
    head = ledger_store.heads(connection).get(entry.origin)
    if after is None:
        newest = head is not None and head.hash == entry.hash
        words = "It is the newest entry of its laptop." if newest else f"Entry {entry.seq + 1:,} is missing."
        return _check("Entry after", newest, words)
    fits = after.prev == entry.hash
    words = f"Entry {entry.seq + 1:,} builds on it." if fits else f"Entry {entry.seq + 1:,} does not build on it."
    return _check("Entry after", fits, words)


def _check_station(connection: Connection, entry: Entry, names: LedgerNames) -> ProofCheck:
    laptop, public = names.station(entry.origin.hex()), _station_key(connection, entry.origin)
    if public is None:
        return _check("Laptop’s signature", False, f"The key of {laptop} cannot be read.")
    fits = signature_holds(public, entry.sig, entry.hash)
    words = f"Signed by the key of {laptop}." if fits else f"The signature is not by the key of {laptop}."
    return _check("Laptop’s signature", fits, words, in_fours(public.hex()[:_KEY_SHOWN]))


def _station_key(connection: Connection, origin: bytes) -> bytes | None:
    first = ledger_store.entry_at(connection, origin, 1)
    try:
        return ledger_writing.station_public_key(first) if first else None
    except UnreadableContent:
        return None


def _check_person(connection: Connection, entry: Entry) -> Iterator[ProofCheck]:
    """The personal signature: whether it fits the act, and whose key it is by the site's own list."""
    title = "Personal signature"
    try:
        signature = decode_content(entry.content).signature if entry.content is not None else None
        problem = act_problem(entry.kind, entry.content) if signature and entry.content is not None else ""
    except UnreadableContent:
        yield ProofCheck(state=CheckState.NOTE, title=title, words="Only a newer version of the program can read the content.")
        return
    if signature is None:
        if entry.kind in ACT_KINDS and entry.content is not None:
            yield _check(title, False, "The act carries no personal signature; it does not count.")
        elif entry.content is not None:
            yield ProofCheck(state=CheckState.NOTE, title=title, words="None is needed: the laptop signs this kind of entry.")
        return
    said = f"{signature.name}, {signature.signed}: “{signature.meaning}”"
    yield _check(title, not problem, f"{said} It fits the act." if not problem else f"{said} But {problem}.")
    known = member_queries.member_key(connection, signature.key)
    fits = known is not None and known.member == signature.member
    words = f"The key is {signature.name}’s." if fits else f"This site has no such key of {signature.name}."
    yield _check("Personal key", fits, words, in_fours(signature.key[:_KEY_SHOWN]))


def _check_elsewhere(connection: Connection, entry: Entry) -> ProofCheck:
    title = "Shared file"
    store, _ = remote_records.chosen_store(connection)
    if not store:
        return ProofCheck(state=CheckState.NOTE, title=title, words="No shared file was chosen; the entry is on this laptop.")
    seen = remote_records.read_seen(connection, store).get(entry.origin)
    if seen is None or seen.seq < entry.seq:
        return ProofCheck(
            state=CheckState.NOTE, title=title, words="It is not on the shared file yet. The next sync puts it there."
        )
    kept = ledger_store.entry_at(connection, entry.origin, seen.seq)
    fits = kept is not None and kept.hash == seen.hash
    words = "It was on the shared file at the last sync." if fits else "The shared file holds another chain of this laptop."
    return _check(title, fits, words)


def _check_witnesses(connection: Connection, entry: Entry, names: LedgerNames) -> ProofCheck:
    """Who has said in a checkpoint of their own that they hold the entry."""
    title, seen_by = "Witnesses", witness_queries.witnesses_of(connection, entry.origin, entry.seq)
    if not seen_by:
        words = "No other laptop has said yet that it holds it. Each says so once a day, when it syncs."
        return ProofCheck(state=CheckState.NOTE, title=title, words=words)
    named = ", ".join(names.station(origin.hex()) for origin in seen_by[:MOST_WITNESSES])
    more = len(seen_by) - MOST_WITNESSES
    return _check(title, True, f"Held by {named}{f' and {more} more laptops' if more > 0 else ''}, as they say themselves.")


def _check_authority(line: EntryLine) -> Iterator[ProofCheck]:
    """Whether it counts: apart from whether it is genuine, which everything above is about."""
    if line.doubt:
        yield ProofCheck(state=CheckState.NOTE, title="Authority", words=f"It does not count. {line.doubt}")
    elif line.kind in ACT_KINDS and line.told.readable:
        yield _check("Authority", True, "Who acted was allowed to, at that time.")


def _check(title: str, holds: bool, words: str, code: str = "") -> ProofCheck:
    return ProofCheck(state=CheckState.HOLDS if holds else CheckState.BROKEN, title=title, words=words, code=code)


def _from_to(change: FieldChange) -> str:
    return f"{change.old or 'nothing'} → {change.new or 'nothing'}"


def _file(connection: Connection, entry: Entry, line: EntryLine, checks: tuple[ProofCheck, ...]) -> bytes:
    first = ledger_store.entry_at(connection, entry.origin, 1)
    station = site_queries.station(connection, entry.origin)
    proof = {
        "format": FORMAT,
        "words": line.told.sentence,
        "entry": entry_json(entry),
        "laptop": {"name": station.name if station else "", "first_entry": entry_json(first) if first else None},
        "checked": [{"title": one.title, "state": one.state.value, "words": one.words} for one in checks],
    }
    return json.dumps(proof, ensure_ascii=False, indent=1).encode()


def entry_json(entry: Entry) -> dict[str, object]:
    """Return an entry as the JSON of proofs and audit packs: bytes in hex, the content as the text that was signed."""
    return {
        "origin": entry.origin.hex(),
        "seq": entry.seq,
        "kind": entry.kind,
        "at": entry.at,
        "prev": entry.prev.hex(),
        "content_digest": entry.content_digest.hex(),
        "hash": entry.hash.hex(),
        "sig": entry.sig.hex(),
        "salt": entry.salt.hex() if entry.salt is not None else None,
        "content": entry.content.decode("utf-8", "backslashreplace") if entry.content is not None else None,
    }
