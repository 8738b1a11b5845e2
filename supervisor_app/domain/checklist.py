"""Competencies and checklists: what is observed, what counts, for how long it holds. Immutable, numbered revisions."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.texts import Text


class StepKind(StrEnum):
    """What a step asks of the observer."""

    TICK = "tick"
    SCALE = "scale"
    MEASUREMENT = "measurement"
    READINGS = "readings"
    COUNT = "count"
    TIMED = "timed"
    QUESTION = "question"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One number to record at a step, with its unit and limits (inclusive). `readings` > 1 asks for that many values.

    A timed step's quantity has unit "s" (a stopwatch fills it); a count has `whole` set and may have no unit.
    Numbers outside the limits make the step not met. With `mean` the limits hold for the mean of the readings; `spread` is
    the most by which the greatest may differ from the smallest.
    """

    key: str
    label: Text
    unit: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    readings: int = 1
    whole: bool = False
    required: bool = True
    mean: bool = False
    spread: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer of a choice step; `accepted` says whether it counts as met."""

    key: str
    label: Text
    accepted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """One value (1 to 5) of an anchored scale, in words."""

    value: int
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of a checklist. `key` is stable across revisions ("s05"); `number` is its place, from 1."""

    key: str
    number: int
    kind: StepKind
    text: Text
    section: Text
    critical: bool = False
    clause: str = ""
    key_point: Text | None = None
    why: Text | None = None
    standard: Text | None = None
    expected: Text | None = None  # question: what a right answer says
    expected_points: int = 1  # question: how many right points are asked
    quantities: tuple[Quantity, ...] = ()
    choices: tuple[Choice, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    pass_from: int | None = None  # scale: the lowest value that counts as met
    not_applicable: Text | None = None  # when set: N/A is foreseen, and this is the usual reason


@dataclass(frozen=True, slots=True, kw_only=True)
class MasteryRule:
    """When repeated sign-offs make somebody competent. All figures are data; the defaults mean "one success is enough".

    `successes` of the last `of_last` attempts, on `days` different days, by `assessors` different assessors, in `contexts`
    different contexts, with at most `attempts_a_day` counted a day, all within `within_months`; with
    `none_critical_since` a later attempt with a missed critical step or a safety stop wipes what was before it.
    """

    successes: int = 1
    of_last: int | None = None
    days: int = 1
    assessors: int = 1
    contexts: int = 1
    attempts_a_day: int | None = None
    within_months: int | None = None
    none_critical_since: bool = False
    text: Text | None = None  # the rule in words, as the source says it


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """How long a qualification holds. `clause` is empty where it is the firm's own policy."""

    months: int | None = None
    confirm_every_months: int | None = None
    text: Text | None = None
    clause: str = ""
    triggers: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextField:
    """Something to enter before the start ("truck", "load used"); `required` ones must be filled to print."""

    key: str
    label: Text
    unit: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level of the scale, lowest first; `key` is the letter that is printed ("U")."""

    key: str
    label: Text


ILUO: tuple[Level, ...] = (
    Level(key="I", label={"en": "in training"}),
    Level(key="L", label={"en": "under supervision"}),
    Level(key="U", label={"en": "unsupervised"}),
    Level(key="O", label={"en": "trains others"}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """What a competency answers to in a framework of others: an occupation, a clause, an item of a standard.

    `url` is its official address, `type` one of ALIGNMENT_TYPES or "ext:..." (the words of Open Badges 3.0), `code` what the
    framework itself calls it, `note` what of it exactly.
    """

    name: str
    url: str
    framework: str
    type: str
    code: str = ""
    note: str = ""


ALIGNMENT_TYPES: tuple[str, ...] = (
    "ceasn:Competency",
    "ceterms:Credential",
    "CFItem",
    "CFRubric",
    "CFRubricCriterion",
    "CFRubricCriterionLevel",
    "CTDL",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """One immutable revision of what to observe for a competency, with every rule that decides.

    `cut_percent` is the share of the non-critical steps that must be met; `minimum_minutes` the shortest run that counts
    (in one stretch without a pause where `continuous`);
    `certificate_fields` names what must be filled before a certificate prints (see domain.certificate.REQUIRED_FIELDS).
    `requires` names competencies: then nothing is observed, and who holds certificates for all of them has earned this one.
    """

    competency: str
    code: str
    revision: int
    title: Text
    short_title: Text
    steps: tuple[Step, ...]
    ordered: bool = False
    cut_percent: int = 100
    minimum_minutes: int = 0
    continuous: bool = False
    about_minutes: int = 20
    mastery: MasteryRule = MasteryRule()
    validity: Validity = Validity()
    context: tuple[ContextField, ...] = ()
    certificate_fields: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ILUO
    cover_from: str = "U"
    limits: Text | None = None  # default wording of the limits printed on the certificate
    limits_short: Text | None = None  # at most 60 bytes of UTF-8, for the QR payload and the card
    assessed_against: Text | None = None
    sources: tuple[str, ...] = ()
    assessor_rule: Text | None = None
    source_note: Text | None = None
    alignment: tuple[Alignment, ...] = ()
    requires: tuple[str, ...] = ()
    preset: str = ""  # the rule that says what a certificate needs (domain.certificate_preset); "" for a plain one

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which every step has its text, none where there are no steps.

        English, which every text falls back to, comes first and is what is taken where nobody chose: a published checklist has
        its languages sorted by letters.
        """
        first, *rest = [step.text for step in self.steps] or [{}]
        whole = [language for language in first if all(language in text for text in rest)]
        return tuple(sorted(whole, key=lambda language: language != "en"))

    def step(self, key: str) -> Step:
        """Return the step with this key; KeyError if there is none."""
        for step in self.steps:
            if step.key == key:
                return step
        raise KeyError(key)
