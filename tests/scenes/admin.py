"""What an admin decides in Settings: members, invitations, laptops, the recovery sheet; in gloves, mirrored, with long names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from supervisor_app.domain.people import Member, Role
from supervisor_app.services.demo import PINS
from supervisor_app.services.inviting import invitations, invite
from supervisor_app.services.laptops import laptops
from supervisor_app.services.members import member_lines
from supervisor_app.services.membership import add_member, change_member, end_member
from supervisor_app.services.rights import Right, may
from supervisor_app.services.station_settings import change_settings
from supervisor_app.storage import checklist_queries
from supervisor_app.ui.dialogs.member_change import ChangeMemberDialog
from supervisor_app.ui.dialogs.member_facts import MemberFactsDialog
from supervisor_app.ui.dialogs.move_store_dialog import MoveStoreDialog
from supervisor_app.ui.dialogs.sheet_make import RecoverySheetDialog
from supervisor_app.ui.dialogs.withdraw_dialog import WithdrawDialog
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.pages.settings_page import SettingsPage
from supervisor_app.ui.pages.sync_page import SyncPage
from tests.scenes.scene import PIN, Prepare, Scene, go, settle, wait_until

_LONG = "Maria-Guadalupe Fernández de Córdoba y Álvarez de Toledo-Montgomery"
_ARABIC = "عبد الرحمن بن عبد العزيز السديري"


def _sheet(*, made: bool) -> Prepare:
    """An admin makes a recovery sheet; `made`: the code is shown."""

    def prepare(window: MainWindow) -> None:
        shown = go(window, SettingsPage, "settings")
        assert window.session is not None
        dialog = RecoverySheetDialog(shown, window.site, window.session, has_one=True)
        dialog.open()
        if made:
            for digit in PIN:
                dialog.pin.add(digit)
            dialog.record()
            wait_until(lambda: dialog.draft is not None, "no sheet was made")
        settle(50)

    return prepare


def _at_laptops(window: MainWindow) -> SettingsPage:
    """Settings at the laptops of the site."""
    shown = go(window, SettingsPage, "settings")
    settle(50)
    shown.area.ensureWidgetVisible(shown.laptops, 0, 60)
    settle(50)
    return shown


def _laptops(window: MainWindow) -> None:
    _at_laptops(window)


def _lost(window: MainWindow) -> None:
    shown = _at_laptops(window)
    shown.laptops_at.ask_lost(next(line for line in laptops(window.site) if not line.here))
    settle(50)


def _member(window: MainWindow, opened: str) -> None:
    """The second member with a scope: what is known of them, changing them, or narrowing the scope."""
    shown = go(window, SettingsPage, "settings")
    assert window.session is not None
    line = next(line for line in member_lines(window.site) if line.member.id != window.session.member_id)
    with window.site.database.read() as connection:
        key = checklist_queries.current_checklists(connection)[0].checklist.competency
    change_member(
        window.site,
        window.session,
        replace(line.member, competencies=(key,), teams=("Press shop",), until=date(2027, 3, 3)),
        PINS[window.session.name],
    )
    window.tell_changed()
    settle(50)
    shown.members.opened.emit(line.member.id)
    facts = window.findChild(MemberFactsDialog)
    assert isinstance(facts, MemberFactsDialog)
    if opened:
        facts.change.click()
        dialog = window.findChild(ChangeMemberDialog)
        assert isinstance(dialog, ChangeMemberDialog)
        if opened == "scope":
            dialog.scope.narrow.click()
    settle(50)


def _invitation(window: MainWindow) -> None:
    """The code of an invitation, and the list behind it."""
    shown = _at_laptops(window)
    assert window.session is not None
    member = next(line.member for line in member_lines(window.site) if line.member.id != window.session.member_id)
    shown.members_at.show_invitation(invite(window.site, window.session, PINS[window.session.name], member.id))
    window.tell_changed()
    settle(50)
    shown.area.ensureWidgetVisible(shown.invitations, 0, 20)
    settle(50)


def _adding(window: MainWindow) -> None:
    go(window, SettingsPage, "settings").members.adding.emit()
    settle(50)


def _named(window: MainWindow, name: str = _LONG) -> Member:
    """A member with such a name."""
    assert window.session is not None
    pin = PINS[window.session.name]
    return add_member(window.site, window.session, name, "Supervisor of the press shop", Role.QUALITY, "", "", own_pin=pin)


def _ended(window: MainWindow) -> None:
    """Somebody who acts no more, and the way back."""
    member = _named(window, _ARABIC)
    assert window.session is not None
    end_member(window.site, window.session, member.id, date(2026, 11, 3), PINS[window.session.name])
    shown = go(window, SettingsPage, "settings")
    settle(50)
    shown.area.ensureWidgetVisible(shown.members, 0, 60)
    shown.members.opened.emit(member.id)
    settle(50)


def _returning(window: MainWindow) -> None:
    _ended(window)
    facts = window.findChild(MemberFactsDialog)
    assert isinstance(facts, MemberFactsDialog)
    facts.back.click()
    settle(50)


def _withdrawing(name: str, *, allowed: bool = True) -> Prepare:
    def prepare(window: MainWindow) -> None:
        member = _named(window, name)
        assert window.session is not None
        invite(window.site, window.session, PINS[window.session.name], member.id)
        shown = go(window, SettingsPage, "settings")
        (line,) = (one for one in invitations(window.site) if not one.over)
        permission = may(window.site, replace(window.session, member_id="nobody"), Right.ADMINISTER)
        if allowed:
            permission = may(window.site, window.session, Right.ADMINISTER)
        WithdrawDialog(shown, window.site, window.session, line, window.now().tzinfo, permission).open()
        settle(50)

    return prepare


def _inviting(window: MainWindow) -> None:
    member = _named(window)
    shown = go(window, SettingsPage, "settings")
    settle(50)
    shown.members_at.ask_invite(member)
    settle(50)


def _moving(window: MainWindow) -> None:
    shown = go(window, SyncPage, "sync")
    assert window.session is not None
    dialog = MoveStoreDialog(shown, window.site, window.session)
    dialog.open()
    dialog.to.set_text("postgresql://signoff@db.northgate.example/sign_off")
    settle(50)


def _gloved(prepare: Callable[[MainWindow], object]) -> Prepare:
    """The same in gloves."""

    def gloved(window: MainWindow) -> None:
        change_settings(window.site, replace(window.site.settings, glove_mode=True))
        window.apply_settings()
        settle(20)
        prepare(window)

    return gloved


SCENES: tuple[Scene, ...] = (
    Scene("12f-sheet-asked", _sheet(made=False)),
    Scene("12g-sheet-made", _sheet(made=True)),
    Scene("12d-laptops", _laptops),
    Scene("12e-laptop-lost", _lost),
    Scene("12k-member", lambda window: _member(window, "")),
    Scene("12l-member-change", lambda window: _member(window, "change")),
    Scene("12h-member-scope", lambda window: _member(window, "scope")),
    Scene("12i-member-add", _adding),
    Scene("12j-invitation", _invitation),
    Scene("12m-member-ended", _ended),
    Scene("12n-member-returns", _returning),
    Scene("12o-invitation-withdraw", _withdrawing(_LONG)),
    Scene("12p-invitation-no-admin", _withdrawing(_ARABIC, allowed=False)),
    Scene("12q-invite-long", _inviting),
    Scene("09k-sync-moving", _moving),
    Scene("12r-gloves-member-change", _gloved(lambda window: _member(window, "change"))),
    Scene("12s-gloves-member-add", _gloved(_adding)),
    Scene("12t-gloves-invitation", _gloved(_invitation)),
    Scene("12u-gloves-lost", _gloved(_lost)),
    Scene("12v-gloves-sheet", _gloved(_sheet(made=True))),
    Scene("12w-mirrored-member", lambda window: _member(window, ""), mirrored=True),
    Scene("12x-mirrored-invitation", _invitation, mirrored=True),
    Scene("12y-mirrored-lost", _lost, mirrored=True),
    Scene("12z-mirrored-withdraw", _withdrawing(_ARABIC), mirrored=True),
)
