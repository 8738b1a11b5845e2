"""Icons: one file each, recoloured, mirrored only where they point along the line."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage

from supervisor_app.paths import resource_path
from supervisor_app.ui.icons import Icon, icon_pixmap


def _image(icon: Icon, colour: str = "#1B4C94", *, heavy: bool = False, mirrored: bool = False) -> QImage:
    return icon_pixmap(icon, colour, 24, 2.0, heavy=heavy, mirrored=mirrored).toImage()


def test_every_drawing_has_its_name_and_every_name_its_drawing() -> None:
    assert {path.stem for path in resource_path("icons").glob("*.svg")} == {str(icon) for icon in Icon}


@pytest.mark.parametrize("icon", Icon)
def test_an_icon_is_drawn_in_the_asked_colour_only(icon: Icon) -> None:
    image = _image(icon)
    solid = {image.pixelColor(x, y).name() for x in range(48) for y in range(48) if image.pixelColor(x, y).alpha() == 255}
    asked = QColor("#1B4C94")
    assert solid
    for name in solid:  # the drawing engine rounds by one
        seen = QColor(name)
        assert max(abs(seen.red() - asked.red()), abs(seen.green() - asked.green()), abs(seen.blue() - asked.blue())) <= 1


@pytest.mark.parametrize("icon", Icon)
def test_only_flag_and_clipboard_are_filled(icon: Icon) -> None:
    drawing = resource_path("icons", f"{icon}.svg").read_text(encoding="utf-8")
    assert ('fill="currentColor"' in drawing) == (icon in {Icon.FLAG, Icon.CLIPBOARD})


def test_the_selected_stroke_is_heavier() -> None:
    assert _image(Icon.TODAY) != _image(Icon.TODAY, heavy=True)


def test_right_to_left_turns_only_what_points_along_the_line() -> None:
    turned = {icon for icon in Icon if _image(icon) != _image(icon, mirrored=True)}
    assert turned == {Icon.ARROW, Icon.BACK, Icon.CHEVRON, Icon.HISTORY}
