"""The certificate: page 1 and its evidence annex as one PDF/A-3b file, drawn from the stored record alone."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time

from supervisor_app.documents.annex import draw_annex_page, lay_out_annex
from supervisor_app.documents.archive import About, Archive, Attachment
from supervisor_app.documents.band import draw_code_column, draw_foot, fit_band, own_line, second_line
from supervisor_app.documents.body import fit_body
from supervisor_app.documents.completeness import check_complete
from supervisor_app.documents.confirmations import draw_confirmations
from supervisor_app.documents.fonts import FontBook
from supervisor_app.documents.frame import Frame
from supervisor_app.documents.head import draw_duplicate, draw_head
from supervisor_app.documents.logo import Pictures
from supervisor_app.documents.mark import Mark
from supervisor_app.documents.page import Page, Paper, fill_colour
from supervisor_app.documents.qr_code import SIDE_MM, drawing, matrix
from supervisor_app.documents.shaping import Shaper
from supervisor_app.domain.certificate import CertificateFacts, IssuedCertificate
from supervisor_app.domain.codes import certificate_code
from supervisor_app.domain.confirmation_rows import confirmation_rows
from supervisor_app.domain.file_names import safe_stem
from supervisor_app.domain.paper_words import PaperWords, second_words, words_for

_RAISED = 3.9
_RAISED_SECOND = 3.5
CREDENTIAL_NAME = "credential.json"
MOST_ATTACHED = 500
"""As many as are read from one file again."""


def render_certificate(
    issued: IssuedCertificate,
    *,
    paper: Paper,
    logo_png: bytes | None = None,
    mark_png: bytes | None = None,
    duplicate: int | None = None,
    printed_on: date | None = None,
    shaper: Shaper | None = None,
) -> bytes:
    """Return the certificate as PDF/A-3b: the same record, paper, pictures and duplicate give the same bytes.

    A `duplicate` number adds the line that marks a reprint, with the day `printed_on`. Hand one `shaper` to many calls: it keeps
    opened fonts and shaped labels. InputError where the texts cannot fit the page or the logo cannot be read.
    """
    shaper = shaper or Shaper(FontBook())
    archive = Archive(about_certificate(issued, f"{paper.name} {duplicate} {printed_on}"), (credential_file(issued),))
    pictures = Pictures.read(logo_png, mark_png)
    draw_certificate(archive, shaper, issued, paper, pictures, duplicate, printed_on)
    return archive.data()


def draw_certificate(
    archive: Archive,
    shaper: Shaper,
    issued: IssuedCertificate,
    paper: Paper,
    pictures: Pictures,
    duplicate: int | None = None,
    printed_on: date | None = None,
) -> None:
    """Add the pages of a certificate to a document; InputError where its texts cannot fit or it lacks what its rule asks for."""
    facts, words = issued.facts, words_for(issued.facts.language)
    check_complete(facts)
    accent = fill_colour(facts.look.accent)
    first = Page(archive, shaper, paper, language=facts.language, mirrored=words.right_to_left, accent=accent)
    frame, pages = Frame(paper), [first]
    own = own_line(first, frame, facts.look.footer)
    second = second_words(facts)
    small = second_line(first, frame, second.footer if second else "")
    raised = _RAISED + own.height if own.lines else 0.0
    framed = Frame(paper, raised + (_RAISED_SECOND + small.height if small.lines else 0.0))
    limits_elsewhere = _draw_first(first, framed, issued, words, pictures)
    if duplicate is not None:
        draw_duplicate(first, frame, facts, words, duplicate, printed_on)
    annex = lay_out_annex(first, frame, facts, words, with_limits=limits_elsewhere)
    annex = replace(annex, further=1 if confirmation_rows(facts) else 0)
    number = words.page.format(page=1, pages=annex.count)
    draw_foot(first, framed, words.footer, number, facts.look.footer, second.footer if second else "")
    for index in range(len(annex.pages)):
        pages.append(Page(archive, shaper, paper, language=facts.language, mirrored=words.right_to_left, accent=accent))
        draw_annex_page(pages[-1], frame, facts, words, annex, index)
    if annex.further:
        pages.append(Page(archive, shaper, paper, language=facts.language, mirrored=words.right_to_left, accent=accent))
        draw_confirmations(pages[-1], frame, facts, words, words.page.format(page=annex.count, pages=annex.count))
    for page in pages:
        page.finish()


def missing_characters(facts: CertificateFacts, book: FontBook) -> tuple[str, ...]:
    """Return the characters of a certificate that no font here can print, each once; the window tells them beside the page."""
    texts = [facts.holder, facts.holder_latin, facts.title, facts.organisation, facts.place, facts.limits, facts.evaluated_on]
    texts += [facts.level_name, facts.level_scale, facts.trainer, facts.evaluator, facts.assessed_against, facts.valid_rule]
    texts += [text for signature in facts.signatures for text in (signature.name, signature.title, signature.meaning)]
    texts += [facts.second_title, facts.second_level_name, facts.second_limits, facts.look.heading, facts.look.footer]
    texts += [facts.evidence.assessor_note, facts.evidence.worker_comment]
    texts += [text for step in facts.evidence.steps for text in (step.text, step.standard, step.measured, step.note)]
    return book.missing("".join(texts))


def _draw_first(page: Page, frame: Frame, issued: IssuedCertificate, words: PaperWords, pictures: Pictures) -> bool:
    facts = issued.facts
    draw_head(page, frame, facts, words, pictures.logo, hashlib.sha256(issued.credential).digest())
    mark = Mark(pictures.mark, words.mark) if pictures.mark else None
    band = fit_band(page, frame, facts, words, mark)
    body = fit_body(page, frame, facts, words, band.top)
    body.draw(page, frame)
    left, bottom = page.place(frame.side, frame.body_top - 2.8 + SIDE_MM, SIDE_MM)
    symbol = drawing(matrix(issued.qr_text, issued.qr_mask), left, bottom)
    draw_code_column(page, frame, facts, words, certificate_code(facts.credential_id), symbol)
    band.draw(page, frame)
    return body.limits_elsewhere


def credential_file(issued: IssuedCertificate) -> Attachment:
    """Return the signed credential as the file that travels in the PDF."""
    return Attachment(
        name=CREDENTIAL_NAME,
        data=issued.credential,
        media_type="application/json",
        description="The signed credential (Open Badges 3.0)",
    )


def credential_files(many: Sequence[IssuedCertificate]) -> tuple[Attachment, ...]:
    """Return each signed credential once as a file that travels in one PDF, named by its certificate's number.

    PDF/A-3 (ISO 19005-3, 6.8) sets no bound to embedded files; beyond MOST_ATTACHED of them none is taken along, as whoever
    reads so large a file would refuse them: each certificate then proves itself by its code.
    """
    files: dict[str, Attachment] = {}
    for issued in many:
        file, stem = credential_file(issued), safe_stem(issued.facts.number)
        name, more = f"{stem}.json", 2
        while name in files and files[name].data != file.data:
            name, more = f"{stem}-{more}.json", more + 1
        files[name] = replace(file, name=name)
    return tuple(files.values()) if len(files) <= MOST_ATTACHED else ()


def about_certificate(issued: IssuedCertificate, print_of_it: str) -> About:
    """Return what a paper of a certificate says about itself; `print_of_it` tells which paper, for the file's own id."""
    facts = issued.facts
    return About(
        title=f"{words_for(facts.language).certificate} {facts.number}: {facts.holder}",
        author=facts.organisation,
        subject=facts.title,
        language=facts.language,
        made=datetime.combine(facts.issued, time(), UTC),
        identity=f"{facts.credential_id} {print_of_it}",
    )
