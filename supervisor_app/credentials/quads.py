"""Quads of RDF as tuples of written terms, and their canonical form where every blank node is told apart by its own quads."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from typing import TypeAlias

Quad: TypeAlias = tuple[str, str, str, str]
"""Subject, predicate, object, graph (empty for the default one): `<iri>`, `"literal"^^<type>` or a blank node `_:b0`."""


def literal(text: str, datatype: str = "") -> str:
    """Return a literal as canonical N-Quads write it; the text must hold no control characters."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"^^<{datatype}>' if datatype else f'"{escaped}"'


def canonical_lines(quads: set[Quad]) -> str | None:
    """Return the canonical N-Quads (RDFC-1.0) of a data set, None where two blank nodes look alike and touch other blank nodes.

    Those would need the long algorithm, whose cost an attacker chooses; nothing we issue has any. Alike ones that touch none
    (the issuer's address, said by each certificate of a record) may change places; the standard numbers them last.
    """
    mentions: dict[str, list[Quad]] = {}
    for quad in quads:
        for term in {term for term in quad if term.startswith("_:")}:
            mentions.setdefault(term, []).append(quad)
    others = dict.fromkeys(mentions, "_:z")
    hashes = {blank: _own_hash(blank, own, others) for blank, own in mentions.items()}
    times = Counter(hashes.values())
    if any(times[digest] > 1 and _touches_blanks(mentions[blank]) for blank, digest in hashes.items()):
        return None
    order = sorted(hashes, key=lambda blank: (times[hashes[blank]] > 1, hashes[blank]))
    names = {blank: f"_:c14n{number}" for number, blank in enumerate(order)}
    return "".join(sorted([_line(quad, names) for quad in quads]))


def _touches_blanks(quads: list[Quad]) -> bool:
    return any(sum(term.startswith("_:") for term in quad) > 1 for quad in quads)


def _own_hash(blank: str, quads: list[Quad], others: dict[str, str]) -> str:
    """The "first degree" hash: the node's quads with itself written `_:a` and every other blank node `_:z`, as `others` says."""
    others[blank] = "_:a"
    lines = sorted([_line(quad, others) for quad in quads])
    others[blank] = "_:z"
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _line(quad: Quad, names: Mapping[str, str]) -> str:
    """Write a quad; `names` are those of all blank nodes, and nothing else is in it."""
    return " ".join([names.get(term, term) for term in quad if term]) + " .\n"
