"""An organisation's word about somebody else's credential: valid by the schema, checked like any other, carried in passports."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace

import jsonschema
import pytest

from supervisor_app.credentials import proof
from supervisor_app.credentials.contexts import more_contexts
from supervisor_app.credentials.findings import examine_credential
from supervisor_app.credentials.judging import judge
from supervisor_app.credentials.keys import did_key
from supervisor_app.credentials.own_form import canonical_credential
from supervisor_app.credentials.proof import Json
from supervisor_app.credentials.third_party import OutsideWord, sign_word
from supervisor_app.credentials.trust import TrustedIssuer, TrustStore
from supervisor_app.credentials.verdict import Outcome, Verdict
from supervisor_app.errors import UserError
from tests.credentials.passports import badge_of, passport_of
from tests.credentials.samples import NORTHGATE, NOW, STRANGER_KEY, public

CUSTOMER = TrustedIssuer(issuer=did_key(public(STRANGER_KEY)), public_key=public(STRANGER_KEY), name="Customer Ltd")
TRUST = TrustStore((NORTHGATE, CUSTOMER))
WORD = OutsideWord(
    id=f"urn:uuid:{uuid.UUID(int=5)}",
    subject=badge_of(1)["id"],
    title="Counterbalance forklift",
    organisation="Customer Ltd",
    comment="We saw her load our trucks for a year, without one dented pallet.",
)


def word(**changes: str) -> Json:
    signed: Json = json.loads(sign_word(replace(WORD, **changes), STRANGER_KEY, NOW))
    return signed


def verdict(document: Json, trust: TrustStore = TRUST) -> Verdict:
    return judge(examine_credential(document, trust, None), name="", now=NOW)


def without_proof(document: Json) -> Json:
    return {name: value for name, value in document.items() if name != "proof"}


@pytest.mark.parametrize("subject", [WORD.subject, "https://example.org/credentials/3732", "urn:example:1"])
def test_it_is_valid_and_says_whose_word_about_what(subject: str):
    found = verdict(word(subject=subject))
    assert (found.outcome, found.kind, found.subject) == (Outcome.VALID, "endorsement", subject)
    assert found.fact("Says so") == "Customer Ltd"
    assert found.fact("Endorsement") == WORD.comment
    assert json.loads(found.document) == word(subject=subject)


@pytest.mark.parametrize("name", ["ob_v3p0_endorsementcredential_schema.json", "clr_v2p0_endorsementcredential_schema.json"])
def test_the_published_schemas_hold(shared_data, name: str):
    schema = json.loads((shared_data / "credentials/schemas" / name).read_text())
    schema["$schema"] = "https://json-schema.org/draft/2019-09/schema"
    validator = jsonschema.Draft201909Validator(schema, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in validator.iter_errors(word())] == []


def test_the_short_way_gives_the_same_lines_as_the_json_ld_processor():
    assert canonical_credential(word()) == proof.canonical_nquads(without_proof(word()))


def test_an_unknown_organisation_is_not_believed_and_an_edit_is_found():
    assert verdict(word(), TrustStore((NORTHGATE,))).outcome is Outcome.UNKNOWN_ISSUER
    edited = word()
    edited["credentialSubject"]["endorsementComment"] += " And more."
    assert verdict(edited).outcome is Outcome.NOT_GENUINE


@pytest.mark.parametrize("subject", ["not an address", "relative/path", ""])
def test_what_cannot_be_named_cannot_be_endorsed(subject: str):
    with pytest.raises(UserError):
        word(subject=subject)


def test_a_passport_carries_it_and_is_as_quick():
    badges = [badge_of(1), badge_of(2)]
    achievement = badges[1]["credentialSubject"]["achievement"]["id"]
    about = [word(), word(id=f"urn:uuid:{uuid.UUID(int=6)}", subject=achievement)]
    record: Json = json.loads(passport_of(*badges, *about).credential)
    assert canonical_credential(record) == proof.canonical_nquads(without_proof(record), more_contexts())
    assert verdict(record).outcome is Outcome.VALID
    record["credentialSubject"]["verifiableCredential"][2]["credentialSubject"]["endorsementComment"] = "x"
    assert verdict(record).outcome is Outcome.NOT_GENUINE
