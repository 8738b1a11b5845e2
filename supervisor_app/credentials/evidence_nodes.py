"""What a certificate rests on, as evidence of its credential: the sessions, the training, each step, photos, certificates below.

Nothing of a photo is inside but its digest; a session is named by its sign-off and the digest of its signed entry.
"""

from __future__ import annotations

from collections.abc import Iterator

from supervisor_app.credentials.proof import Json
from supervisor_app.credentials.wording import plain, sign_off_urn
from supervisor_app.domain.certificate import CertificateFacts, Evidence, EvidenceSession, EvidenceShown, EvidenceStep
from supervisor_app.domain.frozen import dataclass

MOST_SHOWN = 60
"""Photos and files that a credential names one by one; the signed record names them all."""
_RESULT_WORDS = {"met": "Met", "not_met": "Not met", "not_applicable": "Not applicable", "not_seen": "Not seen"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Who judged, and what they signed: the sign-off (32 hex digits), the assessor, their Ed25519 public key (32 bytes)."""

    sign_off_id: str
    name: str
    title: str
    meaning: str
    public_key: bytes


def evidence_nodes(facts: CertificateFacts, statement: Statement) -> Iterator[Json]:
    """Yield the evidence: the deciding session first (or who confirmed it), then what it is made of."""
    session = sign_off_urn(statement.sign_off_id)
    evidence = facts.evidence
    digests = {one.sign_off: one.digest for one in evidence.sessions}
    yield _deciding(facts, session, digests.get(statement.sign_off_id, ""))
    if facts.training_completed:
        trainer = f", trainer {plain(facts.trainer)}" if plain(facts.trainer) else ""
        yield {
            "id": f"{session}#training",
            "type": ["Evidence"],
            "genre": "Training",
            "name": f"Training completed {facts.training_completed.isoformat()}{trainer}",
        }
    yield from (_session(one) for one in evidence.sessions if one.sign_off != statement.sign_off_id)
    yield from (_step(session, step) for step in evidence.steps)
    yield from (_shown(session, number, one) for number, one in enumerate(evidence.shown[:MOST_SHOWN], 1))
    for number, below in enumerate(evidence.stands_on, 1):
        yield {
            "id": f"{session}#stands-on-{number}",
            "type": ["Evidence"],
            "genre": STANDS_ON,
            "name": plain(f"{below.title}, certificate {below.number}"),
            "description": below.credential_id,
        }


STANDS_ON = "Certificate"
"""The genre of evidence that is another certificate: its description is that credential's id."""


def _deciding(facts: CertificateFacts, session: str, digest: str) -> Json:
    confirmed = bool(facts.evidence.stands_on)
    node: Json = {
        "id": session,
        "type": ["Evidence"],
        "genre": "Confirmation" if confirmed else "Observation",
        "name": f"{'Confirmed' if confirmed else 'Observed'} by {plain(facts.evaluator)}",
        "narrative": _decision_words(facts.evidence) or "Direct observation of the task.",
    }
    if digest:
        node["description"] = _digest_words(digest)
    return node


def _session(session: EvidenceSession) -> Json:
    return {
        "id": sign_off_urn(session.sign_off),
        "type": ["Evidence"],
        "genre": "Observation",
        "name": f"Observed by {plain(session.assessor)} on {session.day.isoformat()}",
        "description": _digest_words(session.digest),
    }


def _digest_words(digest: str) -> str:
    return f"SHA-256 of the signed entry: {digest}"


def _shown(session: str, number: int, file: EvidenceShown) -> Json:
    genre = "Photo" if file.media.startswith("image/") else "File"
    where = f" at step {file.step}" if file.step or not file.added else ""
    return {
        "id": f"{session}#shown-{number}",
        "type": ["Evidence"],
        "genre": genre,
        "name": f"{genre}{where}, added after signing on {file.added.isoformat()}" if file.added else f"{genre}{where}",
        "description": f"{plain(file.media)}, {file.size} bytes, SHA-256 {file.digest}",
    }


def _decision_words(evidence: Evidence) -> str:
    figures = [f"{label}: {figure}" for label, figure in evidence.figures]
    return plain("; ".join(filter(None, (evidence.decision, *figures))))


def _step(session: str, step: EvidenceStep) -> Json:
    words = (_RESULT_WORDS.get(step.result, step.result), step.measured, step.note)
    return {
        "id": f"{session}#step-{step.number}",
        "type": ["Evidence"],
        "genre": "Critical step" if step.critical else "Step",
        "name": plain(step.text) or f"Step {step.number}",
        "description": plain("; ".join(filter(None, words))),
    }
