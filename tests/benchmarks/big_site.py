"""A big site, made quickly: 1,000 people and as many entries as asked for, at 100 a day up to now, so that more is further back.

Run: `python -m tests.benchmarks.big_site FOLDER ENTRIES`. Every entry goes through `ledger_writing`: chained, signed
by the station, projected. The founding, the checklists and the drafts come from the services. The acts are copies of a few that
the admin signed, with other names and days: they count, as the key and the day are right, but their personal signatures do not
hold; nothing that is measured here looks at those.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path

from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.observation import Context
from supervisor_app.ledger.acts import Signer, sign_act
from supervisor_app.ledger.contents import encode_content
from supervisor_app.ledger.keys import MemberKeys
from supervisor_app.services.catalogue import library, publish
from supervisor_app.services.demo_answers import met
from supervisor_app.services.founding import NewSite, create_site
from supervisor_app.services.observing import record, start
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.services.unlocking import unlock
from supervisor_app.storage import ledger_store, ledger_writing
from tests.ledger.samples import issued_certificate, sign_off
from tests.sites import LIGHT

PIN = "2468"
PEOPLE = 1000
A_DAY = 100
BATCH = 1000
VALID = timedelta(days=100 * 365)
OLD_DAY = date(2001, 2, 3)
OLD_UNTIL = date(2001, 2, 4)
OLD_TIME = datetime(2001, 2, 3, 10, tzinfo=UTC)
UNCERTIFIED, UNPRINTED, DRAFTS, DUE = 3, 12, 2, 60
"""How many wait on Today, whatever the size: for a certificate, for the printer, half done, ending within 60 days."""

Content = tuple[str, bytes]


@dataclass(frozen=True)
class Templates:
    """What one competency's acts look like: a success, a failure, its certificate."""

    success: bytes
    failure: bytes
    certificate: bytes


