"""Playing the story of the sample site: one assessment after another, tapped, signed and certified as a supervisor would."""

from __future__ import annotations

from datetime import datetime, timedelta

from supervisor_app.domain.certifying import IssueDetails
from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.decision import Judgement, Outcome, SignOff, WorkerSignature
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.observation import Context, Purpose
from supervisor_app.domain.people import Worker
from supervisor_app.errors import UserError
from supervisor_app.services.catalogue import get_checklist, list_checklists
from supervisor_app.services.certificate_drawing import mark_printed
from supervisor_app.services.demo_answers import Course, answers
from supervisor_app.services.demo_story import JOBS, MACHINES, Chapter
from supervisor_app.services.issue_offers import IssueOffer
from supervisor_app.services.issuing import issue
from supervisor_app.services.observing import pause, record, safety_stop, start
from supervisor_app.services.session import Session
from supervisor_app.services.signing import preview, sign
from supervisor_app.services.signing_choice import SigningChoice
from supervisor_app.services.site import Site
from supervisor_app.services.stacking import issue_stack
from supervisor_app.storage import people_queries

CONTEXT_VALUES = {
    "machine_family": "Turning centre, two axes",
    "control": "Fanuc 0i-T",
    "program": "O4471 rev C",
    "crane": "Overhead crane 10 t, no. 3",
    "signalling": "hand",
    "sling": "Polyester round sling 2 t",
    "height": "6",
    "space": "Quench tank T-2",
    "permit": "CS-2026-031",
    "entry": "simulated",
    "entrants": "One entrant, 25 minutes",
    "instrument": "332",
    "part": "7714-02 rev B",
    "reference": "FAI-7714-02",
    "extinguisher": "FE-118",
    "fire_class": "A and B, ABC powder",
    "fire": "simulator",
    "truck": "Linde E25, FT-07",
    "preuse_record": "PU-0931",
    "capacity": "2500",
    "load": "1200",
    "aisle": "3.2",
    "surface": "dry concrete",
    "pedestrians": "yes",
    "hour_meter": "4127",
    "energy": "80",
    "planted_defect": "horn unplugged",
    "wps_no": "WPS 135-2F-01",
    "base_metal": "Group 1, S235",
    "wire": "ER70S-6, 1.0 mm",
    "gas": "M21, 15 l/min",
    "thickness": "6",
    "wire_feed": "8.5",
    "travel": "420",
    "machine_id": "Press P-14",
    "procedure_no": "LOTO-P14 rev 3",
    "points": "4",
    "employees": "Two operators of line 2",
    "press": "Trumpf 3120",
    "guard": "laser",
    "material": "DC01",
    "stop_distance": "11",
    "board": "PSU-12, order 4471",
    "product_class": "2",
    "alloy": "SAC305, no-clean, batch 2291",
    "station": "Weller WX2, bench 5",
    "wrench": "1187",
    "target": "48",
    "tolerance": "10",
    "drawing": "AS-2210 rev D",
}
CALIBRATED_FOR = timedelta(days=200)
REQUIRED_VALUES = {
    "wps": "WPS 135-2F-01",
    "welding_process": "135, 138",
    "product_type": "P, T from 500 mm",
    "weld_type": "FW",
    "filler_group": "FM1, FM2",
    "thickness_range": "from 3 mm",
    "position_range": "PA, PB",
    "procedure": "LOTO-P14 rev 3",
    "tool_serial": "1187",
}
COMMENTS = ("", "I agree.", "Clear feedback, thank you.", "I would like to practise once more.", "")
TRAINERS = ("M. Osei", "K. Brandt", "L. Fontaine")


