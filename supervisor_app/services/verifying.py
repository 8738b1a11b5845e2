"""Checking a certificate from anywhere: a PDF, a badge, a photograph, a pasted text or a typed code. Nothing is sent anywhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from supervisor_app.credentials.carriers import (
    MAX_FILE_BYTES,
    Kind,
    NotReadable,
    baked_credential,
    codes_in_picture,
    kind_of,
    read_json,
)
from supervisor_app.credentials.claims import NotABadge
from supervisor_app.credentials.findings import Findings, code_agrees, examine_code, examine_credential
from supervisor_app.credentials.judging import judge
from supervisor_app.credentials.paper import compare
from supervisor_app.credentials.qr_payload import NotACode, QrClaims, decode
from supervisor_app.credentials.trust import Register, TrustStore
from supervisor_app.credentials.verdict import (
    Check,
    CheckState,
    Fact,
    FieldComparison,
    Outcome,
    Verdict,
    unreadable,
)
from supervisor_app.domain.codes import read_code
from supervisor_app.errors import InputError
from supervisor_app.services.opened_site import Site
from supervisor_app.services.site_register import SiteRegister, trust_of

__all__ = [
    "Check",
    "CheckState",
    "Fact",
    "FieldComparison",
    "Outcome",
    "Verdict",
    "verify",
    "verify_bytes",
    "verify_file",
    "verify_pasted",
    "verify_text",
]

MAX_TEXT = 400_000
"""Characters of a pasted text that are looked at."""

ANOTHER_FILE = "Try the PDF of the certificate, a photograph of its code, or the badge file."
ANOTHER_PICTURE = "Hold the paper flat, fill the picture with the code, and try again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    """What verdicts are made with: the pinned issuers, this site's records where there are any, and the time (aware)."""

    trust: TrustStore
    now: datetime
    register: Register | None = None


def verify(site: Site, name: str, data: bytes, now: datetime) -> Verdict:
    """Return the verdict on a file's content, with the issuers and records of this site."""
    return verify_bytes(name, data, trust=trust_of(site), register=SiteRegister(site), now=now)


def verify_file(site: Site, path: Path, now: datetime) -> Verdict:
    """Return the verdict on a file; one that cannot be opened is unreadable, with the system's reason. Large ones stay unread."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as problem:
        reason = problem.strerror or "the system refuses it"
        return unreadable(
            path.name, now, f"This file cannot be opened: {reason[:1].lower()}{reason[1:]}.", "Choose another file."
        )
    return verify(site, path.name, data, now)


def verify_text(site: Site, text: str, now: datetime) -> Verdict:
    """Return the verdict on a pasted text, with the issuers and records of this site."""
    return verify_pasted(text, trust=trust_of(site), register=SiteRegister(site), now=now)


def verify_bytes(name: str, data: bytes, *, trust: TrustStore, register: Register | None = None, now: datetime) -> Verdict:
    """Return the verdict on a file's content; what cannot be read is a verdict as well, never an exception."""
    checker = Checker(trust=trust, register=register, now=now)
    if len(data) > MAX_FILE_BYTES:
        return unreadable(name, now, f"This file is larger than {MAX_FILE_BYTES // 1_000_000} MB.", ANOTHER_FILE)
    kind = kind_of(data)
    match kind:
        case Kind.PDF:
            return _verify_pdf(name, data, checker)
        case Kind.JSON:
            return _verify_json(name, data, checker)
        case Kind.PICTURE | Kind.SVG:
            return _verify_picture(name, data, kind, checker)
        case Kind.TEXT:
            return verify_pasted(data[:MAX_TEXT].decode("utf-8", "replace"), trust=trust, register=register, now=now, name=name)
    return unreadable(name, now, "This file is neither a certificate nor a picture of one.", ANOTHER_FILE)


