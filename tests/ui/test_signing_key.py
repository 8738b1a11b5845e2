"""Signing a PDF while it is saved: the certificate file is asked for, what is wrong is said, what comes out is signed, valid."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.services.papers import Order, Product
from supervisor_app.services.pdf_sealing import open_key_file
from supervisor_app.services.verifying import verify_file
from supervisor_app.ui.dialogs.signing_key_dialog import SigningKeyDialog
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.printing import choose_and_save, save_all_as, save_into
from tests.documents.test_pades import PASSWORD, key_file
from tests.ui.conftest import NOW
from tests.ui.test_printing import finish, ids_of, made, window

__all__ = ["made", "window"]
pytest.importorskip("pyhanko")


@pytest.fixture
def key_path(tmp_path: Path) -> Path:
    path = tmp_path / "me.p12"
    path.write_bytes(key_file(begins=-3000, ends=3000))
    return path


def test_the_file_is_asked_for_before_the_place(
    qtbot: QtBot, window: MainWindow, made: list[IssuedCertificate], key_path: Path
) -> None:
    choice = choose_and_save(window, ids_of(made)[:1])
    assert choice is not None
    qtbot.waitUntil(choice.seal.isVisible)
    choice.seal.setChecked(True)
    choice.go.click()
    qtbot.waitUntil(lambda: window.findChild(SigningKeyDialog) is not None)
    dialog = window.findChild(SigningKeyDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    dialog.go.click()
    assert dialog._notice is not None
    dialog.take_file(str(key_path))
    dialog.password.set_text("wrong")
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog._notice is not None and dialog.go.isEnabled(), timeout=10_000)
    assert dialog.password.text() == ""
    dialog.password.set_text(PASSWORD)
    dialog.go.click()
    qtbot.waitUntil(lambda: window.findChild(QFileDialog) is not None, timeout=10_000)
    files = window.findChild(QFileDialog)
    assert files is not None
    files.reject()


def test_what_is_saved_is_signed_and_still_valid(
    qtbot: QtBot, window: MainWindow, made: list[IssuedCertificate], key_path: Path, tmp_path: Path
) -> None:
    key = open_key_file(key_path, PASSWORD, datetime.now(UTC))
    finish(qtbot, save_all_as(window, ids_of(made)[:1], tmp_path / "one.pdf", Order(), key))
    finish(qtbot, save_into(window, ids_of(made), tmp_path / "all", Order(product=Product.CARD), key))
    for path in (tmp_path / "one.pdf", *(tmp_path / "all").iterdir()):
        assert b"ETSI.CAdES.detached" in path.read_bytes()
        assert verify_file(window.site, path, NOW).valid
