"""The lower half of page 1: the band of dates, the signatures, the footer. Laid out from the bottom: the body gets the rest."""

from __future__ import annotations

from supervisor_app.documents import styles
from supervisor_app.documents.fitting import Fitted, draw_lines, fit_line
from supervisor_app.documents.frame import MARGIN, Frame
from supervisor_app.documents.mark import MARK_ROOM, Mark, draw_mark
from supervisor_app.documents.page import ACCENT, Direction, Page, Style
from supervisor_app.documents.qr_code import SIDE_MM
from supervisor_app.documents.second import under
from supervisor_app.domain.certificate import CertificateFacts, PrintedSignature
from supervisor_app.domain.codes import in_fours
from supervisor_app.domain.fixed_wording import other_words, rule_in, said_in
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.paper_words import PaperWords, second_words, words_for
from supervisor_app.domain.printed import date_words, isolate_own, printed_fields, signed_words

_CELLS = (0.0, 0.21, 0.42, 0.59)
_GUTTER = 4.0
_SECOND = 3.5


@dataclass(frozen=True, slots=True)
class _Cell:
    """One fact of the band: label, value and a line under it."""

    x: float
    label: Fitted
    second: Fitted
    value: Fitted
    detail: Fitted
    field: str


@dataclass(frozen=True, slots=True)
class _Signer:
    """One signature block."""

    x: float
    heading: Fitted
    second: Fitted
    name: Fitted
    role: Fitted
    meaning: Fitted
    second_meaning: Fitted
    signed: Fitted
    key: str
    key_below: bool

    @property
    def height(self) -> float:
        """Millimetres from the thin line to the last baseline."""
        lines = (self.name, self.role, self.meaning, self.signed)
        more = _SECOND if self.second.lines else 0.0
        more += _SECOND + self.second_meaning.height if self.second_meaning.lines else 0.0
        return 25.9 + more + sum(fitted.height for fitted in lines) + (3.6 if self.key_below else 0.0)


@dataclass(frozen=True, slots=True)
class Band:
    """The fitted lower half; `top` is where its heavy line stands."""

    top: float
    cells: tuple[_Cell, ...]
    signers: tuple[_Signer, ...]
    mark: Mark | None = None

    def draw(self, page: Page, frame: Frame) -> None:
        """Draw dates and signatures."""
        page.rule(MARGIN, self.top, frame.width, 0.6, ACCENT)
        for cell in self.cells:
            draw_lines(page, cell.x, self.top + 5.6, cell.label)
            draw_lines(page, cell.x, self.top + 5.6 + _SECOND, cell.second, Direction.OWN)
            value_at = self.top + 11.8 + _second_height(self.cells)
            if cell.field:
                with page.field(cell.field):
                    below = draw_lines(page, cell.x, value_at, cell.value, _direction(cell.field))
            else:
                below = draw_lines(page, cell.x, value_at, cell.value)
            draw_lines(page, cell.x, below + 4.6, cell.detail)
        thin = self.top + _cells_height(self.cells)
        page.rule(MARGIN, thin, frame.width, 0.1)
        for signer in self.signers:
            _draw_signer(page, signer, thin)
        if self.mark:
            draw_mark(page, frame.end, thin + 3.0, self.mark)


def fit_band(page: Page, frame: Frame, facts: CertificateFacts, words: PaperWords, mark: Mark | None = None) -> Band:
    """Return the lower half, its heavy line raised as far as long details need; `mark` stands beside the last signature."""
    cells = tuple(_cells(page, frame, facts, words))
    signers = tuple(_signers(page, frame, facts, words, MARK_ROOM if mark else 0.0))
    height = _cells_height(cells) + max((signer.height for signer in signers), default=0.0)
    return Band(min(frame.facts_top, frame.foot - 4.0 - height), cells, signers, mark)


