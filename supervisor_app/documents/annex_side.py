"""The right column of the evidence annex: decision and arithmetic, attempts, signatures on record, fingerprints."""

from __future__ import annotations

from collections.abc import Iterator

from supervisor_app.documents import styles
from supervisor_app.documents.annex_table import headed
from supervisor_app.documents.columns import Block
from supervisor_app.documents.fitting import draw_lines, wrap
from supervisor_app.documents.marks import RESULT_WIDTH, draw_result
from supervisor_app.documents.page import Direction, Page
from supervisor_app.documents.second import in_both, under
from supervisor_app.domain.certificate import Evidence, EvidenceAttempt, PrintedSignature
from supervisor_app.domain.codes import in_fours
from supervisor_app.domain.fixed_wording import other_words, said_in
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.paper_words import PaperWords
from supervisor_app.domain.printed import date_words, isolate_own, moment_words

_LEADING = 4.35
_DIGEST_LINE = 32
_SECOND = 3.4


@dataclass(frozen=True, slots=True)
class Side:
    """The column as blocks, starting at `x`, `width` wide."""

    page: Page
    words: PaperWords
    x: float
    width: float
    second: PaperWords | None = None
    """Of a second language on the same page: what is fixed wording stands in both, what was written stays as it is."""

    def blocks(self, evidence: Evidence) -> Iterator[Block]:
        """Yield everything from top to bottom."""
        yield from self.judgement(evidence)
        if evidence.signatures:
            yield self._heading(self.signatures)
        yield from self.proofs(evidence)

    def judgement(self, evidence: Evidence) -> Iterator[Block]:
        """Yield how it was decided: the decision, its arithmetic, the rule with every attempt."""
        yield self._decision(evidence.decision)
        for label, figure in evidence.figures:
            yield self._figure(label, figure)
        if evidence.mastery or evidence.attempts:
            other = self.second.mastery.format(rule="").strip(" :") if self.second else ""
            yield self._heading(self.words.mastery.format(rule=isolate_own(evidence.mastery) or "–"), other)
            for attempt in evidence.attempts:
                yield self._attempt(attempt)

    def proofs(self, evidence: Evidence) -> Iterator[Block]:
        """Yield who signed, under a heading that the caller gives, and the fingerprints."""
        for signature in evidence.signatures:
            yield self._signature(signature)
        if evidence.digests:
            yield self._heading(self.words.fingerprints, self.second.fingerprints if self.second else "")
            for label, digest in evidence.digests:
                yield self._digest(label, digest)

    @property
    def signatures(self) -> str:
        """The heading above the signatures."""
        return in_both(self.words.signatures, self.second.signatures if self.second else "")

    def head(self, text: str = "") -> Block:
        """Return the heading for the top of every page, "Decision" unless said otherwise."""
        said = text or in_both(self.words.decision, self.second.decision if self.second else "")

        def draw(page: Page, y: float) -> None:
            page.text(self.x, y + 4.6, said, styles.HEADING)
            page.rule(self.x, y + 6.4, self.width, 0.35)

        return Block(7.0, draw)

    def _heading(self, text: str, second: str = "") -> Block:
        both = in_both(text, second)
        return headed(both, self.x, self.width, wrap(self.page, both, styles.HEADING, self.width))

    def _said(self, text: str) -> str:
        """A text of the record in the first language, where it is fixed wording."""
        return said_in(text, self.words.language)

    def _other(self, text: str) -> str:
        """The same in the second language, "" where there is none or nothing else to say."""
        return other_words(text, self.words.language, self.second.language) if self.second else ""

    def _decision(self, text: str) -> Block:
        lines = wrap(self.page, self._said(text), styles.DECISION, self.width)
        other = under(self.page, self._other(text), self.width)
        more = _SECOND + other.height if other.lines else 0.0

        def draw(page: Page, y: float) -> None:
            for place, line in enumerate(lines):
                page.text(self.x, y + 5.0 + place * 5.4, line, styles.DECISION, Direction.OWN)
            draw_lines(page, self.x, y + 5.0 + (len(lines) - 1) * 5.4 + _SECOND, other, Direction.OWN)

        return Block(7.0 + 5.4 * (len(lines) - 1) + more, draw)

    def _figure(self, label: str, figure: str) -> Block:
        """A label and its figure on one line, the figure on lines of its own where both do not fit; under them both once more."""
        other, there = self._other(label), self._other(figure)
        label, figure = self._said(label), self._said(figure)
        room = self.width - self.page.width(label, styles.ANNEX_CELL) - 3.0
        beside = self.page.width(figure, styles.FIGURE) <= room
        labels = wrap(self.page, label, styles.ANNEX_CELL_GREY, self.width)
        figures = wrap(self.page, figure, styles.FIGURE, self.width, Direction.OWN)
        lines = 1 if beside else len(labels) + len(figures)
        ends = under(self.page, there, self.width * 0.45)
        starts = under(self.page, other, self.width - (self.width * 0.45 if there else 0.0))
        more = max((_SECOND + one.height for one in (starts, ends) if one.lines), default=0.0)

        def draw(page: Page, y: float) -> None:
            for place, line in enumerate(labels):
                page.text(self.x, y + 3.3 + place * _LEADING, line, styles.ANNEX_CELL_GREY)
            start = y + 3.3 + (0.0 if beside else len(labels) * _LEADING)
            for place, line in enumerate(figures):
                page.text_ending(self.x + self.width, start + place * _LEADING, line, styles.FIGURE, Direction.OWN)
            below = y + 3.3 + (lines - 1) * _LEADING + _SECOND
            draw_lines(page, self.x, below, starts, Direction.OWN)
            for place, line in enumerate(ends.lines):
                page.text_ending(self.x + self.width, below + place * ends.leading, line, ends.style, Direction.OWN)

        return Block(_LEADING * lines + more, draw)

    def _attempt(self, attempt: EvidenceAttempt) -> Block:
        columns = (0.0, 4.0, 0.285 * self.width, 0.5 * self.width, self.width - RESULT_WIDTH)
        texts = (
            (str(attempt.number), styles.CELL_BOLD),
            (date_words(attempt.day, self.words), styles.CELL),
            (attempt.assessor, styles.CELL),
            (attempt.context, styles.CELL_GREY),
        )
        cells = [
            (start, wrap(self.page, text, style, end - start - 1.2), style)
            for (text, style), start, end in zip(texts, columns, columns[1:], strict=False)
        ]

        def draw(page: Page, y: float) -> None:
            for start, lines, style in cells:
                for place, line in enumerate(lines):
                    page.text(self.x + start, y + 3.3 + place * _LEADING, line, style)
            draw_result(page, self.x + columns[-1], y + 3.6, "met" if attempt.success else "not_met")

        return Block(_LEADING * max(1, *(len(lines) for _, lines, _ in cells)), draw)

    def _signature(self, signature: PrintedSignature) -> Block:
        key = self.words.key.format(key=in_fours(signature.key[:8])) if signature.key else ""
        room = self.width - (self.page.width(key, styles.SMALL_KEY) + 3.0 if key else 0.0)
        names = wrap(
            self.page,
            ", ".join(filter(None, (isolate_own(signature.name), isolate_own(self._said(signature.title))))),
            styles.CELL_BOLD,
            room,
        )
        meaning = isolate_own(self._said(signature.meaning.strip()).rstrip("."))
        other = under(self.page, self._other(signature.meaning.strip()).rstrip("."), self.width)
        more = _SECOND + other.height if other.lines else 0.0
        said = wrap(
            self.page,
            ", ".join(filter(None, (meaning, moment_words(signature.signed, self.words)))),
            styles.CELL_GREY,
            self.width,
        )

        def draw(page: Page, y: float) -> None:
            if key:
                page.text_ending(self.x + self.width, y + 3.4, key, styles.SMALL_KEY, Direction.LEFT_TO_RIGHT)
            for place, line in enumerate(names):
                page.text(self.x, y + 3.4 + place * 3.8, line, styles.CELL_BOLD)
            for place, line in enumerate(said, len(names)):
                page.text(self.x, y + 3.4 + place * 3.8, line, styles.CELL_GREY)
            draw_lines(page, self.x, y + 3.4 + (len(names) + len(said) - 1) * 3.8 + _SECOND, other, Direction.OWN)

        return Block(3.8 * (len(names) + len(said)) + 1.5 + more, draw)

    def _digest(self, label: str, digest: str) -> Block:
        labels = wrap(self.page, in_both(self._said(label), self._other(label)), styles.CELL_GREY, self.width)
        lines = [digest[start : start + _DIGEST_LINE] for start in range(0, len(digest), _DIGEST_LINE)]

        def draw(page: Page, y: float) -> None:
            for place, line in enumerate(labels):
                page.text(self.x, y + 3.2 + place * 3.7, line, styles.CELL_GREY)
            start = y + 3.2 + len(labels) * 3.7 - 0.3
            for place, line in enumerate(lines):
                page.text(self.x, start + place * 3.2, line, styles.DIGEST, Direction.LEFT_TO_RIGHT)

        return Block(3.7 * len(labels) + 3.2 * len(lines) + 0.5, draw)
