"""How a laptop stands with the site, as the chip at the end of its row: the same in Settings and on the page Sync."""

from __future__ import annotations

from supervisor_app.services.sync_records import Standing
from supervisor_app.ui.pages.settings_words import standing_word
from supervisor_app.ui.widgets.chip import ChipFace, Tone
from supervisor_app.ui.widgets.status_shape import StatusShape

_LOOKS = {
    Standing.APPROVED: (Tone.OK, StatusShape.MET),
    Standing.ASKS: (Tone.NEUTRAL, StatusShape.HERE),
    Standing.RETIRED: (Tone.NEUTRAL, StatusShape.NOT_APPLICABLE),
    Standing.LOST: (Tone.BAD, StatusShape.NOT_MET),
}


def standing_chip(standing: Standing) -> ChipFace:
    """Return the chip for how a laptop stands."""
    tone, shape = _LOOKS[standing]
    return ChipFace(standing_word(standing), tone, shape)
