"""How long a page takes to be there when it is first visited, against a bare Qt list of as many rows in the same window.

Run: `python -m tests.benchmarks.pages [--entries 100000] [--people 100000] [--rounds 5] [--keep FOLDER] [--only PAGE]`.
Every visit is a process of its own: the window is opened up to Today, then one page is visited and measured until it is painted
and the event loop has nothing left to do; its modules, queries and parts are all in it. CPU is that of the window's thread, wall
goes on until what it works out beside the window is shown. The floor is a
`QListView` over a `QStringListModel` of as many rows (for the matrix a `QTableView` over a model that answers each cell), shown
in the same window. Printed are medians of CPU and wall milliseconds, and what a further visit takes; nothing is asserted. Goal:
100 ms for a first visit; what takes longer is named.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from tests.benchmarks.big_site import build

PAGES = ("observe", "people", "certificates", "checklists", "matrix", "ledger", "sync", "verify", "settings")

_PROGRAM = """
import json, sys, time
from supervisor_app import app
page, rows = sys.argv[2], int(sys.argv[3])
begin = app.Start.begin

def settled(work):
    from PySide6.QtCore import QCoreApplication, QEventLoop
    from supervisor_app.ui.jobs import Job
    before, began = time.thread_time(), time.perf_counter()
    work()
    while QCoreApplication.instance().findChildren(Job):
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    for _ in range(5):
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
    return (time.thread_time() - before) * 1000, (time.perf_counter() - began) * 1000

def floor(window):
    from PySide6.QtCore import QAbstractTableModel, QStringListModel, Qt
    from PySide6.QtWidgets import QListView, QTableView
    class Cells(QAbstractTableModel):
        def rowCount(self, parent=None): return rows
        def columnCount(self, parent=None): return 12
        def data(self, index, role): return "x" if role == Qt.ItemDataRole.DisplayRole else None
    if page == "matrix":
        view, model = QTableView(), Cells()
    else:
        view, model = QListView(), QStringListModel([f"row {number}" for number in range(rows)])
        view.setUniformItemSizes(True)
    view.setModel(model)
    window._stack.addWidget(view)
    window._stack.setCurrentWidget(view)
    window.bare = (view, model)

def begun(self):
    from PySide6.QtCore import QTimer
    from supervisor_app.services.session import Session
    from supervisor_app.services.signing_in import list_members
    begin(self)
    window = self._window
    member = list_members(window.site)[0]
    window._enter(Session(member.id, member.name, member.title, member.role, member.worker_id))
    def measure():
        if rows:
            print(json.dumps([settled(lambda: floor(window)), [0, 0]]), flush=True)
        else:
            first = settled(lambda: window.open_page(page))
            settled(lambda: window.open_page("today"))
            print(json.dumps([first, settled(lambda: window.open_page(page))]), flush=True)
        window.close()
    QTimer.singleShot(500, measure)

app.Start.begin = begun
app.main(["--data-dir", sys.argv[1]])
"""


def visit(site: Path, page: str, rows: int, home: Path) -> list[list[float]]:
    """Return CPU and wall milliseconds of a first and of a further visit; with `rows` those of a bare list of so many rows."""
    own = {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(home), "XDG_STATE_HOME": str(home), "HOME": str(home)}
    environment = {**os.environ, **own, "PYTHONPYCACHEPREFIX": str(home / "bytecode"), "PYTHONDONTWRITEBYTECODE": ""}
    command = [sys.executable, "-c", _PROGRAM, str(site), page, str(rows)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode or not done.stdout:
        raise SystemExit(done.stderr or f"no page: {done.returncode}")
    found: list[list[float]] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure(site: Path, page: str, rows: int, rounds: int, home: Path) -> str:
    """Visit a page and its floor in turns, after a first round that only warms the caches; return the line to print."""
    turns = [(visit(site, page, 0, home), visit(site, page, rows, home)) for _ in range(rounds + 1)][1:]
    cpu, wall = (median(mine[0][what] for mine, _ in turns) for what in (0, 1))
    again = median(mine[1][0] for mine, _ in turns)
    floor = median(bare[0][0] for _, bare in turns)
    ratio = median(mine[0][0] / bare[0][0] for mine, bare in turns)
    return f"{page:14} {cpu:8.1f} {wall:9.1f} {floor:10.1f} {ratio:7.1f} {again:12.1f}"


def site_of(folder: Path, entries: int, people: int) -> Path:
    """Return a site of that size, made if it is not there yet."""
    path = folder / f"{entries}-entries-{people}-people"
    if not path.is_dir():
        build(path, entries, people)[0].close()
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=100_000, help="of the site whose certificates and entries are shown")
    parser.add_argument("--people", type=int, default=100_000, help="of the site whose people are shown")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="keep the sites in this folder for the next run")
    parser.add_argument("--only", choices=PAGES, help="this page alone")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder, home = arguments.keep or Path(temporary), Path(temporary) / "home"
        home.mkdir()
        many = site_of(folder, arguments.entries, 1000)
        crowd = site_of(folder, arguments.people + 10_000, arguments.people)
        print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; first visit, bare list, a further visit")
        print(f"{'':14} {'CPU ms':>8} {'wall ms':>9} {'bare CPU':>10} {'x':>7} {'again CPU':>12}")
        for page in [arguments.only] if arguments.only else PAGES:
            site, rows = (crowd, arguments.people) if page == "people" else (many, 1000 if page == "matrix" else 20_000)
            print(measure(site, page, rows, arguments.rounds, home), flush=True)


if __name__ == "__main__":
    main()
