"""A small site with certificates of several people, in the real window."""

from __future__ import annotations

from datetime import date, timedelta

from pytestqt.qtbot import QtBot

from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.certificates_page import CertificatesPage
from tests.services.certified import certify
from tests.ui.conftest import PIN, Founded

NAMES = ("Hanna Gál", "Matías Méndez", "ბარბარე შენგელია")
DAY = date(2026, 11, 20)


def certify_all(founded: Founded, names: tuple[str, ...] = NAMES) -> list[IssuedCertificate]:
    """Issue one certificate each, the last one newest."""
    return [
        certify(
            *founded,
            PIN,
            holder=name,
            number=f"NGP-A-{number:06d}",
            credential_id=f"urn:uuid:00000000-0000-4000-8000-{number:012d}",
            issued=DAY + timedelta(days=number),
            valid_until=date(2029, 11, 20),
        )
        for number, name in enumerate(names)
    ]


def open_page(qtbot: QtBot, founded: Founded, **arguments: str) -> tuple[MainWindow, CertificatesPage]:
    """The page in the real window, 1366x768, drawn and read back."""
    window = MainWindow(*founded)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.open_page("certificates", **arguments)
    page = window.current_page
    assert isinstance(page, CertificatesPage)
    wait(qtbot, page)
    return window, page


def wait(qtbot: QtBot, page: CertificatesPage) -> None:
    """Until nothing is being drawn or read."""
    qtbot.waitUntil(lambda: page.paper.settled, timeout=20_000)
