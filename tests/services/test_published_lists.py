"""What the published lists say: certificates that do not hold, in both kinds of list, and what stays as it lies there."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from openbadgeslib.ob3.status import decode_encoded_list

from supervisor_app.credentials.bitstring import file_of
from supervisor_app.credentials.listed_status import KnownList, ListedState, SeenLists, look_up
from supervisor_app.credentials.status_list import STATUS_NAME, StatusCode, StatusRow, read_status, sign_status, status_name
from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.domain.certificate_life import LifeKind
from supervisor_app.domain.erasure import Scope
from supervisor_app.errors import InputError, UserError
from supervisor_app.services.erasing import erase, erasure_preview
from supervisor_app.services.issuer_succession import succeed_issuer_key
from supervisor_app.services.issuing import issue
from supervisor_app.services.list_validity import choose_list_days, list_days
from supervisor_app.services.listed_certificates import listed_certificates
from supervisor_app.services.publish_news import publish_news
from supervisor_app.services.publishing import publish
from supervisor_app.services.site import site_facts
from supervisor_app.services.site_changes import SiteChange, change_site
from supervisor_app.services.trusting import TrustOffer, believe, offer_of
from supervisor_app.services.unlocking import issuer_key, unlock
from supervisor_app.services.verifying import Outcome, verify
from tests.services.certified import certify
from tests.services.founded import DETAILS, PIN, SECOND_PIN, Founded, found, later, signed
from tests.services.life_acts import act_on

HOST = "northgate.example"
TODAY = date(2026, 11, 23)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    change_site(founded.site, founded.hannah, SiteChange(host=HOST))
    yield founded
    founded.site.close()


def test_lists_end_as_an_admin_chose_and_are_made_anew_for_it(at: Founded, tmp_path: Path) -> None:
    made = issued_to(at)
    web = tmp_path / "web"
    name = file_of(made.facts.status_list)

    def published() -> tuple[dict[str, object], bool]:
        result = publish(at.site, at.hannah, PIN, web)
        return json.loads((web / name).read_bytes()), next(file.written for file in result.files if file.name == name)

    assert list_days(at.site) == 0
    assert "validUntil" not in published()[0]
    assert choose_list_days(at.site, at.hannah, 30) == list_days(at.site) == 30
    document, written = published()
    assert written
    assert datetime.fromisoformat(str(document["validUntil"])) - datetime.fromisoformat(str(document["validFrom"])) == timedelta(
        30
    )
    assert bit(at, web, made) is ListedState.CLEAR
    later(at, days=6)
    assert published() == (document, False)
    later(at, days=2)
    assert published()[1]
    later(at, days=31)
    assert bit(at, web, made) is ListedState.UNKNOWN
    assert publish_news(at.site, at.time().date()).late
    assert published()[1]
    assert bit(at, web, made) is ListedState.CLEAR
    choose_list_days(at.site, at.hannah, 0)
    assert "validUntil" not in published()[0]
    with pytest.raises(InputError, match="not among the choices"):
        choose_list_days(at.site, at.hannah, 7)


def issued_to(at: Founded) -> IssuedCertificate:
    """A certificate from the whole journey: observed, signed, issued, with its own bit in a list."""
    result = signed(at, at.ana)
    return issue(at.site, at.hannah, result.sign_off.id, DETAILS, PIN, at.time())


def another(at: Founded, number: int, **changes: object) -> IssuedCertificate:
    name = uuid.UUID(int=number, version=4).urn
    return certify(at.site, at.hannah, PIN, credential_id=name, number=f"NPI-{number}", **changes)


def rows(folder: Path) -> dict[bytes, tuple[StatusCode, date]]:
    return {row.name: (row.code, row.since) for row in read_status((folder / STATUS_NAME).read_bytes()).rows}


def bit(at: Founded, folder: Path, issued: IssuedCertificate) -> ListedState:
    """What the list that a certificate names says, as another organisation's program reads it."""
    facts = issued.facts
    document = json.loads((folder / file_of(facts.status_list)).read_bytes())
    key = bytes.fromhex(site_facts(at.site).issuer_key)
    lists = SeenLists({facts.status_list: KnownList(document, at.time())}, at.time())
    found = look_up(json.loads(issued.credential), lists, {facts.issuer_did: (key,), document["issuer"]: (key,)})
    assert found is not None
    return found.state


