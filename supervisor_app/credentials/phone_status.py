"""What a status list for phones says about a certificate, read where others read it: in this program, against pinned keys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from supervisor_app.credentials import cose
from supervisor_app.credentials.keys import key_id
from supervisor_app.credentials.listed_status import Listed, ListedState, SeenLists
from supervisor_app.credentials.status_list import EXTERNAL_AAD, MAX_AGE, StatusCode, StatusList, status_name
from supervisor_app.domain.dates import day_in_words

_STATES = {
    StatusCode.WITHDRAWN: ListedState.REVOKED,
    StatusCode.ON_HOLD: ListedState.SUSPENDED,
    StatusCode.REPLACED: ListedState.REPLACED,
}


def for_phones(credential_id: str, seen: SeenLists | None, keys: Sequence[bytes]) -> Listed | None:
    """Return what the newest list signed with one of these Ed25519 keys says, None where there is none.

    What it names does not hold, however old the list is; that it does not name a certificate only counts for MAX_AGE.
    """
    lists = [] if seen is None else [one for one in seen.for_phones if _signed(one, keys)]
    if seen is None or not lists:
        return None
    newest_one = max(lists, key=lambda one: one.day)
    made, name = datetime.combine(newest_one.day, time(), seen.now.tzinfo or UTC), status_name(credential_id)
    row = min((row for row in newest_one.rows if row.name == name), key=lambda row: row.code, default=None)
    if row is not None:
        return Listed(_STATES[row.code], made, since=row.since)
    today = seen.now.date()
    if today - newest_one.day > MAX_AGE:
        why = f"the issuer's list is of {day_in_words(newest_one.day)}, older than {MAX_AGE.days} days"
        return Listed(ListedState.UNKNOWN, made, why)
    if newest_one.day - today > timedelta(days=1):
        return Listed(ListedState.UNKNOWN, made, f"the issuer's list is of {day_in_words(newest_one.day)}; is this clock right?")
    return Listed(ListedState.CLEAR, made)


def newest(named: Listed | None, phones: Listed | None) -> Listed | None:
    """Return what was known last: what a list says that a later one does not say any more was lifted meanwhile."""
    told = [
        (one.known.date(), one is phones, one)
        for one in (phones, named)
        if one and one.known and one.state is not ListedState.UNKNOWN
    ]
    if told:
        return max(told, key=lambda told_by: told_by[:2])[2]
    return next((one for one in (phones, named) if one and one.why), named or phones)


def _signed(listed: StatusList, keys: Sequence[bytes]) -> bool:
    envelope = listed.envelope
    return any(envelope.key_id == key_id(key) and cose.holds(envelope, key, EXTERNAL_AAD) for key in keys)
