"""Verdicts: only what is proven by a pinned key, within its dates and not withdrawn is valid; every other way has its words."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervisor_app.credentials.claims import NotABadge
from supervisor_app.credentials.findings import CodeFinding, code_agrees, examine_code, examine_credential
from supervisor_app.credentials.judging import judge
from supervisor_app.credentials.paper import compare
from supervisor_app.credentials.proof import Json, canonical_json
from supervisor_app.credentials.qr_payload import decode
from supervisor_app.credentials.sentences import span_words
from supervisor_app.credentials.trust import Authority, Registered, Standing, TrustStore
from supervisor_app.credentials.verdict import CheckState, Outcome, Verdict
from supervisor_app.domain.printed import printed_fields
from tests.credentials.samples import FACTS, NORTHGATE, NOW, STRANGER_KEY, TRUST, issued, public

WHOLE = issued()


@dataclass
class Records:
    """This site's records, as far as a verdict asks them."""

    standing: Standing = Standing.ISSUED
    content: bytes | None = WHOLE.credential
    allowed: Authority = Authority.AUTHORISED
    as_of: datetime = NOW - timedelta(hours=2)

    def by_id(self, credential_id: str) -> Registered | None:
        if self.content is None or credential_id != FACTS.credential_id:
            return None
        return Registered(
            credential_id=credential_id,
            credential=self.content,
            digest=hashlib.sha256(self.content).digest(),
            standing=self.standing,
            since=date(2026, 11, 20) if self.standing is not Standing.ISSUED else None,
        )

    def by_code(self, code: str) -> Registered | None:
        return self.by_id(FACTS.credential_id)

    def authority(self, public_key: bytes, day: date) -> Authority:
        return self.allowed


def document() -> Json:
    result: Json = json.loads(WHOLE.credential)
    return result


def verdict(whole: Json, *, trust: TrustStore = TRUST, records: Records | None = None, now: datetime = NOW) -> Verdict:
    return judge(examine_credential(whole, trust, records), name="certificate.json", now=now)


def states(result: Verdict) -> dict[str, CheckState]:
    return {check.name: check.state for check in result.checks}


class TestOutcomes:
    def test_genuine_unchanged_and_in_force(self):
        result = verdict(document(), records=Records())
        assert (result.outcome, result.headline, result.proven) == (Outcome.VALID, "Valid", True)
        assert [check.text for check in result.checks] == [
            "Signed by Northgate Pressings",
            "Nothing was changed since it was signed",
            "Hannah Weber judged it and was authorised that day",
            "Not expired",
            "The same certificate is in this site's records",
            "Not withdrawn in this site's records",
        ]
        assert result.note == "This laptop has known Northgate Pressings since 4 May 2026."
        assert result.fact("Level") == "U, unsupervised"
        assert result.limits == "Up to 2.5 t, level floor, no ramps"

    def test_being_offline_is_a_line_and_never_a_failure(self):
        result = verdict(document())
        assert result.valid
        assert states(result)["status"] is CheckState.CLOCK

    def test_the_last_day_still_counts_and_the_next_does_not(self):
        last = datetime(2029, 11, 22, 23, 59, tzinfo=NOW.tzinfo)
        assert verdict(document(), now=last).valid
        after = verdict(document(), now=last + timedelta(minutes=2))
        assert (after.outcome, after.sentence) == (Outcome.EXPIRED, "Genuine, but it ended on 22 Nov 2029.")

    def test_before_its_first_moment_it_is_not_valid_yet(self):
        early = verdict(document(), now=NOW - timedelta(days=3))
        assert early.outcome is Outcome.NOT_YET_VALID

    @pytest.mark.parametrize(
        ("standing", "outcome"),
        [
            (Standing.WITHDRAWN, Outcome.WITHDRAWN),
            (Standing.ON_HOLD, Outcome.ON_HOLD),
            (Standing.REPLACED, Outcome.REPLACED),
        ],
    )
    def test_records_can_take_its_worth_away(self, standing, outcome):
        result = verdict(document(), records=Records(standing=standing))
        assert result.outcome is outcome
        assert result.checks[0].state is CheckState.FAILED

    def test_another_version_in_the_records_is_told(self):
        other = issued(limits="Up to 5 t").credential
        result = verdict(document(), records=Records(content=other))
        assert result.outcome is Outcome.NOT_GENUINE

    def test_records_that_do_not_hold_it_yet_change_nothing(self):
        own = TrustStore((replace(NORTHGATE, own=True),))
        result = verdict(document(), trust=own, records=Records(content=None))
        assert result.valid
        assert "Not in this laptop's records yet" in [check.text for check in result.checks]

    def test_an_assessor_without_authority_that_day(self):
        assert verdict(document(), records=Records(allowed=Authority.NOT_AUTHORISED)).outcome is Outcome.NOT_GENUINE

    def test_a_stranger_s_genuine_certificate_is_unknown_not_valid(self):
        result = verdict(document(), trust=TrustStore())
        assert (result.outcome, result.proven) == (Outcome.UNKNOWN_ISSUER, False)
        assert states(result)["content"] is CheckState.PASSED
        assert states(result)["issuer"] is CheckState.UNKNOWN

    def test_records_never_make_an_unknown_issuer_valid(self):
        assert verdict(document(), trust=TrustStore(), records=Records()).outcome is Outcome.UNKNOWN_ISSUER

    def test_the_issuer_is_called_what_this_laptop_calls_it(self):
        renamed = TrustStore((replace(NORTHGATE, name="Our supplier"),))
        assert verdict(document(), trust=renamed).checks[0].text == "Signed by Our supplier"

    def test_every_outcome_but_valid_has_a_failed_or_unknown_line_first(self):
        for result in (
            verdict(document(), now=NOW + timedelta(days=5000)),
            verdict(document(), trust=TrustStore()),
            verdict({**document(), "name": "changed"}),
        ):
            assert result.checks[0].state in (CheckState.FAILED, CheckState.UNKNOWN)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [leaf for key, item in value.items() for leaf in leaves(item, (*path, key))]
    if isinstance(value, list):
        return [leaf for index, item in enumerate(value) for leaf in leaves(item, (*path, index))]
    return [path]


