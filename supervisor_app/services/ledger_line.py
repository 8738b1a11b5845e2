"""An entry of the ledger on its way into words: the groups, what a sentence is made of, the fields that an entry may set."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Protocol

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.people import FIELD_WORDS

MOST_FIELDS = 3
"""Changed fields that a sentence names one by one."""
MOST_WORDS, MOST_VALUE = 1_000, 400
"""Letters of a sentence and of a value; an entry may hold megabytes of text, a list must not."""


class Group(StrEnum):
    """Kinds that belong together, as the ledger page filters them; the value is the word on screen."""

    SIGN_OFFS = "Sign-offs"
    CERTIFICATES = "Certificates"
    PEOPLE = "People"
    CHECKLISTS = "Checklists"
    MEMBERS = "Members and keys"
    LAPTOPS = "Laptops and site"
    NEWER = "Newer version"


class Names(Protocol):
    """Who and what the ids in an entry stand for; each answer can stand in a sentence, also where nothing is known of the id."""

    def member(self, member_id: str) -> str:
        """Return a member's name."""

    def person(self, worker_id: str) -> str:
        """Return a worker's name."""

    def competency(self, key: str) -> str:
        """Return a competency's title."""

    def station(self, origin: str) -> str:
        """Return a laptop's name, of its origin in hex."""

    def certificate(self, certificate_id: str) -> str:
        """Return the holder and number of a certificate: "Ruth Adler’s certificate NW-2026-A0001"."""

    def sign_off(self, sign_off_id: str) -> str:
        """Return what a sign-off is about: "Yusef Demir on Counterbalance forklift"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field that an entry set: its word, the value before it (None where it is not known or there was none), its value."""

    name: str
    word: str
    old: str | None
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An entry in words. `by` is the acting member's id, "" for a laptop's own entries; `readable` False where only a newer
    version, or nobody any more, can read the content."""

    sentence: str
    group: Group
    by: str = ""
    about: str = ""
    changes: tuple[FieldChange, ...] = ()
    readable: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """What a sentence is made of. `before`: the values that stood before; None where they are not known."""

    who: str
    by: str
    about: str
    body: Any
    names: Names
    before: Mapping[str, str | None] | None

    def changes(self, words: Mapping[str, str]) -> tuple[FieldChange, ...]:
        """Return every field of the body with its old value, in the order in which `words` asks for them."""
        old, places = self.before or {}, {name: place for place, name in enumerate(words)}
        return tuple(
            FieldChange(
                name=name,
                word=words.get(name, name),
                old=value_of(name, old.get(name)),
                new=value_of(name, self.body[name]) or "",
            )
            for name in sorted(self.body, key=lambda name: (places.get(name, len(places)), name))
            if not name.startswith(KEPT)
        )


KEPT = "picture."
"""Fields of the site that only keep what others name: see services.site_look."""
SITE_FIELDS = {
    "name": "name",
    "place": "place",
    "host": "web address",
    "logo": "logo",
    "issuer_web": "name as issuer",
    "accent": "accent colour",
    "heading": "line under the place",
    "footer": "line at the foot",
    "mark": "picture beside the issuer’s name",
}
PICTURES = frozenset({"logo", "mark"})
"""Fields of the site whose value is a picture: nobody reads it."""
MEMBER_FIELDS = {
    "name": "name",
    "title": "title",
    "role": "role",
    "worker_id": "own worker record",
    "ended_on": "last day",
    "competencies": "competencies",
    "teams": "teams",
    "since": "first day of the authorisation",
    "until": "last day of the authorisation",
}
FIELDS: Mapping[str, Mapping[str, str]] = {
    "worker.recorded": FIELD_WORDS,
    "member.changed": MEMBER_FIELDS,
    "site.changed": SITE_FIELDS,
}
"""The kinds whose body is a mapping of fields, each merged on its own, and what each field is called."""


def value_of(name: str, value: str | None) -> str | None:
    """Return a value as it can be read: a picture is named, a text beyond all measure is cut."""
    if name in PICTURES and value:
        return "a picture"
    return cut(value, MOST_VALUE) if value is not None else None


def cut(text: str, most: int) -> str:
    """Return a text, its end left out where it is longer than anybody reads."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def what_is(kind: str) -> str:
    """Return a kind as a thing: "assessment signed"."""
    return kind.replace(".", " ").replace("_", " ")
