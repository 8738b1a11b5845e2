"""The words of a blank checklist by language, beside those that all paper shares (`domain.paper_words`)."""

from __future__ import annotations

from supervisor_app.domain.checklist import Quantity
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.measuring import format_number, limits_in_words, with_unit
from supervisor_app.domain.paper_words import RIGHT_TO_LEFT


@dataclass(frozen=True, slots=True, kw_only=True)
class FormWords:
    """All words that only the blank checklist has, in one language. Braces are filled by `str.format`."""

    language: str
    checklist: str  # {code} {revision}
    working_sheet: str
    worker: str
    employee_no: str
    assessor: str
    day: str
    start: str
    end: str
    purpose: str
    purposes: tuple[str, str, str]
    machine: str
    place: str
    job: str
    shift: str
    limits: str
    step: str
    reason: str
    critical: str
    reasons: str
    notes: str
    assessor_says: str
    judgements: tuple[str, str, str]
    level: str
    worker_says: str
    answers: tuple[str, str]
    assessor_short: str
    worker_short: str
    signature: str
    when: str
    entered_by: str
    entered_on: str
    record_no: str
    right_answer: str  # {text}
    usual_reason: str  # {text}
    counts_from: str  # {value}
    of_points: str  # {count}
    mean: str
    apart: str  # {spread}


ENGLISH = FormWords(
    language="en",
    checklist="Checklist {code}, revision {revision}",
    working_sheet=(
        "Paper is a working sheet. The record is made when these marks are entered and signed in the app, with this form number."
    ),
    worker="Worker, printed name",
    employee_no="Employee no.",
    assessor="Assessor, printed name",
    day="Date of observation",
    start="Start",
    end="End",
    purpose="Reason",
    purposes=("first time", "renewal", "after event"),
    machine="Machine",
    place="Where",
    job="Job",
    shift="Shift",
    limits="Limits that apply",
    step="Step and key point",
    reason="Reason",
    critical="critical: must be met.",
    reasons=(
        "Reason for not met:  K skipped   O out of order   S not to standard   U unsafe (stop)   P prompted.   "
        "N/A needs a reason in words."
    ),
    notes="Notes: what was seen, in words another assessor could judge",
    assessor_says="I observed this work. My judgement:",
    judgements=("competent", "with supervision", "not yet"),
    level="Level",
    worker_says="I took part and saw the result.",
    answers=("agree", "disagree"),
    assessor_short="Assessor",
    worker_short="Worker",
    signature="Signature",
    when="Date and time",
    entered_by="Entered by",
    entered_on="on",
    record_no="record no.",
    right_answer="Right answer: {text}",
    usual_reason="N/A: {text}",
    counts_from="counts from {value}",
    of_points="of {count}",
    mean="mean",
    apart="at most {spread} apart",
)

GERMAN = FormWords(
    language="de",
    checklist="Checkliste {code}, Revision {revision}",
    working_sheet=(
        "Das Papier ist ein Arbeitsblatt. Der Datensatz entsteht, wenn diese Angaben mit dieser Blattnummer in der App "
        "eingetragen und unterzeichnet sind."
    ),
    worker="Mitarbeiter, Name in Druckschrift",
    employee_no="Personalnummer",
    assessor="Beurteiler, Name in Druckschrift",
    day="Tag der Beobachtung",
    start="Beginn",
    end="Ende",
    purpose="Anlass",
    purposes=("erstmals", "Erneuerung", "nach Ereignis"),
    machine="Maschine",
    place="Ort",
    job="Auftrag",
    shift="Schicht",
    limits="Geltende Grenzen",
    step="Schritt und Kernpunkt",
    reason="Grund",
    critical="kritisch: muss erfüllt sein.",
    reasons=(
        "Grund für nicht erfüllt:  K ausgelassen   O falsche Reihenfolge   S nicht nach Maßstab   U unsicher (Stopp)   "
        "P nach Hinweis.   Entfällt braucht einen Grund in Worten."
    ),
    notes="Bemerkungen: was zu sehen war, so dass ein anderer Beurteiler urteilen könnte",
    assessor_says="Ich habe diese Arbeit beobachtet. Mein Urteil:",
    judgements=("befähigt", "unter Aufsicht", "noch nicht"),
    level="Stufe",
    worker_says="Ich war beteiligt und habe das Ergebnis gesehen.",
    answers=("einverstanden", "nicht einverstanden"),
    assessor_short="Beurteiler",
    worker_short="Mitarbeiter",
    signature="Unterschrift",
    when="Datum und Uhrzeit",
    entered_by="Eingetragen von",
    entered_on="am",
    record_no="Datensatz-Nr.",
    right_answer="Richtige Antwort: {text}",
    usual_reason="Entfällt: {text}",
    counts_from="zählt ab {value}",
    of_points="von {count}",
    mean="Mittel",
    apart="höchstens {spread} auseinander",
)

