"""Skills passports to print: the one of the design picture, a full one with long and non-Latin texts, an empty one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from supervisor_app.credentials.qr_payload import ShortForm, encode_short
from supervisor_app.documents.qr_code import best_mask
from supervisor_app.domain.passport import Passport, PassportLine, PassportProgress, PassportStep, SignedPassport
from tests.credentials.samples import ISSUER_DID, ISSUER_KEY


def line(title: str, level: str, limits: str, since: date, until: date | None, number: str, ends: str = "") -> PassportLine:
    return PassportLine(
        certificate_id=f"urn:uuid:{number}",
        number=number,
        competency=title.lower(),
        title=title,
        level=level,
        level_name={"L": "works under supervision", "U": "works unsupervised", "O": "trains others"}[level],
        level_rank="ILUO".index(level) + 1,
        level_count=4,
        limits=limits,
        since=since,
        issued=since,
        valid_until=until,
        ends=ends,
    )


HELD = (
    line("Counterbalance forklift truck", "U", "up to 2.5 t, indoors", date(2026, 5, 13), date(2029, 5, 12), "NGP-A-000147"),
    line(
        "Press brake 80 t",
        "O",
        "all tooling; may train others",
        date(2024, 2, 2),
        date(2027, 2, 1),
        "NGP-A-000031",
        "ends in 70 days",
    ),
    line("Deburr line", "U", "", date(2025, 8, 19), None, "NGP-B-000012"),
    line(
        "Spot weld cell A",
        "L",
        "with a U or O present",
        date(2026, 9, 4),
        date(2027, 3, 4),
        "NGP-A-000163",
        "use within 6 months",
    ),
    line(
        "Lockout, authorised employee",
        "U",
        "cells A and B",
        date(2026, 1, 11),
        date(2027, 1, 10),
        "NGP-A-000098",
        "ends in 48 days",
    ),
)
STACKED = replace(
    line("Press shop operator, stage 1", "U", "", date(2026, 1, 12), None, "NGP-A-000099"),
    level="",
    level_name="",
    level_count=1,
    parts=("Press brake 80 t", "Deburr line", "Lockout"),
)
PAGE = Passport(
    id="urn:uuid:6f1c8f9e-3c1b-4b7d-9a52-0b7d6a1e2f31",
    organisation="Northgate Pressings Inc.",
    place="Plant 2, Dayton, Ohio",
    host="northgate.example",
    logo_digest="",
    issuer_did=ISSUER_DID,
    issuer_key="e92255d5ca0ca346",
    holder="Ana Kowalska",
    holder_latin="",
    employee_no="20417",
    worker_id="0" * 32,
    as_of=date(2026, 11, 23),
    held=HELD,
    stacked=(STACKED,),
    in_progress=(
        PassportProgress(
            competency="crane",
            title="Overhead crane 5 t",
            filled=2,
            boxes=3,
            words="1 more success, by a second assessor; the visit of 26 November would finish it",
        ),
        PassportProgress(
            competency="robot", title="Robot teach, cell A", filled=0, boxes=2, words="2 observed sessions on 2 days"
        ),
    ),
    next_step=PassportStep(
        title="Press shop operator, stage 2",
        done=4,
        parts=6,
        words="Needs Press brake 250 t (not started) and Overhead crane 5 t (in progress). 4 of 6 parts done.",
    ),
    standing=("Nothing is on hold or withdrawn.",),
)


def signed(page: Passport) -> SignedPassport:
    """A passport with a code that proves it, and a stand-in for its record."""
    short = ShortForm(credential_id=page.id, host=page.host, holder=page.holder, title="Skills passport", issued=page.as_of)
    text = encode_short(short, b"\7" * 32, ISSUER_KEY).text
    return SignedPassport(passport=page, credential=b'{"held":[]}', qr_text=text, qr_mask=best_mask(text))


PASSPORT = signed(PAGE)
FULL = signed(
    replace(
        PAGE,
        holder="Wolfgang-Amadeus Maximilian Schützenberger-Østergård von Hohenstein",
        organisation="Internationale Gesellschaft für Umformtechnik und Presswerke Süddeutschland mbH & Co. KG",
        held=tuple(
            replace(
                HELD[place % 5],
                number=f"NGP-AB-{place:08d}",
                title=f"{HELD[place % 5].title} number {place} with everything that belongs to it, and 平衡重式叉车",
                limits=HELD[place % 5].limits * 4,
            )
            for place in range(28)
        ),
        in_progress=tuple(replace(PAGE.in_progress[place % 2], title=f"Task {place}", boxes=20) for place in range(6)),
        standing=("Spot weld cell B is on hold since 3 November 2026.", "Crane 10 t is withdrawn since 1 June 2026."),
    )
)
EMPTY = signed(
    replace(
        PAGE,
        holder="محمد عبد الرحمن الحسيني",
        holder_latin="Mohammed Abdul Rahman",
        held=(),
        stacked=(),
        in_progress=(),
        next_step=None,
    )
)
