"""The sample site fills in what each checklist of the library asks at the start."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from supervisor_app.services.catalogue import LibraryItem, library
from supervisor_app.services.demo_play import demo_context


@pytest.mark.parametrize("item", library(), ids=lambda item: item.checklist.competency)
def test_every_field_that_is_asked_at_the_start_is_filled(item: LibraryItem) -> None:
    context = demo_context(item.checklist, 3, datetime(2026, 11, 23, tzinfo=UTC))
    assert [field.key for field in item.checklist.context if not context.fields[field.key]] == []
    assert context.machine
    assert context.place
