"""Shapes can be told apart without colour."""

from __future__ import annotations

from itertools import combinations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from supervisor_app.domain.observation import Result
from supervisor_app.ui.widgets.status_shape import StatusMark, StatusShape, paint_shape, shape_of


def _drawn(shape: StatusShape) -> QImage:
    image = QImage(22, 22, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_shape(painter, QRectF(0, 0, 22, 22), shape, "#000000")
    painter.end()
    return image


def _distance(one: QImage, other: QImage) -> int:
    return sum(abs(a - b) > 80 for a, b in zip(bytes(one.constBits()), bytes(other.constBits()), strict=True))


def test_every_two_shapes_differ_in_black_and_white() -> None:
    drawn = {shape: _drawn(shape) for shape in StatusShape}
    for one, other in combinations(StatusShape, 2):
        assert _distance(drawn[one], drawn[other]) >= 12, (one, other)


def test_every_answer_has_a_shape() -> None:
    assert len({shape_of(result) for result in Result}) == len(Result)


def test_the_word_is_what_a_screen_reader_hears(qtbot: QtBot) -> None:
    mark = StatusMark(StatusShape.MET, word="Valid")
    qtbot.addWidget(mark)
    assert mark.accessibleName() == "Valid"
    mark.set_shape(StatusShape.NOT_MET, "Revoked")
    assert mark.accessibleName() == "Revoked"
