"""Whom this laptop believes: the issuers it knows, adding some from a file after their fingerprint was compared, taking one away.

Kept on this laptop alone (trust.json); nothing of it is fetched, synced or inherited.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from supervisor_app.credentials.carriers import NotReadable, read_json
from supervisor_app.credentials.cose import NotCose, holds
from supervisor_app.credentials.data_model import types_of
from supervisor_app.credentials.did_web import NoDocument, host_of, is_did_document, keys_of
from supervisor_app.credentials.keys import key_id_words
from supervisor_app.credentials.listed_status import LIST
from supervisor_app.credentials.proof import Json
from supervisor_app.credentials.status_list import EXTERNAL_AAD, MAX_BYTES, looks_like_status, read_status
from supervisor_app.credentials.trust import MAX_TRUST_BYTES, TrustedIssuer, TrustStore, read_trust, write_trust
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.people import Role
from supervisor_app.errors import InputError, NotAllowed
from supervisor_app.paths import write_atomically
from supervisor_app.services.opened_site import Site
from supervisor_app.services.saving import opening, save_file
from supervisor_app.services.seen_lists import keep_for_phones, keep_list, made_at
from supervisor_app.services.session import Session
from supervisor_app.services.site_register import TRUST_NAME, trust_of
from supervisor_app.storage.database import sorted_errors

__all__ = [
    "KeptList",
    "OfferedIssuer",
    "TrustOffer",
    "TrustedIssuer",
    "believe",
    "did_issuers",
    "export_own",
    "forget",
    "keep_status",
    "known_issuers",
    "offer_for",
    "offer_of",
    "read_offer",
]

MAX_ISSUERS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedIssuer:
    """An issuer from a file. `known` says that this laptop believes the key already, `other_keys` that it knows the issuer by
    other keys only: then the fingerprint matters even more. `signed_by` names who signed for the key, where this laptop believes
    them: an organisation that changed its key.
    """

    issuer: TrustedIssuer
    known: bool
    other_keys: bool
    signed_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustOffer:
    """What a file offers: issuers to be compared and added. `name` is the file's."""

    name: str
    issuers: tuple[OfferedIssuer, ...]

    @property
    def new(self) -> tuple[TrustedIssuer, ...]:
        """Those that would be added."""
        return tuple(offered.issuer for offered in self.issuers if not offered.known)


@dataclass(frozen=True, slots=True)
class KeptList:
    """A status list that was brought here: certificates of its issuer are held against it from now on.

    `address` is where it is published, or the issuer's name for a list for phones; `made` the day of the list. `kept` is false
    where this laptop has a newer one, which stays.
    """

    address: str
    made: date | None = None
    kept: bool = True


def known_issuers(site: Site) -> tuple[TrustedIssuer, ...]:
    """Return whom this laptop believes, its own site first. InputError where the trust file is odd."""
    return trust_of(site).issuers


def read_offer(site: Site, path: Path) -> TrustOffer | KeptList:
    """Return what a file offers: a trust file, the keys of a did:web, or a status list (of either kind), which is kept at once.

    Nothing is believed by this. InputError where the file is none of them.
    """
    with opening(path), path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    return offer_of(site, path.name, data)


def offer_of(site: Site, name: str, data: bytes) -> TrustOffer | KeptList:
    """Return what the content of a file offers, as `read_offer`."""
    if looks_like_status(data):
        return keep_status(site, name, data)
    if len(data) > MAX_TRUST_BYTES:
        raise InputError(name, "this file is larger than 1 MB.", "Choose a trust file, a did.json or a status list.")
    try:
        document = read_json(data)
    except NotReadable as problem:
        raise InputError(name, f"{problem}.", "Choose a trust file, a did.json or a status list.") from problem
    if LIST in types_of(document):
        return _kept(site, name, document)
    found = did_issuers(name, document, site.clock().date()) if is_did_document(document) else read_trust(name, data).issuers
    return offer_for(trust_of(site), name, found)


