"""The lines of a verdict: one sentence and one figure per check, from what was found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from supervisor_app.credentials.findings import CodeFinding, Findings, Word
from supervisor_app.credentials.keys import key_id_words
from supervisor_app.credentials.listed_status import Listed, ListedState
from supervisor_app.credentials.seals import Signature
from supervisor_app.credentials.trust import Authority, Standing
from supervisor_app.credentials.verdict import Check, CheckState, Outcome
from supervisor_app.domain.codes import certificate_code

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS_A_YEAR, _DAYS_A_MONTH = 365.2425, 30.44

_PROVEN = frozenset(Outcome) - {
    Outcome.NOT_GENUINE,
    Outcome.UNKNOWN_ISSUER,
    Outcome.UNSIGNED,
    Outcome.UNSUPPORTED,
    Outcome.UNREADABLE,
    Outcome.PAPER_DIFFERS,
}
STANDING_WORDS = {
    Standing.WITHDRAWN: "Withdrawn",
    Standing.ON_HOLD: "On hold",
    Standing.REPLACED: "Replaced by a newer certificate",
    Standing.ENDED: "Ended before the day on its paper",
    Standing.QUESTIONED: "This site's records question it",
}


def day_words(day: date) -> str:
    """Return a day as the window shows it: "23 Nov 2026"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def moment_words(moment: datetime, now: datetime) -> str:
    """Return a moment as the window shows it: "09:12" today, "21 Nov, 16:40" this year, else with the year."""
    local = moment.astimezone(now.tzinfo)
    if local.date() == now.date():
        return f"today {local:%H:%M}"
    day = day_words(local.date())
    return f"{day.removesuffix(f' {now.year}')}, {local:%H:%M}"


def span_words(days: int) -> str:
    """Return a length of time as a person would say it: "today", "1 day", "12 weeks", "3 years"."""
    if days == 0:
        return "today"
    steps = (("year", _DAYS_A_YEAR, 2 * _DAYS_A_YEAR - 20), ("month", _DAYS_A_MONTH, 92), ("week", 7, 28), ("day", 1, 0))
    unit, length = next((unit, length) for unit, length, least in steps if days >= least)
    count = round(days / length)
    return f"{count} {unit}" + ("" if count == 1 else "s")


def issuer_name(findings: Findings) -> str:
    """Return the issuer as this station knows it, never as the certificate calls itself, unless nobody pinned its key."""
    return findings.issuer.name if findings.issuer else findings.claims.organisation or "an unnamed issuer"


def issuer_line(findings: Findings) -> Check:
    """Whose signature it is."""
    if findings.issuer and findings.signature is Signature.GENUINE:
        return Check("issuer", CheckState.PASSED, f"Signed by {findings.issuer.name}", "key known to this laptop")
    if findings.signature is Signature.ABSENT:
        return Check("issuer", CheckState.FAILED, "It bears no signature", "")
    if findings.issuer and findings.signature is Signature.UNCHECKED:
        return Check("issuer", CheckState.UNKNOWN, f"Whether {findings.issuer.name} signed it cannot be told")
    if findings.issuer:
        text = f"The signature of {findings.issuer.name} does not fit"
        return Check("issuer", CheckState.FAILED, text, f"key {key_id_words(findings.key_id)}")
    figure = f"key {key_id_words(findings.key_id)}" if findings.key_id else ""
    return Check("issuer", CheckState.UNKNOWN, "Signed with a key that this laptop does not know", figure)


