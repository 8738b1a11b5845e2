"""A photo or document that was added to an assessment after its sign-off; it stands beside the signed record, which stays."""

from __future__ import annotations

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.observation import EvidenceFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """The body of `evidence.attached`; who signs it is the member who adds the file to the sign-off with the id `sign_off`.

    `step` is the key of the step it shows, "" for the whole assessment. It is evidence, never an observation: no decision is
    worked out from it.
    """

    id: str
    sign_off: str
    worker_id: str
    competency: str
    team: str
    file: EvidenceFile
    reason: str
    step: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentAct:
    """The body of `evidence.withdrawn` (it was added wrongly, for `reason`) and `evidence.countersigned` (`reason` is a note).

    `attachment` is the id of what was added, `sign_off` the id of the assessment it was added to.
    """

    attachment: str
    sign_off: str
    worker_id: str
    competency: str
    team: str
    reason: str = ""
