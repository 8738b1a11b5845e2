"""One person whole: their record with certificates, sign-offs and drafts, each as lines to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from supervisor_app.domain.certificate_acts import LifeKind, LifeState
from supervisor_app.domain.dates import short_day
from supervisor_app.domain.decision import Outcome
from supervisor_app.domain.names import isolated
from supervisor_app.domain.observation import MEDIA_WORDS
from supervisor_app.domain.people import Worker
from supervisor_app.domain.people_story import (
    Held,
    HeldState,
    HistoryLine,
    held_state,
    validity_in_words,
)
from supervisor_app.domain.texts import in_language
from supervisor_app.errors import UserError
from supervisor_app.ledger.clock import moment_of
from supervisor_app.services.certificate_standing import CertificateLife, read_lives
from supervisor_app.services.draft_lines import DraftLine, drafts
from supervisor_app.services.opened_site import Site
from supervisor_app.services.questioned_lines import kind_words
from supervisor_app.services.stack_offers import StackOffer, stack_offers
from supervisor_app.storage import (
    attachment_queries,
    certificate_life_queries,
    certificate_queries,
    checklist_queries,
    endorsement_queries,
    people_queries,
    questioned_queries,
    sign_off_queries,
)
from supervisor_app.storage.attachment_queries import AttachedLine
from supervisor_app.storage.certificate_life_queries import DeclaredRow
from supervisor_app.storage.certificate_rows import CertificateRow
from supervisor_app.storage.database import Connection
from supervisor_app.storage.endorsement_queries import PassportRow
from supervisor_app.storage.questioned_queries import QuestionedRow
from supervisor_app.storage.sign_off_queries import SignOffLine

_MOST_BESIDE = 50
"""Records with a number that another one stands under: shown of one person."""
_STATES = {
    LifeState.SUSPENDED: HeldState.ON_HOLD,
    LifeState.WITHDRAWN: HeldState.WITHDRAWN,
    LifeState.REPLACED: HeldState.REPLACED,
}
_OVER = (HeldState.ENDED, HeldState.WITHDRAWN, HeldState.REPLACED)
_ACT_WORDS = {
    LifeKind.SUSPENDED: ("on_hold", "was put on hold"),
    LifeKind.REINSTATED: ("certificate", "holds again"),
    LifeKind.REVOKED: ("ended", "was withdrawn"),
    LifeKind.SUPERSEDED: ("certificate", "was replaced"),
    LifeKind.CONFIRMED: ("certificate", "was confirmed"),
    LifeKind.TRIGGERED: ("ended", "ended early"),
    LifeKind.CHECKLIST_WITHDRAWN: ("ended", "ended with its checklist"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonStory:
    """A person with all that is known about them: what they hold (ended things last), history and drafts, newest first."""

    worker: Worker
    holds: tuple[Held, ...]
    history: tuple[HistoryLine, ...]
    drafts: tuple[DraftLine, ...]
    earned: tuple[StackOffer, ...] = ()  # certificates that can be issued because all that they stand on is held


def person_story(site: Site, worker_id: str, today: date) -> PersonStory:
    """Return a person with what they hold on `today`, what happened and what is begun; UserError where nobody has this id."""
    with site.database.read() as connection:
        worker = people_queries.get_worker(connection, worker_id)
        if worker is None:
            raise UserError("This person is not on this laptop.", "Sync, then look again.")
        titles = _Titles(connection)
        lines = sign_off_queries.worker_lines(connection, worker_id)
        rows = certificate_queries.worker_certificates(connection, worker_id)
        latest = certificate_queries.latest_by_competency(connection, worker_id)
        declared = certificate_life_queries.declared_of(connection, worker_id)
        holds = (*_certified(latest, today), *_signed_only(lines, latest, titles), *_declared(declared, today))
        lives = read_lives(connection, tuple(row.id for row in rows)).values()
        handed_out = _handed_out(endorsement_queries.passports_of(connection, worker_id))
        added = _added(attachment_queries.attached_about(connection, worker_id), lines, titles)
        beside = _beside(questioned_queries.beside_about(connection, worker_id, _MOST_BESIDE))
        happened = (*_history(worker, lines, rows, titles), *_acts(lives), *_registered(declared), *handed_out, *added, *beside)
        story = PersonStory(
            worker=worker,
            holds=tuple(sorted(holds, key=lambda held: (held.state in _OVER, held.title))),
            history=tuple(sorted(happened, key=lambda line: line.when, reverse=True)),
            drafts=tuple(draft for draft in drafts(site) if draft.worker_id == worker_id),
        )
    return replace(story, earned=stack_offers(site, today, worker_id))


class _Titles:
    """Titles of checklists by digest, each read once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, str] = {}

    def of(self, digest: str, fallback: str) -> str:
        """Return the title of a revision, `fallback` where it is not here."""
        if digest not in self._known:
            checklist = checklist_queries.get_checklist(self._connection, digest)
            self._known[digest] = in_language(checklist.short_title) if checklist else fallback
        return self._known[digest]


