"""What a certificate costs: ours (PDF/A-3b, record attached) against a bare reportlab canvas drawing the same pages.

Run: python -m tests.benchmarks.certificate [count]. Goals: at most 1.25 of the canvas; two processes at least 1.9 times as fast.
CPU time, medians of alternated runs; the QR matrix with its stored mask is made in both. Beside them, where they are installed:
fpdf2, WeasyPrint and typst doing the same page (tests.benchmarks.certificate_peers).
"""

from __future__ import annotations

import io
import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import patch

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from supervisor_app.documents.certificate import render_certificate
from supervisor_app.documents.fonts import FontBook
from supervisor_app.documents.page import MM, Page, Paper
from supervisor_app.documents.qr_code import SIDE_MM, drawing, matrix
from supervisor_app.documents.shaping import Shaper
from supervisor_app.domain.certificate import IssuedCertificate
from tests.benchmarks.certificate_peers import Sheet, installed
from tests.documents.samples import FACTS, issued

RUNS = 7
BATCH_RUNS = 5
A_RUN = 20


@dataclass
class Drawn:
    """What our pages drew: texts (page, x, y, face, size, text) and boxes (page, x, y, width, height) in points."""

    texts: list[tuple[int, float, float, Path, float, str]]
    boxes: list[tuple[int, float, float, float, float]]


def certificates(count: int) -> list[IssuedCertificate]:
    first = issued(FACTS)
    return [
        replace(first, facts=replace(FACTS, number=f"NGP-A-{number:06}", holder=f"Ana Kowalska {number}"))
        for number in range(count)
    ]


def record(certificate: IssuedCertificate, shaper: Shaper) -> Drawn:
    """Draw once and note every text and box."""
    drawn, pages = Drawn([], []), []
    draw_line, draw_box = Page._draw, Page.box

    def number(page: Page) -> int:
        if page not in pages:
            pages.append(page)
        return pages.index(page)

    def noted_line(self: Page, left: float, y: float, line: object, style: object) -> None:
        x = left * MM
        for run in line.runs:  # type: ignore[attr-defined]
            place = (number(self), x, (self.paper.height - y) * MM)
            drawn.texts.append((*place, run.face.source.path, style.size, run.text))  # type: ignore[attr-defined]
            x += run.width * style.size / 1000  # type: ignore[attr-defined]
        draw_line(self, left, y, line, style)  # type: ignore[arg-type]

    def noted_box(self: Page, x: float, y: float, width: float, height: float, colour: str = "0 g") -> None:
        drawn.boxes.append((number(self), x * MM, (self.paper.height - y - height) * MM, width * MM, height * MM))
        draw_box(self, x, y, width, height, colour)

    with patch.object(Page, "_draw", noted_line), patch.object(Page, "box", noted_box):
        render_certificate(certificate, paper=Paper.A4, shaper=shaper)
    return drawn


def bare(certificate: IssuedCertificate, drawn: Drawn) -> bytes:
    """The same pages by reportlab's own canvas: no shaping, no attachment, no PDF/A."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(Paper.A4.width * MM, Paper.A4.height * MM), pageCompression=1, invariant=1)
    for page in range(2):
        for _, x, y, path, size, text in (entry for entry in drawn.texts if entry[0] == page):
            canvas.setFont(path.stem, size)
            canvas.drawString(x, y, text)
        for _, x, y, width, height in (entry for entry in drawn.boxes if entry[0] == page):
            canvas.rect(x, y, width, height, stroke=0, fill=1)
        if page == 0:
            canvas.addLiteral(f"q {drawing(matrix(certificate.qr_text, certificate.qr_mask), 700, 380, SIDE_MM)} Q")
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def sheet(certificate: IssuedCertificate, drawn: Drawn) -> Sheet:
    """The same pages for the other programs: places from the top left corner, the code as boxes."""
    width, height = Paper.A4.width * MM, Paper.A4.height * MM
    modules = matrix(certificate.qr_text, certificate.qr_mask)
    step, top = SIDE_MM * MM / len(modules), height - 380 - SIDE_MM * MM
    code = [
        (0, 700 + column * step, top + row * step, step, step)
        for row, cells in enumerate(modules)
        for column, dark in enumerate(cells)
        if dark
    ]
    boxes = [(page, x, height - y - high, wide, high) for page, x, y, wide, high in drawn.boxes]
    texts = [(page, x, height - y, path, size, text) for page, x, y, path, size, text in drawn.texts]
    return Sheet(width, height, tuple(texts), (*boxes, *code), certificate.credential)


def peers(page: Sheet, floor: float) -> None:
    """Print what other programs take for the page, in CPU time and as a multiple of the bare canvas."""
    for name, draw in installed(page):
        assert draw().startswith(b"%PDF")
        taken = statistics.median(cost(draw, 3) for _ in range(3))
        print(f"{name + ', same two pages':40}{taken:7.2f} ms   {taken / floor:.2f}")


def register_fonts(drawn: Drawn) -> None:
    for path in {entry[3] for entry in drawn.texts}:
        pdfmetrics.registerFont(TTFont(path.stem, path))


def cost(action: Callable[[], object], times: int = A_RUN) -> float:
    """Milliseconds of CPU for one call."""
    started = time.process_time()
    for _ in range(times):
        action()
    return (time.process_time() - started) / times * 1000


def render_many(batch: list[IssuedCertificate]) -> float:
    """The work of one process, one shaper for the whole batch; return its CPU seconds."""
    began, shaper = time.process_time(), Shaper(FontBook())
    for certificate in batch:
        render_certificate(certificate, paper=Paper.A4, shaper=shaper)
    return time.process_time() - began


def two_processes(count: int) -> tuple[list[float], list[float]]:
    """Return how many times faster two are, one and two in turns: by the clock on the wall, and by the CPU of the busier one.

    The second figure is what two free cores give; the first one is what this machine gave beside its other work.
    """
    batch = certificates(count)
    wall, cpu = [], []
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        list(pool.map(render_many, [batch[:2], batch[:2]]))  # both are up and have their modules
        for _ in range(BATCH_RUNS):
            started = time.perf_counter()
            busier = max(pool.map(render_many, [batch[0::2], batch[1::2]]))
            together = time.perf_counter() - started
            started = time.perf_counter()
            cpu.append(pool.submit(render_many, batch).result() / busier)
            wall.append((time.perf_counter() - started) / together)
    return wall, cpu


def main(count: int) -> None:
    shaper = Shaper(FontBook())
    certificate = certificates(1)[0]
    drawn = record(certificate, shaper)
    register_fonts(drawn)
    changing = iter(certificates(RUNS * A_RUN + 1))
    ours, theirs = [], []
    for _ in range(RUNS):
        ours.append(cost(lambda: render_certificate(next(changing), paper=Paper.A4, shaper=shaper)))
        theirs.append(cost(lambda: bare(certificate, drawn)))
    ratio = statistics.median(mine / other for mine, other in zip(ours, theirs, strict=True))
    print(f"bare reportlab canvas, same two pages   {statistics.median(theirs):7.2f} ms   1.00")
    print(f"ours: PDF/A-3b, shaped, record attached {statistics.median(ours):7.2f} ms   {ratio:.2f}   (goal 1.25)")
    peers(sheet(certificate, drawn), statistics.median(theirs))
    wall, cpu = two_processes(count)
    print(f"{count} certificates, two processes against one, by CPU: {statistics.median(cpu):.2f}   (goal 1.90)")
    seen = ", ".join(f"{one:.2f}" for one in wall)
    print(f"by the clock: {seen}; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
