"""One person on a page of their own, where another page leads to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from supervisor_app.services.people import PersonStory, person_story
from supervisor_app.ui.actions import look_up
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.page import Page
from supervisor_app.ui.pages.people_words import story_sentence
from supervisor_app.ui.pages.person_actions import connect_panel, show_rights
from supervisor_app.ui.pages.person_panel import PersonPanel
from supervisor_app.ui.widgets.buttons import Button, Kind

if TYPE_CHECKING:
    from supervisor_app.ui.main_window import MainWindow


class PersonPage(Page):
    """`open(worker_id=...)` shows somebody whole."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, "Person")
        self._worker_id = ""
        self.panel = PersonPanel()
        self.back = Button("Back", Kind.GHOST, icon=Icon.BACK, key="Esc")
        self.add_header_button(self.back)
        self.content.addWidget(self.panel, 1)
        self.back.clicked.connect(self.go_up)
        connect_panel(self, self.panel)

    def open(self, **arguments: object) -> None:
        """Remember whom to show."""
        self._worker_id = str(arguments.get("worker_id", self._worker_id))

    def reload(self) -> None:
        """Ask for the person."""
        now = self.main.now()
        story = look_up(self, lambda: person_story(self.site, self._worker_id, now.date()))
        self.panel.setVisible(story is not None)
        if story is not None:
            self._render(story)

    def first_focus(self) -> QWidget | None:
        """What one most likely came for."""
        return self.panel.head.observe if self.panel.head.observe.isVisibleTo(self) else self.back

    def _render(self, story: PersonStory) -> None:
        self.set_header("Person", story_sentence(story))
        self.panel.show_story(story, self.main.now())
        show_rights(self, self.panel, story.worker.id)
