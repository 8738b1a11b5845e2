"""What can be made on paper: the certificate with its annex, a card, sheets of cards, the passport; drawn from the record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from supervisor_app.domain.certificate_acts import LifeState
from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import InputError, UserError
from supervisor_app.services.certificate_drawing import get_certificate, new_shaper, paper_named
from supervisor_app.services.site import Site, site_facts
from supervisor_app.services.site_look import PaperPictures, pictures_of
from supervisor_app.storage import certificate_queries

if TYPE_CHECKING:
    from supervisor_app.documents.page import Paper
    from supervisor_app.documents.shaping import Shaper
    from supervisor_app.domain.certificate import IssuedCertificate
    from supervisor_app.domain.passport import SignedPassport

CARD_SIZE_MM = (85.6, 54.0)


class Product(StrEnum):
    """What is made on paper."""

    CERTIFICATE = "certificate"
    CARD = "card"
    """One card for each, of its own size: for a card printer."""
    CARDS = "cards"
    """Sheets of cards to cut, from an office printer."""
    PASSPORT = "passport"
    """The skills passport of one person, signed for the day; see `draw_passport`."""
    MATRIX = "matrix"
    """The skills matrix for the wall; see `services.skills_chart`."""
    FORM = "form"
    """A blank checklist to fill in by hand; see `services.blank_forms`."""

    @property
    def counted_as(self) -> str:
        """Under which name its papers are counted in the ledger."""
        return "card" if self in (Product.CARD, Product.CARDS) else str(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be printed: a product, on which paper ("A4" or "Letter"), upright or lying (certificates only)."""

    product: Product = Product.CERTIFICATE
    paper: str = "A4"
    upright: bool = False

    @property
    def page(self) -> Paper:
        """The paper that is drawn on; a single card has its own size."""
        paper = paper_named(self.paper)
        return paper.standing if self.upright or self.product in (Product.CARDS, Product.PASSPORT) else paper


@dataclass(frozen=True, slots=True)
class Copy:
    """One paper of a certificate: `number` counts what went before it in the same print."""

    certificate_id: str
    number: int = 0


def draw_each(
    site: Site, copies: Sequence[Copy], order: Order, *, today: date | None = None, shaper: Shaper | None = None
) -> Iterator[bytes]:
    """Yield one PDF for each paper, for sheets of cards one for each sheet.

    `today` marks what was printed before as duplicate of that day; without it the originals are drawn, as for files.
    UserError where a certificate is not on this laptop or (with `today`) was withdrawn or replaced, InputError where one cannot
    be drawn.
    """
    shaper = shaper or new_shaper()
    each = cards_on_sheet(order)
    for start in range(0, len(copies), each):
        yield draw_together(site, copies[start : start + each], order, today=today, shaper=shaper)


def cards_on_sheet(order: Order) -> int:
    """Return how many papers lie on one sheet: ten or eight cards, one of anything else."""
    from supervisor_app.documents.cards import cards_on

    return cards_on(order.page) if order.product is Product.CARDS else 1


