"""The certificate of the site as it will look, drawn beside the window and never twice at once."""

from __future__ import annotations

from functools import partial

import shiboken6
from PySide6.QtCore import QTimer

from supervisor_app.errors import UserError
from supervisor_app.services.site_look import SiteLook
from supervisor_app.ui.jobs import Job
from supervisor_app.ui.widgets.picture import Picture

_A4 = 210 / 297
_AFTER_MS = 400
_WIDTH = 840
Asked = tuple[str, str, str, bytes | None, SiteLook]
_PLAIN = SiteLook()


class CertificatePreview(Picture):
    """`ask(...)` draws once the typing pauses; what was asked last is what is shown in the end."""

    def __init__(self) -> None:
        super().__init__(_A4, "The certificate as it will look")
        self._asked: Asked | None = None
        self._drawn: Asked | None = None
        self._job: Job | None = None
        self._pause = QTimer(self, singleShot=True, interval=_AFTER_MS)
        self._pause.timeout.connect(self._draw)

    @property
    def is_current(self) -> bool:
        """Whether what was asked last is shown."""
        return self._asked == self._drawn and self._job is None

    def ask(self, name: str, place: str, admin: str, logo_png: bytes | None, look: SiteLook = _PLAIN) -> None:
        """Show the certificate of a site of this name; asking the same again does nothing."""
        asked = (name, place, admin, logo_png, look)
        if asked != self._asked:
            self._asked = asked
            self._pause.start()

    def _draw(self) -> None:
        if self._job is not None or self._asked is None:
            return
        from supervisor_app.services.sample_page import sample_page

        asked, job = self._asked, Job()
        draw = partial(sample_page, *asked, width=_WIDTH)
        job.ended.connect(lambda: self._finish(job, asked))
        self._job = job
        job.start(lambda *_: draw())

    def _finish(self, job: Job, asked: Asked) -> None:
        """Show it, and draw again where something else was asked meanwhile; a logo that cannot be drawn leaves what was there."""
        try:
            data = job.result()
        except UserError:
            data = b""
        finally:
            job.dispose()
        if not shiboken6.isValid(self):
            return
        self._job, self._drawn = None, asked
        if isinstance(data, bytes) and data:
            self.show_png(data)
        if self._asked != asked:
            self._draw()
