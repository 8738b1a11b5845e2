"""What the open invitations of Settings do when they are asked: one is withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from supervisor_app.services.inviting import InvitationLine, invitations
from supervisor_app.services.rights import Right, may
from supervisor_app.ui.pages.settings_invitations import InvitationsSection

if TYPE_CHECKING:
    from supervisor_app.ui.page import Page


class SettingsInvitations(QObject):
    """Belongs to the page."""

    def __init__(self, page: Page, section: InvitationsSection) -> None:
        super().__init__(page)
        self._page, self._section = page, section
        section.opened.connect(self._show)

    def reload(self) -> None:
        """Show those that are open."""
        self._section.show_invitations(invitations(self._page.site), self._page.main.now().tzinfo)

    def _show(self, key: str) -> None:
        from supervisor_app.ui.dialogs.withdraw_dialog import WithdrawDialog  # not for the look of the page

        line, page = self._section.line(key), self._page
        if line is None:
            return
        permission = may(page.site, page.session, Right.ADMINISTER)
        dialog = WithdrawDialog(page, page.site, page.session, line, page.main.now().tzinfo, permission)
        dialog.acted.connect(lambda _: self._withdrawn(line))
        dialog.open()

    def _withdrawn(self, line: InvitationLine) -> None:
        whose = f"of {line.member_name} " if line.member_name else ""
        self._page.main.notify(f"The invitation {whose}is withdrawn. Sync, so that the other laptops know it.")