def cards_that_can_be(site: Site, certificate_ids: Sequence[str], order: Order) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return of certificates whose cards are to be drawn those that can be, and for each other one why its card is missing.

    Anything else than cards is returned as it is. InputError where no card can be drawn.
    """
    from supervisor_app.documents.completeness import check_complete

    if order.product not in (Product.CARD, Product.CARDS):
        return tuple(certificate_ids), ()
    kept, why = [], {}
    for certificate_id in dict.fromkeys(certificate_ids):
        try:
            check_complete(get_certificate(site, certificate_id).facts)
            kept.append(certificate_id)
        except InputError as problem:
            why[certificate_id] = problem
    if not kept and why:
        raise next(iter(why.values()))
    missing = tuple(
        f"The card of {problem.place} is missing: {problem.reason} {problem.hint}".strip() for problem in why.values()
    )
    return tuple(one for one in certificate_ids if one not in why), tuple(text.strip() for text in missing)


def draw_together(
    site: Site,
    copies: Sequence[Copy],
    order: Order,
    *,
    today: date | None = None,
    shaper: Shaper | None = None,
    drawn: Callable[[int], bool] = lambda count: True,
) -> bytes:
    """Return one PDF with all papers; a single one with the credential attached under its usual name.

    `drawn(count)` is told how many certificates are done and says whether to go on; `Stopped` of documents.stopping where not.
    """
    from supervisor_app.documents.cards import PrintedCard, render_cards
    from supervisor_app.documents.together import PrintedPaper, render_together

    if today is not None:
        _check_in_force(site, copies, today)
    found = [(get_certificate(site, copy.certificate_id), _duplicate(site, copy, order, today)) for copy in copies]
    if len(found) == 1 and order.product is not Product.CARDS:
        issued, duplicate = found[0]
        day = today if duplicate else None
        return draw_issued(issued, order, pictures_of(site, issued.facts), shaper or new_shaper(), duplicate, day)
    shown = [(issued, duplicate, pictures_of(site, issued.facts)) for issued, duplicate in found]
    if order.product is not Product.CERTIFICATE:
        cards = [PrintedCard(issued, duplicate, pictures.logo_png) for issued, duplicate, pictures in shown]
        sheet = order.page if order.product is Product.CARDS else None
        return render_cards(cards, paper=sheet, shaper=shaper, drawn=drawn)
    papers = [
        PrintedPaper(issued, duplicate, today if duplicate else None, pictures.logo_png, pictures.mark_png)
        for issued, duplicate, pictures in shown
    ]
    return render_together(papers, paper=order.page, shaper=shaper, drawn=drawn)


def _check_in_force(site: Site, copies: Sequence[Copy], today: date) -> None:
    """UserError for a certificate that was withdrawn or replaced: it goes to no printer again."""
    for certificate_id in {copy.certificate_id for copy in copies}:
        with site.database.read() as connection:
            row = certificate_queries.certificate_row(connection, certificate_id)
        state = row.state(today) if row else LifeState.VALID
        if row is not None and state in (LifeState.WITHDRAWN, LifeState.REPLACED):
            raise UserError(
                f"Certificate {row.number} was {state.value} and is not printed again.", "Save its PDF for the records."
            )


def _duplicate(site: Site, copy: Copy, order: Order, today: date | None) -> int | None:
    """The number of a reprint, None for the original."""
    if today is None:
        return None
    with site.database.read() as connection:
        before = certificate_queries.times_printed(connection, copy.certificate_id, order.product.counted_as)
    return before + copy.number or None


def copies_of(certificate_ids: Sequence[str], count: int = 1) -> tuple[Copy, ...]:
    """Return `count` papers of each certificate, one whole set after the other."""
    return tuple(Copy(certificate_id, number) for number in range(count) for certificate_id in certificate_ids)


def draw_passport(site: Site, signed: SignedPassport, paper: str, *, shaper: Shaper | None = None) -> bytes:
    """Return a signed passport as its page, on that paper upright, the signed record attached."""
    from supervisor_app.documents.passport import render_passport

    return render_passport(signed, paper=paper_named(paper), logo_png=site_facts(site).logo_png, shaper=shaper)


def draw_issued(
    issued: IssuedCertificate,
    order: Order,
    pictures: PaperPictures,
    shaper: Shaper,
    duplicate: int | None = None,
    printed_on: date | None = None,
) -> bytes:
    """Return the file of one certificate or card, everything at hand: what a drawing process does."""
    from supervisor_app.documents.cards import render_card
    from supervisor_app.documents.certificate import render_certificate

    if order.product is not Product.CERTIFICATE:
        return render_card(issued, logo_png=pictures.logo_png, duplicate=duplicate, shaper=shaper)
    return render_certificate(
        issued,
        paper=order.page,
        logo_png=pictures.logo_png,
        mark_png=pictures.mark_png,
        duplicate=duplicate,
        printed_on=printed_on,
        shaper=shaper,
    )
