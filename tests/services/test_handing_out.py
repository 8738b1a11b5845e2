"""What is signed and handed out leaves an act in the ledger: a passport, an endorsement of somebody else's certificate."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from supervisor_app.credentials.trust import TrustedIssuer, write_trust
from supervisor_app.domain.erasure import Scope
from supervisor_app.domain.people import Role
from supervisor_app.errors import NotAllowed
from supervisor_app.ledger.bodies import PassportIssued
from supervisor_app.ledger.contents import record_in
from supervisor_app.ledger.entry import Entry
from supervisor_app.services.appending import append_act
from supervisor_app.services.audit_pack import export_pack
from supervisor_app.services.audit_verify import verify_pack
from supervisor_app.services.checking import check
from supervisor_app.services.endorsements import endorse
from supervisor_app.services.erasing import erase, erasure_preview
from supervisor_app.services.issuing import issue
from supervisor_app.services.ledger_filter import LedgerFilter
from supervisor_app.services.ledger_page import ledger_lines
from supervisor_app.services.membership import add_member, change_member
from supervisor_app.services.passport import sign_passport
from supervisor_app.services.people_story import person_story
from supervisor_app.services.questioned_lines import questioned_lines
from supervisor_app.services.signing_in import session_of
from supervisor_app.services.site_register import TRUST_NAME
from supervisor_app.services.subject_access import export_person
from supervisor_app.services.unlocking import unlock
from supervisor_app.services.verifying import Verdict, verify
from supervisor_app.storage import ledger_store, projections
from tests.credentials.samples import ISSUER_DID, ISSUER_KEY, issued, public
from tests.services.founded import DETAILS, PIN, Founded, found, later, signed

CUSTOMER = TrustedIssuer(issuer=ISSUER_DID, public_key=public(ISSUER_KEY), name="Customer Ltd")


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    (founded.site.folder / TRUST_NAME).write_bytes(write_trust([CUSTOMER]))
    issue(founded.site, founded.hannah, signed(founded, founded.ana).sign_off.id, DETAILS, PIN, founded.time())
    later(founded, hours=1)
    yield founded
    founded.site.close()


def entries(at: Founded, kind: str) -> list[Entry]:
    with at.site.database.read() as connection:
        return ledger_store.entries_of_kinds(connection, [kind])


def theirs(at: Founded) -> Verdict:
    """A certificate of somebody else, checked."""
    return verify(at.site, "theirs.json", issued(valid_until=None).credential, at.time())


def test_a_signed_passport_leaves_an_act_with_its_digest(at: Founded) -> None:
    made = sign_passport(at.site, at.hannah, at.ana.id, PIN, at.time())
    [entry] = entries(at, "passport.issued")
    assert entry.content is not None
    body = record_in(entry.kind, entry.content)
    assert body.digest == hashlib.sha256(made.credential).hexdigest()
    assert (body.id, body.worker_id, body.certificates) == (made.passport.id, at.ana.id, 1)
    said = ledger_lines(at.site, LedgerFilter())[0]
    assert said.told.sentence == "Hannah Weber signed a passport of Ana Kowalska with 1 certificate, as of 23 November 2026"
    assert check(at.site).sound


def test_an_endorsement_that_was_given_leaves_an_act_with_its_words_and_digest(at: Founded) -> None:
    data = endorse(at.site, at.hannah, theirs(at), "She trained two of ours.", PIN, at.time())
    [entry] = entries(at, "endorsement.given")
    assert entry.content is not None
    body = record_in(entry.kind, entry.content)
    assert (body.digest, body.id) == (hashlib.sha256(data).hexdigest(), json.loads(data)["id"])
    said = ledger_lines(at.site, LedgerFilter())[0].told.sentence
    assert said.startswith("Hannah Weber endorsed a certificate of another organisation, ")
    assert said.endswith(": “She trained two of ours.”")
    assert check(at.site).sound


def test_where_the_pin_is_wrong_nothing_is_written(at: Founded) -> None:
    with pytest.raises(NotAllowed):
        sign_passport(at.site, at.hannah, at.ana.id, "0000", at.time())
    with pytest.raises(NotAllowed):
        endorse(at.site, at.hannah, theirs(at), "Good.", "0000", at.time())
    assert entries(at, "passport.issued") == entries(at, "endorsement.given") == []


def test_it_is_in_the_persons_history_in_what_they_get_and_in_the_audit_pack(at: Founded, tmp_path: Path) -> None:
    sign_passport(at.site, at.hannah, at.ana.id, PIN, at.time())
    line = next(one for one in person_story(at.site, at.ana.id, at.time().date()).history if one.title == "Skills passport")
    assert line.words == "Signed by Hannah Weber with 1 certificate, as of 23 Nov 2026."
    own = export_person(at.site, at.hannah, at.ana.id, tmp_path / "ana.zip")
    with zipfile.ZipFile(own.path) as pack:
        assert "signed a passport of Ana Kowalska" in pack.read("report.txt").decode()
    made = export_pack(at.site, LedgerFilter(), tmp_path / "audit.zip", by="Hannah Weber")
    with zipfile.ZipFile(made.path) as pack:
        assert any("signed a passport of Ana" in pack.read(name).decode("utf-8", "replace") for name in pack.namelist())
    assert verify_pack(Path(made.path)).sound


def test_an_erasure_takes_it_and_the_chain_still_verifies(at: Founded) -> None:
    sign_passport(at.site, at.hannah, at.ana.id, PIN, at.time())
    preview = erasure_preview(at.site, at.hannah, at.ana.id, Scope.EVERYTHING)
    assert any("passport" in line for line in preview.goes)
    erase(at.site, at.hannah, preview, "asked", "the worker", PIN)
    [entry] = entries(at, "passport.issued")
    assert entry.content is None
    with at.site.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM handed_out").scalar() == 0
    assert check(at.site).sound


def test_an_assessor_for_some_competencies_may_sign_a_passport_of_whatever_is_held(at: Founded) -> None:
    bo = add_member(at.site, at.hannah, "Bo Ek", "", Role.ASSESSOR, "", "135790", own_pin=PIN)
    change_member(at.site, at.hannah, replace(bo, competencies=("forklift",)), PIN)
    later(at, hours=1)
    sign_passport(at.site, session_of(bo), at.ana.id, "135790", at.time())
    endorse(at.site, session_of(bo), theirs(at), "Good.", "135790", at.time())
    assert questioned_lines(at.site) == ()


def test_an_act_of_who_may_not_is_kept_and_questioned_the_same_after_a_rebuild(at: Founded) -> None:
    robin = add_member(at.site, at.hannah, "Robin", "", Role.AUDITOR, "", "135790", own_pin=PIN)
    body = PassportIssued(id="p1", worker_id=at.ana.id, certificates=1, as_of=at.time().date(), digest="00" * 32)
    session = session_of(robin)
    keys = unlock(at.site, session, "135790")
    with at.site.database.write() as connection:
        kind = "passport.issued"
        append_act(at.site, connection, session, keys, kind, about=at.ana.id, body=body, meaning="I sign.", signed_at=at.time())
    [line] = questioned_lines(at.site)
    assert (line.title, line.reason) == ("Passport: Ana Kowalska", "An auditor may not issue certificates.")
    story = person_story(at.site, at.ana.id, at.time().date())
    assert next(one for one in story.history if one.title == "Skills passport").doubt == "questioned"
    with at.site.database.write() as connection:
        before = projections.digest(connection)
        projections.rebuild(connection)
        assert projections.digest(connection) == before
    change_member(at.site, at.hannah, replace(robin, role=Role.ASSESSOR), PIN)
    assert [one.reason for one in questioned_lines(at.site)] == [line.reason]  # later authority does not reach back
