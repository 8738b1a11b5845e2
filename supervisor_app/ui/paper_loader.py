"""Drawing previews beside the window: one at a time, the latest wish wins, what was drawn last is kept for going back."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar, cast

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import UserError
from supervisor_app.services.certificate_drawing import paper_named
from supervisor_app.services.paper_preview import DrawnPaper, ReadBack, draw_paper, picture_of, read_again
from supervisor_app.services.site import Site
from supervisor_app.ui.jobs import Cancelled, Job, Progress

Value = TypeVar("Value")
_FILES, _PICTURES, _CHECKS = 6, 6, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A page (from 0) of a certificate on that paper ("A4", "Letter"), so many device pixels wide."""

    certificate_id: str
    paper: str
    page: int
    width: int

    @property
    def file(self) -> tuple[str, str]:
        """What the file depends on."""
        return self.certificate_id, self.paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of a wish. `read` is None until the code was read back; with a `problem` there is no picture. `missing` are the
    characters that the paper shows by their numbers.
    """

    wish: Wish
    number: str = ""
    pages: int = 0
    image: QImage | None = None
    read: ReadBack | None = None
    missing: tuple[str, ...] = ()
    problem: UserError | None = None


class PaperLoader(QObject):
    """`answered(Answer)` once with the picture, once more when its code was read back."""

    answered = Signal(object)

    def __init__(self, site: Site, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._site = site
        self._wish: Wish | None = None
        self._job: Job | None = None
        self._files: _Kept[tuple[str, str], DrawnPaper] = _Kept(_FILES)
        self._pictures: _Kept[Wish, QImage] = _Kept(_PICTURES)
        self._checks: _Kept[tuple[str, str], ReadBack] = _Kept(_CHECKS)

    @property
    def busy(self) -> bool:
        """Whether something is being drawn or read."""
        return self._job is not None

    def ask(self, wish: Wish | None) -> None:
        """Wish for a page; None wishes for nothing any more. What is drawn meanwhile for an older wish is not told."""
        self._wish = wish
        if wish is not None and wish in self._pictures and wish.file in self._files:
            self._tell(wish)
        if self._job is None:
            self._next()

    def _next(self) -> None:
        wish = self._wish
        if wish is None:
            return
        if wish not in self._pictures or wish.file not in self._files:
            self._begin(lambda: self._draw(wish), lambda: self._tell(wish), wish)
        elif wish.file not in self._checks:
            drawn = self._files[wish.file]
            self._begin(lambda: self._check(wish, drawn), lambda: self._tell(wish), wish)

    def _draw(self, wish: Wish) -> Callable[[], None]:
        """In the thread: draw; what it returns keeps the result, in the window's thread."""
        kept = self._files.get(wish.file)
        drawn = kept or draw_paper(self._site, wish.certificate_id, paper_named(wish.paper))
        picture = picture_of(drawn, min(wish.page, drawn.pages - 1), wish.width)
        size = (picture.width, picture.height, 4 * picture.width)
        image = QImage(picture.rgba, *size, QImage.Format.Format_RGBA8888).copy()

        def keep() -> None:
            self._files.keep(wish.file, drawn)
            self._pictures.keep(wish, image)

        return keep

    def _check(self, wish: Wish, drawn: DrawnPaper) -> Callable[[], None]:
        read = read_again(self._site, drawn)
        return lambda: self._checks.keep(wish.file, read)

    def _begin(self, work: Callable[[], Callable[[], None]], tell: Callable[[], None], wish: Wish) -> None:
        job = Job()
        job.ended.connect(lambda: self._finish(job, tell, wish))
        self._job = job

        def call(_progress: Progress, _cancelled: Cancelled) -> object:
            return work()

        job.start(call)

    def _finish(self, job: Job, tell: Callable[[], None], wish: Wish) -> None:
        try:
            keep = cast(Callable[[], None], job.result())
            if not shiboken6.isValid(self):
                return
            self._job = None
            keep()
        except UserError as problem:
            if not shiboken6.isValid(self):
                return
            self._job = None
            if wish == self._wish:
                self._wish = None
                self.answered.emit(Answer(wish=wish, problem=problem))
        else:
            if wish == self._wish:
                tell()
        finally:
            job.dispose()
        if self._job is None:
            self._next()

    def _tell(self, wish: Wish) -> None:
        drawn = self._files[wish.file]
        self.answered.emit(
            Answer(
                wish=wish,
                number=drawn.issued.facts.number,
                pages=drawn.pages,
                image=self._pictures[wish],
                read=self._checks.get(wish.file),
                missing=drawn.missing,
            )
        )


Key = TypeVar("Key")


class _Kept(Generic[Key, Value]):
    """The last few values, the one unused for longest goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Key, Value] = OrderedDict()

    def __contains__(self, key: Key) -> bool:
        return key in self._values

    def __getitem__(self, key: Key) -> Value:
        self._values.move_to_end(key)
        return self._values[key]

    def get(self, key: Key) -> Value | None:
        found = self._values.get(key)
        if found is not None:
            self._values.move_to_end(key)
        return found

    def keep(self, key: Key, value: Value) -> None:
        self._values[key] = value
        self._values.move_to_end(key)
        while len(self._values) > self._most:
            self._values.popitem(last=False)
