"""After signing: the certificate at once, with the facts it still needs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from supervisor_app.domain.observation import Context
from supervisor_app.services import catalogue, observing, signing
from supervisor_app.ui.pages.decide_signed import SignedPage
from supervisor_app.ui.pages.decide_state import first_form, signing_choice
from supervisor_app.ui.pages.observe_choose import ObserveChoosePage
from tests.ui.pages.bench import PIN, Bench, bench_in, press, seen

Key = Qt.Key


@pytest.fixture
def bench(tmp_path: Path, qtbot: QtBot) -> Iterator[Bench]:
    with bench_in(tmp_path) as made:
        yield made


def _signed(bench: Bench, competency: str, *, missed: tuple[int, ...] = ()) -> SignedPage:
    checklist = catalogue.get_checklist(bench.site, bench.digest(competency))
    fields = {field.key: "12" for field in checklist.context}
    draft = bench.start(competency, Context(machine="FT-07", fields=fields))
    for observation in seen(checklist, missed=missed):
        observing.record(bench.site, draft.id, observation)
    bench.clock.forward(minutes=25)
    preview = signing.preview(bench.site, bench.session, draft.id)
    choice = signing_choice(preview, first_form(preview), bench.clock())
    result = signing.sign(bench.site, bench.session, draft.id, choice, PIN)
    return bench.go(SignedPage, "signed", result=result)


def test_the_certificate_is_offered_at_once_and_asks_for_training_and_trainer(bench: Bench, tmp_path: Path, qtbot: QtBot) -> None:
    page = _signed(bench, "forklift-operator-eval")
    assert {"training_date", "trainer"} <= set(page.form.fields)
    page.assessor.pin.field.setFocus()
    press(page, PIN, Key.Key_Return)
    assert page.issued is None
    assert page.form.fields["training_date"].edit.accessibleDescription() == "The certificate needs this."
    page.form.fields["training_date"].setFocus()
    press(page, "1.2.2026")
    page.form.fields["trainer"].setFocus()
    press(page, "North Training")
    page.assessor.pin.clear()
    page.assessor.pin.field.setFocus()
    press(page, PIN, Key.Key_Return)
    assert page.issued is not None
    assert page.issued.facts.trainer == "North Training"
    assert page.print_button.isVisible()
    target = tmp_path / "certificate.pdf"
    page.save_to(target)
    qtbot.waitUntil(target.exists, timeout=20000)
    assert target.read_bytes().startswith(b"%PDF-")


def test_on_a_low_screen_every_field_of_the_form_keeps_its_height(bench: Bench, qtbot: QtBot) -> None:
    """At 125 % a laptop shows 614 pixels: the fields were squeezed to a line and nobody saw what they typed."""
    page = _signed(bench, "forklift-operator-eval")
    bench.window.resize(1093, 614)
    for name in ("limits", "training_date"):
        field = page.form.fields[name]
        field.setFocus()
        qtbot.waitUntil(lambda field=field: field.edit.height() >= 40 and not field.visibleRegion().isEmpty())
        assert field.visibleRegion().boundingRect().height() == field.height()
    assert page.assessor.isVisible()


def test_a_wrong_pin_issues_nothing(bench: Bench) -> None:
    page = _signed(bench, "fire-extinguisher-use")
    page.assessor.pin.field.setFocus()
    press(page, "1111", Key.Key_Return)
    assert page.issued is None
    assert page.notice is not None


def test_what_was_issued_is_told_to_the_window_which_counts_and_sends_it(bench: Bench, qtbot: QtBot) -> None:
    page = _signed(bench, "fire-extinguisher-use")
    page.assessor.pin.field.setFocus()
    with qtbot.waitSignal(bench.window.data_changed):
        press(page, PIN, Key.Key_Return)
    assert page.issued is not None
    assert page.print_button.hasFocus()


def test_without_a_success_nothing_is_offered_and_the_next_person_comes(bench: Bench) -> None:
    page = _signed(bench, "fire-extinguisher-use", missed=(3,))
    assert not page.form.isVisible()
    assert not page.assessor.isVisible()
    assert page.next.hasFocus()
    page.next.click()
    assert isinstance(bench.window.current_page, ObserveChoosePage)


def test_the_language_of_the_paper_is_chosen_apart_and_remembered(bench: Bench) -> None:
    page = _signed(bench, "forklift-operator-eval")
    assert (page.form.languages.first, page.form.languages.second) == ("en", "")
    page.form.languages.choose("de", "en")
    for name, text in (("training_date", "1.2.2026"), ("trainer", "North Training")):
        page.form.fields[name].setFocus()
        press(page, text)
    page.assessor.pin.field.setFocus()
    press(page, PIN, Key.Key_Return)
    assert page.issued is not None
    assert (page.issued.facts.language, page.issued.facts.second_language) == ("de", "en")
    assert (bench.site.settings.paper_language, bench.site.settings.second_language) == ("de", "en")
    page.form.languages.choose("ar", "")
    result, page.result = page.result, None
    page.open(result=result)
    assert (page.form.languages.first, page.form.languages.second) == ("de", "en")
