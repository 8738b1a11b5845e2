"""What the settings say, decided without widgets: what a role may do, who waits for whom, when the laptop locks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from supervisor_app.domain.dates import day_in_words, short_day
from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.names import isolated
from supervisor_app.domain.people import Member, Role
from supervisor_app.services.join_requests import Pending
from supervisor_app.services.laptops import Elsewhere, LaptopLine, Standing
from supervisor_app.services.members import MemberLine
from supervisor_app.services.membership import Scope
from supervisor_app.services.session import Session

ROLE_WORDS = {
    Role.ASSESSOR: ("Assessor", "Observes, signs and issues certificates."),
    Role.QUALITY: ("Quality", "Publishes checklists, countersigns and issues. Does not observe."),
    Role.ADMIN: ("Admin", "Everything, and decides who may act."),
    Role.MANAGER: ("Manager", "Keeps the list of people and reads everything."),
    Role.AUDITOR: ("Auditor", "Reads everything and changes nothing."),
    Role.TRAINEE: ("Assessor in training", "Observes and signs; it counts once somebody else countersigns."),
}
"""What a role is called and what it may do, in a sentence."""
OFFERED_ROLES = (Role.ASSESSOR, Role.TRAINEE, Role.QUALITY, Role.ADMIN, Role.MANAGER, Role.AUDITOR)
_STANDING = {
    Standing.APPROVED: "Approved",
    Standing.ASKS: "Asks to join",
    Standing.RETIRED: "Put away",
    Standing.LOST: "Lost",
}
_STANDING_SENTENCES = {
    Standing.APPROVED: "It writes for the site",
    Standing.ASKS: "It asks to join; an admin compares its numbers",
    Standing.RETIRED: "Put away for good",
    Standing.LOST: "Lost",
}
_LOST_AS_WELL = "If it stays with them, report it lost as well: what it has not sent by then does not count."
LOCK_MINUTES = (2, 5, 10, 30, 0)
"""After how many minutes without hands the app locks; 0 never."""


@dataclass(frozen=True, slots=True)
class WaitingWords:
    """A notice about laptops that wait: what, what to do, and what the button says."""

    message: str
    hint: str
    action: str


def role_line(role: Role, title: str) -> str:
    """Return title and role in one line, the role once."""
    word = ROLE_WORDS[role][0]
    return word if not title or title.casefold() == word.casefold() else f"{title}, {word.lower()}"


def scope_words(scope: Scope | Member) -> str:
    """Return for what and how long a member may act, short: "for 2 competencies, Press shop, until 3 Mar 2027"; "" for all."""
    count = len(scope.competencies)
    what = [] if not count else ["for one competency" if count == 1 else f"for {count} competencies"]
    where = [f"for {len(scope.teams)} teams" if len(scope.teams) > 2 else ", ".join(scope.teams)] if scope.teams else []
    return ", ".join((*what, *where, *_days(scope.since, scope.until)))


def scope_sentence(scope: Scope | Member, titles: Mapping[str, str]) -> str:
    """Return the same with every name, as sentences."""
    what = ", ".join(titles.get(key, key) for key in scope.competencies) or "Every competency"
    where = f"in {', '.join(scope.teams)}" if scope.teams else "in every team"
    when = ", ".join(_days(scope.since, scope.until)) or "without an end"
    return f"{what}; {where}; {when}."


def _days(since: date | None, until: date | None) -> tuple[str, ...]:
    return (*([f"from {short_day(since)}"] if since else []), *([f"until {short_day(until)}"] if until else []))


def laptops_line(line: MemberLine) -> str:
    """Return on which laptops a member has a PIN, in words."""
    if not line.laptops:
        return "No PIN on any laptop yet"
    return f"PIN on {', '.join(line.laptops)}"


def sheet_words(session: Session, members: Sequence[MemberLine], *, has_one: bool) -> str:
    """Return what an admin's recovery sheet is to them; empty for anybody else."""
    if session.role is not Role.ADMIN:
        return ""
    if has_one:
        return "You have one. Where it is lost, make a new one: the old one then opens nothing."
    alone = sum(line.member.role is Role.ADMIN for line in members) < 2
    if alone:
        return "You are the only admin. With a sheet in the safe you come back when you forget your PIN or lose every laptop."
    return "You have none. With one in the safe you come back when every laptop is lost."


def lock_options(minutes: int) -> tuple[tuple[str, str], ...]:
    """Return the choices for the lock as (key, words); a number of minutes that is set otherwise replaces the nearest one."""
    offered = list(LOCK_MINUTES)
    if minutes not in offered:
        nearest = min((one for one in offered if one), key=lambda one: abs(one - minutes))
        offered[offered.index(nearest)] = minutes
    return tuple((str(one), f"{one} min" if one else "Never") for one in offered)