def keep_status(site: Site, name: str, data: bytes) -> KeptList:
    """Keep a list for phones that one of the issuers known here signed. InputError for any other."""
    another = "Ask the issuer for the published one."
    try:
        listed = read_status(data)
    except NotCose as problem:
        raise InputError(name, f"this status list cannot be read, it is {problem}.", another) from problem
    signers = trust_of(site).by_key_id(listed.envelope.key_id)
    signer = next((one for one in signers if holds(listed.envelope, one.public_key, EXTERNAL_AAD)), None)
    if signer is None and signers:
        raise InputError(name, "somebody changed this status list.", another)
    if signer is None:
        key = key_id_words(listed.envelope.key_id)
        reason = f"the key {key} that signed this status list is not known here."
        raise InputError(name, reason, "Add the issuer's trust file first.")
    return KeptList(signer.name, listed.day, keep_for_phones(site.folder, listed, data))


def offer_for(trust: TrustStore, name: str, found: tuple[TrustedIssuer, ...]) -> TrustOffer:
    """Return issuers as an offer, compared with those believed already. InputError where there are none or far too many."""
    if not 0 < len(found) <= MAX_ISSUERS:
        raise InputError(name, f"it names {len(found)} issuers.", f"A trust file holds 1 to {MAX_ISSUERS}.")
    return TrustOffer(name=name, issuers=tuple(_offered(issuer, trust) for issuer in dict.fromkeys(found)))


def did_issuers(name: str, document: Json, today: date) -> tuple[TrustedIssuer, ...]:
    """Return the keys of a did:web document as issuers named by their web address. InputError where it has none."""
    try:
        did, keys = keys_of(document)
    except NoDocument as problem:
        raise InputError(name, f"{problem}.", "Ask the issuer for its did.json or a trust file.") from problem
    return tuple(TrustedIssuer(issuer=did, public_key=key, name=host_of(did), since=today) for key in keys)


def believe(site: Site, session: Session, offer: TrustOffer) -> int:
    """Add the new issuers of an offer, whose fingerprints were compared, and return how many. NotAllowed without an admin."""
    _check_admin(session)
    today = site.clock().date()
    kept = _kept_issuers(site)
    added = tuple(replace(issuer, since=issuer.since or today, own=False) for issuer in offer.new)
    _write(site, (*kept, *added))
    return len(added)


def forget(site: Site, session: Session, issuer: TrustedIssuer) -> None:
    """Take an issuer's key away from this laptop. NotAllowed for its own site's keys and for whoever is no admin."""
    _check_admin(session)
    if issuer.own:
        raise NotAllowed("This site's own key cannot be taken away.", "Only issuers that were added can be removed.")
    kept = _kept_issuers(site)
    _write(site, tuple(one for one in kept if (one.issuer, one.public_key) != (issuer.issuer, issuer.public_key)))


def export_own(site: Site, path: Path) -> tuple[TrustedIssuer, ...]:
    """Write this site's own keys as a trust file for others, and return them. StorageError where it cannot be written."""
    own = tuple(issuer for issuer in known_issuers(site) if issuer.own)
    save_file(path, write_trust(own))
    return own


def _offered(issuer: TrustedIssuer, trust: TrustStore) -> OfferedIssuer:
    keys = {known.public_key for known in trust.by_issuer(issuer.issuer)}
    known = issuer.public_key in keys
    before = next((one for one in trust.issuers if issuer.before and one.public_key == issuer.before), None)
    other = bool(keys) and not known and before is None
    return OfferedIssuer(issuer=issuer, known=known, other_keys=other, signed_by=before.name if before and not known else "")


def _kept(site: Site, name: str, document: Json) -> KeptList:
    address = document.get("id")
    if not isinstance(address, str) or not address.startswith("https://"):
        raise InputError(name, "this status list does not say at which address it lies.", "Ask the issuer for the published one.")
    kept = keep_list(site.folder, address, document, site.clock())
    made = document.get("validFrom")
    return KeptList(address, made_at(document).date() if made else None, kept)


def _kept_issuers(site: Site) -> tuple[TrustedIssuer, ...]:
    path = site.folder / TRUST_NAME
    return read_trust(TRUST_NAME, path.read_bytes()).issuers if path.is_file() else ()


def _write(site: Site, issuers: tuple[TrustedIssuer, ...]) -> None:
    with sorted_errors():
        write_atomically(site.folder / TRUST_NAME, write_trust(issuers))


def _check_admin(session: Session) -> None:
    if session.role is not Role.ADMIN:
        raise NotAllowed("Only an admin decides whom this laptop believes.", "Ask an admin to sign in here.")
