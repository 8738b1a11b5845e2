"""What happens when somebody decides on the Certificates page: the dialog for it, and what is told afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from supervisor_app.domain.certificate_acts import LifeKind
from supervisor_app.services import issuing
from supervisor_app.services.certificate_deciding import Choice, choices
from supervisor_app.services.certificate_standing import CertificateLife
from supervisor_app.services.certificate_view import ANEW, RENEW, CertificateView
from supervisor_app.services.declaring import DeclaredRow
from supervisor_app.services.issue_offers import IssueOffer
from supervisor_app.ui.actions import perform
from supervisor_app.ui.offers import open_offer
from supervisor_app.ui.pages.certificates_several import told_words

if TYPE_CHECKING:
    from supervisor_app.domain.certificate import IssuedCertificate
    from supervisor_app.ui.page import Page

_TOLD = {
    LifeKind.SUSPENDED: "Certificate {} is on hold.",
    LifeKind.REINSTATED: "Certificate {} holds again.",
    LifeKind.REVOKED: "Certificate {} is withdrawn.",
    LifeKind.CONFIRMED: "Certificate {} is confirmed.",
    LifeKind.TRIGGERED: "Certificate {} has ended.",
}


def decide_on(page: Page, view: CertificateView, key: str, offers: tuple[IssueOffer, ...]) -> None:
    """Open what an action of the life panel asks for."""
    if key == RENEW:
        _renew(page, view, offers)
    elif key == ANEW:
        _issue_anew(page, view)
    else:
        _decide(page, view, LifeKind(key))


def decide_on_several(page: Page, certificate_ids: Sequence[str], kind: LifeKind, done: Callable[[], None]) -> None:
    """Open what is asked for to decide about several; `done()` once it is signed."""
    from supervisor_app.ui.dialogs.certificate_decision import DecisionDialog  # not for the page that may open it

    today = page.main.now().date()
    chosen = perform(page, lambda: choices(page.site, page.session, certificate_ids, kind, today), changes=False)
    if chosen is None:
        return
    dialog = DecisionDialog(page, page.site, page.session, chosen, kind, today)

    def told(lives: tuple[CertificateLife, ...]) -> None:
        page.main.notify(told_words(kind, len(lives), len(certificate_ids)))
        done()

    dialog.acted.connect(told)
    dialog.open()


def register_paper(page: Page, worker_id: str = "", name: str = "") -> None:
    """Open the form for paper of somebody else."""
    from supervisor_app.ui.dialogs.declare_paper import DeclareDialog  # not for the pages that may open it

    dialog = DeclareDialog(page, page.site, page.session, worker_id, name)

    def told(row: DeclaredRow) -> None:
        page.main.notify(f"Registered as declared: {row.title}.")

    dialog.acted.connect(told)
    dialog.open()


def take_back(page: Page, row: DeclaredRow) -> None:
    """Open what takes back a registration."""
    from supervisor_app.ui.dialogs.take_back_declared import TakeBackDialog  # not for the page that may open it

    dialog = TakeBackDialog(page, page.site, page.session, row)
    dialog.acted.connect(lambda _done: page.main.notify("The registration is taken back."))
    dialog.open()


def _decide(page: Page, view: CertificateView, kind: LifeKind) -> None:
    from supervisor_app.ui.dialogs.certificate_decision import DecisionDialog  # not for the page that may open it

    chosen = (Choice(life=view.life, permission=view.may[kind.value]),)
    dialog = DecisionDialog(page, page.site, page.session, chosen, kind, view.today, view.triggers)

    def told(lives: tuple[CertificateLife, ...]) -> None:
        page.main.notify(_TOLD[kind].format(lives[0].number))

    dialog.acted.connect(told)
    dialog.open()


def _renew(page: Page, view: CertificateView, offers: tuple[IssueOffer, ...]) -> None:
    """Lead to the new sign-off's certificate where there is one, else to the observation that makes one."""
    worker, competency = view.life.facts.worker_id, view.life.facts.competency
    offer = next((one for one in offers if (one.worker_id, one.competency) == (worker, competency)), None)
    if offer is not None:
        open_offer(page.main, offer.sign_off_id)
        return
    page.main.open_page("observe", worker_id=worker, competency=competency)
    page.main.notify("A new sign-off renews it: the old certificate is then replaced.")


def _issue_anew(page: Page, view: CertificateView) -> None:
    from supervisor_app.ui.dialogs.issue_anew import IssueAnewDialog  # not for the page that may open it

    name = view.life.facts.id
    form = perform(page, partial(issuing.form_anew, page.site, name), changes=False)
    if form is None:
        return
    dialog = IssueAnewDialog(page, page.site, page.session, name, *form)

    def told(issued: IssuedCertificate) -> None:
        page.main.notify(f"Certificate {issued.facts.number} takes the place of {view.life.number}.")
        page.main.open_page("certificates", certificate_id=issued.facts.credential_id)

    dialog.acted.connect(told)
    dialog.open()
