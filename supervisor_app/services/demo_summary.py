"""What the sample site holds, as it is printed and kept beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from supervisor_app.domain.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCertificate:
    """One certificate with its files and the verdict on its PDF ("valid")."""

    pdf: str
    credential: str
    number: str
    holder: str
    competency: str
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSummary:
    """A sample site. Paths are relative to its folder where it is kept, absolute where it is printed (see `at`)."""

    station_a: str
    station_b: str
    shared: str
    people: int
    checklists: int
    assessments: int
    outcomes: Mapping[str, int]
    certificates: tuple[DemoCertificate, ...]
    pins: Mapping[str, str]

    def at(self, folder: Path) -> DemoSummary:
        """Return the summary with every path put below `folder`."""
        certificates = (
            replace(made, pdf=str(folder / made.pdf), credential=str(folder / made.credential)) for made in self.certificates
        )
        return replace(
            self,
            station_a=str(folder / self.station_a),
            station_b=str(folder / self.station_b),
            shared=str(folder / self.shared),
            certificates=tuple(certificates),
        )

    def lines(self) -> tuple[str, ...]:
        """Return the summary as it is printed."""
        outcomes = ", ".join(f"{count} {words}" for words, count in self.outcomes.items())
        made = (f"  {made.number}  {made.holder}, {made.competency}: {made.verdict}" for made in self.certificates)
        pins = ", ".join(f"{name} {pin}" for name, pin in self.pins.items())
        return (
            f"{self.people} people, {self.checklists} checklists, {self.assessments} assessments ({outcomes})",
            f"{len(self.certificates)} certificates, each verified from its PDF:",
            *made,
            f"First laptop:   {self.station_a}",
            f"Second laptop:  {self.station_b}",
            f"Shared file:    {self.shared}",
            f"PINs:           {pins}",
        )
