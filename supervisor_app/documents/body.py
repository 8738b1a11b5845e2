"""The body of page 1: who, what, which level, which limits. Drawn dry first, ever denser, until it fits (PRINT, section 5)."""

from __future__ import annotations

from dataclasses import replace

from supervisor_app.documents import styles
from supervisor_app.documents.fitting import CAPITAL, POINT, Fitted, draw_lines, fit_heading, fit_line, wrap
from supervisor_app.documents.frame import MARGIN, Frame
from supervisor_app.documents.level_sign import draw_level_sign
from supervisor_app.documents.page import Direction, Page, Style
from supervisor_app.documents.second import Beside, beside, in_both
from supervisor_app.documents.styles import sized
from supervisor_app.domain.certificate import CertificateFacts
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.paper_words import PaperWords, second_words
from supervisor_app.domain.printed import level_words, printed_fields, scale_words
from supervisor_app.errors import InputError

_ABOVE_FACTS = 6.6
_INDENT = 5.1
_BAR = 1.7


@dataclass(frozen=True, slots=True)
class _Density:
    """How tight a body is set: gaps in parts of the usual, the sizes for the name, the title and the limits."""

    gaps: float
    name_one: tuple[int, ...]
    name_two: tuple[int, ...]
    name_least: int
    title_one: tuple[int, ...]
    title_two: tuple[int, ...]
    title_least: int
    limits: float


_DENSITIES = (
    _Density(1.0, tuple(range(36, 21, -2)), (24, 22, 20, 18), 18, (22, 21, 20, 19, 18), (17, 16, 15, 14), 14, 11.5),
    _Density(0.78, tuple(range(36, 21, -2)), (24, 22, 20, 18), 18, (22, 21, 20, 19, 18), (17, 16, 15, 14), 14, 11.5),
    _Density(0.60, (30, 28, 26, 24, 22), (20, 18), 18, (20, 19, 18), (16, 15, 14), 14, 11.0),
    _Density(0.48, (26, 24, 22), (18, 16), 16, (18,), (15, 14), 13, 10.5),
    _Density(0.38, (22,), (16,), 14, (16,), (14,), 12, 10.0),
)
_LAST_RESORT = _Density(0.32, (16,), (), 10, (14,), (), 10, 10.0)


@dataclass(frozen=True, slots=True)
class Body:
    """A body that fits: its texts with their baselines. `limits_elsewhere`: they moved to page 2."""

    facts: CertificateFacts
    density: _Density
    certifies: Beside
    name: Fitted
    has_shown: Beside
    title: Fitted
    second_title: Fitted
    level: Beside
    scale: Fitted
    limits_label: Beside
    limits: Fitted
    second_limits: Fitted
    evaluated_on: Fitted
    against_label: str
    against: Fitted
    limits_elsewhere: bool

    def draw(self, page: Page | None, frame: Frame) -> float:
        """Draw on a page (None: only measure); return the last baseline."""
        y = self._draw_holder(page, frame.body_top)
        y = self._draw_title(page, y)
        y = self._draw_level(page, y)
        y = self._draw_limits(page, y)
        return self._draw_against(page, y)

    def _gap(self, usual: float) -> float:
        return usual * self.density.gaps

    def _draw_holder(self, page: Page | None, y: float) -> float:
        fields = printed_fields(self.facts)
        first = y + self.certifies.height + self._gap(4.7) + self.name.style.size * POINT * CAPITAL
        last = first + self.name.height
        below = last + 5.2 + self._gap(0.8)
        employee = fields["employee_no"]
        if page:
            self.certifies.draw(page, MARGIN, y)
            with page.field("holder"):
                draw_lines(page, MARGIN, first, self.name, Direction.OWN)
            x = MARGIN
            if self.facts.holder_latin:
                x += page.text(MARGIN, below, self.facts.holder_latin, styles.EMPLOYEE, Direction.OWN) + 4.0
            if employee:
                with page.field("employee_no"):
                    page.text(x, below, employee, styles.EMPLOYEE)
        return below if employee or self.facts.holder_latin else last

    def _draw_title(self, page: Page | None, y: float) -> float:
        lead_in = y + 2.7 + self._gap(7.4)
        first = lead_in + self.has_shown.height + self._gap(3.7) + self.title.style.size * POINT * CAPITAL
        last = first + self.title.height
        second = last + 1.6 + self._gap(0.6) + self.second_title.style.size * POINT
        if page:
            self.has_shown.draw(page, MARGIN, lead_in)
            with page.field("title"):
                draw_lines(page, MARGIN, first, self.title, Direction.OWN)
            draw_lines(page, MARGIN, second, self.second_title, Direction.OWN)
        return second + self.second_title.height if self.second_title.lines else last

    def _draw_level(self, page: Page | None, y: float) -> float:
        if not self.level.first.lines:
            return y
        first = y + 4.0 + self._gap(6.5)
        scale_at = first + self.level.height + 4.3
        if page:
            facts = self.facts
            sign = draw_level_sign(page, MARGIN, first - 3.3, facts.level, facts.level_rank, facts.level_count)
            x = MARGIN + (sign + 3.2 if sign else 0.0)
            with page.field("level"):
                draw_lines(page, x, first, self.level.first)
            self.level.draw_second(page, x, first)
            draw_lines(page, x, scale_at, self.scale)
        return scale_at + self.scale.height if self.scale.lines else first + self.level.height

    def _draw_limits(self, page: Page | None, y: float) -> float:
        label = y + 3.4 + self._gap(6.4)
        shown = self.limits.lines or self.limits_elsewhere
        if not shown and not self.evaluated_on.lines:
            return y
        below = label + self.limits_label.height if shown else label
        first = below + 1.2 + self.limits.style.size * POINT if self.limits.lines else below
        last = first + self.limits.height if self.limits.lines else below
        second = last + 4.6
        last = second + self.second_limits.height if self.second_limits.lines else last
        evaluated = last + (4.9 if shown else 0.0)
        end = evaluated + self.evaluated_on.height if self.evaluated_on.lines else last
        if page:
            if shown:
                page.box(MARGIN, label - 3.1, _BAR, end - label + 4.4)
                self.limits_label.draw(page, MARGIN + _INDENT, label)
                with page.field("limits"):
                    draw_lines(page, MARGIN + _INDENT, first, self.limits, Direction.PAGE)
                draw_lines(page, MARGIN + _INDENT, second, self.second_limits, Direction.OWN)
            draw_lines(page, MARGIN + (_INDENT if shown else 0.0), evaluated, self.evaluated_on)
        return end

    def _draw_against(self, page: Page | None, y: float) -> float:
        if not self.against.lines:
            return y
        first = y + 3.6 + self._gap(4.6)
        if page:
            width = page.text(MARGIN, first, self.against_label, styles.AGAINST_LABEL)
            draw_lines(page, MARGIN + width + 2.6, first, self.against)
        return first + self.against.height