def draw_foot(page: Page, frame: Frame, text: str, page_words: str, own: str = "", second: str = "") -> None:
    """Draw the thin line, the small print (under it in a second language) and the page number at the foot, below them a line of
    the organisation's own.
    """
    page.rule(MARGIN, frame.foot, frame.width, 0.1)
    width = page.text_ending(frame.end, frame.foot + 4.6, page_words, styles.FOOT)
    below = draw_lines(page, MARGIN, frame.foot + 4.6, fit_line(page, text, styles.FOOT, frame.width - width - 6.0, 8.0))
    other = second_line(page, frame, second)
    below = draw_lines(page, MARGIN, below + 3.5, other, Direction.OWN) if other.lines else below
    draw_lines(page, MARGIN, below + 3.9, own_line(page, frame, own), Direction.OWN)


def second_line(page: Page, frame: Frame, text: str) -> Fitted:
    """Return the small print at the foot in the second language, fitted."""
    return under(page, text, frame.width)


def own_line(page: Page, frame: Frame, text: str) -> Fitted:
    """Return the organisation's own line at the foot, fitted."""
    return fit_line(page, text, styles.WORDING, frame.width, 7.5, Direction.OWN)


def _cells(page: Page, frame: Frame, facts: CertificateFacts, words: PaperWords) -> list[_Cell]:
    printed, rule = printed_fields(facts), rule_in(facts.valid_rule, words.language)
    training = date_words(facts.training_completed, words) if facts.training_completed else "–"
    second = second_words(facts)
    others = ("",) * 5
    if second:
        others = (second.training_completed, second.evaluated, second.issued, second.valid_until, second.certificate_no)
    rows = (
        (words.training_completed, training, words.trainer.format(name=isolate_own(facts.trainer)) if facts.trainer else "", ""),
        (
            words.evaluated,
            date_words(facts.evaluated, words),
            words.evaluator.format(name=isolate_own(facts.evaluator)) if facts.evaluator else "",
            "",
        ),
        (words.issued, printed["issued"], "", "issued"),
        (words.valid_until, printed["valid_until"], rule if facts.valid_until else "", "valid_until"),
        (words.certificate_no, printed["number"], "", "number"),
    )
    starts = [MARGIN + part * frame.width for part in _CELLS] + [frame.side]
    widths = [end - start - _GUTTER for start, end in zip(starts, [*starts[1:], frame.end + _GUTTER], strict=True)]
    cells = []
    for (label, value, detail, field), other, x, width in zip(rows, others, starts, widths, strict=True):
        style = styles.NUMBER if field == "number" else styles.DATE
        cells.append(
            _Cell(
                x,
                fit_line(page, label, styles.LABEL, width, 8.0),
                fit_line(page, other, styles.SECOND, width, 7.0, Direction.OWN),
                fit_line(page, value, style, width, 8.5, _direction(field)),
                fit_line(page, detail, styles.DETAIL, width, 8.5),
                field,
            )
        )
    return cells


def _cells_height(cells: tuple[_Cell, ...]) -> float:
    return 20.1 + _second_height(cells) + max(cell.value.height + cell.detail.height for cell in cells)


def _second_height(cells: tuple[_Cell, ...]) -> float:
    """What the labels in a second language take."""
    return max((_SECOND + cell.second.height for cell in cells if cell.second.lines), default=0.0)


def _direction(field: str) -> Direction:
    return Direction.LEFT_TO_RIGHT if field == "number" else Direction.PAGE


def _signers(page: Page, frame: Frame, facts: CertificateFacts, words: PaperWords, beside: float) -> list[_Signer]:
    """The blocks side by side; the last one leaves room `beside` it for a picture."""
    columns = max(2, len(facts.signatures))
    room = frame.width / columns
    last = len(facts.signatures) - 1
    return [
        _signer(page, MARGIN + place * (room + 1.0), room - _GUTTER - (beside if place == last else 0.0), signature, facts)
        for place, signature in enumerate(facts.signatures)
    ]


