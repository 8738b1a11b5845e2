"""The short way gives the same bytes as the JSON-LD processor, and is closed to everything that is not exactly ours."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervisor_app.credentials import proof
from supervisor_app.credentials.own_form import canonical_configuration, canonical_credential
from supervisor_app.credentials.proof import Json
from supervisor_app.credentials.quads import canonical_lines
from tests.credentials.samples import ISSUER_KEY, NOW, issued, public

VARIANTS: list[dict[str, object]] = [
    {},
    {
        "status_list": "",
        "valid_until": None,
        "limits": "",
        "evaluated_on": "",
        "training_completed": None,
        "place": "",
        "employee_no": "",
    },
    {"language": "ar", "holder": 'محمد "علي" \\n', "title": "رافعة شوكية"},
    {"holder": "नाम", "limits": '\\ " ^^<x> _:b0 . \\u0041'},
]


def whole(**changes: object) -> Json:
    document: Json = json.loads(issued(**changes).credential)
    return document


def without_proof(document: Json) -> Json:
    return {name: value for name, value in document.items() if name != "proof"}


@pytest.mark.parametrize("changes", VARIANTS, ids=str)
def test_certificates_give_the_same_lines_as_the_json_ld_processor(changes):
    document = whole(**changes)
    assert canonical_credential(document) == proof.canonical_nquads(without_proof(document))


@pytest.mark.parametrize("changes", VARIANTS, ids=str)
def test_endorsements_do_so_on_their_own(changes):
    endorsement = whole(**changes)["endorsement"][0]
    assert canonical_credential(endorsement) == proof.canonical_nquads(without_proof(endorsement))


def test_proof_configurations_do_so():
    document = whole()
    configuration = {name: value for name, value in document["proof"][0].items() if name != "proofValue"}
    expected = proof.canonical_nquads({**configuration, "@context": document["@context"]})
    assert canonical_configuration(document["proof"][0]) == expected


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=60), st.text(max_size=20))
def test_whatever_people_type(holder, title, limits, place):
    document = whole(holder="h" + holder, title="t" + title, limits=limits, place=place)
    assert canonical_credential(document) == proof.canonical_nquads(without_proof(document))


@pytest.mark.parametrize("changes", VARIANTS, ids=str)
def test_both_ways_sign_the_same(changes, monkeypatch):
    short = issued(**changes)
    monkeypatch.setattr(proof, "canonical_credential", lambda _document: None)
    assert issued(**changes) == short


def test_what_one_way_signs_the_other_accepts(monkeypatch):
    document = whole()
    proof.check(document, public(ISSUER_KEY))
    monkeypatch.setattr(proof, "canonical_credential", lambda _document: None)
    proof.check(document, public(ISSUER_KEY))


def changed(path: tuple[Any, ...], value: Any) -> Json:
    document = deepcopy(whole())
    target: Any = document
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    return document


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("nickname",), "x"),
        (("@context",), ["https://www.w3.org/ns/credentials/v2"]),
        (("type",), ["AchievementCredential", "VerifiableCredential"]),
        (("type",), "VerifiableCredential"),
        (("id",), "https://example.org/1"),
        (("id",), "urn:uuid:6F1C8F9E-3c1b-4b7d-9a52-0b7d6a1e2f30"),
        (("validFrom",), "2026-11-23T09:12:00+00:00"),
        (("name",), "line\nbreak"),
        (("name",), 5),
        (("name",), ["x"]),
        (("credentialStatus", "statusListCredential"), "https://northgate.example/status/a b"),
        (("credentialStatus", "statusListCredential"), "urn:uuid:6f1c8f9e-3c1b-4b7d-9a52-0b7d6a1e2f30"),
        (("credentialStatus", "statusListIndex"), 4711),
        (("credentialStatus", "statusSize"), 1),
        (("credentialStatus",), []),
        (("evidence",), []),
        (("evidence",), {}),
        (("evidence", 0, "id"), "urn:uuid:6f1c8f9e-3c1b-4b7d-9a52-0b7d6a1e2f30"),
        (("evidence", 1, "id"), "urn:uuid:5e5e5e5e-5e5e-5e5e-5e5e-5e5e5e5e5e5e"),
        (("issuer",), "did:key:z6Mk"),
        (("issuer", "id"), "did:key:z6Mk"),
        (("issuer", "address"), []),
        (("credentialSubject",), [{}]),
        (("credentialSubject", "identifier", 0, "hashed"), True),
        (("credentialSubject", "identifier", 0, "hashed"), 0),
        (("credentialSubject", "identifier", 0, "type"), ["IdentityObject"]),
        (("credentialSubject", "source", "type"), "Profile"),
        (("credentialSubject", "result", 0, "achievedLevel"), "U"),
        (("endorsement", 0, "@context"), None),
        (("endorsement", 0, "proof", 0, "cryptosuite"), "eddsa-jcs-2022"),
        (("endorsement", 0, "proof", 0, "proofPurpose"), "authentication"),
        (("endorsement", 0, "proof"), {}),
    ],
)
def test_any_other_shape_takes_the_long_way(path, value):
    assert canonical_credential(changed(path, value)) is None


def test_two_nodes_that_look_alike_are_numbered_as_the_standard_does_it():
    results = whole()["credentialSubject"]["result"]
    document = changed(("credentialSubject", "result"), [*results, results[0]])
    assert canonical_credential(document) == proof.canonical_nquads(without_proof(document))


def test_those_that_touch_other_unnamed_nodes_take_the_long_way():
    linked = {("_:b0", "<p>", "_:b2", ""), ("_:b1", "<p>", "_:b2", ""), ("_:b2", "<p>", "<o>", "")}
    assert canonical_lines(linked) is None
    assert canonical_lines({("_:b0", "<p>", "<o>", ""), ("_:b1", "<p>", "<o>", "")})


def test_more_nodes_than_a_certificate_has_take_the_long_way():
    step = whole()["evidence"][-1]
    many = [{**step, "id": f"{step['id']}{number}"} for number in range(600)]
    assert canonical_credential(changed(("evidence",), many)) is None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda part: st.lists(part) | st.dictionaries(st.text(), part)
    )
)
def test_no_value_makes_it_stumble(value):
    assert canonical_credential({"evidence": value, "type": value}) is None
    assert canonical_credential({"type": value}) is None
    assert canonical_configuration({"type": value}) is None
    document = whole() if isinstance(value, list) else None
    if document:
        document["evidence"] = value
        assert canonical_credential(document) is None


def test_the_sample_was_signed_at_its_time():
    assert whole()["proof"][0]["created"] == NOW.strftime("%Y-%m-%dT%H:%M:%SZ")
