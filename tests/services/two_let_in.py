"""Two laptops in step over one shared file, both let in: where attacks on a sync begin."""

from __future__ import annotations

import pytest

from tests.services.sync_sites import let_in
from tests.services.test_syncing import Two, two

__all__ = ["Two", "shared", "two"]


@pytest.fixture
def shared(two: Two) -> Two:
    """Hannah, an admin, has a key on both."""
    let_in(two.a, two.b)
    return two