def test_withdrawn_on_hold_and_replaced_are_in_both_lists_and_others_are_not(at: Founded, tmp_path: Path) -> None:
    folder, own = tmp_path / "web", issued_to(at)
    kinds = (LifeKind.REVOKED, LifeKind.SUSPENDED, LifeKind.SUPERSEDED)
    others = [another(at, number) for number in range(1, 5)]
    publish(at.site, at.hannah, PIN, folder)
    assert rows(folder) == {}
    assert bit(at, folder, own) is ListedState.CLEAR
    act_on(at.site, at.hannah, PIN, own, LifeKind.REVOKED, TODAY)
    for one, kind in zip(others, kinds, strict=False):
        act_on(at.site, at.hannah, PIN, one, kind, TODAY - timedelta(days=1))
    result = publish(at.site, at.hannah, PIN, folder)
    names = [status_name(one.facts.credential_id) for one in (own, *others)]
    assert rows(folder) == {
        names[0]: (StatusCode.WITHDRAWN, TODAY),
        names[1]: (StatusCode.WITHDRAWN, TODAY - timedelta(days=1)),
        names[2]: (StatusCode.ON_HOLD, TODAY - timedelta(days=1)),
        names[3]: (StatusCode.REPLACED, TODAY - timedelta(days=1)),
    }
    assert result.rows == 4
    assert f"New: {own.facts.number} withdrawn since 23 November 2026." in result.lines()
    _nothing_about_anybody(at, folder, own, *others)
    assert bit(at, folder, own) is ListedState.REVOKED
    lists = {file_of(one.facts.status_list) for one in (own, *others)}
    assert {file.name for file in result.files if file.written} == {STATUS_NAME, *lists}


def _nothing_about_anybody(at: Founded, folder: Path, *certificates: IssuedCertificate) -> None:
    """No name, number or id of anybody or any certificate in any file, nor in what is packed inside the lists."""
    everything = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    for data in list(everything):
        if data.startswith(b"{") and b"encodedList" in data:
            everything.append(decode_encoded_list(json.loads(data)["credentialSubject"]["encodedList"]))
    private = {"Hannah", "Weber", "Marco", "Rossi", "Kowalska", "Ana ", "20417", "010462", "Hazan", "raised"}
    for one in certificates:
        facts = one.facts
        private |= {facts.credential_id, facts.credential_id[9:], facts.number, facts.holder, facts.employee_no, one.worker_id}
    for text in private - {""}:
        assert not any(text.encode() in data for data in everything), text


def test_a_hold_that_is_over_leaves_the_lists_at_the_next_publishing(at: Founded, tmp_path: Path) -> None:
    own = issued_to(at)
    act_on(at.site, at.hannah, PIN, own, LifeKind.SUSPENDED, TODAY, until=TODAY + timedelta(days=2))
    publish(at.site, at.hannah, PIN, tmp_path)
    assert (len(rows(tmp_path)), bit(at, tmp_path, own)) == (1, ListedState.REVOKED)
    later(at, days=3)
    news = publish_news(at.site, at.time().date())
    assert (news.changed, news.lifted) == ((), 1)
    assert news.sentence == "Phones still refuse one certificate that holds again."
    publish(at.site, at.hannah, PIN, tmp_path)
    assert (rows(tmp_path), bit(at, tmp_path, own)) == ({}, ListedState.CLEAR)
    assert publish_news(at.site, at.time().date()).sentence == ""


def test_the_own_records_know_more_than_an_older_list_that_was_brought_here(at: Founded, tmp_path: Path) -> None:
    own, today = issued_to(at), at.time().date()
    act_on(at.site, at.hannah, PIN, own, LifeKind.SUSPENDED, today)
    publish(at.site, at.hannah, PIN, tmp_path)
    for name in (STATUS_NAME, file_of(own.facts.status_list)):
        offer_of(at.site, name, (tmp_path / name).read_bytes())
    later(at, days=1)
    act_on(at.site, at.hannah, PIN, own, LifeKind.REINSTATED, at.time().date())
    verdict = verify(at.site, "x.json", own.credential, at.time())
    assert (verdict.outcome, verdict.asks) == (Outcome.VALID, ())
    assert "Not withdrawn in this site's records" in [check.text for check in verdict.checks]


