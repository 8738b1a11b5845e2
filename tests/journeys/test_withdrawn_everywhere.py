"""A certificate withdrawn on one laptop is refused by a phone and by another organisation, which has only files we published.

Two laptops of a site over one shared file, the published folder on a host, a real Chromium, and the window of a stranger.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from supervisor_app.credentials.bitstring import file_of
from supervisor_app.documents.certificate import render_certificate
from supervisor_app.documents.page import Paper
from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.domain.certificate_life import LifeKind
from supervisor_app.services.certificate_deciding import Decision, decide
from supervisor_app.services.issuing import issue
from supervisor_app.services.opened_site import Site
from supervisor_app.services.publish_news import publish_news
from supervisor_app.services.publishing import publish
from supervisor_app.services.signing_in import sign_in
from supervisor_app.services.site_changes import SiteChange, change_site
from supervisor_app.services.syncing import choose_shared, sync_now
from supervisor_app.services.verifying import Outcome, Verdict, verify, verify_text
from supervisor_app.ui.dialogs.known_issuers import KnownIssuersDialog
from supervisor_app.ui.dialogs.trust_offer import TrustOfferDialog
from supervisor_app.ui.pages.verify_page import VerifyPage
from tests.interop.chromium import Browser, Tab, find_chromium, served
from tests.services.founded import DETAILS, PIN, Founded, found, later, signed
from tests.services.sync_sites import PATIENCE, approve_as, second_laptop
from tests.ui.pages.bench import Bench, bench_in

HOST, LONG = "verify.northgate.example", 20_000
VALID = "Valid: Signed by Northgate Pressings, within its dates, not withdrawn."


@dataclass
class World:
    """The site with its two laptops, the published folder, and a browser if there is one."""

    at: Founded
    second: Site
    web: Path
    browser: Browser | None

    def sync(self) -> None:
        for site in (self.second, self.at.site, self.second):
            sync_now(site, patience=PATIENCE)

    def publish(self) -> None:
        publish(self.at.site, self.at.hannah, PIN, self.web)

    def phone_says(self, issued: IssuedCertificate, words: str) -> None:
        """Read the code of a certificate with a phone; without a browser on this machine nobody looks."""
        if self.browser is None:
            return
        with served(self.web) as host:
            tab = Tab(self.browser, now=self.at.time())
            try:
                tab.open(f"{host}/c/#{issued.qr_text.rpartition('#')[2]}")
                said = str(tab.run("[at('headline').textContent, at('sentence').textContent].join(': ')")).translate(_NO_MARKS)
            finally:
                tab.close()
        assert said == words


_NO_MARKS = {0x2068: None, 0x2069: None}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    at, shared = found(tmp_path / "first", seed=31), tmp_path / "drive" / "site.db"
    shared.parent.mkdir()
    change_site(at.site, at.hannah, SiteChange(host=HOST))
    choose_shared(at.site, shared, True, patience=PATIENCE)
    second = second_laptop(tmp_path / "second", shared, at.time, PIN)
    for site in (second, at.site):
        sync_now(site, patience=PATIENCE)
    approve_as(at.site, at.hannah, PIN)
    program = find_chromium()
    browser = Browser(program, tmp_path / "profile") if program else None
    made = World(at, second, tmp_path / "web", browser)
    made.sync()
    try:
        yield made
    finally:
        if browser is not None:
            browser.close()
        second.close()
        at.site.close()


@pytest.fixture
def other(tmp_path: Path, qtbot: QtBot, world: World) -> Iterator[Bench]:
    """Another organisation, at its own window, which has never heard of Northgate."""
    with bench_in(tmp_path / "other") as bench:
        bench.clock.now = world.at.time()
        yield bench


def issued(world: World) -> IssuedCertificate:
    result = signed(world.at, world.at.ana)
    return issue(world.at.site, world.at.hannah, result.sign_off.id, DETAILS, PIN, world.at.time())


def checked(qtbot: QtBot, other: Bench, path: Path) -> Verdict:
    """Drop a file on the Verify page of the other organisation."""
    page = other.go(VerifyPage, "verify")
    before = len(page.state.verdicts)
    page.check_files([path])
    qtbot.waitUntil(lambda: len(page.state.verdicts) == before + 1, timeout=LONG)
    return page.state.verdicts[0]


def bring(qtbot: QtBot, other: Bench, path: Path) -> None:
    """Add a file under Known issuers; keys only after their fingerprint was compared."""
    page = other.go(VerifyPage, "verify")
    page.open_issuers()
    qtbot.waitUntil(lambda: any(one.isVisible() for one in page.main.findChildren(KnownIssuersDialog)), timeout=LONG)
    dialog = next(one for one in page.main.findChildren(KnownIssuersDialog) if one.isVisible())
    dialog.add_file(path)
    for offer in dialog.findChildren(TrustOfferDialog):
        qtbot.waitUntil(offer.isVisible, timeout=LONG)
        offer.take.click()
    dialog.reject()
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=LONG)


def test_withdrawn_on_one_laptop_refused_by_a_phone_and_by_another_organisation(
    qtbot: QtBot, world: World, other: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = issued(world)
    world.sync()
    world.publish()
    paper = tmp_path / "certificate.pdf"
    paper.write_bytes(render_certificate(made, paper=Paper.A4))

    world.phone_says(made, VALID)
    assert checked(qtbot, other, paper).outcome is Outcome.UNKNOWN_ISSUER
    bring(qtbot, other, world.web / "issuer.json")
    bring(qtbot, other, world.web / "status.bin")
    verdict = checked(qtbot, other, paper)
    assert verdict.outcome is Outcome.VALID
    assert [check.figure for check in verdict.checks if check.name == "status"] == ["list of today"]

    later(world.at, hours=2)
    member = sign_in(world.second, world.at.hannah.member_id, PIN)
    why = Decision(kind=LifeKind.REVOKED, on=world.at.time().date(), reason="Drove with the load raised.")
    decide(world.second, member, made.facts.credential_id, why, PIN, world.at.time())
    assert verify(world.second, paper.name, paper.read_bytes(), world.at.time()).outcome is Outcome.WITHDRAWN
    assert verify(world.at.site, paper.name, paper.read_bytes(), world.at.time()).outcome is Outcome.VALID  # not synced yet
    world.sync()
    assert verify(world.at.site, paper.name, paper.read_bytes(), world.at.time()).outcome is Outcome.WITHDRAWN
    for site in (world.at.site, world.second):  # the phone does not know yet, and both laptops say so
        assert publish_news(site, world.at.time().date()).sentence == "Phones still accept one certificate that does not hold."
    world.phone_says(made, VALID)

    world.publish()
    world.sync()
    assert publish_news(world.second, world.at.time().date()).sentence == ""
    world.phone_says(made, "Withdrawn: Withdrawn by Northgate Pressings on 23 November 2026. Do not rely on it.")
    other.clock.now = world.at.time()
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("the network was asked"))
    assert checked(qtbot, other, paper).outcome is Outcome.VALID  # as of the list it has, and it says of which day that is
    bring(qtbot, other, world.web / "status.bin")
    verdict = checked(qtbot, other, paper)
    assert (verdict.outcome, verdict.sentence) == (Outcome.WITHDRAWN, "Withdrawn by Northgate Pressings since 23 Nov 2026.")
    assert verify_text(other.site, made.qr_text, other.clock()).outcome is Outcome.WITHDRAWN


def test_the_list_that_the_certificate_itself_names_is_enough_for_another_organisation(
    qtbot: QtBot, world: World, other: Bench, tmp_path: Path
) -> None:
    made = issued(world)
    world.publish()
    paper = tmp_path / "certificate.pdf"
    paper.write_bytes(render_certificate(made, paper=Paper.A4))
    bring(qtbot, other, world.web / "issuer.json")
    today = world.at.time().date()
    decide(
        world.at.site,
        world.at.hannah,
        made.facts.credential_id,
        Decision(kind=LifeKind.SUSPENDED, on=today, until=today + timedelta(days=3), reason="To be seen again."),
        PIN,
        world.at.time(),
    )
    world.publish()
    bring(qtbot, other, world.web / file_of(made.facts.status_list))
    assert checked(qtbot, other, paper).outcome is Outcome.WITHDRAWN  # one bit cannot tell a hold from a withdrawal
    bring(qtbot, other, world.web / "status.bin")
    assert checked(qtbot, other, paper).outcome is Outcome.ON_HOLD
    world.phone_says(made, "On hold: Suspended since 23 November 2026. Not valid until it is lifted.")


def test_one_other_digit_on_the_paper_is_found_by_the_name_of_its_field(
    qtbot: QtBot, world: World, other: Bench, tmp_path: Path
) -> None:
    made = issued(world)
    world.publish()
    bring(qtbot, other, world.web / "issuer.json")
    until = made.facts.valid_until
    assert until is not None
    other_number = made.facts.employee_no[:-1] + str((int(made.facts.employee_no[-1]) + 1) % 10)
    for label, facts in (
        ("Valid until", replace(made.facts, valid_until=until.replace(year=until.year + 10))),
        ("Employee no.", replace(made.facts, employee_no=other_number)),
        ("Limits", replace(made.facts, limits=made.facts.limits.replace("2.5 t", "3.5 t"))),
    ):
        paper = tmp_path / f"{label}.pdf"
        paper.write_bytes(render_certificate(replace(made, facts=facts), paper=Paper.A4))
        verdict = checked(qtbot, other, paper)
        assert verdict.outcome is Outcome.PAPER_DIFFERS
        assert [one.label for one in verdict.differences if not one.same] == [label]