def verify_pasted(
    text: str, *, trust: TrustStore, register: Register | None = None, now: datetime, name: str = "Pasted text"
) -> Verdict:
    """Return the verdict on a pasted text: a credential, the text or link of a QR code, or the ten characters under it."""
    checker = Checker(trust=trust, register=register, now=now)
    words = text[: MAX_TEXT + 1].strip()
    if len(words) > MAX_TEXT:
        return unreadable(name, now, "This text is longer than any certificate.", ANOTHER_FILE)
    if words.startswith(("{", "eyJ")):
        return _verify_json(name, words.encode("utf-8", "replace"), checker)
    code = read_code(words)
    if code:
        return _verify_typed(name, code, checker)
    try:
        return judge(examine_code(decode(words), trust, register), name=name, now=now)
    except NotACode:
        sentence = "This text is not from a certificate, or it is not complete."
        return unreadable(name, now, sentence, "Copy the whole link behind the code, or type the ten characters under it.")


def _verify_json(name: str, data: bytes, checker: Checker) -> Verdict:
    try:
        return _judged(_examine(data, checker), name, checker)
    except NotReadable as problem:
        return unreadable(name, checker.now, f"This file cannot be read: {problem}.", ANOTHER_FILE)


def _verify_picture(name: str, data: bytes, kind: Kind, checker: Checker) -> Verdict:
    try:
        baked = baked_credential(data, kind)
        if baked is not None:
            return _judged(_examine(baked, checker), name, checker)
        texts = codes_in_picture(data) if kind is Kind.PICTURE else ()
    except NotReadable as problem:
        return unreadable(name, checker.now, f"This picture cannot be read: {problem}.", ANOTHER_PICTURE)
    code = _first_code(texts)
    if code is not None:
        return _judged(examine_code(code, checker.trust, checker.register), name, checker)
    found = "The code in this picture is not from a certificate." if texts else "No code was found in this picture."
    return unreadable(name, checker.now, found, ANOTHER_PICTURE)


def _verify_pdf(name: str, data: bytes, checker: Checker) -> Verdict:
    from supervisor_app.documents.reading import read_certificate_pdf

    try:
        contents = read_certificate_pdf(data)
        code = _first_code((contents.qr_text,) if contents.qr_text else ())
        if contents.credential is not None:
            findings = _examine(contents.credential, checker)
            findings = replace(findings, code=code_agrees(code, findings), paper=compare(findings.claims, contents.fields))
        elif code is not None:
            findings = examine_code(code, checker.trust, checker.register)
            findings = replace(findings, paper=compare(findings.claims, contents.fields) if contents.fields else ())
        else:
            return unreadable(name, checker.now, "This PDF holds no certificate.", ANOTHER_FILE)
    except InputError as problem:
        return unreadable(name, checker.now, problem.message, problem.hint or ANOTHER_FILE)
    except NotReadable as problem:
        return unreadable(name, checker.now, f"The record in this PDF cannot be read: {problem}.", ANOTHER_FILE)
    return _judged(findings, name, checker)


def _verify_typed(name: str, code: str, checker: Checker) -> Verdict:
    """A typed code only finds a certificate; what is found is proven like any other."""
    registered = checker.register.by_code(code) if checker.register else None
    if registered is None:
        sentence = f"No certificate with the code {code} is in this laptop's records."
        return unreadable(name, checker.now, sentence, "Check the ten characters, or open the PDF of the certificate.")
    return _verify_json(code, registered.credential, checker)


def _examine(data: bytes, checker: Checker) -> Findings:
    try:
        return examine_credential(read_json(data), checker.trust, checker.register)
    except NotABadge as problem:
        raise NotReadable(str(problem)) from problem


def _judged(findings: Findings, name: str, checker: Checker) -> Verdict:
    return judge(findings, name=name, now=checker.now)


def _first_code(texts: tuple[str, ...]) -> QrClaims | None:
    for text in texts:
        try:
            return decode(text)
        except NotACode:
            continue
    return None
