"""Render every page at 1366x768, light and dark: python tests/pictures.py FOLDER [--only NAME] [--demo DIR] [--all-looks].

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
from supervisor_app.domain.people import Role
from supervisor_app.paths import resource_path
from supervisor_app.services.catalogue import library
from supervisor_app.services.demo import PINS, build_demo
from supervisor_app.services.founding import NewSite, create_site
from supervisor_app.services.signing_in import add_member, list_members, sign_in
from supervisor_app.services.site import Site, open_site
from supervisor_app.storage import sign_off_queries
from supervisor_app.storage.sign_off_queries import SignOffLine

# isort: split
from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QApplication, QWidget

from supervisor_app.ui.look.theme import Theme, dress
from supervisor_app.ui.look.tokens import CONTRAST, DARK, LIGHT, Tokens
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.certificates_page import CertificatesPage
from supervisor_app.ui.pages.checklists_page import ChecklistsPage
from supervisor_app.ui.pages.first_run import FirstRunWindow
from supervisor_app.ui.pages.people_import_page import PeopleImportPage
from supervisor_app.ui.pages.people_page import PeoplePage
from supervisor_app.ui.pages.record_page import RecordPage
from supervisor_app.ui.pages.settings_page import SettingsPage
from tests.services.certified import certify

SCREEN = (1366, 768)
Prepare = Callable[[MainWindow], object]


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture's name and what brings the window into its state (the window starts on Today, signed in)."""

    name: str
    prepare: Prepare


def _page(key: str, **arguments: object) -> Prepare:
    return lambda window: window.open_page(key, **arguments)


def _people(text: str) -> Prepare:
    def prepare(window: MainWindow) -> None:
        window.open_page("people")
        page = window.current_page
        assert isinstance(page, PeoplePage)
        page.search.setText(text)
        settle(250)

    return prepare


def _import_list(window: MainWindow) -> None:
    """A list with somebody new, somebody changed, and rows that need a look."""
    rows = resource_path("people", "demo-roster.csv").read_text(encoding="utf-8").splitlines()
    more = ["020001,Nadia,Petrova,,,Welder,Weld Cell 1,A", "020002,Omar,,,,Rigger,Logistics,B", "010273,Hanna,Gál,,,Line Lead"]
    list_of_today = Path(tempfile.mkdtemp()) / "roster-november.csv"
    list_of_today.write_text("\n".join([*(row for row in rows if "Gál" not in row), *more]), encoding="utf-8")
    window.open_page("people_import", path=list_of_today)
    page = window.current_page
    assert isinstance(page, PeopleImportPage)
    while page.preview is None:
        settle(20)


def _certificates(window: MainWindow, **arguments: str) -> CertificatesPage:
    window.open_page("certificates", **arguments)
    page = window.current_page
    assert isinstance(page, CertificatesPage)
    return _settled(page)


def _settled(page: CertificatesPage, turn: int = 0) -> CertificatesPage:
    """Wait until the page on the desk is drawn and read back; turn it."""
    settle(20)
    while not page.paper.settled:
        settle(20)
    if turn:
        page.paper.turn(turn)
        _settled(page)
    return page


def _long_names(window: MainWindow) -> None:
    names = (
        "María del Carmen Fernández de Córdoba y Álvarez de Toledo",
        "Wolfeschlegelsteinhausenbergerdorff Hubert Blaine",
        "สมเกียรติ วงศ์สุวรรณพงษ์พิพัฒน์",
        "عبد الرحمن بن محمد بن عبد العزيز آل الشيخ",
    )
    session = window.session
    assert session is not None
    for number, name in enumerate(names):
        uuid = f"urn:uuid:00000000-0000-4000-8000-{number:012d}"
        changes = {"holder": name, "number": f"NGP-A-{231 + number:06d}", "credential_id": uuid}
        certify(window.site, session, PINS[session.name], issued=window.now().date(), valid_until=None, **changes)
    window.tell_changed()
    _certificates(window)


def _several(window: MainWindow) -> None:
    page = _certificates(window)
    page.list.choose.click()
    for place in (0, 2, 3):
        page.list.rows.opened.emit(page.list.rows.model.row(place).key)
    _settled(page)


def _to_issue(window: MainWindow) -> None:
    page = _certificates(window)
    page.list.which.chosen.emit("offers")


def _no_certificates(folder: Path) -> QWidget:
    details = NewSite(name="Northgate Pressings", place="Dayton", admin_name="Hannah Weber", admin_title="Assessor", pin="2468")
    window = MainWindow(*create_site(folder / "site", details, clock=cli.now, randomness=secrets.token_bytes))
    window.open_page("certificates")
    return window


def _record(wanted: Callable[[SignOffLine], bool]) -> Prepare:
    """One sign-off whole: the first of the matrix's whose line is wanted."""

    def prepare(window: MainWindow) -> None:
        with window.site.database.read() as connection:
            line = next(line for line in sign_off_queries.standing_lines(connection) if wanted(line))
        window.open_page("record", sign_off_id=line.id)

    return prepare


