"""The short way to canonical N-Quads for credentials of exactly our own shape; everything else takes the library's long way.

A JSON-LD processor needs tens of milliseconds because it must understand any document. Ours are all built by `badge` and
`endorsement`: which members a node may have, and what each means in RDF, stands in the tables below. A document with any other
member, type, spelling or id is not of our shape and gets None, so nothing can be read here that is not also signed. That the
lines equal those of the JSON-LD processor is tested for every kind of certificate.
"""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from supervisor_app.credentials.quads import canonical_lines
from supervisor_app.credentials.shapes import (
    CONTEXTS,
    IRI,
    RECORD_CONTEXTS,
    WEB,
    Members,
    OtherShape,
    Quads,
    Write,
    check_record,
    exactly,
    in_own_graph,
    iri,
    node,
    part_of_record,
    text,
    typed,
    web,
)

Json: TypeAlias = dict[str, Any]

_OB = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"
_VC = "https://www.w3.org/2018/credentials#"
_SEC = "https://w3id.org/security#"
_STATUS_WORDS = "https://www.w3.org/ns/credentials/status#"
_CLR_WORDS = "https://purl.imsglobal.org/spec/vc/clr/vocab.html#"
_SCHEMA = "https://schema.org/"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_XSD_OF_OB = "https://www.w3.org/2001/XMLSchema#"  # as the Open Badges context spells it

_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_SIGNATURE = re.compile(r"z[1-9A-HJ-NP-Za-km-z]{64,90}")


def canonical_credential(document: Json) -> str | None:
    """Return the canonical N-Quads of a credential without its proof, None unless it is exactly of our shape."""
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    subject = unsecured.get("credentialSubject")
    if isinstance(subject, dict) and "verifiableCredential" in subject:
        return _canonical(_RECORD, unsecured)
    if "evidence" in document:
        return _canonical(_CREDENTIAL, unsecured)
    return _canonical(_BARE_WORD if isinstance(document.get("issuer"), dict) else _BARE_ENDORSEMENT, unsecured)


def canonical_configuration(proof: Json) -> str | None:
    """Return the canonical N-Quads of a proof without its value, None unless it is exactly of our shape."""
    return _canonical(_CONFIGURATION, {name: value for name, value in proof.items() if name != "proofValue"})


def _canonical(write: Write, document: Json) -> str | None:
    quads = Quads()
    try:
        write(quads, "", document)
        check_record(quads)
    except OtherShape:
        return None
    return canonical_lines(quads.quads)


_NAME: Members = {"name": (f"{_SCHEMA}name", text)}
_DESCRIPTION: Members = {"description": (f"{_SCHEMA}description", text)}
_TIMES = typed(f"{_XSD}dateTime", _TIME)
_URI = typed(f"{_XSD_OF_OB}anyURI", IRI)


def _described(kind: str, members: Members, *, named: bool = True, as_text: bool = False) -> Write:
    """A node of an Open Badges type, which is spelled as an array of one but for the two types the standard wants as text."""
    return node(kind if as_text else [kind], (f"{_OB}{kind}",), members, named=named)


_CONFIGURATION_MEMBERS: Members = {
    "cryptosuite": (f"{_SEC}cryptosuite", typed(f"{_SEC}cryptosuiteString", re.compile("eddsa-rdfc-2022"))),
    "created": ("http://purl.org/dc/terms/created", _TIMES),
    "verificationMethod": (f"{_SEC}verificationMethod", iri),
    "proofPurpose": (f"{_SEC}proofPurpose", exactly("assertionMethod", f"<{_SEC}assertionMethod>")),
}
_PROOF_TYPE = ("DataIntegrityProof", (f"{_SEC}DataIntegrityProof",))
_CONFIGURATION = node(*_PROOF_TYPE, _CONFIGURATION_MEMBERS, named=False)
_PROOF = node(
    *_PROOF_TYPE,
    {**_CONFIGURATION_MEMBERS, "proofValue": (f"{_SEC}proofValue", typed(f"{_SEC}multibase", _SIGNATURE))},
    named=False,
)

