"""A member's keys behind their PIN: opening them, the growing pause after wrong PINs, the issuer key behind them."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from supervisor_app.domain.dates import day_in_words
from supervisor_app.domain.names import text_problem
from supervisor_app.errors import InputError, NotAllowed, StorageError
from supervisor_app.ledger.clock import moment_of
from supervisor_app.ledger.keys import (
    ISSUER_BOX,
    MemberKeys,
    WrongPin,
    open_member_keys,
    open_sealed,
    seal_member_keys,
)
from supervisor_app.services.opened_site import Site
from supervisor_app.services.session import Session
from supervisor_app.storage import member_queries
from supervisor_app.storage.database import Connection
from supervisor_app.storage.member_keys import (
    ASKED,
    WrongPins,
    forget_sealed,
    load_sealed,
    save_sealed,
    set_wrong_pins,
    wrong_pins,
)
from supervisor_app.storage.site_queries import IssuerKeyRow, issuer_keys, sealed_boxes

FREE_TRIES = 3
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
MIN_PIN, MAX_PIN = 4, 128
SOUND_PIN = 6
"""From so many signs on nothing is said of a PIN: a guess costs a third of a second of a processor, so 10,000 cost an hour."""


def unlock(site: Site, session: Session, pin: str) -> MemberKeys:
    """Open the keys of the member who is signed in; NotAllowed on a wrong PIN, with the growing pause in words."""
    return unlock_member(site, session.member_id, pin)


def unlock_member(site: Site, member_id: str, pin: str) -> MemberKeys:
    """Open a member's keys on this laptop; NotAllowed on a wrong PIN, during a pause, or where they have no keys here."""
    with site.database.read() as connection:
        sealed = load_sealed(connection, member_id)
        wrong = site.uncounted_pins.get(member_id) or wrong_pins(connection, member_id)
        known = member_queries.member_key(connection, sealed.ed25519) if sealed else None
    if sealed is None:
        raise NotAllowed("You have no PIN on this laptop yet.", "Ask an admin of the site to add you here.")
    if known is not None and known.revoked_at is not None:
        day = day_in_words(moment_of(known.revoked_at).date())
        raise NotAllowed(f"Your PIN on this laptop was taken back on {day}.", "Ask an admin of the site for a new one.")
    now = site.clock()
    if wrong.last is not None and wrong.last > now:  # the clock was ahead and was put right: wait from now, not until then
        wrong = WrongPins(wrong.count, now)
        _remember(site, member_id, wrong)
    if pause := remaining_pause(wrong, now):
        raise NotAllowed("Too many wrong PINs.", f"Wait {duration_words(pause)}, then give the PIN again.")
    try:
        keys = open_member_keys(sealed, pin, site.station.secret)
    except WrongPin as error:
        failed = WrongPins(wrong.count + 1, now)
        _remember(site, member_id, failed)
        raise NotAllowed("That PIN is not right.", _what_follows(failed)) from error
    if wrong.count:
        _remember(site, member_id, WrongPins())
    return keys if keys.member == member_id else _take_over(site, keys, member_id, pin)


def _take_over(site: Site, keys: MemberKeys, member_id: str, pin: str) -> MemberKeys:
    """The first PIN after joining: seal the keys, made before anybody knew whose they are, for their member."""
    own = replace(keys, member=member_id)
    sealed = seal_member_keys(own, pin, site.station.secret, site.sealing, site.randomness)
    with site.database.write() as connection:
        save_sealed(connection, sealed)
        forget_sealed(connection, ASKED)
    return own


def issuer_key(site: Site, keys: MemberKeys) -> Ed25519PrivateKey:
    """Return the organisation's signing key for a member who may issue; NotAllowed where it was not sealed for them."""
    with site.database.read() as connection:
        rows = issuer_keys(connection)
        boxes = sealed_boxes(connection, rows[0].did, keys.sealing_public) if rows else ()
    if not boxes:
        raise NotAllowed(
            "You cannot issue certificates on this laptop yet.", "Ask an admin of the site to approve this laptop, then sync."
        )
    key = _first_opened(keys, rows[0], boxes)
    if key is None:
        raise NotAllowed("The site's key was not sealed for you.", "Ask an admin of the site to approve this laptop again.")
    return key


