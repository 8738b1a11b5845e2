"""Choosing, observing, deciding, signing: the work itself, in every state the design names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from PySide6.QtTest import QTest

from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.decision import Judgement
from supervisor_app.domain.form_number import form_code, form_number
from supervisor_app.domain.observation import Context, Draft, MissReason, Observation, Purpose, Result, Run
from supervisor_app.domain.people import PersonFields, Role
from supervisor_app.services import catalogue, draft_lines, observing, people
from supervisor_app.services.matrix import matrix
from supervisor_app.services.membership import add_member
from supervisor_app.storage import sign_off_queries
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.decide_page import DecidePage
from supervisor_app.ui.pages.decide_signed import SignedPage
from supervisor_app.ui.pages.observe_choose import ObserveChoosePage
from supervisor_app.ui.pages.observe_keys import Command, Press
from supervisor_app.ui.pages.observe_step import ObserveStepPage
from tests.scenes.scene import PIN, Prepare, Scene, clock_of, go, page, settle, wait_until
from tests.ui.pages.bench import seen
from tests.ui.pages.steps import CHECKLIST

FORKLIFT = "forklift-operator-eval"
RABINA = "010805"
INK = (
    ((40, 420), (110, 180), (170, 640), (230, 300), (300, 520), (380, 560)),
    ((420, 500), (470, 420), (520, 560), (600, 430), (680, 560), (960, 500)),
)
"""A signature: strokes of points, each 0 to 1000 of the pad's width and height."""


def _worker_id(window: MainWindow, number: str = RABINA) -> str:
    found = people.search_people(window.site, number).rows
    if found:
        return found[0].id
    fields = PersonFields(
        employee_no=RABINA, given_name="Rabina", family_name="महर्जन", given_latin="Rabina", family_latin="Maharjan",
        department="Machining", shift="nights", job="Forklift Operator",
    )  # fmt: skip
    assert window.session is not None
    return people.add_worker(window.site, window.session, fields).id


def _digest(window: MainWindow, competency: str) -> str:
    if competency == CHECKLIST.competency:
        assert window.session is not None
        catalogue.publish(window.site, window.session, [CHECKLIST])
    return next(line.digest for line in catalogue.list_checklists(window.site) if line.competency == competency)


def begin(window: MainWindow, competency: str = FORKLIFT, number: str = RABINA, **context: str) -> tuple[Draft, Checklist]:
    known = {"machine": "truck FT-07", "place": "Bay 3", "purpose": Purpose.RENEWAL} | context
    digest = _digest(window, competency)
    draft = observing.start(window.site, window.session, _worker_id(window, number), digest, Context(**known))  # type: ignore[arg-type]
    return draft, catalogue.get_checklist(window.site, digest)


def _answer(window: MainWindow, draft: Draft, answers: list[Observation], minutes: float) -> None:
    """Record answers, the time spread over them evenly."""
    for answer in answers:
        clock_of(window).forward(seconds=minutes * 60 / len(answers))
        observing.record(window.site, draft.id, answer)


def _show(window: MainWindow, draft: Draft, step: str) -> ObserveStepPage:
    observing.go_to(window.site, draft.id, step)
    return go(window, ObserveStepPage, "observe_step", draft_id=draft.id)


def _step(
    number: int,
    *presses: Press,
    competency: str = FORKLIFT,
    answered: int | None = None,
    then: Callable[[ObserveStepPage], object] | None = None,
    **context: str,
) -> Prepare:
    """The step `number`, the ones before it met, with these presses made on it."""

    def prepare(window: MainWindow) -> None:
        draft, checklist = begin(window, competency, **context)
        before = number - 1 if answered is None else answered
        if before:
            _answer(window, draft, seen(checklist)[:before], 12.683)
        shown = _show(window, draft, checklist.steps[number - 1].key)
        settle(20)
        for press in presses:
            shown.pressed(press)
        if then is not None:
            then(shown)

    return prepare


