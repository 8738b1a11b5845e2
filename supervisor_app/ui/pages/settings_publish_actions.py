"""What Settings does about the check page: publishing it, what is new since, and under which name certificates are issued."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from supervisor_app.services.rights import Right
from supervisor_app.services.site import SiteFacts, site_facts
from supervisor_app.services.station_settings import change_settings
from supervisor_app.ui.actions import perform
from supervisor_app.ui.allowed import allow
from supervisor_app.ui.file_dialogs import Folder, ask_folder
from supervisor_app.ui.widgets.publish_facts import PublishFacts

if TYPE_CHECKING:
    from supervisor_app.services.publish_news import PublishNews
    from supervisor_app.services.publishing import PublishResult
    from supervisor_app.ui.page import Page

_BY_WEB = "New certificates name the web address. Publish the check page now, so that others find the keys there."
_BY_KEY = "New certificates name the key. Those issued under the web address stay valid."
_NOW = "Publish the check page now, so that it counts."


class SettingsPublishing(QObject):
    """Belongs to the page."""

    def __init__(self, page: Page, facts: PublishFacts) -> None:
        super().__init__(page)
        self._page, self._facts = page, facts
        facts.publishing.connect(self._ask_folder)
        facts.named.connect(self.name_issuer)
        facts.days_chosen.connect(self.end_lists_after)

    def reload(self) -> None:
        """Show how it stands."""
        from supervisor_app.services.issuer_name import web_name  # what lists are made of: not for the look of another page
        from supervisor_app.services.list_validity import list_days

        site = site_facts(self._page.site)
        self._facts.show_news(self._news())
        self._facts.show_issuer(site.issuer_id, web_name(site))
        self._facts.show_days(list_days(self._page.site))
        allow(self._page, Right.ISSUE, self._facts.publish)
        allow(self._page, Right.ADMINISTER, self._facts.change)
        allow(self._page, Right.ADMINISTER, self._facts.days)

    def ask(self, folder: str) -> None:
        """Ask for the PIN that publishes into this folder."""
        from supervisor_app.ui.dialogs.publish_dialog import PublishDialog

        dialog = PublishDialog(self._page, self._page.site, self._page.session, Path(folder), self._news())
        dialog.published.connect(self._published)
        dialog.open()

    def name_issuer(self, by_web: bool) -> None:
        """Name the organisation by its web address in new certificates, or by its key."""
        from supervisor_app.services.issuer_name import choose_issuer_name

        site, session = self._page.site, self._page.session
        perform(self._page, lambda: choose_issuer_name(site, session, by_web=by_web), done=self._named)

    def end_lists_after(self, days: int) -> None:
        """Let lists that are published from now on end after so many days, 0 for no end."""
        from supervisor_app.services.list_validity import choose_list_days

        site, session = self._page.site, self._page.session
        perform(self._page, lambda: choose_list_days(site, session, days), done=self._ended)

    def _ended(self, days: int) -> None:
        self._page.main.notify(f"Lists end {days} days after they were made. {_NOW}" if days else f"Lists have no end. {_NOW}")

    def _news(self) -> PublishNews:
        from supervisor_app.services.publish_news import publish_news

        return publish_news(self._page.site, self._page.main.now().date())

    def _named(self, facts: SiteFacts) -> None:
        self._page.main.notify(_BY_WEB if facts.issuer_id != facts.issuer_did else _BY_KEY)

    def _ask_folder(self) -> None:
        before = self._page.site.settings.publish_folder
        start = Path(before) if before else None
        title = "A folder for the check page"
        ask_folder(self._page, Folder.CHECK_PAGE, title, lambda path: self.ask(str(path)), start=start)

    def _published(self, result: PublishResult) -> None:
        site = self._page.site
        kept = replace(site.settings, publish_folder=result.folder)
        perform(self._page, lambda: change_settings(site, kept), changes=False)
        self._page.main.notify(published_words(result))
        self.reload()


def published_words(result: PublishResult) -> str:
    """Return what publishing came to, and what is to be done with it."""
    written = sum(file.written for file in result.files)
    if not written:
        return f"The check page in {result.folder} is as it should be. No file had to change."
    files = f"{written} file{'' if written == 1 else 's'} written"
    where = f" Put them on the web, so that {result.address} opens the page." if result.address else ""
    return f"The check page is in {result.folder}, {files}.{where}"
