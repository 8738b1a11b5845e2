"""What was set aside: why, from whom, what to do; whatever rows a damaged file left are shown without a stumble."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supervisor_app.errors import StorageError, UserError
from supervisor_app.services.quarantine import MOST_SHOWN, aside, aside_lines, count_aside, save_aside
from supervisor_app.services.sync_report import WHY
from supervisor_app.storage import ledger_store
from supervisor_app.storage.remote_records import Refused, put_in_quarantine, refuse
from tests.services.founded import Founded, found, signed

ALMOST = st.dictionaries(st.sampled_from(["origin", "seq", "kind", "hash"]), st.integers(-(2**31), 2**31))


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Founded]:
    made = found(tmp_path_factory.mktemp("aside") / "site")
    signed(made, made.ana)
    yield made
    made.site.close()


def keep(at: Founded, *refused: Refused) -> None:
    with at.site.database.write() as connection:
        put_in_quarantine(connection, refused)


def test_one_record_is_told_whole(at: Founded, tmp_path: Path) -> None:
    with at.site.database.read() as connection:
        entry = ledger_store.entries_about(connection, at.ana.id)[0]
    other = replace(entry, hash=b"\x07" * 32, content_digest=b"\x07" * 32)
    keep(at, refuse(other, "fork", "2026-11-23T09:00:00+00:00"))
    [line] = [one for one in aside_lines(at.site) if one.hash == b"\x07" * 32]
    assert line.why == "Two records claim this number. The one that was here first counts."
    item = aside(at.site, line.key)
    assert item.says.startswith("Hannah Weber signed Ana Kowalska competent")
    assert "goes on under a new identity" in item.line.what_to_do
    assert '"competency": "forklift"' in item.raw
    assert len(item.raw) < MOST_SHOWN + 100
    save_aside(item, tmp_path / item.file_name)
    said = json.loads((tmp_path / item.file_name).read_text("utf-8"))
    assert said["entry"]["content"] == (entry.content or b"").decode()
    assert msgspec.msgpack.decode(base64.b64decode(said["row"]))["seq"] == entry.seq
    with pytest.raises(StorageError):
        save_aside(item, tmp_path / "missing" / "x.json")


@pytest.mark.parametrize("reason", [*WHY, "fork", "changed", "of a newer kind"])
def test_every_reason_says_why_and_what_to_do(at: Founded, reason: str) -> None:
    keep(at, Refused(origin=b"\x01" * 16, seq=1, hash=reason.encode(), reason=reason, seen="no time"))
    line = next(one for one in aside_lines(at.site, limit=500) if one.hash == reason.encode())
    item = aside(at.site, line.key)
    assert line.why.endswith(".")
    assert item.line.what_to_do.endswith(".")
    assert (item.raw, item.says) == ("", "Its content cannot be read here.")


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.binary(max_size=40) | ALMOST.map(msgspec.msgpack.encode))
def test_whatever_the_row_holds_it_is_shown(at: Founded, row: bytes) -> None:
    digest = row[:20]
    with at.site.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM quarantine WHERE seq = 77")
    keep(at, Refused(origin=b"\x02" * 16, seq=77, hash=digest, reason="header", seen="2026-11-23T09:00:00+00:00", row=row))
    item = aside(at.site, f"{'02' * 16}:77:{digest.hex()}")
    assert json.loads(item.file)["row"] == base64.b64encode(row).decode()


def test_pages_hold_everything_once(at: Founded) -> None:
    days = ((seq, f"2026-11-{seq % 28 + 1:02}") for seq in range(1, 80))
    keep(at, *(Refused(origin=b"\x03" * 16, seq=seq, hash=b"h", reason="gap", seen=day) for seq, day in days))
    seen: list[str] = []
    while page := aside_lines(at.site, len(seen), 30):
        seen += [line.key for line in page]
    assert len(seen) == len(set(seen)) == count_aside(at.site)


def test_what_is_not_here_is_said(at: Founded) -> None:
    with pytest.raises(UserError, match="not set aside"):
        aside(at.site, f"{'09' * 16}:1:00")