def _made_of_others(window: MainWindow) -> None:
    """Somebody who holds one of two parts: what is missing was taken in the list of checklists."""
    shown = next(
        row.person.id
        for row in matrix(window.site, window.now().date()).rows
        if any(cell.parts and len(cell.missing) == 1 for cell in row.cells)
    )
    page = go(window, ObserveChoosePage, "observe", worker_id=shown)
    page.checklist_search.setText("forklift")
    settle()


def _chosen(window: MainWindow) -> ObserveChoosePage:
    shown = go(window, ObserveChoosePage, "observe")
    settle(20)
    shown.worker_search.setText("ma")
    shown._take_worker(_worker_id(window))
    shown._take_checklist(_digest(window, FORKLIFT))
    shown.where.fill({"machine": "FT-07, counterbalance, 2.5 t", "place": "Bay 3, racks A to D"})
    shown._render()
    shown.start.setFocus()
    settle(300)
    return shown


def _entering(window: MainWindow) -> None:
    """A paper form that is entered: its revision is chosen, the time on it is asked for."""
    shown = _chosen(window)
    shown.take_form(form_code(_digest(window, FORKLIFT), "3XW9PT"))
    shown.where.day.set_text("27 Nov 2026")
    shown.where.begun.set_text("09:10")
    settle()


def _entering_older(window: MainWindow) -> None:
    """A form of a revision that is no longer the newest."""
    assert window.session is not None
    digest = _digest(window, FORKLIFT)
    changed = replace(catalogue.get_checklist(window.site, digest), cut_percent=90)
    catalogue.publish(window.site, window.session, [changed])
    _chosen(window).take_form(form_code(digest, "3XW9PT"))
    settle()


def _step_of_a_form(window: MainWindow) -> None:
    """The marks of a form are entered: there is no clock to stop."""
    digest, began = _digest(window, FORKLIFT), window.now() - timedelta(days=3)
    context = Context(machine="truck FT-07", form=form_number(digest, "3XW9PT"))
    run = Run(started=began, ended=began + timedelta(minutes=45))
    assert window.session is not None
    draft = observing.start(window.site, window.session, _worker_id(window), digest, context, run)
    go(window, ObserveStepPage, "observe_step", draft_id=draft.id)
    settle()


def _asking_form(window: MainWindow) -> None:
    """Which form is to be entered."""
    go(window, ObserveChoosePage, "observe").enter.click()
    settle()


def _typed_note(shown: ObserveStepPage) -> None:
    shown.card.entry.note.setText("Twice watched the load, not the aisle")
    shown.card.entry.note.flush()


def _number(*texts: str) -> Callable[[ObserveStepPage], object]:
    """Type numbers into the fields of a step, as far as they go."""

    def do(shown: ObserveStepPage) -> None:
        for field, text in zip(shown.card.entry.fields.shown(), texts, strict=False):
            field.setFocus()
            QTest.keyClicks(field, text)
            field.ready.emit()

    return do


def _recovered(window: MainWindow) -> None:
    draft, checklist = begin(window)
    _answer(window, draft, seen(checklist)[:6], 8)
    clock_of(window).forward(hours=62)
    draft_lines.recover(window.site)
    _show(window, draft, checklist.steps[6].key)


def _recovered_today(window: MainWindow) -> None:
    draft, checklist = begin(window)
    _answer(window, draft, seen(checklist)[:6], 8)
    clock_of(window).forward(hours=20)
    draft_lines.recover(window.site)
    window.open_page("observe")


def _stop_asked(window: MainWindow) -> None:
    _step(5, Press(command=Command.STOP))(window)


def _last_time(window: MainWindow) -> None:
    """Somebody who was assessed in it before."""
    with window.site.database.read() as connection:
        found = sign_off_queries.standing_attempts(connection)
        worker_id = next(worker for worker, competency, _ in found if competency == FORKLIFT)
    number = people.get_worker(window.site, worker_id).employee_no
    draft, checklist = begin(window, number=number)
    _show(window, draft, checklist.steps[0].key)


def _watch(shown: ObserveStepPage) -> None:
    shown.pressed(Press(command=Command.WATCH))
    settle(1200)


def _not_applicable(window: MainWindow) -> None:
    _step(11, Press(command=Command.NOT_APPLICABLE))(window)


