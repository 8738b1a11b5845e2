"""Whether a document says in JSON exactly what its RDF says, which is what most proofs sign.

The library decides for credentials of the second data model. Two forms are added here: credentials of the first data model
(VCDM 1.1), held to the same rules, and records that carry whole signed credentials inside (CLR 2.0), each of which is checked as
a document of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from typing import Any, TypeAlias

from supervisor_app.credentials.contexts import MOVING, VC1, context_addresses, known_contexts, more_contexts
from supervisor_app.credentials.own_form import canonical_credential
from supervisor_app.credentials.proof_problems import NotCovered, UnknownProof
from supervisor_app.credentials.shapes import CLR

Json: TypeAlias = dict[str, Any]
Loader: TypeAlias = "Callable[..., Any]"

INNER = "verifiableCredential"
_CLR_WORDS = "https://purl.imsglobal.org/spec/vc/clr/vocab.html#"
_CLR_MEMBERS = {f"{_CLR_WORDS}{word}": word.removesuffix("-1") for word in ("achievement", "association", "identifier-1")}
MAX_CONTEXTS = 8
MAX_INNER = 64
MAX_NODES_OF_OTHERS = 700
"""Objects in the certificates inside a record that need the long way to canonical form: each costs a millisecond twice."""


def named_contexts(document: Json) -> frozenset[str]:
    """Return every context a document names, at any depth; UnknownProof where one is not known here or written inside."""
    found: set[str] = set()
    for node in _nodes(document):
        entries = context_addresses(node)
        if len(entries) > MAX_CONTEXTS:
            raise UnknownProof("it names more vocabularies than any certificate needs")
        for entry in entries:
            if not isinstance(entry, str):
                raise UnknownProof("it defines words of its own, which nobody else can check")
            found.add(entry)
    return frozenset(found)


def contexts_for(document: Json, given: Mapping[str, Json] | None) -> dict[str, Json]:
    """Return the contexts the library does not bring by itself, as far as the document names them.

    UnknownProof where it names one that neither the library, this program nor `given` has: none is ever fetched.
    """
    named = named_contexts(document)
    more = {**more_contexts(), **(given or {})}
    for address in sorted(named - known_contexts() - more.keys()):
        raise UnknownProof(f"it uses the vocabulary {address[:100]}, which is not known here")
    return {address: more[address] for address in sorted(named & more.keys())}


def names_moving_context(document: Json) -> bool:
    """Whether a document names an address whose content changed over the years."""
    return bool(named_contexts(document) & MOVING)


def check_form(document: Json, proof: Json, contexts: Mapping[str, Json]) -> None:
    """Return when the JSON is the compacted form of its own RDF; NotCovered where anything would be left unsigned."""
    from openbadgeslib.errors import LibOpenBadgesException
    from openbadgeslib.ob3 import ldp
    from openbadgeslib.ob3.contexts import document_loader

    outer = without_inner(document)
    loader = document_loader(contexts)
    try:
        ldp._screen_structure(document, contexts=False, extra_contexts=contexts or None)
        if context_addresses(document)[:1] == (VC1,) or CLR in context_addresses(document):
            _check_here(outer, proof, loader)
        else:
            ldp._reject_unsigned_ldp_aliases(outer)
            ldp._check_json_ld_form(outer, proof, loader)
    except LibOpenBadgesException as problem:
        raise NotCovered(str(problem)) from problem


def inner_documents(document: Json) -> tuple[object, ...]:
    """Return what a record carries inside: signed credentials as objects, or as texts where they are web tokens."""
    subject = document.get("credentialSubject")
    found = subject.get(INNER) if isinstance(subject, dict) else None
    return tuple(found) if isinstance(found, list) else () if found is None else (found,)


def is_far_too_large(document: Json) -> bool:
    """Whether a record holds more than can be checked in a moment; certificates of our own shape hardly cost anything."""
    nodes = 0
    for item in inner_documents(document)[: MAX_INNER + 1]:
        if isinstance(item, dict) and canonical_credential(item) is None:
            nodes += sum(1 for _ in _nodes(item))
        if nodes > MAX_NODES_OF_OTHERS:
            return True
    return len(inner_documents(document)) > MAX_INNER


def without_inner(document: Json) -> Json:
    """Return a record without the credentials inside; NotCovered where one of them is none or bears its name."""
    inner = inner_documents(document)
    if not inner:
        return document
    if not all(isinstance(item, dict | str) for item in inner):
        raise NotCovered("something stands among the certificates inside that is none")
    if any(isinstance(item, dict) and item.get("id") == document.get("id") for item in inner):
        raise NotCovered("a certificate inside bears the name of the record around it")
    subject = {name: value for name, value in document["credentialSubject"].items() if name != INNER}
    return {**document, "credentialSubject": subject}


def _check_here(document: Json, proof: Json, loader: Loader) -> None:
    """The library's own comparison for a document whose contexts it would refuse, and for its proof."""
    from openbadgeslib.ob3._canon_guard import isolate
    from openbadgeslib.ob3.ldp import _require_jsonld

    unsecured = {name: value for name, value in document.items() if name != "proof"}
    configuration = {name: value for name, value in proof.items() if name != "proofValue"}
    configuration["@context"] = document["@context"]
    if any(True for node in _nodes(unsecured) if "@context" in node and node is not unsecured):
        raise NotCovered("a part of it brings a vocabulary of its own")
    for part in (unsecured, configuration):
        _compare_compacted(part, loader, isolate(_require_jsonld()))


def _compare_compacted(part: Json, loader: Loader, jsonld: ModuleType) -> None:
    from openbadgeslib.ob3 import _context_validation as form

    options = {"documentLoader": loader}
    expanded = form._jsonld_call(jsonld.expand, "credential", part, options)
    if not (isinstance(expanded, list) and len(expanded) == 1 and isinstance(expanded[0], dict)) or "@graph" in expanded[0]:
        raise NotCovered("it does not describe exactly one thing")
    form._check_expanded(expanded[0], expanded[0].get("@id"), "credential", top=True)
    form._check_status_in_place(expanded[0], "credential")
    compacted = _in_terms(form._jsonld_call(jsonld.compact, "credential", expanded, part["@context"], options))
    ours, theirs = form._detach(part, (), None), form._detach(compacted, (), None)
    where = form._difference(ours, theirs, ())
    where = form._misspelled_key(theirs, ()) if where is None else where
    if where is not None:
        raise NotCovered(f"not in compacted form at {form._pointer(where)}")


def _in_terms(compacted: Json) -> Json:
    """Spell the members of a CLR subject by their terms: their context defines them so that no processor finds them back."""
    subject = compacted.get("credentialSubject")
    if not isinstance(subject, dict):
        return compacted
    renamed = {_CLR_MEMBERS.get(name, name): value for name, value in subject.items()}
    if len(renamed) != len(subject):
        raise NotCovered("a member stands twice under two names")
    return {**compacted, "credentialSubject": renamed}


def _nodes(value: object) -> Iterator[Json]:
    """Yield every object of a JSON value."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            yield item
            stack += item.values()
        elif isinstance(item, list):
            stack += item
