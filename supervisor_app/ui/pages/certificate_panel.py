"""What stands beside the list of certificates: a paper, its life, what can be issued, paper of others, or several together."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget

from supervisor_app.services.certificate_view import SeveralView
from supervisor_app.services.declaring import DeclaredRow
from supervisor_app.services.issue_offers import IssueOffer
from supervisor_app.ui.pages.certificate_declared_panel import DeclaredPanel
from supervisor_app.ui.pages.certificate_life_panel import LifePanel
from supervisor_app.ui.pages.certificate_offer_panel import OfferPanel
from supervisor_app.ui.pages.certificate_paper_panel import PaperPanel
from supervisor_app.ui.pages.certificate_several_panel import SeveralPanel
from supervisor_app.ui.paper_loader import PaperLoader

_PAPER, _OFFER, _LIFE, _DECLARED, _SEVERAL = range(5)


class CertificatePanel(QStackedWidget):
    """The paper, what can be issued, the life of a certificate, registered paper of somebody else, or several certificates."""

    def __init__(self, loader: PaperLoader, paper: str) -> None:
        super().__init__()
        self.paper = PaperPanel(loader, paper)
        self.offer = OfferPanel()
        self.life = LifePanel()
        self.declared = DeclaredPanel()
        self.several = SeveralPanel()
        for part in (self.paper, self.offer, self.life, self.declared, self.several):
            self.addWidget(part)
        self.paper.life.clicked.connect(lambda: self.setCurrentIndex(_LIFE))
        self.life.back.connect(lambda: self.setCurrentIndex(_PAPER))

    @property
    def at_life(self) -> bool:
        """Whether the life is shown in the place of the paper."""
        return self.currentIndex() == _LIFE

    @property
    def at_several(self) -> bool:
        """Whether several are shown together."""
        return self.currentIndex() == _SEVERAL

    def end_several(self) -> None:
        """Show one again."""
        self.setCurrentIndex(_PAPER)

    def show_several(self, view: SeveralView) -> None:
        """Show what is chosen together."""
        self.setCurrentIndex(_SEVERAL)
        self.several.show_several(view)

    def show_declared(self, row: DeclaredRow) -> None:
        """Show registered paper of somebody else."""
        self.setCurrentIndex(_DECLARED)
        self.declared.show_declared(row)

    def show_certificate(self, certificate_id: str, number: str) -> None:
        """Show a certificate, or an empty desk; the same one stays as it is shown, by its paper or its life."""
        if not (self.at_life and certificate_id == self.paper.certificate_id):
            self.setCurrentIndex(_PAPER)
        self.paper.show_certificate(certificate_id, number)

    def show_offer(self, offer: IssueOffer) -> None:
        """Show what can be issued."""
        self.setCurrentIndex(_OFFER)
        self.offer.show_offer(offer)
