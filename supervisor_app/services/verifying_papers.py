"""Certificates in one file: whichever of its papers and attached records belong together, each found for itself, in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from supervisor_app.credentials.carriers import NotReadable, read_json
from supervisor_app.credentials.claims import DocumentKind, NotABadge, read_claims
from supervisor_app.credentials.findings import Findings, code_agrees, examine_code
from supervisor_app.credentials.paper import compare, compare_card, compare_record
from supervisor_app.credentials.qr_payload import NotACode, QrClaims, decode
from supervisor_app.credentials.seals import Signature
from supervisor_app.credentials.verdict import Check, CheckState, FieldComparison, Verdict, unreadable
from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import InputError
from supervisor_app.services.verifying_records import ANOTHER_FILE, Checker, NotJudged, examine_record

if TYPE_CHECKING:
    from supervisor_app.documents.page_reading import ShownPaper
    from supervisor_app.documents.patience import Patience
    from supervisor_app.documents.reading import NotSearched

MOST_PAPERS = 500
"""So many certificates are read from one file; what is behind them is said to be unread."""
Found: TypeAlias = "Findings | Verdict"
"""What was found in a file before the site's records were asked; a verdict where there is nothing to ask them about."""


@dataclass(frozen=True, slots=True)
class Placed:
    """What was found at a place of a file: "page 2", "page 1, card 3", "attached NG-A-1.json"; "" where it is all there is.

    `unsearched` is a line of the verdict about pages behind the only certificate of a file.
    """

    place: str
    found: Found
    unsearched: Check | None = None


@dataclass(frozen=True, slots=True)
class _Record:
    """An attached record, told apart by what it says of itself."""

    name: str
    data: bytes


def find_in_pdf(name: str, data: bytes, checker: Checker) -> Iterator[Placed]:
    """Yield what is found in a PDF: its only certificate, or each of several as their pages are read, MOST_PAPERS at most."""
    from supervisor_app.documents.page_reading import ShownPaper
    from supervisor_app.documents.patience import Patience
    from supervisor_app.documents.reading import NotSearched, open_papers

    patience = Patience(checker.work)
    try:
        with open_papers(data, patience) as file:
            first, end = list[ShownPaper](), None
            try:
                first.extend(islice(file.papers, 2))
            except NotSearched as given_up:
                end = given_up
            record = next(iter(file.records.values()), None)
            if len(first) > 1 or len(file.records) > 1:
                yield from _each(name, _again(first, file.papers, end), file.records, checker, patience)
            elif first or record is not None:
                found = _found(name, record, first[0] if first else ShownPaper(1, {}, ""), checker)
                yield Placed("", found, _unsearched(end, file.pages) if end else None)
            elif end is not None:
                raise end
            else:
                yield Placed("", unreadable(name, checker.now, "This PDF holds no certificate.", ANOTHER_FILE))
    except NotSearched as problem:
        place = f"from page {problem.page} on" if problem.page > 1 else ""
        yield Placed(place, unreadable(name, checker.now, problem.message, problem.hint))
    except InputError as problem:
        yield Placed("", unreadable(name, checker.now, problem.message, problem.hint or ANOTHER_FILE))


def _again(first: Sequence[ShownPaper], others: Iterator[ShownPaper], end: NotSearched | None) -> Iterator[ShownPaper]:
    """All papers, those that were read before first, and what ended them."""
    yield from first
    if end is not None:
        raise end
    yield from others


def _unsearched(end: NotSearched, pages: int) -> Check:
    """The line about the pages behind the only certificate that was found."""
    which = f"Page {end.page} was" if end.page == pages else f"Pages {end.page} to {pages} were"
    return Check("pages", CheckState.UNKNOWN, f"{which} not searched for further certificates", end.why)


def first_code(texts: tuple[str, ...]) -> QrClaims | None:
    """Return the first text that is one of our codes, read; None where there is none."""
    return next((code for code in map(_code, texts) if code is not None), None)


def _code(text: str) -> QrClaims | None:
    try:
        return decode(text) if text else None
    except NotACode:
        return None


