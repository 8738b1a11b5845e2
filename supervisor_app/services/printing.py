"""Certificates and cards as files: one each, drawn by several processes, or all in one; with progress and cancel."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.domain.file_names import distinct, safe_stem
from supervisor_app.domain.frozen import dataclass
from supervisor_app.paths import write_atomically
from supervisor_app.services.certificate_drawing import file_stem, get_certificate, new_shaper
from supervisor_app.services.papers import Order, cards_that_can_be, copies_of, draw_issued, draw_passport, draw_together
from supervisor_app.services.pdf_sealing import sealed
from supervisor_app.services.saving import save_file, saving
from supervisor_app.services.site import Site
from supervisor_app.services.site_look import PaperPictures, pictures_of

if TYPE_CHECKING:
    from supervisor_app.documents.pades import SigningKey
    from supervisor_app.documents.shaping import Shaper
    from supervisor_app.documents.strips import PageSize, Strip
    from supervisor_app.domain.passport import SignedPassport

MOST_PROCESSES = 8
"""Each opens the fonts for itself; and Windows refuses to wait for more than 61 processes."""
FEW = 8
"""So few are drawn here: starting other processes would take longer."""
AT_ONCE = 10
"""At most so many are handed to another process at once; fewer in a small batch, so that all have work and a stop is quick."""
Progress = Callable[[int, int], None]
"""Called with how many are done and how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchResult:
    """The files that were written, in the order asked for as far as it went, whether somebody stopped it, and for each card
    that could not be drawn the sentence that says which and why.
    """

    files: tuple[str, ...]
    cancelled: bool
    left_out: tuple[str, ...] = ()


def save_together(
    site: Site,
    certificate_ids: Sequence[str],
    path: Path,
    order: Order,
    *,
    progress: Progress = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
    key: SigningKey | None = None,
) -> BatchResult:
    """Write all certificates, or sheets of all cards, into one PDF, whole or not at all; signed with a `key` of one's own.

    StorageError where it cannot be written; InputError where a certificate cannot be drawn, naming its number: of cards the
    others are drawn, and the result says which are missing.
    """
    from supervisor_app.documents.stopping import Stopped

    wanted, left_out = cards_that_can_be(site, certificate_ids, order)

    def drawn(count: int) -> bool:
        progress(count, len(wanted))
        return not cancelled()

    try:
        data = draw_together(site, copies_of(wanted), order, drawn=drawn)
    except Stopped:
        return BatchResult(files=(), cancelled=True)
    return BatchResult(files=(str(save_file(path, sealed(data, key))),), cancelled=False, left_out=left_out)


def save_passport_page(site: Site, signed: SignedPassport, path: Path, paper: str) -> Path:
    """Write a signed passport's page, whole or not at all, and return where; StorageError where it cannot be written there."""
    return save_file(path, draw_passport(site, signed, paper))


def save_sheet(path: Path, pdf: bytes) -> Path:
    """Write a sheet that was drawn, whole or not at all, and return where; StorageError where it cannot be written there."""
    return save_file(path, pdf)


def make_folder(folder: Path) -> None:
    """Make a folder where it is missing; StorageError where that cannot be."""
    with saving(folder):
        folder.mkdir(parents=True, exist_ok=True)


def page_sizes(pdf: bytes) -> tuple[PageSize, ...]:
    """Return the size of every page in points."""
    from supervisor_app.documents import strips

    return strips.page_sizes(pdf)


def page_strips(pdf: bytes, page: int, dpi: int, *, grey: bool) -> Iterator[Strip]:
    """Yield a page (from 0) as it goes to a printer of that resolution, in strips from the top."""
    from supervisor_app.documents import strips

    return strips.page_strips(pdf, page, dpi, grey=grey)


@dataclass(frozen=True, slots=True)
class _Job:
    """One certificate to draw and where to; everything another process needs."""

    issued: IssuedCertificate
    order: Order
    pictures: PaperPictures
    path: Path
    key: SigningKey | None = None


