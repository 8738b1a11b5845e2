"""Whether a JSON document keeps to the W3C data model of verifiable credentials: what every issuer has to write, signed or not.

Verifiable Credentials Data Model 2.0, section 4, and 1.1 where its first context says so. Only the form is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, TypeAlias

from supervisor_app.credentials.contexts import VC1, VC2, context_addresses

Json: TypeAlias = dict[str, Any]

DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)")
URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]+")
_NEED_URL = ("credentialSchema",)
_NEED_TYPE = ("credentialStatus", "credentialSchema", "evidence", "termsOfUse", "refreshService", "proof")
_DATES = ("validFrom", "validUntil", "issuanceDate", "expirationDate")
_LANGUAGE_MEMBERS = {"@value", "@language", "@direction"}


class Malformed(Exception):  # noqa: N818 - says what is wrong, as the second half of a sentence
    """The document does not keep to the data model; the text completes "This file cannot be read: ..."."""


def types_of(node: Json) -> frozenset[str]:
    """Return the types a node names."""
    names = node.get("type")
    return frozenset(name for name in (names if isinstance(names, list) else [names]) if isinstance(name, str))


def is_credential(document: Json) -> bool:
    """Whether a document says of itself that it is a verifiable credential or a presentation of some."""
    return bool(types_of(document) & {"VerifiableCredential", "VerifiablePresentation"}) or bool(
        {VC1, VC2} & {entry for entry in context_addresses(document) if isinstance(entry, str)}
    )


def check_data_model(document: Json) -> None:
    """Return where a credential or presentation keeps to the data model, Malformed where it does not."""
    _check_contexts(document)
    if "VerifiablePresentation" in types_of(document):
        _check_presentation(document)
        return
    if "VerifiableCredential" not in types_of(document):
        raise Malformed("it does not say that it is a credential")
    _check_identity(document)
    _check_subjects(document.get("credentialSubject"))
    _check_dates(document)
    for name in _NEED_TYPE:
        for node in _many(document, name):
            _check_typed(node, name)
    for node in (document, *(_many(document, "issuer") if isinstance(document.get("issuer"), dict) else ())):
        _check_words(node)


def _check_contexts(document: Json) -> None:
    entries = context_addresses(document)
    if entries[:1] not in ((VC2,), (VC1,)):
        raise Malformed("it does not begin with the vocabulary that every credential begins with")
    for entry in entries[1:]:
        if isinstance(entry, dict):
            _check_definitions(entry)
        elif not isinstance(entry, str) or not URL.fullmatch(entry):
            raise Malformed("one of its vocabularies is not named by an address")
    inline = [entry for entry in entries if isinstance(entry, dict)]
    if any("@vocab" in entry and entry["@vocab"] is None for entry in inline):
        unknown = types_of(document) - {"VerifiableCredential", "VerifiablePresentation"}
        if any(not URL.fullmatch(name) and not any(name in entry for entry in inline) for name in unknown):
            raise Malformed("one of its types is defined nowhere")


def _check_definitions(context: Json) -> None:
    for meaning in context.values():
        if isinstance(meaning, str) and re.search(r"\s", meaning):
            raise Malformed("one of its words is defined by something that is not an address")


def _check_identity(document: Json) -> None:
    _check_id(document, "the name it bears")
    issuer = document.get("issuer")
    name = issuer.get("id") if isinstance(issuer, dict) else issuer
    if not isinstance(name, str) or not URL.fullmatch(name):
        raise Malformed("it does not name its issuer")


def _check_subjects(found: object) -> None:
    subjects = found if isinstance(found, list) else [found]
    if not subjects or not all(isinstance(subject, dict) and subject for subject in subjects):
        raise Malformed("it does not say of whom it speaks")
    for subject in subjects:
        if isinstance(subject, dict):
            _check_id(subject, "the name of its holder")


def _check_dates(document: Json) -> None:
    moments = {name: _moment(document[name]) for name in _DATES if name in document}
    start = moments.get("validFrom") or moments.get("issuanceDate")
    end = moments.get("validUntil") or moments.get("expirationDate")
    if start and end and start > end:
        raise Malformed("it ends before it begins")


def _moment(text: object) -> datetime:
    if not isinstance(text, str) or not DATE_TIME.fullmatch(text):
        raise Malformed("one of its dates is not a full date with time and zone")
    try:
        return datetime.fromisoformat(text)
    except ValueError as problem:
        raise Malformed("one of its dates does not exist") from problem


def _check_typed(node: object, name: str) -> None:
    if not isinstance(node, dict) or not types_of(node):
        raise Malformed(f"its “{name}” does not say of what kind it is")
    names = node["type"] if isinstance(node["type"], list) else [node["type"]]
    if not all(isinstance(item, str) for item in names):
        raise Malformed(f"its “{name}” does not say of what kind it is")
    if name in _NEED_URL and "id" not in node:
        raise Malformed(f"its “{name}” has no address")
    _check_id(node, f"the name of its “{name}”")


def _check_id(node: Json, what: str) -> None:
    if "id" in node and not (isinstance(node["id"], str) and URL.fullmatch(node["id"])):
        raise Malformed(f"{what} is not one address")


def _check_words(node: Json) -> None:
    for name in ("name", "description"):
        for value in _many(node, name):
            if isinstance(value, dict) and not ({"@value"} <= value.keys() <= _LANGUAGE_MEMBERS):
                raise Malformed(f"its “{name}” holds more than a text and its language")


def _check_presentation(document: Json) -> None:
    holder = document.get("holder")
    name = holder.get("id") if isinstance(holder, dict) else holder
    if holder is not None and not (isinstance(name, str) and URL.fullmatch(name)):
        raise Malformed("it does not name who presents it")
    for inner in _many(document, "verifiableCredential"):
        if not isinstance(inner, dict) or not types_of(inner):
            raise Malformed("what it presents is not a credential")


def _many(document: Json, name: str) -> Iterator[object]:
    found = document.get(name)
    yield from found if isinstance(found, list) else () if found is None else (found,)