def content_line(findings: Findings) -> Check:
    """Whether anything was changed after signing."""
    if findings.signature is Signature.GENUINE:
        figure = "digest matches" if findings.same_in_register or findings.code is CodeFinding.AGREES else "signature matches"
        return Check("content", CheckState.PASSED, "Nothing was changed since it was signed", figure)
    if findings.signature is Signature.BROKEN:
        return Check("content", CheckState.FAILED, "The content is not what was signed", "signature does not match")
    if findings.signature is Signature.UNCOVERED:
        return Check("content", CheckState.FAILED, "Parts of it are not covered by its signature")
    if findings.signature is Signature.ABSENT:
        return Check("content", CheckState.FAILED, "Nothing protects it from being changed")
    if findings.why:
        return Check("content", CheckState.UNKNOWN, "Its signature is of a kind that cannot be checked here")
    return Check("content", CheckState.UNKNOWN, "Whether it was changed cannot be told without the issuer's key")


def paper_line(findings: Findings) -> Check | None:
    """Whether a paper says what the record says; whoever only has its code must look themselves; None where there is no paper."""
    if not findings.paper:
        words = "Compare it with the paper: name, level, limits and dates"
        return Check("paper", CheckState.UNKNOWN, words, "by eye") if findings.claims.short_form else None
    total, differing = len(findings.paper), sum(not field.same for field in findings.paper)
    if differing:
        verb = "differs" if differing == 1 else "differ"
        text = "The paper does not say what the record says"
        return Check("paper", CheckState.FAILED, text, f"{differing} of {total} fields {verb}")
    return Check("paper", CheckState.PASSED, "The paper says what the record says", f"{total} of {total} fields")


def code_line(findings: Findings) -> Check | None:
    """Whether the printed code and the attached record are one certificate; None where there was no paper."""
    code = certificate_code(findings.claims.credential_id)
    match findings.code:
        case CodeFinding.AGREES:
            return Check("code", CheckState.PASSED, "The printed code belongs to this record", code)
        case CodeFinding.DIFFERS:
            return Check("code", CheckState.FAILED, "The printed code belongs to another record", code)
        case CodeFinding.NOT_READ:
            return Check("code", CheckState.UNKNOWN, "No code could be read from the page", code)
    return None


def word_line(findings: Findings) -> Check | None:
    """Whether the assessor's own signature stands behind it; None for a QR text, which has no room for it."""
    name = findings.claims.assessor or "the assessor"
    match findings.word:
        case Word.GENUINE if findings.authority is Authority.AUTHORISED:
            return Check("word", CheckState.PASSED, f"{name} judged it and was authorised that day", "own signature")
        case Word.GENUINE if findings.authority is Authority.NOT_AUTHORISED:
            return Check("word", CheckState.FAILED, f"{name} judged it, but was not authorised that day", "own signature")
        case Word.GENUINE:
            return Check("word", CheckState.PASSED, f"{name} judged it", "own signature")
        case Word.BROKEN:
            return Check("word", CheckState.FAILED, f"The signature of {name} does not fit")
        case Word.OTHER:
            return Check("word", CheckState.FAILED, f"{name} signed something else than this says")
        case Word.ABSENT:
            return Check("word", CheckState.UNKNOWN, "The assessor's own signature is not inside")
    return None


def inner_line(findings: Findings, outcomes: Sequence[Outcome]) -> Check | None:
    """How the certificates inside a record came out; None where it carries none."""
    total, unknown = len(outcomes) + findings.unread, sum(outcome is Outcome.UNKNOWN_ISSUER for outcome in outcomes)
    if not total:
        return None
    proven = sum(outcome in _PROVEN for outcome in outcomes)
    changed = sum(outcome is Outcome.NOT_GENUINE for outcome in outcomes)
    noun = "certificate" if total == 1 else "certificates"
    if changed:
        return Check("inner", CheckState.FAILED, f"{changed} of {total} {noun} inside was changed", f"{proven} genuine")
    if proven == total:
        return Check("inner", CheckState.PASSED, f"{total} {noun} inside, each signed by a known issuer", f"{proven} genuine")
    words = "by an issuer not known here" if unknown == total - proven else "that cannot be checked here"
    return Check("inner", CheckState.UNKNOWN, f"{total - proven} of {total} {noun} inside {words}", f"{proven} genuine")


