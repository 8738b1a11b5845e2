"""The proof of one entry: a line turns over when what it speaks of was changed; the file checks without this program."""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from supervisor_app.domain.people import PersonFields
from supervisor_app.errors import UserError
from supervisor_app.services.entry_proof import entry_proof
from supervisor_app.services.entry_proof_records import CheckState, EntryProof
from supervisor_app.services.people import change_worker
from supervisor_app.storage import ledger_store
from tests.services.founded import Founded, found, signed


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    made = found(tmp_path / "site")
    yield made
    made.site.close()


def newest(at: Founded) -> tuple[bytes, int]:
    with at.site.database.read() as connection:
        head = ledger_store.heads(connection)[at.site.station.origin]
    return head.origin, head.seq


def broken(proof: EntryProof) -> list[str]:
    return [check.title for check in proof.checks if check.state is CheckState.BROKEN]


def change(at: Founded, seq: int, column: str, value: object) -> None:
    with at.site.database.write() as connection:
        connection.exec_driver_sql(f"UPDATE entry SET {column} = ? WHERE seq = ?", (value, seq))


def test_a_sound_entry_holds_in_every_line(at: Founded) -> None:
    signed(at, at.ana)
    proof = entry_proof(at.site, *newest(at))
    assert proof.holds
    assert [check.title for check in proof.checks] == [
        "Header", "Content", "Entry before", "Entry after", "Laptop’s signature", "Personal signature", "Personal key",
        "Shared file", "Witnesses", "Authority",
    ]  # fmt: skip
    person = next(check for check in proof.checks if check.title == "Personal signature")
    assert person.words.startswith("Hannah Weber, 2026-11-23T")
    assert "I observed this and I judge it competent." in person.words
    assert "Entry after: holds." in proof.text()


@pytest.mark.parametrize(
    ("column", "value", "titles"),
    [
        ("kind", "worker.left", {"Header", "Personal signature"}),
        ("at", 7, {"Header"}),
        ("content", b'{"v":1}', {"Content", "Personal signature"}),
        ("salt", bytes(16), {"Content"}),
        ("hash", bytes(32), {"Header", "Entry after", "Laptop’s signature"}),
        ("sig", bytes(64), {"Laptop’s signature"}),
        ("prev", bytes(32), {"Header", "Entry before"}),
    ],
)
def test_whatever_is_changed_is_named(at: Founded, column: str, value: object, titles: set[str]) -> None:
    signed(at, at.ana)
    origin, seq = newest(at)
    change(at, seq, column, value)
    found = set(broken(entry_proof(at.site, origin, seq)))
    assert found
    assert found <= titles | {"Personal key"}


def test_what_does_not_count_says_why_and_is_still_genuine(at: Founded) -> None:
    record = signed(at, at.ana).sign_off
    place = newest(at)
    with at.site.database.write() as connection:
        reason = "the key was reported lost before"
        connection.exec_driver_sql("UPDATE sign_off SET questioned = ? WHERE id = ?", (reason, record.id))
    proof = entry_proof(at.site, *place)
    assert proof.holds
    assert proof.checks[-1].words == "It does not count. The key was reported lost before."
    assert proof.line.doubt == "The key was reported lost before."
    with at.site.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM standing")
    assert "has not been let in" in entry_proof(at.site, *place).checks[-1].words


def test_other_laptops_that_hold_it_are_named_as_witnesses(at: Founded) -> None:
    origin, seq = newest(at)
    with at.site.database.write() as connection:
        for number in range(5):
            row = (origin, seq - 2, "00", 1, bytes([number]) * 16, 1)
            connection.exec_driver_sql(
                "INSERT INTO witness (subject, number, hash, at, origin, seq) VALUES (?, ?, ?, ?, ?, ?)", row
            )
    said = {proof.checks[-1].words for proof in (entry_proof(at.site, origin, seq - 2), entry_proof(at.site, origin, seq))}
    assert any(words.endswith("and 2 more laptops, as they say themselves.") for words in said)
    assert any(words.startswith("No other laptop has said yet") for words in said)


def test_a_missing_neighbour_is_named(at: Founded) -> None:
    origin, seq = newest(at)
    with at.site.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM entry WHERE seq IN (?, ?)", (seq - 2, seq))
    assert broken(entry_proof(at.site, origin, seq - 1)) == ["Entry before", "Entry after"]
    with pytest.raises(UserError, match="not on this laptop"):
        entry_proof(at.site, origin, seq)


def test_a_value_that_was_set_again_is_kept_in_the_history(at: Founded) -> None:
    for shift in ("days", "nights"):
        fields = PersonFields(employee_no="20417", given_name="Ana", family_name="Kowalska", shift=shift)
        change_worker(at.site, at.hannah, at.ana.id, fields)
    origin, seq = newest(at)
    [older] = entry_proof(at.site, origin, seq - 1).changes
    assert (older.change.old, older.change.new) == (None, "days")
    assert older.since == "Hannah Weber set it to nights on 23 November 2026; this value is kept in the history"
    [last] = entry_proof(at.site, origin, seq).changes
    assert (last.change.old, last.change.new, last.since) == ("days", "nights", "")


def check_by_hand(proof: dict[str, Any]) -> None:
    """Check a proof file with nothing but SHA-256 and Ed25519, as the help page says. Raises where it does not hold."""
    first = proof["laptop"]["first_entry"]
    key = json.loads(first["content"])["body"]["ed25519"]
    for entry in (first, proof["entry"]):
        salt, content = bytes.fromhex(entry["salt"]), entry["content"].encode()
        digest = hashlib.sha256(b"supervisor-app/content/v1\x00" + salt + content).digest()
        assert digest.hex() == entry["content_digest"]
        kind = entry["kind"].encode("ascii")
        header = bytes.fromhex(entry["origin"]) + struct.pack(">QQB", entry["seq"], entry["at"], len(kind)) + kind
        header += bytes.fromhex(entry["prev"]) + digest
        whole = hashlib.sha256(b"supervisor-app/entry/v1\x00" + header).digest()
        assert whole.hex() == entry["hash"]
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(entry["sig"]), whole)


def test_the_file_checks_without_this_program(at: Founded) -> None:
    signed(at, at.yusef)
    proof = json.loads(entry_proof(at.site, *newest(at)).file)
    check_by_hand(proof)
    proof["entry"]["content"] = proof["entry"]["content"].replace('"level":"U"', '"level":"O"')
    with pytest.raises(AssertionError):
        check_by_hand(proof)
    other = json.loads(entry_proof(at.site, *newest(at)).file)
    other["entry"]["sig"] = "00" * 64
    with pytest.raises(InvalidSignature):
        check_by_hand(other)
