"""The fixed wording that a record keeps in English (what a signature means, how it was decided, which rule ends it), said again
in the language of the paper. What a person wrote is never translated: it stands as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_GERMAN: Mapping[str, str] = {
    "Competent": "Befähigt",
    "Not yet competent": "Noch nicht befähigt",
    "Stopped for safety": "Aus Sicherheitsgründen abgebrochen",
    "Earned by holding others": "Durch andere Nachweise erworben",
    "Critical steps": "Kritische Schritte",
    "Other steps": "Übrige Schritte",
    "Score": "Ergebnis",
    "Measurements": "Messungen",
    "Questions": "Fragen",
    "Safety stop": "Sicherheitsabbruch",
    "Assessor’s own judgement": "Eigenes Urteil des Beurteilers",
    "Kinder than the rules, because": "Milder als die Regeln, weil",
    "Certificates in force": "Gültige Nachweise",
    "Certificates held": "Vorhandene Nachweise",
    "in force": "gültig",
    "competent": "befähigt",
    "with supervision": "unter Aufsicht",
    "not yet competent": "noch nicht befähigt",
    "none": "keiner",
    "yes": "ja",
    "no end date": "ohne Enddatum",
    "credential": "Nachweisdatei",
    "checklist": "Checkliste",
    "assessment": "Beurteilung",
    "worker": "Mitarbeiter",
    "Assessed and signed by": "Beurteilt und unterzeichnet von",
    "Issued for the organisation by": "Für den Betrieb ausgestellt von",
    "Confirmed by": "Bestätigt von",
    "Countersigned by": "Gegengezeichnet von",
    "I observed this work and judge it competent.": "Ich habe diese Arbeit beobachtet und beurteile sie als befähigt.",
    "I observed this and I judge it competent.": "Ich habe dies beobachtet und beurteile es als befähigt.",
    "I observed this and I judge it competent under supervision only.": (
        "Ich habe dies beobachtet und beurteile es als nur unter Aufsicht befähigt."
    ),
    "I observed this and I judge it not yet competent.": "Ich habe dies beobachtet und beurteile es als noch nicht befähigt.",
    "I approve the issue of this certificate.": "Ich stimme der Ausstellung dieses Nachweises zu.",
    "I confirm this assessment; I looked at what was recorded.": (
        "Ich bestätige diese Beurteilung; ich habe die Aufzeichnung angesehen."
    ),
    "I confirm that every certificate named here is held and in force.": (
        "Ich bestätige, dass jeder hier genannte Nachweis vorhanden und gültig ist."
    ),
    "I correct this record; what was seen stays as it was.": (
        "Ich berichtige diese Aufzeichnung; das Gesehene bleibt, wie es war."
    ),
    "I was observed and saw the result.": "Ich wurde beobachtet und habe das Ergebnis gesehen.",
    "I was observed and do not agree with the result.": ("Ich wurde beobachtet und bin mit dem Ergebnis nicht einverstanden."),
}
_ARABIC: Mapping[str, str] = {
    "Competent": "كفء",
    "Not yet competent": "غير كفء بعد",
    "Stopped for safety": "أُوقف لأسباب السلامة",
    "Earned by holding others": "مُنحت لحمله شهادات أخرى",
    "Critical steps": "الخطوات الحرجة",
    "Other steps": "الخطوات الأخرى",
    "Score": "النتيجة",
    "Measurements": "القياسات",
    "Questions": "الأسئلة",
    "Safety stop": "إيقاف لأسباب السلامة",
    "Assessor’s own judgement": "حكم المقيّم",
    "Kinder than the rules, because": "أخف مما تقضي به القواعد، لأن",
    "Certificates in force": "الشهادات السارية",
    "Certificates held": "الشهادات المتوفرة",
    "in force": "سارية",
    "competent": "كفء",
    "with supervision": "تحت الإشراف",
    "not yet competent": "غير كفء بعد",
    "none": "لا يوجد",
    "yes": "نعم",
    "no end date": "دون تاريخ انتهاء",
    "credential": "ملف الشهادة",
    "checklist": "القائمة",
    "assessment": "التقييم",
    "worker": "العامل",
    "Assessed and signed by": "قيّمها ووقّعها",
    "Issued for the organisation by": "صدرت باسم المنشأة عن",
    "Confirmed by": "أكّدها",
    "Countersigned by": "وقّعها ثانيًا",
    "I observed this work and judge it competent.": "لاحظت هذا العمل وأحكم بالكفاءة فيه.",
    "I observed this and I judge it competent.": "لاحظت هذا العمل وأحكم بالكفاءة فيه.",
    "I observed this and I judge it competent under supervision only.": "لاحظت هذا العمل وأحكم بالكفاءة فيه تحت الإشراف فقط.",
    "I observed this and I judge it not yet competent.": "لاحظت هذا العمل وأحكم بعدم الكفاءة فيه بعد.",
    "I approve the issue of this certificate.": "أوافق على إصدار هذه الشهادة.",
    "I confirm this assessment; I looked at what was recorded.": "أؤكد هذا التقييم؛ وقد اطلعت على ما سُجّل.",
    "I confirm that every certificate named here is held and in force.": "أؤكد أن كل شهادة مذكورة هنا متوفرة وسارية.",
    "I correct this record; what was seen stays as it was.": "أصحح هذا السجل؛ وما لوحظ يبقى كما كان.",
    "I was observed and saw the result.": "لوحظ عملي واطلعت على النتيجة.",
    "I was observed and do not agree with the result.": "لوحظ عملي ولا أوافق على النتيجة.",
}
_WORDS: Mapping[str, Mapping[str, str]] = {"de": _GERMAN, "ar": _ARABIC}
_PATTERNS: tuple[tuple[re.Pattern[str], Mapping[str, str]], ...] = (
    (re.compile(r"(\d+) of (\d+) met"), {"de": "{0} von {1} erfüllt", "ar": "{0} من {1} مستوفاة"}),
    (re.compile(r"(\d+) of (\d+) inside limits"), {"de": "{0} von {1} in den Grenzen", "ar": "{0} من {1} ضمن الحدود"}),
    (re.compile(r"(\d+) of (\d+) answered"), {"de": "{0} von {1} beantwortet", "ar": "{0} من {1} أُجيب عنها"}),
    (re.compile(r"(\d+) of (\d+)"), {"de": "{0} von {1}", "ar": "{0} من {1}"}),
    (re.compile(r"step (\d+)"), {"de": "Schritt {0}", "ar": "الخطوة {0}"}),
)
_RULES: tuple[tuple[re.Pattern[str], Mapping[str, str]], ...] = (
    (re.compile(r"\b(\d+)-year limit\b"), {"de": "nach {0} Jahren", "ar": "حد بالسنوات: {0}"}),
    (re.compile(r"\b(\d+)-month limit\b"), {"de": "nach {0} Monaten", "ar": "حد بالأشهر: {0}"}),
    (re.compile(r"\bno end date\b"), {"de": "ohne Enddatum", "ar": "دون تاريخ انتهاء"}),
    (
        re.compile(r"\bonly while confirmed every (\d+) months\b"),
        {"de": "nur solange alle {0} Monate bestätigt", "ar": "ما دامت تُؤكَّد كل عدد من الأشهر: {0}"},
    ),
    (
        re.compile(r"\bonly while confirmed every month\b"),
        {"de": "nur solange monatlich bestätigt", "ar": "ما دامت تُؤكَّد كل شهر"},
    ),
    (re.compile(r"\bends with "), {"de": "endet mit ", "ar": "تنتهي مع "}),
)


def said_in(text: str, language: str) -> str:
    """Return a text of the record in a language where it is fixed wording, else as it is. Languages: "en", "de", "ar"."""
    known = _WORDS.get(language)
    if known is None:
        return text
    if text in known:
        return known[text]
    for pattern, forms in _PATTERNS:
        if found := pattern.fullmatch(text):
            return forms[language].format(*found.groups())
    return text


def rule_in(text: str, language: str) -> str:
    """Return the rule that ends a certificate in a language: its fixed words said again, clauses and titles as they are."""
    for pattern, forms in _RULES if language in _WORDS else ():
        text = pattern.sub(lambda found, form=forms[language]: form.format(*found.groups()), text)  # type: ignore[misc]
    return text


def other_words(text: str, first: str, second: str) -> str:
    """Return a text of the record in the second language of a paper, "" where that says nothing else than the first."""
    there = said_in(text, second)
    return there if there != said_in(text, first) else ""
