"""Ink becomes strokes in a box of 1000."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from supervisor_app.ui.widgets.signature_pad import SignaturePad


def _draw(qtbot: QtBot, pad: SignaturePad, *points: tuple[int, int]) -> None:
    first, *others = (QPoint(x, y) for x, y in points)
    qtbot.mousePress(pad, Qt.MouseButton.LeftButton, pos=first)
    for point in others:
        qtbot.mouseMove(pad, point)
    qtbot.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(*points[-1]))


def _pad(qtbot: QtBot) -> SignaturePad:
    pad = SignaturePad()
    qtbot.addWidget(pad)
    pad.resize(400, 100)
    pad.show()
    return pad


def test_positions_are_scaled_and_kept_inside(qtbot: QtBot) -> None:
    pad = _pad(qtbot)
    with qtbot.waitSignal(pad.changed):
        _draw(qtbot, pad, (4, 10), (200, 50), (900, -30))
    assert pad.strokes == (((10, 100), (500, 500), (1000, 0)),)


def test_each_time_the_pen_is_put_down_is_a_stroke_and_clear_wipes(qtbot: QtBot) -> None:
    pad = _pad(qtbot)
    _draw(qtbot, pad, (10, 10), (20, 20))
    _draw(qtbot, pad, (30, 30), (40, 40))
    assert len(pad.strokes) == 2
    pad.clear()
    assert pad.is_empty


def test_ink_shown_from_a_record_takes_no_more(qtbot: QtBot) -> None:
    pad = _pad(qtbot)
    pad.set_strokes((((0, 0), (10, 10)),))
    _draw(qtbot, pad, (100, 50), (200, 60))
    assert pad.strokes == (((0, 0), (10, 10)),)
    blank = _pad(qtbot).grab().toImage()
    assert pad.grab().toImage() != blank
