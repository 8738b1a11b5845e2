"""The sentence of each kind of entry, and its group on the ledger page.

Whoever adds a kind to `ledger.contents.KINDS` adds its line to `WORDS` here: a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from supervisor_app.domain.certificate_acts import CERTIFICATE_ACTS, LifeKind
from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.decision import Judgement, Outcome, SignOff
from supervisor_app.domain.erasure import Scope
from supervisor_app.domain.people import FIELD_WORDS
from supervisor_app.domain.texts import in_language
from supervisor_app.ledger.bodies import Endorsed, EndorsementGiven, Erased, PassportIssued
from supervisor_app.services import ledger_attachments
from supervisor_app.services.ledger_certificates import act_words, declared_words, withdrawn_words
from supervisor_app.services.ledger_line import MEMBER_FIELDS, MOST_FIELDS, PICTURES, SITE_FIELDS, Group, Line, what_is


def only_the_kind(kind: str) -> Callable[[Line], str]:
    """Return the sentence of a kind that has none of its own."""
    return lambda line: f"{line.who} wrote an entry of the kind {what_is(kind)}"


def _about_site(words: str) -> Callable[[Line], str]:
    return lambda line: f"{line.who} {words}"


def _site_changed(line: Line) -> str:
    return f"{line.who} changed the site’s {_fields(line, SITE_FIELDS)}"


def _station_joined(line: Line) -> str:
    return f"{line.body.name} joined the site"


def _checkpoint(line: Line) -> str:
    total = sum(head.seq for head in line.body.heads)
    return f"The laptop noted what it holds: {total:,} records of {len(line.body.heads)} laptops"


def _fork_seen(line: Line) -> str:
    body = line.body
    return f"The laptop met {len(body.branches)} branches of {line.names.station(body.station)} from number {body.number:,} on"


def _fork_settled(line: Line) -> str:
    parting = line.body.parting
    return f"{line.who} decided which branch of {line.names.station(parting.station)} stands from number {parting.number:,} on"


def _fork_brought_back(line: Line) -> str:
    body, name = line.body, line.names.station(line.body.station)
    return f"{line.who} decided to bring back the records of the other branch of {name} from number {body.number:,} on"


def _member_added(line: Line) -> str:
    title = f" ({line.body.title})" if line.body.title else ""
    return f"{line.who} added {line.body.name}{title} as {_a(line.body.role.value)}"


def _member_changed(line: Line) -> str:
    return f"{line.who} changed {line.names.member(line.about)}’s {_fields(line, MEMBER_FIELDS)}"


def _member_ended(line: Line) -> str:
    name, day = line.names.member(line.about), getattr(line.body, "ended_on", None)
    return f"{line.who} ended {name}’s membership on {day_in_words(day)}" if day else f"{line.who} let {name} act again"


def _key_added(line: Line) -> str:
    return f"{line.who} gave {line.names.member(line.body.member)} keys on {line.names.station(line.body.station)}"


def _key_revoked(line: Line) -> str:
    since = f" since {day_in_words(line.body.since.date())}" if line.body.since else ""
    return f"{line.who} took a key of {line.names.member(line.about)} back{since}"


def _station_invited(line: Line) -> str:
    return f"{line.who} invited {line.names.member(line.body.member)} to join with a laptop"


def _withdrawn(line: Line) -> str:
    return f"{line.who} withdrew an invitation of {line.names.member(line.about)}"


def _station_word(words: str) -> Callable[[Line], str]:
    return lambda line: f"{line.who} {words.format(line.names.station(line.body.station))}"


def _station_revoked(line: Line) -> str:
    name = line.names.station(line.body.station)
    return f"{line.who} reported {name} lost since {day_in_words(line.body.since.date())}"


def _countersigned(line: Line) -> str:
    name, title = line.names.person(line.body.worker_id), line.names.competency(line.body.competency)
    return f"{line.who} countersigned the sign-off of {name} on {title}"


def _worker_recorded(line: Line) -> str:
    name = line.names.person(line.about)
    if line.before is not None and not line.before:
        number = line.body.get("employee_no") or ""
        return f"{line.who} recorded {name}" + (f" ({number})" if number else "")
    return f"{line.who} changed {name}’s {_fields(line, FIELD_WORDS)}"


def _worker_left(line: Line) -> str:
    name, day = line.names.person(line.about), line.body.left_on
    return f"{line.who} noted that {name} left on {day_in_words(day)}" if day else f"{line.who} noted that {name} is back"


def _competency_published(line: Line) -> str:
    return f"{line.who} published the competency {in_language(line.body.title)}"


def _checklist_published(line: Line) -> str:
    return f"{line.who} published checklist {line.body.code} revision {line.body.revision}, {in_language(line.body.title)}"


def _assessment_signed(line: Line) -> str:
    body: SignOff = line.body
    title, name = line.names.competency(body.competency), line.names.person(body.worker_id)
    if body.decision.outcome is Outcome.STOPPED:
        return f"{line.who} stopped the assessment of {name} on {title} for safety"
    return f"{line.who} signed {name} {_judged(body)} on {title}{_level(body)}"


def _assessment_amended(line: Line) -> str:
    body: SignOff = line.body
    title, name = line.names.competency(body.competency), line.names.person(body.worker_id)
    reason = f". Reason: {body.amend_reason}" if body.amend_reason else ""
    return f"{line.who} corrected the sign-off of {name} on {title}: {_judged(body)}{_level(body)}{reason}"


def _certificate_issued(line: Line) -> str:
    facts = line.body.facts
    until = f", valid until {day_in_words(facts.valid_until)}" if facts.valid_until else ""
    level = f", level {facts.level}" if facts.level else ""
    return (
        f"{line.who} issued certificate {facts.number} to {line.names.person(line.body.worker_id)}: {facts.title}{level}{until}"
    )


def _certificate_printed(line: Line) -> str:
    again = f" again (duplicate {line.body.duplicate})" if line.body.duplicate else ""
    card = "a card of " if line.body.product == "card" else ""
    return f"{line.who} printed {card}{line.names.certificate(line.body.certificate)}{again}"


def _certificate_act(kind: LifeKind) -> Callable[[Line], str]:
    def words(line: Line) -> str:
        certificate, successor = line.names.certificate(line.body.certificate), line.names.certificate(line.body.by)
        return act_words(kind, line.who, line.body, certificate, successor)

    return words


def _certificate_declared(line: Line) -> str:
    return declared_words(line.who, line.body, line.names.person(line.body.worker_id))


def _endorsed(line: Line) -> str:
    body: Endorsed = line.body
    about = line.names.certificate(body.certificate) if body.certificate else line.names.competency(body.competency)
    return f"{line.who} kept somebody else’s endorsement of {about}"


def _endorsement_given(line: Line) -> str:
    body: EndorsementGiven = line.body
    return f"{line.who} endorsed a certificate of another organisation, {body.title}: “{body.comment}”"


def _passport_issued(line: Line) -> str:
    body: PassportIssued = line.body
    held = f"{body.certificates} certificate{'' if body.certificates == 1 else 's'}"
    return f"{line.who} signed a passport of {line.names.person(body.worker_id)} with {held}, as of {day_in_words(body.as_of)}"


def _checklist_withdrawn(line: Line) -> str:
    return withdrawn_words(line.who, line.body, line.names.competency(line.body.competency))


def _erased(line: Line) -> str:
    body: Erased = line.body
    name = line.names.person(body.worker)
    what = {
        Scope.EVERYTHING: f"everything about {name}",
        Scope.FACTS: f"the name, number and job of {name}",
        Scope.RECORDS: _counted_records(len(body.records), name),
    }[body.scope]
    return f"{line.who} erased {what}. Reason: {body.reason}. Asked by: {body.asked_by}"


def _counted_records(count: int, name: str) -> str:
    return f"one signed record of {name}" if count == 1 else f"{count} signed records of {name}"


def _erasure_extended(line: Line) -> str:
    count = sum(len(numbers) for numbers in line.body.entries.values())
    return f"{line.who} erased {count} late {'entry' if count == 1 else 'entries'} about {line.names.person(line.body.worker)}"


def _hold_placed(line: Line) -> str:
    return f"{line.who} placed a legal hold on the records of {line.names.person(line.about)}. Reason: {line.body.reason}"


def _hold_lifted(line: Line) -> str:
    return f"{line.who} lifted the legal hold on the records of {line.names.person(line.about)}. Reason: {line.body.reason}"


def _judged(body: SignOff) -> str:
    words = {Judgement.COMPETENT: "competent", Judgement.WITH_SUPERVISION: "competent under supervision only"}
    return words.get(body.judgement, "not yet competent")


def _level(body: SignOff) -> str:
    return f", level {body.level}" if body.level and body.judgement is not Judgement.NOT_YET else ""


def _fields(line: Line, words: Mapping[str, str]) -> str:
    """Return "shift from days to nights", or the words of several fields."""
    changes = line.changes(words)
    if len(changes) == 1 and changes[0].name not in PICTURES:
        [change] = changes
        old = f" from {change.old}" if change.old else ""
        return f"{change.word}{old} to {change.new or 'nothing'}"
    named = [change.word for change in changes[:MOST_FIELDS]]
    more = len(changes) - MOST_FIELDS
    return _listed([*named, f"{more} more"] if more > 0 else named)


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else "facts"


def _a(role: str) -> str:
    return f"{'an' if role[:1] in 'aeio' else 'a'} {role}"


def _page_published(line: Line) -> str:
    number = len(line.body.listed) * 3 // 4 // 9
    listed = f"{number} certificate{'' if number == 1 else 's'} that {'does' if number == 1 else 'do'} not hold"
    return f"{line.who} published the check page: list of {day_in_words(line.body.day)} with {listed}"


WORDS: Mapping[str, tuple[Group, Callable[[Line], str]]] = {
    "site.created": (Group.LAPTOPS, lambda line: f"{line.who} founded the site {line.body.name}"),
    "site.changed": (Group.LAPTOPS, _site_changed),
    "page.published": (Group.LAPTOPS, _page_published),
    "station.joined": (Group.LAPTOPS, _station_joined),
    "member.added": (Group.MEMBERS, _member_added),
    "member.changed": (Group.MEMBERS, _member_changed),
    "member.ended": (Group.MEMBERS, _member_ended),
    "key.added": (Group.MEMBERS, _key_added),
    "key.revoked": (Group.MEMBERS, _key_revoked),
    "station.invited": (Group.LAPTOPS, _station_invited),
    "invitation.withdrawn": (Group.LAPTOPS, _withdrawn),
    "station.approved": (Group.LAPTOPS, _station_word("let {} in")),
    "station.retired": (Group.LAPTOPS, _station_word("put {} away for good")),
    "station.revoked": (Group.LAPTOPS, _station_revoked),
    "issuer_key.succeeded": (Group.MEMBERS, _about_site("made a new signing key for the organisation, endorsed by the old one")),
    "issuer_key.created": (Group.MEMBERS, _about_site("made the organisation’s signing key")),
    "issuer_key.sealed": (Group.MEMBERS, _about_site("gave a member’s keys the right to issue certificates")),
    "content_key.created": (
        Group.MEMBERS,
        _about_site("made a new key for the shared file and handed it to the laptops of the site"),
    ),
    "content_key.shared": (Group.LAPTOPS, _about_site("handed keys for the shared file to laptops that lacked them")),
    "checkpoint": (Group.LAPTOPS, _checkpoint),
    "fork.seen": (Group.LAPTOPS, _fork_seen),
    "fork.settled": (Group.LAPTOPS, _fork_settled),
    "fork.brought_back": (Group.LAPTOPS, _fork_brought_back),
    "worker.recorded": (Group.PEOPLE, _worker_recorded),
    "worker.left": (Group.PEOPLE, _worker_left),
    "competency.published": (Group.CHECKLISTS, _competency_published),
    "checklist.published": (Group.CHECKLISTS, _checklist_published),
    "assessment.signed": (Group.SIGN_OFFS, _assessment_signed),
    "assessment.amended": (Group.SIGN_OFFS, _assessment_amended),
    "assessment.countersigned": (Group.SIGN_OFFS, _countersigned),
    "evidence.attached": (Group.SIGN_OFFS, ledger_attachments.attached_words),
    "evidence.withdrawn": (Group.SIGN_OFFS, ledger_attachments.withdrawn_words),
    "evidence.countersigned": (Group.SIGN_OFFS, ledger_attachments.countersigned_words),
    "certificate.issued": (Group.CERTIFICATES, _certificate_issued),
    "certificate.printed": (Group.CERTIFICATES, _certificate_printed),
    **{kind.value: (Group.CERTIFICATES, _certificate_act(kind)) for kind in sorted(CERTIFICATE_ACTS)},
    "certificate.declared": (Group.CERTIFICATES, _certificate_declared),
    "certificate.endorsed": (Group.CERTIFICATES, _endorsed),
    "competency.endorsed": (Group.CERTIFICATES, _endorsed),
    "endorsement.given": (Group.CERTIFICATES, _endorsement_given),
    "passport.issued": (Group.CERTIFICATES, _passport_issued),
    "checklist.withdrawn": (Group.CHECKLISTS, _checklist_withdrawn),
    "erased": (Group.PEOPLE, _erased),
    "erasure.extended": (Group.PEOPLE, _erasure_extended),
    "hold.placed": (Group.PEOPLE, _hold_placed),
    "hold.lifted": (Group.PEOPLE, _hold_lifted),
}
"""Group and sentence of every kind that this version reads."""
