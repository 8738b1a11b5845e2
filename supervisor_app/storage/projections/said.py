"""What members say for the whole site without signing it: the site's facts, content keys, checklists; judged as acts are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from supervisor_app.domain.rights import Deed, Right
from supervisor_app.ledger.bodies import PagePublished
from supervisor_app.ledger.clock import moment_of
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.envelope import Content
from supervisor_app.ledger.standing import Act, Place
from supervisor_app.storage import schema
from supervisor_app.storage.authority_tables import Judging
from supervisor_app.storage.connection import Connection
from supervisor_app.storage.driver import driver, run
from supervisor_app.storage.projections.batch import Batch, keep_any, stamp
from supervisor_app.storage.projections.fields import MAX_NAME, SITE, site_columns

_SAID = keep_any(schema.said)
_SITE_FACT = keep_any(schema.site_fact)
_PUBLISHED = keep_any(schema.page_published)
_SAID_ROWS = (
    "SELECT at, origin, seq, kind, subject, member, right, competency, day, questioned FROM said "  # noqa: S608
    f"WHERE right <> '{Right.RECORD_PEOPLE.value}'"  # those of people are looked after in `people`
)
_GENESIS = "SELECT subject, body, at, origin, seq FROM authority WHERE kind = 'site.created' AND refused = ''"
_SITE_FACTS = (
    "SELECT f.name, f.value, f.at, f.origin, f.seq FROM site_fact f JOIN said s ON s.origin = f.origin AND s.seq = f.seq "
    "WHERE f.subject = ? AND s.questioned = '' ORDER BY f.at, f.origin, f.seq"
)
_CREATED_WITH = ("name", "place", "host", "logo")


def said(batch: Batch, entry: Entry, content: Content, right: Right, competency: str = "", *, subject: str = "") -> None:
    """Note who said something that takes a right, and whether it counts as far as is known now; `subject`: about what."""
    day = moment_of(entry.at).date()
    subject = subject or content.about
    reason = _question(batch.judging, stamp(entry), entry.kind, subject, content.by, right, competency, day)
    batch.add(
        _SAID,
        (entry.origin, entry.seq, entry.at, entry.kind, subject, content.by, right.value, competency, day.isoformat(), reason),
    )


def site_changed(batch: Batch, entry: Entry, content: Content, body: Mapping[str, str | None]) -> None:
    """Facts about the site, only those that changed."""
    said(batch, entry, content, Right.ADMINISTER)
    for name, value in body.items():
        if len(name) <= MAX_NAME:
            batch.add(_SITE_FACT, (content.about, name, value, *stamp(entry)))


def page_published(batch: Batch, entry: Entry, content: Content, body: PagePublished) -> None:
    """The check page was published."""
    said(batch, entry, content, Right.ISSUE)
    batch.add(_PUBLISHED, (body.day.isoformat(), body.key_id, body.listed, *stamp(entry)))


def judge_again(connection: Connection) -> None:
    """Judge anew all that was said: it is little, and what is known of members or laptops has changed."""
    judging = Judging(connection)
    changed = []
    for *place, kind, subject, member, right, competency, day, before in driver(connection).execute(_SAID_ROWS).fetchall():
        at, origin, seq = place
        now = _question(judging, (at, origin, seq), kind, subject, member, Right(right), competency, date.fromisoformat(day))
        if now != before:
            changed.append((now, origin, seq))
    run(connection, "UPDATE said SET questioned = ? WHERE origin = ? AND seq = ?", changed)


def derive_site(connection: Connection) -> None:
    """Write the site's facts as they stand: those of its genesis, and over them the latest that somebody said who may."""
    plain = driver(connection)
    genesis = plain.execute(_GENESIS).fetchone()
    facts: dict[str, tuple[Any, ...]] = {}
    if genesis is not None:
        subject, body, *place = genesis
        created = msgspec.json.decode(body, type=dict[str, Any])
        facts = {name: (created.get(name) or "", *place) for name in _CREATED_WITH}
        facts |= {name: (value, *at) for name, value, *at in plain.execute(_SITE_FACTS, (subject,))}
    plain.execute("DELETE FROM field WHERE realm = ?", (SITE,))
    plain.execute("DELETE FROM site")
    if genesis is not None:
        insert = "INSERT INTO field (realm, subject, name, value, at, origin, seq) VALUES (?, ?, ?, ?, ?, ?, ?)"
        run(connection, insert, [(SITE, genesis[0], name, *fact) for name, fact in facts.items()])
        row = site_columns({name: fact[0] for name, fact in facts.items()})
        run(connection, "INSERT INTO site (id, name, place, host, logo) VALUES (?, ?, ?, ?, ?)", [(genesis[0], *row)])


def _question(
    judging: Judging, place: Place, kind: str, subject: str, member: str, right: Right, competency: str, day: date
) -> str:
    if kind == "issuer_key.sealed" and _is_own(judging, place, member, subject):
        right = Right.ISSUE  # who came with an invitation seals the site's key for their own new key
    deed = Deed(right=right, day=day, competency=competency or None)
    return judging.question_said(Act(place=place, member=member, key="", deed=deed))


def _is_own(judging: Judging, place: Place, member: str, sealing: str) -> bool:
    """Whether contents are sealed for a key (X25519, hex) that the member has on the laptop that says it."""
    return any(key.x25519 == sealing and key.station == place[1].hex() for key in judging.keys_of(member))