def starts_after(findings: Findings, now: datetime) -> bool:
    """Whether it is not valid yet; days of a QR text are days where it is checked."""
    claims = findings.claims
    return claims.starts > now if claims.starts else claims.issued is not None and claims.issued > now.date()


def ended_before(findings: Findings, now: datetime) -> bool:
    """Whether it has ended: our own certificates hold until the end of their last day, where they are checked."""
    claims = findings.claims
    if claims.valid_until is None:
        return False
    if claims.ends is None or f"{claims.ends:%H:%M:%S}" == "23:59:59":
        return claims.valid_until < now.date()
    return claims.ends <= now


def dates_line(findings: Findings, now: datetime) -> Check:
    """Whether today lies within its dates."""
    claims, today = findings.claims, now.date()
    if starts_after(findings, now) and claims.issued:
        return Check("dates", CheckState.FAILED, f"Not valid before {day_words(claims.issued)}")
    if claims.valid_until is None:
        return Check("dates", CheckState.PASSED, "Not expired", "no end date")
    if ended_before(findings, now):
        figure = f"{span_words((today - claims.valid_until).days)} ago"
        return Check(
            "dates", CheckState.FAILED, f"Ended on {day_words(claims.valid_until)}", figure.replace("today ago", "today")
        )
    left = (claims.valid_until - today).days
    return Check("dates", CheckState.PASSED, "Not expired", f"{span_words(left)} left" if left else "ends today")


def status_line(findings: Findings, now: datetime) -> Check:
    """Whether it was withdrawn, as far as this laptop can know; never a failure for being offline."""
    as_of, found, listed = findings.register_as_of, findings.registered, findings.listed
    if found and found.standing is not Standing.ISSUED:
        since = f"since {day_words(found.since)}" if found.since else ""
        return Check("status", CheckState.FAILED, STANDING_WORDS[found.standing], since)
    if listed and listed.state is not ListedState.UNKNOWN:
        return _listed_line(listed, now)
    if found and as_of:
        return Check("status", CheckState.CLOCK, "Not withdrawn in this site's records", f"as of {moment_words(as_of, now)}")
    if findings.issuer and findings.issuer.own and as_of:
        return Check("status", CheckState.CLOCK, "Not in this laptop's records yet", f"as of {moment_words(as_of, now)}")
    figure = listed.why if listed and listed.why else "offline"
    return Check("status", CheckState.CLOCK, "Whether it was withdrawn since is not known here", figure)


_LISTED_WORDS = {
    ListedState.REVOKED: "Withdrawn on the issuer's list",
    ListedState.SUSPENDED: "On hold on the issuer's list",
    ListedState.REPLACED: "Replaced on the issuer's list",
}


def _listed_line(listed: Listed, now: datetime) -> Check:
    """What the issuer's own list says, and of when that list is."""
    known = f"list of {_known_words(listed.known, now)}" if listed.known else ""
    if listed.state in _LISTED_WORDS:
        since = f"since {day_words(listed.since)}" if listed.since else ""
        return Check("status", CheckState.FAILED, _LISTED_WORDS[listed.state], ", ".join(filter(None, (since, known))))
    return Check("status", CheckState.CLOCK, "Not withdrawn on the issuer's list", known)


def _known_words(moment: datetime, now: datetime) -> str:
    """A list for phones knows its day only."""
    if (moment.hour, moment.minute, moment.tzinfo) == (0, 0, now.tzinfo):
        return "today" if moment.date() == now.date() else day_words(moment.date())
    return moment_words(moment, now)


def register_line(findings: Findings) -> Check | None:
    """Whether this site's records hold the same certificate; None where they do not hold it at all."""
    if findings.registered is None:
        return None
    if findings.same_in_register:
        return Check("register", CheckState.PASSED, "The same certificate is in this site's records", findings.claims.number)
    return Check("register", CheckState.FAILED, "This site's records hold another version of it", findings.claims.number)
