"""A laptop of the site: what is known of it, putting it away, reporting it lost; and a new key for certificates."""

from __future__ import annotations

from datetime import date, datetime, time

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from supervisor_app.domain.names import isolated
from supervisor_app.services.issuer_succession import succeed_issuer_key
from supervisor_app.services.laptops import LaptopLine, Standing
from supervisor_app.services.lost_laptop import report_lost, retire_station, written_since
from supervisor_app.services.rights import Permission
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.ui.allowed import show_permission
from supervisor_app.ui.dialogs.pin_act import Act, PinActDialog
from supervisor_app.ui.pages.settings_words import questioned_words, standing_sentence
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.day_field import DayField
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.setting_row import SettingRow
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.toggle import Toggle
from supervisor_app.ui.widgets.words import Words

_AWAY = "What it wrote stays and counts; from now on nothing more that it writes does. Sync it once more before."
_LOST = "It reads no more of what comes from now on, and the PINs on it sign no more."
_NEW_KEY = "Make a new key for certificates"
_KEY_WHAT = (
    "The key so far vouches for the new one, and certificates that it signed stay valid. "
    "Everybody who issues gets it with the next sync. Publish the check page anew, so that phones know it."
)
_NEW_KEY_DETAIL = "For when somebody may know a PIN on it. Certificates of the old key stay valid. Publish the check page anew."


class LaptopFactsDialog(SheetDialog):
    """`comparing`, `retiring` and `losing` when an admin wants to; `why_not` says why nobody can from here."""

    comparing = Signal()
    retiring = Signal()
    losing = Signal()

    def __init__(self, parent: QWidget, line: LaptopLine, *, why_not: str) -> None:
        super().__init__(parent, line.name, f"{standing_sentence(line)} {line.heard}.", width=520)
        self.close_button = Button("Close", Kind.GHOST, key="Esc")
        self.compare = Button("Compare…")
        self.retire = Button("Put it away…")
        self.lost = Button("It is lost…", Kind.DANGER)
        if why_not:
            self.box.addWidget(Words(why_not, 15, 400, "ink2", wrap=True))
        self.compare.setVisible(line.standing is Standing.ASKS)
        self.retire.setVisible(line.standing is Standing.APPROVED)
        self.lost.setVisible(line.standing in {Standing.APPROVED, Standing.RETIRED})
        for button in (self.compare, self.retire, self.lost):
            show_permission(button, Permission(not why_not, why_not))
        self.close_button.clicked.connect(self.reject)
        self.compare.clicked.connect(lambda: self._go_on(self.comparing))
        self.retire.clicked.connect(lambda: self._go_on(self.retiring))
        self.lost.clicked.connect(lambda: self._go_on(self.losing))
        self.add_buttons(self.lost, self.retire, self.compare, self.close_button, primary=self.close_button)
        self.close_button.setFocus()

    def _go_on(self, signal: SignalInstance) -> None:
        self.accept()
        signal.emit()


class RetireDialog(PinActDialog):
    """`acted` once the laptop is put away."""

    words = "Putting the laptop away"

    def __init__(self, parent: QWidget, site: Site, session: Session, line: LaptopLine) -> None:
        super().__init__(parent, session, f"Put {isolated(line.name)} away for good?", _AWAY, action="Put it away")
        self._site, self._line = site, line
        self.finish()
        self.pin.setFocus()

    def prepare(self) -> Act:
        """Put it away."""
        return self._retire

    def _retire(self, pin: str) -> None:
        retire_station(self._site, self._session, pin, self._line.origin)


class NewKeyDialog(PinActDialog):
    """`acted(row)` once the organisation signs certificates with a new key."""

    words = "Making the new key"

    def __init__(self, parent: QWidget, site: Site, session: Session) -> None:
        super().__init__(parent, session, f"{_NEW_KEY}?", _KEY_WHAT, action="Make it")
        self._site = site
        self.finish()
        self.pin.setFocus()

    def prepare(self) -> Act:
        """Make it."""
        return lambda pin: succeed_issuer_key(self._site, self._session, pin)


class LostDialog(PinActDialog):
    """`acted(report)` once the laptop is not believed any more."""

    words = "Taking back what the laptop may do"

    def __init__(self, parent: QWidget, site: Site, session: Session, line: LaptopLine) -> None:
        title = f"{isolated(line.name)} is lost"
        super().__init__(parent, session, title, _LOST, action="Report it lost", danger=True, width=600)
        self._site, self._line = site, line
        self.day = DayField("Gone since", site.clock().date())
        self.becomes = Words("", 15, 400, wrap=True)
        self.new_key = Toggle("")
        self.new_key.setAccessibleName(_NEW_KEY)
        sheet = Sheet(padding=0)
        sheet.add_row(SettingRow(_NEW_KEY, _NEW_KEY_DETAIL, self.new_key))
        for part in (self.day, self.becomes, sheet):
            self.box.addWidget(part)
        self.finish()
        self.day.changed.connect(lambda _: self._say_what_becomes())
        self._say_what_becomes()
        self.day.setFocus()

    def prepare(self) -> Act | None:
        """Report it, since the day that was typed."""
        day = self.day.day()
        if self.day.say_problem() or day is None:
            return None
        since, anew = self._start_of(day), self.new_key.isChecked()
        return lambda pin: report_lost(self._site, self._session, pin, self._line.origin, since, new_issuer_key=anew)

    def _say_what_becomes(self) -> None:
        day = self.day.day()
        count = written_since(self._site, self._line.origin, self._start_of(day)) if day else 0
        self.becomes.setText(questioned_words(count, day) if day else "Say since which day nobody of yours has it.")

    def _start_of(self, day: date) -> datetime:
        return datetime.combine(day, time.min, self._site.clock().tzinfo)
