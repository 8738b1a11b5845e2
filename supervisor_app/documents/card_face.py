"""What a wallet card says, and how it fits: first the gaps give way, then the sizes, then texts end at a word with "…".

The title is the first to be cut so, the name, the organisation and the level the last, where nothing else helps: the card's own
code and the certificate have them whole. Limits are never cut; they are left to the certificate.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from supervisor_app.credentials.qr_payload import NotACode, decode
from supervisor_app.documents import styles
from supervisor_app.documents.fitting import CAPITAL, POINT, Fitted, fit_heading, fit_line, wrap
from supervisor_app.documents.page import Direction, Page, Style
from supervisor_app.documents.styles import sized
from supervisor_app.domain.certificate import CertificateFacts, IssuedCertificate
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.paper_words import PaperWords
from supervisor_app.domain.printed import card_level, isolate_own

TEXT_WIDTH = 41.6
"""Millimetres between the starting edge's margin and the quiet zone of the code."""
INDENT = 1.7
SIGN = 3.0
_SIGN_GAP = 1.3
_LOGO_BOTTOM = 8.5
_LOGO_ROOM = 13.4
"""Millimetres that the widest logo takes of the head's width, its gap with it."""
_BODY_BOTTOM = 42.6
_LIMITS_LEADING = 3.15
_WITHOUT_PLACE = 0.3
"""So tight a column leaves the place of the organisation out."""


@dataclass(frozen=True, slots=True)
class _Density:
    """How tight the text column is set: gaps in parts of the usual, sizes, and how many lines the title and the limits get."""

    gaps: float
    name_one: tuple[float, ...]
    name_two: tuple[float, ...]
    title: tuple[float, ...]
    title_lines: int
    limits: float


_DENSITIES = (
    _Density(1.0, (12.5, 12, 11.5, 11, 10.5, 10, 9.5, 9), (10.5, 10, 9.5, 9), (9, 8.5), 2, 8.0),
    _Density(0.75, (12.5, 12, 11.5, 11, 10.5, 10, 9.5, 9), (10, 9.5, 9, 8.5), (9, 8.5, 8), 2, 8.0),
    _Density(0.55, (11, 10.5, 10, 9.5, 9), (9, 8.5), (8.5, 8), 2, 7.7),
    _Density(0.4, (10, 9.5, 9), (8.5, 8), (8, 7.6), 2, 7.4),
    _Density(0.25, (9, 8.5), (8,), (8, 7.6), 1, 7.4),
    _Density(0.0, (8,), (7.4,), (7.4,), 1, 7.4),
)


@dataclass(frozen=True, slots=True)
class CardFace:
    """The fitted texts of a card and where they stand, in millimetres from the top; the head ends at `least_head` or below."""

    gaps: float
    organisation: Fitted
    place: Fitted
    name: Fitted
    employee: Fitted
    title: Fitted
    level: Fitted
    limits: Fitted
    least_head: float

    @property
    def name_at(self) -> float:
        """The first baseline of the name."""
        place = 8.5 if self.place.lines else 5.7
        head = max(place + self.organisation.height, self.least_head)
        return head + 1.3 + 2.5 * self.gaps + self.name.style.size * POINT * CAPITAL

    @property
    def employee_at(self) -> float:
        """The first baseline under the name."""
        return self.name_at + self.name.height + 2.9 + 0.7 * self.gaps

    @property
    def title_at(self) -> float:
        """The first baseline of the title."""
        above = self.employee_at + self.employee.height if self.employee.lines else self.name_at + self.name.height
        return above + 0.6 + 2.6 * self.gaps + self.title.style.size * POINT * CAPITAL

    @property
    def level_at(self) -> float:
        """The first baseline of the level."""
        return self.title_at + self.title.height + 3.3 + 1.0 * self.gaps

    @property
    def limits_at(self) -> float:
        """The first baseline of the limits."""
        above = self.level_at + self.level.height if self.level.lines else self.title_at + self.title.height
        return above + 3.3 + 0.9 * self.gaps

    @property
    def limits_height(self) -> float:
        """Millimetres from the first to the last baseline of the limits."""
        return _LIMITS_LEADING * max(0, len(self.limits.lines) - 1)

    @property
    def end(self) -> float:
        """Where the column ends, in millimetres from the top."""
        return self.limits_at + self.limits_height + 1.2 if self.limits.lines else self.level_at + self.level.height + 1.0


def fit_face(page: Page, issued: IssuedCertificate, words: PaperWords, logo_width: float) -> CardFace:
    """Return the loosest face that fits; where none does, the tightest one with its texts cut at a word with "…"."""
    facts = issued.facts
    limits = card_limits(issued, words)
    for density, said in _attempts(limits, words):
        face = _face(page, facts, words, density, said, logo_width)
        if face.end <= _BODY_BOTTOM:
            return face
    return _cut_short(page, face)


