"""Checking a certificate from anywhere: a PDF, a badge, a photograph, a pasted text or a typed code. Nothing is sent anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from supervisor_app.credentials.carriers import (
    MAX_FILE_BYTES,
    Kind,
    NotReadable,
    baked_credential,
    codes_in_picture,
    kind_of,
)
from supervisor_app.credentials.findings import examine_code, with_records
from supervisor_app.credentials.judging import judge
from supervisor_app.credentials.listed_status import SeenLists
from supervisor_app.credentials.qr_payload import NotACode, decode
from supervisor_app.credentials.status_list import looks_like_status
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
from supervisor_app.services.other_papers import other_paper
from supervisor_app.services.saving import why_not_opened
from supervisor_app.services.verifying_papers import MOST_PAPERS, Found, Placed, find_in_pdf, first_code
from supervisor_app.services.verifying_records import ADD_IT, ANOTHER_FILE, Checker, NotJudged, examine_record

if TYPE_CHECKING:
    from supervisor_app.services.endorsements import EndorsementLine
    from supervisor_app.services.opened_site import Site

__all__ = [
    "Check",
    "CheckState",
    "Fact",
    "FieldComparison",
    "Outcome",
    "Verdict",
    "verify",
    "verify_each",
    "verify_file",
    "verify_text",
]

MOST_SAID = 200
MAX_TEXT = 400_000
"""Characters of a pasted text that are looked at."""

ANOTHER_PICTURE = "Hold the paper flat, fill the picture with the code, and try again."


def checker_of(site: Site, now: datetime) -> Checker:
    """Return what verdicts are made with on this laptop: its issuers, its records, the status lists it has seen."""
    from supervisor_app.services.endorsements import endorsements_of  # another process that only reads files asks no site
    from supervisor_app.services.seen_lists import lists_for_phones, seen_lists
    from supervisor_app.services.site_register import SiteRegister, trust_of

    lists = SeenLists(seen_lists(site.folder), now, lists_for_phones(site.folder))
    trust = trust_of(site)
    return Checker(
        trust=trust,
        register=SiteRegister(site),
        lists=lists,
        now=now,
        words_about=lambda name: tuple(_word_line(line) for line in endorsements_of(site, name, now, trust)),
    )


def _word_line(line: EndorsementLine) -> Check:
    """What somebody else said, as a line of the verdict; it never makes a certificate better."""
    if line.outcome == Outcome.VALID:
        return Check("endorsed", CheckState.PASSED, f"Endorsed by {line.by}: “{line.comment[:MOST_SAID]}”")
    return Check("endorsed", CheckState.UNKNOWN, f"An endorsement by {line.by} does not count", line.sentence.rstrip("."))


def verify(site: Site, name: str, data: bytes, now: datetime) -> Verdict:
    """Return the verdict on a file's content, with the issuers and records of this site; of several in it the first not valid."""
    return check_bytes(name, data, checker_of(site, now))


def verify_each(site: Site, name: str, data: bytes, now: datetime) -> Iterator[Verdict]:
    """Yield the verdict on each certificate in a file's content; its name says where it stands, where there are several."""
    checker = checker_of(site, now)
    return (concluded_at(name, placed, checker) for placed in find_each_in_bytes(name, data, checker))


def verify_file(site: Site, path: Path, now: datetime, place: str = "") -> Verdict:
    """Return the verdict on a file; one that cannot be opened is unreadable, with the system's reason. Large ones stay unread.

    Of several certificates in it on the one at that `place`, else on the first that is not valid.
    """
    checker = checker_of(site, now)
    for placed in find_each_in_file(path, checker) if place else ():
        if placed.place == place:
            return concluded_at(path.name, placed, checker)
    return check_file(path, checker)


def verify_text(site: Site, text: str, now: datetime) -> Verdict:
    """Return the verdict on a pasted text, with the issuers and records of this site."""
    return check_pasted(text, checker_of(site, now))


def check_file(path: Path, checker: Checker) -> Verdict:
    """Return the verdict on a file, as `verify_file`, with a checker made before."""
    return _first_that_is_not_valid(concluded_at(path.name, one, checker) for one in find_each_in_file(path, checker))


def check_bytes(name: str, data: bytes, checker: Checker) -> Verdict:
    """Return the verdict on a file's content, as `verify`, with a checker made before."""
    return _first_that_is_not_valid(concluded_at(name, one, checker) for one in find_each_in_bytes(name, data, checker))


def _first_that_is_not_valid(verdicts: Iterator[Verdict]) -> Verdict:
    """Every file gives at least one verdict."""
    first = next(verdicts)
    return next((verdict for verdict in chain((first,), verdicts) if not verdict.valid), first)


def check_pasted(text: str, checker: Checker, name: str = "Pasted text") -> Verdict:
    """Return the verdict on a pasted text, as `verify_text`, with a checker made before."""
    return concluded(find_in_text(text, checker, name), name, checker)


def concluded(found: Found, name: str, checker: Checker) -> Verdict:
    """Return the verdict on what was found, with what the site's records add to it."""
    if isinstance(found, Verdict):
        return found
    verdict = judge(with_records(found, checker.register), name=name, now=checker.now)
    if checker.words_about is None or verdict.kind == "endorsement" or not verdict.proven:
        return verdict
    return replace(verdict, checks=(*verdict.checks, *checker.words_about(verdict.credential_id)))


