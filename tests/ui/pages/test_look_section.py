"""The look of the papers in Settings: typed, refused in words, kept, taken back; who may not sees it only."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from pytestqt.qtbot import QtBot

from supervisor_app.domain.people import Role
from supervisor_app.services.membership import add_member
from supervisor_app.services.signing_in import session_of
from supervisor_app.services.site_look import site_look
from tests.ui.conftest import PIN, Founded
from tests.ui.pages.on_settings import settings_of


def picture(folder: Path) -> Path:
    target = io.BytesIO()
    Image.new("RGB", (340, 110), "navy").save(target, "PNG")
    (folder / "mark.png").write_bytes(target.getvalue())
    return folder / "mark.png"


def test_an_admin_keeps_a_look_and_it_is_shown_again(qtbot: QtBot, founded: Founded, tmp_path: Path) -> None:
    page = settings_of(qtbot, founded)
    look = page.look
    assert not look.save.isEnabled()
    look.accent.set_text("#8A1C3B")
    look.heading.set_text("ISO 9001")
    look.footer.set_text("1 Mill Road")
    look.take_picture(str(picture(tmp_path)))
    qtbot.waitUntil(look.save.isEnabled)
    look.save.click()
    qtbot.waitUntil(lambda: not look.edited)
    kept = site_look(page.site)
    assert (kept.accent, kept.heading, kept.footer) == ("#8A1C3B", "ISO 9001", "1 Mill Road")
    assert kept.mark_png
    assert look.accent.text() == "#8A1C3B"
    look.set_picture(None)
    assert look.edited
    look.undo.click()
    assert not look.edited
    qtbot.waitUntil(lambda: look.preview.is_current, timeout=30_000)


def test_a_colour_that_cannot_be_read_is_said_and_not_kept(qtbot: QtBot, founded: Founded) -> None:
    look = settings_of(qtbot, founded).look
    for colour, words in (("#FFCC00", "too light to be read on white"), ("red", "no colour like #0E4A5A")):
        look.accent.set_text(colour)
        assert words in look.accent.edit.accessibleDescription()
        assert not look.save.isEnabled()
    look.accent.set_text("")
    assert not look.edited
    qtbot.waitUntil(lambda: look.preview.is_current, timeout=30_000)


def test_a_broken_picture_is_said_in_the_page(qtbot: QtBot, founded: Founded, tmp_path: Path) -> None:
    page = settings_of(qtbot, founded)
    (tmp_path / "broken.png").write_bytes(b"\x89PNG nothing")
    page.look.take_picture(str(tmp_path / "broken.png"))
    qtbot.waitUntil(lambda: page.notice is not None)
    assert not page.look.edited
    qtbot.waitUntil(lambda: page.look.preview.is_current, timeout=30_000)


def test_who_is_no_admin_sees_it_only(qtbot: QtBot, founded: Founded) -> None:
    site, admin = founded
    member = add_member(site, admin, "Marco Rossi", "", Role.ASSESSOR, "", "135790", own_pin=PIN)
    look = settings_of(qtbot, (site, session_of(member))).look
    assert look.save.isHidden()
    assert look.choose.isHidden()
    assert not look.accent.edit.isEnabled()
    qtbot.waitUntil(lambda: look.preview.is_current, timeout=30_000)
