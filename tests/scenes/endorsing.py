"""Sharing, endorsing, and certificates made of others."""

from __future__ import annotations

import uuid

from supervisor_app.credentials.third_party import OutsideWord, sign_word
from supervisor_app.domain.checklist import Checklist
from supervisor_app.services.catalogue import publish
from supervisor_app.services.certificates import Which, certificates
from supervisor_app.services.endorsements import keep
from supervisor_app.services.site_register import trust_of
from supervisor_app.services.stack_offers import stack_offers
from supervisor_app.services.trusting import believe, offer_for
from supervisor_app.services.verifying import verify_text
from supervisor_app.ui.main_window import MainWindow
from supervisor_app.ui.offers import open_stack
from supervisor_app.ui.pages.certificates_page import CertificatesPage
from supervisor_app.ui.pages.verify_page import VerifyPage
from supervisor_app.ui.sharing import share_certificate
from tests.credentials.samples import ISSUER_KEY, NORTHGATE, issued
from tests.scenes.scene import Scene, go, settle, wait_until


def _newest(window: MainWindow) -> tuple[str, str, str]:
    """The newest certificate in force: its id, worker and competency."""
    row = certificates(window.site, window.now().date(), which=Which.VALID).rows[0]
    return row.id, row.worker_id, row.competency


def _believe_customer(window: MainWindow) -> None:
    session = window.session
    assert session is not None
    believe(window.site, session, offer_for(trust_of(window.site), "customer.json", (NORTHGATE,)))


def _word(window: MainWindow) -> str:
    """A customer's word about the newest certificate, signed."""
    word = OutsideWord(
        id=f"urn:uuid:{uuid.UUID(int=5)}",
        subject=_newest(window)[0],
        title="",
        organisation="Northgate Pressings",
        comment="She has loaded our trucks every week since spring, without one dented pallet.",
    )
    return sign_word(word, ISSUER_KEY, window.now()).decode()


def _checked(window: MainWindow, text: str) -> VerifyPage:
    page = go(window, VerifyPage, "verify")
    page.check_text(text)
    wait_until(lambda: page.state.current is not None, "the text was not checked")
    settle()
    return page


def _share(window: MainWindow) -> None:
    dialog = share_certificate(window, _newest(window)[0])
    assert dialog is not None
    dialog.passport.click()


def _keep(window: MainWindow) -> None:
    _believe_customer(window)
    _checked(window, _word(window))


def _endorse(window: MainWindow) -> None:
    _believe_customer(window)
    _checked(window, issued(status_list="").credential.decode())


def _endorsed(window: MainWindow) -> None:
    session = window.session
    assert session is not None
    _believe_customer(window)
    keep(window.site, session, verify_text(window.site, _word(window), window.now()))
    page = go(window, CertificatesPage, "certificates", certificate_id=_newest(window)[0])
    wait_until(lambda: page.paper.settled, "the certificate was not drawn")


def _stack(window: MainWindow) -> None:
    session = window.session
    assert session is not None
    _id, worker_id, competency = _newest(window)
    made = Checklist(
        competency="shop-floor-operator",
        code="SFO-1",
        revision=1,
        title={"en": "Shop floor operator, stage 1"},
        short_title={"en": "Shop floor operator"},
        steps=(),
        requires=(competency,),
    )
    publish(window.site, session, [made])
    offer = next(one for one in stack_offers(window.site, window.now().date()) if one.worker_id == worker_id)
    window.open_page("person", worker_id=worker_id)
    open_stack(window, offer)


SCENES = (
    Scene("07y-certificates-share", _share),
    Scene("07y-certificates-endorsed", _endorsed),
    Scene("07z-certificate-made-of-others", _stack),
    Scene("08w-verify-keep-an-endorsement", _keep),
    Scene("08x-verify-endorse", _endorse),
)