def put(whole: Json, path: tuple[Any, ...], value: Any) -> Json:
    changed = deepcopy(whole)
    target: Any = changed
    for step in path[:-1]:
        target = target[step]
    if value is None:
        del target[path[-1]]
    else:
        target[path[-1]] = value
    return changed


NEVER_PROVEN = (Outcome.NOT_GENUINE, Outcome.UNKNOWN_ISSUER, Outcome.UNSIGNED, Outcome.UNSUPPORTED)


def never_valid(whole: Json) -> None:
    with suppress(NotABadge):
        assert verdict(whole).outcome in NEVER_PROVEN


class TestTampering:
    @settings(max_examples=150, deadline=None)
    @given(st.sampled_from(leaves(document())), st.one_of(st.text(max_size=20), st.booleans(), st.integers(-9, 9)))
    def test_no_changed_field_passes(self, path, value):
        before: Any = document()
        for step in path:
            before = before[step]
        if before != value or type(before) is not type(value):
            never_valid(put(document(), path, value))

    @pytest.mark.parametrize("path", leaves(document()), ids=str)
    def test_no_field_can_be_taken_away(self, path):
        never_valid(put(document(), path, None))

    @settings(max_examples=60, deadline=None)
    @given(st.sampled_from(leaves(document())), st.sampled_from([" ", "\u200b", "x", "."]))
    def test_no_field_can_be_lengthened(self, path, more):
        before: Any = document()
        for step in path:
            before = before[step]
        if isinstance(before, str):
            never_valid(put(document(), path, before + more))

    def test_nothing_can_be_added_unnoticed(self):
        for name, value in (("description", "more"), ("nickname", "x"), ("credentialStatus", {"type": "x"}), ("id2", 1)):
            never_valid({**document(), name: value})
        never_valid(put(document(), ("credentialSubject", "narrative"), "and cranes"))

    def test_a_stranger_cannot_put_our_name_on_their_key(self):
        from supervisor_app.credentials.issuing import sign_credential

        theirs = document()
        del theirs["proof"]
        theirs["issuer"]["id"] = _did(public(STRANGER_KEY))
        result = verdict(json.loads(sign_credential(theirs, STRANGER_KEY, NOW)))
        assert result.outcome is Outcome.UNKNOWN_ISSUER

    def test_a_stranger_cannot_sign_for_our_issuer(self):
        from supervisor_app.credentials import proof
        from supervisor_app.credentials.keys import verification_method

        theirs = document()
        del theirs["proof"]
        for method in (verification_method(FACTS.issuer_did), verification_method(_did(public(STRANGER_KEY)))):
            signed = proof.sign(theirs, STRANGER_KEY, method, NOW)
            assert verdict(signed).outcome is Outcome.NOT_GENUINE


