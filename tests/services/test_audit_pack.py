"""The audit pack: whole, readable, harmless to spreadsheets, bounded in memory; whatever is changed in it is found."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import json
import random
import stat
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.documents import audit_report
from supervisor_app.domain.people import PersonFields
from supervisor_app.errors import InputError, StorageError
from supervisor_app.exchange.csv_writing import csv_line
from supervisor_app.services import audit_parts
from supervisor_app.services.appending import append_many
from supervisor_app.services.audit_pack import ENTRIES, MANIFEST, SIGNATURE, TABLE, PackResult, export_pack
from supervisor_app.services.audit_verify import PackReport, verify_pack
from supervisor_app.services.ledger_filter import LedgerFilter, SubjectKind
from supervisor_app.services.ledger_finding import subject_named
from supervisor_app.services.ledger_line import Group
from supervisor_app.services.ledger_page import choices
from supervisor_app.services.people import add_worker, change_worker
from supervisor_app.services.site import Site
from tests.services.founded import Founded, found, signed

BY = "Hannah Weber"


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Founded]:
    made = found(tmp_path_factory.mktemp("audit") / "site")
    signed(made, made.ana)
    add_worker(made.site, made.hannah, PersonFields(employee_no="=1+1", given_name="@SUM(A1)", family_name="محمد"))
    change_worker(
        made.site, made.hannah, made.ana.id, PersonFields(employee_no="20417", given_name="Ana", family_name="Kowalska", job="-2")
    )
    yield made
    made.site.close()


@pytest.fixture(scope="module")
def pack(at: Founded, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pack") / "audit.zip"
    export_pack(at.site, LedgerFilter(), path, by=BY)
    return path


def members(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def rewritten(path: Path, target: Path, files: dict[str, bytes]) -> Path:
    with ZipFile(target, "w", ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return target


def stations(site: Site) -> dict[str, str]:
    return {site.station.origin.hex(): site.station.public}


def bad(report: PackReport) -> list[str]:
    return [check.name for check in report.checks if not check.sound]


def test_a_pack_holds_everything_and_verifies(at: Founded, pack: Path) -> None:
    files = members(pack)
    assert set(files) == {"report-001.pdf", TABLE, ENTRIES, MANIFEST, SIGNATURE}
    report = verify_pack(pack, known_stations=stations(at.site))
    assert report.sound, report.lines()
    assert report.lines()[-1] == "This audit pack is as it was exported."
    manifest = json.loads(files[MANIFEST])
    assert manifest["entries"] == choices(at.site).total == files[ENTRIES].count(b"\n")
    assert (manifest["scope"], manifest["exported"]["by"]) == ("All entries", BY)
    assert {one["name"]: one["sha256"] for one in manifest["files"]} == {
        name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name not in (MANIFEST, SIGNATURE)
    }


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX's")
def test_it_is_its_owners_alone_until_they_hand_it_on(pack: Path) -> None:
    assert stat.S_IMODE(pack.stat().st_mode) == 0o600


def test_only_what_was_asked_for_is_in_it(at: Founded, tmp_path: Path) -> None:
    asked = LedgerFilter(subject=subject_named(at.site, SubjectKind.PERSON, at.ana.id), group=Group.PEOPLE)
    result = export_pack(at.site, asked, tmp_path / "ana.zip", by=BY)
    assert result == PackResult(tmp_path / "ana.zip", 2, 5)
    manifest = json.loads(members(tmp_path / "ana.zip")[MANIFEST])
    assert manifest["scope"] == "Entries about Ana Kowalska (person), People"
    assert verify_pack(tmp_path / "ana.zip").sound


def test_nothing_to_export_is_still_a_pack(at: Founded, tmp_path: Path) -> None:
    export_pack(at.site, LedgerFilter(group=Group.NEWER), tmp_path / "none.zip", by=BY)
    assert verify_pack(tmp_path / "none.zip").sound


def test_the_report_reads_in_any_script_and_is_an_archive_file(pack: Path) -> None:
    data = members(pack)["report-001.pdf"]
    document = pypdfium2.PdfDocument(data)
    text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    for words in (
        "Audit report",
        "All entries",
        BY,
        "Signed by Hannah Weber",
        "I observed this",
        "page 1 of",
    ):
        assert words in text
    assert "signed Ana Kowalska competent on Counterbalance forklift" in " ".join(text.split())
    assert any(name in text for name in ("محمد", "دمحم"))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert b"<pdfaid:part>3</pdfaid:part>" in pdf.Root.Metadata.read_bytes()


def test_the_table_opens_in_a_spreadsheet_and_runs_nothing(pack: Path) -> None:
    data = members(pack)[TABLE]
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0][:4] == ["Time", "Time UTC", "What", "Kind"]
    assert all(len(row) == len(rows[0]) for row in rows)
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert any("job: -2" in row[7] for row in rows)


@given(st.text(max_size=12), st.text(max_size=12))
def test_no_cell_begins_as_a_formula_whatever_it_holds(first: str, second: str) -> None:
    line = csv_line((first, second))
    [row] = list(csv.reader(io.StringIO(line, newline="")))
    assert len(row) == 2
    for cell in row:
        assert not cell.lstrip(" \u00a0").startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


def edited(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data))
    return data[:place] + bytes([data[place] ^ (1 << chance.randrange(8))]) + data[place + 1 :]


@pytest.mark.parametrize("name", ["report-001.pdf", TABLE, ENTRIES, MANIFEST, SIGNATURE])
def test_one_changed_byte_anywhere_is_found(at: Founded, pack: Path, tmp_path: Path, name: str) -> None:
    files, chance = members(pack), random.Random(name)
    for turn in range(25):
        changed = {**files, name: edited(files[name], chance)}
        path = rewritten(pack, tmp_path / f"{turn}.zip", changed)
        try:
            report = verify_pack(path, known_stations=stations(at.site))
        except InputError:
            assert name == MANIFEST
            continue
        assert not report.sound


CHANGES: dict[str, Callable[[dict[str, bytes]], dict[str, bytes]]] = {
    "a file is missing": lambda files: {name: data for name, data in files.items() if name != TABLE},
    "a file was added": lambda files: {**files, "note.txt": b"hello"},
    "the entries are missing": lambda files: {name: data for name, data in files.items() if name != ENTRIES},
    "the signature is missing": lambda files: {name: data for name, data in files.items() if name != SIGNATURE},
    "the signature is no JSON": lambda files: {**files, SIGNATURE: b"{"},
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_pack_that_is_not_complete_is_found(pack: Path, tmp_path: Path, what: str) -> None:
    path = rewritten(pack, tmp_path / "changed.zip", CHANGES[what](members(pack)))
    assert not verify_pack(path).sound


def resigned(files: dict[str, bytes], site: Site, entries: bytes) -> dict[str, bytes]:
    """What a forger with a laptop's key could do: other entries, a manifest that fits them, a fresh signature."""
    manifest = json.loads(files[MANIFEST])
    for one in manifest["files"]:
        if one["name"] == ENTRIES:
            one |= {"bytes": len(entries), "sha256": hashlib.sha256(entries).hexdigest()}
    manifest["entries"] = entries.count(b"\n")
    raw = json.dumps(manifest).encode()
    signature = json.loads(files[SIGNATURE])
    signature["sig"] = site.station.sign(hashlib.sha256(b"supervisor-app/audit-pack/v1\x00" + raw).digest()).hex()
    return {**files, ENTRIES: entries, MANIFEST: raw, SIGNATURE: json.dumps(signature, ensure_ascii=False, indent=1).encode()}


