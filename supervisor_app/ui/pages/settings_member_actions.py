"""What the members of Settings do when they are asked: add one, change or end one, a PIN on this laptop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from supervisor_app.domain.people import Member
from supervisor_app.services.members import MemberLine
from supervisor_app.services.rights import Right, may
from supervisor_app.services.signing_in import has_pin_here
from supervisor_app.ui.pages.settings_members import MembersSection
from supervisor_app.ui.pages.settings_words import not_reached_words

if TYPE_CHECKING:
    from supervisor_app.services.inviting import NewInvitation
    from supervisor_app.services.laptops import Elsewhere, LaptopLine
    from supervisor_app.ui.page import Page
    from supervisor_app.ui.pages.settings_laptop_actions import SettingsLaptops


class SettingsMembers(QObject):
    """Belongs to the page."""

    def __init__(self, page: Page, section: MembersSection, laptops: SettingsLaptops) -> None:
        super().__init__(page)
        self._page, self._section, self._laptops = page, section, laptops
        section.adding.connect(self._ask_member)
        section.opened.connect(self._show)

    def _ask_member(self) -> None:
        from supervisor_app.ui.dialogs.member_dialog import MemberDialog  # not for the look of the page

        dialog = MemberDialog(self._page, self._page.site, self._page.session)
        dialog.added.connect(self._acts_here)
        dialog.open()

    def _show(self, member_id: str) -> None:
        from supervisor_app.services.scopes import scope_choices
        from supervisor_app.ui.dialogs.member_facts import MemberFactsDialog

        line = self._section.line(member_id)
        if line is None:
            return
        page = self._page
        permission = may(page.site, page.session, Right.ADMINISTER)
        titles = dict(scope_choices(page.site).competencies) if line.member.competencies else {}
        dialog = MemberFactsDialog(page, line, titles, permission, oneself=member_id == page.session.member_id)
        dialog.giving.connect(lambda: self._ask_give(line))
        dialog.changing.connect(lambda: self.ask_change(line.member))
        dialog.inviting.connect(lambda: self.ask_invite(line.member))
        dialog.ending.connect(lambda: self.ask_end(line.member))
        dialog.returning.connect(lambda: self.ask_return(line.member))
        dialog.open()

    def _ask_give(self, line: MemberLine) -> None:
        from supervisor_app.ui.dialogs.pin_give import GivePinDialog

        dialog = GivePinDialog(self._page, self._page.site, self._page.session, line.member, anew=line.here)
        dialog.given.connect(self._acts_here)
        dialog.open()

    def ask_change(self, member: Member) -> None:
        """Ask what shall be changed about a member."""
        from supervisor_app.ui.dialogs.member_change import ChangeMemberDialog

        dialog = ChangeMemberDialog(self._page, self._page.site, self._page.session, member)
        dialog.acted.connect(lambda changed: self._page.main.notify(f"{changed.name} is changed. It counts from now on."))
        dialog.open()

    def ask_end(self, member: Member) -> None:
        """Ask for the last day of a member."""
        from supervisor_app.ui.dialogs.member_change import EndMemberDialog

        dialog = EndMemberDialog(self._page, self._page.site, self._page.session, member)
        dialog.acted.connect(lambda _: self._ended(member, dialog.places))
        dialog.open()

    def _ended(self, member: Member, places: tuple[Elsewhere, ...]) -> None:
        """Say that it is written, and which laptops do not know of it yet."""
        self._page.main.notify(f"The last day of {member.name} is written down.")
        if not places:
            return
        message, hint = not_reached_words(places)
        one = places[0].line if len(places) == 1 else None
        if one is None:
            self._page.show_notice(message, hint)
        else:
            self._page.show_notice(message, hint, "Report it lost…", lambda: self._lose(one))

    def _lose(self, line: LaptopLine) -> None:
        self._page.clear_notice()
        self._laptops.ask_lost(line)

    def ask_return(self, member: Member) -> None:
        """Ask for the PIN that lets a member act again."""
        from supervisor_app.ui.dialogs.member_change import ReturnDialog

        dialog = ReturnDialog(self._page, self._page.site, self._page.session, member)
        dialog.acted.connect(self._acts_here)
        dialog.open()

    def ask_invite(self, member: Member) -> None:
        """Ask for the PIN that makes an invitation, then show its code."""
        from supervisor_app.ui.dialogs.invite_dialog import InviteDialog

        dialog = InviteDialog(self._page, self._page.site, self._page.session, member)
        dialog.acted.connect(self.show_invitation)
        dialog.open()

    def show_invitation(self, made: NewInvitation) -> None:
        """Show the code, for this once."""
        from supervisor_app.ui.dialogs.invite_dialog import InvitationDialog

        InvitationDialog(self._page, self._page.site, made).open()

    def _acts_here(self, member: Member) -> None:
        here = has_pin_here(self._page.site, member.id)
        words = "can sign in on this laptop." if here else "may act. Give them a PIN here, or invite their laptop."
        self._page.main.notify(f"{member.name} {words}")
