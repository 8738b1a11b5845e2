"""Shared fixtures: real inputs, a fixed clock, seeded randomness."""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_OWN_STATE = tempfile.TemporaryDirectory(prefix="sign-off-tests-", ignore_cleanup_errors=True)
_NUMBERS = count()
os.environ["XDG_STATE_HOME"] = os.environ["LOCALAPPDATA"] = _OWN_STATE.name

# No deadline: a busy machine is no fault. In CI the same examples each time; by hand `--hypothesis-profile deep` looks further.
settings.register_profile("dev", deadline=None, print_blob=True)
settings.register_profile("ci", deadline=None, print_blob=True, derandomize=True, database=None)
settings.register_profile("deep", deadline=None, print_blob=True, max_examples=5000)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


def pytest_addoption(parser: pytest.Parser) -> None:
    """How long the campaigns of tests/faults are: small by default, large by hand."""
    group = parser.getgroup("faults")
    group.addoption("--seeds", type=int, default=200, help="worlds that the simulator runs")
    group.addoption("--first-seed", type=int, default=0, help="the seed of the first of them: a failing one replays alone")
    group.addoption("--fragments", type=int, default=1000, help="changed codes that the phone page is shown")
    group.addoption("--lazyfs", default="", help="the LazyFS binary, for power cuts")
    group.addoption("--every-call", action="store_true", help="kill at every system call, not at a sample")
    group.addoption("--every-nth-call", type=int, default=0, help="kill at each nth system call of a kind")
    group.addoption("--first-call", type=int, default=1, help="the first of those: 1 to n in turn take every call once")


_SECOND_LOOK = ("tests/ui/", "tests/journeys/", "tests/faults/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In CI what depends on when a window or a process has its turn gets a second look, listed as RERUN; rules get none."""
    if os.environ.get("CI"):
        for item in items:
            if item.nodeid.startswith(_SECOND_LOOK):
                item.add_marker(pytest.mark.flaky(reruns=1))


SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real inputs beside the checkout; the test is skipped where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the real inputs (shared/data beside the checkout) are not here")
    return SHARED_DATA


@pytest.fixture(autouse=True)
def _no_thread_takes_a_widget_away(request: pytest.FixtureRequest) -> Iterator[None]:
    """Where there is a window, garbage is collected in its thread alone, as in the program (ui.collecting)."""
    if "qapp" not in request.fixturenames:
        yield
        return
    gc.disable()
    yield
    gc.collect(0)  # what came in this test: nothing was kept for longer meanwhile
    gc.enable()


@pytest.fixture(autouse=True)
def _own_state(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the program keeps about its user outside data folders, each test keeps for itself: seeds make equal laptops."""
    for variable in ("XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, f"{_OWN_STATE.name}/{next(_NUMBERS)}")
