"""A widget that nobody holds any more is taken away in the window's thread, whatever other threads do meanwhile."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from threading import Thread, get_ident

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from supervisor_app.ui.collecting import Collector

MANY = 200_000


class Knotted(QWidget):
    """Holds itself, so that only the collector ends it; `ended` takes the thread in which that happened."""

    def __init__(self, ended: list[int]) -> None:
        super().__init__()
        self.me = self
        self.destroyed.connect(lambda: ended.append(get_ident()), Qt.ConnectionType.DirectConnection)


@pytest.fixture
def collector(qapp: QApplication) -> Iterator[Collector]:
    was_on = gc.isenabled()
    made = Collector(qapp)
    yield made
    shiboken6.delete(made)
    gc.enable() if was_on else gc.disable()


def test_a_thread_that_works_takes_no_widget_away(qtbot: QtBot, collector: Collector) -> None:
    ended: list[int] = []
    collector.begin()
    Knotted(ended)
    worker = Thread(target=lambda: [[] for _ in range(MANY)])
    worker.start()
    worker.join()
    assert ended == []
    held = [[] for _ in range(MANY)]  # much is in use: then there may be garbage as well
    qtbot.waitUntil(lambda: bool(ended))
    assert ended == [get_ident()]
    del held


def test_python_alone_would_have_it_taken_away_in_the_thread_that_works(collector: Collector) -> None:
    ended: list[int] = []
    gc.enable()
    Knotted(ended)
    seen: list[int] = []

    def work() -> None:
        seen.append(get_ident())
        held = [[] for _ in range(MANY)]
        del held

    worker = Thread(target=work)
    worker.start()
    worker.join()
    assert ended == seen


def test_the_oldest_are_looked_at_once_there_are_many_more(collector: Collector) -> None:
    looks: list[int] = []
    collector.begin()

    def heard(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            looks.append(info["generation"])

    gc.callbacks.append(heard)
    try:
        kept: list[object] = []
        for _ in range(400):
            kept.extend([] for _ in range(2_500))
            collector.collect_what_is_due()
    finally:
        gc.callbacks.remove(heard)
    assert set(looks) == {0, 1, 2}
    assert looks.count(2) < looks.count(1) < looks.count(0)
