"""What we issue, held against verifiers nobody here wrote: accepted as it is, refused after any single edit."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from supervisor_app.credentials import proof
from supervisor_app.credentials.bitstring import sign_list
from supervisor_app.credentials.proof import Json
from supervisor_app.credentials.seals import named_key
from tests.credentials.passports import badge_of, passport_of
from tests.credentials.samples import FACTS, ISSUER_KEY, NOW, issued
from tests.credentials.test_listed_status import ADDRESS, badge, status_list
from tests.credentials.test_third_party import word
from tests.interop.other_verifiers import BAZAAR, CONSORTIUM, Answer, ask, why_not_here

pytestmark = pytest.mark.skipif(bool(why_not_here()), reason=why_not_here() or "here")


def certificate() -> Json:
    document: Json = json.loads(issued().credential)
    return document


def passport(*inside: Json) -> Json:
    record: Json = json.loads(passport_of(*inside).credential)
    return record


def lists(*ended: int) -> dict[str, Json]:
    """The status list of the sample certificate, as it is published."""
    return {FACTS.status_list: sign_list(FACTS.status_list, ended, ISSUER_KEY, NOW)}


def edits(document: Json) -> Iterator[tuple[str, Json]]:
    """Every text of a document changed by one letter, one at a time; its own contexts and types as well."""
    for path in _leaves(document, ()):
        changed = copy.deepcopy(document)
        node: Any = changed
        for step in path[:-1]:
            node = node[step]
        before = node[path[-1]]
        node[path[-1]] = before + "x" if isinstance(before, str) else not before
        yield "/".join(map(str, path)), changed


def _leaves(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _leaves(item, (*path, name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _leaves(item, (*path, number))
    else:
        yield path


@pytest.mark.parametrize("by", [BAZAAR, CONSORTIUM])
class TestAccepted:
    def test_a_certificate_with_its_endorsement_inside(self, by: str):
        assert ask([(by, certificate())], lists()) == [Answer(True, "")]

    def test_the_assessors_own_word_taken_out(self, by: str):
        assert ask([(by, certificate()["endorsement"][0])]) == [Answer(True, "")]

    def test_every_language_and_form_of_certificate(self, by: str):
        forms = [
            {"language": "ar"},
            {"host": ""},
            {"limits": ""},
            {"valid_until": None},
            {"status_list": ""},
            {"place": ""},
            {"holder": "חזן יוסף"},
        ]
        answers = ask([(by, json.loads(issued(**form).credential)) for form in forms], lists())
        assert answers == [Answer(True, "")] * len(forms)

    def test_a_status_list(self, by: str):
        ending = sign_list(FACTS.status_list, (7,), ISSUER_KEY, NOW, until=NOW + timedelta(days=36_500))
        made = (status_list(3, 70_000), lists(7)[FACTS.status_list], ending)
        assert ask([(by, one) for one in made]) == [Answer(True, "")] * 3

    def test_another_organisations_endorsement(self, by: str):
        assert ask([(by, word())]) == [Answer(True, "")]


def test_a_passport_with_certificates_and_an_endorsement_inside():
    """The consortium's verifier has no vocabulary of CLR 2.0, so one of the two has to do."""
    documents = [passport(), passport(badge_of(1)), passport(badge_of(1), word())]
    assert ask([(BAZAAR, document) for document in documents]) == [Answer(True, "")] * 3
    inside = [item for document in documents for item in document["credentialSubject"]["verifiableCredential"]]
    assert all(answer.ok for answer in ask([(BAZAAR, item) for item in inside], lists()))


class TestStatus:
    def test_our_own_list_withdraws_our_own_certificate_and_no_other(self):
        bit = FACTS.status_index
        assert ask([(BAZAAR, certificate())], lists(bit - 1, bit + 1)) == [Answer(True, "")]
        assert not ask([(BAZAAR, certificate())], lists(bit))[0].ok
        assert not ask([(BAZAAR, certificate())])[0].ok, "a list that cannot be had"

    def test_a_clear_bit_is_accepted_and_a_set_one_refused(self):
        assert ask([(BAZAAR, badge())], {ADDRESS: status_list(6, 8)}) == [Answer(True, "")]
        assert not ask([(BAZAAR, badge())], {ADDRESS: status_list(7)})[0].ok

    def test_an_edited_list_is_refused(self):
        edited = status_list(7)
        edited["credentialSubject"]["encodedList"] = status_list()["credentialSubject"]["encodedList"]
        assert not ask([(BAZAAR, badge())], {ADDRESS: edited})[0].ok


@pytest.mark.parametrize("kind", ["certificate", "endorsement", "another organisation's word", "passport", "status list"])
def test_every_single_edit_is_refused(kind: str):
    documents = {
        "certificate": certificate,
        "endorsement": lambda: certificate()["endorsement"][0],
        "another organisation's word": word,
        "passport": lambda: passport(badge_of(1)),
        "status list": lambda: lists(3)[FACTS.status_list],
    }
    changed = list(edits(documents[kind]()))
    answers = ask([(BAZAAR, document) for _path, document in changed], lists())
    assert [path for (path, _document), answer in zip(changed, answers, strict=True) if answer.ok] == []


def test_what_they_accept_we_accept_and_the_other_way_round(shared_data: Path):
    """Credentials of others with a proof that both sides know; the last one is broken upstream."""
    names = ("v2OBv3SpecExample", "v2EddsaWithValidStatus", "v1OBv3SpecExample", "v1NoStatus", "testVC")
    documents = [json.loads((shared_data / f"credentials/dcc-verifier-core/{name}.json").read_text()) for name in names]
    theirs = [answer.words != "The signature is not valid." for answer in ask([(CONSORTIUM, one) for one in documents])]
    assert [_holds(document) for document in documents] == theirs == [True, True, True, True, False]


def _holds(document: Json) -> bool:
    try:
        proof.check(document, named_key(proof.proof_of(document).verification_method) or b"")
    except proof.ProofProblem:
        return False
    return True
