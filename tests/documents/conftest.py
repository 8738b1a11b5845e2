"""One font book for all tests of paper: only what the installed packages bring, no system fonts."""

from __future__ import annotations

import pytest

from supervisor_app.documents.fonts import FontBook
from supervisor_app.documents.shaping import Shaper


@pytest.fixture(scope="session")
def shaper() -> Shaper:
    return Shaper(FontBook(()))
