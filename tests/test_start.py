"""What the program has loaded once Today is shown: reading only. Whoever adds to it makes every start slower."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import NamedTuple

import pytest

from tests.sites import new_site

_PROGRAM = """
import json, linecache, os, sys
from supervisor_app import app
begin = app.Start.begin
def begun(self):
    from PySide6.QtCore import QTimer
    from supervisor_app.services.session import Session
    from supervisor_app.services.signing_in import list_members
    begin(self)
    member = list_members(self._window.site)[0]
    self._window._enter(Session(member.id, member.name, member.title, member.role, member.worker_id))
    loaded = set(sys.modules)  # now, before anything is loaded while the person looks
    ours = [module for name, module in sys.modules.items() if name.startswith("supervisor_app.")]
    classes = {one for module in ours for one in vars(module).values() if isinstance(one, type)}
    slow = [one.__name__ for one in classes if getattr(one, "__dataclass_params__", None) and one.__dataclass_params__.frozen]
    page, read = self._window.current_page, [name for name in linecache.cache if "supervisor_app" in name]
    def tell():
        print(json.dumps([type(page).__name__, sorted(loaded), slow, read]), flush=True)
        self._window.close()
    QTimer.singleShot(0, tell)
app.Start.begin = begun
sys.exit(app.main(["--data-dir", sys.argv[1]]))
"""
_HEAVY = {
    "asyncio", "sqlalchemy", "reportlab", "qrcode", "PIL", "numpy", "pikepdf", "pypdfium2", "zxingcpp", "openpyxl",
    "openbadgeslib", "pyld", "pyoxigraph", "keyring", "psycopg", "yaml",
}  # fmt: skip
"""Packages that only a certain piece of work needs."""
_WRITING = {
    "ledger.authority", "ledger.invitations", "ledger.sealing", "services.content_keys", "services.founding", "services.joining",
    "services.issuing", "services.observing", "services.people", "services.signing", "services.site_changes", "services.syncing",
    "services.sync_overview", "services.site_look", "domain.certificate_life",
    "storage.erasing", "storage.ledger_writing", "storage.projections", "storage.schema", "storage.shared_store",
}  # fmt: skip
"""Modules of ours that write, or that only one page needs."""
_PAGES = {"today_page", "today_parts", "today_words"}


class Started(NamedTuple):
    """The modules that were loaded, the frozen records that the standard library made, the files whose source was read."""

    loaded: frozenset[str]
    slow: list[str]
    read: list[str]


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Started:
    """A start up to Today."""
    folder = tmp_path_factory.mktemp("start") / "site"
    new_site(folder)[0].close()
    home = str(folder.parent)
    own = {"QT_QPA_PLATFORM": "offscreen", "HOME": home, "XDG_CONFIG_HOME": home, "XDG_STATE_HOME": home}
    program = [sys.executable, "-c", _PROGRAM, str(folder)]
    done = subprocess.run(program, env=os.environ | own, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    page, names, slow, read = json.loads(done.stdout.splitlines()[-1])
    assert page == "TodayPage"
    return Started(frozenset(names), slow, read)


@pytest.fixture
def loaded(started: Started) -> frozenset[str]:
    """The names of all modules that a start up to Today has loaded."""
    return started.loaded


def test_nothing_heavy_is_loaded_before_it_is_needed(loaded: frozenset[str]) -> None:
    assert sorted({name.partition(".")[0] for name in loaded} & _HEAVY) == []


def test_what_writes_is_not_loaded_before_something_is_written(loaded: frozenset[str]) -> None:
    assert sorted(loaded & {f"supervisor_app.{name}" for name in _WRITING}) == []


def test_only_the_page_that_is_shown_is_loaded(loaded: frozenset[str]) -> None:
    before = "supervisor_app.ui.pages."
    assert {name.removeprefix(before) for name in loaded if name.startswith(before)} == _PAGES


def test_no_command_is_loaded_for_a_window(loaded: frozenset[str]) -> None:
    assert {name for name in loaded if name.startswith("supervisor_app.cli")} == {"supervisor_app.cli"}


def test_every_record_of_a_start_is_made_the_quick_way(started: Started) -> None:
    assert started.slow == [], "import dataclass from supervisor_app.domain.frozen"


def test_no_source_is_read_for_what_is_loaded_after_qt(started: Started) -> None:
    assert started.read == []
