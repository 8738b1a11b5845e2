"""Changing a member, and the end of their acting: an admin's acts, each with their PIN."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QWidget

from supervisor_app.domain.names import isolated
from supervisor_app.domain.people import Member, Role
from supervisor_app.services.laptops import elsewhere
from supervisor_app.services.membership import Scope, change_member, end_member
from supervisor_app.services.scopes import scope_choices
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.ui.dialogs.pin_act import Act, PinActDialog
from supervisor_app.ui.dialogs.scope_dialog import ScopeLine
from supervisor_app.ui.pages.settings_words import (
    OFFERED_ROLES,
    ROLE_WORDS,
    elsewhere_words,
    once_synced_words,
    role_line,
    scope_sentence,
)
from supervisor_app.ui.widgets.choice import Option, Tiles
from supervisor_app.ui.widgets.day_field import DayField
from supervisor_app.ui.widgets.field import Field
from supervisor_app.ui.widgets.words import Words

_FROM_NOW = "It counts from now on. What they signed before stays as it is."
_ENDS = "They sign nothing more after that day. What they signed stays and counts. Their name stays under it."

_AGAIN = "It counts from now on. What was signed between their last day and today stays as it is. The PINs they had hold again."


class ChangeMemberDialog(PinActDialog):
    """`acted(member)` once the change is written."""

    words = "Writing the change"

    def __init__(self, parent: QWidget, site: Site, session: Session, member: Member) -> None:
        super().__init__(parent, session, f"Change {isolated(member.name)}", _FROM_NOW, action="Change it", width=860)
        self._site, self._member = site, member
        self.name = Field("Name, as it prints", text=member.name, dense=True)
        self.role_title = Field("What they are here", text=member.title, dense=True)
        self.role = Tiles([Option(role.value, ROLE_WORDS[role][0]) for role in OFFERED_ROLES], len(OFFERED_ROLES) // 2)
        self.may = Words("", 14, 400, "ink2", wrap=True)
        choices = scope_choices(site)
        titles = dict(choices.competencies)
        self.scope = ScopeLine(lambda: choices, lambda scope: scope_sentence(scope, titles), scope_of(member))
        names = QHBoxLayout()
        names.setSpacing(24)
        names.addWidget(self.name, 1)
        names.addWidget(self.role_title, 1)
        self.box.addLayout(names)
        self.reach = Words(once_synced_words(member.name, elsewhere(site, member.id)), 14, 400, "ink2", wrap=True)
        self.reach.setVisible(bool(self.reach.text()))
        for part in (self.role, self.may, self.scope, self.reach):
            self.box.addWidget(part)
        self.finish()
        self.role.chosen.connect(self._say_role)
        self.role.choose(member.role.value)
        self._say_role(member.role.value)
        self.name.setFocus()

    def prepare(self) -> Act | None:
        """Write what differs."""
        self.name.set_problem("" if self.name.text() else "It stands under everything they sign.")
        if not self.name.text():
            self.name.setFocus()
            return None
        scope = self.scope.scope
        changed = replace(
            self._member,
            name=self.name.text(),
            title=self.role_title.text(),
            role=Role(self.role.value),
            competencies=scope.competencies,
            teams=scope.teams,
            since=scope.since,
            until=scope.until,
        )
        return lambda pin: change_member(self._site, self._session, changed, pin)

    def _say_role(self, key: str) -> None:
        self.may.setText(ROLE_WORDS[Role(key)][1])


class EndMemberDialog(PinActDialog):
    """`acted(member)` once their last day is written."""

    words = "Writing their last day"

    def __init__(self, parent: QWidget, site: Site, session: Session, member: Member) -> None:
        title = f"{isolated(member.name)} stops acting for the site"
        super().__init__(parent, session, title, _ENDS, action="Write it down", danger=True)
        self._site, self._member = site, member
        self.places = elsewhere(site, member.id)
        self.day = DayField("Last day", site.clock().date())
        self.box.addWidget(self.day)
        self.reach = Words(elsewhere_words(member.name, self.places), 15, 400, wrap=True)
        self.reach.setVisible(bool(self.places))
        self.box.addWidget(self.reach)
        self.finish()
        self.day.setFocus()

    def prepare(self) -> Act | None:
        """Write the day that was typed."""
        day = self.day.day()
        if self.day.say_problem() or day is None:
            return None
        return lambda pin: end_member(self._site, self._session, self._member.id, day, pin)


class ReturnDialog(PinActDialog):
    """`acted(member)` once they act again."""

    words = "Writing that they act again"

    def __init__(self, parent: QWidget, site: Site, session: Session, member: Member) -> None:
        super().__init__(parent, session, f"{isolated(member.name)} acts again for the site", _AGAIN, action="Let them act again")
        self._site, self._member = site, member
        self.box.addWidget(Words(_as_what(site, member), 15, 400, wrap=True))
        self.finish()

    def prepare(self) -> Act:
        """Take the last day back."""
        return lambda pin: end_member(self._site, self._session, self._member.id, None, pin)


def _as_what(site: Site, member: Member) -> str:
    """Say what they come back as."""
    titles = dict(scope_choices(site).competencies)
    return f"As {role_line(member.role, member.title)}. {scope_sentence(member, titles)}"


def scope_of(member: Member) -> Scope:
    """Return for what and how long a member may act."""
    return Scope(competencies=member.competencies, teams=member.teams, since=member.since, until=member.until)
