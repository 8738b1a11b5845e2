"""A picture file becomes a small PNG, or one is told in words what is wrong with it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from supervisor_app.documents.logo import read_logo
from supervisor_app.errors import InputError
from supervisor_app.services import logo_file
from supervisor_app.services.field_checks import check_logo
from supervisor_app.services.logo_file import SIDE, read_logo_file


def _saved(path: Path, mode: str, size: tuple[int, int], kind: str, **more: object) -> Path:
    Image.new(mode, size, "navy" if mode != "RGBA" else (0, 0, 128, 90)).save(path, kind, **more)
    return path


@pytest.mark.parametrize(("mode", "kind"), [("RGB", "JPEG"), ("L", "JPEG"), ("CMYK", "JPEG"), ("RGBA", "PNG"), ("P", "PNG")])
def test_every_common_picture_becomes_a_png_the_site_and_the_paper_take(tmp_path: Path, mode: str, kind: str) -> None:
    made = Image.new(mode, (3000, 1500)).convert(mode)
    made.save(tmp_path / "logo", kind)
    data = read_logo_file(tmp_path / "logo")
    check_logo(data)
    assert read_logo(data).width == SIDE
    with Image.open(io.BytesIO(data)) as picture:
        assert (picture.format, picture.size) == ("PNG", (SIDE, SIDE // 2))


def test_small_pictures_stay_as_large_as_they_are_and_see_through_stays_so(tmp_path: Path) -> None:
    data = read_logo_file(_saved(tmp_path / "a.png", "RGBA", (40, 20), "PNG"))
    with Image.open(io.BytesIO(data)) as picture:
        assert (picture.size, picture.mode) == ((40, 20), "RGBA")


def test_a_photo_is_turned_as_its_camera_says(tmp_path: Path) -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    data = read_logo_file(_saved(tmp_path / "a.jpg", "RGB", (40, 20), "JPEG", exif=turned))
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.size == (20, 40)


@pytest.mark.parametrize("content", [b"", b"Dear all", b"\x89PNG\r\n\x1a\n" + b"\0" * 60, b"GIF89a" + b"\0" * 40])
def test_what_is_no_picture_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.png"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"letter.png: it is no picture that can be read"):
        read_logo_file(path)


def test_a_picture_that_is_cut_off_is_named(tmp_path: Path) -> None:
    path = _saved(tmp_path / "a.jpg", "RGB", (600, 600), "JPEG")
    path.write_bytes(path.read_bytes()[:700])
    with pytest.raises(InputError, match="no picture that can be read"):
        read_logo_file(path)


def test_what_is_too_large_is_not_even_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _saved(tmp_path / "a.png", "RGB", (400, 400), "PNG")
    monkeypatch.setattr(logo_file, "MAX_PIXELS", 1000)
    with pytest.raises(InputError, match="more than 50 million pixels"):
        read_logo_file(path)
    monkeypatch.setattr(logo_file, "MAX_FILE_BYTES", 10)
    with pytest.raises(InputError, match="larger than"):
        read_logo_file(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_logo_file(tmp_path / "gone.png")
