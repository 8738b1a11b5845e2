"""What each entry of the ledger says, in one plain sentence; and which group of the ledger page it belongs to.

Whoever adds a kind to `ledger.contents.KINDS` adds its line to `WORDS` here: a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from supervisor_app.domain.certificate_acts import CERTIFICATE_ACTS, LifeKind
from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.decision import Judgement, Outcome, SignOff
from supervisor_app.domain.erasure import Scope
from supervisor_app.domain.people import FIELD_WORDS
from supervisor_app.domain.texts import in_language
from supervisor_app.ledger.bodies import Endorsed, Erased
from supervisor_app.ledger.contents import read_body
from supervisor_app.ledger.envelope import UnreadableContent, decode_content
from supervisor_app.services.ledger_certificates import act_words, declared_words, withdrawn_words

MOST_FIELDS = 3
"""Changed fields that a sentence names one by one."""
MOST_WORDS, MOST_VALUE = 1_000, 400
"""Letters of a sentence and of a value; an entry may hold megabytes of text, a list must not."""


class Group(StrEnum):
    """Kinds that belong together, as the ledger page filters them; the value is the word on screen."""

    SIGN_OFFS = "Sign-offs"
    CERTIFICATES = "Certificates"
    PEOPLE = "People"
    CHECKLISTS = "Checklists"
    MEMBERS = "Members and keys"
    LAPTOPS = "Laptops and site"
    NEWER = "Newer version"


class Names(Protocol):
    """Who and what the ids in an entry stand for; each answer can stand in a sentence, also where nothing is known of the id."""

    def member(self, member_id: str) -> str:
        """Return a member's name."""

    def person(self, worker_id: str) -> str:
        """Return a worker's name."""

    def competency(self, key: str) -> str:
        """Return a competency's title."""

    def station(self, origin: str) -> str:
        """Return a laptop's name, of its origin in hex."""

    def certificate(self, certificate_id: str) -> str:
        """Return the holder and number of a certificate: "Ruth Adler’s certificate NW-2026-A0001"."""

    def sign_off(self, sign_off_id: str) -> str:
        """Return what a sign-off is about: "Yusef Demir on Counterbalance forklift"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field that an entry set: its word, the value before it (None where it is not known or there was none), its value."""

    name: str
    word: str
    old: str | None
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An entry in words. `by` is the acting member's id, "" for a laptop's own entries; `readable` False where only a newer
    version, or nobody any more, can read the content."""

    sentence: str
    group: Group
    by: str = ""
    about: str = ""
    changes: tuple[FieldChange, ...] = ()
    readable: bool = True


@dataclass(frozen=True, slots=True)
class _Line:
    """What a sentence is made of. `before`: the values that stood before; None where they are not known."""

    who: str
    by: str
    about: str
    body: Any
    names: Names
    before: Mapping[str, str | None] | None

    def changes(self, words: Mapping[str, str]) -> tuple[FieldChange, ...]:
        """Return every field of the body with its old value, in the order in which `words` asks for them."""
        old, places = self.before or {}, {name: place for place, name in enumerate(words)}
        return tuple(
            FieldChange(
                name=name, word=words.get(name, name), old=_value(name, old.get(name)), new=_value(name, self.body[name]) or ""
            )
            for name in sorted(self.body, key=lambda name: (places.get(name, len(places)), name))
            if not name.startswith(KEPT)
        )


KEPT = "picture."
"""Fields of the site that only keep what others name: see services.site_look."""
SITE_FIELDS = {
    "name": "name",
    "place": "place",
    "host": "web address",
    "logo": "logo",
    "issuer_web": "name as issuer",
    "accent": "accent colour",
    "heading": "line under the place",
    "footer": "line at the foot",
    "mark": "picture beside the issuer’s name",
}
PICTURES = frozenset({"logo", "mark"})
"""Fields of the site whose value is a picture: nobody reads it."""
MEMBER_FIELDS = {
    "name": "name",
    "title": "title",
    "role": "role",
    "worker_id": "own worker record",
    "ended_on": "last day",
    "competencies": "competencies",
    "teams": "teams",
    "since": "first day of the authorisation",
    "until": "last day of the authorisation",
}
FIELDS: Mapping[str, Mapping[str, str]] = {
    "worker.recorded": FIELD_WORDS,
    "member.changed": MEMBER_FIELDS,
    "site.changed": SITE_FIELDS,
}
"""The kinds whose body is a mapping of fields, each merged on its own, and what each field is called."""


def words_of(
    kind: str,
    content: bytes | None,
    names: Names,
    *,
    station: str,
    before: Mapping[str, str | None] | None = None,
    erasure: str = "",
) -> Told:
    """Return what an entry says. `content` is None once erased; `station` is its origin in hex; `before` as the ledger stood;
    `erasure` says when, by whom and why a content was erased.

    Never raises: what this version cannot read is said to be written by a newer version.
    """
    laptop = names.station(station)
    if content is None:
        said = f"Content erased{f' {erasure}' if erasure else ''} ({what_is(kind)}, from {laptop})"
        return Told(sentence=said, group=group_of(kind), readable=False)
    try:
        parts = decode_content(content)
        body = read_body(kind, parts.body)
        who = names.member(parts.by) if parts.by else laptop
        return _told(kind, _Line(who, parts.by, parts.about, body, names, before))
    except UnreadableContent:
        sentence = f"Written by a newer version on {laptop} ({kind}); kept and passed on"
        return Told(sentence=sentence, group=Group.NEWER, readable=False)


def _value(name: str, value: str | None) -> str | None:
    """Return a value as it can be read: a picture is named, a text beyond all measure is cut."""
    if name in PICTURES and value:
        return "a picture"
    return _cut(value, MOST_VALUE) if value is not None else None


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _told(kind: str, line: _Line) -> Told:
    group, words = WORDS.get(kind, (Group.NEWER, _only_the_kind(kind)))
    changes = line.changes(FIELDS[kind]) if kind in FIELDS else ()
    return Told(sentence=_cut(words(line), MOST_WORDS), group=group, by=line.by, about=line.about, changes=changes)


def group_of(kind: str) -> Group:
    """Return the group of a kind; what this version does not know is of a newer one."""
    return WORDS[kind][0] if kind in WORDS else Group.NEWER


def kinds_of(group: Group) -> tuple[str, ...]:
    """Return the kinds of a group; none for those of a newer version."""
    return tuple(kind for kind, (its, _) in WORDS.items() if its is group)


def what_is(kind: str) -> str:
    """Return a kind as a thing: "assessment signed"."""
    return kind.replace(".", " ").replace("_", " ")


def _only_the_kind(kind: str) -> Callable[[_Line], str]:
    return lambda line: f"{line.who} wrote an entry of the kind {what_is(kind)}"


def _about_site(words: str) -> Callable[[_Line], str]:
    return lambda line: f"{line.who} {words}"


def _site_changed(line: _Line) -> str:
    return f"{line.who} changed the site’s {_fields(line, SITE_FIELDS)}"


def _station_joined(line: _Line) -> str:
    return f"{line.body.name} joined the site"


def _checkpoint(line: _Line) -> str:
    total = sum(head.seq for head in line.body.heads)
    return f"The laptop noted what it holds: {total:,} records of {len(line.body.heads)} laptops"


def _on_station(words: str) -> Callable[[_Line], str]:
    return lambda line: f"{line.who} {words} {line.names.station(line.about)}"


def _member_added(line: _Line) -> str:
    title = f" ({line.body.title})" if line.body.title else ""
    return f"{line.who} added {line.body.name}{title} as {_a(line.body.role.value)}"


def _member_changed(line: _Line) -> str:
    return f"{line.who} changed {line.names.member(line.about)}’s {_fields(line, MEMBER_FIELDS)}"


def _member_ended(line: _Line) -> str:
    name, day = line.names.member(line.about), getattr(line.body, "ended_on", None)
    return f"{line.who} ended {name}’s membership on {day_in_words(day)}" if day else f"{line.who} let {name} act again"


def _key_added(line: _Line) -> str:
    return f"{line.who} gave {line.names.member(line.body.member)} keys on {line.names.station(line.body.station)}"


def _key_revoked(line: _Line) -> str:
    since = f" since {day_in_words(line.body.since.date())}" if line.body.since else ""
    return f"{line.who} took a key of {line.names.member(line.about)} back{since}"


def _station_invited(line: _Line) -> str:
    return f"{line.who} invited {line.names.member(line.body.member)} to join with a laptop"


def _withdrawn(line: _Line) -> str:
    return f"{line.who} withdrew an invitation of {line.names.member(line.about)}"


def _station_word(words: str) -> Callable[[_Line], str]:
    return lambda line: f"{line.who} {words.format(line.names.station(line.body.station))}"


def _station_revoked(line: _Line) -> str:
    name = line.names.station(line.body.station)
    return f"{line.who} reported {name} lost since {day_in_words(line.body.since.date())}"


def _countersigned(line: _Line) -> str:
    name, title = line.names.person(line.body.worker_id), line.names.competency(line.body.competency)
    return f"{line.who} countersigned the sign-off of {name} on {title}"


def _worker_recorded(line: _Line) -> str:
    name = line.names.person(line.about)
    if line.before is not None and not line.before:
        number = line.body.get("employee_no") or ""
        return f"{line.who} recorded {name}" + (f" ({number})" if number else "")
    return f"{line.who} changed {name}’s {_fields(line, FIELD_WORDS)}"


def _worker_left(line: _Line) -> str:
    name, day = line.names.person(line.about), line.body.left_on
    return f"{line.who} noted that {name} left on {day_in_words(day)}" if day else f"{line.who} noted that {name} is back"


def _competency_published(line: _Line) -> str:
    return f"{line.who} published the competency {in_language(line.body.title)}"


def _checklist_published(line: _Line) -> str:
    return f"{line.who} published checklist {line.body.code} revision {line.body.revision}, {in_language(line.body.title)}"


def _assessment_signed(line: _Line) -> str:
    body: SignOff = line.body
    title, name = line.names.competency(body.competency), line.names.person(body.worker_id)
    if body.decision.outcome is Outcome.STOPPED:
        return f"{line.who} stopped the assessment of {name} on {title} for safety"
    return f"{line.who} signed {name} {_judged(body)} on {title}{_level(body)}"


def _assessment_amended(line: _Line) -> str:
    body: SignOff = line.body
    title, name = line.names.competency(body.competency), line.names.person(body.worker_id)
    reason = f". Reason: {body.amend_reason}" if body.amend_reason else ""
    return f"{line.who} corrected the sign-off of {name} on {title}: {_judged(body)}{_level(body)}{reason}"


def _certificate_issued(line: _Line) -> str:
    facts = line.body.facts
    until = f", valid until {day_in_words(facts.valid_until)}" if facts.valid_until else ""
    level = f", level {facts.level}" if facts.level else ""
    return (
        f"{line.who} issued certificate {facts.number} to {line.names.person(line.body.worker_id)}: {facts.title}{level}{until}"
    )


def _certificate_printed(line: _Line) -> str:
    again = f" again (duplicate {line.body.duplicate})" if line.body.duplicate else ""
    card = "a card of " if line.body.product == "card" else ""
    return f"{line.who} printed {card}{line.names.certificate(line.body.certificate)}{again}"


def _certificate_act(kind: LifeKind) -> Callable[[_Line], str]:
    def words(line: _Line) -> str:
        certificate, successor = line.names.certificate(line.body.certificate), line.names.certificate(line.body.by)
        return act_words(kind, line.who, line.body, certificate, successor)

    return words


def _certificate_declared(line: _Line) -> str:
    return declared_words(line.who, line.body, line.names.person(line.body.worker_id))


def _endorsed(line: _Line) -> str:
    body: Endorsed = line.body
    about = line.names.certificate(body.certificate) if body.certificate else line.names.competency(body.competency)
    return f"{line.who} kept somebody else’s endorsement of {about}"


def _checklist_withdrawn(line: _Line) -> str:
    return withdrawn_words(line.who, line.body, line.names.competency(line.body.competency))


def _erased(line: _Line) -> str:
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


def _erasure_extended(line: _Line) -> str:
    count = sum(len(numbers) for numbers in line.body.entries.values())
    return f"{line.who} erased {count} late {'entry' if count == 1 else 'entries'} about {line.names.person(line.body.worker)}"


def _hold_placed(line: _Line) -> str:
    return f"{line.who} placed a legal hold on the records of {line.names.person(line.about)}. Reason: {line.body.reason}"


def _hold_lifted(line: _Line) -> str:
    return f"{line.who} lifted the legal hold on the records of {line.names.person(line.about)}. Reason: {line.body.reason}"


def _judged(body: SignOff) -> str:
    words = {Judgement.COMPETENT: "competent", Judgement.WITH_SUPERVISION: "competent under supervision only"}
    return words.get(body.judgement, "not yet competent")


def _level(body: SignOff) -> str:
    return f", level {body.level}" if body.level and body.judgement is not Judgement.NOT_YET else ""


def _fields(line: _Line, words: Mapping[str, str]) -> str:
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


def _page_published(line: _Line) -> str:
    number = len(line.body.listed) * 3 // 4 // 9
    listed = f"{number} certificate{'' if number == 1 else 's'} that {'does' if number == 1 else 'do'} not hold"
    return f"{line.who} published the check page: list of {day_in_words(line.body.day)} with {listed}"


WORDS: Mapping[str, tuple[Group, Callable[[_Line], str]]] = {
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
    "worker.recorded": (Group.PEOPLE, _worker_recorded),
    "worker.left": (Group.PEOPLE, _worker_left),
    "competency.published": (Group.CHECKLISTS, _competency_published),
    "checklist.published": (Group.CHECKLISTS, _checklist_published),
    "assessment.signed": (Group.SIGN_OFFS, _assessment_signed),
    "assessment.amended": (Group.SIGN_OFFS, _assessment_amended),
    "assessment.countersigned": (Group.SIGN_OFFS, _countersigned),
    "certificate.issued": (Group.CERTIFICATES, _certificate_issued),
    "certificate.printed": (Group.CERTIFICATES, _certificate_printed),
    **{kind.value: (Group.CERTIFICATES, _certificate_act(kind)) for kind in sorted(CERTIFICATE_ACTS)},
    "certificate.declared": (Group.CERTIFICATES, _certificate_declared),
    "certificate.endorsed": (Group.CERTIFICATES, _endorsed),
    "competency.endorsed": (Group.CERTIFICATES, _endorsed),
    "checklist.withdrawn": (Group.CHECKLISTS, _checklist_withdrawn),
    "erased": (Group.PEOPLE, _erased),
    "erasure.extended": (Group.PEOPLE, _erasure_extended),
    "hold.placed": (Group.PEOPLE, _hold_placed),
    "hold.lifted": (Group.PEOPLE, _hold_lifted),
}
"""Group and sentence of every kind that this version reads."""
