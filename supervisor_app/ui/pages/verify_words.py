"""What the Verify page says in rows and headers, and its state; decided without widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from supervisor_app.domain.frozen import dataclass
from supervisor_app.services.verifying import Outcome, Verdict
from supervisor_app.services.verifying_files import FileVerdict, files_among
from supervisor_app.ui.widgets.chip import ChipFace, Tone
from supervisor_app.ui.widgets.rows import Row
from supervisor_app.ui.widgets.status_shape import StatusShape
from supervisor_app.ui.widgets.verdict_sheet import SHAPES

KEPT = 200
SHORT_WORDS = {
    Outcome.VALID: "Valid",
    Outcome.EXPIRED: "Genuine, but expired",
    Outcome.NOT_YET_VALID: "Genuine, but not yet valid",
    Outcome.ON_HOLD: "On hold",
    Outcome.REPLACED: "Replaced by a newer one",
    Outcome.WITHDRAWN: "Withdrawn",
    Outcome.PAPER_DIFFERS: "Paper changed after signing",
    Outcome.NOT_GENUINE: "Changed after signing",
    Outcome.UNSIGNED: "Nobody signed it",
    Outcome.UNSUPPORTED: "Cannot be checked here",
    Outcome.UNKNOWN_ISSUER: "Unknown issuer",
    Outcome.UNREADABLE: "Not a certificate",
}

_TONES = {StatusShape.MET: Tone.OK, StatusShape.NOT_MET: Tone.BAD, StatusShape.SOON: Tone.WARN, StatusShape.PAUSED: Tone.WARN}


@dataclass(frozen=True, slots=True)
class FolderCheck:
    """A folder (or many files) that was checked: its name, the results in the order of the files, how many there were."""

    name: str
    results: tuple[FileVerdict, ...]
    total: int

    @property
    def headline(self) -> str:
        """How it came out, in one line."""
        valid = sum(result.valid for result in self.results)
        if not self.results:
            return "No certificate in it"
        return f"{valid} of {len(self.results)} valid" if valid < len(self.results) else f"All {valid} valid"

    @property
    def sentence(self) -> str:
        """Where, and what else there is to know."""
        files = files_among(self.results)
        stopped = f" Stopped after {files} of {self.total} files." if files < self.total else ""
        unreadable = sum(result.unreadable for result in self.results)
        several = any(result.place for result in self.results)
        what = "papers in it" if several else "files"
        none = f" {unreadable} of the {what} {'is' if unreadable == 1 else 'are'} no certificate." if unreadable else ""
        return f"{self.name}.{none}{stopped}"

    @property
    def sorted(self) -> tuple[FileVerdict, ...]:
        """The results, what needs a look first, else by the order of the files."""
        return tuple(sorted(self.results, key=lambda result: (result.valid, result.unreadable)))


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyState:
    """What the page shows: the verdicts of today, the newest first, which of them is open (-1 for none), a folder checked."""

    verdicts: tuple[Verdict, ...] = ()
    shown: int = -1
    folder: FolderCheck | None = None

    def with_checked(self, verdicts: Sequence[Verdict]) -> VerifyState:
        """Return the state after more was checked: what matters most is shown, that is the first that is not valid."""
        if not verdicts:
            return self
        worst = next((place for place, verdict in enumerate(verdicts) if not verdict.valid), 0)
        return replace(self, verdicts=(*verdicts, *self.verdicts)[:KEPT], shown=worst)

    def with_folder(self, folder: FolderCheck) -> VerifyState:
        """Return the state after a folder was checked: its table is shown."""
        return replace(self, folder=folder, shown=-1)

    def replaced(self, before: Verdict, after: Verdict) -> VerifyState:
        """Return the state after one of the verdicts was made anew."""
        return replace(self, verdicts=tuple(after if verdict == before else verdict for verdict in self.verdicts))

    @property
    def current(self) -> Verdict | None:
        """The verdict that is shown."""
        return self.verdicts[self.shown] if 0 <= self.shown < len(self.verdicts) else None


def verdict_row(place: int, verdict: Verdict) -> Row:
    """A check as the list of today shows it: whose certificate, what came out."""
    title = verdict.fact("Competency")
    detail = f"{title}, valid" if verdict.valid and title else SHORT_WORDS[verdict.outcome]
    return Row(key=str(place), title=verdict.fact("Holder") or verdict.name, detail=detail, shape=SHAPES[verdict.outcome])


def folder_row(place: int, result: FileVerdict) -> Row:
    """A file as the table of a folder shows it: result, holder and competency, its place in the file, number, when it ends."""
    verdict = result.verdict
    name = f"{Path(result.file).name}, {result.place}" if result.place else Path(result.file).name
    told = " · ".join(filter(None, (verdict.fact("Competency"), verdict.limits, name)))
    return Row(
        key=str(place),
        title=verdict.fact("Holder") or name,
        detail=told if verdict.fact("Holder") else verdict.sentence,
        number=verdict.fact("Number"),
        chip=ChipFace(SHORT_WORDS[verdict.outcome], _TONES.get(SHAPES[verdict.outcome], Tone.NEUTRAL), SHAPES[verdict.outcome]),
    )
