"""Settings: this laptop, oneself, who may act, the site; and the laptops that ask to issue certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.people import Member, Role
from supervisor_app.errors import UserError
from supervisor_app.services.join_requests import Pending, asking, pending
from supervisor_app.services.members import MemberLine, ended_lines, member_lines
from supervisor_app.services.recovery import has_recovery_sheet
from supervisor_app.services.retention import count_due
from supervisor_app.services.rights import Permission, Right, may
from supervisor_app.services.session import Session
from supervisor_app.services.site import SiteFacts, site_facts
from supervisor_app.services.site_changes import SiteChange, change_site
from supervisor_app.services.site_look import site_look
from supervisor_app.services.station_settings import change_settings, keep_key, key_in_keyring
from supervisor_app.settings import StationSettings
from supervisor_app.ui import messages
from supervisor_app.ui.actions import perform, perform_in_background
from supervisor_app.ui.allowed import show_permission, why
from supervisor_app.ui.dialogs.approve_dialog import ApproveDialog
from supervisor_app.ui.dialogs.pin_change import ChangePinDialog
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.look.sizes import COLUMN_GAP
from supervisor_app.ui.page import Page
from supervisor_app.ui.pages.look_section import LookSection
from supervisor_app.ui.pages.settings_backup_actions import SettingsBackups
from supervisor_app.ui.pages.settings_backups import BackupsSection
from supervisor_app.ui.pages.settings_invitation_actions import SettingsInvitations
from supervisor_app.ui.pages.settings_invitations import InvitationsSection
from supervisor_app.ui.pages.settings_laptop import LaptopSection
from supervisor_app.ui.pages.settings_laptop_actions import SettingsLaptops
from supervisor_app.ui.pages.settings_laptops import LaptopsSection
from supervisor_app.ui.pages.settings_member_actions import SettingsMembers
from supervisor_app.ui.pages.settings_members import MembersSection
from supervisor_app.ui.pages.settings_publish_actions import SettingsPublishing
from supervisor_app.ui.pages.settings_waiting import WaitingSection
from supervisor_app.ui.pages.settings_words import due_words, sheet_words, to_approve, why_not_admin
from supervisor_app.ui.pages.settings_you import YouSection
from supervisor_app.ui.pages.site_section import SiteSection
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.scroll_column import ScrollColumn
from supervisor_app.ui.widgets.setting_row import SettingRow
from supervisor_app.ui.widgets.sheet import SectionLabel, Sheet

if TYPE_CHECKING:
    from supervisor_app.ui.main_window import MainWindow


_DECLINED = "It is not asked for on this laptop any more. Under Laptops of the site it can still be compared."
_IN_KEYRING = "The system’s keyring keeps the key of this laptop."
_IN_FILE = "The key of this laptop lies in its file again."
_UNSAVED = "The program locked before the recovery sheet was saved."


@dataclass(frozen=True, slots=True)
class SettingsState:
    """What the page shows."""

    session: Session
    settings: StationSettings
    in_keyring: bool
    facts: SiteFacts
    members: tuple[MemberLine, ...]
    ended: tuple[MemberLine, ...]
    waiting: tuple[Pending, ...]
    due: int
    sheet: bool
    administer: Permission


class SettingsPage(Page):
    """What asks for somebody first; then laptop and oneself side by side; the site below."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, "Settings")
        self._at = ""
        self._unsaved = False
        self._build()
        self._connect()

    def open(self, *, at: str = "") -> None:
        """`at` "glove" is the switch that rebuilt the page, "sheet" the recovery sheet, "publish" the check page."""
        self._at = at

    def reload(self) -> None:
        """Ask how it all stands."""
        site = self.site
        state = SettingsState(
            session=self.session,
            settings=site.settings,
            in_keyring=key_in_keyring(site),
            facts=site_facts(site),
            members=member_lines(site),
            ended=ended_lines(site),
            waiting=pending(site),
            due=self._due(),
            sheet=has_recovery_sheet(site, self.session.member_id),
            administer=may(site, self.session, Right.ADMINISTER),
        )
        self._render(state)
        if self._unsaved:
            self._unsaved = False
            self.show_notice(_UNSAVED, "It opens nothing. Make a new one.")

    def _due(self) -> int:
        return count_due(self.site, self.main.now().date()) if self.session.role is Role.ADMIN else 0

    def first_focus(self) -> QWidget | None:
        """What asks for somebody, else the page itself: Tab comes to the first setting."""
        if self._at == "glove":
            return self.laptop.glove
        if self._at == "publish":  # it lies far below: only once the page is laid out can it come into sight
            QTimer.singleShot(0, self.place.publish, lambda: self.area.ensureWidgetVisible(self.place.page, 0, 60))
            return self.place.publish
        if self._at == "sheet" and self.you.make_sheet.isVisibleTo(self):
            return self.you.make_sheet
        return self.waiting.buttons[0] if self.waiting.buttons else None

    def _build(self) -> None:
        self.set_header("Settings", "What you choose holds at once, what you type once you keep it.")
        self.waiting, self.laptop, self.you = WaitingSection(), LaptopSection(), YouSection()
        self.members, self.place = MembersSection(), SiteSection()
        self.waiting_label = SectionLabel("Laptops that ask to join")
        self.backups, self.laptops, self.invitations = BackupsSection(), LaptopsSection(), InvitationsSection()
        leading = _column(SectionLabel("This laptop"), self.laptop, self.laptops, self.invitations)
        trailing = _column(SectionLabel("You"), self.you, self.members, SectionLabel("Backups"), self.backups)
        columns = QHBoxLayout()
        columns.setSpacing(COLUMN_GAP)
        columns.addWidget(leading, 1)
        columns.addWidget(trailing, 1)
        self.area = ScrollColumn()
        self.area.box.setSpacing(0)
        self.area.box.addWidget(self.waiting_label)
        self.area.box.addWidget(self.waiting)
        self.area.box.addLayout(columns)
        self.site_label = SectionLabel("This site", "Ledger: who did what when")
        self.area.box.addWidget(self.site_label)
        self.area.box.addWidget(self.place)
        self.look = LookSection()
        self.area.box.addWidget(SectionLabel("Look of the papers"))
        self.area.box.addWidget(self.look)
        self.due = Button("Look", trailing=Icon.ARROW)
        self._due_row = SettingRow("Due to be erased", "", self.due)
        self.kept = Sheet(padding=0)
        self.kept.add_row(self._due_row)
        self.kept_label = SectionLabel("How long it is kept")
        self.area.box.addWidget(self.kept_label)
        self.area.box.addWidget(self.kept)
        self.area.box.addSpacing(16)
        self.area.box.addStretch(1)
        self.content.addWidget(self.area, 1)
        self.set_primary(self.place.save, in_header=False)

    def _connect(self) -> None:
        self.site_label.linked.connect(lambda: self.main.open_page("ledger"))
        self.due.clicked.connect(lambda: self.main.open_page("retention"))
        self.laptop.changed.connect(self._change_settings)
        self.laptop.key_moved.connect(self._move_key)
        self.backups_at = SettingsBackups(self, self.backups)
        self.laptops_at = SettingsLaptops(self, self.laptops)
        self.you.change_pin.clicked.connect(self._ask_pin)
        self.you.make_sheet.clicked.connect(self._ask_sheet)
        self.members_at = SettingsMembers(self, self.members, self.laptops_at)
        self.invitations_at = SettingsInvitations(self, self.invitations)
        self.waiting.asked.connect(self._ask_approval)
        self.laptops_at.comparing.connect(self._compare)
        self.place.saving.connect(self._change_site)
        self.publishing = SettingsPublishing(self, self.place.page)
        self.look.saving.connect(self._change_look)

    def _render(self, state: SettingsState) -> None:
        approve = to_approve(state.waiting, state.session)
        self.waiting.show_waiting(approve)
        self.waiting_label.setVisible(bool(approve))
        self.waiting.setVisible(bool(approve))
        self.laptop.show_settings(state.settings)
        self.laptop.show_key(in_keyring=state.in_keyring)
        self.backups_at.reload()
        self.laptops_at.reload()
        self.invitations_at.reload()
        self.you.show_person(state.session)
        self.you.show_sheet(sheet_words(state.session, state.members, has_one=state.sheet), has_one=state.sheet)
        self.members.show_members(state.members, state.ended, state.administer)
        show_permission(self.due, state.administer)
        self._due_row.detail.setText(due_words(state.due) if state.administer.allowed else why(state.administer))
        self._due_row.detail.setVisible(True)
        self.publishing.reload()
        why_not = why_not_admin(state.session, state.members)
        self.place.show_site(state.facts, state.session.name, why_not=why_not)
        self.look.show_look(state.facts, site_look(self.site), state.session.name, why_not=why_not)

    # What is changed

    def _change_settings(self, settings: StationSettings) -> None:
        if perform(self, lambda: change_settings(self.site, settings), changes=False) is None:
            self.laptop.show_settings(self.site.settings)
            return
        self.laptop.show_settings(settings)
        self.main.apply_settings()

    def _move_key(self, in_keyring: bool) -> None:
        """A keyring may ask whoever is logged in to the system before it answers."""

        def moved() -> None:
            self.laptop.keyring.setEnabled(True)
            self.main.notify(_IN_KEYRING if in_keyring else _IN_FILE)

        def stays(problem: UserError) -> None:
            self.laptop.keyring.setEnabled(True)
            messages.show(self, problem)
            self.laptop.show_key(in_keyring=key_in_keyring(self.site))

        self.laptop.keyring.setEnabled(False)
        perform_in_background(
            self,
            lambda *_: keep_key(self.site, in_keyring=in_keyring),
            words="Asking the keyring",
            done=lambda _: moved(),
            failed=stays,
            changes=False,
            cancel=False,
        )

    def _change_site(self, change: SiteChange) -> None:
        perform(self, lambda: change_site(self.site, self.session, change), done=self._site_changed)

    def _site_changed(self, facts: SiteFacts) -> None:
        self.place.kept(facts)
        self.main.notify("The site is changed. It counts from the next certificate on.")

    def _change_look(self, change: SiteChange) -> None:
        told = "The look is kept. It counts from the next certificate on."
        perform(self, lambda: change_site(self.site, self.session, change), done=lambda _: self.main.notify(told))

    # What is asked

    def _ask_pin(self) -> None:
        dialog = ChangePinDialog(self, self.site, self.session)
        dialog.changed.connect(lambda: self.main.notify("Your new PIN holds on this laptop."))
        dialog.open()

    def _remember_unsaved(self) -> None:
        self._unsaved = True

    def _ask_sheet(self) -> None:
        from supervisor_app.ui.dialogs.sheet_make import RecoverySheetDialog  # once in a laptop's life

        has_one = has_recovery_sheet(self.site, self.session.member_id)
        dialog = RecoverySheetDialog(self, self.site, self.session, has_one=has_one)
        dialog.forgotten.connect(self._remember_unsaved)
        dialog.saved.connect(lambda _: self.main.notify("The recovery sheet is saved. Print it, lock it away, delete the file."))
        dialog.open()

    def _compare(self, origin: str) -> None:
        for waiting in asking(self.site):
            if waiting.station == origin:
                self._ask_approval(waiting)

    def _ask_approval(self, waiting: Pending) -> None:
        dialog = ApproveDialog(self, self.site, self.session, waiting)
        dialog.declined.connect(lambda: self.main.notify(_DECLINED))
        dialog.approved.connect(lambda member: self._approved(waiting, member))
        dialog.open()

    def _approved(self, waiting: Pending, member: Member) -> None:
        where = waiting.station_name or "their laptop"
        self.main.notify(f"{member.name} can act on {where} after the next sync of both laptops.")


def _column(*parts: QWidget) -> QWidget:
    column = QWidget()
    box = QVBoxLayout(column)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(0)
    for part in parts:
        box.addWidget(part)
    box.addStretch(1)
    return column
