"""Issuing a certificate anew: what was wrong is put right, the old one is replaced, and the reason stays with both."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QGridLayout, QWidget

from supervisor_app.domain.names import isolated
from supervisor_app.services.issue_offers import FIELD_WORDS, IssueOffer
from supervisor_app.services.issuing import issue_anew
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.ui.dialogs.pin_act import Act, PinActDialog
from supervisor_app.ui.pages.decide_issue import issue_details, issue_problems
from supervisor_app.ui.widgets.field import Field
from supervisor_app.ui.widgets.words import Words

_WHAT = (
    "The new certificate rests on the same evaluation and ends on the same day. The old one never holds again. A wrong name is "
    "changed on the page of the person first."
)
_SMALL = 6


class IssueAnewDialog(PinActDialog):
    """`acted(IssuedCertificate)` once the new one is issued. `values` are what the old certificate says, by field."""

    words = "Issuing it anew"

    def __init__(
        self, parent: QWidget, site: Site, session: Session, certificate_id: str, offer: IssueOffer, values: Mapping[str, str]
    ) -> None:
        title = f"Issue anew: {isolated(offer.title)}"
        super().__init__(parent, session, title, f"For {isolated(offer.worker_name)}. {_WHAT}", action="Issue it", width=780)
        self._site, self._certificate, self._offer = site, certificate_id, offer
        labels = FIELD_WORDS | dict(offer.labels)
        self.fields: dict[str, Field] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for place, (name, text) in enumerate(values.items()):
            label = labels.get(name, name)
            self.fields[name] = Field(f"{label[:1].upper()}{label[1:]}", text=text, dense=True)
            grid.addWidget(self.fields[name], place // 2, place % 2)
        self.reason = Field("What was wrong", dense=True)
        self.box.addLayout(grid)
        self.box.addWidget(self.reason)
        if offer.rule:
            self.box.addWidget(Words(f"Asked for by {offer.rule}.", 14, 400, "ink2", wrap=True))
        self.box.setSpacing(8 if len(self.fields) > _SMALL else 16)
        self.finish()
        self.reason.setFocus()

    def prepare(self) -> Act | None:
        """Return the act, or say what is missing."""
        values = {name: field.text() for name, field in self.fields.items()}
        problems = issue_problems(self._offer, values, self._site.clock().date())
        for name, field in self.fields.items():
            field.set_problem(problems.get(name, ""))
        self.reason.set_problem("" if self.reason.text() else "Say what was wrong on the old one.")
        if any(name in problems for name in self.fields) or not self.reason.text():
            return None
        site, session, certificate = self._site, self._session, self._certificate
        details, reason = issue_details(self._offer, values), self.reason.text()
        return lambda pin: issue_anew(site, session, certificate, details, reason, pin, site.clock())