def former_issuer_keys(site: Site, keys: MemberKeys) -> dict[str, Ed25519PrivateKey]:
    """Return the organisation's former signing keys that were sealed for a member, by their did, without the others."""
    with site.database.read() as connection:
        boxes = [(row, sealed_boxes(connection, row.did, keys.sealing_public)) for row in issuer_keys(connection)[1:]]
    opened = {row.did: _first_opened(keys, row, sealed) for row, sealed in boxes}
    return {did: key for did, key in opened.items() if key is not None}


def _first_opened(keys: MemberKeys, row: IssuerKeyRow, boxes: Iterable[str]) -> Ed25519PrivateKey | None:
    """Return the issuer key from the first box that holds it; a box may hold anything."""
    for box in boxes:
        with suppress(ValueError):
            key = _opened(keys, row.did, box)
            if key.public_key().public_bytes_raw().hex() == row.ed25519:
                return key
    return None


def _opened(keys: MemberKeys, did: str, box: str) -> Ed25519PrivateKey:
    """Open the box of an issuer key; ValueError where it is none, or another's."""
    private = open_sealed(keys, base64.urlsafe_b64decode(box + "=" * (-len(box) % 4)), ISSUER_BOX + did.encode())
    return Ed25519PrivateKey.from_private_bytes(private)


def check_new_pin(pin: str) -> None:
    """InputError where a PIN is too short, too long or holds what cannot be typed again."""
    if not MIN_PIN <= len(pin) <= MAX_PIN:
        raise InputError("PIN", f"it needs {MIN_PIN} to {MAX_PIN} digits or letters.")
    if problem := text_problem(pin):
        raise InputError("PIN", f"it {problem}.")


def pin_weakness(pin: str) -> str:
    """Return in words what speaks against a new PIN that may be taken; "" where nothing does."""
    steps = {ord(after) - ord(before) for before, after in pairwise(pin)}
    if len(pin) >= MIN_PIN and len(steps) == 1 and steps <= {-1, 0, 1}:
        return "It is among the first that anybody tries."
    if MIN_PIN <= len(pin) < SOUND_PIN:
        return "Whoever steals this laptop tries out all PINs this short in hours. Six digits or more are better, or letters."
    return ""


def remaining_pause(wrong: WrongPins, now: datetime) -> timedelta:
    """Return how long no PIN is taken: none for the first tries, then 1, 2, 4 ... minutes up to an hour after the last one."""
    pause = _pause_after(wrong.count)
    if wrong.last is None or not pause:
        return timedelta()
    return max(timedelta(), pause - (now - wrong.last))


def _pause_after(count: int) -> timedelta:
    if count < FREE_TRIES:
        return timedelta()
    doublings: int = min(count - FREE_TRIES, 10)
    return min(LONGEST_PAUSE, FIRST_PAUSE * (1 << doublings))


def _what_follows(wrong: WrongPins) -> str:
    left = FREE_TRIES - wrong.count
    if left > 0:
        return f"{('One more try', 'Two more tries')[left - 1]}, then a pause of {duration_words(FIRST_PAUSE)}."
    return f"Wait {duration_words(_pause_after(wrong.count))}, then give the PIN again."


def duration_words(span: timedelta) -> str:
    """Return a waiting time in words: "40 seconds", "one minute", "8 minutes", "one hour"."""
    seconds = -(-span // timedelta(seconds=1))
    if seconds < 60:
        return "one second" if seconds == 1 else f"{seconds} seconds"
    minutes = -(-seconds // 60)
    if minutes == 60:
        return "one hour"
    return "one minute" if minutes == 1 else f"{minutes} minutes"


def forget_wrong_pins(site: Site, connection: Connection, member_id: str) -> None:
    """Count anew for a member who was given a new PIN, inside `site.database.write()`."""
    site.uncounted_pins.pop(member_id, None)
    set_wrong_pins(connection, member_id, WrongPins())


def _remember(site: Site, member_id: str, wrong: WrongPins) -> None:
    """Count wrong PINs on the disk; in memory where it takes nothing: a full disk must not make trying them free."""
    site.uncounted_pins[member_id] = wrong
    with suppress(StorageError):
        with site.database.write() as connection:
            set_wrong_pins(connection, member_id, wrong)
        del site.uncounted_pins[member_id]