def fit_body(page: Page, frame: Frame, facts: CertificateFacts, words: PaperWords, facts_top: float) -> Body:
    """Return the loosest body that ends above the dates; with the limits on page 2 where nothing else helps.

    InputError where even that does not fit: the texts are far longer than a certificate can hold.
    """
    choices = [(density, False) for density in _DENSITIES] + [(density, True) for density in (*_DENSITIES[2:], _LAST_RESORT)]
    end = facts_top - _ABOVE_FACTS
    for density, limits_elsewhere in choices:
        body = _body(page, frame, facts, words, density, limits_elsewhere=limits_elsewhere)
        if body.draw(None, frame) <= end:
            return _spread(body, frame, end)
    raise InputError(facts.number, "the name and the title are too long for one page.", "Shorten the title of the checklist.")


def _spread(body: Body, frame: Frame, end: float) -> Body:
    """The same body with its gaps widened into the room that is left, at most as far as the paper lets them."""
    widest = frame.loosest
    tight, loose = body.draw(None, frame), replace(body, density=replace(body.density, gaps=widest)).draw(None, frame)
    if loose <= tight:
        return body
    gaps = body.density.gaps + (widest - body.density.gaps) * min(1.0, (end - tight) / (loose - tight))
    return replace(body, density=replace(body.density, gaps=gaps))


def _body(
    page: Page, frame: Frame, facts: CertificateFacts, words: PaperWords, density: _Density, *, limits_elsewhere: bool = False
) -> Body:
    width = frame.text_width
    indented = width - _INDENT
    limits = sized(styles.LIMITS, density.limits)
    second = second_words(facts)
    against_label = in_both(words.assessed_against, second.assessed_against if second else "")
    label = page.width(against_label, styles.AGAINST_LABEL) + 2.6
    within = words.limits_on_page_2 if limits_elsewhere else words.within_limits
    second_within = "" if second is None else second.limits_on_page_2 if limits_elsewhere else second.within_limits
    level = printed_fields(facts)["level"]
    second_level = level_words(second, facts.level, facts.second_level_name) if second and facts.second_level_name else ""
    return Body(
        facts=facts,
        density=density,
        certifies=beside(page, _one(words.certifies, styles.LEAD_IN), second.certifies if second else "", width),
        name=fit_heading(
            page, facts.holder, styles.HOLDER, width, one=density.name_one, two=density.name_two, least=density.name_least
        ),
        has_shown=beside(page, _one(_lead_in(facts, words), styles.LEAD_IN), _lead_in(facts, second) if second else "", width),
        title=fit_heading(
            page, facts.title, styles.TITLE, width, one=density.title_one, two=density.title_two, least=density.title_least
        ),
        second_title=Fitted(wrap(page, facts.second_title, styles.SECOND_TITLE, width, Direction.OWN), styles.SECOND_TITLE),
        level=beside(page, _one(level, styles.LEVEL), second_level, indented - 4.0),
        scale=fit_line(page, scale_words(facts, words), styles.SCALE, indented - 4.0, 8.5),
        limits_label=beside(page, _one(within, styles.LIMITS_LABEL), second_within, indented),
        limits=Fitted(() if limits_elsewhere else wrap(page, facts.limits, limits, indented), limits),
        second_limits=Fitted(
            () if limits_elsewhere else wrap(page, facts.second_limits, styles.SECOND_LIMITS, indented, Direction.OWN),
            styles.SECOND_LIMITS,
        ),
        evaluated_on=fit_line(page, _evaluated_on(facts, words), styles.EVALUATED_ON, indented, 8.5),
        against_label=against_label,
        against=fit_line(page, _against(facts, words), styles.AGAINST, width - label, 8.5),
        limits_elsewhere=limits_elsewhere and bool(facts.limits),
    )


def _one(text: str, style: Style) -> Fitted:
    return Fitted((text,) if text else (), style)


def _evaluated_on(facts: CertificateFacts, words: PaperWords) -> str:
    return words.evaluated_on.format(what=facts.evaluated_on) if facts.evaluated_on else ""


def _against(facts: CertificateFacts, words: PaperWords) -> str:
    checklist = words.checklist.format(code=facts.checklist_code, revision=facts.checklist_revision)
    return words.separator.join(filter(None, (facts.assessed_against, checklist if facts.checklist_code else "")))


def _lead_in(facts: CertificateFacts, words: PaperWords) -> str:
    """Return the words before the title: what was observed, or what is held."""
    return words.has_earned if facts.evidence.stands_on else words.has_shown
