"""A batch of certificates: one file each, the same bytes by one process or several, stoppable, whole files only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from supervisor_app.errors import StorageError
from supervisor_app.services.certificate_drawing import mark_printed, paper_named, render_pdf
from supervisor_app.services.issuing import issue
from supervisor_app.services.papers import Order
from supervisor_app.services.printing import FEW, MOST_PROCESSES, drawing_processes, save_pdfs
from tests.services.founded import DETAILS, PIN, Founded, found, later, signed


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Founded]:
    founded = found(tmp_path_factory.mktemp("printing") / "site")
    yield founded
    founded.site.close()


@pytest.fixture(scope="module")
def ids(at: Founded) -> list[str]:
    made = []
    for _ in range(3):
        for worker in (at.ana, at.yusef):
            made.append(issue(at.site, at.hannah, signed(at, worker).sign_off.id, DETAILS, PIN, at.time()).facts.credential_id)
            later(at, days=1)
    return made


def test_the_same_record_prints_the_same_bytes_in_one_process_or_two(at: Founded, ids: list[str], tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    one = save_pdfs(at.site, ids, tmp_path / "one", Order(), workers=1)
    two = save_pdfs(at.site, ids, tmp_path / "two", Order(), workers=2, progress=lambda done, total: steps.append((done, total)))
    assert {Path(path).name for path in one.files} == {Path(path).name for path in two.files}
    for path in one.files:
        assert Path(path).read_bytes() == (tmp_path / "two" / Path(path).name).read_bytes()
    assert steps == [(done, len(ids)) for done in range(1, len(ids) + 1)]
    assert render_pdf(at.site, ids[0], paper_named("A4")) in [Path(path).read_bytes() for path in one.files]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_stopped_batch_leaves_only_whole_files(at: Founded, ids: list[str], tmp_path: Path, workers: int) -> None:
    done: list[int] = []
    result = save_pdfs(
        at.site,
        ids,
        tmp_path,
        Order(paper="Letter"),
        workers=workers,
        progress=lambda count, total: done.append(count),
        cancelled=lambda: bool(done),
    )
    assert result.cancelled
    for path in tmp_path.iterdir():
        assert path.suffix == ".pdf"
        assert path.read_bytes().rstrip().endswith(b"%%EOF")


def test_a_folder_that_cannot_be_made_is_said_in_words(at: Founded, ids: list[str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="cannot be written"):
        save_pdfs(at.site, ids, tmp_path / "file" / "below", Order())


def test_a_reprint_is_marked_as_duplicate_and_the_file_stays_the_original(at: Founded, ids: list[str]) -> None:
    original = render_pdf(at.site, ids[0], paper_named("A4"))
    assert render_pdf(at.site, ids[0], paper_named("A4"), today=at.time().date()) == original
    mark_printed(at.site, at.hannah, [ids[0]])
    assert render_pdf(at.site, ids[0], paper_named("A4"), today=at.time().date()) != original
    assert render_pdf(at.site, ids[0], paper_named("A4")) == original


@pytest.mark.parametrize(("certificates", "cores", "processes"), [(FEW, 4, 1), (FEW + 1, 4, 4), (500, 128, MOST_PROCESSES)])
def test_a_batch_takes_the_cores_there_are_but_never_too_many(certificates: int, cores: int, processes: int) -> None:
    assert drawing_processes(certificates, cores) == processes
