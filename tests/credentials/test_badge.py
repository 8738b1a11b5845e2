"""The credential itself: valid by the published schemas, complete, and readable again."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervisor_app.credentials import wording
from supervisor_app.credentials.claims import read_claims
from supervisor_app.credentials.own_form import canonical_credential
from supervisor_app.credentials.proof import Json, canonical_nquads, check
from supervisor_app.domain.certificate import CertificateBelow
from tests.credentials.samples import EVIDENCE, ISSUER_KEY, issued, public

NAMES = ("strict_ob_v3p0_achievementcredential_schema.json", "ob_v3p0_achievementcredential_schema.json")


def document(**changes: object) -> Json:
    result: Json = json.loads(issued(**changes).credential)
    return result


def nodes(value: Any) -> Iterator[Json]:
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        if isinstance(item, dict):
            yield item
        yield from nodes(item)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "changes",
    [{}, {"valid_until": None, "limits": "", "evaluated_on": "", "training_completed": None, "place": ""}, {"employee_no": ""}],
)
def test_it_is_valid_by_the_published_schemas(shared_data, name, changes):
    schema = json.loads((shared_data / "credentials/schemas" / name).read_text())
    schema["$schema"] = "https://json-schema.org/draft/2019-09/schema"
    validator = jsonschema.Draft201909Validator(schema, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in validator.iter_errors(document(**changes))] == []


def test_everything_the_paper_says_can_be_read_back():
    claims = read_claims(document())
    assert (claims.holder, claims.employee_no, claims.title) == ("Hanna Gál", "010105", "Counterbalance forklift")
    assert (claims.level, claims.level_key, claims.limits) == ("U, unsupervised", "U", "Up to 2.5 t, level floor, no ramps")
    assert (claims.issued, claims.valid_until) == (date(2026, 11, 23), date(2029, 11, 22))
    assert (claims.number, claims.organisation, claims.evaluated) == ("NGP-A-000231", "Northgate Pressings", date(2026, 11, 22))


def test_types_are_arrays_and_nothing_is_said_twice_about_one_id():
    whole = document()
    status = whole.pop("credentialStatus")  # the one node whose type the standard wants as text
    assert status["type"] == "BitstringStatusListEntry"
    assert all(isinstance(node["type"], list) for node in nodes(whole) if "type" in node and "id" in node)
    described = [node["id"] for node in nodes(whole) if "id" in node and "name" in node]
    assert len(described) == len(set(described))


def test_the_levels_say_their_rank_because_their_order_is_not_signed():
    levels = document()["credentialSubject"]["achievement"]["resultDescription"][0]["rubricCriterionLevel"]
    assert [(level["level"], level["points"]) for level in levels] == [("I", "1"), ("L", "2"), ("U", "3"), ("O", "4")]


def test_it_is_valid_from_its_day_but_never_after_it_was_made():
    later = document(issued=date(2026, 11, 24))
    assert (later["awardedDate"], later["validFrom"]) == ("2026-11-24T00:00:00Z", "2026-11-23T09:12:00Z")
    assert document()["validFrom"] == "2026-11-23T00:00:00Z"


def test_neither_jwt_endorsements_nor_jti_appear():
    assert "endorsementJwt" not in issued().credential.decode()
    assert '"jti"' not in issued().credential.decode()


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=60))
def test_any_text_a_person_can_type_is_signed_and_checks(holder, title, limits):
    whole = document(holder="A " + holder, title="T " + title, limits=limits)
    check(whole, public(ISSUER_KEY))
    assert read_claims(whole).holder == wording.plain("A " + holder)
    assert read_claims(whole).limits == wording.plain(limits)


def test_control_characters_and_line_breaks_never_reach_the_credential():
    text = document(limits="up to\n2.5\u2028t\x00", holder="Hanna\tGál")
    assert read_claims(text).limits == "up to 2.5 t"
    assert read_claims(text).holder == "Hanna Gál"


def test_the_same_facts_give_the_same_bytes():
    assert issued() == issued()


@given(st.lists(st.text(), min_size=1, max_size=3))
def test_a_derived_name_is_a_version_8_uuid(parts):
    name = wording.derived_urn(*parts)
    assert name[len("urn:uuid:") + 14] == "8"
    assert name[len("urn:uuid:") + 19] in "89ab"
    assert name == wording.derived_urn(*parts)


def test_the_achievement_says_what_is_asked_and_what_it_answers_to():
    achievement = document()["credentialSubject"]["achievement"]
    assert "at least 85 % of the others" in achievement["criteria"]["narrative"]
    assert "At least 15 minutes" in achievement["criteria"]["narrative"]
    assert (achievement["version"], achievement["humanCode"]) == ("4", "FLT-01")
    assert [(one["targetType"], one["targetCode"]) for one in achievement["alignment"]] == [
        ("ext:Regulation", "29 CFR 1910.178(l)"),
        ("ext:Occupation", "8344.1"),
    ]


def test_every_counted_session_and_every_photo_stands_there_by_its_digest():
    evidence = document()["evidence"]
    assert evidence[0]["description"] == "SHA-256 of the signed entry: " + "ef" * 32
    sessions = [one for one in evidence if one["genre"] == "Observation"]
    assert [one["id"][-12:] for one in sessions] == ["5e" * 6, "5f" * 6]
    photo, file = (one for one in evidence if one["genre"] in ("Photo", "File"))
    assert (photo["name"], photo["description"]) == ("Photo at step 2", "image/jpeg, 81234 bytes, SHA-256 " + "12" * 32)
    assert file["genre"] == "File"


def test_one_made_of_others_is_valid_by_the_schemas_and_takes_the_short_way(shared_data):
    below = CertificateBelow(credential_id=f"urn:uuid:{uuid.UUID(int=3)}", number="NGP-A-000003", title="Lockout")
    whole = document(evidence=replace(EVIDENCE, steps=(), sessions=(), shown=(), stands_on=(below,)))
    for name in NAMES:
        schema = json.loads((shared_data / "credentials/schemas" / name).read_text())
        schema["$schema"] = "https://json-schema.org/draft/2019-09/schema"
        assert list(jsonschema.Draft201909Validator(schema).iter_errors(whole)) == []
    unsecured = {name: value for name, value in whole.items() if name != "proof"}
    assert canonical_credential(whole) == canonical_nquads(unsecured)
    assert [(one["genre"], one.get("description")) for one in whole["evidence"]][-1] == ("Certificate", below.credential_id)
