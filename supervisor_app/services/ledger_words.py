"""What an entry of the ledger says, in one plain sentence; and which group of the ledger page it belongs to.

The sentences themselves are in `ledger_sentences.WORDS`, what they are made of in `ledger_line`.
"""

from __future__ import annotations

from collections.abc import Mapping

from supervisor_app.ledger.contents import read_body
from supervisor_app.ledger.envelope import UnreadableContent, decode_content
from supervisor_app.services.ledger_line import FIELDS, MOST_WORDS, Group, Line, Names, Told, cut, what_is
from supervisor_app.services.ledger_sentences import WORDS, only_the_kind


def words_of(
    kind: str,
    content: bytes | None,
    names: Names,
    *,
    station: str,
    before: Mapping[str, str | None] | None = None,
    erasure: str = "",
) -> Told:
    """Return what an entry says. `content` is None once erased; `station` is its origin in hex; `before` as the ledger stood;
    `erasure` says when, by whom and why a content was erased.

    Never raises: what this version cannot read is said to be written by a newer version.
    """
    laptop = names.station(station)
    if content is None:
        said = f"Content erased{f' {erasure}' if erasure else ''} ({what_is(kind)}, from {laptop})"
        return Told(sentence=said, group=group_of(kind), readable=False)
    try:
        parts = decode_content(content)
        body = read_body(kind, parts.body)
        who = names.member(parts.by) if parts.by else laptop
        return _told(kind, Line(who, parts.by, parts.about, body, names, before))
    except UnreadableContent:
        sentence = f"Written by a newer version on {laptop} ({kind}); kept and passed on"
        return Told(sentence=sentence, group=Group.NEWER, readable=False)


def _told(kind: str, line: Line) -> Told:
    group, words = WORDS.get(kind, (Group.NEWER, only_the_kind(kind)))
    changes = line.changes(FIELDS[kind]) if kind in FIELDS else ()
    return Told(sentence=cut(words(line), MOST_WORDS), group=group, by=line.by, about=line.about, changes=changes)


def group_of(kind: str) -> Group:
    """Return the group of a kind; what this version does not know is of a newer one."""
    return WORDS[kind][0] if kind in WORDS else Group.NEWER


def kinds_of(group: Group) -> tuple[str, ...]:
    """Return the kinds of a group; none for those of a newer version."""
    return tuple(kind for kind, (its, _) in WORDS.items() if its is group)
