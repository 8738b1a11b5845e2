"""A photo or file of a record, large; the arrow keys go on to the next. What is no picture is opened by the system's program."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from supervisor_app.domain.codes import in_fours
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.names import isolated
from supervisor_app.domain.observation import EvidenceFile
from supervisor_app.services.evidence_pictures import LARGE, Shown, picture_of
from supervisor_app.services.site import Site
from supervisor_app.ui.actions import perform_in_background
from supervisor_app.ui.icons import Icon, paint_icon
from supervisor_app.ui.jobs import Job
from supervisor_app.ui.look.drawing import CENTRED, centre_square, draw_box, draw_text
from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens
from supervisor_app.ui.open_file import open_evidence
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.dialog import SheetDialog
from supervisor_app.ui.widgets.file_tile import image_of
from supervisor_app.ui.widgets.words import Words

_WIDTH = 1000
_LEAST, _MOST, _AROUND = 220, 640, 340
"""How high the picture is: what the screen leaves beside the rest of the dialog, between two bounds."""
AWAY = "This photo or file is not on this laptop. It comes with a sync from a laptop that has it. The record holds."
_NO_PICTURE = {"application/pdf": "A PDF opens with another program.", "video/mp4": "A video opens with another program."}
_TURNS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_CANNOT = "This picture cannot be shown here."


@dataclass(frozen=True, slots=True, kw_only=True)
class FileShown:
    """A file with what is said of it: `title` as "Step 3: Photo, 820 kB", a caption or sentence."""

    file: EvidenceFile
    title: str
    caption: str = ""


class FileDialog(SheetDialog):
    """Shows one of `files`, from the one at `place` on."""

    def __init__(self, parent: QWidget, site: Site, files: Sequence[FileShown], place: int = 0) -> None:
        super().__init__(parent, "", " ", width=_WIDTH)
        self._site, self._files, self.place = site, tuple(files), place
        self._job: Job | None = None
        self.picture = _Large(min(max(self.screen().availableGeometry().height() - _AROUND, _LEAST), _MOST))
        self.about = Words("", 14, 400, "ink2", wrap=True)
        keys = "→←" if self.isRightToLeft() else "←→"
        self.before, self.after = Button("Previous", key=keys[0]), Button("Next", key=keys[1])
        self.open_outside = Button("Open with another program")
        self.close_it = Button("Close", Kind.GHOST, key="Esc")
        self.box.addWidget(self.picture)
        self.box.addWidget(self.about)
        for button, steps in ((self.before, -1), (self.after, 1)):
            button.setVisible(len(files) > 1)
            button.clicked.connect(lambda _=False, steps=steps: self.go(steps))
        self.open_outside.clicked.connect(lambda: open_evidence(self, site, self._files[self.place].file))
        self.close_it.clicked.connect(self.reject)
        self.add_buttons(self.before, self.after, self.open_outside, self.close_it, primary=self.close_it)
        for button in (self.before, self.after, self.open_outside, self.close_it):
            button.installEventFilter(self)
        self._show()
        self.close_it.setFocus()

    def go(self, steps: int) -> None:
        """Show another one, so many places on; at the ends it stays."""
        place = min(max(self.place + steps, 0), len(self._files) - 1)
        if place != self.place:
            self.place = place
            self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrow keys go on wherever one is, in right-to-left writing the other way; a button would pass the focus on."""
        turn = _TURNS.get(Qt.Key(event.key())) if isinstance(event, QKeyEvent) else None
        if turn is None:
            return super().eventFilter(watched, event)
        if event.type() is QEvent.Type.KeyPress:
            self.go(-turn if self.isRightToLeft() else turn)
        return True

    @property
    def settled(self) -> bool:
        """Whether what there is to show is shown."""
        return self._job is None

    def _show(self) -> None:
        one, count = self._files[self.place], len(self._files)
        self.title.setText(one.title)
        self.setWindowTitle(one.title)
        which = f"{self.place + 1} of {count}" if count > 1 else ""
        self.sentence.setText(" · ".join(filter(None, (which, isolated(one.caption) if one.caption else ""))))
        self.sentence.setVisible(bool(self.sentence.text()))
        self.about.setText(f"SHA-256 {in_fours(one.file.digest)}")
        self.before.setEnabled(self.place > 0)
        self.after.setEnabled(self.place < count - 1)
        self.picture.show_words("", one.title)
        self.open_outside.setEnabled(False)
        if self._job is not None:
            self._job.overtake()
        site = self._site
        work = partial(picture_of, site, one.file, LARGE)
        self._job = perform_in_background(
            self, lambda *_: work(), words="Reading the file", done=self._show_read, changes=False, cancel=False
        )

    def _show_read(self, shown: Shown) -> None:
        self._job, one = None, self._files[self.place]
        self.open_outside.setEnabled(shown.here)
        if shown.here and shown.pixels is None:
            self.open_outside.setFocus()
        if not shown.here:
            self.picture.show_words(AWAY, one.title)
        elif shown.pixels is None:
            self.picture.show_words(_NO_PICTURE.get(one.file.media, _CANNOT), one.title)
        else:
            self.picture.show_image(image_of(shown.pixels), one.title)


class _Large(QWidget):
    """A picture as large as there is room, never larger than it is; or words in its place."""

    def __init__(self, height: int) -> None:
        super().__init__()
        self._image, self._words = QImage(), ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(height)

    def sizeHint(self) -> QSize:
        """As wide as the dialog lets it be."""
        return QSize(_WIDTH - 60, self.height())

    @property
    def has_picture(self) -> bool:
        """Whether a picture is painted."""
        return not self._image.isNull()

    def show_image(self, image: QImage, name: str) -> None:
        """Show a picture."""
        self._say(image, "", name)

    def show_words(self, words: str, name: str) -> None:
        """Say why there is no picture."""
        self._say(QImage(), words, name)

    def _say(self, image: QImage, words: str, name: str) -> None:
        self._image, self._words = image, words
        self.setAccessibleName(f"{name}. {words}" if words else name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture whole, in the middle of a quiet ground."""
        t, painter, whole = tokens(), QPainter(self), QRectF(self.rect())
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        draw_box(painter, whole, t.sunken, t.line, t.line_width)
        ratio = self.devicePixelRatioF()
        if not self._image.isNull():
            room = self.size() - QSize(16, 16)
            size = self._image.size().scaled(room.boundedTo(self._image.size() * 2), Qt.AspectRatioMode.KeepAspectRatio)
            smooth = Qt.TransformationMode.SmoothTransformation
            drawn = self._image.scaled(size * ratio, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
            place = QRectF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2, size.width(), size.height())
            painter.drawImage(place, drawn)
        elif self._words:
            paint_icon(painter, centre_square(whole.translated(0, -24), 44), Icon.FILE, t.ink3)
            painter.setFont(font(15, 400))
            draw_text(painter, QRectF(0, whole.center().y() + 16, whole.width(), 26), self._words, t.ink2, CENTRED)
