"""Render every page in every state, light and dark: python tests/pictures.py FOLDER [--only NAME] [--demo DIR] [--all-looks].

Printed products (print-...) are drawn as their pages; `--only print-` draws nothing else.

The pictures are 1366x768. `--all-looks` adds high contrast, and light at 1280x690: what a laptop leaves between its bars.
QT_SCALE_FACTOR=1.25 in the environment gives the pictures of a 125 % screen: the window then has 1093x614 logical pixels.
The sample site is built first, or taken from DIR when it was built there before. Scenes live in tests/scenes.
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
from dataclasses import dataclass, replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from supervisor_app import cli
from supervisor_app.services.demo import PINS, build_demo
from supervisor_app.services.signing_in import list_members, sign_in
from supervisor_app.services.site import Site, open_site
from supervisor_app.settings import load_settings, save_settings

# isort: split
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from supervisor_app.ui.jobs import end_jobs
from supervisor_app.ui.look.east_asian import NameFonts
from supervisor_app.ui.look.sizes import set_glove_mode
from supervisor_app.ui.look.theme import STYLE, Theme, dress
from supervisor_app.ui.look.tokens import CONTRAST, DARK, LIGHT, Tokens
from supervisor_app.ui.main_window import MainWindow
from tests.scenes import admin, endorsing, ledger, lives, observing, papers, photos, publishing, records, station
from tests.scenes.products import render_products
from tests.scenes.scene import SCREEN, OwnWindow, Scene, SceneClock, settle
from tests.scenes.windows import WINDOWS

LOW = (1280, 690)
SCENES: tuple[Scene, ...] = tuple(
    scene
    for part in (station, admin, observing, records, photos, papers, lives, endorsing, publishing, ledger)
    for scene in part.SCENES
)


@dataclass(frozen=True, slots=True)
class Look:
    """How a set of pictures looks: its name, the tokens, the size of the window in pixels of the screen."""

    name: str
    tokens: Tokens
    size: tuple[int, int] = SCREEN

    @property
    def logical(self) -> tuple[int, int]:
        """The size of the window in logical pixels."""
        ratio = float(os.environ.get("QT_SCALE_FACTOR", "1"))
        return round(self.size[0] / ratio), round(self.size[1] / ratio)


LOOKS = (Look("light", LIGHT), Look("dark", DARK))
ALL_LOOKS = (*LOOKS, Look("contrast", CONTRAST), Look("low", LIGHT, LOW))


def render(app: QApplication, folder: Path, only: str, looks: tuple[Look, ...], demo: Path) -> Iterator[Path]:
    """Render the scenes and windows whose name holds `only` into `folder` and yield the files."""
    for look in looks:
        dress(app, look.tokens)
        for scene in SCENES:
            if only in scene.name:
                yield _take(app, scene, look, folder, demo)
        for window in WINDOWS:
            if only in window.name:
                yield _take_window(window, look, folder)


def _take(app: QApplication, scene: Scene, look: Look, folder: Path, demo: Path) -> Path:
    if scene.mirrored:
        app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        with opened(demo) as site:
            member = next(member for member in list_members(site) if member.name in PINS)
            return _grab(lambda: MainWindow(site, sign_in(site, member.id, PINS[member.name])), scene, look, folder)
    finally:
        app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def _grab(make: Callable[[], MainWindow], scene: Scene, look: Look, folder: Path) -> Path:
    window = make()
    try:
        window.resize(*look.logical)
        window.show()
        window.activateWindow()
        settle(20)
        scene.prepare(window)
        return _keep(window, folder / f"{scene.name}-{look.name}.png")
    finally:
        _let_go(window)


def _take_window(own: OwnWindow, look: Look, folder: Path) -> Path:
    with tempfile.TemporaryDirectory() as place:
        window = own.make(Path(place))
        try:
            window.resize(*look.logical)
            window.show()
            window.activateWindow()
            return _keep(window, folder / f"{own.name}-{look.name}.png")
        finally:
            _let_go(window)


def _keep(window: QWidget, path: Path) -> Path:
    """Keep the picture of a window that has settled; a dialog over it is painted into it."""
    settle()
    picture = window.grab()
    for dialog in QApplication.topLevelWidgets():
        if dialog is not window and dialog.isVisible() and dialog.parentWidget() is not None:
            dialog.render(picture, window.mapFromGlobal(dialog.mapToGlobal(dialog.rect().topLeft())))
    picture.save(str(path))
    return path


def _let_go(window: QWidget) -> None:
    """Close a window and be rid of it before its site goes."""
    window.close()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    end_jobs(app)
    set_glove_mode(False)
    shiboken6.delete(window)


@contextmanager
def opened(demo: Path) -> Iterator[Site]:
    """A copy of the sample laptop and of the shared file, so that scenes may write."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "station"
        shutil.copytree(demo / "station-a", copy)
        shutil.copytree(demo / "shared", Path(place) / "shared")
        save_settings(copy, replace(load_settings(copy), shared=str(Path(place) / "shared" / "site.sqlite")))
        site = open_site(copy, clock=SceneClock(), randomness=secrets.token_bytes, state=Path(place) / "state")
        try:
            yield site
        finally:
            site.close()


def main() -> None:
    """Read the arguments and render."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="only scenes whose name holds this")
    parser.add_argument("--demo", type=Path, default=None, help="where the sample site is or is to be kept")
    parser.add_argument("--all-looks", action="store_true", help="high contrast and a low window too")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for path in render_products(arguments.folder, arguments.only):
        print(path, flush=True)
    if arguments.only.startswith("print-"):
        return
    app = QApplication([sys.argv[0], *STYLE])
    Theme(app, "light")
    NameFonts(lambda: frozenset({"Hang", "Kana", "Hani"}), app).look()
    with tempfile.TemporaryDirectory() as place:
        demo = arguments.demo or Path(place) / "demo"
        build_demo(demo, clock=cli.now, randomness=secrets.token_bytes)
        looks = ALL_LOOKS if arguments.all_looks else LOOKS
        for path in render(app, arguments.folder, arguments.only, looks, demo):
            print(path, flush=True)
    end_jobs(app)


if __name__ == "__main__":
    main()
