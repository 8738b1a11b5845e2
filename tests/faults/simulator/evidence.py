"""A world in which records get photos and files after they were signed: added, withdrawn, confirmed, erased, lost."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from supervisor_app.domain.erasure import Scope
from supervisor_app.domain.people import Role
from supervisor_app.errors import UserError
from supervisor_app.ledger.envelope import decode_content
from supervisor_app.services.appending import append, append_act
from supervisor_app.services.attaching import Addition, FileToAdd, add_to_record, countersign_added, withdraw_added
from supervisor_app.services.choosing_files import choose_file
from supervisor_app.services.erasing import erase, erasure_preview
from supervisor_app.services.evidence_exchange import note_lacking
from supervisor_app.services.session import Session
from supervisor_app.services.signing_in import has_pin_here, list_members, sign_in
from supervisor_app.services.succession import waiting_since
from supervisor_app.services.unlocking import unlock
from supervisor_app.storage import evidence_files, ledger_store
from supervisor_app.storage.attachment_queries import AttachedLine, attached_to, attachment
from supervisor_app.storage.erased_files import erased_files
from supervisor_app.storage.evidence_queries import files_named
from tests.faults.simulator.world import PIN, Start, Station, World, table_of
from tests.ledger.samples import sign_off
from tests.services.evidence_here import check_evidence, digests_here

MOST_BYTES = 400
"""Of a file: some parts, as small as the tests cut them."""


class Evidence(World):
    """Laptops whose members add files to signed records. Acts are known by the digests of their contents."""

    def __init__(self, start: Start, folder: Path, seed: int, patch: pytest.MonkeyPatch) -> None:
        super().__init__(start, folder, seed, patch)
        self.acts: dict[bytes, str] = {}  # what was acknowledged: digest of the content -> worker
        self.sign_offs: dict[str, str] = {}  # id -> worker
        self.added: dict[str, str] = {}  # id of what was added -> digest of its file
        self.files: dict[str, bytes] = {}
        self.spoiled: set[str] = set()  # files that something was done to on some laptop
        self.nameless: set[str] = set()  # files whose records a laptop took with it; somebody had deleted these from the store

    def session(self, station: Station, *, trainee: bool = False) -> Session | None:
        """Sign in the admin, or the trainee where they have keys; None where nothing may be written."""
        members = (one for one in list_members(station.site) if one.role is Role.TRAINEE and has_pin_here(station.site, one.id))
        learns = next(members, None) if trainee and waiting_since(station.site) is None else None
        return sign_in(station.site, learns.id, PIN) if learns else self.admin(station)

    @contextlib.contextmanager
    def doing(self, station: Station) -> Iterator[None]:
        """Let a member do something; what the program refuses is not done, what it did counts as acknowledged."""
        before = station.heads().get(station.site.station.origin, 0)
        try:
            yield
        except UserError as refused:
            self.say(f"  {station.number}: {refused.message}")
        with station.site.database.read() as connection:
            for entry in ledger_store.read_entries(connection, station.site.station.origin, before, 100):
                content = decode_content(entry.content or b"")
                self.acts[entry.content_digest] = content.about

    # What members do.

    def sign(self, station: Station) -> None:
        """Record somebody and sign them off."""
        session = self.session(station)
        if session is None:
            return
        with self.doing(station):
            worker, record, site = self.random.randbytes(16).hex(), self.random.randbytes(8).hex(), station.site
            keys = unlock(site, session, PIN)
            body = replace(sign_off(record, worker=worker), worker_name="Zanele Dube", assessor_id=session.member_id)
            names = {"employee_no": worker[:6], "given_name": "Zanele", "family_name": "Dube"}
            with site.database.write() as connection:
                append(site, connection, "worker.recorded", by="", about=worker, body=names)
                kind, now = "assessment.signed", site.clock()
                append_act(site, connection, session, keys, kind, about=worker, body=body, meaning="", signed_at=now)
            self.sign_offs[record] = worker

    def attach(self, station: Station) -> None:
        """Add a file to a record that this laptop has."""
        session, known = self.session(station, trainee=self.random.random() < 0.4), self._records(station)
        if session is None or not known:
            return
        with self.doing(station):
            data = b"%PDF-1.4\n" + self.random.randbytes(self.random.randrange(MOST_BYTES))
            scan = self.folder / "scan.pdf"
            scan.write_bytes(data)
            addition = Addition(
                sign_off_id=self.random.choice(known), files=(FileToAdd(file=choose_file(scan)),), reason="It was forgotten."
            )
            (line,) = add_to_record(station.site, session, addition, PIN, station.site.clock())
            self.added[line.id] = line.file.digest
            self.files[line.file.digest] = data

    def withdraw(self, station: Station) -> None:
        """Withdraw something that was added."""
        session = self.session(station, trainee=self.random.random() < 0.2)
        lines = [line for line in self._lines(station) if line.withdrawn is None]
        if session is not None and lines:
            with self.doing(station):
                withdraw_added(station.site, session, self.random.choice(lines).id, "Too dark.", PIN, station.site.clock())

    def confirm(self, station: Station) -> None:
        """Countersign what the trainee added."""
        session, lines = self.session(station), [line for line in self._lines(station) if line.waits]
        if session is not None and lines:
            with self.doing(station):
                countersign_added(station.site, session, self.random.choice(lines).id, PIN, station.site.clock())

    def erase(self, station: Station) -> None:
        """Erase everything about somebody who was signed off, mostly of whom there are files."""
        session, known = self.session(station), self._records(station)
        if session is None or not known:
            return
        with self.doing(station):
            with_files = sorted({line.sign_off_id for line in self._lines(station)})
            worker = self.sign_offs[self.random.choice(with_files or known)]
            shown = erasure_preview(station.site, session, worker, Scope.EVERYTHING)
            erase(station.site, session, shown, "They asked for it.", "the worker", PIN)

    def _records(self, station: Station) -> list[str]:
        return sorted(row[0] for row in table_of(station, "SELECT id FROM sign_off") if row[0] in self.sign_offs)

    def _lines(self, station: Station) -> list[AttachedLine]:
        with station.site.database.read() as connection:
            return [line for record in sorted(self.sign_offs) for line in attached_to(connection, record)]

    # What happens to files.

    def spoil_file(self, station: Station) -> None:
        """A file on a laptop is deleted, or its bytes change."""
        here = list(digests_here(station.folder))
        if not here:
            return
        digest = self.random.choice(here)
        path = station.folder / evidence_files.FOLDER / digest[:2] / digest
        self.spoiled.add(digest)
        if self.random.random() < 0.5:
            path.unlink()
        else:
            path.write_bytes(b"%PDF-1.4\n")

    def restore(self, station: Station) -> None:
        """The disk died: what nobody else has heard of is gone with it, and so may be files."""
        if station.number not in self.backups:
            return
        held = set[bytes]().union(*(_known(other) for other in self.stations if other is not station))
        self.spoiled |= _files_gone_with(station)
        super().restore(station)
        still = held | _known(station)
        self.acts = {digest: worker for digest, worker in self.acts.items() if digest in still}

    def burn(self, station: Station) -> None:
        """The laptop is gone with its files."""
        files, named = _files_gone_with(station), _named(station)
        super().burn(station)
        if station not in self.stations:
            self.spoiled |= files
            self.nameless |= named.difference(*map(_named, self.stations), *map(_erased, self.stations))
            still = set[bytes]().union(*map(_known, self.stations))
            self.acts = {digest: worker for digest, worker in self.acts.items() if digest in still}

    # At the end.

    def settle(self) -> None:
        """What is gone or was changed on a laptop comes again, once a check has found it."""
        super().settle()
        found = [(station.site, check_evidence(station.site)) for station in self.stations]
        for site, said in found:
            note_lacking(site, (*said.missing, *said.damaged))
        if any(said.missing or said.damaged for _, said in found):
            super().settle()

    def check(self) -> None:
        """Every act is on every laptop, every file that a record names too or it is said to be missing, none that was erased."""
        super().check()
        for station in self.stations:
            erased = {row[0] for row in table_of(station, "SELECT worker FROM erasure WHERE questioned = ''")}
            known = _known(station)
            lost = [worker for digest, worker in self.acts.items() if digest not in known and worker not in erased]
            assert not lost, f"{station.number} lacks acts about {lost}"
            self._check_added(station)
            self._check_files(station)

    def _check_added(self, station: Station) -> None:
        """What an entry adds stands as one line, with its file."""
        with station.site.database.read() as connection:
            for (name,) in connection.exec_driver_sql("SELECT DISTINCT id FROM attached").all():
                line = attachment(connection, name)
                assert line is not None
                assert line.file.digest == self.added.get(name), f"{station.number}: another file than was added"

    def _check_files(self, station: Station) -> None:
        named = _named(station)
        here, said = set(digests_here(station.folder)), check_evidence(station.site)
        for digest in named:
            data = evidence_files.get_file(station.folder, digest)
            assert data in (None, self.files[digest])
            somewhere = any(evidence_files.get_file(one.folder, digest) for one in self.stations)
            assert data or digest in (*said.missing, *said.damaged), f"{station.number} does not say that {digest} is missing"
            assert data or not somewhere, f"{station.number} lacks {digest}, which another laptop has"
            assert data or digest in self.spoiled, f"{station.number} lost {digest}"
        gone = set(self.added.values()) - named
        assert not here & gone, f"{station.number} still has files that went with their records"
        assert not self.store.blobs(gone - self.nameless), "the shared store still has files that went with their records"


def _files_gone_with(station: Station) -> set[str]:
    """The files on a laptop, and those it erased: why they are gone may not have reached anybody."""
    return {*digests_here(station.folder), *_erased(station)}


def _erased(station: Station) -> frozenset[str]:
    with station.site.database.read() as connection:
        return erased_files(connection)


def _named(station: Station) -> set[str]:
    with station.site.database.read() as connection:
        return set(files_named(connection))


def _known(station: Station) -> set[bytes]:
    return {bytes(row[0]) for row in table_of(station, "SELECT content_digest FROM entry WHERE content IS NOT NULL")}