def concluded_at(name: str, placed: Placed, checker: Checker) -> Verdict:
    """Return the verdict on what was found at a place of the file `name`, which the verdict's own name then says."""
    found = placed.found
    where = f"{name}, {placed.place}" if placed.place else name
    verdict = concluded(replace(found, name=where) if isinstance(found, Verdict) else found, where, checker)
    return replace(verdict, checks=(*verdict.checks, placed.unsearched)) if placed.unsearched else verdict


def find_each_in_file(path: Path, checker: Checker) -> Iterator[Placed]:
    """Yield what is found in a file: findings that records may still add to, or the verdict on what is no certificate."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as problem:
        reason, hint = why_not_opened(problem)
        yield Placed("", unreadable(path.name, checker.now, f"This file cannot be opened: {reason}.", hint))
        return
    yield from find_each_in_bytes(path.name, data, checker)


def find_each_in_bytes(name: str, data: bytes, checker: Checker) -> Iterator[Placed]:
    """Yield what is found in a file's content: each certificate of a PDF, each code of a picture, else one finding."""
    if len(data) > MAX_FILE_BYTES:
        size = f"{MAX_FILE_BYTES // 1_000_000} MB"
        yield Placed("", unreadable(name, checker.now, f"This file is larger than {size}.", ANOTHER_FILE))
        return
    kind = kind_of(data)
    try:
        if kind is Kind.PDF:
            yield from find_in_pdf(name, data, checker)
        elif kind in (Kind.PICTURE, Kind.SVG):
            yield from _in_picture(name, data, kind, checker)
        else:
            yield Placed("", _in_other(name, data, kind, checker))
    except NotJudged as finding:
        yield Placed("", finding.verdict(name, checker.now))


def _in_other(name: str, data: bytes, kind: Kind, checker: Checker) -> Found:
    if looks_like_status(data):
        return unreadable(name, checker.now, "This is a status list, not a certificate.", ADD_IT)
    if kind is Kind.JSON:
        return _in_record(name, data, checker)
    if kind is Kind.TEXT:
        return find_in_text(data[: MAX_TEXT + 1].decode("utf-8", "replace"), checker, name)
    return unreadable(name, checker.now, "This file is neither a certificate nor a picture of one.", ANOTHER_FILE)


def find_in_text(text: str, checker: Checker, name: str = "Pasted text") -> Found:
    """Return what is found in a text."""
    words = text[: MAX_TEXT + 1].strip()
    if len(words) > MAX_TEXT:
        return unreadable(name, checker.now, "This text is longer than any certificate.", ANOTHER_FILE)
    try:
        if words.startswith(("{", "eyJ")):
            return _in_record(name, words.encode("utf-8", "replace"), checker)
        code = read_code(words)
        return _by_typed_code(name, code, checker) if code else examine_code(decode(words), checker.trust, None, checker.lists)
    except NotJudged as finding:
        return finding.verdict(name, checker.now)
    except NotACode:
        sentence = "This text is not from a certificate, or it is not complete."
        hint = "Copy the whole link behind the code, or type the ten characters under it."
        return unreadable(name, checker.now, *(other_paper((words,)) or (sentence, hint)))


def find_in_codes(texts: tuple[str, ...], checker: Checker, name: str) -> Found:
    """Return what is found in the texts of codes that were seen in one picture: the first one from a certificate counts."""
    code = first_code(texts)
    if code is not None:
        return examine_code(code, checker.trust, None, checker.lists)
    found = "The code in this picture is not from a certificate." if texts else "No code was found in this picture."
    return unreadable(name, checker.now, *(other_paper(texts) or (found, ANOTHER_PICTURE)))


def _in_record(name: str, data: bytes, checker: Checker) -> Found:
    try:
        return examine_record(data, checker)
    except NotReadable as problem:
        return unreadable(name, checker.now, f"This file cannot be read: {problem}.", ANOTHER_FILE)


def _in_picture(name: str, data: bytes, kind: Kind, checker: Checker) -> Iterator[Placed]:
    """What is baked into a badge, else what the codes say: each of several of ours in their order on the picture."""
    try:
        baked = baked_credential(data, kind)
        if baked is not None:
            yield Placed("", examine_record(baked, checker))
            return
        texts = codes_in_picture(data) if kind is Kind.PICTURE else ()
    except NotReadable as problem:
        sentence = f"This picture cannot be read: {problem}."
        yield Placed("", unreadable(name, checker.now, sentence, ANOTHER_PICTURE))
        return
    ours = [text for text in texts[:MOST_PAPERS] if first_code((text,))]
    if len(ours) < 2:
        yield Placed("", find_in_codes(texts, checker, name))
    for number, text in enumerate(ours if len(ours) > 1 else (), 1):
        yield Placed(f"code {number}", find_in_codes((text,), checker, name))


def _by_typed_code(name: str, code: str, checker: Checker) -> Found:
    """A typed code only finds a certificate; what is found is proven like any other."""
    registered = checker.register.by_code(code) if checker.register else None
    if registered is None:
        sentence = f"No certificate with the code {code} is in this laptop's records."
        return unreadable(name, checker.now, sentence, "Check the ten characters, or open the PDF of the certificate.")
    return _in_record(code, registered.credential, checker)
