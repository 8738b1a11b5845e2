"""Reading one credential as text, whatever standard and form it is in: examined where we can, explained where we cannot."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from supervisor_app.credentials.carriers import NotReadable, read_json
from supervisor_app.credentials.claims import NotABadge, NotOurs
from supervisor_app.credentials.data_model import types_of
from supervisor_app.credentials.did_web import is_did_document
from supervisor_app.credentials.findings import Findings, examine_credential, examine_token
from supervisor_app.credentials.listed_status import LIST, SeenLists
from supervisor_app.credentials.older_badges import OlderBadge, part_words, read_older_badge
from supervisor_app.credentials.proof import Json
from supervisor_app.credentials.trust import Register, TrustStore
from supervisor_app.credentials.verdict import Check, Fact, Verdict, unreadable, unsupported
from supervisor_app.credentials.web_token import NotAToken, looks_like_token, read_token
from supervisor_app.domain.frozen import dataclass

ADD_IT = "Add it under “Known issuers”: then certificates are held against it."
ANOTHER_FILE = "Try the PDF of the certificate, a photograph of its code, or the badge file."
ONLY_THESE = "Badges, records of badges (CLR) and endorsements are checked here."


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    """What verdicts are made with: the pinned issuers, this site's records and the status lists seen where there are any, and
    the time (aware). `words_about` returns what others said about a certificate by its id. `work` counts seconds of work of this
    thread: what is read in vain for too long is given up.
    """

    trust: TrustStore
    now: datetime
    register: Register | None = None
    lists: SeenLists | None = None
    words_about: Callable[[str], tuple[Check, ...]] | None = None
    work: Callable[[], float] = time.thread_time


class NotJudged(Exception):  # noqa: N818 - a finding, shown as a verdict
    """What was read is no certificate that can be judged; says what it is, what to do, and what it claims."""

    def __init__(
        self, sentence: str, note: str = "", facts: tuple[Fact, ...] = (), *, readable: bool = True, signed: bool = True
    ) -> None:
        super().__init__(sentence)
        self.sentence, self.note, self.facts, self.readable, self.signed = sentence, note, facts, readable, signed

    def verdict(self, name: str, checked: datetime) -> Verdict:
        """Return it as a verdict: unreadable, unsupported or unsigned."""
        if not self.readable:
            return unreadable(name, checked, self.sentence, self.note)
        return unsupported(name, checked, self.sentence, self.note, self.facts, signed=self.signed)


def examine_record(data: bytes, checker: Checker) -> Findings:
    """Return what was found about a credential. NotReadable for no credential, NotJudged for one that can only be explained."""
    try:
        text = data.decode("utf-8-sig", "replace").strip()
        if looks_like_token(text) or text.startswith(("eyJ", "http://", "https://")):
            return _examine_token(text, checker)
        document = read_json(data)
        _explain_other(document)
        return examine_credential(document, checker.trust, None, checker.lists)
    except NotOurs as problem:
        raise _another_kind(document) from problem
    except NotABadge as problem:
        raise NotReadable(str(problem)) from problem


def _examine_token(text: str, checker: Checker) -> Findings:
    if not text.startswith("eyJ"):
        raise NotJudged(
            "This badge only names a web page as its proof, and web pages are not asked here.",
            "Ask the issuer for a badge of version 3.0.",
            (Fact("Page", text[:300]),),
        )
    try:
        token = read_token(text)
    except NotAToken as problem:
        raise NotReadable(str(problem)) from problem
    _explain_other(token.document)
    try:
        return examine_token(token, checker.trust, None, checker.lists)
    except NotABadge as problem:
        if token.refusal:
            raise NotJudged(f"This program cannot tell whether it is genuine: {token.refusal}.") from problem
        raise


def _explain_other(document: Json) -> None:
    """Say what a document is that is no credential of today."""
    older = read_older_badge(document)
    if older is not None:
        raise _older(older)
    part = part_words(document)
    if part:
        raise NotJudged(f"This is {part}, not a certificate of anybody.", readable=False)
    if LIST in types_of(document):
        raise NotJudged("This is a status list, not a certificate.", ADD_IT, readable=False)
    if is_did_document(document):
        raise NotJudged("These are the keys of an issuer, not a certificate.", ADD_IT, readable=False)
    if isinstance(document.get("issuers"), list):
        raise NotJudged("This is a trust file, not a certificate.", ADD_IT, readable=False)


def _older(badge: OlderBadge) -> NotJudged:
    how = {
        "hosted": "Its proof is a page on the issuer's web site, which is not asked here.",
        "signed": "Its signature can only be checked with a key from the issuer's web site, which is not asked here.",
    }[badge.proof]
    facts = (
        Fact("Holder", badge.holder),
        Fact("Competency", badge.title),
        Fact("Issuer", badge.issuer),
        Fact("Issued", badge.issued),
        Fact("Page", badge.page),
    )
    return NotJudged(
        f"This is an Open Badge of version {badge.version}. {how}",
        "Ask the issuer for a badge of version 3.0, which proves itself.",
        tuple(fact for fact in facts if fact.value),
    )


def _another_kind(document: Json) -> NotJudged:
    if "VerifiablePresentation" in types_of(document):
        return NotJudged(
            "This is a presentation that holds other credentials, not a certificate.", "Open the certificates inside it singly."
        )
    kinds = sorted(types_of(document) - {"VerifiableCredential"})
    kind = f" of another kind ({kinds[0][:60]})" if kinds else ", but not about a competency"
    if "proof" not in document:
        return NotJudged(f"This is a credential{kind}, and nobody signed it.", ONLY_THESE, signed=False)
    return NotJudged(f"This is a credential{kind}.", ONLY_THESE)
