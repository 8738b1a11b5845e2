"""How JSON of a known shape is written as quads: what a member may hold, what a node must have. Anything else is OtherShape."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import field
from typing import TypeAlias

from supervisor_app.credentials.quads import Quad, literal
from supervisor_app.domain.frozen import dataclass

CONTEXTS = ("https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json")
"""The contexts of every certificate and endorsement we sign, in this order."""

CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
RECORD_CONTEXTS = (CONTEXTS[0], CLR, CONTEXTS[1])
"""The contexts of a record that carries certificates, in this order."""

Write: TypeAlias = "Callable[[Quads, str, object], str]"
"""Returns the RDF term of a JSON value, after adding the quads it needs; the text is the graph it stands in."""

Members: TypeAlias = "Mapping[str, tuple[str, Write | list[Write]]]"
"""Predicate IRI and writer by JSON name; a list of one writer wants a JSON array."""

TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
MULTIKEY = r"z6Mk[1-9A-HJ-NP-Za-km-z]{44}"
IRI = re.compile(
    r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?:#[a-z0-9-]{1,40})?"
    rf"|did:key:{MULTIKEY}(?:#{MULTIKEY})?"
    rf"|did:web:[a-z0-9.-]{{4,253}}(?::[A-Za-z0-9._~-]{{1,200}}){{0,8}}(?:#{MULTIKEY})?"
)
_WEB_PATH = r"https?://[A-Za-z0-9.-]{1,200}(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~()-]{0,100}){0,12}"
WEB = re.compile(_WEB_PATH + r"(?:#[A-Za-z0-9._~()-]{1,60})?")
"""Web addresses that every JSON-LD processor leaves as they are."""
_UNUSUAL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_MOST_QUADS = 2000
_MOST_IN_RECORD = 60_000
_IN_SEVERAL = {"['Profile']", "['Achievement']", "['ResultDescription']", "['RubricCriterionLevel']"}
"""What the certificates of one record may have in common."""
_ENDORSED = (
    {"['EndorsementSubject']", "['VerifiableCredential', 'AchievementCredential']"},
    {"['EndorsementSubject']", "['Achievement']"},
    {"['EndorsementSubject']"},
)
"""And what an endorsement among them may speak of."""
_TWICE = {"['Evidence']", "['EndorsementSubject']"}


class OtherShape(Exception):  # noqa: N818 - control flow inside this module
    """The document is not of our shape."""


@dataclass(slots=True)
class Quads:
    """The quads so far; `described` holds what each id was described as: two nodes with one id would flow together in RDF.

    `inside` holds the same for the certificates inside a record.
    """

    quads: set[Quad] = field(default_factory=set)
    described: dict[str, str] = field(default_factory=dict)
    inside: dict[str, str] = field(default_factory=dict)
    blanks: int = 0
    most: int = _MOST_QUADS

    def add(self, subject: str, predicate: str, value: str, graph: str = "") -> None:
        """Add one quad."""
        if len(self.quads) >= self.most:
            raise OtherShape
        self.quads.add((subject, predicate, value, graph))

    def describe(self, subject: str, kind: str) -> None:
        """Note that a node is described; only a sign-off may be described twice, as evidence and as what is endorsed."""
        before = self.described.get(subject)
        if before is not None and {before, kind} != _TWICE:
            raise OtherShape
        self.described[subject] = kind if before is None else "both"

    def blank(self) -> str:
        """Return a new blank node."""
        self.blanks += 1
        return f"_:b{self.blanks}"


def text(_quads: Quads, _graph: str, value: object) -> str:
    """Write a string without control characters as a plain literal."""
    if not isinstance(value, str) or _UNUSUAL.search(value):
        raise OtherShape
    return literal(value)


def iri(_quads: Quads, _graph: str, value: object) -> str:
    """Write a UUID URN, did:key or did:web (with or without fragment) as an IRI."""
    if not isinstance(value, str) or not IRI.fullmatch(value):
        raise OtherShape
    return f"<{value}>"


def web(_quads: Quads, _graph: str, value: object) -> str:
    """Write a plain web address as an IRI."""
    if not isinstance(value, str) or not WEB.fullmatch(value):
        raise OtherShape
    return f"<{value}>"


def typed(datatype: str, pattern: re.Pattern[str]) -> Write:
    """Return a writer of literals with a datatype whose text matches the pattern."""

    def write(_quads: Quads, _graph: str, value: object) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise OtherShape
        return literal(value, datatype)

    return write


def exactly(expected: object, term: str) -> Write:
    """Return a writer that takes one value only and writes it as `term`."""

    def write(_quads: Quads, _graph: str, value: object) -> str:
        if type(value) is not type(expected) or value != expected:
            raise OtherShape
        return term

    return write


def node(
    kind: object,
    types: tuple[str, ...],
    members: Mapping[str, tuple[str, Write | list[Write]]],
    *,
    named: bool,
    context: tuple[str, ...] = (),
    name: Write = iri,
) -> Write:
    """Return how a node is written: `kind` is its "type" as spelled (None for no type), `context` its "@context".

    A list of one `Write` wants an array.

    `name` writes the id of a node that has one.
    """
    least = {member for member, there in (("type", kind is not None), ("id", named), ("@context", bool(context))) if there}

    contexts = list(context)

    def write(quads: Quads, graph: str, value: object) -> str:
        if not isinstance(value, dict) or not least <= value.keys() <= least | members.keys():
            raise OtherShape
        if (kind is not None and value["type"] != kind) or (context and value["@context"] != contexts):
            raise OtherShape
        subject = name(quads, graph, value["id"]) if named else quads.blank()
        quads.describe(subject, str(kind))
        for meaning in types:
            quads.add(subject, TYPE, f"<{meaning}>", graph)
        for member in value.keys() - least:
            _member(quads, graph, subject, members[member], value[member])
        return subject

    return write


def _member(quads: Quads, graph: str, subject: str, member: tuple[str, Write | list[Write]], value: object) -> None:
    predicate, write = member
    if isinstance(write, list):
        if not isinstance(value, list) or not value:
            raise OtherShape
        for item in value:
            quads.add(subject, f"<{predicate}>", write[0](quads, graph, item), graph)
    else:
        quads.add(subject, f"<{predicate}>", write(quads, graph, value), graph)


def part_of_record(write: Write) -> Write:
    """Return a writer for a certificate inside a record: several may name the same issuer and achievement, and nothing else.

    Each is described by itself; that their common nodes flow together is harmless, because each brings a proof of its own.
    """

    def part(quads: Quads, graph: str, value: object) -> str:
        around, quads.described, quads.most = quads.described, {}, _MOST_IN_RECORD
        subject = write(quads, graph, value)
        _check_common(quads.described, quads.inside)
        quads.inside |= quads.described
        quads.described = around
        return subject

    return part


def check_record(quads: Quads) -> None:
    """OtherShape where a record describes something that a certificate inside it describes as well, its issuer aside."""
    _check_common(quads.described, quads.inside)


def _check_common(some: Mapping[str, str], others: Mapping[str, str]) -> None:
    for name in some.keys() & others.keys():
        kinds = {some[name], others[name]}
        if not (len(kinds) == 1 and kinds <= _IN_SEVERAL) and kinds not in _ENDORSED:
            raise OtherShape


def in_own_graph(write: Write) -> Write:
    """Return a writer that puts a node into a graph of its own and returns that graph."""

    def outer(quads: Quads, _graph: str, value: object) -> str:
        graph = quads.blank()
        write(quads, graph, value)
        return graph

    return outer