def test_an_act_of_tomorrow_is_not_listed_today(at: Founded) -> None:
    act_on(at.site, at.hannah, PIN, issued_to(at), LifeKind.REVOKED, TODAY + timedelta(days=1))
    assert listed_certificates(at.site, TODAY) == ()
    assert [one.since for one in listed_certificates(at.site, TODAY + timedelta(days=1))] == [TODAY + timedelta(days=1)]


def test_the_list_that_certificates_name_is_made_anew_when_old_damaged_or_a_strangers(at: Founded, tmp_path: Path) -> None:
    own = issued_to(at)
    name = file_of(own.facts.status_list)

    def written() -> bool:
        return name in {file.name for file in publish(at.site, at.hannah, PIN, tmp_path).files if file.written}

    assert written()
    assert not written()
    later(at, days=6)
    assert not written()
    later(at, days=1)
    assert written()
    document = json.loads((tmp_path / name).read_bytes())
    for spoilt in ({**document, "issuer": "did:key:z6Mkother"}, {**document, "id": "https://other.example/x"}, {"a": 1}):
        (tmp_path / name).write_text(json.dumps(spoilt))
        assert written()
    (tmp_path / name).write_bytes(b"\xff")
    assert written()
    assert bit(at, tmp_path, own) is ListedState.CLEAR


def test_who_was_withdrawn_and_then_erased_stays_withdrawn_on_paper(at: Founded, tmp_path: Path) -> None:
    own = issued_to(at)
    act_on(at.site, at.hannah, PIN, own, LifeKind.REVOKED, TODAY)
    publish(at.site, at.hannah, PIN, tmp_path / "web")
    shown = erasure_preview(at.site, at.hannah, at.ana.id, Scope.EVERYTHING)
    erase(at.site, at.hannah, shown, "Time is over.", "the worker", PIN)
    publish(at.site, at.hannah, PIN, tmp_path / "web")
    publish(at.site, at.hannah, PIN, tmp_path / "elsewhere")
    name = status_name(own.facts.credential_id)
    assert rows(tmp_path / "web")[name] == (StatusCode.WITHDRAWN, TODAY)
    assert rows(tmp_path / "elsewhere")[name][0] is StatusCode.WITHDRAWN
    assert publish_news(at.site, TODAY).sentence == ""


def test_a_laptop_that_is_behind_does_not_take_back_what_another_published(at: Founded, tmp_path: Path) -> None:
    own, key = issued_to(at), issuer_key(at.site, unlock(at.site, at.hannah, PIN))
    publish(at.site, at.hannah, PIN, tmp_path)
    row = StatusRow(status_name(own.facts.credential_id), StatusCode.WITHDRAWN, TODAY)
    stranger = StatusRow(bytes(8), StatusCode.WITHDRAWN, TODAY)
    (tmp_path / STATUS_NAME).write_bytes(sign_status(TODAY, [row, stranger], key))
    with pytest.raises(UserError, match="does not know yet") as problem:
        publish(at.site, at.hannah, PIN, tmp_path)
    assert problem.value.hint.startswith("Sync")
    assert len(rows(tmp_path)) == 2
    act_on(at.site, at.hannah, PIN, own, LifeKind.REVOKED, TODAY)  # as the sync brings it
    publish(at.site, at.hannah, PIN, tmp_path)
    assert rows(tmp_path).keys() == {row.name, stranger.name}


def test_after_a_new_key_the_old_lists_speak_on_and_both_keys_are_there(at: Founded, tmp_path: Path) -> None:
    own = issued_to(at)
    publish(at.site, at.hannah, PIN, tmp_path)
    succeed_issuer_key(at.site, at.hannah, PIN)
    assert "new key" in publish_news(at.site, TODAY).sentence
    act_on(at.site, at.hannah, PIN, own, LifeKind.REVOKED, TODAY)
    publish(at.site, at.hannah, PIN, tmp_path)
    document = json.loads((tmp_path / file_of(own.facts.status_list)).read_bytes())
    assert document["issuer"] == own.facts.issuer_did  # the old key signs its own list, where the laptop still has it
    assert (
        look_up(
            json.loads(own.credential),
            SeenLists({own.facts.status_list: KnownList(document, at.time())}, at.time()),
            {own.facts.issuer_did: (bytes.fromhex(_key_of(own)),)},
        ).state
        is ListedState.REVOKED
    )  # type: ignore[union-attr]


