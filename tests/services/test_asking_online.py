"""Check online: only what was shown is asked, only by https, and nothing is believed because it was fetched."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from email.message import Message
from pathlib import Path
from urllib.request import HTTPRedirectHandler, Request

import pytest

from supervisor_app.credentials.status_list import StatusCode, StatusRow, sign_status, status_name
from supervisor_app.credentials.trust import write_trust
from supervisor_app.services.asking_online import NoAnswer, _opener, ask, fetch_https, hosts_of
from supervisor_app.services.trusting import believe, known_issuers, offer_of
from supervisor_app.services.verifying import Outcome, verify, verify_text
from tests.credentials.samples import FACTS, ISSUER_KEY, NORTHGATE, NOW, STRANGER_KEY, issued, public
from tests.credentials.test_listed_status import ADDRESS, badge, status_list
from tests.services.founded import Founded, found
from tests.services.test_trusting import did_document

DID_ADDRESS = "https://school.example/.well-known/did.json"


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    yield founded
    founded.site.close()


class Web:
    """A web of fixed answers that remembers what it was asked."""

    def __init__(self, answers: dict[str, bytes]) -> None:
        self.answers, self.asked = answers, list[str]()

    def __call__(self, address: str) -> bytes:
        self.asked.append(address)
        if address not in self.answers:
            raise NoAnswer("it cannot be reached from here")
        return self.answers[address]


def test_a_status_list_is_asked_once_and_kept_with_its_time(at: Founded):
    believe(at.site, at.hannah, offer_of(at.site, "t.json", write_trust([NORTHGATE])))  # type: ignore[arg-type]
    data = json.dumps(badge()).encode()
    verdict = verify(at.site, "x.json", data, NOW)
    assert (verdict.outcome, hosts_of(verdict.asks)) == (Outcome.VALID, ("verify.example",))
    web = Web({ADDRESS: json.dumps(status_list(7)).encode()})
    results = ask(at.site, (*verdict.asks, *verdict.asks), web)
    assert web.asked == [ADDRESS]
    assert [(one.fine, one.words) for one in results] == [(True, "verify.example gave its status list.")]
    assert verify(at.site, "x.json", data, NOW).outcome is Outcome.WITHDRAWN


def test_a_scanned_code_asks_for_the_list_beside_its_page(at: Founded):
    made = issued()
    assert verify_text(at.site, made.qr.text, NOW).asks == ()  # nobody asks a host that a stranger's code names
    believe(at.site, at.hannah, offer_of(at.site, "t.json", write_trust([NORTHGATE])))  # type: ignore[arg-type]
    verdict = verify_text(at.site, made.qr.text, NOW)
    assert (verdict.outcome, verdict.asks) == (Outcome.VALID, ("https://northgate.example/status.bin",))
    row = StatusRow(status_name(FACTS.credential_id), StatusCode.WITHDRAWN, NOW.date())
    newest, older, forged = (
        sign_status(NOW.date() - timedelta(days=days), [row], key)
        for days, key in ((0, ISSUER_KEY), (1, ISSUER_KEY), (0, STRANGER_KEY))
    )
    for answer, fine, words in (
        (forged, False, "is not known here"),
        (newest, True, "northgate.example gave its status list."),
        (older, False, "gave an older status list than the one this laptop has"),
        (newest[:-1], False, "cannot be read"),
    ):
        result = ask(at.site, verdict.asks, Web({verdict.asks[0]: answer}))[0]
        assert (result.fine, words in result.words) == (fine, True), result.words
    assert verify_text(at.site, made.qr.text, NOW).outcome is Outcome.WITHDRAWN


def test_keys_are_offered_and_not_believed(at: Founded):
    before = known_issuers(at.site)
    result = ask(at.site, [DID_ADDRESS], Web({DID_ADDRESS: did_document(public(ISSUER_KEY))}))[0]
    assert result.offer
    assert [one.issuer.issuer for one in result.offer.issuers] == ["did:web:school.example"]
    assert known_issuers(at.site) == before
    assert believe(at.site, at.hannah, result.offer) == 1


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (None, "school.example: it cannot be reached from here."),
        (b"<html>", "school.example: what it gave cannot be read, it is not well-formed JSON."),
        (b"{}", "school.example: what it gave is not what was asked for."),
        (
            did_document(public(ISSUER_KEY)).replace(b"school.example", b"other.example"),
            "school.example: what it gave is not what was asked for.",
        ),
        (did_document(), "school.example: it holds no key that can be used here"),
    ],
)
def test_another_answer_is_a_sentence(at: Founded, answer: bytes | None, words: str):
    result = ask(at.site, [DID_ADDRESS], Web({} if answer is None else {DID_ADDRESS: answer}))[0]
    assert not result.fine
    assert result.words.startswith(words)


@pytest.mark.parametrize(
    "address",
    ["http://school.example/x", "https://127.0.0.1/x", "https://[::1]/x", "https://localhost/x", "https://school.example:8443/x",
     "https://user@school.example/x", "file:///etc/passwd", "ftp://school.example/x"],
)  # fmt: skip
def test_no_other_kind_of_address_is_asked(address: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("urllib.request.OpenerDirector.open", lambda *_a, **_n: pytest.fail("something was asked"))
    with pytest.raises(NoAnswer):
        fetch_https(address)


def test_a_redirect_to_another_host_or_to_http_is_not_followed():
    handler = next(one for one in _opener("school.example").handlers if isinstance(one, HTTPRedirectHandler))

    def sent_on(address: str) -> Request | None:
        return handler.redirect_request(Request(DID_ADDRESS), None, 302, "", Message(), address)

    followed = sent_on("https://school.example/elsewhere")
    assert followed
    assert followed.full_url == "https://school.example/elsewhere"
    for address in ("https://evil.example/x", "http://school.example/x", "https://10.0.0.1/x"):
        with pytest.raises(NoAnswer):
            sent_on(address)


def test_a_large_or_slow_answer_is_given_up(monkeypatch: pytest.MonkeyPatch):
    class Answer:
        def __enter__(self) -> Answer:
            return self

        def __exit__(self, *_problem: object) -> None:
            return None

        def read1(self, size: int) -> bytes:
            return b"x" * size

    monkeypatch.setattr("urllib.request.OpenerDirector.open", lambda *_a, **_n: Answer())
    with pytest.raises(NoAnswer, match="larger than 1 MB"):
        fetch_https(DID_ADDRESS)
    monkeypatch.setattr("supervisor_app.services.asking_online.MAX_SECONDS", -1.0)
    with pytest.raises(NoAnswer, match="too long"):
        fetch_https(DID_ADDRESS)


def test_verifying_itself_never_asks(at: Founded, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("socket.socket.connect", lambda *_a: pytest.fail("the network was asked"))
    monkeypatch.setattr("socket.getaddrinfo", lambda *_a, **_n: pytest.fail("the network was asked"))
    assert verify(at.site, "x.json", json.dumps(badge()).encode(), NOW).outcome is Outcome.UNKNOWN_ISSUER
