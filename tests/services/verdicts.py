"""Verdicts on what a test has in its hands, with a trust it names itself instead of a site's."""

from __future__ import annotations

from datetime import datetime

from supervisor_app.credentials.trust import Register, TrustStore
from supervisor_app.credentials.verdict import Verdict
from supervisor_app.services.verifying import check_bytes, check_pasted
from supervisor_app.services.verifying_records import Checker


def verify_bytes(name: str, data: bytes, *, trust: TrustStore, register: Register | None = None, now: datetime) -> Verdict:
    """Return the verdict on a file's content."""
    return check_bytes(name, data, Checker(trust=trust, register=register, now=now))


def verify_pasted(text: str, *, trust: TrustStore, now: datetime) -> Verdict:
    """Return the verdict on a pasted text."""
    return check_pasted(text, Checker(trust=trust, now=now))
