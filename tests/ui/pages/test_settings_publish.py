"""Publishing in the window: what is new, when it was last, the reminder on Today, and the name certificates are issued under."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.domain.certificate_life import LifeKind
from supervisor_app.services.list_validity import list_days
from supervisor_app.services.site import site_facts
from supervisor_app.services.site_changes import SiteChange, change_site
from supervisor_app.ui.dialogs.publish_dialog import PublishDialog
from supervisor_app.ui.pages.settings_page import SettingsPage
from supervisor_app.ui.pages.today_page import TodayPage
from supervisor_app.ui.widgets.buttons import Button
from tests.services.certified import certify
from tests.services.life_acts import act_on
from tests.ui.pages.bench import PIN, Bench, bench_in

LONG = 20_000


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    with bench_in(tmp_path) as made:
        change_site(made.site, made.session, SiteChange(host="northgate.example"))
        yield made


def issued(bench: Bench) -> IssuedCertificate:
    return certify(bench.site, bench.session, PIN)


def texts(part: QWidget) -> str:
    return "\n".join(label.text() for label in part.findChildren(QLabel) if label.isVisibleTo(part))


def publish(qtbot: QtBot, page: SettingsPage, folder: Path) -> str:
    """Publish as a hand does, and return what the dialog said was new."""
    page.publishing.ask(str(folder))
    qtbot.waitUntil(lambda: any(one.isVisible() for one in page.main.findChildren(PublishDialog)), timeout=LONG)
    dialog = next(one for one in page.main.findChildren(PublishDialog) if one.isVisible())
    said = texts(dialog)
    qtbot.keyClicks(dialog.pin, PIN)
    with qtbot.waitSignal(dialog.published, timeout=LONG):
        dialog.record()
    qtbot.waitUntil(lambda: not any(one.isVisible() for one in page.main.findChildren(PublishDialog)), timeout=LONG)
    return said


def test_it_says_what_is_new_and_when_it_was_published_last(qtbot: QtBot, bench: Bench, tmp_path: Path) -> None:
    made, page = issued(bench), bench.go(SettingsPage, "settings")
    facts = page.place.page
    qtbot.waitUntil(lambda: facts.last.text() == "It was not published yet.", timeout=LONG)
    assert "It was not published before." in publish(qtbot, page, tmp_path / "web")
    qtbot.waitUntil(lambda: facts.last.text() == "Published last with a list of today.", timeout=LONG)
    assert not facts.new.isVisibleTo(page)
    assert bench.site.settings.publish_folder == str(tmp_path / "web")

    act_on(bench.site, bench.session, PIN, made, LifeKind.REVOKED, bench.clock().date())
    bench.window.tell_changed()
    qtbot.waitUntil(lambda: facts.new.text().startswith("Phones still accept one certificate"), timeout=LONG)
    said = publish(qtbot, page, tmp_path / "web")
    assert made.facts.number in said
    assert "withdrawn since" in said
    qtbot.waitUntil(lambda: not facts.new.text(), timeout=LONG)


def test_today_reminds_of_a_withdrawal_that_phones_do_not_know_and_leads_there(
    qtbot: QtBot, bench: Bench, tmp_path: Path
) -> None:
    made = issued(bench)
    today = bench.go(TodayPage, "today")
    act_on(bench.site, bench.session, PIN, made, LifeKind.SUSPENDED, bench.clock().date())
    bench.window.tell_changed()
    assert "Phones still accept" not in texts(today)  # nothing was ever published: nobody is reminded
    publish(qtbot, bench.go(SettingsPage, "settings"), tmp_path / "web")
    act_on(bench.site, bench.session, PIN, made, LifeKind.REVOKED, bench.clock().date())
    bench.window.tell_changed()
    today = bench.go(TodayPage, "today")
    qtbot.waitUntil(lambda: "Phones still accept one certificate that does not hold." in texts(today), timeout=LONG)
    next(button for button in today.findChildren(Button) if button.accessibleName() == "Publish: Check page, for phones").click()
    page = bench.window.current_page
    assert isinstance(page, SettingsPage)
    qtbot.waitUntil(lambda: page.main.focusWidget() is page.place.publish, timeout=LONG)
    qtbot.waitUntil(lambda: not page.place.publish.visibleRegion().isEmpty(), timeout=LONG)  # scrolled into sight


def test_an_old_list_is_said_before_phones_stop_believing_it(qtbot: QtBot, bench: Bench, tmp_path: Path) -> None:
    page = bench.go(SettingsPage, "settings")
    publish(qtbot, page, tmp_path / "web")
    bench.clock.forward(days=25)
    bench.window.tell_changed()
    qtbot.waitUntil(lambda: page.place.page.new.text().startswith("The list for phones is 25 days old;"), timeout=LONG)


def test_certificates_name_the_web_address_only_after_an_admin_chose_it(qtbot: QtBot, bench: Bench) -> None:
    page = bench.go(SettingsPage, "settings")
    facts = page.place.page
    qtbot.waitUntil(lambda: "as did:web:northgate.example:c" in facts.issuer.text(), timeout=LONG)
    assert site_facts(bench.site).issuer_id.startswith("did:key:")
    facts.change.click()
    qtbot.waitUntil(lambda: site_facts(bench.site).issuer_id == "did:web:northgate.example:c", timeout=LONG)
    qtbot.waitUntil(lambda: facts.issuer.text().startswith("New certificates name the organisation by its web"), timeout=LONG)
    facts.change.click()
    qtbot.waitUntil(lambda: site_facts(bench.site).issuer_id.startswith("did:key:"), timeout=LONG)


def test_without_a_web_address_there_is_nothing_to_choose(qtbot: QtBot, bench: Bench) -> None:
    change_site(bench.site, bench.session, SiteChange(host=""))
    page = bench.go(SettingsPage, "settings")
    words = "New certificates name the organisation by its key"
    qtbot.waitUntil(lambda: page.place.page.issuer.text().startswith(words), timeout=LONG)
    assert not page.place.page.change.isVisibleTo(page)


def test_lists_end_as_an_admin_chooses(qtbot: QtBot, bench: Bench) -> None:
    page = bench.go(SettingsPage, "settings")
    facts = page.place.page
    qtbot.waitUntil(lambda: facts.days.value == "0", timeout=LONG)
    facts.days.chosen.emit("90")
    qtbot.waitUntil(lambda: list_days(bench.site) == 90, timeout=LONG)
    qtbot.waitUntil(lambda: facts.days.value == "90", timeout=LONG)