def test_a_laptop_without_the_old_key_speaks_for_its_certificates_with_the_new_one(
    at: Founded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who was let in after the change never had the old key: the history in the trust file says that the new one may."""
    own = issued_to(at)
    succeed_issuer_key(at.site, at.hannah, PIN)
    act_on(at.site, at.hannah, PIN, own, LifeKind.REVOKED, TODAY)
    monkeypatch.setattr("supervisor_app.services.publishing.former_issuer_keys", lambda *_: {})
    publish(at.site, at.hannah, PIN, tmp_path)
    listed = tmp_path / file_of(own.facts.status_list)
    assert json.loads(listed.read_bytes())["issuer"] == site_facts(at.site).issuer_did != own.facts.issuer_did
    other = found(tmp_path / "other", seed=2)
    try:
        offer = offer_of(other.site, "issuer.json", (tmp_path / "issuer.json").read_bytes())
        assert isinstance(offer, TrustOffer)
        believe(other.site, other.hannah, offer)
        assert verify(other.site, "x.json", own.credential, other.time()).valid
        offer_of(other.site, "list.json", listed.read_bytes())
        assert verify(other.site, "x.json", own.credential, other.time()).outcome is Outcome.WITHDRAWN
    finally:
        other.site.close()


def _key_of(issued: IssuedCertificate) -> str:
    from supervisor_app.credentials.keys import read_did_key

    return (read_did_key(issued.facts.issuer_did) or b"").hex()


def test_certificates_that_name_another_address_are_told_and_their_list_is_there_too(at: Founded, tmp_path: Path) -> None:
    own = issued_to(at)
    change_site(at.site, at.hannah, SiteChange(host="new.example"))
    result = publish(at.site, at.hannah, PIN, tmp_path)
    assert result.elsewhere == (HOST,)
    assert f"Older certificates ask {HOST}: put it there too." in result.lines()
    assert (tmp_path / file_of(own.facts.status_list)).is_file()


class TestNews:
    """What is new since the last publishing, on any laptop that has the records."""

    def test_nothing_is_asked_before_anything_was_published_or_happened(self, at: Founded) -> None:
        issued_to(at)
        news = publish_news(at.site, TODAY)
        assert (news.last, news.sentence) == (None, "")

    def test_a_withdrawal_is_new_until_it_is_published_whoever_publishes(self, at: Founded, tmp_path: Path) -> None:
        own = issued_to(at)
        publish(at.site, at.hannah, PIN, tmp_path)
        later(at, days=1)
        act_on(at.site, at.hannah, PIN, own, LifeKind.REVOKED, at.time().date())
        news = publish_news(at.site, at.time().date())
        assert [(one.number, one.holder) for one in news.changed] == [(own.facts.number, own.facts.holder)]
        assert news.sentence == "Phones still accept one certificate that does not hold."
        publish(at.site, at.marco, SECOND_PIN, tmp_path / "another")
        assert publish_news(at.site, at.time().date()).sentence == ""

    def test_an_old_list_asks_to_be_published_before_phones_stop_believing_it(self, at: Founded, tmp_path: Path) -> None:
        publish(at.site, at.hannah, PIN, tmp_path)
        later(at, days=22)
        assert not publish_news(at.site, at.time().date()).late
        later(at, days=1)
        news = publish_news(at.site, at.time().date())
        assert (news.late, news.days) == (True, 23)
        assert news.sentence == "The list for phones is 23 days old; they believe it for 30."

    def test_publishing_twice_writes_one_record(self, at: Founded, tmp_path: Path) -> None:
        publish(at.site, at.hannah, PIN, tmp_path)
        with at.site.database.read() as connection:
            count = "SELECT count(*) FROM entry WHERE kind = 'page.published'"
            before = connection.exec_driver_sql(count).scalar()
            publish(at.site, at.hannah, PIN, tmp_path)
            assert connection.exec_driver_sql(count).scalar() == before
