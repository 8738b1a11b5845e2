"""What the form says in which something is decided about certificates: title, whose they are, the button, what will happen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from supervisor_app.domain.certificate_acts import LifeKind
from supervisor_app.domain.certificate_deciding import consequence
from supervisor_app.domain.certificate_life import LifeFacts
from supervisor_app.domain.names import isolated
from supervisor_app.services.certificate_deciding import Decision
from supervisor_app.services.certificate_standing import CertificateLife

_MOST_NAMES = 5
_TITLES = {
    LifeKind.SUSPENDED: ("Put certificate {} on hold?", "Put {} certificates on hold?"),
    LifeKind.REINSTATED: ("Lift the hold on certificate {}?", "Lift the hold on {} certificates?"),
    LifeKind.REVOKED: ("Withdraw certificate {} for good?", "Withdraw {} certificates for good?"),
    LifeKind.CONFIRMED: ("Confirm certificate {}?", "Confirm {} certificates?"),
    LifeKind.TRIGGERED: ("End certificate {} early?", "End {} certificates early?"),
}
_ACTIONS = {
    LifeKind.SUSPENDED: ("Put on hold", "Put {} on hold"),
    LifeKind.REINSTATED: ("Lift the hold", "Lift {} holds"),
    LifeKind.REVOKED: ("Withdraw it", "Withdraw {}"),
    LifeKind.CONFIRMED: ("Confirm", "Confirm {}"),
    LifeKind.TRIGGERED: ("End it", "End {}"),
}


def title(kind: LifeKind, lives: Sequence[CertificateLife]) -> str:
    """Return the question: "Confirm 11 certificates?"."""
    one, many = _TITLES[kind]
    return one.format(lives[0].number) if len(lives) == 1 else many.format(f"{len(lives):,}" if lives else "no")


def action(kind: LifeKind, number: int) -> str:
    """Return the words of the button."""
    one, many = _ACTIONS[kind]
    return one if number == 1 else many.format(f"{number:,}")


def whose(lives: Sequence[CertificateLife]) -> str:
    """Return whose certificates they are: name and title of one, the first names of several."""
    if len(lives) == 1:
        return f"{isolated(lives[0].holder)}, {isolated(lives[0].title)}"
    names = [isolated(name) for name in dict.fromkeys(life.holder for life in lives)]
    more = len(names) - _MOST_NAMES
    if more > 1:
        return f"{', '.join(names[:_MOST_NAMES])} and {more:,} others"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def effect(decision: Decision, facts: Sequence[LifeFacts], today: date) -> str:
    """Return what will happen once it is signed; in general words where it differs between several."""
    said = dict.fromkeys(consequence(decision.kind, one, decision.on, decision.until, today) for one in facts)
    words = next(iter(said))
    if len(facts) == 1:
        return words
    if len(said) > 1:
        words = "It holds on for as long as its checklist says, but not beyond its last day. Sign the rows on the papers as well."
    return f"For each of them: {words[:1].lower()}{words[1:]}"
