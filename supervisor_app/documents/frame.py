"""Where things stand on the certificate and its annex, in millimetres (PRINT, section 2); Letter shares out its extra height."""

from __future__ import annotations

from supervisor_app.documents.page import Paper
from supervisor_app.documents.qr_code import SIDE_MM
from supervisor_app.domain.frozen import dataclass

MARGIN = 16.0
COLUMN_GAP = 14.0


@dataclass(frozen=True, slots=True)
class Frame:
    """The fixed places of one paper."""

    paper: Paper
    raised: float = 0.0
    """How far the foot is raised for lines of the organisation's own."""

    @property
    def width(self) -> float:
        """Between the margins."""
        return self.paper.width - 2 * MARGIN

    @property
    def end(self) -> float:
        """The far margin."""
        return self.paper.width - MARGIN

    @property
    def side(self) -> float:
        """Where the column of the QR code starts: its dark modules end on the margin."""
        return self.end - SIDE_MM

    @property
    def text_width(self) -> float:
        """The width of the text column: 216 mm on A4, 198 mm on Letter."""
        return self.side - COLUMN_GAP - MARGIN

    @property
    def standing(self) -> bool:
        """Whether the paper is upright."""
        return self.paper.is_standing

    @property
    def extra(self) -> float:
        """The height beyond A4."""
        return self.paper.height - (Paper.A4_PORTRAIT if self.standing else Paper.A4).height

    @property
    def body_top(self) -> float:
        """The first baseline of the body; the upper edge of the QR code stands 2.8 mm above."""
        return (54.0 if self.standing else 46.9) + self.extra / 4

    @property
    def facts_top(self) -> float:
        """The heavy line above the dates, unless what is below needs more room."""
        return (212.0 if self.standing else 136.0) + self.extra * 0.7

    @property
    def loosest(self) -> float:
        """How far the gaps of the body may open, in parts of the usual: an upright page has room below the text."""
        return 2.0 if self.standing else 1.0

    @property
    def foot(self) -> float:
        """The thin line above the footer."""
        return self.paper.height - (19.6 if self.standing else 17.6) - self.raised