class MovingClock:
    """The time at which the next entry is written."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def build(folder: Path, entries: int, people: int = PEOPLE) -> tuple[Site, Session]:
    """Make the site in a folder that is not there yet; about `entries` entries in all. The site is open when it returns."""
    end = datetime.now().astimezone()
    clock = MovingClock(end - timedelta(days=entries / A_DAY + 1))
    details = NewSite(name="Nordwerk Pressteile", place="Hall 2", admin_name="Hannah Weber", pin=PIN)
    site, session = create_site(folder, details, clock=clock, randomness=os.urandom, sealing=LIGHT)
    checklists = [item.checklist for item in library()]
    digests = {line.competency: line.digest for line in publish(site, session, checklists)}
    chance = random.Random(entries)
    workers = [(f"{number:032x}", f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}") for number in range(people)]
    _append(site, session, clock, (_worker(number, *worker) for number, worker in enumerate(workers)), lambda _: clock.now)
    with site.database.read() as connection:
        left = entries - ledger_store.count_entries(connection)
    templates = _templates(session, unlock(site, session, PIN), checklists, digests)
    acts = islice(_acts(templates, workers, left, end, chance), left)
    _append(site, session, clock, acts, lambda done: end - timedelta(days=(left - done) / A_DAY))
    clock.now = end
    for number in range(DRAFTS):
        draft = start(site, session, workers[number][0], digests[checklists[number].competency], Context(machine="FT-07"))
        for step in checklists[number].steps[:5]:
            record(site, draft.id, met(step))
    return site, session


def _append(
    site: Site, session: Session, clock: MovingClock, contents: Iterator[Content], when: Callable[[int], datetime]
) -> None:
    done = 0
    while batch := list(islice(contents, BATCH)):
        clock.now = when(done)
        done += len(batch)
        with site.database.write() as connection:
            ledger_writing.append_many(connection, site.station, batch, now=clock.now, salts=(os.urandom(16) for _ in batch))


GIVEN = ("Ana", "Rabina", "Łucja", "Mehmet", "Fatima", "Nguyễn", "José", "Olena", "Grace", "Mikkel")
FAMILY = ("Kowalska", "Thapa", "Øst", "Yılmaz", "Al-Sayed", "Văn An", "Núñez", "Шевченко", "Okafor", "Sørensen")


def _worker(number: int, identity: str, name: str) -> Content:
    given, family = name.split(" ", 1)
    body = {"employee_no": f"{number:06d}", "given_name": given, "family_name": family, "job": "Welder", "department": "Weld 2"}
    return "worker.recorded", encode_content(by="ann", about=identity, body=body)


def _templates(
    session: Session, keys: MemberKeys, checklists: Sequence[Checklist], digests: Mapping[str, str]
) -> dict[str, Templates]:
    signer = Signer(name=session.name, title="")

    def act(kind: str, body: object) -> bytes:
        return sign_act(keys, signer, kind=kind, about="WORKER", body=body, meaning="I saw it.", signed_at=OLD_TIME)

    made = {}
    for checklist in checklists:
        good, bad = (
            replace(
                sign_off("SIGNOFF", worker="WORKER", success=success),
                worker_name="HOLDER",
                competency=checklist.competency,
                checklist_digest=digests[checklist.competency],
                finished=OLD_TIME,
            )
            for success in (True, False)
        )
        paper = issued_certificate("CERTIFICATE", number="NUMBER", worker="WORKER", until=OLD_UNTIL)
        facts = replace(
            paper.facts,
            holder="HOLDER",
            title=checklist.title["en"],
            competency=checklist.competency,
            checklist_digest=digests[checklist.competency],
            issued=OLD_DAY,
        )
        paper = replace(paper, facts=facts, sign_offs=("SIGNOFF",))
        made[checklist.competency] = Templates(
            act("assessment.signed", good), act("assessment.signed", bad), act("certificate.issued", paper)
        )
    return made


def _acts(
    templates: Mapping[str, Templates], workers: Sequence[tuple[str, str]], count: int, end: datetime, chance: random.Random
) -> Iterator[Content]:
    """Yield four contents per turn: a failure, a success, its certificate, its print; the newest few stay to be done."""
    kinds = list(templates.values())
    for place in range(0, count, 4):
        identity, name = chance.choice(workers)
        made = chance.choice(kinds)
        at = end - timedelta(days=(count - place) / A_DAY)
        turns_left = (count - place) // 4
        number = place // 4
        until = (end + timedelta(days=turns_left) if turns_left <= DUE else at + VALID).date()
        yield "assessment.signed", _filled(made.failure, identity, name, at - timedelta(hours=1), until, 2 * number)
        yield "assessment.signed", _filled(made.success, identity, name, at, until, 2 * number + 1)
        if turns_left > UNCERTIFIED:
            yield "certificate.issued", _filled(made.certificate, identity, name, at, until, 2 * number + 1)
        if turns_left > UNPRINTED:
            certificate = f"urn:uuid:{2 * number + 1:032x}"
            body = {"certificate": certificate, "duplicate": 0}
            yield "certificate.printed", encode_content(by="ann", about=certificate, body=body)


def _filled(template: bytes, identity: str, name: str, at: datetime, until: date, number: int) -> bytes:
    for old, new in (
        (b'"WORKER"', f'"{identity}"'),
        (b'"HOLDER"', f'"{name}"'),
        (b'"SIGNOFF"', f'"{number:032x}"'),
        (b'"CERTIFICATE"', f'"urn:uuid:{number:032x}"'),
        (b'"NUMBER"', f'"NW-{number:08d}"'),
        (OLD_TIME.isoformat().replace("+00:00", "Z").encode(), at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")),
        (OLD_TIME.isoformat().encode(), at.astimezone(UTC).isoformat(timespec="seconds")),
        (f'"{OLD_DAY}"'.encode(), f'"{at.date()}"'),
        (f'"{OLD_UNTIL}"'.encode(), f'"{until}"'),
    ):
        template = template.replace(old, new.encode())
    return template


def main() -> None:
    folder, entries = Path(sys.argv[1]), int(sys.argv[2])
    began = time.perf_counter()
    site, _ = build(folder, entries)
    site.close()
    print(f"{entries:,} entries in {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