def test_entries_prove_themselves_even_under_a_fresh_manifest(at: Founded, pack: Path, tmp_path: Path) -> None:
    files = members(pack)
    honest = rewritten(pack, tmp_path / "honest.zip", resigned(files, at.site, files[ENTRIES]))
    assert verify_pack(honest, known_stations=stations(at.site)).sound
    forged = files[ENTRIES].replace(b"Kowalska", b"Kowalski")
    report = verify_pack(rewritten(pack, tmp_path / "forged.zip", resigned(files, at.site, forged)))
    assert bad(report) == ["Entries"]
    assert "its content was changed" in report.checks[-1].finding


def test_a_pack_of_another_site_is_told_apart(pack: Path) -> None:
    assert bad(verify_pack(pack, known_stations={"00" * 16: "11" * 32})) == ["Signature of the laptop"]


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip at all", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_pack_is_said_so(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(data)
    with pytest.raises(InputError, match="no audit pack"):
        verify_pack(path)
    with pytest.raises(InputError):
        verify_pack(tmp_path / "missing.zip")


def test_damaged_zip_files_never_make_it_stumble(pack: Path, tmp_path: Path) -> None:
    data, chance = pack.read_bytes(), random.Random(5)
    path = tmp_path / "x.zip"
    for _ in range(60):
        path.write_bytes(edited(data, chance) if chance.random() < 0.7 else data[: chance.randrange(len(data))])
        with contextlib.suppress(InputError):  # said in words; anything else is a fault
            assert verify_pack(path).lines()


def test_giving_up_leaves_no_file(at: Founded, tmp_path: Path) -> None:
    result = export_pack(at.site, LedgerFilter(), tmp_path / "x.zip", by=BY, cancelled=lambda: True)
    assert result.cancelled
    assert list(tmp_path.iterdir()) == []


def test_where_nothing_can_be_written_it_says_so(at: Founded, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"^pack\.zip cannot be written: its folder is not there\.") as told:
        export_pack(at.site, LedgerFilter(), tmp_path / "nowhere" / "pack.zip", by=BY)
    assert "records" not in told.value.message


def test_progress_ends_at_the_number_of_entries(at: Founded, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    export_pack(at.site, LedgerFilter(), tmp_path / "x.zip", by=BY, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (choices(at.site).total,) * 2


def test_a_long_pack_is_written_in_parts_that_are_forgotten(at: Founded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts: list[int] = []
    monkeypatch.setattr(audit_parts, "PART", 50)
    monkeypatch.setattr(audit_report, "render_part", lambda head, rows, book: parts.append(len(rows)) or b"part")
    changes = [("worker.recorded", at.yusef.id, {"job": f"job {number}"}) for number in range(1200)]
    with at.site.database.write() as connection:
        append_many(at.site, connection, changes, by=at.hannah.member_id)
    asked = LedgerFilter(subject=subject_named(at.site, SubjectKind.PERSON, at.yusef.id))
    peaks = []
    for most in (300, 1200):
        left = iter(range(most))
        tracemalloc.start()
        export_pack(at.site, asked, tmp_path / "x.zip", by=BY, cancelled=lambda left=left: next(left, None) is None)  # type: ignore[misc]
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert set(parts) == {50}
    assert peaks[1] < peaks[0] * 1.25


def test_verifying_holds_one_entry_at_a_time(pack: Path) -> None:
    tracemalloc.start()
    verify_pack(pack)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * 1024 * 1024
