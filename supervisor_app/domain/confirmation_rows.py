"""The rows of a certificate that has to be confirmed now and then: by which day each, and which were confirmed in the app."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from supervisor_app.domain.calendar import add_months
from supervisor_app.domain.certificate import CertificateFacts, PaperConfirmation
from supervisor_app.domain.frozen import dataclass

MOST_ROWS = 12
_WITHOUT_END = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmationRow:
    """One row: the day by which it has to be confirmed, and who confirmed it in the app (None: to be signed by hand)."""

    by: date
    confirmed: PaperConfirmation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmationWords:
    """What the page says in one language; {months} is a number."""

    title: str
    rule: str
    by: str
    done_up_to: str
    who: str
    signature: str
    in_app: str  # {day}


ENGLISH = ConfirmationWords(
    title="Confirmations",
    rule=(
        "Valid only while the holder keeps doing this work: confirmed at least every {months} months by the employer or the "
        "examiner. The first row left open too long ends it."
    ),
    by="Confirm by",
    done_up_to="Work done up to",
    who="Name, title",
    signature="Signature, date",
    in_app="Signed in the app, {day}",
)
LANGUAGES = {
    "en": ENGLISH,
    "de": ConfirmationWords(
        title="Bestätigungen",
        rule=(
            "Nur gültig, solange die Person diese Arbeit weiter ausführt: mindestens alle {months} Monate bestätigt vom "
            "Arbeitgeber oder vom Prüfer. Die erste Zeile, die zu lange offen bleibt, beendet die Gültigkeit."
        ),
        by="Zu bestätigen bis",
        done_up_to="Arbeit ausgeführt bis",
        who="Name, Funktion",
        signature="Unterschrift, Datum",
        in_app="In der App signiert, {day}",
    ),
    "ar": ConfirmationWords(
        title="التأكيدات",
        rule="صالحة فقط ما دام حاملها يزاول هذا العمل: يؤكده صاحب العمل أو الممتحن كل {months} أشهر على الأكثر.",
        by="التأكيد قبل",
        done_up_to="زاول العمل حتى",
        who="الاسم والصفة",
        signature="التوقيع والتاريخ",
        in_app="وُقّع في التطبيق، {day}",
    ),
}


def words_of(language: str) -> ConfirmationWords:
    """Return the words of a BCP 47 language, by its base language; English where there is no translation."""
    return LANGUAGES.get(language.split("-")[0].lower(), ENGLISH)


def confirmation_rows(facts: CertificateFacts) -> tuple[ConfirmationRow, ...]:
    """Return the rows a certificate prints: those confirmed in the app, then one for each span left; none if it needs none."""
    return tuple(_rows(facts))[:MOST_ROWS] if facts.confirm_every_months > 0 else ()


def _rows(facts: CertificateFacts) -> Iterator[ConfirmationRow]:
    months, last = facts.confirm_every_months, facts.evaluated
    for confirmed in sorted(facts.confirmed, key=lambda one: one.day):
        yield ConfirmationRow(by=add_months(last, months), confirmed=confirmed)
        last = confirmed.day
    for number in range(1, _WITHOUT_END + MOST_ROWS):
        by = add_months(last, months * number)
        ended = by >= facts.valid_until if facts.valid_until else number > _WITHOUT_END
        if ended:
            return
        yield ConfirmationRow(by=by)
