"""Paper of others: registered as declared by who saw it, shown so, never counted as assessed, taken back with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from supervisor_app.domain.erasure import Scope
from supervisor_app.domain.people import Role
from supervisor_app.domain.people_story import HeldState
from supervisor_app.domain.qualification import HeldStatus
from supervisor_app.errors import InputError, NotAllowed
from supervisor_app.services.catalogue import next_for
from supervisor_app.services.certificates import LifeState, Which, certificates, count_certificates, list_certificates
from supervisor_app.services.checking import check
from supervisor_app.services.declaring import Declaration, declare, get_declared, take_back_declared
from supervisor_app.services.erasing import erase, erasure_preview
from supervisor_app.services.issue_offers import offers
from supervisor_app.services.ledger_filter import LedgerFilter
from supervisor_app.services.ledger_page import ledger_lines
from supervisor_app.services.matrix import matrix
from supervisor_app.services.membership import Scope as MemberScope
from supervisor_app.services.membership import add_member, change_member
from supervisor_app.services.people_story import person_story
from supervisor_app.services.questioned import count_questioned
from supervisor_app.storage import projections
from tests.services.founded import PIN, SECOND_PIN, Founded, as_role, found, later, session_of, signed
from tests.services.holding import held_by

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc000000301010018dd8db00000000049454e44ae426082"
)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    yield founded
    founded.site.close()


def paper(at: Founded, **changes: object) -> Declaration:
    facts = Declaration(
        worker_id=at.ana.id,
        title="Fahrausweis für Flurförderzeuge",
        issuer="Berufsgenossenschaft",
        number="FZ-118",
        competency="forklift",
        issued=date(2024, 3, 4),
        valid_until=at.time().date() + timedelta(days=100),
        limits="bis 3,5 t",
    )
    return replace(facts, **changes)  # type: ignore[arg-type]


def test_whoever_acts_for_some_competencies_registers_paper_that_speaks_for_none_of_ours(at: Founded) -> None:
    scope = MemberScope(competencies=("forklift",))
    scoped = session_of(add_member(at.site, at.hannah, "Robin", "", Role.ASSESSOR, "", PIN, own_pin=PIN, scope=scope))
    row = declare(at.site, scoped, paper(at, competency=""), PIN, at.time())
    assert count_questioned(at.site) == 0
    assert check(at.site).sound
    quality = add_member(at.site, at.hannah, "Quinn", "", Role.QUALITY, "", PIN, own_pin=PIN, scope=scope)
    take_back_declared(at.site, session_of(quality), row.id, "It was another paper.", PIN, at.time())
    assert get_declared(at.site, row.id).withdrawn == at.time().date()
    assert count_questioned(at.site) == 0
    change_member(at.site, at.hannah, replace(quality, title="Quality lead"), PIN)  # judges the acts of both keys anew
    assert count_questioned(at.site) == 0
    assert check(at.site).sound
    with pytest.raises(NotAllowed, match="not authorised for this competency"):
        declare(at.site, scoped, paper(at, competency="crane"), PIN, at.time())


def test_it_is_shown_as_declared_in_lists_matrix_and_on_the_persons_page_and_counts_as_nothing_else(at: Founded) -> None:
    row = declare(at.site, at.hannah, paper(at), PIN, at.time())
    today = at.time().date()
    assert (row.holder, row.author, row.withdrawn) == ("Ana Kowalska", "Hannah Weber", None)
    [line] = list_certificates(at.site, today, which=Which.DECLARED)
    assert (line.declared, line.issuer, line.standing) == (True, "Berufsgenossenschaft", LifeState.VALID)
    page = certificates(at.site, today)
    assert (page.all, page.in_force, page.to_print) == (0, 0, 0)
    assert offers(at.site, today) == ()
    shown = matrix(at.site, today)
    column = next(place for place, one in enumerate(shown.columns) if one.competency == "forklift")
    cell = next(one for one in shown.rows if one.person.id == at.ana.id).cells[column]
    assert (cell.status, cell.holds, cell.covers, cell.sign_off) == (HeldStatus.DECLARED, False, False, "")
    assert cell.sentence == (
        "Declared: paper of Berufsgenossenschaft, valid until 3 March 2027, seen by Hannah Weber on "
        "23 November 2026. Not assessed here."
    )
    assert shown.columns[column].covered == 0
    [held] = person_story(at.site, at.ana.id, today).holds
    assert (held.state, held.declared_id, held.certificate_id) == (HeldState.DECLARED, row.id, "")
    assert next(one for one in next_for(at.site, at.ana.id, today) if one.line.competency == "forklift").status is (
        HeldStatus.DECLARED
    )


def test_what_was_assessed_here_stands_before_what_is_declared(at: Founded) -> None:
    declare(at.site, at.hannah, paper(at), PIN, at.time())
    signed(at, at.ana)
    held = held_by(at.site, at.ana.id, "forklift", at.time().date())
    assert held is not None
    assert held.status is HeldStatus.VALID


def test_it_ends_by_its_own_day_and_says_nothing_before_it_was_seen(at: Founded) -> None:
    declare(at.site, at.hannah, paper(at), PIN, at.time())
    first = at.time().date()
    later(at, days=101)
    today = at.time().date()
    for day in (today, first - timedelta(days=1)):
        held = held_by(at.site, at.ana.id, "forklift", day)
        assert held is not None
        assert held.status is HeldStatus.NEVER
    assert list_certificates(at.site, today, which=Which.DECLARED)[0].standing is LifeState.EXPIRED


def test_taking_it_back_needs_a_reason_and_the_right(at: Founded) -> None:
    row = declare(at.site, at.hannah, paper(at), PIN, at.time())
    with pytest.raises(InputError, match="Reason"):
        take_back_declared(at.site, at.hannah, row.id, " ", PIN, at.time())
    with pytest.raises(NotAllowed, match="An assessor may not withdraw"):
        take_back_declared(at.site, at.marco, row.id, "Not theirs.", SECOND_PIN, at.time())
    take_back_declared(at.site, at.hannah, row.id, "The name on it is another.", PIN, at.time())
    assert get_declared(at.site, row.id).withdrawn == at.time().date()
    held = held_by(at.site, at.ana.id, "forklift", at.time().date())
    assert held is not None
    assert held.status is HeldStatus.NEVER
    assert list_certificates(at.site, at.time().date(), which=Which.DECLARED)[0].standing is LifeState.WITHDRAWN


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": " "}, "Title"),
        ({"issuer": ""}, "Issuer"),
        ({"issued": date(2030, 1, 1)}, "Issued"),
        ({"valid_until": date(2020, 1, 1)}, "would end before"),
        ({"number": "x" * 201}, "Number"),
        ({"note": "x" * 1001}, "Note"),
        ({"worker_id": ""}, "whose paper"),
    ],
)
def test_what_is_missing_or_odd_is_said_and_nothing_is_written(at: Founded, changes: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        declare(at.site, at.hannah, paper(at, **changes), PIN, at.time())
    assert count_certificates(at.site, at.time().date(), which=Which.DECLARED) == 0


def test_nobody_registers_their_own_and_an_auditor_none(at: Founded) -> None:
    with pytest.raises(NotAllowed, match="your own certificate"):
        declare(at.site, at.marco, paper(at, worker_id=at.yusef.id), SECOND_PIN, at.time())
    with pytest.raises(NotAllowed, match="An auditor may not"):
        declare(at.site, as_role(at, Role.AUDITOR), paper(at), PIN, at.time())


def test_a_scan_lies_beside_the_records_and_goes_with_an_erasure(at: Founded, tmp_path: Path) -> None:
    scan = tmp_path / "scan.png"
    scan.write_bytes(PNG)
    row = declare(at.site, at.hannah, paper(at, scan=scan), PIN, at.time())
    assert (len(row.scan), row.scan_media) == (64, "image/png")
    told = ledger_lines(at.site, LedgerFilter(), limit=1)[0]
    assert told.told.sentence.startswith("Hannah Weber registered paper of Ana Kowalska as declared: ")
    with at.site.database.write() as connection:
        before = projections.digest(connection)
        projections.rebuild(connection)
        assert projections.digest(connection) == before
    shown = erasure_preview(at.site, at.hannah, at.ana.id, Scope.EVERYTHING)
    assert "1 registered paper of others" in shown.goes
    erase(at.site, at.hannah, shown, "asked", "Ana", PIN)
    assert list_certificates(at.site, at.time().date(), which=Which.DECLARED) == ()
    assert not list((tmp_path / "site").rglob(row.scan))
    assert check(at.site).sound


def test_the_list_finds_holder_title_issuer_and_number(at: Founded) -> None:
    declare(at.site, at.hannah, paper(at), PIN, at.time())
    today = at.time().date()
    for text in ("kowal", "flurf", "berufs", "fz-118", "ana 118"):
        assert len(list_certificates(at.site, today, text=text, which=Which.DECLARED)) == 1, text
    assert list_certificates(at.site, today, text="nobody", which=Which.DECLARED) == ()
