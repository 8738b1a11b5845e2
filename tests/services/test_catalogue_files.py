"""Checklists as files: saved, loaded and published they stay the same; a preview tells what publishing does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from supervisor_app.errors import StorageError
from supervisor_app.services.catalogue import get_checklist, library, load_checklist_file, made_of_others, publish
from supervisor_app.services.catalogue_files import file_name, not_here_yet, preview_publish, revisions, save_as_file
from tests.services.founded import Founded, forklift, found


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Founded]:
    founded = found(tmp_path / "site")
    yield founded
    founded.site.close()


def test_a_saved_checklist_loads_as_the_same_and_needs_no_publishing(at: Founded, tmp_path: Path) -> None:
    publish(at.site, at.hannah, [item.checklist for item in library()])
    for item in library():
        path = save_as_file(at.site, item.digest, tmp_path / file_name(item.checklist))
        assert load_checklist_file(path) == item.checklist
        assert preview_publish(at.site, load_checklist_file(path)).here_already


@pytest.mark.parametrize(("revision", "becomes"), [(1, 2), (2, 2), (7, 7)])
def test_the_preview_is_what_publishing_does(at: Founded, revision: int, becomes: int) -> None:
    changed = forklift(cut_percent=90, revision=revision)
    preview = preview_publish(at.site, changed)
    assert (preview.checklist.revision, preview.here_already, preview.newest) == (becomes, False, 1)
    assert [line.revision for line in revisions(at.site, "forklift")] == [1]
    (line,) = publish(at.site, at.hannah, [changed])
    assert (line.revision, line.digest) == (becomes, preview.digest)
    assert [one.revision for one in revisions(at.site, "forklift")] == [becomes, 1]
    assert get_checklist(at.site, preview.digest) == replace(changed, revision=becomes)


def test_the_library_offers_what_is_not_here(at: Founded) -> None:
    items = library()
    assert not_here_yet(at.site) == (*items, *made_of_others())
    publish(at.site, at.hannah, [items[0].checklist])
    assert not_here_yet(at.site, items) == items[1:]


def test_a_folder_that_does_not_let_us_is_said(at: Founded, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be written"):
        save_as_file(at.site, at.digests["forklift"], tmp_path / "nowhere" / "a.yaml")