def _certified(latest: dict[str, CertificateRow], today: date) -> Iterator[Held]:
    """Yield the certificate that holds longest for each competency."""
    for row in latest.values():
        yield Held(
            competency=row.competency,
            title=row.title,
            level=row.level,
            state=_STATES.get(row.state(today)) or held_state(row.ends, today),
            words=_words(row, today),
            until=row.ends,
            certificate_id=row.id,
            number=row.number,
        )


def _key(line: SignOffLine) -> tuple[str, str, str]:
    return line.id, line.competency, line.team


def _signed_only(lines: tuple[SignOffLine, ...], latest: dict[str, CertificateRow], titles: _Titles) -> Iterator[Held]:
    """Yield competencies that were passed and have no certificate yet."""
    amended = {(line.amends, line.competency, line.team) for line in lines if line.amends and not line.questioned}
    seen = set(latest)
    for line in lines:
        if line.success and not line.questioned and line.competency not in seen and _key(line) not in amended:
            seen.add(line.competency)
            on = f"Passed on {short_day(line.finished.date())}"
            words = f"{on}, waits for a countersignature" if line.waits else f"{on}, no certificate yet"
            title = titles.of(line.checklist_digest, line.competency)
            state = HeldState.WAITS if line.waits else HeldState.SIGNED
            yield Held(competency=line.competency, title=title, level=line.level, state=state, words=words)


def _words(row: CertificateRow, today: date) -> str:
    state = row.state(today)
    if state is LifeState.SUSPENDED:
        last = row.held_until(today)[1]
        return f"On hold until {short_day(last)}" if last else "On hold"
    if state is LifeState.WITHDRAWN and row.withdrawn:
        return f"Withdrawn on {short_day(row.withdrawn)}"
    if state is LifeState.REPLACED and row.replaced:
        return f"Replaced on {short_day(row.replaced)}"
    return validity_in_words(row.ends, today)


def _declared(rows: tuple[DeclaredRow, ...], today: date) -> Iterator[Held]:
    """Yield the paper of others that was registered and not taken back."""
    for row in rows:
        if row.withdrawn is None and not row.questioned:
            ended = row.valid_until is not None and row.valid_until < today
            until = f" {validity_in_words(row.valid_until, today)}." if row.valid_until else ""
            yield Held(
                competency=row.competency,
                title=row.title,
                level="",
                state=HeldState.ENDED if ended else HeldState.DECLARED,
                words=f"Issued by {isolated(row.issuer)}, not assessed here.{until}",
                until=row.valid_until,
                number=row.number,
                declared_id=row.id,
            )


def _acts(lives: Iterable[CertificateLife]) -> Iterator[HistoryLine]:
    """Yield what happened to certificates after their issue."""
    for life in lives:
        for act in life.acts:
            if act.questioned or act.kind not in _ACT_WORDS:
                continue
            state, words = _ACT_WORDS[act.kind]
            why = f": {isolated(act.reason)}" if act.reason else ""
            yield HistoryLine(
                when=moment_of(act.place[0]),
                state=state,
                title=life.title,
                words=f"Certificate {life.number} {words}{why}. {act.author} signed.",
                certificate_id=life.facts.id,
            )


