"""A verdict as the window, the command line and a kept copy show it: the outcome, the facts, one line per check."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.printed import same_print


class CheckState(StrEnum):
    """How one check came out. CLOCK: true when it was last known, cannot be known better here and now."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CLOCK = "clock"


class Outcome(StrEnum):
    """What a certificate is worth, in one word; only VALID may be relied on."""

    VALID = "valid"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    ON_HOLD = "on_hold"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    PAPER_DIFFERS = "paper_differs"
    NOT_GENUINE = "not_genuine"
    UNSIGNED = "unsigned"
    UNSUPPORTED = "unsupported"
    UNKNOWN_ISSUER = "unknown_issuer"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Check:
    """One line of a verdict: which check, how it came out, a full sentence without its full stop, and a figure beside it."""

    name: str
    state: CheckState
    text: str
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of the certificate as the verdict repeats it; `detail` is a quieter second half ("no. 010105")."""

    label: str
    value: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class FieldComparison:
    """One field of a paper beside the signed record; `on_paper` is empty where the paper does not show it."""

    label: str
    on_paper: str
    in_record: str

    @property
    def same(self) -> bool:
        """Whether both read the same, apart from line breaks and spaces."""
        return same_print(self.on_paper, self.in_record)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The result of checking one certificate. `name` is the file's name, `proven` says whether the facts are signed by a known
    issuer, `differences` has every compared field of a paper (empty without a paper), `note` is the advice below, `asks` are the
    web addresses that "check online" would ask, and nothing else ever does.
    """

    outcome: Outcome
    headline: str
    sentence: str
    name: str
    checked: datetime
    proven: bool = False
    facts: tuple[Fact, ...] = ()
    limits: str = ""
    differences: tuple[FieldComparison, ...] = ()
    checks: tuple[Check, ...] = ()
    note: str = ""
    credential_id: str = ""
    asks: tuple[str, ...] = ()
    kind: str = ""  # "badge", "record" or "endorsement" (credentials.claims.DocumentKind), "" where there was nothing to judge
    own: bool = False  # whether this site issued it
    issuer: str = ""
    subject: str = ""  # what an endorsement speaks of: the id of a credential or an achievement
    document: str = ""  # an endorsement as canonical JSON

    @property
    def valid(self) -> bool:
        """Whether the certificate may be relied on today."""
        return self.outcome is Outcome.VALID

    @property
    def unreadable(self) -> bool:
        """Whether there was no certificate to judge."""
        return self.outcome is Outcome.UNREADABLE

    def fact(self, label: str) -> str:
        """Return the value of a fact by its label, empty where the certificate is silent."""
        return next((fact.value for fact in self.facts if fact.label == label), "")


def unreadable(name: str, checked: datetime, sentence: str, note: str = "") -> Verdict:
    """Return the verdict on something that is no certificate: what it is or lacks, and what to do."""
    return Verdict(
        outcome=Outcome.UNREADABLE, headline="Not a certificate", sentence=sentence, name=name, checked=checked, note=note
    )


def unsupported(
    name: str, checked: datetime, sentence: str, note: str = "", facts: tuple[Fact, ...] = (), *, signed: bool = True
) -> Verdict:
    """Return the verdict on a certificate that cannot be judged here, or that nobody signed: what it claims is not proven."""
    return Verdict(
        outcome=Outcome.UNSUPPORTED if signed else Outcome.UNSIGNED,
        headline="Cannot be checked here" if signed else "Not signed",
        sentence=sentence,
        name=name,
        checked=checked,
        facts=facts,
        note=note,
    )
