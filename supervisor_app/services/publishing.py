"""The check page for phones: a folder for any web host, with the page, the issuer's keys and the signed status lists.

No person's name, number or certificate goes into it: only the organisation, its public keys, eight bytes of a digest for each
certificate that does not hold, and a bit without an owner in the lists that other people's verifiers read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from supervisor_app.credentials.bitstring import file_of
from supervisor_app.credentials.did_web import DOCUMENT_NAME, PAGE_FOLDER, document_for
from supervisor_app.credentials.keys import key_id_words
from supervisor_app.credentials.status_list import STATUS_NAME, StatusRow, status_name
from supervisor_app.credentials.trust import TrustedIssuer, write_trust
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.people import Member
from supervisor_app.errors import InputError, StorageError, UserError
from supervisor_app.paths import resource_path, write_atomically
from supervisor_app.services.list_validity import list_days
from supervisor_app.services.listed_certificates import listed_certificates
from supervisor_app.services.publish_news import last_published, note_published, publish_news
from supervisor_app.services.published_lists import NamedList, bit_list, own_phone_list, phone_list
from supervisor_app.services.saving import saving
from supervisor_app.services.session import Session
from supervisor_app.services.signing_in import list_members
from supervisor_app.services.site import Site, site_facts
from supervisor_app.services.site_register import own_issuers
from supervisor_app.services.unlocking import former_issuer_keys, issuer_key, unlock
from supervisor_app.storage import site_queries, status_queries
from supervisor_app.storage.status_queries import StatusPlaceRow

PAGE_NAMES = ("index.html", "c/index.html")
"""Codes link to `https://<host>/c#...`, which any host answers with c/index.html; the address alone gives the other."""
ISSUER_NAME = "issuer.json"
MAX_BEFORE = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFile:
    """A file of the folder, by its name in it, and whether it had to be written."""

    name: str
    written: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishResult:
    """What lies in the folder now: the files, how many issuer keys and rows of the list of `day`, the address codes link to.

    `elsewhere` are web addresses that older certificates name, where the same folder has to lie too. `new` says what changed
    since the last time, by certificate number.
    """

    folder: str
    files: tuple[PublishedFile, ...]
    keys: int
    rows: int
    day: date
    address: str
    key_id: str
    elsewhere: tuple[str, ...] = ()
    new: tuple[str, ...] = ()

    def lines(self) -> tuple[str, ...]:
        """Return the result in words, one line per file."""
        where = (
            f"Put what is in the folder on the web, so that {self.address} opens the page." if self.address else WITHOUT_ADDRESS
        )
        files = (f"{'written  ' if file.written else 'unchanged'}  {file.name}" for file in self.files)
        more = (f"Older certificates ask {', '.join(self.elsewhere)}: put it there too.",) if self.elsewhere else ()
        new = (f"New: {words}." for words in self.new)
        return (*files, *new, f"Certificates that no longer hold, on the list of {self.day}: {self.rows}.", where, *more)


WITHOUT_ADDRESS = "Codes printed here carry no link, because this site has no web address yet. Set it in Settings, then issue."


@dataclass(frozen=True, slots=True)
class _Made:
    """What is to be published: with which keys, what does not hold, what was listed and is not here any more, the lists."""

    now: datetime
    key: Ed25519PrivateKey
    former: dict[str, Ed25519PrivateKey]
    issuers: tuple[TrustedIssuer, ...]
    ended: tuple[StatusRow, ...]
    kept: tuple[StatusRow, ...]
    lists: tuple[NamedList, ...]
    web: str
    days: int


def publish(site: Site, session: Session, pin: str, folder: Path) -> PublishResult:
    """Write the check page into `folder` (made if it is missing); each file is whole or not there, equal files stay untouched.

    The lists are signed with the site's keys; one that says the same and is not old stays. What was published is recorded, so
    that any laptop can say what is new since. NotAllowed on a wrong PIN or without that key; UserError where the folder
    holds more than this laptop knows; StorageError where it cannot be written.
    """
    facts = site_facts(site)
    keys = unlock(site, session, pin)
    key, former = issuer_key(site, keys), former_issuer_keys(site, keys)
    news = publish_news(site, site.clock().date())
    made = _gather(site, folder, key, former)
    files = tuple(_place(folder, name, data) for name, data in _contents(folder, made))
    listed = own_phone_list((folder / STATUS_NAME).read_bytes(), key.public_key().public_bytes_raw())
    day = listed.day if listed else made.now.date()
    note_published(site, session, day, facts.issuer_key_id, made.ended, made.kept)
    hosts = {one.address.split("/")[2] for one in made.lists} - {facts.host.partition("/")[0]}
    return PublishResult(
        folder=str(folder),
        files=files,
        keys=len({one.public_key for one in made.issuers}),
        rows=len(made.ended) + len(made.kept),
        day=day,
        address=f"https://{facts.host}/c" if facts.host else "",
        key_id=key_id_words(facts.issuer_key_id),
        elsewhere=tuple(sorted(hosts)),
        new=tuple(f"{one.number} {one.words}" for one in news.changed),
    )


def _gather(site: Site, folder: Path, key: Ed25519PrivateKey, former: dict[str, Ed25519PrivateKey]) -> _Made:
    now = site.clock()
    ended = {one.id: one.row for one in listed_certificates(site, now.date())}
    with site.database.read() as connection:
        places = list(status_queries.status_places(connection))
        published = last_published(connection)
        web = next((web for web in site_queries.issuer_webs(connection) if web), "")
    issuers = own_issuers(site)
    known = {status_name(place.credential_id) for place in places}
    before = own_phone_list(_before(folder, STATUS_NAME), key.public_key().public_bytes_raw())
    # What was listed and is not here any more (erased since) stays on the list: its paper is still out there.
    listed = {row.name: row for row in before.rows} if before else {}
    if known & set(listed) - {row.name for row in ended.values()} - set(published.codes if published else ()):
        raise UserError("Another laptop published withdrawals that this one does not know yet.", "Sync, then publish again.")
    if published:
        listed = {name: StatusRow(name, code, published.day) for name, code in published.codes.items()} | listed
    kept = [row for name, row in listed.items() if name not in known]
    lists = _named_lists(places, set(ended))
    own = (now, key, former, issuers)
    return _Made(*own, ended=tuple(ended.values()), kept=tuple(kept), lists=lists, web=web, days=list_days(site))


def _named_lists(places: list[StatusPlaceRow], ended: set[str]) -> tuple[NamedList, ...]:
    known: dict[tuple[str, str], set[int]] = {}
    over: dict[tuple[str, str], set[int]] = {}
    for place in places:
        if file_of(place.status_list):
            name = (place.status_list, place.issuer_did)
            known.setdefault(name, set()).add(place.status_index)
            if place.credential_id in ended:
                over.setdefault(name, set()).add(place.status_index)
    return tuple(
        NamedList(address=name[0], issuer=name[1], known=frozenset(known[name]), ended=frozenset(over.get(name, ())))
        for name in sorted(known)
    )


def _contents(folder: Path, made: _Made) -> Iterator[tuple[str, bytes]]:
    """Yield the files and what is to be in them; the page comes last: whoever loads it finds what it asks for."""
    yield ISSUER_NAME, write_trust(made.issuers)
    yield STATUS_NAME, phone_list(_before(folder, STATUS_NAME), (*made.ended, *made.kept), made.key, made.now.date())
    own_keys = tuple(dict.fromkeys(one.public_key for one in made.issuers))
    if made.web:
        document = document_for(made.web, own_keys)
        yield f"{PAGE_FOLDER}/{DOCUMENT_NAME}", json.dumps(document, indent=1).encode() + b"\n"
    for named in made.lists:
        name, key = file_of(named.address), made.former.get(named.issuer, made.key)
        yield name, bit_list(_before(folder, name), named, key, made.now, own_keys=own_keys, days=made.days)
    page = resource_path("verify", "index.html").read_bytes()
    for name in PAGE_NAMES:
        yield name, page


def _before(folder: Path, name: str) -> bytes:
    """Return what lies in the folder already, nothing where it cannot be read; a pipe would never end."""
    try:
        if not (folder / name).is_file():
            return b""
        with (folder / name).open("rb") as file:
            return file.read(MAX_BEFORE)
    except OSError:
        return b""


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
    with saving(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        _check_inside(folder, path.parent)
        if not path.is_symlink() and path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return PublishedFile(name=name, written=False)
        write_atomically(path, data)
    return PublishedFile(name=name, written=True)


def _check_inside(folder: Path, inner: Path) -> None:
    """StorageError where a folder in the folder leads out of it: whoever may write there must not choose where we write."""
    if inner.resolve() != folder.resolve() / inner.relative_to(folder):
        raise StorageError(
            f"{inner.name} in the folder is a link to another place.", "Take it away there, or publish into another folder."
        )