_ENDORSEMENT_MEMBERS: Members = {
    **_NAME,
    "issuer": (f"{_VC}issuer", iri),
    "validFrom": (f"{_VC}validFrom", _TIMES),
    "credentialSubject": (
        f"{_VC}credentialSubject",
        _described("EndorsementSubject", {"endorsementComment": (f"{_OB}endorsementComment", text)}),
    ),
}
_ENDORSEMENT_TYPE = (
    ["VerifiableCredential", "EndorsementCredential"],
    (f"{_VC}VerifiableCredential", f"{_OB}EndorsementCredential"),
)
_BARE_ENDORSEMENT = node(*_ENDORSEMENT_TYPE, _ENDORSEMENT_MEMBERS, named=True, context=CONTEXTS)
_ENDORSEMENT = node(
    *_ENDORSEMENT_TYPE,
    {**_ENDORSEMENT_MEMBERS, "proof": (f"{_SEC}proof", [in_own_graph(_PROOF)])},
    named=True,
    context=CONTEXTS,
)
_WORD_MEMBERS: Members = {**_ENDORSEMENT_MEMBERS, "issuer": (f"{_VC}issuer", _described("Profile", _NAME))}
_BARE_WORD = node(*_ENDORSEMENT_TYPE, _WORD_MEMBERS, named=True, context=CONTEXTS)
_WORD = node(
    *_ENDORSEMENT_TYPE,
    {**_WORD_MEMBERS, "proof": (f"{_SEC}proof", [in_own_graph(_PROOF)])},
    named=True,
    context=CONTEXTS,
)

