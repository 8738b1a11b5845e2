"""A PDF of one certificate, read back as a verdict reads it: its first paper and the record in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from supervisor_app.documents.page_reading import ShownPaper
from supervisor_app.documents.reading import NAME, open_papers


@dataclass(frozen=True, slots=True)
class PdfContents:
    """The credential (bytes as they are), the visible fields, the QR text, the pages; whether it is a wallet card."""

    credential: bytes | None
    fields: Mapping[str, str]
    qr_text: str
    pages: int
    card: bool = False


def read_certificate_pdf(data: bytes) -> PdfContents:
    """Read its first paper. Raises as `open_papers`."""
    with open_papers(data) as file:
        first = next(file.papers, None) or ShownPaper(1, {}, "")
        record = file.records.get(NAME) or next(iter(file.records.values()), None)
        return PdfContents(record, first.fields, first.qr_text, file.pages, first.small)