class DemoClock:
    """A clock that is set by hand and goes on by itself a little with every look, as a real one would."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def __call__(self) -> datetime:
        """Return the time."""
        self._now += timedelta(milliseconds=10)
        return self._now

    def set(self, now: datetime) -> None:
        """Put the clock to a time; it never goes back."""
        self._now = max(self._now, now)

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self._now += timedelta(seconds=seconds)


@dataclass(frozen=True, slots=True)
class Laptop:
    """One station of the sample site with its supervisor signed in."""

    site: Site
    session: Session
    pin: str
    time: DemoClock


def play_chapter(laptop: Laptop, chapter: Chapter, number: int) -> SignOff:
    """Observe, decide and sign one assessment, and issue and print its certificate where the story says so."""
    digest, checklist = checklist_for(laptop.site, chapter.competency)
    worker = person(laptop.site, chapter.competency, chapter.person)
    draft_id = observe(laptop, digest, checklist, worker, chapter.course, number)
    signed = sign(laptop.site, laptop.session, draft_id, _choice(laptop, draft_id, worker, number), laptop.pin)
    if chapter.certified:
        if signed.offer is None:
            raise UserError(f"The sample story expects {worker.name} to be certified in {chapter.competency}.")
        laptop.time.wait(60)
        issued = issue(
            laptop.site,
            laptop.session,
            signed.sign_off.id,
            issue_details(checklist, signed.offer, laptop.time(), number),
            laptop.pin,
            laptop.time(),
        )
        if chapter.printed:
            mark_printed(laptop.site, laptop.session, [issued.facts.credential_id])
    return signed.sign_off


def play_stack(laptop: Laptop, part: str, place: int, competency: str) -> None:
    """Issue and print a certificate made of others to somebody who holds all its parts."""
    worker = person(laptop.site, part, place)
    issued = issue_stack(laptop.site, laptop.session, worker.id, competency, laptop.pin, laptop.time())
    mark_printed(laptop.site, laptop.session, [issued.facts.credential_id])


def observe(laptop: Laptop, digest: str, checklist: Checklist, worker: Worker, course: Course, number: int) -> str:
    """Tap through an assessment and return the draft's id."""
    draft = start(laptop.site, laptop.session, worker.id, digest, demo_context(checklist, number, laptop.time()))
    seen = answers(checklist, course, number)
    seconds = max(checklist.minimum_minutes * 60 + 90, 12 * 60) / max(len(seen), 1)
    for observation in seen:
        laptop.time.wait(seconds)
        draft = record(laptop.site, draft.id, observation)
    if course is Course.SAFETY_STOP:
        draft = safety_stop(laptop.site, draft.id, "Stopped: a person was in danger.")
    return draft.id


def start_draft(laptop: Laptop, competency: str, place: int, steps: int) -> None:
    """Leave an assessment open after so many steps, paused."""
    digest, checklist = checklist_for(laptop.site, competency)
    worker = person(laptop.site, competency, place)
    draft = start(laptop.site, laptop.session, worker.id, digest, demo_context(checklist, place, laptop.time()))
    for observation in answers(checklist, Course.GOOD, place)[:steps]:
        laptop.time.wait(45)
        record(laptop.site, draft.id, observation)
    pause(laptop.site, draft.id)


def checklist_for(site: Site, competency: str) -> tuple[str, Checklist]:
    """Return the digest and the record of a competency's newest checklist."""
    line = next(line for line in list_checklists(site) if line.competency == competency)
    return line.digest, get_checklist(site, line.digest)


def person(site: Site, competency: str, place: int) -> Worker:
    """Return the `place`-th person (by employee number) whose work the competency belongs to."""
    with site.database.read() as connection:
        workers = sorted(people_queries.all_workers(connection), key=lambda worker: worker.employee_no)
    fitting = [worker for worker in workers if worker.job == JOBS[competency]] or workers
    return fitting[place % len(fitting)]


def demo_context(checklist: Checklist, number: int, now: datetime) -> Context:
    """Return where and why a sample assessment is made, every field of the checklist filled."""
    machine, place = MACHINES[checklist.competency]
    fields = {field.key: CONTEXT_VALUES.get(field.key, "") for field in checklist.context}
    if "calibration_due" in fields:
        fields["calibration_due"] = (now + CALIBRATED_FOR).date().isoformat()
    shift = ("Days", "Nights", "A", "B")[number % 4]
    return Context(purpose=Purpose.FIRST, machine=machine, place=place, job=f"Order {4400 + number}", shift=shift, fields=fields)


def issue_details(checklist: Checklist, offer: IssueOffer, now: datetime, number: int) -> IssueDetails:
    """Return what the supervisor fills in before issuing: the training, and whatever else the checklist requires."""
    return IssueDetails(
        training_completed=now.date() - timedelta(days=11),
        trainer=TRAINERS[number % len(TRAINERS)],
        evaluated_on=MACHINES[checklist.competency][0],
        limits=offer.limits,
        limits_short=offer.limits_short,
        fields={name: REQUIRED_VALUES.get(name, "") for name in offer.missing},
    )


def _choice(laptop: Laptop, draft_id: str, worker: Worker, number: int) -> SigningChoice:
    shown = preview(laptop.site, laptop.session, draft_id)
    laptop.time.wait(40)
    now = laptop.time()
    competent = shown.decision.outcome is Outcome.COMPETENT
    return SigningChoice(
        judgement=Judgement.COMPETENT if competent else Judgement.NOT_YET,
        signed_at=now,
        level=shown.level if competent else "",
        limits=shown.limits,
        limits_short=shown.limits_short,
        worker_comment=COMMENTS[number % len(COMMENTS)],
        worker_signature=WorkerSignature(name=worker.name, signed=now, agrees=True, typed=worker.name),
    )