_LEVEL = _described(
    "RubricCriterionLevel",
    {**_NAME, "level": (f"{_OB}level", text), "points": (f"{_OB}points", text)},
)
_RESULT_DESCRIPTION = _described(
    "ResultDescription",
    {**_NAME, "resultType": (f"{_OB}resultType", text), "rubricCriterionLevel": (f"{_OB}rubricCriterionLevel", [_LEVEL])},
)
_IDENTIFIER_ENTRY = _described(
    "IdentifierEntry",
    {"identifier": (f"{_OB}identifier", text), "identifierType": (f"{_OB}identifierType", text)},
    named=False,
    as_text=True,
)
_WEB_ADDRESS = typed(f"{_XSD_OF_OB}anyURI", WEB)
_ALIGNMENT = node(
    ["Alignment"],
    (f"{_SCHEMA}AlignmentObject",),
    {
        "targetName": (f"{_SCHEMA}targetName", text),
        "targetUrl": (f"{_SCHEMA}targetUrl", _WEB_ADDRESS),
        "targetFramework": (f"{_SCHEMA}targetFramework", text),
        "targetType": (f"{_OB}targetType", text),
        "targetCode": (f"{_OB}targetCode", text),
        "targetDescription": (f"{_SCHEMA}targetDescription", text),
    },
    named=False,
)
_ACHIEVEMENT = _described(
    "Achievement",
    {
        **_NAME,
        **_DESCRIPTION,
        "achievementType": (f"{_OB}achievementType", text),
        "humanCode": (f"{_OB}humanCode", text),
        "version": (f"{_OB}version", text),
        "inLanguage": (f"{_SCHEMA}inLanguage", text),
        "criteria": (f"{_OB}Criteria", node(None, (), {"narrative": (f"{_OB}narrative", text)}, named=False)),
        "alignment": (f"{_OB}alignment", [_ALIGNMENT]),
        "otherIdentifier": (f"{_OB}otherIdentifier", [_IDENTIFIER_ENTRY]),
        "resultDescription": (f"{_OB}resultDescription", [_RESULT_DESCRIPTION]),
    },
)
_RESULT = _described(
    "Result",
    {
        "resultDescription": (f"{_OB}resultDescription", _URI),
        "achievedLevel": (f"{_OB}achievedLevel", _URI),
        "status": (f"{_OB}status", text),
        "value": (f"{_SCHEMA}value", text),
    },
    named=False,
)
_IDENTITY = _described(
    "IdentityObject",
    {
        "hashed": (f"{_OB}hashed", exactly(False, f'"false"^^<{_XSD_OF_OB}boolean>')),
        "identityHash": (f"{_OB}identityHash", text),
        "identityType": (f"{_OB}identityType", text),
    },
    named=False,
    as_text=True,
)
_ADDRESS = _described("Address", {"addressLocality": (f"{_SCHEMA}addressLocality", text)}, named=False)
_SUBJECT = _described(
    "AchievementSubject",
    {
        "licenseNumber": (f"{_OB}licenseNumber", text),
        "identifier": (f"{_OB}identifier", [_IDENTITY]),
        "source": (f"{_OB}source", _described("Profile", {**_NAME, **_DESCRIPTION})),
        "achievement": (f"{_OB}achievement", _ACHIEVEMENT),
        "result": (f"{_OB}result", [_RESULT]),
    },
)
_EVIDENCE = _described(
    "Evidence",
    {**_NAME, **_DESCRIPTION, "genre": (f"{_SCHEMA}genre", text), "narrative": (f"{_OB}narrative", text)},
)
_STATUS = node(
    "BitstringStatusListEntry",
    (f"{_STATUS_WORDS}BitstringStatusListEntry",),
    {
        "statusPurpose": (f"{_STATUS_WORDS}statusPurpose", text),
        "statusListIndex": (f"{_STATUS_WORDS}statusListIndex", text),
        "statusListCredential": (f"{_STATUS_WORDS}statusListCredential", web),
    },
    named=True,
    name=web,
)
_CREDENTIAL_TYPE = (
    ["VerifiableCredential", "AchievementCredential"],
    (f"{_VC}VerifiableCredential", f"{_OB}OpenBadgeCredential"),
)
_CREDENTIAL_MEMBERS: Members = {
    **_NAME,
    "issuer": (f"{_VC}issuer", _described("Profile", {**_NAME, "address": (f"{_OB}address", _ADDRESS)})),
    "validFrom": (f"{_VC}validFrom", _TIMES),
    "validUntil": (f"{_VC}validUntil", _TIMES),
    "awardedDate": (f"{_OB}awardedDate", typed("xsd:dateTime", _TIME)),
    "credentialSubject": (f"{_VC}credentialSubject", _SUBJECT),
    "credentialStatus": (f"{_VC}credentialStatus", _STATUS),
    "evidence": (f"{_VC}evidence", [_EVIDENCE]),
    "endorsement": (f"{_OB}endorsement", [_ENDORSEMENT]),
}
_CREDENTIAL = node(*_CREDENTIAL_TYPE, _CREDENTIAL_MEMBERS, named=True, context=CONTEXTS)
_SIGNED_CREDENTIAL = node(
    *_CREDENTIAL_TYPE,
    {**_CREDENTIAL_MEMBERS, "proof": (f"{_SEC}proof", [in_own_graph(_PROOF)])},
    named=True,
    context=CONTEXTS,
)


def _inside(quads: Quads, graph: str, value: object) -> str:
    """What a record carries: certificates, and what other organisations said about them."""
    return (_SIGNED_CREDENTIAL if isinstance(value, dict) and "evidence" in value else _WORD)(quads, graph, value)


_HOLDER = node(
    ["ClrSubject"],
    (f"{_CLR_WORDS}ClrSubject",),
    {
        "identifier": (f"{_CLR_WORDS}identifier-1", [_IDENTITY]),
        "verifiableCredential": (f"{_CLR_WORDS}verifiableCredential", [part_of_record(_inside)]),
    },
    named=True,
)
_RECORD = node(
    ["VerifiableCredential", "ClrCredential"],
    (f"{_VC}VerifiableCredential", f"{_CLR_WORDS}ClrCredential"),
    {
        **_NAME,
        "issuer": (f"{_VC}issuer", _described("Profile", _NAME)),
        "validFrom": (f"{_VC}validFrom", _TIMES),
        "credentialSubject": (f"{_VC}credentialSubject", _HOLDER),
    },
    named=True,
    context=RECORD_CONTEXTS,
)
