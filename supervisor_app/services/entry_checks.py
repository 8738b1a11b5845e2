"""The checks of one entry: is it unchanged, in its place, signed by whom it says, held elsewhere, and does it count."""

from __future__ import annotations

from collections.abc import Iterator

from supervisor_app.domain.codes import in_fours
from supervisor_app.ledger.acts import act_problem
from supervisor_app.ledger.contents import ACT_KINDS
from supervisor_app.ledger.entry import NO_ENTRY, Entry, digest_content, hash_entry
from supervisor_app.ledger.envelope import UnreadableContent, decode_content
from supervisor_app.ledger.keys import signature_holds
from supervisor_app.services.entry_proof_records import CheckState, ProofCheck
from supervisor_app.services.ledger_names import LedgerNames
from supervisor_app.services.ledger_page import EntryLine
from supervisor_app.storage import ledger_store, ledger_writing, member_queries, remote_records, witness_queries
from supervisor_app.storage.database import Connection

_KEY_SHOWN = 16
MOST_WITNESSES = 3
"""Laptops that are named one by one as witnesses."""


def check_entry(connection: Connection, entry: Entry, line: EntryLine, names: LedgerNames) -> Iterator[ProofCheck]:
    """Yield each thing that was checked about an entry: its chain, its signatures, who else holds it, whether it counts."""
    yield _check_hash(entry)
    yield _check_digest(entry, names)
    yield _check_before(connection, entry)
    yield _check_after(connection, entry)
    yield _check_station(connection, entry, names)
    yield from _check_person(connection, entry)
    yield _check_elsewhere(connection, entry)
    yield _check_witnesses(connection, entry, names)
    yield from _check_authority(line)


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
