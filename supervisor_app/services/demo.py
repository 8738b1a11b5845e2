"""The sample site: two laptops and their shared file, built through the real services, every certificate drawn and verified."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from supervisor_app.domain.decision import SignOff
from supervisor_app.domain.evidence import OUTCOME_WORDS
from supervisor_app.domain.people import Role
from supervisor_app.errors import StorageError
from supervisor_app.ledger.keys import Randomness, Sealing
from supervisor_app.paths import resource_path, write_atomically
from supervisor_app.services.catalogue import library, list_checklists, made_of_others, publish
from supervisor_app.services.certificate_drawing import file_stem, get_certificate
from supervisor_app.services.certificates import CertificateLine, Which, certificates
from supervisor_app.services.demo_play import DemoClock, Laptop, play_chapter, play_stack, start_draft
from supervisor_app.services.demo_story import OPEN_DRAFTS, STACKS, STORY
from supervisor_app.services.demo_summary import DemoCertificate, DemoSummary
from supervisor_app.services.founding import NewSite, create_empty, create_site
from supervisor_app.services.join_requests import pending
from supervisor_app.services.joining import approve_station, ask_to_join
from supervisor_app.services.membership import add_member
from supervisor_app.services.opened_site import Clock, is_site, open_site
from supervisor_app.services.papers import Order
from supervisor_app.services.people import search_people, worker_by_badge
from supervisor_app.services.people_import import preview_import, run_import
from supervisor_app.services.printing import save_pdfs
from supervisor_app.services.signing_in import sign_in
from supervisor_app.services.syncing import choose_shared, sync_now
from supervisor_app.services.verifying_files import verify_files
from supervisor_app.settings import load_settings, save_settings

SUMMARY = "demo.json"
"""Marks a folder as a sample site and holds what was made."""
DAYS = 360
"""How long ago the sample site was founded."""
LIGHT = Sealing(memory_kib=8 * 1024, passes=1, lanes=1)
"""The PINs of the sample site are printed, so nothing is won by making them slow to try."""
FIRST, SECOND = "Hannah Weber", "Matías Méndez"
PINS = {FIRST: "2468", SECOND: "1357"}
NUMBERS = {FIRST: "010007", SECOND: "010014"}
"""Their employee numbers in the sample roster: supervisors are workers too, and nobody assesses themself."""


def build_demo(folder: Path, *, clock: Clock, randomness: Randomness) -> DemoSummary:
    """Build the sample site in a folder that does not exist yet, or return what was made there before.

    StorageError for any other folder that exists, and where it cannot be written; a build that is broken off leaves no folder.
    """
    folder = folder.absolute()
    if folder.exists():
        return read_demo(folder)
    partial = folder.with_name(f".{folder.name}.{randomness(4).hex()}")
    try:
        partial.mkdir(parents=True)
        signed = _build(partial, clock, randomness)
        summary = _export(partial, signed, clock, randomness)
        write_atomically(partial / SUMMARY, msgspec.json.encode(summary))
        for station in ("station-a", "station-b"):
            settings = replace(load_settings(partial / station), shared=str(folder / "shared" / "site.sqlite"))
            save_settings(partial / station, settings)
        partial.rename(folder)
    except OSError as error:
        raise StorageError(f"{folder} cannot be made: {error.strerror}.", "Choose another folder.") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return read_demo(folder)


def read_demo(folder: Path) -> DemoSummary:
    """Return what a sample site holds, its paths as they are now; StorageError for a folder that is none."""
    try:
        summary = msgspec.json.decode((folder / SUMMARY).read_bytes(), type=DemoSummary)
    except (OSError, msgspec.DecodeError):
        summary = None
    if summary is None or not is_site(folder / summary.station_a):
        raise StorageError(f"{folder} exists and is not a sample site.", "Name a folder that does not exist yet.")
    return summary.at(folder)


def _build(folder: Path, clock: Clock, randomness: Randomness) -> list[SignOff]:
    """Found the site, let the second laptop join, live through the story and bring both laptops together at the end."""
    time = DemoClock(clock() - timedelta(days=DAYS))
    first = _found(folder, time, randomness)
    second = _join(folder, first, time, randomness)
    laptops = {"a": first, "b": second}
    end = clock()
    signed = []
    try:
        for number, chapter in enumerate(STORY):
            time.set(_working_hour(end - timedelta(days=chapter.days_ago), number))
            signed.append(play_chapter(laptops[chapter.station], chapter, number))
            if number % 12 == 11:
                _exchange(first, second)
        time.set(end - timedelta(hours=2))
        for parts_of, place, competency in STACKS:
            play_stack(first, parts_of, place, competency)
        time.set(end - timedelta(hours=1))
        for competency, person, steps in OPEN_DRAFTS:
            start_draft(first, competency, person, steps)
        time.set(end)
        _exchange(first, second)
    finally:
        first.site.close()
        second.site.close()
    return signed


def _working_hour(day: datetime, number: int) -> datetime:
    return day.replace(hour=7 + number % 9, minute=number * 7 % 60, second=number * 13 % 60, microsecond=0)


def _found(folder: Path, time: DemoClock, randomness: Randomness) -> Laptop:
    details = NewSite(
        name="Northgate Pressings",
        place="Plant 2, Dayton, Ohio",
        logo_png=resource_path("demo", "logo.png").read_bytes(),
        host="verify.example.com",
        station_name="Bay 4 laptop",
        admin_name=FIRST,
        admin_title="Shift supervisor",
        pin=PINS[FIRST],
        employee_no=NUMBERS[FIRST],
    )
    site, session = create_site(folder / "station-a", details, clock=time, randomness=randomness, sealing=LIGHT)
    run_import(site, session, preview_import(site, resource_path("people", "demo-roster.csv")))
    publish(site, session, [item.checklist for item in (*library(), *made_of_others())])
    (folder / "shared").mkdir()
    choose_shared(site, folder / "shared" / "site.sqlite", create=True)
    return Laptop(site, session, PINS[FIRST], time)


def _join(folder: Path, first: Laptop, time: DemoClock, randomness: Randomness) -> Laptop:
    pin = PINS[SECOND]
    worker = worker_by_badge(first.site, NUMBERS[SECOND])
    if worker is None:
        raise StorageError("The sample roster does not name the second supervisor.", "Install the app again.")
    add_member(first.site, first.session, SECOND, "Line supervisor", Role.ASSESSOR, worker.id, pin, own_pin=first.pin)
    sync_now(first.site)
    site = create_empty(folder / "station-b", clock=time, randomness=randomness, sealing=LIGHT)
    choose_shared(site, folder / "shared" / "site.sqlite", create=False)
    ask_to_join(site, SECOND, "Bay 2 laptop", pin)
    sync_now(site)
    sync_now(first.site)
    (asking,) = pending(first.site)
    if asking.likely is None:
        raise StorageError("The sample site does not know its second supervisor.", "Install the app again.")
    approve_station(first.site, first.session, first.pin, asking.station, asking.likely.id)
    for each in (first.site, site):
        sync_now(each)
    return Laptop(site, sign_in(site, asking.likely.id, pin), pin, time)


def _exchange(first: Laptop, second: Laptop) -> None:
    for laptop in (first, second, first, second):
        sync_now(laptop.site)


def _export(folder: Path, signed: Sequence[SignOff], clock: Clock, randomness: Randomness) -> DemoSummary:
    """Draw every certificate, write its credential beside it, and verify each PDF as anybody would."""
    site = open_site(folder / "station-a", clock=clock, randomness=randomness)
    try:
        lines = certificates(site, clock().date(), which=Which.ALL, limit=1000).rows
        batch = save_pdfs(site, [line.id for line in lines], folder / "certificates", Order())
        (folder / "credentials").mkdir()
        for line in lines:
            issued = get_certificate(site, line.id)
            write_atomically(folder / "credentials" / f"{file_stem(issued)}.json", issued.credential)
        people, checklists = search_people(site, "").total_people, len(list_checklists(site))
    finally:
        site.close()
    files = sorted(Path(path) for path in batch.files)
    verdicts = verify_files(files, folder / "station-a", clock=clock, randomness=randomness)
    by_stem = {path.stem: verdict.outcome for path, verdict in zip(files, verdicts, strict=True)}
    return DemoSummary(
        station_a="station-a",
        station_b="station-b",
        shared="shared/site.sqlite",
        people=people,
        checklists=checklists,
        assessments=len(signed),
        outcomes=Counter(OUTCOME_WORDS[sign_off.decision.outcome.value].lower() for sign_off in signed),
        certificates=tuple(_certificate(line, by_stem[line.number]) for line in lines),
        pins=PINS,
    )


def _certificate(line: CertificateLine, verdict: str) -> DemoCertificate:
    return DemoCertificate(
        pdf=f"certificates/{line.number}.pdf",
        credential=f"credentials/{line.number}.json",
        number=line.number,
        holder=line.holder,
        competency=line.title,
        verdict=verdict,
    )
