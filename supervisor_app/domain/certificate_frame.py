"""What every certificate says alike, however it was earned: its identity, the issuer, the holder, in what and at which level."""

from __future__ import annotations

from typing import TypedDict

from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.look import HOUSE_LOOK, PaperLook
from supervisor_app.domain.people import Worker
from supervisor_app.domain.texts import in_language


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """The identity a new certificate gets: its credential id (`urn:uuid:...`), its printed number, its place in a status list."""

    credential_id: str
    number: str
    status_list: str = ""
    status_index: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """The organisation as the certificate names it; `did` and `key_id` (8 bytes in hex) are the issuer key's."""

    organisation: str
    place: str
    did: str
    key_id: str
    host: str = ""
    logo_digest: str = ""
    look: PaperLook = HOUSE_LOOK


class Frame(TypedDict):
    """Fields of `CertificateFacts`, by their names there."""

    credential_id: str
    number: str
    status_list: str
    status_index: int
    language: str
    organisation: str
    place: str
    issuer_did: str
    issuer_key: str
    host: str
    logo_digest: str
    look: PaperLook
    holder: str
    holder_latin: str
    employee_no: str
    title: str
    assessed_against: str
    competency: str
    checklist_code: str
    checklist_revision: int
    checklist_digest: str
    level: str
    level_name: str
    level_rank: int
    level_count: int
    level_scale: str


def frame(
    numbering: Numbering, issuer: Issuer, worker: Worker, checklist: Checklist, digest: str, level: str, language: str
) -> Frame:
    """Return these facts; `digest` is the checklist's, `level` a key of its scale, the lowest one where it is none of them."""
    keys = [one.key for one in checklist.levels]
    rank = keys.index(level) if level in keys else 0
    return {
        "credential_id": numbering.credential_id,
        "number": numbering.number,
        "status_list": numbering.status_list,
        "status_index": numbering.status_index,
        "language": language,
        "organisation": issuer.organisation,
        "place": issuer.place,
        "issuer_did": issuer.did,
        "issuer_key": issuer.key_id,
        "host": issuer.host,
        "logo_digest": issuer.logo_digest,
        "look": issuer.look,
        "holder": worker.name,
        "holder_latin": worker.latin_name if worker.latin_name != worker.name else "",
        "employee_no": worker.employee_no,
        "title": in_language(checklist.title, language),
        "assessed_against": in_language(checklist.assessed_against or {}, language),
        "competency": checklist.competency,
        "checklist_code": checklist.code,
        "checklist_revision": checklist.revision,
        "checklist_digest": digest,
        "level": keys[rank],
        "level_name": in_language(checklist.levels[rank].label, language),
        "level_rank": rank + 1,
        "level_count": len(keys),
        "level_scale": ", ".join(f"{one.key} {in_language(one.label, language)}" for one in checklist.levels),
    }
