"""The words of the skills passport by language: its headings, and the sentences about what is held, begun and on hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.paper_words import LANGUAGES, PaperWords, words_for
from supervisor_app.domain.printed import date_words, isolate

if TYPE_CHECKING:
    from supervisor_app.domain.mastery import MasteryState


@dataclass(frozen=True, slots=True, kw_only=True)
class PassportWords:
    """All fixed words of the passport in one language. Braces are filled by `str.format`; counts stand where no word bends."""

    paper: PaperWords
    title: str
    as_of: str  # {day}
    held: str
    counted: tuple[str, str]  # for one, for many competencies: {count}
    counted_stacked: tuple[str, str]  # the same for certificates made of others
    level: str
    competency: str
    since: str
    nothing_held: str
    in_progress: str
    next_step: str
    standing: str
    certificate_held: str  # {title}
    made_from: str  # {parts} {count}
    listed: str  # {others} {last}
    issued: str  # {day} {number}
    valid_until: str  # {day}
    boxes: str  # {filled} {boxes}
    ends_today: str
    ends_in: tuple[str, str]  # for one day, for many: {days}
    confirm_within: str  # {months}
    standing_since: Mapping[str, str]  # by state: {title} {day}
    standing_now: Mapping[str, str]  # by state: {title}
    nothing_stands: str
    missing: tuple[str, str]  # for one success, for many: {count} {how}
    needs: Mapping[str, str]
    """What the missing visits must differ in, by the English words of `domain.mastery`."""
    needs_parts: str  # {parts}
    parts_complete: str
    parts_held: str  # {done} {parts}
    summary: str


ENGLISH = PassportWords(
    paper=LANGUAGES["en"],
    title="Skills passport",
    as_of="As of {day}",
    held="Held",
    counted=("{count} competency", "{count} competencies"),
    counted_stacked=("{count} certificate made of others", "{count} certificates made of others"),
    level="Level",
    competency="Competency and limits",
    since="Since",
    nothing_held="Nothing yet.",
    in_progress="In progress",
    next_step="Next step",
    standing="Standing",
    certificate_held="Certificate held: {title}",
    made_from="from {parts} ({count} of {count})",
    listed="{others} and {last}",
    issued="Issued {day}, {number}",
    valid_until="Valid until {day}",
    boxes="{filled} of {boxes}",
    ends_today="ends today",
    ends_in=("ends in {days} day", "ends in {days} days"),
    confirm_within="confirm within {months} months",
    standing_since={
        "on hold": "{title} is on hold since {day}.",
        "withdrawn": "{title} is withdrawn since {day}.",
        "questioned": "{title} is questioned since {day}.",
    },
    standing_now={
        "on hold": "{title} is on hold.",
        "withdrawn": "{title} is withdrawn.",
        "questioned": "{title} is questioned.",
    },
    nothing_stands="Nothing is on hold or withdrawn.",
    missing=(
        "One more success is missing{how}. The next visit can finish it.",
        "{count} more successes are missing{how}. {count} visits can finish it.",
    ),
    needs={},
    needs_parts="Needs {parts}.",
    parts_complete="All its parts are held: it can be issued.",
    parts_held="{done} of {parts} parts are held.",
    summary=(
        "A summary on the date above. Each certificate is checked by its own code; "
        "the signed file passport.json is attached to the PDF."
    ),
)

GERMAN = PassportWords(
    paper=LANGUAGES["de"],
    title="Kompetenzpass",
    as_of="Stand {day}",
    held="Vorhanden",
    counted=("{count} Befähigung", "{count} Befähigungen"),
    counted_stacked=("{count} zusammengesetzter Nachweis", "{count} zusammengesetzte Nachweise"),
    level="Stufe",
    competency="Befähigung und Grenzen",
    since="Seit",
    nothing_held="Noch nichts.",
    in_progress="Begonnen",
    next_step="Nächster Schritt",
    standing="Geltung",
    certificate_held="Nachweis: {title}",
    made_from="aus {parts} ({count} von {count})",
    listed="{others} und {last}",
    issued="Ausgestellt {day}, {number}",
    valid_until="Gültig bis {day}",
    boxes="{filled} von {boxes}",
    ends_today="endet heute",
    ends_in=("endet in {days} Tag", "endet in {days} Tagen"),
    confirm_within="alle {months} Monate bestätigen",
    standing_since={
        "on hold": "{title} ruht seit {day}.",
        "withdrawn": "{title} ist seit {day} widerrufen.",
        "questioned": "{title} ist seit {day} fraglich.",
    },
    standing_now={
        "on hold": "{title} ruht.",
        "withdrawn": "{title} ist widerrufen.",
        "questioned": "{title} ist fraglich.",
    },
    nothing_stands="Nichts ruht oder ist widerrufen.",
    missing=(
        "Ein Erfolg fehlt noch{how}. Der nächste Besuch kann es abschließen.",
        "{count} Erfolge fehlen noch{how}. {count} Besuche können es abschließen.",
    ),
    needs={
        "on different days": "an verschiedenen Tagen",
        "on another day": "an einem anderen Tag",
        "by different assessors": "von verschiedenen Beurteilern",
        "by another assessor": "von einem anderen Beurteiler",
        "in different contexts": "in verschiedenen Umgebungen",
        "in another context": "in einer anderen Umgebung",
    },
    needs_parts="Dazu fehlt: {parts}.",
    parts_complete="Alle Teile sind vorhanden: er kann ausgestellt werden.",
    parts_held="{done} von {parts} Teilen sind vorhanden.",
    summary=(
        "Eine Zusammenfassung zum Stand oben. Jeder Nachweis wird mit seinem eigenen Code geprüft; "
        "die signierte Datei passport.json ist dem PDF beigefügt."
    ),
)

ARABIC = PassportWords(
    paper=LANGUAGES["ar"],
    title="جواز المهارات",
    as_of="بتاريخ {day}",
    held="الكفاءات الحالية",
    counted=("عدد الكفاءات: {count}", "عدد الكفاءات: {count}"),
    counted_stacked=("عدد الشهادات المركبة: {count}", "عدد الشهادات المركبة: {count}"),
    level="المستوى",
    competency="الكفاءة وحدودها",
    since="منذ",
    nothing_held="لا شيء بعد.",
    in_progress="قيد الإنجاز",
    next_step="الخطوة التالية",
    standing="الحالة",
    certificate_held="شهادة سارية: {title}",
    made_from="من {parts} ({count} من {count})",
    listed="{others} و{last}",
    issued="صدرت في {day}، {number}",
    valid_until="صالحة حتى {day}",
    boxes="{filled} من {boxes}",
    ends_today="تنتهي اليوم",
    ends_in=("الأيام المتبقية: {days}", "الأيام المتبقية: {days}"),
    confirm_within="تُؤكَّد كل عدد من الأشهر: {months}",
    standing_since={
        "on hold": "{title}: معلقة منذ {day}.",
        "withdrawn": "{title}: مسحوبة منذ {day}.",
        "questioned": "{title}: موضع تساؤل منذ {day}.",
    },
    standing_now={
        "on hold": "{title}: معلقة.",
        "withdrawn": "{title}: مسحوبة.",
        "questioned": "{title}: موضع تساؤل.",
    },
    nothing_stands="لا شيء معلق أو مسحوب.",
    missing=(
        "ينقص نجاح واحد{how}. يمكن للزيارة القادمة أن تكمله.",
        "عدد النجاحات الناقصة: {count}{how}.",
    ),
    needs={
        "on different days": "في أيام مختلفة",
        "on another day": "في يوم آخر",
        "by different assessors": "على يد مقيّمين مختلفين",
        "by another assessor": "على يد مقيّم آخر",
        "in different contexts": "في سياقات مختلفة",
        "in another context": "في سياق آخر",
    },
    needs_parts="ينقص: {parts}.",
    parts_complete="جميع الأجزاء متوفرة: يمكن إصدارها.",
    parts_held="الأجزاء المتوفرة: {done} من {parts}.",
    summary="ملخص بالتاريخ المبين أعلاه. يُتحقق من كل شهادة برمزها؛ والملف الموقّع passport.json مرفق بملف PDF.",
)

PASSPORT_LANGUAGES: Mapping[str, PassportWords] = {words.paper.language: words for words in (ENGLISH, GERMAN, ARABIC)}


def passport_words(language: str) -> PassportWords:
    """Return the words of a BCP 47 language, by its base language; English where there is no translation."""
    return PASSPORT_LANGUAGES[words_for(language).language]


def listed(texts: Sequence[str], words: PassportWords) -> str:
    """Return texts as one: "A, B and C"."""
    if len(texts) < 2:
        return "".join(texts)
    return words.listed.format(others=words.paper.separator.replace(";", ",").replace("؛", "،").join(texts[:-1]), last=texts[-1])


def stacked_words(number: str, issued: date, valid_until: date | None, words: PassportWords) -> str:
    """Return what the page says of a certificate made of others that its record proves: when issued, its number, its end."""
    end = words.valid_until.format(day=date_words(valid_until, words.paper)) if valid_until else words.paper.no_end_date
    return ".   ".join((words.issued.format(day=date_words(issued, words.paper), number=isolate(number)), end))


def missing_in_words(state: MasteryState, words: PassportWords) -> str:
    """Return what is missing to a rule that is not met, and which visit would finish it."""
    needs = [words.needs.get(need, need) for need in state.needs]
    comma = "، " if words.paper.right_to_left else ", "
    how = comma + comma.join(needs) if needs else ""
    return words.missing[0 if state.visits == 1 else 1].format(count=state.visits, how=how)
