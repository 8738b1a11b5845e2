"""The check page for phones: a folder for any web host, with the page, the issuer's keys and the signed status list.

No person's name, number or certificate goes into it: only the organisation, its public keys, and eight bytes of a digest for each
certificate that no longer holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from supervisor_app.credentials.keys import key_id_words
from supervisor_app.credentials.status_list import STATUS_NAME, StatusRow, sign_status
from supervisor_app.credentials.trust import write_trust
from supervisor_app.domain.people import Member
from supervisor_app.errors import InputError, StorageError
from supervisor_app.paths import resource_path, write_atomically
from supervisor_app.services.session import Session
from supervisor_app.services.signing_in import list_members
from supervisor_app.services.site import Site, site_facts
from supervisor_app.services.site_register import own_issuers
from supervisor_app.services.unlocking import issuer_key, unlock

PAGE_NAMES = ("index.html", "c/index.html")
"""Codes link to `https://<host>/c#...`, which any host answers with c/index.html; the address alone gives the other."""
ISSUER_NAME = "issuer.json"
ANOTHER_FOLDER = "Choose another folder."


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFile:
    """A file of the folder, by its name in it, and whether it had to be written."""

    name: str
    written: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishResult:
    """What lies in the folder now: the files, how many issuer keys and rows of the list of `day`, the address codes link to."""

    folder: str
    files: tuple[PublishedFile, ...]
    keys: int
    rows: int
    day: date
    address: str
    key_id: str

    def lines(self) -> tuple[str, ...]:
        """Return the result in words, one line per file."""
        where = (
            f"Put what is in the folder on the web, so that {self.address} opens the page." if self.address else WITHOUT_ADDRESS
        )
        files = (f"{'written  ' if file.written else 'unchanged'}  {file.name}" for file in self.files)
        return (*files, f"Certificates that no longer hold, on the list of {self.day}: {self.rows}.", where)


WITHOUT_ADDRESS = "Codes printed here carry no link, because this site has no web address yet. Set it in Settings, then issue."


def publish(site: Site, session: Session, pin: str, folder: Path) -> PublishResult:
    """Write the check page into `folder` (made if it is missing); each file is whole or not there, equal files stay untouched.

    The status list of today is signed with the site's key. NotAllowed on a wrong PIN or without that key; StorageError where the
    folder cannot be written.
    """
    facts, day = site_facts(site), site.clock().date()
    key: Ed25519PrivateKey = issuer_key(site, unlock(site, session, pin))
    rows = status_rows(site)
    issuers = own_issuers(site)
    page = resource_path("verify", "index.html").read_bytes()
    # The page comes last: whoever loads it finds what it asks for.
    contents = {ISSUER_NAME: write_trust(issuers), STATUS_NAME: sign_status(day, rows, key), **dict.fromkeys(PAGE_NAMES, page)}
    files = tuple(_place(folder, name, data) for name, data in contents.items())
    return PublishResult(
        folder=str(folder),
        files=files,
        keys=len(issuers),
        rows=len(rows),
        day=day,
        address=f"https://{facts.host}/c" if facts.host else "",
        key_id=key_id_words(facts.issuer_key_id),
    )


def status_rows(site: Site) -> tuple[StatusRow, ...]:
    """Return what no longer holds. The ledger has no kind yet that withdraws a certificate, so nothing does."""
    return ()


def find_member(site: Site, name_or_id: str) -> Member:
    """Return the member who acts under this name or id; InputError where there is none or more than one."""
    wanted = name_or_id.strip().casefold()
    found = [member for member in list_members(site) if wanted in (member.id, member.name.casefold())]
    if len(found) != 1:
        reason = "several members have this name." if found else "no member of this site has this name or id."
        hint = (
            f"Give one of these ids: {', '.join(member.id for member in found)}."
            if found
            else "Use the name as Settings shows it."
        )
        raise InputError(f"Member “{name_or_id}”", reason, hint)
    return found[0]


def _place(folder: Path, name: str, data: bytes) -> PublishedFile:
    path = folder / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return PublishedFile(name=name, written=False)
        write_atomically(path, data)
    except OSError as problem:
        raise StorageError(f"{path} cannot be written: {problem.strerror}.", ANOTHER_FOLDER) from problem
    return PublishedFile(name=name, written=True)