def _draft_to_decide(
    window: MainWindow, *, missed: tuple[int, ...] = (), competency: str = FORKLIFT, answered: int = 99
) -> Draft:
    draft, checklist = begin(window, competency)
    answers = [_with_reason(one) for one in seen(checklist, missed=missed)][:answered]
    _answer(window, draft, answers, 18.367)
    return observing.pause(window.site, draft.id)


def _with_reason(answer: Observation) -> Observation:
    missed = answer.result is Result.NOT_MET
    return replace(answer, reason=MissReason.NOT_TO_STANDARD) if missed else answer


def _decide(*, signed: bool = False, pin: str = "", **draft: object) -> Prepare:
    """The deciding page; `signed`: the worker has drawn their signature; `pin` is typed."""

    def prepare(window: MainWindow) -> None:
        made = _draft_to_decide(window, **draft)  # type: ignore[arg-type]
        _decide_on(window, made, signed=signed, pin=pin)

    return prepare


def _decide_on(window: MainWindow, draft: Draft, *, signed: bool, pin: str) -> DecidePage:
    shown = go(window, DecidePage, "decide", draft_id=draft.id)
    settle(20)
    if signed:
        shown.worker.pad.set_strokes(INK)
        shown.worker.changed.emit()
    QTest.keyClicks(shown.assessor.pin.field, pin)
    return shown


def _all_marks(window: MainWindow) -> None:
    """Open, not met, left out and a stop: every kind of reason."""
    draft, checklist = begin(window)
    answers = [_with_reason(one) for one in seen(checklist, missed=(5, 7))][:9]
    _answer(window, draft, answers, 9)
    observing.go_to(window.site, draft.id, checklist.steps[8].key)
    observing.safety_stop(window.site, draft.id, "A pedestrian stepped into the aisle.")
    _decide_on(window, draft, signed=False, pin="")


def _otherwise(window: MainWindow) -> None:
    """The rules say competent, the assessor does not."""
    shown = _decide_on(window, _draft_to_decide(window), signed=True, pin="")
    shown.judgement.judgement.choose(Judgement.NOT_YET.value)
    shown.judgement.changed.emit()
    shown._submit("1")


def _kinder(window: MainWindow) -> DecidePage:
    """The rules say not yet, the assessor judges kinder and says why."""
    shown = _decide_on(window, _draft_to_decide(window, missed=(5,)), signed=True, pin="")
    shown.judgement.judgement.choose(Judgement.COMPETENT.value)
    shown.judgement.reason.set_text("The horn was out of order; she called out at each crossing instead.")
    shown.judgement.changed.emit()
    return shown


def _signed_kinder(window: MainWindow) -> SignedPage:
    shown = _kinder(window)
    shown._seconds = 0
    shown._submit(PIN)
    wait_until(lambda: isinstance(window.current_page, SignedPage), "it was not signed")
    result = window.current_page
    assert isinstance(result, SignedPage)
    return result


def _countersigning(window: MainWindow) -> None:
    assert window.session is not None
    for name, pin in (("Marco Rossi", "9753"), ("Agnieszka Wiśniewska-Kowalczyk", "8642")):
        add_member(window.site, window.session, name, "Line lead", Role.ASSESSOR, "", pin, own_pin=PIN)
    _signed_kinder(window).second.click()
    settle(200)


def _waiting_record(window: MainWindow) -> None:
    result = _signed_kinder(window).result
    assert result is not None
    window.open_page("record", sign_off_id=result.sign_off.id)
    settle(100)


def _counting(window: MainWindow) -> None:
    shown = _decide_on(window, _draft_to_decide(window), signed=True, pin="")
    shown._submit(PIN)
    settle(3300)


def _wrong_pin(window: MainWindow) -> None:
    shown = _decide_on(window, _draft_to_decide(window), signed=True, pin="")
    shown._submit("9999")
    settle(400)


