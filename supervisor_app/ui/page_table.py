"""Every page of the window in one table. Factories import their page when it is first visited, so that the start stays quick."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from supervisor_app.domain.frozen import dataclass
from supervisor_app.ui.icons import Icon

if TYPE_CHECKING:
    from supervisor_app.ui.main_window import MainWindow
    from supervisor_app.ui.page import Page


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page: key, word and icon on the rail. `under` is the rail page a sub-page belongs to; `narrow` narrows the rail.

    `foot`: the person at the bottom of the rail leads there, not a line of its own.
    """

    key: str
    word: str
    icon: Icon
    factory: Callable[[MainWindow], Page]
    under: str = ""
    narrow: bool = False
    foot: bool = False


def _today(window: MainWindow) -> Page:
    from supervisor_app.ui.pages.today_page import TodayPage

    return TodayPage(window)


def _observe(window: MainWindow) -> Page:
    from supervisor_app.ui.pages.observe_choose import ObserveChoosePage

    return ObserveChoosePage(window)


def _observe_step(window: MainWindow) -> Page:
    from supervisor_app.ui.pages.observe_step import ObserveStepPage

    return ObserveStepPage(window)


def _people(window: MainWindow) -> Page:
    from supervisor_app.ui.pages.people_page import PeoplePage

    return PeoplePage(window)


def _person(window: MainWindow) -> Page:
    from supervisor_app.ui.pages.person_page import PersonPage

    return PersonPage(window)


def _people_import(window: MainWindow) -> Page:
    from supervisor_app.ui.pages.people_import_page import PeopleImportPage

    return PeopleImportPage(window)


def _verify(window: MainWindow) -> Page:
    from supervisor_app.ui.pages.verify_page import VerifyPage

    return VerifyPage(window)


def _certificates(window: MainWindow) -> Page:
    from supervisor_app.ui.pages.certificates_page import CertificatesPage

    return CertificatesPage(window)


def _sync(window: MainWindow) -> Page:
    from supervisor_app.ui.pages.sync_page import SyncPage

    return SyncPage(window)


def _questioned(window: MainWindow) -> Page:
    from supervisor_app.ui.pages.questioned_page import QuestionedPage

    return QuestionedPage(window)


def _quarantine(window: MainWindow) -> Page:
    from supervisor_app.ui.pages.quarantine_page import QuarantinePage

    return QuarantinePage(window)


def _ledger(window: MainWindow) -> Page:
    from supervisor_app.ui.pages.ledger_page import LedgerPage

    return LedgerPage(window)


def _decide(window: MainWindow) -> Page:
    from supervisor_app.ui.pages.decide_page import DecidePage

    return DecidePage(window)


def _signed(window: MainWindow) -> Page:
    from supervisor_app.ui.pages.decide_signed import SignedPage

    return SignedPage(window)


def _record(window: MainWindow) -> Page:
    from supervisor_app.ui.pages.record_page import RecordPage

    return RecordPage(window)


def _record_amend(window: MainWindow) -> Page:
    from supervisor_app.ui.pages.record_amend import RecordAmendPage

    return RecordAmendPage(window)


def _matrix(window: MainWindow) -> Page:
    from supervisor_app.ui.pages.matrix_page import MatrixPage

    return MatrixPage(window)


def _checklists(window: MainWindow) -> Page:
    from supervisor_app.ui.pages.checklists_page import ChecklistsPage

    return ChecklistsPage(window)


def _help(window: MainWindow) -> Page:
    from supervisor_app.ui.pages.help_page import HelpPage

    return HelpPage(window)


def _privacy(window: MainWindow) -> Page:
    from supervisor_app.ui.pages.privacy_page import PrivacyPage

    return PrivacyPage(window)


def _retention(window: MainWindow) -> Page:
    from supervisor_app.ui.pages.retention_page import RetentionPage

    return RetentionPage(window)


def _settings(window: MainWindow) -> Page:
    from supervisor_app.ui.pages.settings_page import SettingsPage

    return SettingsPage(window)


PAGES: tuple[PageEntry, ...] = (
    PageEntry("today", "Today", Icon.TODAY, _today),
    PageEntry("observe", "Observe", Icon.OBSERVE, _observe),
    PageEntry("observe_step", "Observe", Icon.OBSERVE, _observe_step, under="observe", narrow=True),
    PageEntry("decide", "Observe", Icon.OBSERVE, _decide, under="observe", narrow=True),
    PageEntry("signed", "Observe", Icon.OBSERVE, _signed, under="observe", narrow=True),
    PageEntry("people", "People", Icon.PEOPLE, _people),
    PageEntry("person", "Person", Icon.PERSON, _person, under="people"),
    PageEntry("privacy", "Privacy", Icon.LOCK, _privacy, under="people"),
    PageEntry("people_import", "Import a list", Icon.UPLOAD, _people_import, under="people"),
    PageEntry("record", "Sign-off", Icon.SIGN, _record, under="people"),
    PageEntry("record_amend", "Amend", Icon.PEN, _record_amend, under="people"),
    PageEntry("matrix", "Matrix", Icon.MATRIX, _matrix),
    PageEntry("certificates", "Certificates", Icon.CERTIFICATE, _certificates),
    PageEntry("checklists", "Checklists", Icon.CHECKLIST, _checklists),
    PageEntry("verify", "Verify", Icon.VERIFY, _verify),
    PageEntry("sync", "Sync", Icon.SYNC, _sync),
    PageEntry("questioned", "Does not count", Icon.WARN, _questioned, under="today"),
    PageEntry("quarantine", "Set aside", Icon.WARN, _quarantine, under="sync"),
    PageEntry("ledger", "Ledger", Icon.HISTORY, _ledger, under="sync"),
    PageEntry("settings", "Settings", Icon.SETTINGS, _settings, foot=True),
    PageEntry("retention", "Due to be erased", Icon.ERASE, _retention, under="settings"),
    PageEntry("help", "Help", Icon.QUESTION, _help, under="help"),
)
"""The pages; those without `under` stand on the rail in this order, the one at its foot below them."""
