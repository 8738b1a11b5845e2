"""The start, as a numbered story. The composition root: the only file that knows every layer.

1. Read the arguments; a command without a window ends here.
2. Load what reads the records.
3. Load Qt, or say in one sentence which packages of the system are missing; take Python's own import back from it.
4. Dress the application.
5. Open the site, or walk through the first run.
6. Show the window and let go.
"""

from __future__ import annotations

import builtins
import contextlib
import gc
import importlib
import io
import secrets
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from supervisor_app import __version__, cli, qt_libraries
from supervisor_app.errors import UserError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from supervisor_app.services.session import Session
    from supervisor_app.services.site import Site
    from supervisor_app.storage.instance_lock import InstanceLock
    from supervisor_app.ui.backup_at_close import BackupAtClose
    from supervisor_app.ui.crash import CrashHook
    from supervisor_app.ui.look.theme import Theme

EXIT_NO_WINDOW = 3
_BEFORE_QT = (
    "supervisor_app.services.site",
    "supervisor_app.services.signing_in",
    "supervisor_app.services.sync_state",
    "supervisor_app.services.today",
    "supervisor_app.services.join_requests",
    "supervisor_app.services.backup_overview",
    "supervisor_app.services.name_scripts",
    "supervisor_app.storage.instance_lock",
    "cryptography.hazmat.backends.openssl.backend",  # what the laptop's key loads when it is opened
)
PREPARED = ("restored.ready", "restored.moving")
"""Folders in a data folder that say: a restore was prepared (services.restoring)."""
_QT = ("PySide6.QtWidgets", "PySide6.QtSvg")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit status; `argv` is without the program's name."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _speak_utf8()
    asked = cli.run(arguments)  # 1
    if isinstance(asked, int):
        return asked
    return open_window(asked.folder)


def open_window(folder: Path, load: Callable[[str], object] = importlib.import_module) -> int:
    """Steps 2 to 6 for a data folder; `load` is how modules are imported. Returns when the window was closed."""
    gc.disable()  # nothing that loads is garbage; collecting between costs a tenth of the start
    try:
        return _load_and_run(folder, load)
    finally:
        gc.enable()


def _load_and_run(folder: Path, load: Callable[[str], object]) -> int:
    try:
        for name in _BEFORE_QT:  # 2
            load(name)
        problem = qt_libraries.problem_before_start(sys.platform)
        if problem:
            return _refuse(problem)
        for name in _QT:  # 3
            load(name)
        _take_import_back()
    except ImportError as error:
        problem = qt_libraries.explain(error, sys.platform)
        if not problem:
            raise
        return _refuse(problem)
    return _run(folder)


def _run(folder: Path) -> int:
    """Steps 4 to 6, with Qt there."""
    from PySide6.QtCore import QCoreApplication, QTimer
    from PySide6.QtWidgets import QApplication

    from supervisor_app.settings import load_settings
    from supervisor_app.ui.crash import CrashHook
    from supervisor_app.ui.jobs import end_jobs
    from supervisor_app.ui.look.sizes import set_glove_mode
    from supervisor_app.ui.look.theme import STYLE, Theme

    QCoreApplication.setOrganizationName("supervisor-app")
    QCoreApplication.setApplicationName("supervisor-app")
    app = QApplication([sys.argv[0] if sys.argv else "supervisor-app", *STYLE])
    QApplication.setDesktopFileName("supervisor-app")
    hook = CrashHook(folder, cli.now, __version__, app)
    hook.install()
    settings = load_settings(folder)
    theme = Theme(app, settings.theme)  # 4
    set_glove_mode(settings.glove_mode)
    start = Start(app, folder, hook, theme)
    try:
        start.begin()  # 5
    except UserError as problem:
        start.show_trouble(problem)
    QTimer.singleShot(0, lambda: _settle(app))
    try:
        return app.exec()  # 6
    finally:
        end_jobs(app)
        start.close()


