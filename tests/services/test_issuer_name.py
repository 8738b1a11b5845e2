"""Issuing under the web address: only after an admin chose it, proven by the document beside the page, the key stays trusted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3.did import did_web_from_url, resolve_verification_method
from openbadgeslib.ob3.ldp import verify_data_integrity_proof

from supervisor_app.credentials import proof
from supervisor_app.credentials.bitstring import file_of
from supervisor_app.credentials.carriers import read_json
from supervisor_app.credentials.did_web import did_for, document_address, keys_of
from supervisor_app.credentials.own_form import canonical_credential
from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.domain.certificate_life import LifeKind
from supervisor_app.errors import InputError, NotAllowed
from supervisor_app.services.asking_online import ask
from supervisor_app.services.issuer_name import choose_issuer_name
from supervisor_app.services.issuer_succession import succeed_issuer_key
from supervisor_app.services.issuing import issue
from supervisor_app.services.publishing import publish
from supervisor_app.services.site import site_facts
from supervisor_app.services.site_changes import SiteChange, change_site
from supervisor_app.services.trusting import TrustOffer, believe, read_offer
from supervisor_app.services.verifying import Outcome, verify, verify_text
from tests.services.founded import DETAILS, PIN, Founded, found, signed
from tests.services.life_acts import act_on

HOST, DID = "northgate.example", "did:web:northgate.example:c"


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    change_site(founded.site, founded.hannah, SiteChange(host=HOST))
    yield founded
    founded.site.close()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "other", seed=2)
    yield founded
    founded.site.close()


def issued_to(at: Founded, worker: str = "ana") -> IssuedCertificate:
    result = signed(at, getattr(at, worker))
    return issue(at.site, at.hannah, result.sign_off.id, DETAILS, PIN, at.time())


@pytest.mark.parametrize(
    ("host", "did"),
    [
        (HOST, DID),
        ("Northgate.Example", DID),
        ("northgate.example/checks", "did:web:northgate.example:checks:c"),
        ("", ""),
        ("northgate.example:8443", ""),
        ("127.0.0.1", ""),
        ("localhost", ""),
        ("north gate.example", ""),
        ("a.example/../b", ""),
    ],
)
def test_a_web_address_names_an_issuer_where_its_document_would_lie_beside_the_page(host: str, did: str) -> None:
    assert did_for(host) == did
    if did:
        assert document_address(did) == f"https://{host.lower()}/c/did.json"


def test_until_an_admin_chooses_it_certificates_name_the_key(at: Founded, tmp_path: Path) -> None:
    assert issued_to(at).facts.issuer_did == site_facts(at.site).issuer_did
    assert "c/did.json" not in {file.name for file in publish(at.site, at.hannah, PIN, tmp_path).files}
    with pytest.raises(NotAllowed):
        choose_issuer_name(at.site, at.marco, by_web=True)
    change_site(at.site, at.hannah, SiteChange(host=""))
    with pytest.raises(InputError, match="there is none yet"):
        choose_issuer_name(at.site, at.hannah, by_web=True)


def test_issued_under_the_web_address_it_is_proven_by_the_document_beside_the_page(
    at: Founded, other: Founded, tmp_path: Path
) -> None:
    before = issued_to(at)
    assert choose_issuer_name(at.site, at.hannah, by_web=True).issuer_id == DID
    made = issued_to(at, "yusef")
    document = read_json(made.credential)
    assert (document["issuer"]["id"], made.facts.issuer_did) == (DID, DID)
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    assert canonical_credential(unsecured) == proof.canonical_nquads(unsecured)  # the short way is as good as the processor
    assert verify(at.site, "x.json", made.credential, at.time()).valid

    publish(at.site, at.hannah, PIN, tmp_path / "web")
    data = (tmp_path / "web" / "c" / "did.json").read_bytes()
    assert keys_of(json.loads(data)) == (DID, (bytes.fromhex(site_facts(at.site).issuer_key),))

    stranger = verify(other.site, "x.json", made.credential, other.time())
    assert stranger.outcome is Outcome.UNKNOWN_ISSUER
    assert f"https://{HOST}/c/did.json" in stranger.asks
    (asked,) = ask(other.site, [f"https://{HOST}/c/did.json"], lambda _: data)
    assert asked.offer
    believe(other.site, other.hannah, asked.offer)
    assert verify(other.site, "x.json", made.credential, other.time()).valid
    assert verify_text(other.site, made.qr_text, other.time()).valid
    assert verify(other.site, "x.json", before.credential, other.time()).outcome is Outcome.UNKNOWN_ISSUER


def test_a_resolver_that_nobody_here_wrote_finds_the_key_and_proves_the_certificate(at: Founded, tmp_path: Path) -> None:
    choose_issuer_name(at.site, at.hannah, by_web=True)
    issued_to(at)
    succeed_issuer_key(at.site, at.hannah, PIN)
    made = issued_to(at, "yusef")
    publish(at.site, at.hannah, PIN, tmp_path)
    asked: list[str] = []

    def web(address: str) -> bytes:
        asked.append(address)
        return (tmp_path / address.removeprefix(f"https://{HOST}/")).read_bytes()

    document = read_json(made.credential)
    key = resolve_verification_method(document["proof"][0]["verificationMethod"], web)
    assert asked == [f"https://{HOST}/c/did.json"]
    assert did_web_from_url(f"https://{HOST}/c") == DID
    verify_data_integrity_proof(document, key)
    listed = json.loads(web(made.facts.status_list))
    verify_data_integrity_proof(listed, resolve_verification_method(listed["proof"][0]["verificationMethod"], web))
    document["name"] += "x"
    with pytest.raises(LibOpenBadgesException):
        verify_data_integrity_proof(document, key)


def test_the_trust_file_believes_both_names_and_a_withdrawal_reaches_both(at: Founded, other: Founded, tmp_path: Path) -> None:
    before = issued_to(at)
    choose_issuer_name(at.site, at.hannah, by_web=True)
    made = issued_to(at, "yusef")
    folder = tmp_path / "web"
    publish(at.site, at.hannah, PIN, folder)
    offer = read_offer(other.site, folder / "issuer.json")
    assert isinstance(offer, TrustOffer)
    believe(other.site, other.hannah, offer)
    for one in (before, made):
        assert verify(other.site, "x.json", one.credential, other.time()).valid
        act_on(at.site, at.hannah, PIN, one, LifeKind.REVOKED, at.time().date())
    publish(at.site, at.hannah, PIN, folder)
    for one in (before, made):
        read_offer(other.site, folder / file_of(one.facts.status_list))
        verdict = verify(other.site, "x.json", one.credential, other.time())
        assert verdict.outcome is Outcome.WITHDRAWN
        assert json.loads((folder / file_of(one.facts.status_list)).read_bytes())["issuer"] == one.facts.issuer_did


def test_a_new_key_joins_the_document_and_the_old_one_stays(at: Founded, tmp_path: Path) -> None:
    choose_issuer_name(at.site, at.hannah, by_web=True)
    before = issued_to(at)
    succeed_issuer_key(at.site, at.hannah, PIN)
    after = issued_to(at, "yusef")
    publish(at.site, at.hannah, PIN, tmp_path)
    document = json.loads((tmp_path / "c" / "did.json").read_bytes())
    assert len(keys_of(document)[1]) == 2
    assert [method["controller"] for method in document["verificationMethod"]] == [DID, DID]
    for one in (before, after):
        assert one.facts.issuer_did == DID
        assert verify(at.site, "x.json", one.credential, at.time()).valid


def test_going_back_to_the_key_leaves_what_was_issued_valid_and_its_document_published(at: Founded, tmp_path: Path) -> None:
    choose_issuer_name(at.site, at.hannah, by_web=True)
    made = issued_to(at)
    assert choose_issuer_name(at.site, at.hannah, by_web=False).issuer_id == site_facts(at.site).issuer_did
    assert issued_to(at, "yusef").facts.issuer_did == site_facts(at.site).issuer_did
    assert verify(at.site, "x.json", made.credential, at.time()).valid
    assert "c/did.json" in {file.name for file in publish(at.site, at.hannah, PIN, tmp_path).files}
