"""Sign-offs, certificates and checklists as they are read back from the projections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from supervisor_app.ledger.acts import Signer, sign_act
from supervisor_app.ledger.bodies import CertificatePrinted, CompetencyPublished
from supervisor_app.ledger.contents import ACT_KINDS, checklist_digest, encode_content
from supervisor_app.storage import (
    certificate_lists,
    certificate_queries,
    checklist_queries,
    ledger_store,
    ledger_writing,
    projections,
    sign_off_queries,
)
from supervisor_app.storage.certificate_lists import Which
from supervisor_app.storage.database import Connection, Database
from tests.ledger.rooted import new_root
from tests.ledger.samples import CHECKLIST, FINISHED, issued_certificate, sign_off
from tests.sites import START, seeded

RANDOM = seeded(41)
ROOT = new_root(RANDOM)
STATION, KEYS = ROOT.writer.station, ROOT.founder
TODAY = date(2026, 3, 14)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    database = Database.create(tmp_path / "records.sqlite")
    with database.write() as opened:
        ledger_writing.insert_entries(opened, ROOT.entries)
        yield opened
    database.close()


def record(connection: Connection, kind: str, body: object, hours: int = 0) -> None:
    if kind in ACT_KINDS:
        signer = Signer(name="Ann Lee", title="Supervisor")
        content = sign_act(KEYS, signer, kind=kind, about="w1", body=body, meaning="I saw it.", signed_at=START)
    else:
        content = encode_content(by="ann", about="w1", body=body)
    ledger_writing.append(connection, STATION, kind, content, now=START + timedelta(hours=hours), salt=RANDOM(16))


def test_a_sign_off_is_read_whole_with_its_signature(connection: Connection) -> None:
    record(connection, "assessment.signed", sign_off("s1"))
    found = sign_off_queries.get_sign_off(connection, "s1")
    assert found is not None
    assert found.sign_off == sign_off("s1")
    assert (found.signature.name, found.signature.meaning) == ("Ann Lee", "I saw it.")
    assert found.hash == ledger_store.heads(connection)[STATION.origin].hash
    assert sign_off_queries.get_sign_off(connection, "s2") is None


def test_the_history_leaves_out_what_was_amended_and_is_in_order_of_time(connection: Connection) -> None:
    for identity, minutes, amends in (("s1", 0, ""), ("s3", 20, ""), ("s2", 10, ""), ("s4", 0, "s1")):
        kind = "assessment.amended" if amends else "assessment.signed"
        record(connection, kind, sign_off(identity, minutes=minutes, amends=amends))
    record(connection, "assessment.signed", sign_off("s9", worker="w2"))
    assert [found.sign_off.id for found in sign_off_queries.history(connection, "w1", "forklift")] == ["s4", "s2", "s3"]
    assert sign_off_queries.amended_by(connection, "s1") == "s4"
    assert sign_off_queries.amended_by(connection, "s2") == ""
    assert [line.id for line in sign_off_queries.worker_lines(connection, "w1")] == ["s3", "s2", "s1", "s4"]
    standing = sign_off_queries.standing_attempts(connection)
    assert [(worker, attempt.sign_off) for worker, _, attempt in standing] == [
        ("w1", "s4"),
        ("w1", "s2"),
        ("w1", "s3"),
        ("w2", "s9"),
    ]


def test_lines_between_two_times_compare_times_not_offsets(connection: Connection) -> None:
    record(connection, "assessment.signed", sign_off("s1"))
    other_zone = START.tzinfo
    start = FINISHED.astimezone(other_zone)
    assert len(sign_off_queries.lines_between(connection, start, start + timedelta(seconds=1))) == 1
    assert sign_off_queries.lines_between(connection, start + timedelta(seconds=1), start + timedelta(days=1)) == ()
    assert sign_off_queries.lines_between(connection, start - timedelta(days=1), start) == ()


def test_successes_wait_for_a_certificate_until_one_rests_on_them(connection: Connection) -> None:
    record(connection, "assessment.signed", sign_off("s1"))
    record(connection, "assessment.signed", sign_off("s2", success=False))
    record(connection, "assessment.signed", sign_off("s3", minutes=5))
    since = FINISHED - timedelta(days=1)
    assert [line.id for line in sign_off_queries.uncertified(connection, since)] == ["s3", "s1"]
    record(connection, "certificate.issued", issued_certificate("c1"))
    assert [line.id for line in sign_off_queries.uncertified(connection, since)] == ["s3"]
    assert certificate_queries.certificates_of_sign_off(connection, "s1") == ("c1",)


def test_of_two_sign_offs_with_one_id_the_earlier_stays(connection: Connection) -> None:
    record(connection, "assessment.signed", sign_off("s1"))
    record(connection, "assessment.signed", sign_off("s1", success=False))
    found = sign_off_queries.get_sign_off(connection, "s1")
    assert found is not None
    assert found.sign_off.success


def test_an_erased_sign_off_is_gone_from_reading_and_breaks_nothing(connection: Connection) -> None:
    record(connection, "assessment.signed", sign_off("s1"))
    connection.exec_driver_sql("UPDATE entry SET salt = NULL, content = NULL")
    assert sign_off_queries.get_sign_off(connection, "s1") is None
    assert sign_off_queries.history(connection, "w1", "forklift") == ()
    projections.rebuild(connection)
    assert sign_off_queries.worker_lines(connection, "w1") == ()


def test_a_certificate_is_read_whole_and_its_papers_are_counted(connection: Connection) -> None:
    certificate = issued_certificate("c1", credential='{"name":"Łucja \\u0007"}'.encode())
    record(connection, "certificate.issued", certificate)
    found = certificate_queries.get_certificate(connection, "c1")
    assert found is not None
    assert found.certificate == certificate
    assert certificate_queries.times_printed(connection, "c1") == 0
    for duplicate in range(2):
        record(connection, "certificate.printed", CertificatePrinted(certificate="c1", duplicate=duplicate))
    row = certificate_queries.certificate_row(connection, "c1")
    assert row is not None
    assert (row.printed, row.valid_until, row.holder) == (2, date(2029, 3, 13), "Łucja Øst")


@pytest.mark.parametrize(
    ("text", "which", "ids"),
    [
        ("", Which.ALL, ["c3", "c2", "c1"]),
        ("lucja", Which.ALL, ["c3", "c2", "c1"]),
        ("0002 ost", Which.ALL, ["c2"]),
        ("%", Which.ALL, []),
        ("", Which.VALID, ["c3", "c1"]),
        ("", Which.ENDED, ["c2"]),
        ("", Which.TO_PRINT, ["c3", "c2"]),
        ("0003", Which.TO_PRINT, ["c3"]),
    ],
)
def test_certificates_are_found_by_text_and_by_what_they_need(
    connection: Connection, text: str, which: Which, ids: list[str]
) -> None:
    for number, until in ((1, TODAY), (2, TODAY - timedelta(days=1)), (3, None)):
        record(connection, "certificate.issued", issued_certificate(f"c{number}", number=f"NW-A000{number}", until=until))
    record(connection, "certificate.printed", CertificatePrinted(certificate="c1"))
    rows = certificate_lists.certificate_rows(connection, TODAY, text=text, which=which)
    assert [row.id for row in rows] == ids
    assert certificate_lists.count_certificates(connection, TODAY, text=text, which=which) == len(ids)
    assert [row.id for row in certificate_lists.certificate_rows(connection, TODAY, text=text, which=which, limit=1)] == ids[:1]


def test_what_ends_soon_is_listed_unless_a_later_certificate_outlasts_it(connection: Connection) -> None:
    soon, later = TODAY + timedelta(days=20), TODAY + timedelta(days=900)
    for identity, worker, until in (("c1", "w1", soon), ("c2", "w2", soon), ("c3", "w2", later), ("c4", "w3", later)):
        record(connection, "certificate.issued", issued_certificate(identity, number=identity, worker=worker, until=until))
    window = (TODAY, TODAY + timedelta(days=30))
    assert [row.id for row in certificate_queries.ending_between(connection, *window)] == ["c1"]
    assert certificate_queries.latest_by_competency(connection, "w2")["forklift"].id == "c3"


def test_the_last_number_counts_not_spells(connection: Connection) -> None:
    for number in ("A-9", "A-10", "B-11"):
        record(connection, "certificate.issued", issued_certificate(number, number=number))
    assert certificate_queries.last_number(connection, "A-") == "A-10"
    assert certificate_queries.last_number(connection, "C-") == ""


def test_the_newest_revision_of_each_checklist_is_current(connection: Connection) -> None:
    newer = replace(CHECKLIST, revision=4)
    welding = replace(CHECKLIST, competency="welding", code="WE-01", revision=1)
    for checklist in (CHECKLIST, newer, welding, CHECKLIST):
        record(connection, "checklist.published", checklist)
    current = checklist_queries.current_checklists(connection)
    assert [found.checklist for found in current] == [newer, welding]
    assert [found.digest for found in current] == [checklist_digest(newer), checklist_digest(welding)]
    assert checklist_queries.get_checklist(connection, checklist_digest(CHECKLIST)) == CHECKLIST
    assert [found.checklist.revision for found in checklist_queries.revisions(connection, "forklift")] == [4, 3]
    latest = checklist_queries.current_checklist(connection, "forklift")
    assert latest is not None
    assert latest.checklist == newer
    assert checklist_queries.is_published(connection, latest.digest)
    assert not checklist_queries.is_published(connection, "00")


def test_two_revisions_of_one_number_both_stay(connection: Connection) -> None:
    for code in ("FL-01", "FL-02"):
        record(connection, "checklist.published", replace(CHECKLIST, code=code))
    assert len(checklist_queries.revisions(connection, "forklift")) == 2


def test_a_competencys_newest_texts_are_read(connection: Connection) -> None:
    for title in ("Truck", "Forklift"):
        record(connection, "competency.published", CompetencyPublished(key="forklift", title={"en": title}))
    assert [found.title for found in checklist_queries.competencies(connection)] == [{"en": "Forklift"}]