def save_pdfs(
    site: Site,
    certificate_ids: Sequence[str],
    folder: Path,
    order: Order,
    *,
    progress: Progress = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
    workers: int | None = None,
    key: SigningKey | None = None,
) -> BatchResult:
    """Write one PDF per certificate (or card) into `folder` (made if it is missing), named by number; signed with a `key`.

    Each file is whole or not there. `workers` 1 draws in this process. StorageError where the folder cannot be written.
    """
    issued = [get_certificate(site, certificate_id) for certificate_id in certificate_ids]
    names = distinct([file_stem(one) for one in issued])
    with saving(folder):
        folder.mkdir(parents=True, exist_ok=True)
        jobs = [
            _Job(one, order, pictures_of(site, one.facts), folder / f"{name}.pdf", key)
            for one, name in zip(issued, names, strict=True)
        ]
        count = workers or drawing_processes(len(jobs), os.cpu_count() or 1)
        files = []
        for path in _draw_all(jobs, count, cancelled):
            files.append(path)
            progress(len(files), len(jobs))
    return BatchResult(files=tuple(files), cancelled=len(files) < len(jobs))


def save_by_person(
    site: Site,
    certificate_ids: Sequence[str],
    folder: Path,
    order: Order,
    *,
    progress: Progress = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
    key: SigningKey | None = None,
) -> BatchResult:
    """Write one PDF per person into `folder` (made if it is missing), with all of theirs, named by employee number.

    Each file is whole or not there. StorageError where the folder cannot be written.
    """
    people: dict[str, list[str]] = {}
    numbers: dict[str, str] = {}
    for certificate_id in certificate_ids:
        issued = get_certificate(site, certificate_id)
        people.setdefault(issued.worker_id, []).append(certificate_id)
        numbers.setdefault(issued.worker_id, issued.facts.employee_no or issued.facts.number)
    make_folder(folder)
    names = distinct([safe_stem(number) for number in numbers.values()])
    shaper, done = new_shaper(), 0
    files: list[str] = []
    for name, ids in zip(names, people.values(), strict=True):
        if cancelled():
            return BatchResult(files=tuple(files), cancelled=True)
        data = draw_together(site, copies_of(ids), order, shaper=shaper)
        files.append(str(save_file(folder / f"{name}.pdf", sealed(data, key))))
        done += len(ids)
        progress(done, len(certificate_ids))
    return BatchResult(files=tuple(files), cancelled=False)


def drawing_processes(certificates: int, cores: int) -> int:
    """Return how many processes draw a batch: this one alone for a few, never more than MOST_PROCESSES."""
    return 1 if certificates <= FEW else min(cores, MOST_PROCESSES)


def _draw_all(jobs: Sequence[_Job], count: int, cancelled: Callable[[], bool]) -> Iterator[str]:
    if count == 1:
        shaper = new_shaper()
        for job in jobs:
            if cancelled():
                return
            yield _draw(job, shaper)
        return
    # Spawned, never forked: a fork would copy Qt's threads and the open database.
    with ProcessPoolExecutor(min(count, len(jobs)), mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting: set[Future[list[str]]] = set()
        size = max(1, min(AT_ONCE, len(jobs) // (4 * count)))
        queue = (jobs[start : start + size] for start in range(0, len(jobs), size))
        while True:
            if cancelled():
                pool.shutdown(wait=True, cancel_futures=True)
                return
            for some in _take(queue, 2 * count - len(waiting)):
                waiting.add(pool.submit(_draw_some, some))
            if not waiting:
                return
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                yield from future.result()


def _take(queue: Iterator[Sequence[_Job]], number: int) -> Iterator[Sequence[_Job]]:
    for _, some in zip(range(number), queue, strict=False):
        yield some


def _draw_some(jobs: Sequence[_Job]) -> list[str]:
    """The work handed to another process at once."""
    shaper = _shaper_of_this_process()
    return [_draw(job, shaper) for job in jobs]


@cache
def _shaper_of_this_process() -> Shaper:
    """Fonts are opened and labels shaped once in the life of a drawing process; it ends with its batch."""
    return new_shaper()


def _draw(job: _Job, shaper: Shaper) -> str:
    write_atomically(job.path, sealed(draw_issued(job.issued, job.order, job.pictures, shaper), job.key))
    return str(job.path)
