"""Telling a badge scanner from a person: a burst of keys ending in Enter. The clock is an argument, no Qt."""

from __future__ import annotations

from dataclasses import replace

from supervisor_app.domain.frozen import dataclass

LONGEST_GAP = 0.05
"""Seconds between two keys of a scanner; people type 0.1 and more, wedge scanners 0.002 to 0.03."""
SHORTEST_BADGE = 4
LONGEST_BADGE = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """The keys of a burst so far and the time of the last one, in seconds of any steady clock; `longest` keys are one burst."""

    text: str = ""
    last: float = float("-inf")
    longest: int = LONGEST_BADGE

    def key(self, text: str, now: float) -> Burst:
        """The burst after a printable key at `now`: continued, or begun anew after a pause or when it grows too long."""
        if now - self.last > LONGEST_GAP or len(self.text) >= self.longest:
            return replace(self, text=text, last=now)
        return replace(self, text=self.text + text, last=now)

    def enter(self, now: float) -> str:
        """The badge, if Enter at `now` ends a burst long and fast enough; else empty: a person pressed Enter."""
        scanned = now - self.last <= LONGEST_GAP and len(self.text) >= SHORTEST_BADGE
        return self.text if scanned else ""
