"""Blank checklists to print: every kind of step, a long one, and one in every script."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from supervisor_app.domain.blank_form import BlankForm
from supervisor_app.domain.checklist import Anchor, Checklist, Choice, ContextField, Step, StepKind
from supervisor_app.exchange.checklist_yaml import load_checklist
from supervisor_app.ledger.contents import checklist_digest
from supervisor_app.paths import resource_path
from tests.domain.examples import quantity, step, text

SCRIPTS = {
    "vi": ("Kiểm tra trước khi vận hành xe nâng", "Đi vòng quanh và kiểm tra trước khi di chuyển"),
    "uk": ("Оцінювання водія навантажувача", "Обхід і перевірка перед рухом зафіксовані"),
    "el": ("Αξιολόγηση χειριστή περονοφόρου", "Έλεγχος γύρω από το όχημα πριν κινηθεί"),
    "he": ("הערכת מפעיל מלגזה", "בדיקה היקפית לפני תנועה נעשתה ונרשמה"),
    "ar": ("تقييم سائق الرافعة الشوكية", "الدوران حول الآلة وفحصها قبل الحركة وتسجيل ذلك"),
    "hi": ("फोर्कलिफ्ट चालक का मूल्यांकन", "चलने से पहले चारों ओर की जाँच की और दर्ज की"),
    "ta": ("ஃபோர்க்லிஃப்ட் இயக்குநர் மதிப்பீடு", "நகர்த்தும் முன் சுற்றிப் பார்த்து பதிவு செய்தார்"),
    "th": ("การประเมินผู้ขับรถยก", "ตรวจรอบรถและบันทึกก่อนเคลื่อนที่"),
    "zh": ("叉车操作员评估", "移动之前绕车检查并记录"),
    "ja": ("フォークリフト運転者の評価", "動かす前に周囲を点検し記録した"),
    "ko": ("지게차 운전자 평가", "움직이기 전에 둘레를 점검하고 기록했다"),
    "ka": ("დამტვირთავის მძღოლის შეფასება", "მოძრაობამდე შემოვლითი შემოწმება ჩაწერილია"),
}
"""A title and a step in every script of the rosters, by language."""


def form(checklist: Checklist, language: str = "en", own: str = "3XW9PT") -> BlankForm:
    """A form of a checklist."""
    return BlankForm(
        checklist=checklist,
        digest=checklist_digest(checklist),
        own=own,
        language=language,
        organisation="Northgate Pressings Inc.",
        place="Plant 2, Dayton, Ohio",
    )


def in_script(language: str) -> BlankForm:
    """The same few steps in a language, with its title and a step in its script."""
    title, words = SCRIPTS[language]
    steps = tuple(replace(one, text={language: words}, section={language: title}) for one in KINDS[:4])
    checklist = Checklist(
        competency="forklift",
        code="FLT-CB",
        revision=3,
        title={language: title},
        short_title={language: title},
        steps=steps,
    )
    return form(checklist, language)


KINDS: tuple[Step, ...] = (
    step(1, StepKind.TICK, critical=True, text=text("Walk-round check done and recorded"), key_point=text("Leaks hide.")),
    step(
        2,
        StepKind.SCALE,
        text=text("Smoothness of lift and tilt"),
        anchors=(
            Anchor(value=1, label=text("jerks, load swings")),
            Anchor(value=3, label=text("even, corrects by itself")),
            Anchor(value=5, label=text("smooth throughout")),
        ),
    ),
    step(
        3,
        StepKind.MEASUREMENT,
        text=text("Fork height while travelling"),
        quantities=(quantity(minimum=Decimal(100), maximum=Decimal(200)),),
    ),
    step(
        4,
        StepKind.READINGS,
        text=text("Leg size of the fillet at three places"),
        quantities=(quantity(readings=3, mean=True, spread=Decimal("0.5")),),
    ),
    step(
        5,
        StepKind.COUNT,
        text=text("Horn at every crossing"),
        quantities=(quantity(label=text("crossings"), whole=True, unit="", minimum=Decimal(3), maximum=None),),
    ),
    step(
        6,
        StepKind.TIMED,
        text=text("Place-and-retrieve cycle"),
        standard=text("at most 240 s"),
        quantities=(quantity(unit="s", minimum=None, maximum=Decimal(240)),),
    ),
    step(7, StepKind.QUESTION, text=text("States the rated capacity"), expected=text("2.5 t at 600 mm, less above 3 m")),
    step(
        8,
        StepKind.CHOICE,
        text=text("Which extinguisher for a battery fire?"),
        choices=(
            Choice(key="water", label=text("water"), accepted=False),
            Choice(key="co2", label=text("carbon dioxide, from a distance, power off first"), accepted=True),
        ),
    ),
    step(
        9,
        StepKind.MEASUREMENT,
        text=text("Two torques at once"),
        section=text("At the end"),
        not_applicable=text("no ramp on this site"),
        quantities=(
            quantity(key="a", label=text("first bolt"), unit="Nm"),
            quantity(key="b", label=text("second bolt"), unit="Nm", minimum=None),
        ),
    ),
)
ALL_KINDS = Checklist(
    competency="forklift",
    code="FLT-CB",
    revision=3,
    title=text("Counterbalance forklift truck"),
    short_title=text("Counterbalance forklift"),
    steps=KINDS,
    context=(
        ContextField(key="truck", label=text("Truck: make, model, unit no."), required=True),
        ContextField(key="load", label=text("Load used"), unit="kg"),
    ),
)
LIBRARY = {path.stem: load_checklist(path) for path in sorted(resource_path("checklists").glob("*.yaml"))}
LONG = replace(
    ALL_KINDS,
    steps=tuple(
        replace(KINDS[place % 9], key=f"s{place + 1:02}", number=place + 1, section=text(f"Part {place // 4 + 1}"))
        for place in range(60)
    ),
)
FORMS = {"kinds": form(ALL_KINDS), "long": form(LONG), "german": form(LIBRARY["forklift-operator-eval"], "de")}
