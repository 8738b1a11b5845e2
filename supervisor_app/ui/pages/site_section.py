"""Settings of the site: what stands at the top of every certificate. Admins change it, others see it and whom to ask."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from supervisor_app.services.site import SiteFacts
from supervisor_app.services.site_changes import SiteChange
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.pages.setting_form import SettingForm
from supervisor_app.ui.widgets.field import Field
from supervisor_app.ui.widgets.icon_mark import IconMark
from supervisor_app.ui.widgets.picture import Picture
from supervisor_app.ui.widgets.publish_facts import PublishFacts
from supervisor_app.ui.widgets.words import Words

_OFFLINE = (
    "No web address is needed: any copy of this program checks the code, offline. "
    "With one, a phone that reads the code opens that page."
)
_STAYS = (
    "It counts from the next certificate on. What is issued stays as it was signed. "
    "Without a web address certificates name no status list that others could ask."
)


class SiteSection(SettingForm):
    """`saving(change)` when an admin keeps what was typed, `page` is about the check page.

    `edited` tells whether something is typed and not kept.
    """

    def __init__(self) -> None:
        name, place, logo = Field("Organisation"), Field("Place"), Picture(1.0, "Logo")
        host = Field("Web address of the page that checks certificates", placeholder="none")
        super().__init__((name, place, host), logo, keep="Keep the changes", undo="Take them back", stays=_STAYS)
        self._facts: SiteFacts | None = None
        self._admin_name = ""
        self.name, self.place, self.host = name, place, host
        logo.setFixedSize(72, 72)
        self.page = PublishFacts()
        self.publish = self.page.publish
        self.why = Words("", 15, 500, "ink2", wrap=True)
        self.why.setContentsMargins(0, 0, 0, 16)
        words = Words("Logo", 14, 500)
        form = (self.why, self.name, 16, self.place, 16, words, 6, self.picture_row(), 16, self.host)
        self.lay_out(form, (20, _globe(), 12, self.page))

    @property
    def edited(self) -> bool:
        """Whether something differs from what is kept."""
        facts = self._facts
        return facts is not None and self._typed() != (facts.name, facts.place, facts.host, facts.logo_png)

    def show_site(self, facts: SiteFacts, admin_name: str, *, why_not: str) -> None:
        """Show the site; `why_not` says why this person cannot change it, empty for an admin. What was typed stays typed."""
        before, self._facts, self._admin_name = self._facts, facts, admin_name
        for field, old, new in (
            (self.name, before and before.name, facts.name),
            (self.place, before and before.place, facts.place),
            (self.host, before and before.host, facts.host),
        ):
            if old is None or field.text() == old:
                field.set_text(new)
        if before is None or self.png == before.logo_png:
            self.set_picture(facts.logo_png)
        self.why.setText(why_not)
        self.why.setVisible(bool(why_not))
        self.allow_change(not why_not)

    def take_back(self) -> None:
        """Show again what is kept."""
        facts = self._facts
        if facts is not None:
            self.show_kept((facts.name, facts.place, facts.host), facts.logo_png)

    def kept(self, facts: SiteFacts) -> None:
        """The changes are kept."""
        self._facts = facts
        self.take_back()

    def show_typed(self) -> None:
        """Show how it will look."""
        self.preview.ask(self.name.text() or "Your firm", self.place.text(), self._admin_name, self.png)

    def keep(self) -> None:
        """Tell what is to be kept; an organisation needs its name."""
        self.name.set_problem("" if self.name.text() else "It prints at the top of every certificate.")
        if self.name.text():
            name, place, host, logo = self._typed()
            self.saving.emit(SiteChange(name=name, place=place, host=host, logo_png=logo or b""))
        else:
            self.name.setFocus()

    def _typed(self) -> tuple[str, str, str, bytes | None]:
        return self.name.text(), self.place.text(), self.host.text(), self.png


def _globe() -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(12)
    line.addWidget(IconMark(Icon.GLOBE, 20), 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(Words(_OFFLINE, 14, 400, "ink2", wrap=True), 1)
    return line
