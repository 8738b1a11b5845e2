"""What the Verify page writes: a copy of the verdict that is shown, the table of a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from supervisor_app.services.site import site_facts
from supervisor_app.services.verdict_copy import copy_name, save_copy
from supervisor_app.services.verifying_files import save_csv
from supervisor_app.ui.actions import perform

if TYPE_CHECKING:
    from supervisor_app.ui.pages.verify_page import VerifyPage

_COPIES = "Text (*.txt);;JSON (*.json)"


def keep_copy(page: VerifyPage, path: Path) -> None:
    """Write a copy of the verdict that is shown."""
    verdict = page.state.current
    if verdict is None:
        return

    def save() -> None:
        facts = site_facts(page.site)
        save_copy(path, verdict, f"{facts.station_name}, {facts.name}")

    perform(page, save, done=lambda _: page.main.notify(f"The check is kept as {path.name}"), changes=False)


def keep_table(page: VerifyPage, path: Path) -> None:
    """Write the table of the folder as CSV."""
    folder = page.state.folder
    if folder is not None:
        results = folder.results
        perform(
            page,
            lambda: save_csv(path, results),
            done=lambda _: page.main.notify(f"The table is kept as {path.name}"),
            changes=False,
        )


def choose_copy(page: VerifyPage) -> None:
    """Ask where a copy of the verdict shall be."""
    verdict = page.state.current
    if verdict is not None:
        page.sources.choose_place("Keep a copy of this check", _COPIES, copy_name(verdict), page.keep_copy)


def choose_table(page: VerifyPage) -> None:
    """Ask where the table of the folder shall be."""
    name = f"checked {page.main.now():%Y-%m-%d %H%M}.csv"
    page.sources.choose_place("Save the table", "Tables (*.csv)", name, page.keep_table)
