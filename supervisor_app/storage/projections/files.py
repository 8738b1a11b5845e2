"""Photos and files that entries name by their digest."""

from __future__ import annotations

from supervisor_app.domain.observation import EvidenceFile
from supervisor_app.ledger.entry import Entry
from supervisor_app.storage import schema
from supervisor_app.storage.evidence_due import DUE
from supervisor_app.storage.projections.batch import Batch, keep_any, stamp, whole

_EVIDENCE = keep_any(schema.evidence)


def name_file(batch: Batch, entry: Entry, file: EvidenceFile, *, record: str, worker: str, step: str = "") -> None:
    """Note which file a record of a worker names, for a step or all of it; the next sync looks whether it is on this disk.

    That note is of this laptop and no projection: it is not taken away where the entry goes, and nothing is worked out from it.
    """
    batch.add(_EVIDENCE, (file.digest, record, step, worker, file.media, whole(file.size), *stamp(entry)))
    batch.add(DUE, (file.digest,))
