"""Many certificates in one PDF/A-3b file, each with its annex and its credential attached under its number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from supervisor_app.documents.archive import About, Archive
from supervisor_app.documents.certificate import about_certificate, credential_files, draw_certificate
from supervisor_app.documents.fonts import FontBook
from supervisor_app.documents.logo import Pictures
from supervisor_app.documents.page import Paper
from supervisor_app.documents.shaping import Shaper
from supervisor_app.documents.stopping import Drawn, Stopped, go_on
from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.domain.frozen import dataclass


@dataclass(frozen=True, slots=True)
class PrintedPaper:
    """A certificate to print; `duplicate` numbers a reprint of the day `printed_on`."""

    issued: IssuedCertificate
    duplicate: int | None = None
    printed_on: date | None = None
    logo_png: bytes | None = None
    mark_png: bytes | None = None


def render_together(
    papers: Sequence[PrintedPaper],
    *,
    paper: Paper,
    shaper: Shaper | None = None,
    drawn: Drawn = go_on,
) -> bytes:
    """Return one file with the pages of all certificates in order; the same certificates give the same bytes.

    `drawn(count)` is told after each how many there are and returns whether to go on; Stopped where not. InputError where the
    texts of one cannot fit, naming its number; ValueError without any certificate.
    """
    shaper = shaper or Shaper(FontBook())
    read: dict[tuple[bytes | None, bytes | None], Pictures] = {}
    archive = Archive(_about(papers, paper), credential_files([one.issued for one in papers]))
    for count, one in enumerate(papers, 1):
        key = (one.logo_png, one.mark_png)
        if key not in read:
            read[key] = Pictures.read(*key)
        draw_certificate(archive, shaper, one.issued, paper, read[key], one.duplicate, one.printed_on)
        if not drawn(count):
            raise Stopped
    return archive.data()


def _about(papers: Sequence[PrintedPaper], paper: Paper) -> About:
    if not papers:
        raise ValueError("There is no certificate to draw.")
    every = [about_certificate(one.issued, f"{one.duplicate} {one.printed_on}") for one in papers]
    numbers = [one.issued.facts.number for one in papers]
    return About(
        title=f"{len(papers)} certificates, {numbers[0]} to {numbers[-1]}",
        author=every[0].author,
        subject="Certificates",
        language=every[0].language,
        made=max(about.made for about in every),
        identity=" ".join((f"together {paper.name}", *(about.identity for about in every))),
    )
