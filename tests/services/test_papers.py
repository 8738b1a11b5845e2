"""Products of certificates from real records: orders, duplicates of each product by itself, one file for all, the command."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pikepdf.pdfa
import pytest

from supervisor_app import cli
from supervisor_app.documents import completeness
from supervisor_app.domain.certificate import CertificateFacts, IssuedCertificate
from supervisor_app.domain.codes import certificate_code
from supervisor_app.domain.file_names import distinct, safe_stem
from supervisor_app.errors import InputError, StorageError
from supervisor_app.services.certificate_drawing import get_certificate, mark_printed, render_pdf
from supervisor_app.services.certificates import list_certificates, waiting_ids
from supervisor_app.services.issuing import issue
from supervisor_app.services.papers import Copy, Order, Product, copies_of, draw_each, draw_together
from supervisor_app.services.passport import sign_passport
from supervisor_app.services.pdf_sealing import open_key_file
from supervisor_app.services.print_command import find_certificate, print_files, print_passports
from supervisor_app.services.printing import save_by_person, save_passport_page, save_pdfs, save_together
from supervisor_app.services.site import site_facts
from supervisor_app.services.verifying import Outcome, verify_file
from tests.documents.test_pades import PASSWORD, key_file
from tests.services.founded import DETAILS, PIN, Founded, found, later, signed

CARDS, CARD, PORTRAIT = Order(product=Product.CARDS), Order(product=Product.CARD), Order(upright=True)


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Founded]:
    founded = found(tmp_path_factory.mktemp("papers") / "site")
    yield founded
    founded.site.close()


@pytest.fixture(scope="module")
def ids(at: Founded) -> list[str]:
    made = []
    for worker in (at.ana, at.yusef, at.ana):
        made.append(issue(at.site, at.hannah, signed(at, worker).sign_off.id, DETAILS, PIN, at.time()).facts.credential_id)
        later(at, days=1)
    return made


def pages(data: bytes) -> list[tuple[int, int]]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pikepdf.pdfa.check(pdf, "3b").findings == []
        boxes = [[float(edge) for edge in page.MediaBox] for page in pdf.pages]
    return [(round(box[2]), round(box[3])) for box in boxes]


def test_every_product_has_the_pages_it_is_asked_for(at: Founded, ids: list[str]) -> None:
    assert pages(draw_together(at.site, copies_of(ids[:1]), PORTRAIT))[0] == (595, 842)
    assert pages(draw_together(at.site, copies_of(ids[:1]), replace(PORTRAIT, paper="Letter")))[0] == (612, 792)
    assert pages(draw_together(at.site, copies_of(ids), CARD)) == [(243, 153)] * 3
    assert pages(draw_together(at.site, copies_of(ids), CARDS)) == [(595, 842)]
    assert len(list(draw_each(at.site, copies_of(ids, 4), CARDS))) == 2
    assert len(list(draw_each(at.site, copies_of(ids, 4), replace(CARDS, paper="Letter")))) == 2
    assert len(list(draw_each(at.site, copies_of(ids), Order()))) == 3


def test_all_in_one_file_holds_every_page_and_every_credential_and_is_the_same_again(at: Founded, ids: list[str]) -> None:
    data = draw_together(at.site, copies_of(ids), Order())
    assert len(pages(data)) == sum(len(pages(render_pdf(at.site, one, Order().page))) for one in ids)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for one in ids:
            issued = get_certificate(at.site, one)
            assert pdf.attachments[f"{issued.facts.number}.json"].get_file().read_bytes() == issued.credential
    assert draw_together(at.site, copies_of(ids), Order()) == data


def test_cards_are_counted_apart_and_the_certificate_still_waits(at: Founded, ids: list[str]) -> None:
    today, one = at.time().date(), ids[2]
    original = draw_together(at.site, copies_of([one]), CARD, today=today)
    assert original == draw_together(at.site, copies_of([one]), CARD)
    mark_printed(at.site, at.hannah, [one], "card")
    assert one in waiting_ids(at.site, today)
    assert next(line.printed for line in list_certificates(at.site, today) if line.id == one) == 0
    assert draw_together(at.site, copies_of([one]), CARD, today=today) != original
    assert draw_together(at.site, [Copy(one)], Order(), today=today) == draw_together(at.site, [Copy(one)], Order())
    sheet = draw_together(at.site, copies_of([one]), CARDS, today=today)
    assert sheet != draw_together(at.site, copies_of([one]), CARDS)


def test_a_saved_card_and_a_portrait_certificate_are_valid(at: Founded, ids: list[str], tmp_path: Path) -> None:
    for order in (CARD, PORTRAIT):
        result = save_together(at.site, ids[:1], tmp_path / "one.pdf", order)
        assert verify_file(at.site, Path(result.files[0]), at.time()).valid


def test_a_batch_of_cards_gives_a_file_each_the_same_by_one_process_or_two(at: Founded, ids: list[str], tmp_path: Path) -> None:
    one = save_pdfs(at.site, ids, tmp_path / "one", CARD, workers=1)
    two = save_pdfs(at.site, ids, tmp_path / "two", CARD, workers=2)
    assert len(one.files) == len(two.files) == 3
    for path in one.files:
        assert Path(path).read_bytes() == (tmp_path / "two" / Path(path).name).read_bytes()


def test_one_file_for_all_is_whole_or_not_there(at: Founded, ids: list[str], tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    for order in (Order(), CARDS):
        stopped = save_together(
            at.site,
            ids,
            tmp_path / "all.pdf",
            order,
            progress=lambda done, total: steps.append((done, total)),
            cancelled=lambda: bool(steps),
        )
        assert stopped.cancelled
        assert not list(tmp_path.iterdir())
    assert steps == [(1, 3), (1, 3)]
    with pytest.raises(StorageError, match="cannot be written"):
        save_together(at.site, ids, tmp_path / "missing" / "all.pdf", CARDS)


def test_one_file_per_person_holds_all_of_theirs(at: Founded, ids: list[str], tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    result = save_by_person(at.site, ids, tmp_path / "people", Order(), progress=lambda done, total: steps.append((done, total)))
    assert sorted(Path(path).name for path in result.files) == ["010462.pdf", "20417.pdf"]
    assert steps == [(2, 3), (3, 3)]
    with pikepdf.open(tmp_path / "people" / "20417.pdf") as pdf:
        assert len(list(pdf.attachments)) == 2
    assert verify_file(at.site, tmp_path / "people" / "010462.pdf", at.time()).valid
    stopped = save_by_person(at.site, ids, tmp_path / "stopped", Order(), cancelled=lambda: True)
    assert stopped.cancelled
    assert stopped.files == ()


def test_file_names_are_safe_on_every_system() -> None:
    assert safe_stem("NGP-A-000147") == "NGP-A-000147"
    assert safe_stem("../a:b*c?.pdf") == "___a_b_c__pdf"
    assert safe_stem("") == "_"
    assert [safe_stem(name) for name in ("con", "NUL", "Com1", "lpt9")] == ["con_", "NUL_", "Com1_", "lpt9_"]
    assert len(safe_stem("x" * 500)) == 80
    assert distinct(["A", "a", "A", "b"]) == ["A", "a-2", "A-3", "b"]


def test_a_certificate_is_found_by_number_code_and_id(at: Founded, ids: list[str]) -> None:
    issued: IssuedCertificate = get_certificate(at.site, ids[0])
    for wanted in (issued.facts.number, certificate_code(ids[0]).lower(), ids[0]):
        assert find_certificate(at.site, wanted) == ids[0]
    with pytest.raises(InputError, match="no certificate with this number"):
        find_certificate(at.site, "NGP-Z-1")


def test_print_files_takes_a_file_or_a_folder(at: Founded, ids: list[str], tmp_path: Path) -> None:
    assert site_facts(at.site).name
    numbers = [get_certificate(at.site, one).facts.number for one in ids]
    assert len(print_files(at.site, numbers, Order(), tmp_path / "each").files) == 3
    [sheet] = print_files(at.site, [*numbers, numbers[0]], CARDS, tmp_path / "sheets").files
    assert Path(sheet).name == "cards.pdf"
    made = print_files(at.site, numbers, Order(), tmp_path / "all.pdf")
    assert made.files == (str(tmp_path / "all.pdf"),)
    assert made.lines()[-1].startswith("3 certificates.")


def test_a_card_that_cannot_be_drawn_is_named_and_the_others_are_on_the_sheet(
    at: Founded, ids: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = get_certificate(at.site, ids[1]).facts.number

    def check(facts: CertificateFacts) -> None:
        if facts.number == bad:
            raise InputError(facts.number, "its record lacks what its rule asks for.", "Issue it anew.")

    monkeypatch.setattr(completeness, "check_complete", check)
    made = print_files(at.site, ids, CARDS, tmp_path / "out")
    assert (made.certificates, made.left_out) == (
        2,
        (f"The card of {bad} is missing: its record lacks what its rule asks for. Issue it anew.",),
    )
    assert made.left_out[0] in made.lines()
    results = [verify_file(at.site, tmp_path / "out" / "cards.pdf", at.time(), f"page 1, card {card}") for card in (1, 2)]
    assert [one.fact("Number") for one in results] == [get_certificate(at.site, name).facts.number for name in (ids[0], ids[2])]
    with pytest.raises(InputError, match=bad):
        print_files(at.site, [ids[1]], CARDS, tmp_path / "out")


def test_the_command_prints_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    founded = found(tmp_path / "site")
    number = issue(
        founded.site, founded.hannah, signed(founded, founded.ana).sign_off.id, DETAILS, PIN, founded.time()
    ).facts.number
    founded.site.close()
    where = ["--data-dir", str(tmp_path / "site")]
    words = ["print", number, "--as", "cards", "--paper", "Letter", "--to", str(tmp_path / "out"), "--json"]
    assert cli.run([*where, *words]) == 0
    assert json.loads(capsys.readouterr().out)["files"] == [str(tmp_path / "out" / "cards.pdf")]
    assert cli.run([*where, "print", "nothing", "--to", str(tmp_path)]) == 2
    assert "no certificate with this number" in capsys.readouterr().err


def test_a_passport_page_is_valid_and_a_changed_row_is_named(at: Founded, ids: list[str], tmp_path: Path) -> None:
    signed_passport = sign_passport(at.site, at.hannah, at.ana.id, PIN, at.time())
    page = tmp_path / "passport.pdf"
    save_passport_page(at.site, signed_passport, page, "A4")
    assert verify_file(at.site, page, at.time()).valid
    made = signed_passport.passport
    raised = replace(made, held=(replace(made.held[0], level="O"), *made.held[1:]))
    save_passport_page(at.site, replace(signed_passport, passport=raised), page, "A4")
    verdict = verify_file(at.site, page, at.time())
    assert verdict.outcome is Outcome.PAPER_DIFFERS
    assert [field.label for field in verdict.differences if not field.same] == ["Level"]
    first = made.held[0]
    assert first.valid_until is not None
    for days, outcome in ((400, Outcome.PAPER_DIFFERS), (-40, Outcome.VALID)):
        moved = replace(made, held=(replace(first, valid_until=first.valid_until + timedelta(days=days)), *made.held[1:]))
        save_passport_page(at.site, replace(signed_passport, passport=moved), page, "A4")
        assert verify_file(at.site, page, at.time()).outcome is outcome
    invented = replace(made, held=(*made.held, replace(made.held[0], number="NP-Z-000001", title="Crane")))
    save_passport_page(at.site, replace(signed_passport, passport=invented), page, "A4")
    assert verify_file(at.site, page, at.time()).outcome is Outcome.PAPER_DIFFERS


def test_the_command_prints_passports(at: Founded, ids: list[str], tmp_path: Path) -> None:
    made = print_passports(at.site, at.hannah, PIN, ["20417", "010462"], "Letter", tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["passport-010462.pdf", "passport-20417.pdf"]
    assert made.lines()[-1].startswith("2 passports.")
    with pytest.raises(InputError, match="one file holds one passport"):
        print_passports(at.site, at.hannah, PIN, ["20417", "010462"], "A4", tmp_path / "both.pdf")


def test_the_command_signs_with_a_certificate_file(
    at: Founded, ids: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("pyhanko")
    key, password = tmp_path / "me.p12", tmp_path / "password"
    key.write_bytes(key_file(begins=-9, ends=9))
    password.write_text(PASSWORD + "\n", encoding="utf-8")
    made = print_files(at.site, ids[:1], Order(), tmp_path / "one.pdf", open_key_file(key, PASSWORD, datetime.now(UTC)))
    assert b"ETSI.CAdES.detached" in Path(made.files[0]).read_bytes()
    assert verify_file(at.site, Path(made.files[0]), at.time()).valid
    words = ["--data-dir", str(at.site.folder), "print", "x", "--sign-with", str(key), "--password-file", str(key)]
    assert cli.run(words) == 2
    assert capsys.readouterr().err