ARABIC = FormWords(
    language="ar",
    checklist="قائمة {code}، مراجعة {revision}",
    working_sheet="هذه الورقة للعمل فقط. ينشأ السجل عند إدخال هذه العلامات وتوقيعها في التطبيق مع رقم هذه الاستمارة.",
    worker="العامل، الاسم بخط واضح",
    employee_no="الرقم الوظيفي",
    assessor="المقيّم، الاسم بخط واضح",
    day="تاريخ الملاحظة",
    start="البداية",
    end="النهاية",
    purpose="السبب",
    purposes=("أول مرة", "تجديد", "بعد حادث"),
    machine="الآلة",
    place="المكان",
    job="العمل",
    shift="الوردية",
    limits="الحدود السارية",
    step="الخطوة والنقطة الأساسية",
    reason="السبب",
    critical="حرجة: يجب استيفاؤها.",
    reasons=(
        "سبب عدم الاستيفاء:  K أُغفلت   O خارج الترتيب   S دون المعيار   U غير آمنة (إيقاف)   P بعد تنبيه.   "
        "«لا تنطبق» تحتاج إلى سبب مكتوب."
    ),
    notes="ملاحظات: ما شوهد، بكلمات تمكّن مقيّماً آخر من الحكم",
    assessor_says="لاحظت هذا العمل. حكمي:",
    judgements=("كفء", "تحت الإشراف", "ليس بعد"),
    level="المستوى",
    worker_says="شاركت ورأيت النتيجة.",
    answers=("أوافق", "لا أوافق"),
    assessor_short="المقيّم",
    worker_short="العامل",
    signature="التوقيع",
    when="التاريخ والوقت",
    entered_by="أدخلها",
    entered_on="في",
    record_no="رقم السجل",
    right_answer="الجواب الصحيح: {text}",
    usual_reason="لا تنطبق: {text}",
    counts_from="تُحتسب من {value}",
    of_points="من {count}",
    mean="المتوسط",
    apart="الفرق {spread} على الأكثر",
)

_LANGUAGES = {words.language: words for words in (ENGLISH, GERMAN, ARABIC)}


def form_words_for(language: str) -> FormWords:
    """Return the words of a BCP 47 language, by its base language; English where there is no translation."""
    return _LANGUAGES.get(language.split("-")[0].lower(), ENGLISH)


def reads_from_right(language: str) -> bool:
    """Whether a language is written from right to left: its form is then mirrored, also where its fixed words are English."""
    return language.split("-")[0].lower() in RIGHT_TO_LEFT


def limits_of(quantity: Quantity, words: FormWords) -> str:
    """Return a quantity's limits: in words where they are English, in signs that need no language elsewhere ("100–200 mm")."""
    parts = [limits_in_words(quantity) if words.language == "en" else _in_signs(quantity)]
    if quantity.mean:
        parts.insert(0, words.mean)
    if quantity.spread is not None:
        parts.append(words.apart.format(spread=with_unit(quantity.spread, quantity.unit)))
    return ", ".join(filter(None, parts))


def _in_signs(quantity: Quantity) -> str:
    low, high, unit = quantity.minimum, quantity.maximum, quantity.unit
    if low is not None and high is not None:
        return f"= {with_unit(high, unit)}" if low == high else f"{format_number(low)}–{with_unit(high, unit)}"
    if high is not None:
        return f"≤ {with_unit(high, unit)}"
    return f"≥ {with_unit(low, unit)}" if low is not None else ""