def _cut_short(page: Page, face: CardFace) -> CardFace:
    """The tightest face with one line for each text that it has several of, as many for the name as there is room for."""
    head = TEXT_WIDTH if not face.least_head else TEXT_WIDTH - _LOGO_ROOM
    short = replace(
        face,
        organisation=_cut(page, face.organisation, head, 1),
        employee=_cut(page, face.employee, TEXT_WIDTH, 1),
        level=_cut(page, face.level, TEXT_WIDTH - SIGN - _SIGN_GAP, 1),
        name=_cut(page, face.name, TEXT_WIDTH, 2),
    )
    room = int((_BODY_BOTTOM - short.end) / short.name.leading)
    return replace(short, name=_cut(page, face.name, TEXT_WIDTH, 2 + max(0, room)))


def _cut(page: Page, fitted: Fitted, width: float, most: int) -> Fitted:
    """The same text in at most so many lines, ending at a word with "…" where that is less of it."""
    if len(fitted.lines) <= most:
        return fitted
    for shorter in shortened(" ".join(fitted.lines)):
        lines = wrap(page, shorter, fitted.style, width, Direction.OWN)
        if len(lines) <= most:
            return Fitted(lines, fitted.style)
    return Fitted(fitted.lines[:most], fitted.style)


def card_limits(issued: IssuedCertificate, words: PaperWords) -> str:
    """Return what a card says of the limits: the short form that its code proves, else that the certificate tells them."""
    facts = issued.facts
    if not facts.limits and not facts.limits_short:
        return ""
    try:
        proven = bool(decode(issued.qr_text).limits)
    except NotACode:
        proven = bool(facts.limits_short)
    return facts.limits_short if proven and facts.limits_short else words.limits_see


def _attempts(limits: str, words: PaperWords) -> Iterator[tuple[_Density, str]]:
    for density in _DENSITIES:
        yield density, limits
    if limits and limits != words.limits_see:
        for density in _DENSITIES[3:]:
            yield density, words.limits_see


def _face(page: Page, facts: CertificateFacts, words: PaperWords, density: _Density, limits: str, logo_width: float) -> CardFace:
    head = TEXT_WIDTH - (logo_width + 1.4 if logo_width else 0.0)
    sign = SIGN + _SIGN_GAP if facts.level_count > 1 else 0.0
    return CardFace(
        gaps=density.gaps,
        organisation=fit_line(page, facts.organisation, styles.CARD_ORGANISATION, head, 6.6, Direction.OWN),
        place=_first_line(page, facts.place if density.gaps > _WITHOUT_PLACE else "", styles.CARD_PLACE, head),
        name=fit_heading(
            page,
            facts.holder,
            styles.CARD_HOLDER,
            TEXT_WIDTH,
            one=density.name_one,
            two=density.name_two,
            least=density.name_two[-1],
        ),
        employee=fit_line(page, _employee(facts, words), styles.CARD_EMPLOYEE, TEXT_WIDTH, 6.6),
        title=_title(page, facts.title, density),
        level=fit_line(page, card_level(facts), styles.CARD_LEVEL, TEXT_WIDTH - sign, 7.4),
        limits=Fitted(
            wrap(page, limits, sized(styles.CARD_LIMITS, density.limits), TEXT_WIDTH - INDENT),
            sized(styles.CARD_LIMITS, density.limits),
        ),
        least_head=_LOGO_BOTTOM if logo_width else 0.0,
    )


def _employee(facts: CertificateFacts, words: PaperWords) -> str:
    """The Latin form of a name in another script, and the number."""
    number = words.card_no.format(number=facts.employee_no) if facts.employee_no else ""
    return "   ".join(filter(None, (isolate_own(facts.holder_latin), number)))


def _first_line(page: Page, text: str, style: Style, width: float) -> Fitted:
    """A text that nobody acts on: as much of it as one line holds."""
    return Fitted(fit_line(page, text, style, width, 6.4).lines[:1], style) if text else Fitted((), style)


def _title(page: Page, title: str, density: _Density) -> Fitted:
    """The title in at most so many lines, cut at a word with "…" where it is too long."""
    for size in density.title:
        style = sized(styles.CARD_TITLE, size)
        lines = wrap(page, title, style, TEXT_WIDTH, Direction.OWN)
        if len(lines) <= density.title_lines:
            return Fitted(lines, style)
    style = sized(styles.CARD_TITLE, density.title[-1])
    for shorter in shortened(title):
        lines = wrap(page, shorter, style, TEXT_WIDTH, Direction.OWN)
        if len(lines) <= density.title_lines:
            return Fitted(lines, style)
    return Fitted(lines[: density.title_lines], style)


def shortened(title: str) -> Iterator[str]:
    """Yield a title cut after ever fewer words, each with "…"; then, where one word is left, after fewer letters."""
    words = title.split()
    for count in range(len(words) - 1, 0, -1):
        yield " ".join(words[:count]).rstrip(",;:") + "…"
    first = words[0] if words else ""
    for length in range(len(first) - 1, 0, -1):
        yield first[:length] + "…"
