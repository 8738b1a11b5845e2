"""A small founded site for tests of what supervisors do: two members, a few people, two short checklists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from supervisor_app.domain.certifying import IssueDetails
from supervisor_app.domain.checklist import Checklist, MasteryRule, Quantity, Step, StepKind, Validity
from supervisor_app.domain.decision import Judgement, Outcome
from supervisor_app.domain.observation import Context, MissReason, Observation, Result
from supervisor_app.domain.people import PersonFields, Role, Worker
from supervisor_app.ledger.keys import Sealing
from supervisor_app.services.catalogue import publish
from supervisor_app.services.demo_play import DemoClock
from supervisor_app.services.founding import NewSite, create_site
from supervisor_app.services.membership import add_member
from supervisor_app.services.observing import record, start
from supervisor_app.services.people import add_worker
from supervisor_app.services.session import Session
from supervisor_app.services.signing import SignedResult, sign
from supervisor_app.services.signing_choice import SigningChoice
from supervisor_app.services.signing_in import session_of
from supervisor_app.services.site import Site

PIN, SECOND_PIN = "2468", "1357"
MORNING = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
DETAILS = IssueDetails(training_completed=date(2026, 11, 2), trainer="M. Osei", limits="Up to 2.5 t", limits_short="up to 2.5 t")


def as_role(at: Founded, role: Role) -> Session:
    """Return the session of a new member with a role, without a PIN here."""
    return session_of(add_member(at.site, at.hannah, f"Robin {role.value}", "", role, "", "", own_pin=PIN))


def step(number: int, **changes: object) -> Step:
    facts: dict[str, object] = {
        "key": f"s{number:02d}",
        "number": number,
        "kind": StepKind.TICK,
        "text": {"en": f"Does thing {number}"},
        "section": {"en": "All"},
    }
    return Step(**(facts | changes))  # type: ignore[arg-type]


def forklift(**changes: object) -> Checklist:
    heel = Quantity(key="heel", label={"en": "Fork heel"}, unit="mm", minimum=Decimal(100), maximum=Decimal(200))
    facts: dict[str, object] = {
        "competency": "forklift",
        "code": "FLT-CB",
        "revision": 1,
        "title": {"en": "Counterbalance forklift truck"},
        "short_title": {"en": "Counterbalance forklift"},
        "steps": (step(1, critical=True), step(2, kind=StepKind.MEASUREMENT, quantities=(heel,)), step(3)),
        "cut_percent": 50,
        "validity": Validity(months=36, clause="29 CFR 1910.178(l)(4)(iii)"),
        "certificate_fields": ("training_date", "trainer", "evaluation_date", "evaluator"),
        "limits": {"en": "Up to 2.5 t"},
        "assessed_against": {"en": "29 CFR 1910.178(l)"},
    }
    return Checklist(**(facts | changes))  # type: ignore[arg-type]


TWICE = forklift(competency="twice", code="TWICE", mastery=MasteryRule(successes=2, days=2))


@dataclass(frozen=True, slots=True)
class Founded:
    """The site with everybody in it; `time` is its clock, set by hand."""

    site: Site
    hannah: Session
    marco: Session
    ana: Worker
    yusef: Worker
    time: DemoClock
    digests: dict[str, str]


def found(folder: Path, seed: int = 1) -> Founded:
    """Found the site in a folder, with randomness from a seed."""
    time = DemoClock(MORNING)
    details = NewSite(name="Northgate Pressings", place="Dayton", admin_name="Hannah Weber", admin_title="Assessor", pin=PIN)
    light = Sealing(memory_kib=64, passes=1, lanes=1)
    site, hannah = create_site(folder, details, clock=time, randomness=Random(seed).randbytes, sealing=light)
    ana = add_worker(site, hannah, PersonFields(employee_no="20417", given_name="Ana", family_name="Kowalska"))
    yusef = add_worker(
        site, hannah, PersonFields(employee_no="010462", given_name="Yusef", family_name="חזן", family_latin="Hazan")
    )
    marco = add_member(site, hannah, "Marco Rossi", "Line lead", Role.ASSESSOR, yusef.id, SECOND_PIN, own_pin=PIN)
    lines = publish(site, hannah, [forklift(), TWICE])
    return Founded(site, hannah, session_of(marco), ana, yusef, time, {line.competency: line.digest for line in lines})


def observe(
    at: Founded, worker: Worker, *, competency: str = "forklift", heel: str = "150", critical: Result = Result.MET
) -> str:
    """Tap through an assessment of a worker by Hannah and return the draft's id."""
    draft = start(at.site, at.hannah, worker.id, at.digests[competency], Context(machine="FT-07", shift="Days"))
    reason = MissReason.UNSAFE if critical is Result.NOT_MET else None
    answers = (
        Observation(step="s01", result=critical, reason=reason, reason_text="looked away twice" if reason else ""),
        Observation(step="s02", result=Result.MET, values={"heel": (Decimal(heel),)}),
        Observation(step="s03", result=Result.MET),
    )
    for answer in answers:
        at.time.wait(30)
        record(at.site, draft.id, answer)
    return draft.id


def choice(at: Founded, outcome: Outcome = Outcome.COMPETENT, **changes: object) -> SigningChoice:
    """Return what an assessor chooses who agrees with the rules."""
    competent = outcome is Outcome.COMPETENT
    facts: dict[str, object] = {
        "judgement": Judgement.COMPETENT if competent else Judgement.NOT_YET,
        "signed_at": at.time(),
        "level": "U" if competent else "",
        "limits": "Up to 2.5 t",
        "limits_short": "up to 2.5 t",
    }
    return SigningChoice(**(facts | changes))  # type: ignore[arg-type]


def signed(at: Founded, worker: Worker, competency: str = "forklift") -> SignedResult:
    """Observe and sign a worker off as competent."""
    return sign(at.site, at.hannah, observe(at, worker, competency=competency), choice(at), PIN)


def later(at: Founded, **span: float) -> None:
    """Let time pass."""
    at.time.wait(timedelta(**span).total_seconds())
