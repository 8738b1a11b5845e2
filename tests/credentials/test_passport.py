"""Passports: the short way equals the JSON-LD processor, certificates inside stay whole, every edit is found."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import jsonschema
import pytest

from supervisor_app.credentials import proof
from supervisor_app.credentials.contexts import more_contexts
from supervisor_app.credentials.findings import examine_credential
from supervisor_app.credentials.judging import judge
from supervisor_app.credentials.own_form import canonical_credential
from supervisor_app.credentials.proof import Json
from supervisor_app.credentials.verdict import Outcome, Verdict
from supervisor_app.errors import UserError
from tests.credentials.passports import PASSPORT, badge_of, passport_of
from tests.credentials.samples import ISSUER_KEY, NOW, STRANGER_KEY, TRUST, public


def document(*badges: Json) -> Json:
    whole: Json = json.loads(passport_of(*badges).credential)
    return whole


def verdict(whole: Json) -> Verdict:
    return judge(examine_credential(whole, TRUST, None), name="", now=NOW)


def without_proof(whole: Json) -> Json:
    return {name: value for name, value in whole.items() if name != "proof"}


@pytest.mark.parametrize("count", [1, 2, 5])
def test_the_short_way_gives_the_same_lines_as_the_json_ld_processor(count: int):
    whole = document(*(badge_of(number) for number in range(count)))
    assert canonical_credential(whole) == proof.canonical_nquads(without_proof(whole), more_contexts())


def test_so_it_does_without_places_and_with_other_languages():
    badges = (badge_of(1, place=""), badge_of(2, place=""), badge_of(3, language="ar", title="رافعة شوكية", holder="نور"))
    whole = document(*badges)
    assert canonical_credential(whole) == proof.canonical_nquads(without_proof(whole), more_contexts())


def test_both_ways_sign_and_accept_the_same(monkeypatch):
    whole = document()
    monkeypatch.setattr(proof, "canonical_credential", lambda _document: None)
    proof.check(whole, public(ISSUER_KEY))


def test_it_is_valid_and_its_certificates_are_counted():
    found = verdict(document())
    assert found.outcome is Outcome.VALID
    assert any("3" in f"{check.text} {check.figure}" for check in found.checks if check.name == "inner"), found.checks


def test_sixty_certificates_fit_and_are_checked():
    whole = document(*(badge_of(number) for number in range(60)))
    assert verdict(whole).outcome is Outcome.VALID


def test_the_published_schema_holds(shared_data):
    schema = json.loads((shared_data / "credentials/schemas/clr_v2p0_clrcredential_schema.json").read_text())
    schema["$schema"] = "https://json-schema.org/draft/2019-09/schema"
    validator = jsonschema.Draft201909Validator(schema, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in validator.iter_errors(document())] == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("name",), "Skills passport of somebody else"),
        (("credentialSubject", "identifier", 0, "identityHash"), "Somebody Else"),
        (("credentialSubject", "verifiableCredential", 0, "name"), "Something else"),
        (("credentialSubject", "verifiableCredential", 1, "issuer", "name"), "Another firm"),
        (("credentialSubject", "verifiableCredential", 1, "proof", 0, "created"), "2026-11-24T09:12:00Z"),
        (("validFrom",), "2026-11-20T09:12:00Z"),
    ],
)
def test_an_edit_outside_or_inside_is_found(path: tuple[Any, ...], value: str):
    whole = deepcopy(document())
    node: Any = whole
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    assert verdict(whole).outcome is Outcome.NOT_GENUINE


def test_a_certificate_taken_out_put_in_or_moved_in_from_elsewhere_is_found():
    whole = document()
    inside = whole["credentialSubject"]["verifiableCredential"]
    for changed in (inside[:-1], [*inside, badge_of(9)], [*inside, inside[0]]):
        edited = {**whole, "credentialSubject": {**whole["credentialSubject"], "verifiableCredential": changed}}
        assert verdict(edited).outcome is Outcome.NOT_GENUINE


def test_the_same_certificate_twice_is_no_shape_of_ours():
    whole = document()
    inside = whole["credentialSubject"]["verifiableCredential"]
    whole["credentialSubject"]["verifiableCredential"] = [*inside, {**inside[0], "name": "Something else"}]
    assert canonical_credential(whole) is None


def test_without_certificates_or_with_another_key_nothing_is_signed():
    from supervisor_app.credentials.passport import sign_passport

    with pytest.raises(UserError):
        sign_passport(PASSPORT, [], ISSUER_KEY, NOW)
    with pytest.raises(ValueError, match="another issuer"):
        sign_passport(PASSPORT, [badge_of(1)], STRANGER_KEY, NOW)


def test_the_same_passport_gives_the_same_bytes():
    assert passport_of() == passport_of()
