"""The card below "where and why": who is observed at what, or what is still to choose, and the button that starts."""

from __future__ import annotations

from supervisor_app.ui.icons import Icon
from supervisor_app.ui.pages.observe_choice import StartCard
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.words import Words


class StartSheet(Sheet):
    """`start` is the button; it can be pressed once all is chosen, by whoever may."""

    def __init__(self) -> None:
        super().__init__()
        self._name = Words("", 20, 600, elide=True)
        self._title = Words("", 15, 400, "ink2", elide=True)
        self._about = Words("", 15, 400, "ink2", elide=True)
        self.start = Button("Start", Kind.PRIMARY, trailing=Icon.ARROW, key="Enter", height=56)
        for part in (self._name, self._title, self._about):
            self.box.addWidget(part)
        self.box.addSpacing(12)
        self.box.addWidget(self.start)

    def show_card(self, card: StartCard, why_not: str) -> None:
        """Write the card; `why_not` says why this person may not start, "" where they may."""
        self._name.setText(card.name)
        self._title.setText(card.checklist or card.hint)
        self._about.setText(why_not or card.about)
        self.start.setEnabled(card.ready and not why_not)
