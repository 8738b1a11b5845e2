"""A photo or PDF added after the sign-off: an act beside the record, judged like an amendment, shown, exported, erased."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from PIL import Image

from supervisor_app.credentials.verdict import Outcome
from supervisor_app.domain.attachment import Attachment, AttachmentAct
from supervisor_app.domain.erasure import Scope
from supervisor_app.domain.people import Role
from supervisor_app.errors import InputError, NotAllowed, UserError
from supervisor_app.services.appending import append_act
from supervisor_app.services.attaching import (
    ADD_MEANING,
    Addition,
    FileToAdd,
    add_to_record,
    addition_problems,
    countersign_added,
    get_added,
    may_add,
    withdraw_added,
)
from supervisor_app.services.audit_pack import export_pack
from supervisor_app.services.audit_verify import verify_pack
from supervisor_app.services.certificate_drawing import get_certificate, paper_named, render_pdf
from supervisor_app.services.checking import check
from supervisor_app.services.choosing_files import MOST_ADDED, choose_file
from supervisor_app.services.erasing import erase, erasure_preview
from supervisor_app.services.evidence import attach, read_file
from supervisor_app.services.issuing import issue
from supervisor_app.services.ledger_filter import LedgerFilter, SubjectKind
from supervisor_app.services.ledger_finding import subject_named
from supervisor_app.services.ledger_page import ledger_lines
from supervisor_app.services.membership import add_member, change_member
from supervisor_app.services.people_story import person_story
from supervisor_app.services.questioned_lines import questioned_lines
from supervisor_app.services.records import record_whole
from supervisor_app.services.session import Session
from supervisor_app.services.signing import amend, get_sign_off, sign
from supervisor_app.services.signing_in import list_members, session_of
from supervisor_app.services.subject_access import export_person
from supervisor_app.services.unlocking import unlock
from supervisor_app.services.verifying import verify
from supervisor_app.services.waiting import waiting_for
from supervisor_app.storage import projections
from supervisor_app.storage.attachment_queries import AttachedLine
from supervisor_app.storage.evidence_files import FOLDER
from tests.services.evidence_here import check_evidence
from tests.services.founded import DETAILS, PIN, SECOND_PIN, Founded, as_role, choice, found, observe, signed

WHY = "The camera was empty; taken an hour later."
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    made = found(tmp_path / "site")
    yield made
    made.site.close()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    return picture(tmp_path / "IMG_Kowalska.jpg", "teal")


def picture(path: Path, colour: str) -> Path:
    Image.new("RGB", (64, 48), colour).save(path, "JPEG")
    return path


def add(at: Founded, sign_off_id: str, path: Path, session: Session | None = None, pin: str = PIN, **words: str) -> AttachedLine:
    reason = words.pop("reason", WHY)
    addition = Addition(sign_off_id=sign_off_id, files=(FileToAdd(file=choose_file(path), **words),), reason=reason)
    (line,) = add_to_record(at.site, session or at.hannah, addition, pin, at.time())
    return line


def files(at: Founded) -> list[str]:
    return sorted(path.name for path in (at.site.folder / FOLDER).rglob("*") if path.is_file())


def tables(at: Founded) -> dict[str, str]:
    with at.site.database.read() as connection:
        return projections.digest(connection)


def test_a_file_is_added_beside_the_record_and_the_record_stays_as_it_was(at: Founded, photo: Path) -> None:
    sign_off = signed(at, at.ana).sign_off
    before = record_whole(at.site, sign_off.id)
    line = add(at, sign_off.id, photo, step="s02", caption="The weld from above")
    whole = record_whole(at.site, sign_off.id)
    assert replace(whole, added=()) == before
    assert whole.added == (line,)
    assert (line.step, line.caption, line.reason, line.author) == ("s02", "The weld from above", WHY, "Hannah Weber")
    assert (line.file.media, line.counts, line.waits, line.questioned) == ("image/jpeg", True, False, "")
    assert files(at) == [line.file.digest]
    assert len(read_file(at.site, line.file.digest)) == line.file.size
    assert b"IMG_Kowalska" not in at.site.database.path.read_bytes()
    assert check(at.site).sound
    assert check_evidence(at.site).whole == 1


def test_what_is_looked_at_is_what_is_signed_whatever_becomes_of_the_file(at: Founded, photo: Path) -> None:
    sign_off = signed(at, at.ana).sign_off
    chosen = choose_file(photo)
    picture(photo, "red")
    addition = Addition(sign_off_id=sign_off.id, files=(FileToAdd(file=chosen),), reason=WHY)
    (line,) = add_to_record(at.site, at.hannah, addition, PIN, at.time())
    assert read_file(at.site, line.file.digest) == chosen.data


def test_a_reason_is_needed_and_words_that_cannot_be_kept_are_named(at: Founded, photo: Path) -> None:
    sign_off = signed(at, at.ana).sign_off
    for words in ({"reason": " "}, {"reason": "x" * 1001}, {"caption": "x" * 201}, {"caption": "a\x07"}, {"step": "s99"}):
        with pytest.raises(InputError):
            add(at, sign_off.id, photo, **words)
    assert addition_problems("", "") == {"reason": "Say in a few words why it is added only now."}
    with pytest.raises(NotAllowed, match="PIN"):
        add(at, sign_off.id, photo, pin="0000")
    with pytest.raises(UserError, match="not on this laptop"):
        add(at, "ff" * 16, photo)
    with pytest.raises(InputError):
        choose_file(Path(__file__))
    assert record_whole(at.site, sign_off.id).added == ()
    assert files(at) == []


def test_a_file_that_the_record_has_already_is_not_added_again_unless_it_was_withdrawn(at: Founded, photo: Path) -> None:
    draft_id = observe(at, at.ana)
    attach(at.site, draft_id, "s01", photo)
    sign_off = sign(at.site, at.hannah, draft_id, choice(at), PIN).sign_off
    with pytest.raises(NotAllowed, match="belongs to the record already"):
        add(at, sign_off.id, photo)
    other = picture(photo.with_name("other.jpg"), "red")
    line = add(at, sign_off.id, other)
    with pytest.raises(NotAllowed, match="belongs to the record already"):
        add(at, sign_off.id, other)
    withdraw_added(at.site, at.hannah, line.id, "Too dark", PIN, at.time())
    assert add(at, sign_off.id, other).counts


def test_a_record_takes_so_many_files_and_no_more(at: Founded, tmp_path: Path) -> None:
    sign_off = signed(at, at.ana).sign_off
    for number in range(MOST_ADDED):
        add(at, sign_off.id, picture(tmp_path / "x.jpg", f"rgb({10 * number}, 0, 0)"))
    with pytest.raises(NotAllowed, match="added to this record already"):
        add(at, sign_off.id, picture(tmp_path / "x.jpg", "white"))


def test_who_may_amend_may_add_and_nobody_else(at: Founded, photo: Path) -> None:
    """As with amendments: another assessor may, the person themself and a role without the right may not."""
    mine, his = signed(at, at.ana).sign_off, signed(at, at.yusef).sign_off
    assert add(at, mine.id, photo, at.marco, SECOND_PIN).author == "Marco Rossi"
    assert may_add(at.site, at.marco, his.id).why_not == "You cannot assess yourself."
    for role in (Role.MANAGER, Role.AUDITOR, Role.QUALITY):
        robin = as_role(at, role)
        assert not may_add(at.site, robin, mine.id).allowed
        with pytest.raises(NotAllowed, match="may not observe or sign assessments"):
            add(at, mine.id, photo, robin, "0000")


def test_an_act_of_somebody_whose_right_is_lost_is_questioned_and_counts_nowhere(at: Founded, photo: Path) -> None:
    sign_off = signed(at, at.ana).sign_off
    marco = next(one for one in list_members(at.site) if one.id == at.marco.member_id)
    change_member(at.site, at.hannah, replace(marco, competencies=("twice",)), PIN)
    with pytest.raises(NotAllowed, match="not authorised for this competency"):
        add(at, sign_off.id, photo, at.marco, SECOND_PIN)
    line = add(at, sign_off.id, photo)
    with at.site.database.write() as connection:  # past the services, as a changed program would
        keys = unlock(at.site, at.marco, SECOND_PIN)
        more: dict[str, object] = {"worker_id": at.ana.id, "competency": "forklift", "team": ""}
        theirs = Attachment(id="a2", sign_off=sign_off.id, file=line.file, reason="mine", **more)  # type: ignore[arg-type]
        strike = AttachmentAct(attachment=line.id, sign_off=sign_off.id, reason="no", **more)  # type: ignore[arg-type]
        for kind, body in (("evidence.attached", theirs), ("evidence.withdrawn", strike)):
            when = at.time()
            append_act(at.site, connection, at.marco, keys, kind, about=at.ana.id, body=body, meaning="x", signed_at=when)
    assert get_added(at.site, line.id).counts
    assert get_added(at.site, "a2").questioned == "The signer was not authorised for this competency."
    assert not get_added(at.site, "a2").counts
    told = questioned_lines(at.site)
    assert [one.title for one in told] == [
        "Withdrawal of an added file: Ana Kowalska",
        "File added to a record: Ana Kowalska",
    ]
    assert {one.sign_off_id for one in told} == {sign_off.id}
    before = tables(at)
    change_member(at.site, at.hannah, replace(marco, competencies=()), PIN)
    assert get_added(at.site, "a2").questioned != ""  # what was done without the right stays without it
    with at.site.database.write() as connection:
        projections.rebuild(connection)
    assert {name for name, digest in tables(at).items() if before[name] != digest}.isdisjoint({"attached", "attached_act"})


def test_what_a_trainee_adds_waits_until_somebody_else_countersigns_it(at: Founded, photo: Path) -> None:
    sign_off = signed(at, at.ana).sign_off
    tim = session_of(add_member(at.site, at.hannah, "Tim New", "", Role.TRAINEE, "", "7777", own_pin=PIN))
    line = add(at, sign_off.id, photo, tim, "7777")
    assert (line.waits, line.counts) == (True, False)
    (waiting,) = waiting_for(at.site, at.marco)
    assert (waiting.sign_off_id, waiting.added, waiting.assessor_name) == (sign_off.id, True, "Tim New")
    assert waiting_for(at.site, tim) == ()
    with pytest.raises(NotAllowed, match="You added this yourself"):
        countersign_added(at.site, tim, line.id, "7777", at.time())
    after = countersign_added(at.site, at.marco, line.id, SECOND_PIN, at.time(), "Looked at it")
    assert (after.waits, after.counts, after.confirmed[0].author) == (False, True, "Marco Rossi")
    assert waiting_for(at.site, at.marco) == ()
    with pytest.raises(NotAllowed, match="does not wait"):
        countersign_added(at.site, at.hannah, line.id, PIN, at.time())
    assert check(at.site).sound


def test_a_trainee_withdraws_their_own_and_no_other(at: Founded, photo: Path) -> None:
    sign_off = signed(at, at.ana).sign_off
    tim = session_of(add_member(at.site, at.hannah, "Tim New", "", Role.TRAINEE, "", "7777", own_pin=PIN))
    hers = add(at, sign_off.id, photo)
    his = add(at, sign_off.id, picture(photo.with_name("his.jpg"), "red"), tim, "7777")
    with pytest.raises(NotAllowed, match="only what they added themselves"):
        withdraw_added(at.site, tim, hers.id, "I think so", "7777", at.time())
    assert withdraw_added(at.site, tim, his.id, "The wrong one", "7777", at.time()).withdrawn is not None
    assert waiting_for(at.site, at.marco) == ()


def test_what_was_withdrawn_stays_to_be_seen_with_its_reason(at: Founded, photo: Path) -> None:
    sign_off = signed(at, at.ana).sign_off
    line = add(at, sign_off.id, photo)
    with pytest.raises(InputError):
        withdraw_added(at.site, at.marco, line.id, " ", SECOND_PIN, at.time())
    gone = withdraw_added(at.site, at.marco, line.id, "It shows another truck", SECOND_PIN, at.time())
    assert gone.withdrawn is not None
    assert (gone.withdrawn.author, gone.withdrawn.reason, gone.counts) == ("Marco Rossi", "It shows another truck", False)
    assert record_whole(at.site, sign_off.id).added == (gone,)
    assert files(at) == [line.file.digest]
    with pytest.raises(NotAllowed, match="withdrawn already"):
        withdraw_added(at.site, at.hannah, line.id, "Again", PIN, at.time())
    assert check(at.site).sound


def test_an_amended_record_keeps_what_was_added_and_takes_no_more(at: Founded, photo: Path) -> None:
    old = signed(at, at.ana).sign_off
    line = add(at, old.id, photo)
    corrected = replace(old, assessor_note="It was FT-09")
    new = amend(at.site, at.hannah, old.id, corrected, "Wrong truck", PIN, at.time()).sign_off
    assert record_whole(at.site, new.id).added == (line,)
    assert record_whole(at.site, old.id).added == (line,)
    permission = may_add(at.site, at.hannah, old.id)
    assert (permission.allowed, permission.why_not) == (False, "This record was corrected already.")
    later = add(at, new.id, picture(photo.with_name("more.jpg"), "red"))
    assert record_whole(at.site, new.id).added == (line, later)
    assert record_whole(at.site, old.id).added == (line,)
    assert get_sign_off(at.site, new.id).observations == old.observations


def test_a_certificate_issued_later_names_what_counts_and_one_issued_before_stays_as_it_is(at: Founded, photo: Path) -> None:
    sign_off = signed(at, at.ana).sign_off
    paper = paper_named("A4")
    first = add(at, sign_off.id, photo, step="s02")
    dark = add(at, sign_off.id, picture(photo.with_name("dark.jpg"), "black"))
    withdraw_added(at.site, at.hannah, dark.id, "Too dark", PIN, at.time())
    issued = issue(at.site, at.hannah, sign_off.id, DETAILS, PIN, at.time())
    evidence = issued.facts.evidence
    assert [(one.step, one.digest, str(one.added)) for one in evidence.shown] == [(2, first.file.digest, "2026-11-23")]
    assert ("step 2, added after signing on 23 Nov 2026", first.file.digest) in evidence.digests
    document = json.loads(issued.credential)
    named = [node["name"] for node in document["evidence"] if node.get("genre") == "Photo"]
    assert named == ["Photo at step 2, added after signing on 2026-11-23"]
    assert dark.file.digest not in issued.credential.decode()
    printed = render_pdf(at.site, issued.facts.credential_id, paper)
    assert verify(at.site, "ana.pdf", printed, at.time()).outcome is Outcome.VALID
    add(at, sign_off.id, picture(photo.with_name("late.jpg"), "white"))
    assert get_certificate(at.site, issued.facts.credential_id) == issued
    assert render_pdf(at.site, issued.facts.credential_id, paper) == printed


def test_the_ledger_of_the_record_and_of_the_person_tell_it(at: Founded, photo: Path, tmp_path: Path) -> None:
    sign_off = signed(at, at.ana).sign_off
    line = add(at, sign_off.id, photo, caption="From above")
    withdraw_added(at.site, at.marco, line.id, "Another truck", SECOND_PIN, at.time())
    said = (
        "Hannah Weber added a photo (From above) to the sign-off of Ana Kowalska on Counterbalance forklift after it was signed. "
        f"Reason: {WHY}"
    )
    for kind, subject in ((SubjectKind.RECORD, sign_off.id), (SubjectKind.PERSON, at.ana.id)):
        asked = LedgerFilter(subject=subject_named(at.site, kind, subject))
        sentences = [one.told.sentence for one in ledger_lines(at.site, asked)]
        assert said in sentences
        assert any(one.startswith("Marco Rossi withdrew a file") for one in sentences)
    story = person_story(at.site, at.ana.id, at.time().date())
    told = next(one for one in story.history if one.state == "withdrawn")
    assert told.sign_off_id == sign_off.id
    assert "Another truck" in told.words
    pack = export_pack(at.site, LedgerFilter(), tmp_path / "pack.zip", by="Hannah Weber")
    assert verify_pack(pack.path).sound
    with ZipFile(pack.path) as opened:
        assert ADD_MEANING in opened.read("entries.csv").decode()


def test_who_asks_what_is_held_about_them_gets_what_was_added_too(at: Founded, photo: Path, tmp_path: Path) -> None:
    sign_off = signed(at, at.ana).sign_off
    (tmp_path / "training.pdf").write_bytes(PDF)
    add(at, sign_off.id, photo)
    add(at, sign_off.id, tmp_path / "training.pdf", caption="Training record")
    result = export_person(at.site, at.hannah, at.ana.id, tmp_path / "ana.zip")
    assert (result.files, result.missing) == (2, 0)
    with ZipFile(result.path) as pack:
        assert PDF in [pack.read(name) for name in pack.namelist()]
        assert "Training record" in pack.read("report.txt").decode()


def test_an_erasure_takes_what_was_added_and_leaves_what_another_record_names(at: Founded, photo: Path) -> None:
    hers, his = signed(at, at.ana).sign_off, signed(at, at.yusef).sign_off
    shared = add(at, hers.id, photo)
    add(at, his.id, photo)
    own = add(at, hers.id, picture(photo.with_name("own.jpg"), "red"))
    withdraw_added(at.site, at.hannah, own.id, "Kowalska is not on it", PIN, at.time())
    assert len(files(at)) == 2
    shown = erasure_preview(at.site, at.hannah, at.ana.id, Scope.EVERYTHING)
    assert {"2 additions to signed records", "1 word about an addition", "2 photos and files"} <= set(shown.goes)
    erase(at.site, at.hannah, shown, "asked", "the worker", PIN)
    assert files(at) == [shared.file.digest]
    with pytest.raises(UserError):
        get_added(at.site, own.id)
    assert record_whole(at.site, his.id).added[0].file == shared.file
    assert b"is not on it" not in at.site.database.path.read_bytes()
    assert check(at.site).sound


def test_a_record_that_is_erased_by_itself_takes_what_was_added_to_it(at: Founded, photo: Path) -> None:
    first, second = signed(at, at.ana).sign_off, signed(at, at.ana).sign_off
    add(at, first.id, photo)
    kept = add(at, second.id, picture(photo.with_name("kept.jpg"), "red"))
    shown = erasure_preview(at.site, at.hannah, at.ana.id, Scope.RECORDS, [first.id])
    erase(at.site, at.hannah, shown, "its time is over", "the site", PIN)
    assert files(at) == [kept.file.digest]
    assert record_whole(at.site, second.id).added == (kept,)
    before = tables(at)
    with at.site.database.write() as connection:
        projections.rebuild(connection)
    assert tables(at) == before


def test_nothing_is_added_to_the_records_of_somebody_whose_name_was_erased(at: Founded, photo: Path) -> None:
    sign_off = signed(at, at.ana).sign_off
    kept = add(at, sign_off.id, photo)
    shown = erasure_preview(at.site, at.hannah, at.ana.id, Scope.FACTS)
    erase(at.site, at.hannah, shown, "asked", "the worker", PIN)
    assert record_whole(at.site, sign_off.id).added == (kept,)
    assert may_add(at.site, at.hannah, sign_off.id).why_not == "What was held about this person was erased."
    with pytest.raises(NotAllowed, match="was erased"):
        add(at, sign_off.id, picture(photo, "red"))


def test_an_act_that_does_not_fit_the_record_it_names_belongs_to_none(at: Founded, photo: Path) -> None:
    """Its right was judged for another person or team: what is shown at a record was allowed for that record."""
    sign_off = signed(at, at.ana).sign_off
    file = add(at, signed(at, at.yusef).sign_off.id, photo).file
    with at.site.database.write() as connection:
        keys = unlock(at.site, at.hannah, PIN)
        for number, (worker, competency, team) in enumerate(
            ((at.yusef.id, "forklift", ""), (at.ana.id, "twice", ""), (at.ana.id, "forklift", "Paint shop"))
        ):
            facts = {"worker_id": worker, "competency": competency, "team": team}
            body = Attachment(id=f"x{number}", sign_off=sign_off.id, file=file, reason="r", **facts)
            when = at.time()
            append_act(
                at.site,
                connection,
                at.hannah,
                keys,
                "evidence.attached",
                about=worker,
                body=body,
                meaning=ADD_MEANING,
                signed_at=when,
            )
    assert record_whole(at.site, sign_off.id).added == ()
    with pytest.raises(UserError):
        get_added(at.site, "x0")