class TestPaper:
    def findings(self, **paper: str):
        found = examine_credential(document(), TRUST, None)
        return replace(found, paper=compare(found.claims, {**printed_fields(FACTS), **paper}))

    def test_an_honest_paper_agrees_in_every_field(self):
        result = judge(self.findings(), name="", now=NOW)
        assert result.valid
        assert states(result)["paper"] is CheckState.PASSED
        assert all(field.same for field in result.differences)
        assert len(result.differences) == 9

    def test_line_breaks_of_the_paper_do_not_matter(self):
        assert judge(self.findings(limits="Up to 2.5 t, level\nfloor,  no ramps"), name="", now=NOW).valid

    @pytest.mark.parametrize("field", [name for name, text in printed_fields(FACTS).items() if text])
    def test_each_field_is_compared(self, field):
        for forged in ("", "something else"):
            result = judge(self.findings(**{field: forged}), name="", now=NOW)
            assert result.outcome is Outcome.PAPER_DIFFERS
            assert [difference.same for difference in result.differences].count(False) == 1
            assert result.checks[0].figure == "1 of 9 fields differs"

    def test_the_advice_says_what_the_genuine_one_says(self):
        result = judge(self.findings(level="Level O: Trains others"), name="", now=NOW)
        assert (result.headline, result.sentence) == ("Do not accept", "The paper was changed after it was signed.")
        assert result.note == "Ask for the original. The genuine certificate says level U, until 22 Nov 2029."

    @pytest.mark.parametrize("language", ["en", "de", "ar"])
    def test_papers_in_every_language_are_compared_in_their_own_words(self, language):
        facts = replace(FACTS, language=language)
        found = examine_credential(json.loads(issued(language=language).credential), TRUST, None)
        assert all(field.same for field in compare(found.claims, printed_fields(facts)))

    @pytest.mark.parametrize("language", ["en", "de", "ar"])
    def test_a_code_alone_is_compared_in_the_language_of_the_paper(self, language):
        found = examine_code(decode(WHOLE.qr.text), TRUST, None)
        fields = compare(found.claims, printed_fields(replace(FACTS, language=language)))
        assert {field.label for field in fields} == {"Holder", "Competency", "Level", "Issued", "Valid until"}
        assert all(field.same for field in fields)


class TestCode:
    def test_it_is_valid_on_its_own_with_fewer_lines(self):
        result = judge(examine_code(decode(WHOLE.qr.text), TRUST, Records()), name="", now=NOW)
        assert result.valid
        assert set(states(result)) == {"issuer", "content", "paper", "dates", "register", "status"}
        assert "Compare it with the paper: name, level, limits and dates" in [check.text for check in result.checks]
        assert result.limits == "up to 2.5 t, no ramps"

    def test_an_unknown_key_is_unknown(self):
        assert judge(examine_code(decode(WHOLE.qr.text), TrustStore(), None), name="", now=NOW).outcome is Outcome.UNKNOWN_ISSUER

    def test_a_forged_code_is_not_genuine(self):
        digits = WHOLE.qr.text.partition("#")[2]
        forged = str(int(digits) ^ 0xFF << 80)
        assert judge(examine_code(decode(forged), TRUST, None), name="", now=NOW).outcome is Outcome.NOT_GENUINE

    def test_the_printed_code_must_belong_to_the_attached_record(self):
        found = examine_credential(document(), TRUST, None)
        assert code_agrees(decode(WHOLE.qr.text), found) is CodeFinding.AGREES
        assert code_agrees(decode(issued(limits="Up to 5 t").qr.text), found) is CodeFinding.DIFFERS
        assert code_agrees(None, found) is CodeFinding.NOT_READ
        other = replace(found, code=CodeFinding.DIFFERS)
        assert judge(other, name="", now=NOW).outcome is Outcome.PAPER_DIFFERS

    def test_an_expired_code_has_expired(self):
        late = NOW + timedelta(days=4 * 366)
        assert judge(examine_code(decode(WHOLE.qr.text), TRUST, None), name="", now=late).outcome is Outcome.EXPIRED


def test_the_digest_is_over_the_canonical_form_whatever_the_spacing():
    pretty = json.loads(json.dumps(document(), indent=4))
    assert canonical_json(pretty) == WHOLE.credential


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "1 day"), (27, "27 days"), (28, "4 weeks"), (91, "13 weeks"), (92, "3 months"), (365, "12 months"),
     (730, "2 years"), (1095, "3 years")],
)  # fmt: skip
def test_lengths_of_time_are_said_as_people_say_them(days, words):
    assert span_words(days) == words


def _did(public_key: bytes) -> str:
    from supervisor_app.credentials.keys import did_key

    return did_key(public_key)