def _registered(rows: tuple[DeclaredRow, ...]) -> Iterator[HistoryLine]:
    for row in rows:
        when = datetime.combine(row.signed, time(23, 59), UTC)
        words = f"Paper of {isolated(row.issuer)} was registered as declared. {row.author} saw it."
        yield HistoryLine(when=when, state="declared", title=row.title, words=words)


def _handed_out(rows: tuple[PassportRow, ...]) -> Iterator[HistoryLine]:
    for row in rows:
        held = f"{row.certificates} certificate{'' if row.certificates == 1 else 's'}"
        doubt, why = _doubt(row.questioned, waits=False)
        words = f"Signed by {row.author} with {held}, as of {short_day(row.as_of)}.{why}"
        yield HistoryLine(when=moment_of(row.at), state="certificate", title="Skills passport", words=words, doubt=doubt)


def _added(added: tuple[AttachedLine, ...], lines: tuple[SignOffLine, ...], titles: _Titles) -> Iterator[HistoryLine]:
    """Yield what was added to sign-offs after they were signed; what was withdrawn says so."""
    digests = {line.id: line.checklist_digest for line in lines}
    for one in added:
        what = MEDIA_WORDS.get(one.file.media, "file")
        doubt, why = _doubt(one.questioned, waits=one.waits)
        if one.withdrawn is not None:
            why = f" {one.withdrawn.author} withdrew it: {isolated(one.withdrawn.reason)}"
        yield HistoryLine(
            when=moment_of(one.at),
            state="withdrawn" if one.withdrawn is not None else "added",
            title=titles.of(digests.get(one.sign_off_id, ""), one.competency),
            words=f"A {what} was added after signing. {one.author} signed: {isolated(one.reason)}{why}",
            sign_off_id=one.sign_off_id,
            doubt=doubt,
        )


def _beside(rows: Iterable[QuestionedRow]) -> Iterator[HistoryLine]:
    """Yield the records beside which another one stands under their number: only the ledger has them whole."""
    for row in rows:
        doubt, why = _doubt(row.reason, waits=False)
        yield HistoryLine(when=moment_of(row.at), state="withdrawn", title=kind_words(row.kind), words=why.strip(), doubt=doubt)


def _history(
    worker: Worker, lines: tuple[SignOffLine, ...], rows: tuple[CertificateRow, ...], titles: _Titles
) -> Iterator[HistoryLine]:
    """Yield all that happened, in no order."""
    for line in lines:
        state, said = _outcome(line)
        title = titles.of(line.checklist_digest, line.competency)
        doubt, why = _doubt(line.questioned, waits=line.waits)
        words = f"{said}. {line.assessor_name} assessed.{why}"
        yield HistoryLine(when=line.finished, state=state, title=title, words=words, sign_off_id=line.id, doubt=doubt)
    for row in rows:
        when = datetime.combine(row.issued, time(23, 59), UTC)
        doubt, why = _doubt(row.questioned, waits=False)
        words = f"Certificate {row.number} was issued.{why}"
        yield HistoryLine(when=when, state="certificate", title=row.title, words=words, certificate_id=row.id, doubt=doubt)
    if worker.left_on:
        when = datetime.combine(worker.left_on, time(23, 59, 59), UTC)
        yield HistoryLine(when=when, state="left", title="Left", words="The records stay.")


def _doubt(questioned: str, *, waits: bool) -> tuple[str, str]:
    """Return whether something does not count, or not yet, and why, as a sentence to go on with."""
    if questioned:
        return "questioned", f" It does not count: {questioned[:1].lower()}{questioned[1:]}"
    return ("waits", " It counts once another member has countersigned it.") if waits else ("", "")


def _outcome(line: SignOffLine) -> tuple[str, str]:
    """Return the state of a sign-off and its words."""
    if line.outcome is Outcome.STOPPED:
        return "stopped", "Safety stop"
    if line.success:
        return "met", "Competent, corrected" if line.amends else "Competent"
    return "not_met", "Not yet competent"
