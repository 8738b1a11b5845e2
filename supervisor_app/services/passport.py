"""The skills passport of a worker: put together from the records as they are now, signed with the site's key, written to a file.

Of it only that it was signed is kept, with its digest: it is a summary of a day, and everything in it is in the records already.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.domain.certificate_life import LifeStanding
from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.passport import (
    Passport,
    PassportLine,
    PassportProgress,
    PassportStep,
    SignedPassport,
    ends_in_words,
    next_step,
    progress_of,
    standing_in_words,
)
from supervisor_app.domain.passport_words import PassportWords, listed, passport_words
from supervisor_app.domain.printed import isolate_own
from supervisor_app.domain.qualification import HeldStatus
from supervisor_app.domain.stacking import Stack
from supervisor_app.domain.texts import in_language
from supervisor_app.errors import InputError, UserError
from supervisor_app.ledger.bodies import PassportIssued
from supervisor_app.services.appending import append_act
from supervisor_app.services.catalogue import next_for
from supervisor_app.services.endorsements import kept_credentials
from supervisor_app.services.listed_certificates import standings
from supervisor_app.services.rights import Right, require, team_of
from supervisor_app.services.saving import save_file
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site, site_facts
from supervisor_app.services.stack_offers import stack_steps
from supervisor_app.services.unlocking import issuer_key, unlock
from supervisor_app.storage import certificate_queries, checklist_queries, people_queries
from supervisor_app.storage.database import Connection

FILE_NAME = "passport.json"
PASSPORT_MEANING = "I sign this passport for the organisation."
MOST_CERTIFICATES = 60
"""More than anybody holds at once; the record around them stays quick to check."""


def passport(site: Site, worker_id: str, today: date, language: str = "") -> Passport:
    """Return a worker's passport as of a day, as it would be signed; UserError where this laptop does not have the person.

    Without a `language` the page speaks that of the newest certificate on it.
    """
    return _passport(site, worker_id, today, language)[0]


def sign_passport(site: Site, session: Session, worker_id: str, pin: str, now: datetime, language: str = "") -> SignedPassport:
    """Return a worker's passport as of now, signed with the site's key; `now` is aware, the page speaks the `language`.

    That it was signed, and the digest of what was, is an act of the member in the ledger.

    NotAllowed for oneself, for whoever may not issue, on a wrong PIN or without the site's key; UserError without a certificate.
    """
    from supervisor_app.credentials.passport import sign_passport as sign_record  # the page alone needs no credentials
    from supervisor_app.documents.qr_code import best_mask

    require(site, session, Right.ISSUE, worker_id=worker_id)
    keys = unlock(site, session, pin)
    key = issuer_key(site, keys)
    made, certificates = _passport(site, worker_id, now.date(), language)
    named = replace(made, id=uuid.UUID(bytes=site.randomness(16), version=4).urn)
    inside = [json.loads(one.credential) for one in certificates]
    words = {word for name in made.certificate_ids for word in kept_credentials(site, name, now)}
    record = sign_record(named, inside, key, now, words=[json.loads(word) for word in sorted(words)])
    with site.database.write() as connection:
        body = PassportIssued(
            id=named.id,
            worker_id=worker_id,
            certificates=len(certificates),
            as_of=now.date(),
            digest=hashlib.sha256(record.credential).hexdigest(),
            team=team_of(connection, worker_id),
        )
        kind, meaning = "passport.issued", PASSPORT_MEANING
        append_act(site, connection, session, keys, kind, about=worker_id, body=body, meaning=meaning, signed_at=now)
    return SignedPassport(passport=named, credential=record.credential, qr_text=record.qr.text, qr_mask=best_mask(record.qr.text))


def save_passport(signed: SignedPassport, path: Path) -> Path:
    """Write the signed record, whole or not at all, and return where: a folder gets a file `passport.json` in it.

    StorageError where it cannot be written there.
    """
    target = path / FILE_NAME if path.is_dir() else path
    return save_file(target, signed.credential)


def find_worker(site: Site, text: str) -> str:
    """Return the id of the one worker with this employee number, name or id; InputError where there is none or several."""
    wanted = text.strip().casefold()
    with site.database.read() as connection:
        found = [
            worker.id
            for worker in people_queries.all_workers(connection)
            if wanted and wanted in (worker.id, worker.employee_no.casefold(), worker.name.casefold())
        ]
    if len(found) != 1:
        reason = "several people have this name." if found else "nobody here has this name or number."
        raise InputError(f"Person “{text}”", reason, "Use the employee number as People shows it.")
    return found[0]


def _passport(site: Site, worker_id: str, today: date, language: str) -> tuple[Passport, tuple[IssuedCertificate, ...]]:
    """Return the page and the certificates on it, in its order."""
    facts = site_facts(site)
    with site.database.read() as connection:
        worker = people_queries.get_worker(connection, worker_id)
        if worker is None:
            raise UserError("This person is not on this laptop.", "Sync, then look again.")
        found = tuple(_standings(connection, worker_id, today))
        holding = _holding(found)
        words = passport_words(language or _usual_language([one for one, _standing in holding]))
        steps = tuple(_step(connection, *one, words) for one in stack_steps(connection, worker_id, today))
    lines = {one.facts.credential_id: _line(one, standing, today, words) for one, standing in holding}
    begun = _in_progress(site, worker_id, today, words)
    held = tuple(line for line in lines.values() if not line.parts)
    stacked = tuple(line for line in lines.values() if line.parts)
    made = Passport(
        id="",
        organisation=facts.name,
        place=facts.place,
        host=facts.host,
        logo_digest=hashlib.sha256(facts.logo_png).hexdigest() if facts.logo_png else "",
        issuer_did=facts.issuer_id,
        issuer_key=facts.issuer_key_id,
        holder=worker.name,
        holder_latin=worker.latin_name if worker.latin_name != worker.name else "",
        employee_no=worker.employee_no,
        worker_id=worker.id,
        as_of=today,
        held=held,
        stacked=stacked,
        in_progress=begun,
        next_step=next_step(steps, begun),
        standing=standing_in_words(_troubled(found), words),
        language=words.paper.language,
    )
    certificates = {one.facts.credential_id: one for one, _standing in holding}
    return made, tuple(certificates[name] for name in made.certificate_ids)


def _usual_language(certificates: Sequence[IssuedCertificate]) -> str:
    """Return the language of the certificate that was issued last, "en" without one."""
    newest = max(certificates, key=lambda one: (one.facts.issued, one.facts.number), default=None)
    return newest.facts.language if newest else "en"


def _standings(connection: Connection, worker_id: str, today: date) -> Iterator[tuple[IssuedCertificate, LifeStanding, str]]:
    """Yield a worker's certificates, newest first, each with where it stands and why it does not count ("")."""
    rows = certificate_queries.worker_certificates(connection, worker_id)
    held = standings(connection, [row.id for row in rows], today)
    for row in rows:
        signed = certificate_queries.get_certificate(connection, row.id)
        if signed is not None and row.id in held:
            yield signed.certificate, held[row.id], row.questioned


