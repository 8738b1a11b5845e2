"""Places in status lists: never twice, hidden in their order, and the list that is published says the same bit."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.credentials.bitstring import BITS, StatusPlace, file_of, place_for, sign_list, status_entry
from supervisor_app.credentials.findings import examine_credential
from supervisor_app.credentials.judging import judge
from supervisor_app.credentials.listed_status import KnownList, ListedState, SeenLists
from supervisor_app.credentials.verdict import Outcome
from tests.credentials.samples import FACTS, ISSUER_DID, ISSUER_KEY, NOW, TRUST, issued

SECRET = bytes(range(32))


def place(number: int, *, host: str = "northgate.example", origin: bytes = b"o" * 16, secret: bytes = SECRET) -> StatusPlace:
    found = place_for(host=host, origin=origin, number=number, secret=secret, issuer=ISSUER_DID)
    assert found
    return found


def test_every_number_of_a_laptop_has_a_bit_of_its_own():
    assert len({place(number).index for number in range(BITS)}) == BITS


def test_a_full_list_is_followed_by_another():
    first, second = place(BITS - 1), place(BITS)
    assert first.address != second.address
    assert 0 <= second.index < BITS


def test_two_laptops_two_keys_and_two_addresses_never_share_a_list():
    other_key = place_for(host="northgate.example", origin=b"o" * 16, number=1, secret=SECRET, issuer="did:key:zOther")
    assert other_key
    addresses = {place(1).address, place(1, origin=b"p" * 16).address, place(1, host="b.example").address, other_key.address}
    assert len(addresses) == 4


def test_the_order_is_hidden_without_the_laptops_secret():
    guesses = [place(number, secret=bytes(32)).index == place(number).index for number in range(1, 200)]
    assert sum(guesses) < 10


@pytest.mark.parametrize("host", ["", "no spaces here", "ümlaut.example", "a.example/?q", 'a"b', "a" * 300])
def test_without_a_plain_web_address_there_is_no_place(host: str):
    assert place_for(host=host, origin=b"o" * 16, number=1, secret=SECRET, issuer=ISSUER_DID) is None


@given(st.integers(1, 1 << 40), st.sampled_from(["a.example", "a.example:8443", "a.example/training/checks"]))
def test_the_file_in_the_folder_is_the_one_the_address_names(number: int, host: str):
    found = place(number, host=host)
    assert found.address == f"https://{host}/{file_of(found.address)}"
    assert 0 <= found.index < BITS


def test_a_list_of_somebody_else_has_no_file_here():
    assert file_of("https://verify.example/status/1") == ""
    assert file_of("https://verify.example/../../status/0123456789abcdef.json/x") == ""


@pytest.mark.parametrize("ended", [(), (FACTS.status_index,), (FACTS.status_index - 1, FACTS.status_index + 1, BITS - 1)])
def test_the_published_list_withdraws_exactly_what_it_names(ended: tuple[int, ...]):
    made = sign_list(FACTS.status_list, ended, ISSUER_KEY, NOW)
    lists = SeenLists({FACTS.status_list: KnownList(made, NOW)}, NOW)
    verdict = judge(examine_credential(json.loads(issued().credential), TRUST, None, lists), name="", now=NOW)
    assert verdict.outcome is (Outcome.WITHDRAWN if FACTS.status_index in ended else Outcome.VALID)


def test_the_same_list_gives_the_same_bytes():
    assert sign_list(FACTS.status_list, [3, 1], ISSUER_KEY, NOW) == sign_list(FACTS.status_list, (1, 3, 3), ISSUER_KEY, NOW)


def test_a_list_past_its_end_says_nothing_any_more():
    end = NOW + timedelta(days=30)
    made = sign_list(FACTS.status_list, (FACTS.status_index,), ISSUER_KEY, NOW, until=end)
    assert made["validUntil"] == "2026-12-23T09:12:00Z"
    for now, outcome in ((end - timedelta(hours=1), Outcome.WITHDRAWN), (end + timedelta(hours=1), Outcome.VALID)):
        lists = SeenLists({FACTS.status_list: KnownList(made, NOW)}, now)
        findings = examine_credential(json.loads(issued().credential), TRUST, None, lists)
        assert judge(findings, name="", now=now).outcome is outcome
    assert findings.listed is not None
    assert (findings.listed.state, findings.listed.why) == (ListedState.UNKNOWN, "the status list is out of date")


@pytest.mark.parametrize("name", ["ob_v3p0", "strict_ob_v3p0", "clr_v2p0"])
def test_the_schemas_of_open_badges_have_room_for_one_status_entry(shared_data: Path, name: str):
    """Why what is on hold is set like what is withdrawn: a second entry for suspensions would be no Open Badge any more."""
    schema = json.loads((shared_data / f"credentials/schemas/{name}_achievementcredential_schema.json").read_text())
    document = json.loads(issued().credential)
    jsonschema.validate(document, schema)
    entry = document["credentialStatus"]
    document["credentialStatus"] = [entry, {**entry, "statusPurpose": "suspension"}]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, schema)


def test_an_entry_names_its_list_and_bit():
    entry = status_entry(StatusPlace("https://a.example/status/0123456789abcdef.json", 7))
    assert entry["id"] == "https://a.example/status/0123456789abcdef.json#7"
    assert (entry["statusListIndex"], entry["statusPurpose"]) == ("7", "revocation")
