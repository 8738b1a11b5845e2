"""Several certificates in one file: each gets its verdict with page and place, whatever of them was changed or left out."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

import pikepdf
import pytest

from supervisor_app import cli
from supervisor_app.credentials.trust import write_trust
from supervisor_app.credentials.verdict import Check, CheckState, Outcome
from supervisor_app.documents.cards import PrintedCard, cards_on, render_cards
from supervisor_app.documents.page import Paper
from supervisor_app.documents.preview import opened
from supervisor_app.documents.together import PrintedPaper, render_together
from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.services import verifying_papers
from supervisor_app.services.verifying import check_bytes
from supervisor_app.services.verifying_files import FileVerdict, check_all, csv_table
from supervisor_app.services.verifying_records import Checker
from tests.credentials.samples import FACTS, NOW, TRUST, issued

CHECKER = Checker(trust=TRUST, now=NOW)
LOOKS = 50
"""Looks at the clock in a second of a made one: enough for ten pages, which each look at it some four times."""
EVERY = cards_on(Paper.A4)


def genuine(which: int, **printed: object) -> IssuedCertificate:
    """A certificate of its own; `printed` puts other facts on its paper than its record holds."""
    told = {
        "credential_id": f"urn:uuid:00000000-0000-4000-8000-{which:012}",
        "number": f"NGP-A-{which:06}",
        "holder": f"Worker {which}",
    }
    made = issued(**told)
    facts = replace(FACTS, **told)
    return IssuedCertificate(
        facts=replace(facts, **printed),  # type: ignore[arg-type]
        worker_id="",
        sign_offs=(),
        credential=made.credential,
        qr_text=made.qr.text,
        qr_mask=3,
    )


def together(*certificates: IssuedCertificate) -> bytes:
    return render_together([PrintedPaper(one) for one in certificates], paper=Paper.A4)


def sheets(*certificates: IssuedCertificate, paper: Paper | None = Paper.A4) -> bytes:
    return render_cards([PrintedCard(one) for one in certificates], paper=paper)


def checked(data: bytes, folder: Path, name: str = "all.pdf") -> list[FileVerdict]:
    path = folder / name
    path.write_bytes(data)
    return list(check_all([path], CHECKER))


def without_records(data: bytes) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.AF
        del pdf.Root.Names

    return changed(data, change)


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(target)
    return target.getvalue()


def places(results: list[FileVerdict]) -> list[tuple[str, str]]:
    return [(one.place, one.outcome) for one in results]


def test_every_certificate_of_one_file_gets_its_verdict_with_its_page(tmp_path: Path) -> None:
    data = together(*(genuine(number) for number in range(3)))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.attachments) == 3
        pages = len(pdf.pages) // 3
    results = checked(data, tmp_path)
    assert places(results) == [(f"page {1 + pages * number}", "valid") for number in range(3)]
    assert [one.verdict.fact("Holder") for one in results] == ["Worker 0", "Worker 1", "Worker 2"]
    assert results[1].verdict.name == f"all.pdf, page {1 + pages}"
    assert all(one.verdict.differences for one in results)
    assert results[2].lines()[0].startswith(f"{tmp_path / 'all.pdf'}, page {1 + 2 * pages}: Valid.")


def test_a_changed_field_is_named_on_its_page_alone(tmp_path: Path) -> None:
    results = checked(together(genuine(1), genuine(2, holder="Somebody Else"), genuine(3)), tmp_path)
    assert [one.outcome for one in results] == ["valid", "paper_differs", "valid"]
    assert [field.label for field in results[1].verdict.differences if not field.same] == ["Holder"]
    assert check_bytes("all.pdf", (tmp_path / "all.pdf").read_bytes(), CHECKER).outcome is Outcome.PAPER_DIFFERS


def test_certificates_joined_by_another_program_without_records_are_known_by_their_codes(tmp_path: Path) -> None:
    target = io.BytesIO()
    joined = pikepdf.Pdf.new()
    for number in range(3):
        with pikepdf.open(io.BytesIO(together(genuine(number)))) as pdf:
            joined.pages.extend(pdf.pages)
            joined.save(target := io.BytesIO())
    assert [one.outcome for one in checked(target.getvalue(), tmp_path)] == ["valid"] * 3


def test_a_second_certificate_behind_a_genuine_one_is_not_passed_over(tmp_path: Path) -> None:
    def add(pdf: pikepdf.Pdf) -> None:
        other = pikepdf.open(io.BytesIO(together(genuine(2, holder="Somebody Else"))))
        pdf.pages.extend(other.pages)

    results = checked(changed(together(genuine(1)), add), tmp_path)
    assert [one.outcome for one in results] == ["valid", "paper_differs"]


def test_two_records_of_one_certificate_are_refused(tmp_path: Path) -> None:
    def add(pdf: pikepdf.Pdf) -> None:
        other = issued(credential_id=genuine(1).facts.credential_id, number="NGP-A-000001", limits="up to 25 t").credential
        pdf.attachments["z.json"] = pikepdf.AttachedFileSpec(pdf, other, filename="z.json")

    results = checked(changed(together(genuine(1), genuine(2)), add), tmp_path)
    assert places(results) == [("", "unreadable")]
    assert "Several records of the same certificate" in results[0].verdict.sentence


def test_a_record_that_no_page_shows_is_told(tmp_path: Path) -> None:
    def cut(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[0 : len(pdf.pages) // 2]

    results = checked(changed(together(genuine(1), genuine(2)), cut), tmp_path)
    assert places(results) == [("page 1", "valid"), ("attached NGP-A-000001.json", "valid")]


@pytest.mark.parametrize("paper", [Paper.A4, Paper.LETTER])
def test_every_card_of_every_sheet_gets_its_verdict_with_page_and_place(paper: Paper, tmp_path: Path) -> None:
    each = cards_on(paper)
    made = [genuine(number) for number in range(each + 2)]
    for name, data in {
        "with.pdf": sheets(*made, paper=paper),
        "without.pdf": without_records(sheets(*made, paper=paper)),
    }.items():
        results = checked(data, tmp_path, name)
        assert places(results) == [
            (f"page {1 + number // each}, card {1 + number % each}", "valid") for number in range(each + 2)
        ]
        assert [one.verdict.fact("Holder") for one in results] == [one.facts.holder for one in made]
        assert all(one.verdict.differences for one in results)


def test_a_changed_card_is_named_among_its_neighbours(tmp_path: Path) -> None:
    results = checked(sheets(genuine(1), genuine(2, valid_until=None), genuine(3)), tmp_path)
    assert [one.outcome for one in results] == ["valid", "paper_differs", "valid"]
    assert [field.label for field in results[1].verdict.differences if not field.same] == ["Valid until"]


def test_single_cards_in_one_file_are_compared_page_by_page(tmp_path: Path) -> None:
    results = checked(sheets(genuine(1), genuine(2, number="NGP-A-000009"), genuine(3), paper=None), tmp_path)
    assert places(results) == [("page 1", "valid"), ("page 2", "paper_differs"), ("page 3", "valid")]


def test_a_scan_of_a_sheet_tells_each_code(tmp_path: Path) -> None:
    made = [genuine(number) for number in range(4)]
    picture = io.BytesIO()
    with opened(sheets(*made)) as document:
        document[0].render(scale=200 / 72, grayscale=True).to_pil().save(picture, "PNG")
    results = checked(picture.getvalue(), tmp_path, "scan.png")
    assert places(results) == [(f"code {number}", "valid") for number in range(1, 5)]
    assert [one.verdict.fact("Holder") for one in results] == [one.facts.holder for one in made]


def test_a_card_whose_code_is_covered_is_not_valid_and_takes_no_neighbour_along(tmp_path: Path) -> None:
    def cover(pdf: pikepdf.Pdf) -> None:
        before = pdf.pages[0].Contents.read_bytes()
        pdf.pages[0].Contents = pdf.make_stream(before + b"\n1 g 185 690 110 110 re f")

    covered = changed(sheets(genuine(1), genuine(2), genuine(3)), cover)
    assert [one.valid for one in checked(covered, tmp_path)] == [True] * 3  # the record proves what the open fields say
    results = checked(without_records(covered), tmp_path)
    assert places(results) == [
        ("page 1, card 1", "unreadable"),
        ("page 1, card 2", "valid"),
        ("page 1, card 3", "valid"),
    ]


def pictures(pdf: pikepdf.Pdf, count: int = 40) -> None:
    for _ in range(count):
        page = pdf.add_blank_page(page_size=(100, 100))
        page.Contents = pdf.make_stream(b"/none Do " * 20)


def test_a_long_file_of_pictures_is_given_up_in_words(tmp_path: Path) -> None:
    results = checked(changed(together(genuine(1), genuine(2)), pictures), tmp_path)
    assert [one.outcome for one in results] == ["valid", "valid", "unreadable"]
    assert results[-1].place.startswith("from page ")
    assert "what follows was not searched" in results[-1].verdict.sentence


@pytest.mark.parametrize("records", [True, False])
def test_pages_of_pictures_behind_one_certificate_leave_its_verdict_and_are_told(records: bool, tmp_path: Path) -> None:
    whole = together(genuine(1))
    results = checked(changed(whole if records else without_records(whole), pictures), tmp_path)
    assert places(results) == [("", "valid")]
    last = results[0].verdict.checks[-1]
    assert last == Check(
        "pages",
        CheckState.UNKNOWN,
        "Pages 15 to 42 were not searched for further certificates",
        "more than 12 pages have pictures and no code",
    )
    assert last.text in results[0].lines()[-1]


def test_work_in_vain_ends_in_words_and_each_new_certificate_renews_the_patience(tmp_path: Path) -> None:
    ticks = count()
    slow = replace(CHECKER, work=lambda: next(ticks) / LOOKS)
    path = tmp_path / "all.pdf"
    path.write_bytes(sheets(*(genuine(number) for number in range(30)), paper=None))  # a page for each
    assert [one.valid for one in check_all([path], slow, workers=1)] == [True] * 30
    path.write_bytes(without_records(sheets(*[genuine(1)] * 30, paper=None)))
    results = list(check_all([path], slow, workers=1))
    assert 1 < len(results) < 30
    assert [one.valid for one in results] == [True] * (len(results) - 1) + [False]
    assert results[-1].place == f"from page {len(results)} on"
    assert "too much was read without a certificate being proven" in results[-1].verdict.sentence
    assert results[-1].verdict.note


def test_records_that_fail_one_after_the_other_are_given_up_in_words(tmp_path: Path) -> None:
    ticks = count()
    path = tmp_path / "all.pdf"

    def spoil(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[1:]
        for number in range(2, 30):
            broken = genuine(number).credential.replace(b'"Worker ', b'"Walker ')
            pdf.attachments[f"{number}.json"] = pikepdf.AttachedFileSpec(pdf, broken, filename=f"{number}.json")

    path.write_bytes(changed(together(genuine(1), genuine(30)), spoil))
    results = list(check_all([path], replace(CHECKER, work=lambda: next(ticks) / 20), workers=1))
    assert results[0].valid
    assert results[-1].place.startswith("from attached ")
    assert "were not checked" in results[-1].verdict.sentence
    assert len(results) < 20


def test_what_is_behind_the_most_is_said_to_be_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying_papers, "MOST_PAPERS", 2)
    results = checked(sheets(*(genuine(number) for number in range(4))), tmp_path)
    assert [one.outcome for one in results] == ["valid", "valid", "unreadable"]
    assert "Only the first 2 certificates" in results[2].verdict.sentence


def test_the_same_on_other_processes_and_in_the_table(tmp_path: Path) -> None:
    paths = []
    for name, data in {"a.pdf": sheets(genuine(1), genuine(2)), "b.pdf": together(genuine(3), genuine(4))}.items():
        paths.append(tmp_path / name)
        paths[-1].write_bytes(data)
    alone = list(check_all(paths, CHECKER, workers=1))
    assert list(check_all(paths, CHECKER, workers=2)) == alone
    assert [one.valid for one in alone] == [True] * 4
    assert b"page 1, card 2" in csv_table(alone)


def test_the_command_says_a_line_for_each_and_ends_as_documented(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, trust = tmp_path / "cards.pdf", tmp_path / "trust.json"
    trust.write_bytes(write_trust(TRUST.issuers))
    words = ["--data-dir", str(tmp_path / "none"), "verify", str(path), "--trust", str(trust)]
    path.write_bytes(sheets(genuine(1), genuine(2)))
    assert cli.run(words) == 0
    told = capsys.readouterr().out
    assert f"{path}, page 1, card 1: Valid." in told
    assert f"{path}, page 1, card 2: Valid." in told
    path.write_bytes(sheets(genuine(1), genuine(2, holder="Somebody Else")))
    assert cli.run([*words, "--json"]) == 1
    assert [one["place"] for one in json.loads(capsys.readouterr().out)["files"]] == ["page 1, card 1", "page 1, card 2"]
