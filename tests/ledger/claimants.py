"""A site whose laptops claim each other's ids: those of an admin and two assessors, one that is nobody's, one let in late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from supervisor_app.domain.attachment import Attachment
from supervisor_app.domain.declared import DeclaredCertificate
from supervisor_app.domain.observation import EvidenceFile
from supervisor_app.domain.people import Member, Role
from supervisor_app.ledger.bodies import PassportIssued, StationApproved
from supervisor_app.ledger.contents import checklist_digest
from supervisor_app.ledger.entry import Entry
from supervisor_app.ledger.keys import new_member_keys, new_station_key
from tests.ledger.rooted import Writer, key_of, new_root
from tests.ledger.samples import CHECKLIST, issued_certificate, sign_off
from tests.sites import START, seeded

DIGEST = checklist_digest(CHECKLIST)
BODIES: dict[str, Callable[[str, str, int], object]] = {
    "assessment.signed": lambda name, worker, variant: replace(
        sign_off(name, worker=worker, minutes=variant), checklist_digest=DIGEST
    ),
    "certificate.issued": lambda name, worker, variant: issued_certificate(name, worker=worker, confirm=variant),
    "certificate.declared": lambda name, worker, variant: DeclaredCertificate(
        id=name, worker_id=worker, team="", competency="forklift", title=f"Paper {variant}", issuer="i", number="1"
    ),
    "passport.issued": lambda name, worker, variant: PassportIssued(
        id=name, worker_id=worker, team="", certificates=variant, as_of=date(2026, 3, 14), digest="ab" * 32
    ),
    "evidence.attached": lambda name, worker, variant: Attachment(
        id=name,
        sign_off=f"of {name}",
        worker_id=worker,
        competency="forklift",
        team="",
        file=EvidenceFile(digest=f"{variant:02x}" * 32, media="image/png", size=7),
        reason="forgotten",
    ),
}
"""Every kind of record that goes by an id of its own: what one says under an id, about a worker, in several variants."""
TABLES = dict(zip(BODIES, ("sign_off", "certificate", "declared", "handed_out", "attached"), strict=True))


class Claimants:
    """`first` founds the site and lets in all but the late laptop; `let_in_late` are the entries that let it in."""

    def __init__(self) -> None:
        randomness, before = seeded(11), START - timedelta(days=9)
        root = new_root(randomness, now=before - timedelta(hours=1))
        self.home = root.writer
        self.bobs, self.cats, self.eves, self.late = (Writer(new_station_key(randomness), randomness) for _ in range(4))
        self.ann, self.bob, self.cat, self.eve, self.leo = (
            root.founder,
            *(new_member_keys(name, randomness) for name in ("bob", "cat", "eve", "leo")),
        )
        joined = [writer.joined(root.site, before) for writer in (self.bobs, self.cats, self.eves, self.late)]
        let_in = [self._approve(writer, before) for writer in (self.bobs, self.cats, self.eves)]
        members = [
            entry
            for keys, writer in ((self.bob, self.bobs), (self.cat, self.cats), (self.leo, self.late))
            for entry in (
                self.decide("member.added", Member(id=keys.member, name=keys.member, title="", role=Role.ASSESSOR), before),
                self.decide("key.added", key_of(keys, writer.station), before),
            )
        ]
        self.first: list[Entry] = [*root.entries, *joined, *let_in, *members]

    def let_in_late(self) -> Entry:
        """Return the approval of the laptop that was not let in."""
        return self._approve(self.late, START)

    def decide(self, kind: str, body: object, now: datetime = START, about: str = "") -> Entry:
        """Return a decision of the admin."""
        return self.home.act(self.ann, kind, about or getattr(body, "id", "x"), body, now)

    def claim(
        self, writer: Writer, kind: str = "assessment.signed", *, name: str = "r1", variant: int = 0, hours: int = 0
    ) -> Entry:
        """Return a record that the owner of a laptop signs under an id."""
        keys = {
            self.home.station.origin: self.ann,
            self.bobs.station.origin: self.bob,
            self.cats.station.origin: self.cat,
            self.eves.station.origin: self.eve,
            self.late.station.origin: self.leo,
        }[writer.station.origin]
        return writer.act(keys, kind, "w1", BODIES[kind](name, "w1", variant), START + timedelta(hours=hours))

    def _approve(self, writer: Writer, now: datetime) -> Entry:
        return self.decide("station.approved", StationApproved(station=writer.station.origin.hex()), now)
