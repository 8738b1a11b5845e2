"""Missing system libraries are said in one sentence with the packages to install."""

from __future__ import annotations

import pytest

from supervisor_app.qt_libraries import explain, problem_before_start


@pytest.mark.parametrize(
    ("message", "debian", "fedora"),
    [
        ("libEGL.so.1: cannot open shared object file: No such file or directory", "libegl1", "mesa-libEGL"),
        ("libGL.so.1: cannot open shared object file: No such file or directory", "libgl1", "mesa-libGL"),
        ("libxkbcommon.so.0: cannot open shared object file", "libxkbcommon0", "libxkbcommon"),
        ("libglib-2.0.so.0: cannot open shared object file", "libglib2.0-0", "glib2"),
    ],
)
def test_the_missing_library_is_told_by_its_packages(message: str, debian: str, fedora: str) -> None:
    sentence = explain(ImportError(message), "linux")
    assert f"apt install {debian} " in sentence
    assert f"dnf install {fedora})" in sentence


def test_an_unknown_library_gets_the_usual_ones() -> None:
    assert "libegl1 libgl1" in explain(ImportError("libnew.so.9: cannot open shared object file"), "linux")


@pytest.mark.parametrize(("message", "platform"), [("No module named 'PySide6'", "linux"), ("libEGL.so.1: no", "win32")])
def test_other_troubles_stay_what_they_are(message: str, platform: str) -> None:
    assert explain(ImportError(message), platform) == ""


def test_without_a_display_it_says_so() -> None:
    assert "no display" in problem_before_start("linux", {}, lambda name: True)


def test_under_x_the_libraries_qt_would_abort_for_are_named() -> None:
    sentence = problem_before_start("linux", {"DISPLAY": ":0"}, lambda name: "cursor" not in name)
    assert "libxcb-cursor0" in sentence
    assert "xcb-util-cursor" in sentence
    assert "icccm" not in sentence


@pytest.mark.parametrize(
    ("platform", "environment"),
    [
        ("linux", {"DISPLAY": ":0"}),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}),
        ("win32", {}),
        ("darwin", {}),
    ],
)
def test_where_nothing_is_missing_nothing_is_said(platform: str, environment: dict[str, str]) -> None:
    assert problem_before_start(platform, environment, lambda name: True) == ""
