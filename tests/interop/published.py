"""A site with certificates and its published folder; copies of the folder with status lists made by hand."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from supervisor_app.credentials.qr_payload import encode
from supervisor_app.credentials.status_list import StatusCode, StatusRow, sign_status, status_name
from supervisor_app.domain.certificate import CertificateFacts
from supervisor_app.ledger.keys import Sealing
from supervisor_app.services.founding import NewSite, create_site
from supervisor_app.services.publishing import STATUS_NAME, publish
from supervisor_app.services.unlocking import issuer_key, unlock
from tests.credentials.samples import FACTS, NOW
from tests.services.certified import certify

PIN = "314159"
TODAY = NOW.date()
LIMITS = "Up to 2.5 t, counterbalance only, indoors, dry floor"


@dataclass(frozen=True, slots=True)
class Published:
    """`root` is what the host serves; the certificate of the site as digits, and the site's key to make others."""

    root: Path
    key: Ed25519PrivateKey
    digits: str
    facts: CertificateFacts

    def code(self, **changes: object) -> str:
        """Return the digits of another certificate by the same issuer."""
        return digits_of(replace(self.facts, **changes), self.key)  # type: ignore[arg-type]

    def with_status(self, name: str, rows: Iterable[StatusRow] = (), *, age: int = 0, data: bytes | None = None) -> str:
        """Publish again under `name` with another list (`data` as it is; b"" for none) and return the path of the page."""
        folder = self.root / name
        shutil.copytree(self.root / "site", folder)
        data = sign_status(TODAY - timedelta(days=age), rows, self.key) if data is None else data
        (folder / STATUS_NAME).write_bytes(data)
        if not data:
            (folder / STATUS_NAME).unlink()
        return f"{name}/c/"

    def row(self, code: StatusCode, since: date) -> StatusRow:
        """Return a row about the site's certificate."""
        return StatusRow(status_name(self.facts.credential_id), code, since)


def digits_of(facts: CertificateFacts, key: Ed25519PrivateKey) -> str:
    """Return the digits of a certificate's code."""
    return "".join(encode(facts, bytes(range(32)), key).text.rpartition("#" if facts.host else ":")[2:])


def publish_site(root: Path) -> Published:
    """Found a site, issue a certificate and publish."""
    details = NewSite(
        name="Northgate Pressings Inc.",
        host="verify.northgate.example",
        admin_name="Hannah Weber",
        admin_title="Assessor",
        pin=PIN,
    )
    light = Sealing(memory_kib=64, passes=1, lanes=1)
    site, session = create_site(root / "data", details, clock=lambda: NOW, randomness=Random(3).randbytes, sealing=light)
    until = date(2029, 5, 12)
    issued = certify(site, session, PIN, limits=LIMITS, limits_short=LIMITS, issued=date(2026, 5, 13), valid_until=until)
    publish(site, session, PIN, root / "web" / "site")
    key = issuer_key(site, unlock(site, session, PIN))
    site.close()
    assert issued.facts.credential_id == FACTS.credential_id
    return Published(root / "web", key, issued.qr_text.rpartition("#")[2], issued.facts)