def _heading(signature: PrintedSignature, words: PaperWords) -> str:
    return said_in(signature.heading, words.language)


def _signer(page: Page, x: float, width: float, signature: PrintedSignature, facts: CertificateFacts) -> _Signer:
    words, second = words_for(facts.language), second_words(facts)
    heading = _heading(signature, words)
    other = other_words(signature.heading, words.language, second.language) if second else ""
    meaning = _quoted(said_in(signature.meaning, words.language), words)
    there = other_words(signature.meaning, words.language, second.language) if second else ""
    signed = fit_line(page, signed_words(signature.signed, words), styles.MEANING, width, 8.5)
    key = words.key.format(key=in_fours(signature.key)) if signature.key else ""
    together = page.width(signed.lines[-1], signed.style) + 3.2 + page.width(key, styles.KEY) if signed.lines else 0.0
    return _Signer(
        x,
        _one(page, heading, styles.LABEL, width),
        fit_line(page, other, styles.SECOND, width, 7.0, Direction.OWN),
        fit_line(page, signature.name, styles.SIGNER, width, 10, Direction.OWN),
        _one(page, signature.title, styles.ROLE, width),
        _one(page, meaning, styles.MEANING, width),
        fit_line(page, _quoted(there, second) if second else "", styles.SECOND, width, 7.0, Direction.OWN),
        signed,
        key,
        bool(key) and together > width,
    )


def _quoted(text: str, words: PaperWords) -> str:
    return f"{words.quotes[0]}{isolate_own(text)}{words.quotes[1]}" if text else ""


def _one(page: Page, text: str, style: Style, width: float) -> Fitted:
    return fit_line(page, text, style, width, 8.5)


def _draw_signer(page: Page, signer: _Signer, top: float) -> None:
    draw_lines(page, signer.x, top + 5.6, signer.heading)
    draw_lines(page, signer.x, top + 5.6 + _SECOND, signer.second, Direction.OWN)
    y = draw_lines(page, signer.x, top + 11.9 + (_SECOND if signer.second.lines else 0.0), signer.name, Direction.OWN)
    y = draw_lines(page, signer.x, y + 4.5, signer.role)
    y = draw_lines(page, signer.x, y + 5.0, signer.meaning)
    if signer.second_meaning.lines:
        y = draw_lines(page, signer.x, y + _SECOND, signer.second_meaning, Direction.OWN)
    y = draw_lines(page, signer.x, y + 4.5, signer.signed)
    if signer.key_below:
        page.text(signer.x, y + 3.6, signer.key, styles.KEY, Direction.LEFT_TO_RIGHT)
    elif signer.key:
        width = page.width(signer.signed.lines[-1], signer.signed.style) if signer.signed.lines else 0.0
        page.text(signer.x + width + 3.2, y, signer.key, styles.KEY, Direction.LEFT_TO_RIGHT)


def draw_code_column(page: Page, frame: Frame, facts: CertificateFacts, words: PaperWords, code: str, symbol: str) -> None:
    """Draw the texts under the QR code; `symbol` are the operators of the code itself."""
    top = frame.body_top - 2.8
    page.draw(symbol)
    scan = fit_line(page, words.scan, styles.SCAN, SIDE_MM, 7.0)
    y = draw_lines(page, frame.side, top + 39.7, scan)
    second = second_words(facts)
    if second:
        other = fit_line(page, second.scan, styles.SECOND, SIDE_MM, 7.0, Direction.OWN)
        y = draw_lines(page, frame.side, y + 3.6, other, Direction.OWN)
    page.text(frame.side, y + 5.6, words.code, styles.LABEL)
    page.text(frame.side, y + 10.2, code, styles.CODE, Direction.LEFT_TO_RIGHT)
    page.text(frame.side, y + 15.5, words.issuer_key, styles.LABEL)
    page.text(frame.side, y + 19.2, in_fours(facts.issuer_key), styles.ISSUER_KEY, Direction.LEFT_TO_RIGHT)
