"""The application dressed as users see it, and a small real site."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from random import Random

import pytest
from PySide6.QtWidgets import QApplication

from supervisor_app.ledger.keys import Sealing
from supervisor_app.services.founding import NewSite, create_site
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.ui.look.fonts import font, load_fonts
from supervisor_app.ui.look.sizes import set_glove_mode
from supervisor_app.ui.look.theme import dress
from supervisor_app.ui.look.tokens import LIGHT

NOW = datetime(2026, 11, 23, 10, 30, tzinfo=timezone(timedelta(hours=-5)))
PIN = "314159"
Founded = tuple[Site, Session]


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    """The application in the light look, bare hands."""
    load_fonts()
    qapp.setStyle("Fusion")
    qapp.setFont(font(15))
    dress(qapp, LIGHT)
    yield qapp
    set_glove_mode(False)


@pytest.fixture
def founded(tmp_path: Path) -> Iterator[Founded]:
    """A site with one admin and nothing else; the clock stands still."""
    details = NewSite(
        name="Northgate Pressings", place="Plant 2, Dayton", admin_name="Hannah Weber", admin_title="Assessor", pin=PIN
    )
    site, session = create_site(
        tmp_path / "site",
        details,
        clock=lambda: NOW,
        randomness=Random(7).randbytes,
        sealing=Sealing(memory_kib=64, passes=1, lanes=1),
    )
    yield site, session
    site.close()
