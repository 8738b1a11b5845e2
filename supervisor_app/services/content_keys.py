"""The content keys of the site: making them, handing them to laptops, and the ring of those that this laptop was given.

Contents lie sealed in the shared store, so that whoever finds it reads not one name. Secrets are in memory only while the site is
open; on the disk there are boxes, which only the key of this laptop opens.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable

from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import NotAllowed
from supervisor_app.ledger.bodies import ContentKeyCreated, ContentKeyShared, KeyBox
from supervisor_app.ledger.invitations import STRETCHING, Invited, box_for, invited_by, new_code, read_code, unbox_for
from supervisor_app.ledger.keys import Sealing
from supervisor_app.ledger.recovery import is_recovery_code, recovery_keys
from supervisor_app.ledger.sealing import BrokenSeal, ContentKey, KeyRing, Mailbox, box_key, new_content_key, unbox_key
from supervisor_app.services.appending import append, writes_by_itself
from supervisor_app.services.opened_site import Site
from supervisor_app.storage import member_queries, site_queries
from supervisor_app.storage.content_keys import boxes_of, invited_recipients, keep_boxes, newest_content_key
from supervisor_app.storage.database import Connection
from supervisor_app.storage.handed_keys import boxes_for_readers, lacking

NO_KEY = "This laptop was not given the key of the site."
NO_KEY_HINT = "Do this on a laptop that was let in, or ask an admin of the site to let this one in."

MOST_WORTHLESS = 100
"""How many boxes that open for nobody are tried: those of the site's own keys come before invented ones."""
_IS_KEY_ID = re.compile("[0-9a-f]{16}").fullmatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A new invitation: the `code` to tell, and what its entry carries (`recipient` 64 hex digits, `boxes`)."""

    code: str
    recipient: str
    boxes: tuple[KeyBox, ...]
    invited: Invited


def create_content_key(site: Site, connection: Connection, recipients: Iterable[str], *, by: str) -> ContentKey:
    """Make a content key, which seals from now on, and hand it to laptops (their X25519 keys in hex), inside `write()`."""
    key = new_content_key(site.randomness)
    boxes = tuple(_box(key, recipient) for recipient in recipients)
    body = ContentKeyCreated(key=key.id.hex(), mailbox=key.mailbox.public, boxes=boxes)
    append(site, connection, "content_key.created", by=by, about=key.id.hex(), body=body)
    site.content_keys[key.id] = key
    return key


def rotate(site: Site, connection: Connection, recipients: Iterable[str], *, by: str) -> ContentKey:
    """After a laptop was lost or an invitation withdrawn: a new key for all but those. What was sealed before stays readable.

    Who holds an invitation that is open is among the others. To be called inside `write()`. NotAllowed on a laptop that has no
    key itself: it could not hand on the ones before.
    """
    if not ring(site, connection).keys:
        raise NotAllowed(NO_KEY, NO_KEY_HINT)
    return create_content_key(site, connection, (*recipients, *invited_recipients(connection, site.clock())), by=by)


def hand_over(site: Site) -> None:
    """Hand the keys that this laptop has to laptops of the site that lack them.

    That happens where a laptop is let in by somebody who does not know yet that there is a new key, or the other way round, or
    where a key was made by an admin who had reported it lost and did not count. Whoever holds the record of a key holds, before
    it in the same chain, what its maker knew of lost laptops: none of those is handed it.
    """
    with site.database.read() as connection:
        if not writes_by_itself(site, connection):
            return
        others = (one for one in readers(connection) if one != site.station.sealing_public)
        lack = lacking(connection, others, site.station.origin)
        keys = ring(site, connection).keys if lack else {}
    boxes = tuple(_box(keys[bytes.fromhex(key)], to) for to, key in lack if _IS_KEY_ID(key) and bytes.fromhex(key) in keys)
    if boxes:
        with site.database.write() as connection:
            append(site, connection, "content_key.shared", by="", about="", body=ContentKeyShared(boxes=boxes))


def readers(connection: Connection) -> tuple[str, ...]:
    """Return the X25519 keys (hex) of all who read the shared store: the laptops of the site, and recovery sheets."""
    stations = (one.x25519 for one in site_queries.stations(connection) if one.approved and one.ended is None)
    sheets = (key.x25519 for key in member_queries.member_keys(connection) if not key.station and key.revoked_at is None)
    return tuple(dict.fromkeys(key for key in (*stations, *sheets) if key))


def laid_out(site: Site, connection: Connection) -> dict[tuple[str, str], list[str]]:
    """Return the boxes that have to lie in a shared store, by recipient and key: for all who read it, and for who is invited."""
    recipients = dict.fromkeys((*readers(connection), *invited_recipients(connection, site.clock())))
    return boxes_for_readers(connection, recipients, site.station.origin)


def boxes_for(site: Site, connection: Connection, x25519: str) -> tuple[KeyBox, ...]:
    """Return every content key this laptop has, sealed for another laptop's X25519 key (hex): for the entry that lets it in.

    NotAllowed where this laptop has none.
    """
    return tuple(_box(key, x25519) for key in _keys(site, connection))


def new_invitation(site: Site, connection: Connection, site_id: bytes, *, stretching: Sealing = STRETCHING) -> Invitation:
    """Make a code that lets a laptop read the records of the site. NotAllowed where this laptop cannot read them itself."""
    keys = _keys(site, connection)
    code = new_code(site.randomness)
    invited = invited_by(code, site_id, stretching)
    return Invitation(
        code=code, recipient=invited.recipient, boxes=tuple(_box_for(invited, key) for key in keys), invited=invited
    )


def invited(code: str, site_id: bytes, *, stretching: Sealing = STRETCHING) -> Invited | None:
    """Return what the code of an invitation, or of a recovery sheet, opens; None for no code. NotAllowed where it is neither."""
    if not code.strip():
        return None
    if is_recovery_code(code):
        sheet = recovery_keys(code, site_id, "", stretching)
        return Invited(sheet.sealing_public, sheet.x25519.private_bytes_raw(), sheet=True)
    if not read_code(code):
        raise NotAllowed("That is not the code of an invitation.", "It has three groups of four letters and digits.")
    return invited_by(code, site_id, stretching)


def ring(site: Site, connection: Connection) -> KeyRing:
    """Return the content keys that this laptop was given; those opened once stay open until the site is closed."""
    worthless = 0
    for key_id, box in boxes_of(connection, site.station.sealing_public):
        if worthless < MOST_WORTHLESS and bytes.fromhex(key_id) not in site.content_keys:
            worthless += not _open(site, key_id, box)
    newest = newest_content_key(connection)
    return KeyRing(dict(site.content_keys), site.content_keys.get(bytes.fromhex(newest.id)) if newest else None)


def mailbox(connection: Connection) -> Mailbox | None:
    """Return the mailbox of the newest key, as far as the records here tell."""
    newest = newest_content_key(connection)
    return Mailbox(bytes.fromhex(newest.id), newest.mailbox) if newest else None


def take_boxes(site: Site, boxes: Iterable[KeyBox], invitation: Invited | None = None) -> int:
    """Open boxes found in a shared store, by this laptop's key or an invitation, and keep them; return how many were new."""
    new: list[tuple[str, str]] = []
    for item in boxes:
        if not _IS_KEY_ID(item.key) or bytes.fromhex(item.key) in site.content_keys:
            continue
        if invitation is not None and item.recipient in (invitation.recipient, invitation.public):
            new += _opened_by(site, invitation, item)
        elif item.recipient == site.station.sealing_public and _open(site, item.key, item.box):
            new.append((item.key, item.box))
    if new:
        with site.database.write() as connection:
            keep_boxes(connection, new)
    return len(new)


