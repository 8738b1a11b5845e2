"""Loading the small pictures of tiles beside the window, a few at a time; what was loaded last is kept for the next look."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from typing import cast

import shiboken6
from PySide6.QtCore import QObject

from supervisor_app.errors import UserError
from supervisor_app.services.evidence_pictures import Shown
from supervisor_app.ui.jobs import Cancelled, Job, Progress
from supervisor_app.ui.widgets.file_tile import FileTile

AT_ONCE = 4
KEPT = 60
"""About half a megabyte each."""

Load = Callable[[], Shown]


class SmallPictures(QObject):
    """`show(tile, key, load)` fills a tile: at once where the picture is kept under `key`, else after `load()` in a thread."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[tuple[FileTile, str, Load]] = deque()
        self._kept: OrderedDict[str, Shown] = OrderedDict()
        self._job: Job | None = None

    @property
    def busy(self) -> bool:
        """Whether pictures are still to come."""
        return self._job is not None

    def show(self, tile: FileTile, key: str, load: Load) -> None:
        """Fill a tile; it may be gone before its picture is there."""
        kept = self._kept.get(key)
        if kept is not None:
            tile.show_pixels(kept.pixels, here=kept.here)
            return
        self._waiting.append((tile, key, load))
        if self._job is None:
            self._next()

    def forget(self, *, kept: bool = False) -> None:
        """Load nothing more for tiles that were asked for before; let go of what was `kept` too: it may have been erased."""
        self._waiting.clear()
        if kept:
            self._kept.clear()

    def _next(self) -> None:
        todo: list[tuple[FileTile, str, Load]] = []
        while self._waiting and len(todo) < AT_ONCE:
            wish = self._waiting.popleft()
            if shiboken6.isValid(wish[0]):
                todo.append(wish)
        if not todo:
            return
        self._job = job = Job()
        loads = [load for _, _, load in todo]

        def work(_progress: Progress, _cancelled: Cancelled) -> object:
            return [_loaded(load) for load in loads]

        job.ended.connect(lambda: self._finish(job, todo))
        job.start(work)

    def _finish(self, job: Job, todo: list[tuple[FileTile, str, Load]]) -> None:
        try:
            found = cast(list[Shown], job.result())
        finally:
            job.dispose()
            if shiboken6.isValid(self):
                self._job = None
        if not shiboken6.isValid(self):
            return
        for (tile, key, _), shown in zip(todo, found, strict=True):
            if shown.here:
                self._keep(key, shown)
            if shiboken6.isValid(tile):
                tile.show_pixels(shown.pixels, here=shown.here)
        self._next()

    def _keep(self, key: str, shown: Shown) -> None:
        self._kept[key] = shown
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)


def _loaded(load: Load) -> Shown:
    """Where the disk does not let us, a small picture is said to be away; whoever opens the file reads why."""
    try:
        return load()
    except UserError:
        return Shown(here=False)
