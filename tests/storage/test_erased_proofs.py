"""Proof whose content was erased and which comes to stand later: its content is not missing, and the others are told so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec

from supervisor_app.domain.erasure import Scope
from supervisor_app.ledger.entry import Entry
from supervisor_app.storage import erased_places, ledger_writing, remote_records
from tests.storage.test_erasing import NAME, replicas


def test_proof_that_was_erased_and_comes_to_stand_is_explained(tmp_path: Path) -> None:
    with replicas(tmp_path, 2) as (laptop, other):
        said = other.say("worker.recorded", "w1", {"family_name": NAME})
        laptop.say("worker.recorded", "w1", {"job": NAME})
        with laptop.database.write() as connection:
            remote_records.put_in_quarantine(connection, [remote_records.refuse(said, "fork", "2026")])
        laptop.erase("w1", Scope.EVERYTHING)
        with laptop.database.write() as connection:
            (kept,) = remote_records.in_quarantine(connection)
            bare = msgspec.msgpack.decode(kept.row, type=Entry)
            assert (bare.hash, bare.sig, bare.salt, bare.content) == (said.hash, said.sig, None, None)
            ledger_writing.insert_entries(connection, [bare])
            assert erased_places.missing_places(connection) == ((said.origin, 1),)
            remote_records.let_go_of_accepted(connection, said.origin)
            assert erased_places.missing_places(connection) == ()
            assert said.origin.hex() in erased_places.unnamed_places(connection)["w1"]
            assert remote_records.in_quarantine(connection) == ()


def test_proof_that_is_bare_for_another_reason_explains_nothing(tmp_path: Path) -> None:
    with replicas(tmp_path, 2) as (laptop, other):
        said = other.say("worker.recorded", "w1", {"family_name": NAME})
        bare = replace(said, salt=None, content=None)
        with laptop.database.write() as connection:
            remote_records.put_in_quarantine(connection, [remote_records.refuse(bare, "fork", "2026")])
            ledger_writing.insert_entries(connection, [bare])
            remote_records.let_go_of_accepted(connection, said.origin)
            assert erased_places.unnamed_places(connection) == {}
            assert erased_places.missing_places(connection) == ((said.origin, 1),)