def take_boxes_here(site: Site, invitation: Invited) -> None:
    """Open with a recovery sheet the boxes in the records that are here: those of a laptop that lost its own key."""
    with site.database.read() as connection:
        ring(site, connection)
        boxes = boxes_of(connection, invitation.public)
    take_boxes(site, (KeyBox(key=key, recipient=invitation.public, box=box) for key, box in boxes), invitation)


def _keys(site: Site, connection: Connection) -> tuple[ContentKey, ...]:
    keys = ring(site, connection).keys
    if not keys:
        raise NotAllowed(NO_KEY, NO_KEY_HINT)
    return tuple(keys.values())


def _open(site: Site, key_id: str, box: str) -> bool:
    try:
        key = unbox_key(site.station.sealing, bytes.fromhex(key_id), _bytes(box))
    except (BrokenSeal, ValueError):
        return False  # not sealed for this key after all: the laptop goes on as one without it
    site.content_keys[key.id] = key
    return True


def _opened_by(site: Site, invitation: Invited, item: KeyBox) -> list[tuple[str, str]]:
    """Open a box with an invitation and seal it again for this laptop's own key."""
    try:
        key = unbox_for(invitation, bytes.fromhex(item.key), _bytes(item.box), item.recipient)
    except (BrokenSeal, ValueError):
        return []
    site.content_keys[key.id] = key
    return [(item.key, _box(key, site.station.sealing_public).box)]


def _box(key: ContentKey, recipient: str) -> KeyBox:
    return KeyBox(key=key.id.hex(), recipient=recipient, box=_text(box_key(key, recipient)))


def _box_for(invitation: Invited, key: ContentKey) -> KeyBox:
    return KeyBox(key=key.id.hex(), recipient=invitation.recipient, box=_text(box_for(invitation, key)))


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