def _each(
    name: str, papers: Iterator[ShownPaper], records: Mapping[str, bytes], checker: Checker, patience: Patience
) -> Iterator[Placed]:
    """Each paper with the record that its code or number names, then each record that no paper shows.

    Each certificate that is proven for the first time renews the `patience`.
    """
    known, unshown = _by_names(records), dict(records)
    if known is None:
        sentence = "Several records of the same certificate are attached to this PDF."
        yield Placed("", unreadable(name, checker.now, sentence, "Ask for the file as it was issued."))
        return
    count, proven = 0, set[str]()
    for count, paper in enumerate(papers, 1):
        place = f"page {paper.page}, card {paper.card}" if paper.card else f"page {paper.page}"
        if count > MOST_PAPERS:
            yield Placed(f"from {place} on", _unread(name, checker))
            return
        code = _code(paper.qr_text)
        record = known.get(code.credential_id if code else paper.fields.get("number", ""))
        if record is not None:
            unshown.pop(record.name, None)
        found = _found(name, record.data if record else None, paper, checker)
        _renew(patience, found, proven)
        yield Placed(place, found)
    for more, (file, data) in enumerate(unshown.items(), count + 1):
        if more > MOST_PAPERS:
            yield Placed(f"from attached {file} on", _unread(name, checker))
            return
        if patience.spent:
            sentence = "The attached records from here on were not checked: too much was read without a certificate being proven."
            hint = "Ask for the certificates as files of their own."
            yield Placed(f"from attached {file} on", unreadable(name, checker.now, sentence, hint))
            return
        found = _found(name, data, None, checker)
        _renew(patience, found, proven)
        yield Placed(f"attached {file}", found)


def _renew(patience: Patience, found: Found, proven: set[str]) -> None:
    """A certificate that a known issuer signed was worth its work, once."""
    if isinstance(found, Verdict) or found.signature is not Signature.GENUINE or found.issuer is None:
        return
    if found.claims.credential_id not in proven:
        proven.add(found.claims.credential_id)
        patience.renew()


def _unread(name: str, checker: Checker) -> Verdict:
    sentence = f"Only the first {MOST_PAPERS} certificates of this file were checked."
    return unreadable(name, checker.now, sentence, "Ask for the others as files of their own.")


def _by_names(records: Mapping[str, bytes]) -> dict[str, _Record] | None:
    """The attached records by the id and the number that each says of itself; None where two say the same id.

    A number that two say (of two sites, say) tells neither.
    """
    ids: dict[str, _Record] = {}
    numbers: dict[str, list[_Record]] = {}
    for name, data in records.items():
        try:
            claims = read_claims(read_json(data))
        except (NotReadable, NotABadge):
            continue
        record = _Record(name, data)
        if claims.credential_id in ids:
            return None
        ids[claims.credential_id] = record
        numbers.setdefault(claims.number, []).append(record)
    return {**{number: one[0] for number, one in numbers.items() if number and len(one) == 1}, **ids}


def _found(name: str, record: bytes | None, paper: ShownPaper | None, checker: Checker) -> Found:
    """What is found of one certificate: its record held against its paper, or its code alone."""
    code = _code(paper.qr_text) if paper else None
    try:
        if record is not None:
            findings = examine_record(record, checker)
            if paper is None:
                return findings
            return replace(findings, code=code_agrees(code, findings), paper=_on_paper(findings, paper, code))
        if code is not None:
            findings = examine_code(code, checker.trust, None, checker.lists)
            return replace(findings, paper=_on_paper(findings, paper, code) if paper and paper.fields else ())
    except NotReadable as problem:
        return unreadable(name, checker.now, f"The record in this PDF cannot be read: {problem}.", ANOTHER_FILE)
    except NotJudged as finding:
        return finding.verdict(name, checker.now)
    if paper is not None and "holder" in paper.fields:
        sentence = "No code can be read here, and no attached record belongs to it."
        return unreadable(name, checker.now, sentence, "Ask for this certificate as it was issued.")
    return unreadable(name, checker.now, "This PDF holds no certificate.", ANOTHER_FILE)


def _on_paper(findings: Findings, paper: ShownPaper, code: QrClaims | None) -> tuple[FieldComparison, ...]:
    """What the paper shows beside what is proven; a card says the limits that its code holds, a passport what lies inside."""
    fields = paper.fields
    if findings.claims.kind is DocumentKind.RECORD:
        return compare_record(findings.claims, [one.claims for one in findings.inner], fields)
    if paper.small or paper.card:
        return compare_card(findings.claims, fields, code.limits if code else None)
    return compare(findings.claims, fields)
