"""Founding a site, and an empty data folder for a laptop that will join one."""

from __future__ import annotations

import base64
from dataclasses import field
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from supervisor_app.credentials.keys import did_key, key_id
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.people import Member, PersonFields, Role
from supervisor_app.ledger.authority_facts import site_id
from supervisor_app.ledger.bodies import IssuerKeyCreated, SiteCreated, StationJoined
from supervisor_app.ledger.keys import KEY_BYTES, Randomness, Sealing, new_member_keys, new_station_key, seal_member_keys
from supervisor_app.paths import make_private_folder
from supervisor_app.services.appending import append
from supervisor_app.services.content_keys import create_content_key
from supervisor_app.services.deciding import add_key, decide, share_issuer_key
from supervisor_app.services.field_checks import check_logo, check_text
from supervisor_app.services.opened_site import DATABASE_NAME, Clock, Site
from supervisor_app.services.session import Session
from supervisor_app.services.unlocking import check_new_pin
from supervisor_app.settings import load_settings
from supervisor_app.storage.database import Connection, Database, sorted_errors
from supervisor_app.storage.key_files import save_station_key
from supervisor_app.storage.member_keys import save_sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSite:
    """What the first run asks for. `employee_no` makes the admin a worker too; `host` is the verify page's, or empty."""

    name: str
    place: str = ""
    logo_png: bytes | None = None
    host: str = ""
    station_name: str = "First laptop"
    admin_name: str
    admin_title: str = ""
    pin: str = field(repr=False)
    employee_no: str = ""


def create_site(
    folder: Path,
    details: NewSite,
    *,
    clock: Clock,
    randomness: Randomness,
    sealing: Sealing | None = None,
) -> tuple[Site, Session]:
    """Found a site in a folder without records and sign its first admin in.

    InputError names the field that cannot be taken; StorageError where the folder cannot be written. `sealing` says how hard
    PINs are to try (for this and later members until the site is closed).
    """
    check_details(details)
    site = create_empty(folder, clock=clock, randomness=randomness, sealing=sealing)
    try:
        with site.database.write() as connection:
            return site, _found(site, connection, details)
    except BaseException:
        site.close()
        raise


def create_empty(
    folder: Path,
    *,
    clock: Clock,
    randomness: Randomness,
    sealing: Sealing | None = None,
) -> Site:
    """Make a data folder with its own origin and key and no entries, ready to pull a site's entries and then to join it."""
    with sorted_errors():
        make_private_folder(folder)
    database = Database.create(folder / DATABASE_NAME)
    try:
        key = new_station_key(randomness)
        save_station_key(folder, key)
    except BaseException:
        database.close()
        raise
    return Site(folder, database, key, clock, randomness, load_settings(folder), sealing or Sealing())


def check_details(details: NewSite) -> None:
    """InputError where a field of a new site cannot be taken; the first run asks this page by page."""
    for label, text in (("Organisation", details.name), ("Your name", details.admin_name), ("Laptop", details.station_name)):
        check_text(label, text, needed=True)
    for label, text in (
        ("Place", details.place),
        ("Web address", details.host),
        ("Your title", details.admin_title),
        ("Employee number", details.employee_no),
    ):
        check_text(label, text)
    check_logo(details.logo_png)
    check_new_pin(details.pin)


def write_station(site: Site, connection: Connection, joined: StationJoined) -> None:
    """Write the first entry of this laptop's origin: its name and the key that signs all that follows."""
    append(site, connection, "station.joined", by="", about=site.station.origin.hex(), body=joined)


def _found(site: Site, connection: Connection, details: NewSite) -> Session:
    """Write the first entries: laptop, site, admin, keys. The site's id says who founded it where."""
    admin_id = site.randomness(16).hex()
    worker_id = site.randomness(16).hex() if details.employee_no else ""
    session = Session(admin_id, details.admin_name, details.admin_title, Role.ADMIN, worker_id)
    keys = new_member_keys(admin_id, site.randomness)
    save_sealed(connection, seal_member_keys(keys, details.pin, site.station.secret, site.sealing, site.randomness))
    new_id = site_id(site.station.origin, keys.signing_public)
    own = site.station
    joined = StationJoined(name=details.station_name, ed25519=own.public, site=new_id, x25519=own.sealing_public)
    write_station(site, connection, joined)
    logo = base64.b64encode(details.logo_png or b"").decode()
    created = SiteCreated(site=new_id, name=details.name, place=details.place, host=details.host, logo=logo)
    decide(site, connection, session, keys, "site.created", about=new_id, body=created)
    admin = Member(id=admin_id, name=details.admin_name, title=details.admin_title, role=Role.ADMIN, worker_id=worker_id)
    decide(site, connection, session, keys, "member.added", about=admin_id, body=admin)
    add_key(site, connection, session, keys, keys, site.station.origin.hex())
    create_content_key(site, connection, (site.station.sealing_public,), by=admin_id)
    private = Ed25519PrivateKey.from_private_bytes(site.randomness(KEY_BYTES))
    public = private.public_key().public_bytes_raw()
    issuer = IssuerKeyCreated(did=did_key(public), ed25519=public.hex(), key_id=key_id(public).hex())
    decide(site, connection, session, keys, "issuer_key.created", about=issuer.did, body=issuer)
    share_issuer_key(site, connection, private, by=admin_id)
    if worker_id:
        _write_worker(site, connection, worker_id, details, admin_id)
    return session


def _write_worker(site: Site, connection: Connection, worker_id: str, details: NewSite, admin_id: str) -> None:
    given, _, family = details.admin_name.rpartition(" ")
    fields = PersonFields(employee_no=details.employee_no, given_name=given, family_name=family, job=details.admin_title)
    facts = {name: value for name, value in msgspec.to_builtins(fields).items() if value}
    append(site, connection, "worker.recorded", by=admin_id, about=worker_id, body=facts)