def _amend(window: MainWindow) -> None:
    _record(lambda line: line.success)(window)
    page = window.current_page
    assert isinstance(page, RecordPage)
    page.amend.click()


def _checklist_file(window: MainWindow) -> None:
    """A changed copy of a published checklist, looked at before it is published."""
    shipped = resource_path("checklists", "gmaw-fillet-2f.yaml").read_text(encoding="utf-8")
    changed = Path(tempfile.mkdtemp()) / "gmaw-our-values.yaml"
    changed.write_text(shipped.replace("cut_percent: 80", "cut_percent: 90"), "utf-8")
    window.open_page("checklists")
    page = window.current_page
    assert isinstance(page, ChecklistsPage)
    page.look_at_file(changed)


def _settings_site(window: MainWindow) -> None:
    window.open_page("settings")
    page = window.current_page
    assert isinstance(page, SettingsPage)
    while not page.place.preview.is_current:
        settle(20)
    page.area.verticalScrollBar().setValue(page.area.verticalScrollBar().maximum())


def _waiting(key: str) -> Prepare:
    """Somebody was added without the site's key, as after joining on another laptop."""

    def prepare(window: MainWindow) -> None:
        assert window.session is not None
        add_member(window.site, window.session, "Lukáš Horák", "Line lead", Role.ASSESSOR, "", "1234")
        window.tell_changed()
        window.open_page(key)

    return prepare


SCENES: tuple[Scene, ...] = (
    Scene("01-today", lambda window: None),
    Scene("02-lock", lambda window: window.lock()),
    Scene("03p-people", _people("")),
    Scene("03q-people-search", _people("ბარ")),
    Scene("03r-people-import", _import_list),
    Scene("06-matrix", _page("matrix")),
    Scene("05r-record", _record(lambda line: line.success)),
    Scene("05s-record-not-yet", _record(lambda line: line.critical_failed)),
    Scene("05t-record-amend", _amend),
    Scene("11-checklists", _page("checklists")),
    Scene("11b-checklist-file", _checklist_file),
    Scene("07-certificates", _certificates),
    Scene("07b-certificates-nothing-found", lambda window: _certificates(window).list.search.setText("Wolfgang Amadeus")),
    Scene("07c-certificates-long-names", _long_names),
    Scene("07d-certificates-no-printer", lambda window: _certificates(window).print_all.click()),
    Scene("07e-certificates-several", _several),
    Scene("07f-certificates-to-issue", _to_issue),
    Scene("07g-certificates-annex", lambda window: _settled(_certificates(window), 1)),
    Scene("09-sync", _page("sync")),
    Scene("09s-sync-waiting", _waiting("sync")),
    Scene("17-settings", _page("settings")),
    Scene("17b-settings-site", _settings_site),
    Scene("17c-settings-waiting", _waiting("settings")),
)
"""One line per page and state; add yours here."""


def _components(folder: Path) -> QWidget:
    from tests.ui.components import Components

    widget = Components()
    widget.focused.setFocus()
    return widget


def _first_run(place: int) -> Callable[[Path], QWidget]:
    def make(folder: Path) -> QWidget:
        window = FirstRunWindow(folder / "new", clock=cli.now, randomness=secrets.token_bytes)
        window.site_step.name.set_text("Northgate Pressings")
        window.site_step.place.set_text("Plant 2, Dayton, Ohio")
        window.checklists.show_library(library())
        window.show_step(place)
        window.resize(*SCREEN)
        window.show()
        settle(3000 if place == 0 else 50)
        return window

    return make


WINDOWS: tuple[tuple[str, Callable[[Path], QWidget]], ...] = (
    ("00-components", _components),
    ("07h-certificates-empty", _no_certificates),
    ("10-first-run", _first_run(0)),
    ("10b-first-run-you", _first_run(1)),
    ("10c-first-run-people", _first_run(2)),
    ("10d-first-run-checklists", _first_run(3)),
    ("10e-first-run-shared-file", _first_run(4)),
)
"""Windows of their own: a name and what makes them in an empty folder."""


def render(folder: Path, only: str, looks: tuple[Tokens, ...], demo: Path) -> list[Path]:
    """Render the scenes and windows whose name holds `only` into `folder` and return the files."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    Theme(app, "light")
    made = []
    for look in looks:
        dress(app, look)
        made += [_take(scene, look, folder, demo) for scene in SCENES if only in scene.name]
        made += [_take_window(name, make, look, folder) for name, make in WINDOWS if only in name]
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


def _take_window(name: str, make: Callable[[Path], QWidget], look: Tokens, folder: Path) -> Path:
    with tempfile.TemporaryDirectory() as place:
        window = make(Path(place))
        path = grab(window, folder / f"{name}-{look.name}.png")
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
        for path in render(arguments.folder, arguments.only, looks, demo):
            print(path)


if __name__ == "__main__":
    main()
