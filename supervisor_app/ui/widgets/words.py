"""Words on the page: a label of plain text whose colour is a token, so that it follows the theme."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from supervisor_app.ui.look.fonts import font
from supervisor_app.ui.look.palette import tokens


def plain_tip(words: str) -> str:
    """Return words for `setToolTip` as they are to be read: Qt takes a name with a "<b>" in it for markup unless it is told."""
    if "<" not in words and "&" not in words:
        return words
    from html import escape  # with it come all of HTML's names for letters: few tips need them

    return f"<p>{escape(words)}</p>"


class Words(QLabel):
    """Text of a size (pixels), weight (400, 500, 600) and ink (a token name). Never rich text: what people typed stays text.

    `wrap` breaks into lines; `elide` cuts the end with an ellipsis and gives the whole text as accessible name.
    """

    def __init__(
        self,
        words: str = "",
        size: int = 16,
        weight: int = 400,
        ink: str = "ink",
        *,
        wrap: bool = False,
        elide: bool = False,
        mono: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self._elide = elide
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font(size, weight, mono=mono))
        self._ink, self._coloured = ink, ""
        self._colour()
        if wrap:
            self.setWordWrap(True)
            self._let_height_follow_width()
            self._keep_to_leading_side()
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_ink(self, ink: str) -> None:
        """Take another colour by token name."""
        self._ink = ink
        self._colour()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of theme. By palette: rules of a style sheet for every ink are looked through for every widget."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._colour()
        elif event.type() is QEvent.Type.LayoutDirectionChange and self.wordWrap():
            self._keep_to_leading_side()

    def minimumSizeHint(self) -> QSize:
        """An elided text may be squeezed to nothing; other text may not."""
        hint = super().minimumSizeHint()
        return QSize(0, hint.height()) if self._elide else hint

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as a label does, or the elided text."""
        if not self._elide:
            super().paintEvent(event)
            return
        room: QRect = self.contentsRect()
        text = QFontMetrics(self.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, self.alignment().value | Qt.TextFlag.TextDontClip.value | Qt.TextFlag.TextSingleLine.value, text)

    def _colour(self) -> None:
        colour: str = getattr(tokens(), self._ink)
        if colour != self._coloured:  # setting it is a change of palette again
            self._coloured = colour
            palette = QPalette()
            palette.setColor(QPalette.ColorRole.WindowText, QColor(colour))
            self.setPalette(palette)

    def _keep_to_leading_side(self) -> None:
        """Stand at the side on which the window begins, whatever the script: Qt aligns lines it breaks by their first letter."""
        if self.alignment() & Qt.AlignmentFlag.AlignHCenter:
            return
        side = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        upright = self.alignment() & Qt.AlignmentFlag.AlignVertical_Mask
        self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | upright)

    def _let_height_follow_width(self) -> None:
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
