"""Reading certificates back from a PDF that anyone may have touched: the attached records, the codes, the visible fields.

Everything is bounded; what cannot be read is told in words. Nothing here decides whether a certificate is genuine.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

import pikepdf

from supervisor_app.documents.page_reading import ShownPaper, TooMuch, shown_on
from supervisor_app.documents.patience import OutOfPatience, Patience
from supervisor_app.documents.unpacking import bounded
from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import InputError

MAX_BYTES = 20_000_000
MAX_PAGES = 2_000
MAX_ATTACHMENTS = 1_000
MAX_CREDENTIAL = 1_000_000
MAX_RECORDS = 12_000_000
"""Bytes of all attached records together: some two thousand of ours."""
MAX_COST = 30_000_000
"""Bytes of drawing that are looked through: the first page of a certificate has 30,000."""
MOST_IN_VAIN = 12
"""So many pages are searched for a code without one being there."""
NAME = "credential.json"
_PROBLEMS = (pikepdf.PdfError, zlib.error, RecursionError, ValueError, TypeError, KeyError, AttributeError, IndexError)


@dataclass(frozen=True, slots=True)
class PdfPapers:
    """An open file: `records` are the attached JSON files by name; `papers` come as they are asked for, those that show
    something in the order of the pages. What is on a further page of the same paper is among its fields.
    """

    records: Mapping[str, bytes]
    pages: int
    papers: Iterator[ShownPaper]


class NotSearched(InputError):  # noqa: N818 - an end, not a fault
    """The pages from `page` on (from 1) were not searched; what was before them stands."""

    def __init__(self, page: int, why: str) -> None:
        hint = "Save the pages with the certificates as a file of their own."
        super().__init__("PDF", f"page {page} and what follows was not searched, because {why}.", hint)
        self.page, self.why = page, why


@contextmanager
def open_papers(data: bytes, patience: Patience | None = None) -> Iterator[PdfPapers]:
    """Open a PDF. InputError where it is too large, protected, damaged or not a PDF, here and while papers are read.

    What is read spends the `patience`; NotSearched, after all papers before, where it ends, or what can be searched.
    """
    if len(data) > MAX_BYTES:
        raise InputError("PDF", "the file is larger than 20 MB.", "Choose the PDF of one certificate.")
    with _in_words():
        pdf = pikepdf.open(io.BytesIO(data))
    with pdf:
        with _in_words():
            pages = len(pdf.pages)
            if not 1 <= pages <= MAX_PAGES:
                raise InputError("PDF", f"the file has {pages:,} pages.", "Choose the PDF of one certificate.")
            records = _records(pdf)
        yield PdfPapers(records, pages, _papers(data, pdf, patience or Patience()))


@contextmanager
def _in_words() -> Iterator[None]:
    """Turn what pikepdf says of a damaged file into words."""
    try:
        yield
    except pikepdf.PasswordError as error:
        raise InputError("PDF", "the file is protected by a password.", "Choose the file as it was issued.") from error
    except _PROBLEMS as error:
        raise InputError("PDF", "the file is damaged or not a PDF.", "Choose the file as it was issued.") from error


def _papers(data: bytes, pdf: pikepdf.Pdf, patience: Patience) -> Iterator[ShownPaper]:
    """Yield each paper once the page where the next begins was read. NotSearched at the page where it is given up."""
    open_one: ShownPaper | None = None
    end: NotSearched | None = None
    pages = _pages(data, pdf, patience)
    while True:
        try:
            paper = next(pages, None)
        except NotSearched as given_up:
            paper, end = None, given_up
        if paper is not None and paper.continues and open_one is not None:
            open_one = replace(open_one, fields={**paper.fields, **open_one.fields})
            continue
        if open_one is not None and _shows(open_one):
            yield open_one
        if paper is None:
            break
        open_one = paper
    if end is not None:
        raise end


def _pages(data: bytes, pdf: pikepdf.Pdf, patience: Patience) -> Iterator[ShownPaper]:
    """Yield what each page shows, whether it begins a paper or goes on with one."""
    left, in_vain = MAX_COST, 0
    for index in range(len(pdf.pages)):
        try:
            if patience.spent:
                raise OutOfPatience
            with _in_words():
                shown, cost = shown_on(data, pdf, index, most=left, patience=patience)
        except OutOfPatience as error:
            raise NotSearched(index + 1, "too much was read without a certificate being proven") from error
        except TooMuch as error:
            if index:
                raise NotSearched(index + 1, "it holds far more than a certificate") from error
            raise
        left -= cost
        in_vain += sum(paper.in_vain for paper in shown)
        if in_vain > MOST_IN_VAIN:
            raise NotSearched(index + 1, f"more than {MOST_IN_VAIN} pages have pictures and no code")
        yield from shown


def _shows(paper: ShownPaper) -> bool:
    return bool(paper.fields or paper.qr_text)


def _records(pdf: pikepdf.Pdf) -> dict[str, bytes]:
    """The attached credentials: all JSON files; where one has the usual name of a single one, only that."""
    names = list(pdf.attachments)
    if len(names) > MAX_ATTACHMENTS:
        raise InputError("PDF", f"{len(names):,} files are attached.", "Choose the PDF of one certificate.")
    wanted = [name for name in names if name == NAME] or [name for name in names if name.lower().endswith(".json")]
    found: dict[str, bytes] = {}
    room = MAX_RECORDS
    for name in wanted:
        record = bounded(pdf.attachments[name].get_file().obj, MAX_CREDENTIAL)
        if len(record) > MAX_CREDENTIAL:
            raise InputError("PDF", "the attached record is larger than 1 MB.", "Choose the file as it was issued.")
        room -= len(record)
        if room < 0:
            raise InputError("PDF", "the attached records are larger than 12 MB.", "Choose a file with fewer certificates.")
        found[name] = record
    return found
