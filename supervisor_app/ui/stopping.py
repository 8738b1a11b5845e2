"""Work that somebody may stop: what comes of it then is nothing."""

from __future__ import annotations

from typing import TypeVar

from supervisor_app.services.backup_records import Stopped
from supervisor_app.ui.jobs import Cancelled, Progress, Work

Made = TypeVar("Made")


def stoppable(work: Work[Made]) -> Work[Made | None]:
    """Return work that gives None where it was stopped."""

    def run(progress: Progress, cancelled: Cancelled) -> Made | None:
        try:
            return work(progress, cancelled)
        except Stopped:
            return None

    return run
