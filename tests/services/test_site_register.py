"""What a site brings to a verdict: its keys, its records, its members; and that it cannot make a stranger's certificate valid."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from supervisor_app.credentials.keys import read_did_key
from supervisor_app.credentials.trust import Authority
from supervisor_app.domain.codes import certificate_code
from supervisor_app.errors import InputError
from supervisor_app.ledger.keys import Sealing
from supervisor_app.services.founding import NewSite, create_site
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.services.site_register import TRUST_NAME, SiteRegister, trust_of
from supervisor_app.services.sync_state import Reached, note_reached
from supervisor_app.services.verifying import CheckState, Outcome, verify, verify_file, verify_text
from tests.credentials.samples import FACTS, ISSUER_DID, NOW, issued
from tests.services.certified import certify

PIN = "314159"


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[Site, Session]]:
    """A site with one admin; the clock stands still."""
    details = NewSite(name="Northgate Pressings", admin_name="Hannah Weber", admin_title="Assessor", pin=PIN)
    light = Sealing(memory_kib=64, passes=1, lanes=1)
    site, session = create_site(tmp_path / "site", details, clock=lambda: NOW, randomness=Random(3).randbytes, sealing=light)
    yield site, session
    site.close()


def test_a_site_knows_its_own_certificate(opened):
    site, session = opened
    made = certify(site, session, PIN)
    verdict = verify(site, "certificate.json", made.credential, NOW)
    assert verdict.outcome is Outcome.VALID
    assert [(check.text, check.state) for check in verdict.checks] == [
        ("Signed by Northgate Pressings", CheckState.PASSED),
        ("Nothing was changed since it was signed", CheckState.PASSED),
        ("Hannah Weber judged it and was authorised that day", CheckState.PASSED),
        ("Not expired", CheckState.PASSED),
        ("The same certificate is in this site's records", CheckState.PASSED),
        ("Not withdrawn in this site's records", CheckState.CLOCK),
    ]
    assert verdict.note == "The key of Northgate Pressings is this site's own."


def test_its_code_can_be_typed(opened):
    site, session = opened
    made = certify(site, session, PIN)
    code = certificate_code(made.facts.credential_id)
    assert verify_text(site, code.lower(), NOW).valid
    assert verify_text(site, made.qr_text, NOW).valid
    assert verify_text(site, "00000-00000", NOW).unreadable


def test_another_version_with_the_same_id_is_told(opened):
    site, session = opened
    certify(site, session, PIN)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.services.certified.append_issued", lambda *_a, **_n: None)
        other = certify(site, session, PIN, limits="Up to 5 t")
    assert verify(site, "x.json", other.credential, NOW).outcome is Outcome.NOT_GENUINE


def test_a_certificate_of_another_site_is_unknown_until_an_admin_pins_its_key(opened):
    site, _session = opened
    theirs = issued().credential
    assert verify(site, "x.json", theirs, NOW).outcome is Outcome.UNKNOWN_ISSUER
    pinned = {"issuers": [{"did": ISSUER_DID, "name": "Southgate", "since": "2026-05-04"}]}
    (site.folder / TRUST_NAME).write_text(json.dumps(pinned))
    verdict = verify(site, "x.json", theirs, NOW)
    assert verdict.outcome is Outcome.VALID
    assert verdict.note == "This laptop has known Southgate since 4 May 2026."


def test_a_broken_trust_file_is_said(opened):
    site, _session = opened
    (site.folder / TRUST_NAME).write_text("{")
    with pytest.raises(InputError, match="not a trust file"):
        trust_of(site)


def test_members_are_authorised_and_strangers_are_unknown(opened):
    site, session = opened
    source = json.loads(certify(site, session, PIN).credential)["credentialSubject"]["source"]
    key = read_did_key(source["id"])
    assert key is not None
    register = SiteRegister(site)
    assert register.authority(key, date(2026, 11, 23)) is Authority.AUTHORISED
    assert register.authority(bytes(32), date(2026, 11, 23)) is Authority.UNKNOWN


def test_records_are_complete_now_on_a_laptop_that_shares_with_nobody(opened):
    assert SiteRegister(opened[0]).as_of == NOW


def test_records_are_as_old_as_the_last_sync(opened, tmp_path):
    site, _session = opened
    site.settings = replace(site.settings, shared=str(tmp_path / "shared.sqlite"))
    assert SiteRegister(site).as_of is None
    reached = NOW - timedelta(days=2)
    note_reached(site, Reached(reached))
    assert SiteRegister(site).as_of == reached


def test_a_file_that_cannot_be_opened_is_a_verdict(opened, tmp_path):
    verdict = verify_file(opened[0], tmp_path / "missing.pdf", datetime.now(UTC))
    assert verdict.unreadable
    assert verdict.sentence.startswith("This file cannot be opened: it is not there")


def test_the_sample_is_the_certificate_of_the_pictures():
    assert FACTS.number == "NGP-A-000231"
