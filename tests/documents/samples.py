"""Certificates to print: the forklift driver of the design pictures, and variations of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date

from supervisor_app.documents.qr_code import best_mask
from supervisor_app.domain.certificate import (
    CertificateFacts,
    Evidence,
    EvidenceAttempt,
    EvidenceStep,
    IssuedCertificate,
    PrintedSignature,
)

ROSA = PrintedSignature(
    heading="Assessed and signed by",
    name="Rosa Delgado",
    title="Assessor, authorised for lift trucks",
    meaning="I observed this work and judge it competent.",
    signed="2026-05-12T14:32:08-04:00",
    key="a91c04e75b2d8f30",
)
JAMES = PrintedSignature(
    heading="Issued for the organisation by",
    name="James Whitfield",
    title="Plant manager",
    meaning="I approve the issue of this certificate.",
    signed="2026-05-13T09:05:41-04:00",
    key="77d0e3b8192c40fa",
)
ANA = PrintedSignature(
    heading="Worker",
    name="Ana Kowalska",
    title="worker",
    meaning="I saw the result and agree.",
    signed="2026-05-12T14:34:50-04:00",
    key="5e029bd1aa00bb11",
)

_STEPS = """
Pre-use check|Walk-round check done and recorded before moving|!|forks, chains, tyres, leaks, data plate|met||1910.178(q)(7)|
Pre-use check|Brakes, horn, lights and seat switch tested|!||met||1910.178(q)(7)|
Pre-use check|States rated capacity at 600 mm load centre||answer: 2,500 kg ± 0|met|2,500 kg|1910.178(l)(3)(i)(H)|
Travel|Fork height while travelling||100 to 200 mm|met|150 mm|site FLT-CB|
Travel|Looks in the direction of travel; reverses when load blocks view|!||met||1910.178(n)(6), (4)|
Travel|Horn at every crossing and blind corner||3 of 3 crossings|met|3 / 3|1910.178(n)(4)|
Travel|Keeps truck lengths behind other trucks||3 truck lengths|not_met|2|1910.178(n)(1)|miss, “not to standard”; coached
Stacking|Load squared, tilted back, within capacity|!||met||1910.178(o)(1)|
Stacking|Places pallet at second level within tolerance||± 50 mm|met|+20 mm|site FLT-CB|
Stacking|Time for place-and-retrieve cycle||at most 240 s|met|198 s|site FLT-CB|
Parking|Forks down, brake set, key out, off the walkway|!||met||1910.178(m)(5)|
Parking|Ramp parking||no ramp at this site|not_applicable||1910.178(m)(5)|not applicable, no ramp; left out of the score
"""


def _step(number: int, row: list[str]) -> EvidenceStep:
    section, text, critical, standard, result, measured, clause, note = row
    return EvidenceStep(
        number=number,
        section=section,
        text=text,
        critical=critical == "!",
        standard=standard,
        result=result,
        measured=measured,
        clause=clause,
        note=note,
    )


EVIDENCE = Evidence(
    steps=tuple(_step(number, line.split("|")) for number, line in enumerate(_STEPS.strip().splitlines(), 1)),
    decision="Competent",
    figures=(
        ("Critical steps", "5 of 5 met"),
        ("Score", "10 / 11 = 90.9 %, cut 80 %"),
        ("Measurements", "3 of 3 inside limits"),
        ("Questions", "1 of 1 answered"),
        ("Safety stop", "none"),
        ("Assessor’s own judgement", "competent, no override"),
    ),
    mastery="3 successes, 2 days, 2 assessors",
    attempts=(
        EvidenceAttempt(number=1, day=date(2026, 5, 4), assessor="R. Delgado", context="day shift, FT-07", success=True),
        EvidenceAttempt(number=2, day=date(2026, 5, 8), assessor="K. Brandt", context="night shift, FT-03", success=False),
        EvidenceAttempt(number=3, day=date(2026, 5, 11), assessor="K. Brandt", context="night shift, FT-03", success=True),
        EvidenceAttempt(number=4, day=date(2026, 5, 12), assessor="R. Delgado", context="day shift, FT-07", success=True),
    ),
    assessor_note=(
        "Smooth and unhurried. Stopped and dismounted to check an overhanging pallet without being asked. "
        "Following distance to be watched during the first week."
    ),
    worker_comment="I agree. Would like to practise in aisle 4 with the long loads.",
    signatures=(ROSA, ANA, JAMES),
    digests=(
        ("credential", "36db41aa9c808199984e580bbf2b6e0ecb7145ebec6ffbfe1d8fe40f79100181"),
        ("checklist FLT-CB rev 3", "d192375885ec7d50df1287cb5e19b55d4a79f1cdd1597b9cc52fd59e05da6730"),
        ("assessment 4", "f4bf9f7fcbedaba0392f108c59d8f4a38b3838efb64877380171b54475c2ade8"),
    ),
    triggers=(
        "unsafe driving seen, accident or near miss, a failed evaluation, another truck type, "
        "a changed workplace (29 CFR 1910.178(l)(4)(ii))"
    ),
)

FACTS = CertificateFacts(
    credential_id="urn:uuid:4f1c1d3e-7a55-4c1d-9d3e-0b7f3f7c2a10",
    number="NGP-A-000147",
    language="en",
    organisation="Northgate Pressings Inc.",
    place="Plant 2, Dayton, Ohio",
    holder="Ana Kowalska",
    holder_latin="",
    employee_no="20417",
    title="Counterbalance forklift truck, electric, sit-down",
    level="U",
    level_name="works unsupervised",
    level_rank=3,
    level_count=4,
    level_scale="I in training, L under supervision, U unsupervised, O trains others",
    limits="Rated capacity up to 2.5 t. Counterbalance trucks only. Indoors, dry level floor. No work platform.",
    limits_short="up to 2.5 t, counterbalance only",
    evaluated_on="Linde E25, truck FT-07",
    assessed_against="29 CFR 1910.178(l) Powered industrial trucks, operator training",
    competency="forklift-operator-eval",
    checklist_code="FLT-CB",
    checklist_revision=3,
    checklist_digest="d192375885ec7d50df1287cb5e19b55d4a79f1cdd1597b9cc52fd59e05da6730",
    training_completed=date(2026, 5, 1),
    trainer="M. Osei",
    evaluated=date(2026, 5, 12),
    evaluator="R. Delgado",
    issued=date(2026, 5, 13),
    valid_until=date(2029, 5, 12),
    valid_rule="3-year limit, 29 CFR 1910.178(l)(4)(iii)",
    signatures=(ROSA, JAMES),
    evidence=EVIDENCE,
    issuer_did="did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
    issuer_key="e92255d5ca0ca346",
    host="northgate.example",
)

LONG_NAME = "Wolfgang-Amadeus Maximilian Schützenberger-Østergård von Hohenstein"
LONG = replace(
    FACTS,
    holder=LONG_NAME,
    number="NGP-A-000150",
    employee_no="20402",
    title="Counterbalance forklift truck, electric, sit-down, with sideshift and weighing forks",
    limits=(
        "Rated capacity up to 2.5 t at 600 mm load centre. Counterbalance trucks only, electric, sit-down. Indoors, "
        "dry level floor, "
        "aisles of 3.6 m or more. No work platform, no attachments other than sideshift. Not on loading docks."
    ),
)
ARABIC = replace(
    FACTS,
    language="ar",
    number="NGP-A-000153",
    organisation="شركة نورثغيت للكبس",
    place="المصنع ٢، دبي",
    holder="محمد عبد الرحمن الحسيني",
    employee_no="20415",
    title="رافعة شوكية متوازنة الثقل، كهربائية",
    level_name="يعمل دون إشراف",
    level_scale="I تحت التدريب، L بإشراف، U دون إشراف، O يدرّب غيره",
    limits="حمولة حتى 2.5 طن. رافعات متوازنة الثقل فقط. داخل المبنى وعلى أرض جافة مستوية.",
    evaluated_on="\u2066Linde E25\u2069، الرافعة \u2066FT-07\u2069",
    assessed_against="\u206629 CFR 1910.178(l)\u2069 تدريب المشغلين",
    trainer="م. أوسي",
    evaluator="ر. دلغادو",
    valid_rule="حد ثلاث سنوات، \u206629 CFR 1910.178(l)(4)(iii)\u2069",
    signatures=(
        replace(
            ROSA,
            name="روزا دلغادو",
            title="مقيّمة معتمدة لرافعات الشوكة",
            meaning="لاحظت هذا العمل وأحكم بكفاءته.",
            signed="2026-05-12T14:32:08+04:00",
        ),
        replace(
            JAMES,
            name="جيمس ويتفيلد",
            title="مدير المصنع",
            meaning="أوافق على إصدار هذه الشهادة.",
            signed="2026-05-13T09:05:41+04:00",
        ),
    ),
)


def qr_text(seed: str, size: int = 265) -> str:
    """A link with as many digits as a payload of `size` bytes has."""
    payload = (
        b"\x01" + b"".join(hashlib.sha256(f"{seed} {count}".encode()).digest() for count in range(size // 32 + 1))[: size - 1]
    )
    return f"https://northgate.example/c#{int.from_bytes(payload, 'big')}"


def issued(facts: CertificateFacts = FACTS) -> IssuedCertificate:
    """A certificate of these facts, with a stand-in for the credential."""
    text = qr_text(facts.number)
    credential = json.dumps({"id": facts.credential_id, "padding": "x" * 5000}).encode()
    return IssuedCertificate(
        facts=facts, worker_id="0" * 32, sign_offs=("1" * 32,), credential=credential, qr_text=text, qr_mask=best_mask(text)
    )