def _signed(window: MainWindow, **draft: object) -> SignedPage:
    """Sign and wait for what follows; the ten seconds are cut short."""
    shown = _decide_on(window, _draft_to_decide(window, **draft), signed=True, pin="")  # type: ignore[arg-type]
    shown._seconds = 0
    shown._submit(PIN)
    for _ in range(100):
        settle(50)
        if isinstance(window.current_page, SignedPage):
            break
    result = window.current_page
    assert isinstance(result, SignedPage)
    return result


def _issuing(window: MainWindow) -> SignedPage:
    shown = _signed(window)
    for name, field in shown.form.fields.items():
        if not field.text():
            field.set_text({"training_date": "2026-11-12", "trainer": "M. Osei"}.get(name, "as seen"))
    return shown


def _issued(window: MainWindow) -> None:
    _issuing(window)._issue(PIN)
    settle(600)


def _typed_pin(window: MainWindow) -> None:
    shown = _issuing(window)
    shown.assessor.pin.field.setFocus()
    QTest.keyClicks(shown.assessor.pin.field, PIN)


def _arabic(window: MainWindow) -> None:
    """The names of the design's picture from right to left."""
    fields = PersonFields(
        employee_no="020077", given_name="يوسف", family_name="الحداد", given_latin="Yusuf", family_latin="Al-Haddad"
    )
    assert window.session is not None
    people.add_worker(window.site, window.session, fields)
    draft, checklist = begin(window, number="020077")
    _answer(window, draft, seen(checklist)[:4], 12.683)
    _show(window, draft, checklist.steps[4].key)


COUNTED = (Press(command=Command.MORE), Press(command=Command.MORE))

SCENES: tuple[Scene, ...] = (
    Scene("02-choose", page("observe")),
    Scene("02b-choose-ready", _chosen),
    Scene("02f-choose-form", _entering),
    Scene("02g-choose-form-older", _entering_older),
    Scene("02h-form-asked", _asking_form),
    Scene("03p-step-of-a-form", _step_of_a_form),
    Scene("02i-choose-made-of-others", _made_of_others),
    Scene("02c-choose-recovered", _recovered_today),
    Scene("03-step", _step(5)),
    Scene("03b-step-not-met", _step(5, *COUNTED, then=_typed_note)),
    Scene("03c-step-both-languages", _step(5, language="en+de")),
    Scene("03d-step-german", _step(7, language="de")),
    Scene("03e-step-recovered", _recovered),
    Scene("03f-step-paused", _step(5, Press(command=Command.PAUSE))),
    Scene("03g-step-stop-asked", _stop_asked),
    Scene("03h-step-not-applicable", _not_applicable),
    Scene("03i-step-measurements", _step(3, then=_number("1200", "9000"))),
    Scene("03j-step-readings", _step(8, competency="fai-micrometer", then=_number("12.1", "12.2", "99"))),
    Scene("03k-step-question", _step(14, Press(command=Command.MORE))),
    Scene("03l-step-choice", _step(2, Press(command=Command.PICK, number=1), competency="forklift-preuse-inspection")),
    Scene("03m-step-scale", _step(6, Press(command=Command.PICK, number=4), competency=CHECKLIST.competency)),
    Scene("03n-step-timed", _step(9, then=_watch, competency="crane-signal-rigger")),
    Scene("03o-step-last-time", _last_time),
    Scene("05-decide", _decide(signed=True, pin="2468")),
    Scene("05b-decide-not-yet", _decide(missed=(5, 7))),
    Scene("05c-decide-open-steps", _decide(answered=9)),
    Scene("05d-decide-stopped", _all_marks),
    Scene("05e-decide-otherwise", _otherwise),
    Scene("05u-decide-kinder", _kinder),
    Scene("05v-signed-waits", _signed_kinder),
    Scene("05w-countersign", _countersigning),
    Scene("05x-record-waits", _waiting_record),
    Scene("05f-decide-counting", _counting),
    Scene("05g-decide-wrong-pin", _wrong_pin),
    Scene("05h-signed-offer", _signed),
    Scene("05i-signed-filled", _typed_pin),
    Scene("05j-signed-issued", _issued),
    Scene("05k-signed-not-yet", lambda window: _signed(window, missed=(5,))),
    Scene("13-step-right-to-left", _arabic, mirrored=True),
)
