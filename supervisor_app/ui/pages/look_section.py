"""Settings of the papers' look: accent colour, lines of one's own, a picture beside the issuer's name. Admins change it."""

from __future__ import annotations

from supervisor_app.domain.look import accent_problem
from supervisor_app.services.site import SiteFacts
from supervisor_app.services.site_changes import SiteChange
from supervisor_app.services.site_look import SiteLook
from supervisor_app.ui.pages.setting_form import SettingForm
from supervisor_app.ui.widgets.field import Field
from supervisor_app.ui.widgets.picture import Picture
from supervisor_app.ui.widgets.words import Words

_STAYS = "It counts from the next certificate on. What is issued keeps the look it was issued with, for ever."
_MARK = (
    "A picture of a signature can be copied, so it proves nothing: it prints small beside the issuer’s name and says that it is "
    "a decoration. The signature itself is in the record."
)
_MARK_RATIO = 34 / 11


class LookSection(SettingForm):
    """`saving(change)` when an admin keeps what was typed; `edited` tells whether something is typed and not kept."""

    def __init__(self) -> None:
        accent, mark = Field("Accent colour", placeholder="#0E4A5A"), Picture(1 / _MARK_RATIO, "Picture beside the issuer’s name")
        heading, footer = Field("Line under the place", placeholder="none"), Field("Line at the foot", placeholder="none")
        super().__init__((accent, heading, footer), mark, keep="Keep the look", undo="Take it back", stays=_STAYS)
        self._facts: SiteFacts | None = None
        self._look = SiteLook()
        self._admin_name = ""
        self.accent, self.heading, self.footer = accent, heading, footer
        mark.setFixedSize(136, 44)
        words = Words("Picture beside the issuer’s name", 14, 500)
        why = Words(_MARK, 14, 400, "ink2", wrap=True)
        self.lay_out((self.accent, 16, self.heading, 16, self.footer, 16, words, 6, self.picture_row(), 6, why))

    @property
    def edited(self) -> bool:
        """Whether something differs from what is kept."""
        return self._facts is not None and self._typed() != self._look

    def show_look(self, facts: SiteFacts, look: SiteLook, admin_name: str, *, why_not: str) -> None:
        """Show the look; with `why_not` it is only to be seen. What was typed stays typed."""
        typed, first = self.edited, self._facts is None
        before, self._facts, self._look, self._admin_name = self._look, facts, look, admin_name
        if first or not typed or before != look:
            self.take_back()
        self.allow_change(not why_not)

    def take_back(self) -> None:
        """Show again what is kept."""
        self.show_kept((self._look.accent, self._look.heading, self._look.footer), self._look.mark_png)

    def show_typed(self) -> None:
        """Say what is wrong with the colour, or show how it will look."""
        look, facts = self._typed(), self._facts
        problem = accent_problem(look.accent)
        self.accent.set_problem(f"It {problem}." if problem else "")
        self.save.setEnabled(self.edited and not problem)
        if facts is not None and not problem:
            self.preview.ask(facts.name, facts.place, self._admin_name, facts.logo_png, look)

    def keep(self) -> None:
        """Tell what is to be kept."""
        look = self._typed()
        change = SiteChange(accent=look.accent, heading=look.heading, footer=look.footer, mark_png=look.mark_png or b"")
        self.saving.emit(change)

    def _typed(self) -> SiteLook:
        texts = (self.accent.text().strip(), self.heading.text().strip(), self.footer.text().strip())
        return SiteLook(accent=texts[0], heading=texts[1], footer=texts[2], mark_png=self.png)