def _holding(
    standings: tuple[tuple[IssuedCertificate, LifeStanding, str], ...],
) -> tuple[tuple[IssuedCertificate, LifeStanding], ...]:
    """Return the certificate in force that holds longest for each competency, by title."""
    best: dict[str, tuple[IssuedCertificate, LifeStanding]] = {}
    for issued, standing, questioned in standings:
        known = best.get(issued.facts.competency)
        if standing.holds and not questioned and (known is None or _end(standing) > _end(known[1])):
            best[issued.facts.competency] = (issued, standing)
    found = sorted(best.values(), key=lambda one: (one[0].facts.title, one[0].facts.credential_id))
    return tuple(found[:MOST_CERTIFICATES])


def _end(standing: LifeStanding) -> date:
    return standing.ends or date.max


def _line(issued: IssuedCertificate, standing: LifeStanding, today: date, words: PassportWords) -> PassportLine:
    facts = issued.facts
    return PassportLine(
        certificate_id=facts.credential_id,
        number=facts.number,
        competency=facts.competency,
        title=facts.title,
        level=facts.level,
        level_name=facts.level_name,
        level_rank=facts.level_rank,
        level_count=facts.level_count,
        limits=facts.limits,  # whole, as the signed certificate has them: so they can be held against it
        since=facts.evaluated,
        issued=facts.issued,
        valid_until=standing.ends,
        ends=ends_in_words(standing.ends, facts.confirm_every_months, today, words),
        parts=tuple(below.title for below in facts.evidence.stands_on),
    )


def _step(connection: Connection, checklist: Checklist, stack: Stack, words: PassportWords) -> PassportStep:
    """Return a certificate made of others as a step to come: how many of its parts are held, which are missing."""
    language = words.paper.language
    named = {one.key: in_language(one.title, language) for one in checklist_queries.competencies(connection)}
    missing = [isolate_own(named.get(name, name)) for name in stack.missing]
    told = words.needs_parts.format(parts=listed(missing, words)) if missing else words.parts_complete
    held = words.parts_held.format(done=len(stack.held), parts=len(checklist.requires))
    return PassportStep(
        title=in_language(checklist.short_title, language),
        done=len(stack.held),
        parts=len(checklist.requires),
        words=f"{told} {held}",
    )


def _in_progress(site: Site, worker_id: str, today: date, words: PassportWords) -> tuple[PassportProgress, ...]:
    return tuple(
        progress_of(one.line.competency, one.line.short_title, one.held.mastery, words)
        for one in next_for(site, worker_id, today, language=words.paper.language)
        if one.status is HeldStatus.NOT_YET and one.held.mastery is not None
    )


def _troubled(
    standings: tuple[tuple[IssuedCertificate, LifeStanding, str], ...],
) -> Iterator[tuple[str, str, date | None]]:
    """Yield what does not hold though its paper says so, and why."""
    states = {"suspended": "on hold", "withdrawn": "withdrawn"}
    for issued, standing, questioned in standings:
        if questioned:
            yield issued.facts.title, "questioned", None
        elif standing.state.value in states:
            yield issued.facts.title, states[standing.state.value], standing.since
