"""What the Certificates page says of a certificate's life: its state in a sentence, and one line for each thing that happened."""

from __future__ import annotations

from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.domain.certificate_acts import LifeKind, LifeState, SignedAct
from supervisor_app.domain.certificate_life import LifeStanding
from supervisor_app.domain.dates import day_in_words, short_day
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.names import isolated
from supervisor_app.services.certificate_standing import CertificateLife
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.widgets.status_shape import StatusShape

SHAPES = {
    LifeState.VALID: StatusShape.MET,
    LifeState.DUE_SOON: StatusShape.SOON,
    LifeState.EXPIRED: StatusShape.NOT_MET,
    LifeState.SUSPENDED: StatusShape.PAUSED,
    LifeState.WITHDRAWN: StatusShape.NOT_MET,
    LifeState.REPLACED: StatusShape.NOT_APPLICABLE,
}
_ACT_SHAPES = {
    LifeKind.SUSPENDED: StatusShape.PAUSED,
    LifeKind.REINSTATED: StatusShape.MET,
    LifeKind.REVOKED: StatusShape.NOT_MET,
    LifeKind.SUPERSEDED: StatusShape.NOT_APPLICABLE,
    LifeKind.CONFIRMED: StatusShape.MET,
    LifeKind.TRIGGERED: StatusShape.NOT_MET,
    LifeKind.CHECKLIST_WITHDRAWN: StatusShape.NOT_MET,
}
ACTION_WORDS = {
    LifeKind.SUSPENDED: "Put on hold",
    LifeKind.REINSTATED: "Lift the hold",
    LifeKind.CONFIRMED: "Confirm",
    LifeKind.TRIGGERED: "End early",
    LifeKind.REVOKED: "Withdraw",
}
"""What each act is called on its button."""
ACTION_ICONS = {
    LifeKind.SUSPENDED: Icon.PAUSE,
    LifeKind.REINSTATED: Icon.PLAY,
    LifeKind.CONFIRMED: Icon.TICK,
    LifeKind.TRIGGERED: Icon.STOP,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeLine:
    """One thing that happened: a shape, the sentence, and quieter lines below: the reason, who signed, why it does not count."""

    shape: StatusShape
    text: str
    details: tuple[str, ...]
    bad: bool = False


def state_sentence(now: LifeStanding) -> str:
    """Return where a certificate stands, in one sentence short enough for a line: "On hold until 29 Nov 2026: reason"."""
    why = f": {isolated(now.reason)}" if now.reason else ""
    since = short_day(now.since) if now.since else ""
    if now.state is LifeState.SUSPENDED:
        return f"On hold since {since}{f', until {short_day(now.until)}' if now.until else ''}{why}"
    if now.state is LifeState.WITHDRAWN:
        return f"Withdrawn on {since}{why}"
    if now.state is LifeState.REPLACED:
        return f"Replaced on {since}{why}"
    if now.state is LifeState.EXPIRED:
        return now.ends_why
    return now.ends_why or "It holds, without an end date."


def standing_said(questioned: str, now: LifeStanding) -> tuple[StatusShape, str]:
    """Return the shape and the sentence for where a certificate stands; before all else why it does not count, if it is so."""
    if questioned:
        return StatusShape.SOON, f"It does not count: {questioned}"
    return SHAPES[now.state], state_sentence(now)


def end_label(now: LifeStanding) -> str:
    """Return what the last day is called: of what was withdrawn or replaced before it, only the day it would have ended."""
    if now.ends is None or now.since is None or not now.final:
        return "Ends"
    return "Ended" if now.ends < now.since else "Would have ended"


def life_lines(issued: IssuedCertificate, life: CertificateLife, author: str) -> tuple[LifeLine, ...]:
    """Return everything that happened, the newest first, its issue last; `author` is who issued it."""
    facts = issued.facts
    about = (
        f"Evaluated on {day_in_words(facts.evaluated)} by {isolated(facts.evaluator)}.",
        f"Signed by {isolated(author)}, {day_in_words(facts.issued)}.",
    )
    reason = (f"It does not count: {life.questioned}",) if life.questioned else ()
    issue = LifeLine(shape=StatusShape.SAFE, text="Issued", details=(*about, *reason))
    return (*(_line(act) for act in reversed(life.acts)), issue)


def _line(act: SignedAct) -> LifeLine:
    title = f", {isolated(act.author_title)}" if act.author_title else ""
    details = [isolated(act.reason)] if act.reason else []
    details.append(f"Signed by {isolated(act.author)}{title}, {day_in_words(act.signed)}.")
    if act.questioned:
        details.append(f"It does not count: {act.questioned}")
    shape = StatusShape.INFO if act.questioned else _ACT_SHAPES[act.kind]
    return LifeLine(shape=shape, text=_happened(act), details=tuple(details), bad=bool(act.questioned))


def _happened(act: SignedAct) -> str:
    day = day_in_words(act.on)
    until = f" to {day_in_words(act.until)}" if act.until else ""
    return {
        LifeKind.SUSPENDED: f"On hold from {day}{until}",
        LifeKind.REINSTATED: f"Hold lifted on {day}",
        LifeKind.REVOKED: f"Withdrawn on {day}",
        LifeKind.SUPERSEDED: f"Replaced on {day}",
        LifeKind.CONFIRMED: f"Confirmed: the work was done up to {day}",
        LifeKind.TRIGGERED: f"Ended on {day}: a new evaluation is needed",
        LifeKind.CHECKLIST_WITHDRAWN: f"Its checklist’s revision was withdrawn from {day}",
    }[act.kind]
