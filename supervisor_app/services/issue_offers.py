"""Certificates that can be issued now: whose rule is met, what each still needs, and which older one it would replace."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from supervisor_app.domain.certificate_preset import preset_of, required_fields
from supervisor_app.domain.certifying import IssueDetails, missing_fields
from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.decision import SignOff
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.mastery import mastery
from supervisor_app.domain.texts import in_language
from supervisor_app.domain.unlooked import SeenMiss, held_up
from supervisor_app.services.site import Site
from supervisor_app.storage import certificate_queries, checklist_queries, sign_off_queries
from supervisor_app.storage.database import Connection

OFFERED_DAYS = 90
"""A success not certified within these days is no longer offered on Today; it can still be issued from the person's page."""
MAX_OFFERS = 200

FIELD_WORDS = {
    "holder": "name of the person",
    "training_date": "day the training was completed",
    "trainer": "trainer",
    "evaluation_date": "day of the evaluation",
    "evaluator": "evaluator",
    "evaluated_on": "what it was evaluated on",
    "limits": "limits",
    "level": "level",
    "machine": "machine",
    "procedure": "procedure",
    "wps": "welding procedure (WPS)",
    "welding_process": "process it covers",
    "product_type": "product it covers (P plate, T tube)",
    "weld_type": "welds it covers (BW butt, FW fillet)",
    "filler_group": "filler material group (FM)",
    "thickness_range": "thickness range",
    "position_range": "positions it covers",
    "tool_serial": "serial number of the tool",
}
"""What a required certificate field is called on screen; the checklist's own context fields bring their own labels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewable:
    """An older certificate that a new one would replace; `valid_until` is its last day by the earliest of its clocks."""

    id: str
    number: str
    valid_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueOffer:
    """A certificate that can be issued now: the mastery rule is met. `missing` names what must be filled in first."""

    sign_off_id: str
    worker_id: str
    worker_name: str
    competency: str
    title: str
    evaluated: date
    assessor_id: str
    limits: str
    limits_short: str
    evaluated_on: str
    required: tuple[str, ...]
    missing: tuple[str, ...]
    labels: tuple[tuple[str, str], ...]  # field name, its words on screen
    rule: str = ""  # the rule that asks for the fields, with its source
    renews: Renewable | None = None


def offers(site: Site, today: date) -> tuple[IssueOffer, ...]:
    """Return the certificates that can be issued now, newest success first; a worker and competency at most once."""
    since = datetime.combine(today - timedelta(days=OFFERED_DAYS), time(), UTC)
    found: dict[tuple[str, str], IssueOffer | None] = {}
    with site.database.read() as connection:
        for line in sign_off_queries.uncertified(connection, since, MAX_OFFERS):
            key = (line.worker_id, line.competency)
            if key not in found:
                found[key] = _offer(connection, key, line.id, today)
    return tuple(offer for offer in found.values() if offer)


def _offer(connection: Connection, key: tuple[str, str], sign_off_id: str, today: date) -> IssueOffer | None:
    """Return the offer of a worker's newest uncertified success, None where a later one is certified or the rule is not met."""
    attempts = tuple(signed.sign_off for signed in sign_off_queries.history(connection, *key))
    newest = next((attempt for attempt in reversed(attempts) if attempt.success), None)
    if newest is None or newest.id != sign_off_id:
        return None
    checklist = checklist_queries.get_checklist(connection, newest.checklist_digest)
    if checklist is None or not mastery(checklist.mastery, attempts, today).met or held_up_words(connection, *key):
        return None
    return offer_for(newest, checklist, renewable(connection, newest))


def held_up_words(connection: Connection, worker_id: str, competency: str) -> str:
    """Return why no certificate may be issued yet although the rule is met: a critical miss nobody looked at; "" for nothing."""
    lines = sign_off_queries.unlooked_misses(connection, worker_id, competency)
    return held_up(SeenMiss(by=line.assessor_name, day=line.finished.date()) for line in lines)


def renewable(connection: Connection, sign_off: SignOff) -> Renewable | None:
    """Return the certificate that one from this sign-off would replace: the newest of that competency that stands."""
    rows = certificate_queries.worker_certificates(connection, sign_off.worker_id)
    mine = certificate_queries.certificates_of_sign_off(connection, sign_off.id)
    return next(
        (
            Renewable(id=row.id, number=row.number, valid_until=row.ends)
            for row in rows
            if row.competency == sign_off.competency and row.id not in mine and row.stands
        ),
        None,
    )


def offer_for(sign_off: SignOff, checklist: Checklist, renews: Renewable | None = None) -> IssueOffer:
    """Return the offer that a successful sign-off makes, with what the checklist requires and what is still missing."""
    details, preset, required = IssueDetails(), preset_of(checklist), required_fields(checklist)
    labels = FIELD_WORDS | {field.key: in_language(field.label) for field in checklist.context}
    return IssueOffer(
        sign_off_id=sign_off.id,
        worker_id=sign_off.worker_id,
        worker_name=sign_off.worker_name,
        competency=sign_off.competency,
        title=in_language(checklist.short_title, sign_off.context.language),
        evaluated=sign_off.finished.date(),
        assessor_id=sign_off.assessor_id,
        limits=sign_off.limits,
        limits_short=sign_off.limits_short,
        evaluated_on=sign_off.context.machine,
        required=required,
        missing=missing_fields(checklist, sign_off, details),
        labels=tuple((name, labels.get(name, name)) for name in required),
        rule=f"{preset.title}: {preset.source}" if checklist.preset else "",
        renews=renews,
    )
