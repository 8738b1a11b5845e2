"""Render every page at 1366x768, light and dark, into a folder: python tests/pictures.py FOLDER [--only NAME] [--demo DIR] [--all-looks].

Each page registers a scene in SCENES. The sample site is built first (or taken from DIR when it was built there before).
QT_SCALE_FACTOR=1.25 gives the pictures of a 125 % screen: the window then has 1093x614 logical pixels.
"""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from supervisor_app import cli
from supervisor_app.services.demo import PINS, build_demo
from supervisor_app.services.signing_in import list_members, sign_in
from supervisor_app.services.site import Site, open_site

# isort: split
from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QApplication, QWidget

from supervisor_app.ui.look.theme import Theme, dress
from supervisor_app.ui.look.tokens import CONTRAST, DARK, LIGHT, Tokens
from supervisor_app.ui.main_window import MainWindow

SCREEN = (1366, 768)
Prepare = Callable[[MainWindow], object]


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture's name and what brings the window into its state (the window starts on Today, signed in)."""

    name: str
    prepare: Prepare


def _page(key: str, **arguments: object) -> Prepare:
    return lambda window: window.open_page(key, **arguments)


SCENES: tuple[Scene, ...] = (
    Scene("01-today", lambda window: None),
    Scene("02-lock", lambda window: window.lock()),
    Scene("06-matrix", _page("matrix")),
    Scene("07-certificates", _page("certificates")),
    Scene("09-sync", _page("sync")),
)
"""One line per page and state; add yours here."""


def render(folder: Path, scenes: tuple[Scene, ...], looks: tuple[Tokens, ...], demo: Path) -> list[Path]:
    """Render the scenes into `folder` and return the files."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    Theme(app, "light")
    made = []
    for scene in scenes:
        for look in looks:
            dress(app, look)
            made.append(_take(scene, look, folder, demo))
    return made


def grab(widget: QWidget, path: Path) -> Path:
    """Show a widget at the screen's size, let it settle, and keep its picture."""
    ratio = float(os.environ.get("QT_SCALE_FACTOR", "1"))
    widget.resize(round(SCREEN[0] / ratio), round(SCREEN[1] / ratio))
    widget.show()
    widget.activateWindow()
    settle()
    widget.grab().save(str(path))
    return path


def settle(milliseconds: int = 80) -> None:
    """Let the event loop run."""
    clock = QElapsedTimer()
    clock.start()
    while clock.elapsed() < milliseconds:
        QApplication.processEvents()


@contextmanager
def opened(station: Path) -> Iterator[Site]:
    """A copy of the sample laptop, so that scenes may write."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "station"
        shutil.copytree(station, copy)
        site = open_site(copy, clock=cli.now, randomness=secrets.token_bytes)
        try:
            yield site
        finally:
            site.close()


def _take(scene: Scene, look: Tokens, folder: Path, demo: Path) -> Path:
    with opened(demo / "station-a") as site:
        member = next(member for member in list_members(site) if member.name in PINS)
        window = MainWindow(site, sign_in(site, member.id, PINS[member.name]))
        window.resize(*SCREEN)
        window.show()
        scene.prepare(window)
        path = grab(window, folder / f"{scene.name}-{look.name}.png")
        window.close()
        window.deleteLater()
        settle(1)
        return path


def main() -> None:
    """Read the arguments and render."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="only scenes whose name holds this")
    parser.add_argument("--demo", type=Path, default=None, help="where the sample site is or is to be kept")
    parser.add_argument("--all-looks", action="store_true", help="high contrast too")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        demo = arguments.demo or Path(place) / "demo"
        build_demo(demo, clock=cli.now, randomness=secrets.token_bytes)
        looks = (LIGHT, DARK, CONTRAST) if arguments.all_looks else (LIGHT, DARK)
        chosen = tuple(scene for scene in SCENES if arguments.only in scene.name)
        for path in render(arguments.folder, chosen, looks, demo):
            print(path)


if __name__ == "__main__":
    main()
