"""The words of the paper by language: every label of the certificate and its annex, month names, quotation marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supervisor_app.domain.frozen import dataclass

if TYPE_CHECKING:
    from supervisor_app.domain.certificate import CertificateFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperWords:
    """All fixed words of the printed documents in one language. Braces are filled by `str.format`."""

    language: str
    right_to_left: bool = False
    quotes: tuple[str, str] = ("“", "”")
    separator: str = "; "
    months: tuple[str, ...]
    date: str  # {day} {month} {year}
    ordinals: tuple[str, ...]
    numbers: tuple[str, ...]
    certificate: str
    certifies: str
    employee_no: str
    has_shown: str
    has_earned: str  # where it stands on other certificates
    level: str
    scale: str  # {ordinal} {count} {scale}
    within_limits: str
    limits_on_page_2: str
    evaluated_on: str
    assessed_against: str
    checklist: str  # {code} {revision}
    training_completed: str
    trainer: str
    evaluated: str
    evaluator: str
    issued: str
    valid_until: str
    no_end_date: str
    certificate_no: str
    signed_by: str
    issued_by: str
    signed: str  # {date} {time}
    key: str
    scan: str
    code: str
    issuer_key: str
    footer: str
    page: str  # {page} {pages}
    duplicate: str  # {number} {printed} {issued}
    duplicate_undated: str  # {number} {issued}
    annex: str
    step_no: str
    step: str
    standard: str
    result: str
    measured: str
    clause: str
    met: str
    not_met: str
    not_applicable: str
    critical: str
    note_at_step: str  # {number} {note}
    assessor_note: str
    worker_comment: str
    decision: str
    mastery: str
    signatures: str
    fingerprints: str
    re_evaluate: str
    from_record: str
    continued: str
    card_no: str  # {number}
    limits_see: str
    card_duplicate: str  # {number}
    mark: str


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ENGLISH = PaperWords(
    language="en",
    months=_names("January February March April May June July August September October November December"),
    date="{day} {month} {year}",
    ordinals=("first", "second", "third", "fourth", "fifth", "sixth"),
    numbers=("one", "two", "three", "four", "five", "six"),
    certificate="Certificate of competence",
    certifies="This certifies that",
    employee_no="Employee no. {number}",
    has_shown="has shown by direct observation that they are competent in",
    has_earned="holds every certificate in force that is required for",
    level="Level {level}: {name}",
    scale="{ordinal} of {count} levels: {scale}",
    within_limits="Valid only within these limits",
    limits_on_page_2="Valid only within the limits on page 2",
    evaluated_on="Evaluated on: {what}",
    assessed_against="Assessed against",
    checklist="checklist {code} revision {revision}",
    training_completed="Training completed",
    trainer="Trainer: {name}",
    evaluated="Evaluated",
    evaluator="Evaluator: {name}",
    issued="Issued",
    valid_until="Valid until",
    no_end_date="no end date",
    certificate_no="Certificate no.",
    signed_by="Assessed and signed by",
    issued_by="Issued for the organisation by",
    signed="Signed {date} {time}",
    key="key {key}",
    scan="Scan to check this certificate",
    code="Code",
    issuer_key="Issuer key",
    footer=(
        "Proof of issue, not of identity: check the holder’s name or badge. Withdrawn certificates show when scanned online. "
        "Printed name, time and meaning as 21 CFR 11.50."
    ),
    page="Page {page} of {pages}",
    duplicate="DUPLICATE {number}, printed {printed}. The original was issued on {issued}.",
    duplicate_undated="DUPLICATE {number}. The original was issued on {issued}.",
    annex="Evidence annex",
    step_no="No.",
    step="Step",
    standard="Standard",
    result="Result",
    measured="Measured",
    clause="Clause",
    met="Met",
    not_met="Not met",
    not_applicable="N/A",
    critical="critical step",
    note_at_step="Step {number}: {note}",
    assessor_note="Assessor’s note",
    worker_comment="Worker’s comment",
    decision="Decision",
    mastery="Mastery rule: {rule}",
    signatures="Signatures on record",
    fingerprints="Fingerprints (SHA-256)",
    re_evaluate="Re-evaluate before the date on page 1 after: {triggers}",
    from_record=(
        "Printed from the signed record. The record, not this paper, is the original; "
        "the file credential.json is attached to the PDF of this certificate."
    ),
    continued="{title}, continued",
    card_no="No. {number}",
    limits_see="Limits: see certificate",
    card_duplicate="DUPLICATE {number}",
    mark="Decoration. The signature is in the record.",
)

GERMAN = PaperWords(
    language="de",
    quotes=("„", "“"),
    months=_names("Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
    date="{day}. {month} {year}",
    ordinals=("erste", "zweite", "dritte", "vierte", "fünfte", "sechste"),
    numbers=("einer", "zwei", "drei", "vier", "fünf", "sechs"),
    certificate="Befähigungsnachweis",
    certifies="Hiermit wird bescheinigt:",
    employee_no="Personalnummer {number}",
    has_shown="hat unter direkter Beobachtung die Befähigung gezeigt für",
    has_earned="besitzt gültig alle Zertifikate, die verlangt sind für",
    level="Stufe {level}: {name}",
    scale="{ordinal} von {count} Stufen: {scale}",
    within_limits="Gilt nur innerhalb dieser Grenzen",
    limits_on_page_2="Gilt nur innerhalb der Grenzen auf Seite 2",
    evaluated_on="Beurteilt an: {what}",
    assessed_against="Beurteilt nach",
    checklist="Checkliste {code} Revision {revision}",
    training_completed="Schulung abgeschlossen",
    trainer="Ausbilder: {name}",
    evaluated="Beurteilt",
    evaluator="Beurteiler: {name}",
    issued="Ausgestellt",
    valid_until="Gültig bis",
    no_end_date="ohne Enddatum",
    certificate_no="Nachweis-Nr.",
    signed_by="Beurteilt und unterzeichnet von",
    issued_by="Für den Betrieb ausgestellt von",
    signed="Unterzeichnet {date} {time}",
    key="Schlüssel {key}",
    scan="Zum Prüfen scannen",
    code="Code",
    issuer_key="Schlüssel des Ausstellers",
    footer=(
        "Belegt die Ausstellung, nicht die Person: Name oder Ausweis vergleichen. Widerrufene Nachweise zeigen sich beim Scannen "
        "mit Netz. Name, Zeit und Bedeutung nach 21 CFR 11.50."
    ),
    page="Seite {page} von {pages}",
    duplicate="DUPLIKAT {number}, gedruckt am {printed}. Das Original wurde am {issued} ausgestellt.",
    duplicate_undated="DUPLIKAT {number}. Das Original wurde am {issued} ausgestellt.",
    annex="Anlage: Belege",
    step_no="Nr.",
    step="Schritt",
    standard="Maßstab",
    result="Ergebnis",
    measured="Gemessen",
    clause="Regel",
    met="Erfüllt",
    not_met="Nicht erfüllt",
    not_applicable="Entfällt",
    critical="kritischer Schritt",
    note_at_step="Schritt {number}: {note}",
    assessor_note="Bemerkung des Beurteilers",
    worker_comment="Bemerkung des Mitarbeiters",
    decision="Entscheidung",
    mastery="Regel für den Abschluss: {rule}",
    signatures="Hinterlegte Unterschriften",
    fingerprints="Prüfsummen (SHA-256)",
    re_evaluate="Vor dem Datum auf Seite 1 neu zu beurteilen nach: {triggers}",
    from_record=(
        "Gedruckt aus dem unterzeichneten Datensatz. Der Datensatz ist das Original, nicht dieses Papier; "
        "die Datei credential.json ist dem PDF dieses Nachweises beigefügt."
    ),
    continued="{title}, Fortsetzung",
    card_no="Nr. {number}",
    limits_see="Grenzen: siehe Nachweis",
    card_duplicate="DUPLIKAT {number}",
    mark="Schmuck. Die Signatur steht im Datensatz.",
)

ARABIC = PaperWords(
    language="ar",
    right_to_left=True,
    quotes=("«", "»"),
    separator="؛ ",
    months=_names("يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"),
    date="{day} {month} {year}",
    ordinals=("الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس"),
    numbers=("واحد", "اثنين", "ثلاثة", "أربعة", "خمسة", "ستة"),
    certificate="شهادة كفاءة",
    certifies="نشهد بأن",
    employee_no="الرقم الوظيفي {number}",
    has_shown="أثبت كفاءته بالملاحظة المباشرة في",
    has_earned="يحمل جميع الشهادات السارية المطلوبة من أجل",
    level="المستوى {level}: {name}",
    scale="{ordinal} من {count} مستويات: {scale}",
    within_limits="صالحة فقط ضمن هذه الحدود",
    limits_on_page_2="صالحة فقط ضمن الحدود المبينة في الصفحة 2",
    evaluated_on="قُيّم على: {what}",
    assessed_against="قُيّم وفق",
    checklist="قائمة {code} مراجعة {revision}",
    training_completed="اكتمال التدريب",
    trainer="المدرّب: {name}",
    evaluated="تاريخ التقييم",
    evaluator="المقيّم: {name}",
    issued="تاريخ الإصدار",
    valid_until="صالحة حتى",
    no_end_date="دون تاريخ انتهاء",
    certificate_no="رقم الشهادة",
    signed_by="قيّمها ووقّعها",
    issued_by="صدرت باسم المنشأة عن",
    signed="وُقّعت في {date} {time}",
    key="key {key}",
    scan="امسح الرمز للتحقق من الشهادة",
    code="الرمز",
    issuer_key="مفتاح الجهة المصدرة",
    footer="إثبات إصدار لا إثبات هوية: تحقق من اسم حاملها أو شارته. تظهر الشهادات المسحوبة عند المسح مع الاتصال بالشبكة.",
    page="صفحة {page} من {pages}",
    duplicate="نسخة مكررة {number}، طُبعت في {printed}. صدر الأصل في {issued}.",
    duplicate_undated="نسخة مكررة {number}. صدر الأصل في {issued}.",
    annex="ملحق الأدلة",
    step_no="رقم",
    step="الخطوة",
    standard="المعيار",
    result="النتيجة",
    measured="القياس",
    clause="البند",
    met="مستوفاة",
    not_met="غير مستوفاة",
    not_applicable="لا تنطبق",
    critical="خطوة حرجة",
    note_at_step="الخطوة {number}: {note}",
    assessor_note="ملاحظة المقيّم",
    worker_comment="تعليق العامل",
    decision="القرار",
    mastery="قاعدة الإتقان: {rule}",
    signatures="التوقيعات المسجلة",
    fingerprints="البصمات (SHA-256)",
    re_evaluate="يعاد التقييم قبل التاريخ المبين في الصفحة 1 بعد: {triggers}",
    from_record="طُبعت من السجل الموقّع. السجل هو الأصل لا هذه الورقة؛ والملف credential.json مرفق بملف PDF لهذه الشهادة.",
    continued="{title} (تابع)",
    card_no="رقم {number}",
    limits_see="الحدود: انظر الشهادة",
    card_duplicate="نسخة مكررة {number}",
    mark="للزينة. التوقيع محفوظ في السجل.",
)

LANGUAGES = {words.language: words for words in (ENGLISH, GERMAN, ARABIC)}
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "yi", "dv", "ckb"})


def words_for(language: str) -> PaperWords:
    """Return the words of a BCP 47 language, by its base language; English where there is no translation."""
    return LANGUAGES.get(language.split("-")[0].lower(), ENGLISH)


def second_words(facts: CertificateFacts) -> PaperWords | None:
    """Return the words of a certificate's second language; None for one language, or one that has no words here."""
    base = facts.second_language.split("-")[0].lower()
    return LANGUAGES[base] if base in LANGUAGES and base != facts.language.split("-")[0].lower() else None
