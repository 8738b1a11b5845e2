"""Erasing what is held about a worker: what would go and what stays, the act, and writing the file anew after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from supervisor_app.domain.certificate_acts import CERTIFICATE_ACTS
from supervisor_app.domain.dates import moment_in_words
from supervisor_app.domain.erasure import Erasure, Scope, covers, pseudonym
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.retention import RecordClass, kept_until, record_start, rule_of, stay_words
from supervisor_app.errors import NotAllowed, UserError
from supervisor_app.ledger.bodies import Erased
from supervisor_app.services.appending import append_act
from supervisor_app.services.field_checks import check_text
from supervisor_app.services.holds import require_no_hold
from supervisor_app.services.opened_site import Site
from supervisor_app.services.retention import retention_rules
from supervisor_app.services.rights import require_admin
from supervisor_app.services.scrubbing import scrub_when_due
from supervisor_app.services.session import Session
from supervisor_app.services.sync_state import sync_state
from supervisor_app.services.unlocking import unlock
from supervisor_app.storage import certificate_queries, drafts, erasing, member_queries, people_queries, privacy_queries
from supervisor_app.storage.database import Connection

MEANING = "I erase this content for good, on all laptops."
Progress = Callable[[int, int, str], None]

_WORDS: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("record of their name, number and job", "records of their name, number and job", frozenset({"worker.recorded"})),
    ("note of their last day", "notes of their last day", frozenset({"worker.left"})),
    ("sign-off", "sign-offs", frozenset({"assessment.signed"})),
    ("amendment", "amendments", frozenset({"assessment.amended"})),
    ("countersignature", "countersignatures", frozenset({"assessment.countersigned"})),
    ("addition to a signed record", "additions to signed records", frozenset({"evidence.attached"})),
    (
        "word about an addition",
        "words about additions",
        frozenset({"evidence.withdrawn", "evidence.countersigned"}),
    ),
    ("certificate", "certificates", frozenset({"certificate.issued"})),
    (
        "act about a certificate",
        "acts about certificates",
        frozenset({kind.value for kind in CERTIFICATE_ACTS}),
    ),
    ("registered paper of others", "registered papers of others", frozenset({"certificate.declared"})),
    ("note of a signed passport", "notes of signed passports", frozenset({"passport.issued"})),
    ("note of a legal hold", "notes of legal holds", frozenset({"hold.placed", "hold.lifted"})),
    ("draft on this laptop", "drafts on this laptop", frozenset({"draft"})),
    ("photo or file", "photos and files", frozenset({"evidence"})),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasurePreview:
    """What an erasure would do, before anything is done: lines of what goes (counted) and sentences of what stays and why.

    `warning` is there where the site's own rule says that some of it must stay.
    """

    worker_id: str
    name: str
    called: str
    scope: Scope
    records: tuple[str, ...]
    goes: tuple[str, ...]
    stays: tuple[str, ...]
    warning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureDone:
    """What was erased; `clean` where the file was written anew at once, so that no trace is left in it."""

    contents: int
    called: str
    clean: bool


def erasure_preview(site: Site, session: Session, worker_id: str, scope: Scope, records: Iterable[str] = ()) -> ErasurePreview:
    """Work out what an erasure would take and what it leaves; writes nothing.

    NotAllowed for anybody but an admin and under a legal hold; UserError where the person is not here.
    """
    require_admin(site, session)
    erasure = Erasure(worker=worker_id, scope=scope, records=frozenset(records))
    with site.database.read() as connection:
        worker = people_queries.get_worker(connection, worker_id)
        if worker is None:
            raise UserError("This person is not on this laptop.", "Sync, then look again.")
        require_no_hold(connection, worker_id)
        goes = held_words(connection, erasure)
        warning, kept = _duties(site, connection, erasure)
        stays = (*kept, *_always_stays(site, connection, erasure))
    return ErasurePreview(
        worker_id=worker_id,
        name=worker.name,
        called=pseudonym(worker_id) if erasure.hides_name else worker.name,
        scope=scope,
        records=tuple(sorted(erasure.records)),
        goes=goes,
        stays=stays,
        warning=warning,
    )


def erase(
    site: Site, session: Session, shown: ErasurePreview, reason: str, asked_by: str, pin: str, progress: Progress | None = None
) -> ErasureDone:
    """Erase what a preview showed, for good: one act, everything on this laptop in one transaction, others at their next sync.

    NotAllowed for anybody but an admin, a wrong PIN and a legal hold; InputError where the reason or who asked is missing.
    """
    require_admin(site, session)
    check_text("Reason", reason, needed=True)
    check_text("Who asked", asked_by, needed=True)
    if shown.name and shown.name.casefold() in f"{reason} {asked_by}".casefold():
        raise NotAllowed("The reason names the person, and the reason stays.", 'Write "the worker" instead of the name.')
    keys = unlock(site, session, pin)
    erasure = Erasure(worker=shown.worker_id, scope=shown.scope, records=frozenset(shown.records))
    with site.database.write() as connection:
        require_no_hold(connection, shown.worker_id)
        places = erasing.covered_places(connection, (erasure,))
        body = Erased(
            worker=shown.worker_id,
            scope=shown.scope,
            reason=reason.strip(),
            asked_by=asked_by.strip(),
            records=shown.records,
            entries=_numbers(place for place, _ in places),
        )
        append_act(
            site,
            connection,
            session,
            keys,
            "erased",
            about=shown.worker_id,
            body=body,
            meaning=MEANING,
            signed_at=site.clock(),
        )
        erasing.note_scrub_due(connection)
    if progress:
        progress(0, 0, "Writing the records file anew, so that no trace is left in it")
    return ErasureDone(contents=len(places), called=shown.called, clean=scrub_when_due(site, largest=None))


def _numbers(places: Iterable[tuple[bytes, int]]) -> dict[str, tuple[int, ...]]:
    """Return entries as an act lists them: sorted numbers by origin (hex)."""
    numbers: dict[str, list[int]] = {}
    for origin, seq in places:
        numbers.setdefault(origin.hex(), []).append(seq)
    return {origin: tuple(sorted(found)) for origin, found in numbers.items()}


def _duties(site: Site, connection: Connection, erasure: Erasure) -> tuple[str, tuple[str, ...]]:
    """Return the warning where records go whose time is not over, and the sentence about signed records that stay."""
    worker = people_queries.get_worker(connection, erasure.worker)
    rule = rule_of(retention_rules(site), RecordClass.RECORDS)
    left, today = worker.left_on if worker else None, site.clock().date()
    ends = {
        one.id: kept_until(rule, record_start(left, one.ended, today))
        for one in privacy_queries.signed_records(connection, erasure.worker)
    }
    gone = {key for key in ends if covers((erasure,), "assessment.signed", key)}
    early = [ends[key] for key in gone if (end := ends[key]) is None or end >= today]
    kept = [end for key, end in ends.items() if key not in gone]
    warning = f"By your site's rule {_records(len(early))} must stay {stay_words(rule, early)}." if early else ""
    if not kept:
        return warning, ()
    who = f" Lists call the person {pseudonym(erasure.worker)}; the name is read only by opening the signed record itself."
    return warning, (f"{_records(len(kept)).capitalize()}, {stay_words(rule, kept)}.{who if erasure.hides_name else ''}",)


def _always_stays(site: Site, connection: Connection, erasure: Erasure) -> tuple[str, ...]:
    certificates = certificate_queries.worker_certificates(connection, erasure.worker)
    lines = ["That something was erased, when, by whom and why; and the chain of records, which still verifies."]
    if certificates:
        lines.append("Certificates already on paper: they still verify by their code, whoever holds them.")
    if any(member.worker_id == erasure.worker for member in member_queries.members(connection)):
        lines.append("Their name as a member who signs: it is part of the proof of other people's records.")
    lines.append(
        "Copies outside this app: printed paper, exported files, older backups. A backup that is restored is erased again."
    )
    reached = sync_state(site)
    if reached.chosen and reached.last_reached is not None:
        when = moment_in_words(reached.last_reached.astimezone(site.clock().tzinfo), site.clock())
        lines.append(f"The other laptops, until they sync. The shared file was last reached {when}.")
    return tuple(lines)


def held_words(connection: Connection, erasure: Erasure) -> tuple[str, ...]:
    """Return what an erasure would take, counted by kind: "3 sign-offs"."""
    kinds = Counter(kind for _, kind in erasing.covered_places(connection, (erasure,)))
    kinds["evidence"] = len(erasing.files_covered(connection, erasure))
    if erasure.hides_name:
        kinds["draft"] = sum(draft.worker_id == erasure.worker for draft in drafts.list_drafts(connection))
    return _counted(kinds)


def _counted(kinds: Counter[str]) -> tuple[str, ...]:
    left = Counter(kinds)
    lines = []
    for one, many, names in _WORDS:
        if count := sum(left.pop(name, 0) for name in names):
            lines.append(f"{count} {one if count == 1 else many}")
    if rest := left.total():
        lines.append(f"{rest} other record{'' if rest == 1 else 's'} about them")
    return tuple(lines)


def _records(count: int) -> str:
    return "one signed record" if count == 1 else f"{count} signed records"
