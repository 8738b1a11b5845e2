"""What the laptops of Settings do when they are asked: put one away, report one lost, make a new key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from supervisor_app.services.laptops import LaptopLine, laptops
from supervisor_app.services.rights import Right, may
from supervisor_app.ui.allowed import why
from supervisor_app.ui.pages.settings_laptops import LaptopsSection

if TYPE_CHECKING:
    from supervisor_app.services.lost_laptop import LostReport
    from supervisor_app.ui.page import Page

_HERE = "You sit at this one. It is put away, or reported lost, from another laptop of the site."


class SettingsLaptops(QObject):
    """Belongs to the page. `comparing(origin)` when one that asks is to be compared."""

    comparing = Signal(str)

    def __init__(self, page: Page, section: LaptopsSection) -> None:
        super().__init__(page)
        self._page, self._section = page, section
        section.opened.connect(self._show)
        section.new_key.connect(self.ask_new_key)

    def reload(self) -> None:
        """Show how they stand."""
        self._section.show_laptops(laptops(self._page.site), may(self._page.site, self._page.session, Right.ADMINISTER))

    def _show(self, origin: str) -> None:
        from supervisor_app.ui.dialogs.laptop_dialogs import LaptopFactsDialog  # not for the look of the page

        line = self._section.line(origin)
        if line is None:
            return
        why_not = _HERE if line.here else why(may(self._page.site, self._page.session, Right.ADMINISTER))
        dialog = LaptopFactsDialog(self._page, line, why_not=why_not)
        dialog.comparing.connect(lambda: self.comparing.emit(origin))
        dialog.retiring.connect(lambda: self.ask_retire(line))
        dialog.losing.connect(lambda: self.ask_lost(line))
        dialog.open()

    def ask_retire(self, line: LaptopLine) -> None:
        """Ask for the PIN that puts a laptop away."""
        from supervisor_app.ui.dialogs.laptop_dialogs import RetireDialog

        dialog = RetireDialog(self._page, self._page.site, self._page.session, line)
        dialog.acted.connect(lambda _: self._page.main.notify(f"{line.name} is put away. What it wrote stays."))
        dialog.open()

    def ask_lost(self, line: LaptopLine) -> None:
        """Ask since when a laptop is lost."""
        from supervisor_app.ui.dialogs.laptop_dialogs import LostDialog

        dialog = LostDialog(self._page, self._page.site, self._page.session, line)
        dialog.acted.connect(self._lost)
        dialog.open()

    def ask_new_key(self) -> None:
        """Ask for the PIN that makes a new key for certificates."""
        from supervisor_app.ui.dialogs.laptop_dialogs import NewKeyDialog

        dialog = NewKeyDialog(self._page, self._page.site, self._page.session)
        dialog.acted.connect(lambda _: self._page.main.notify("There is a new key. Sync, then publish the check page anew."))
        dialog.open()

    def _lost(self, report: LostReport) -> None:
        from supervisor_app.ui.pages.settings_words import lost_words

        words = lost_words(report.station_name, report.questioned, new_key=report.new_issuer_key)
        self._page.main.notify(words)