class Start:
    """Step 5 and 6: which window is shown, one after the other, and what is let go when it closes."""

    def __init__(self, app: QApplication, folder: Path, hook: CrashHook, theme: Theme | None = None) -> None:
        self._app = app
        self._folder = folder
        self._hook = hook
        self._theme = theme
        self._window: QWidget | None = None
        self._lock: InstanceLock | None = None
        self._guard: BackupAtClose | None = None

    def begin(self) -> None:
        """Open the site of the folder, or walk through the first run. UserError where the folder cannot be opened."""
        from supervisor_app.services.join_requests import has_joined
        from supervisor_app.services.opened_site import is_site, open_site

        self._take_folder()
        self._finish_restore()
        if is_site(self._folder):
            site = open_site(self._folder, clock=cli.now, randomness=secrets.token_bytes)
            if has_joined(site):
                self.show_site(site, None)
            else:
                self._show_first_run(site)
        else:
            self._show_first_run()

    def show_site(self, site: Site, session: Session | None) -> None:
        """Show the window over an open site; it is closed with the window."""
        from PySide6.QtCore import QSettings

        from supervisor_app.services.draft_lines import recover
        from supervisor_app.ui.auto_sync import AutoSync
        from supervisor_app.ui.backup_at_close import BackupAtClose
        from supervisor_app.ui.look.east_asian import NameFonts
        from supervisor_app.ui.main_window import MainWindow

        recover(site)
        window = MainWindow(site, session, remembered=QSettings())
        AutoSync(window)
        self._guard = BackupAtClose(window)
        window.reopening.connect(self._begin_soon)
        fonts = NameFonts(lambda: _scripts_of_names(site), window)
        window.data_changed.connect(fonts.look_soon)
        window.closing.connect(fonts.stop)
        window.closing.connect(lambda: _let_go(site))  # a slots record cannot be held weakly, as Qt would
        self._hook.happened.connect(window.tell_fault)
        if self._theme is not None:
            window.settings_changed.connect(self._theme.follow)
        self._show(window)

    def show_trouble(self, problem: UserError) -> None:
        """Show why nothing can be opened, with the ways out of a folder that is ours."""
        from supervisor_app.ui.trouble_window import TroubleWindow, Ways

        ways = Ways(self._folder, cli.now, secrets.token_bytes) if self._lock is not None else None
        window = TroubleWindow(problem, ways)
        window.mended.connect(self._begin_soon)
        self._show(window)

    def close(self) -> None:
        """Close the window and be rid of it while the application still lives; let the folder go."""
        import shiboken6

        self._let_close()
        if self._window is not None:
            self._window.close()
            shiboken6.delete(self._window)  # nothing runs any more that would delete it later
            self._window = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _finish_restore(self) -> None:
        """Put a backup in place that was prepared before the records were closed."""
        if any((self._folder / name).is_dir() for name in PREPARED):
            from supervisor_app.services.restoring import finish

            finish(self._folder, clock=cli.now)

    def _begin_soon(self) -> None:
        """Begin anew once the window that asked has done what it was at."""
        from PySide6.QtCore import QTimer

        QTimer.singleShot(0, self._app, self._begin_anew)

    def _begin_anew(self) -> None:
        before, self._window = self._window, None
        self._let_close()
        try:
            if before is not None:
                self._app.setQuitOnLastWindowClosed(False)
                before.close()
                before.deleteLater()
            self.begin()
        except UserError as problem:
            self.show_trouble(problem)
        finally:
            self._app.setQuitOnLastWindowClosed(True)

    def _let_close(self) -> None:
        """The window goes without a backup: the session ends, or a restore is put in place."""
        import shiboken6

        if self._guard is not None and shiboken6.isValid(self._guard):
            self._guard.let_pass()

    def _take_folder(self) -> None:
        """Keep other windows out of the folder until this program ends."""
        from supervisor_app.paths import make_private_folder
        from supervisor_app.storage.database import sorted_errors
        from supervisor_app.storage.instance_lock import InstanceLock

        if self._lock is None:
            with sorted_errors():
                make_private_folder(self._folder)
            self._lock = InstanceLock(self._folder)

    def _show_first_run(self, half_joined: Site | None = None) -> None:
        from supervisor_app.ui.pages.first_run import FirstRunWindow

        window = FirstRunWindow(self._folder, clock=cli.now, randomness=secrets.token_bytes, half_joined=half_joined)
        window.founded.connect(self.show_site)
        window.restored.connect(self._begin_soon)
        self._show(window)

    def _show(self, window: QWidget) -> None:
        before, self._window = self._window, window
        window.show()
        if before is not None:
            before.close()
            before.deleteLater()


def _let_go(site: Site) -> None:
    """Close the records. Where something was erased since, the file is written anew first: nobody waits for it any more."""
    from supervisor_app.services.scrubbing import scrub_when_due

    with contextlib.suppress(UserError):
        scrub_when_due(site, largest=None)
    site.close()


def _scripts_of_names(site: Site) -> frozenset[str]:
    from supervisor_app.services.name_scripts import scripts_of_names  # not before the first paint

    with contextlib.suppress(UserError):  # a disk that does not answer is said by whoever asks it for records
        return scripts_of_names(site)
    return frozenset()


def _take_import_back() -> None:
    """PySide puts an `import` of its own in the place of Python's, which reads the source of every module to see whether it asks
    for a `__feature__`. We use none, and its reading costs as much as the modules themselves.
    """
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


def _settle(app: QApplication) -> None:
    """Load Today while the person looks for their PIN: the window is painted already. What is loaded by now stays."""
    from supervisor_app.ui.collecting import Collector

    importlib.import_module("supervisor_app.ui.pages.today_page")
    gc.freeze()
    Collector(app).begin()


def _speak_utf8() -> None:
    """Print names of any script wherever the output goes: a pipe on Windows knows 256 letters unless it is told otherwise."""
    for stream in (sys.stdout, sys.stderr):  # None in the windowed twin
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _refuse(problem: str) -> int:
    """Say why there is no window, where there is somewhere to say it (the windowed twin has no terminal)."""
    if sys.stderr is not None:
        print(problem, file=sys.stderr)
    return EXIT_NO_WINDOW