def to_approve(waiting: Sequence[Pending], session: Session) -> tuple[Pending, ...]:
    """Return the laptops that who is signed in may let in: an admin every other one."""
    return tuple(one for one in waiting if not one.here) if session.role is Role.ADMIN else ()


def waiting_words(waiting: Sequence[Pending], session: Session) -> WaitingWords | None:
    """Return what the Sync page says about laptops that ask to join, None when none asks this person."""
    approve = to_approve(waiting, session)
    if len(approve) == 1:
        one = approve[0]
        asks = f"{isolated(one.person)} asks to join with {isolated(one.station_name)}."
        return WaitingWords(asks, "Compare the numbers by voice, then approve.", "Look at it")
    if approve:
        return WaitingWords(f"{len(approve)} laptops ask to join.", "Compare the numbers by voice.", "Look at them")
    return None


def why_not_admin(session: Session, members: Sequence[MemberLine]) -> str:
    """Return why the site cannot be changed by who is signed in, with whom to ask; empty for an admin."""
    if session.role is Role.ADMIN:
        return ""
    admins = [line.member.name for line in members if line.member.role is Role.ADMIN]
    return f"Only an admin changes this. Ask {' or '.join(isolated(name) for name in admins) or 'an admin of the site'}."


def due_words(count: int) -> str:
    """Return how much is due to be erased, and that nothing goes by itself."""
    due = "Nothing is due." if not count else "One thing is due." if count == 1 else f"{count} things are due."
    return f"{due} You decide about each; nothing goes by itself."


def standing_word(standing: Standing) -> str:
    """Return how a laptop stands, in a word or two."""
    return _STANDING[standing]


def standing_sentence(line: LaptopLine) -> str:
    """Return how a laptop stands, as a sentence with the day where it has one."""
    since = f" since {day_in_words(line.ended)}" if line.ended else ""
    return f"{_STANDING_SENTENCES[line.standing]}{since}."


def questioned_words(count: int, day: date) -> str:
    """Return what becomes of what a laptop wrote since a day, once it is reported lost."""
    known = {0: "nothing that is known here", 1: "one record that is known here"}
    wrote = f"Since {day_in_words(day)} it wrote {known.get(count, f'{count:,} records that are known here')}."
    stays = "What it wrote before stays and counts."
    return f"{wrote} {stays} What was signed on it since is questioned: it stays, and does not count."


def elsewhere_words(name: str, places: Sequence[Elsewhere]) -> str:
    """Return what a member's last day does not reach yet: the other laptops on which they can sign; empty where there is none."""
    if not places:
        return ""
    one = len(places) == 1
    where = " and ".join(map(_place_words, places))
    it, knows = ("that laptop", "it does not know") if one else ("those laptops", "they do not know")
    return (
        f"{isolated(name)} also has a PIN on {where}. Until {it} {'syncs' if one else 'sync'}, {knows} of this, and what is "
        f"signed there under an earlier day counts. {_LOST_AS_WELL}"
    )


def once_synced_words(name: str, places: Sequence[Elsewhere]) -> str:
    """Return which other laptops learn of a change to a member with their next sync; empty where there is none."""
    if not places:
        return ""
    where = " and ".join(map(_place_words, places))
    knows = "That laptop knows of the change once it has synced."
    know = "Those laptops know of the change once they have synced."
    return f"{isolated(name)} also has a PIN on {where}. {knows if len(places) == 1 else know}"


def _place_words(place: Elsewhere) -> str:
    heard = place.line.heard[:1].lower() + place.line.heard[1:]
    used = f"; used by {', '.join(map(isolated, place.others))} too" if place.others else ""
    return f"{isolated(place.line.name)} ({heard}{used})"


def not_reached_words(places: Sequence[Elsewhere]) -> tuple[str, str]:
    """Return the notice once somebody's last day is written: which laptops do not know of it yet, and what to do."""
    names = " and ".join(isolated(place.line.name) for place in places)
    message = f"{names} {'does' if len(places) == 1 else 'do'} not know of it before the next sync."
    shared = any(place.others for place in places)
    sync = "Others use it too, so better sync it soon. " if shared else "Sync it soon. "
    return message, f"{sync}{_LOST_AS_WELL}"


def lost_words(name: str, questioned: int, *, new_key: bool) -> str:
    """Return what reporting a laptop lost came to."""
    count = {0: "Nothing that it wrote is questioned.", 1: "One thing that it signed is questioned."}
    key = " There is a new key for certificates: publish the check page anew." if new_key else ""
    return f"{name} is reported lost. {count.get(questioned, f'{questioned:,} things that it signed are questioned.')}{key}"
