"""The day as it begins: what to finish, what to issue and print, what ends soon, and whether the records are exchanged."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.people import Role
from supervisor_app.domain.texts import in_language
from supervisor_app.services.certificates import CertificateLine, Which, count_certificates, line_of, list_certificates
from supervisor_app.services.draft_lines import DraftLine, drafts
from supervisor_app.services.forms_twice import FormTwice, forms_twice
from supervisor_app.services.issue_offers import IssueOffer, offers
from supervisor_app.services.questioned import count_questioned
from supervisor_app.services.retention import count_due, maybe_due
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site
from supervisor_app.services.stack_offers import StackOffer, stack_offers
from supervisor_app.services.sync_state import SyncState, sync_state
from supervisor_app.services.waiting import WaitingLine, waiting_for
from supervisor_app.services.way_back import WayBack, missing_way_back
from supervisor_app.storage import certificate_queries, checklist_queries, sign_off_queries, status_queries
from supervisor_app.storage.certificate_rows import CertificateRow
from supervisor_app.storage.database import Connection

HORIZONS = (30, 60, 90)
"""Days ahead for which the page counts what ends."""
OVERDUE_DAYS = 365
MOST = 200
_NUMBERS = ("Nothing", "One thing", "Two things", "Three things", "Four things", "Five things", "Six things", "Seven things")


@dataclass(frozen=True, slots=True, kw_only=True)
class DueLine:
    """A certificate that ends soon (or ended, `days` below zero); `why` names the deciding rule in words."""

    certificate_id: str
    worker_id: str
    holder: str
    title: str
    day: date
    days: int
    when: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedLine:
    """A sign-off made today."""

    worker_id: str
    worker_name: str
    title: str
    success: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """Everything the first page shows. `due` reaches 90 days ahead, `due_within` counts it for 30, 60 and 90 days."""

    day: date
    sentence: str
    drafts: tuple[DraftLine, ...]
    offers: tuple[IssueOffer, ...]
    stacks: tuple[StackOffer, ...]  # earned by holding other certificates
    to_countersign: tuple[WaitingLine, ...]
    questioned: int  # records that do not count, told to whoever may put it right; 0 to the others
    to_print: tuple[CertificateLine, ...]
    to_print_count: int
    overdue: tuple[DueLine, ...]
    due: tuple[DueLine, ...]
    due_within: tuple[tuple[int, int], ...]
    signed_today: tuple[SignedLine, ...]
    sync: SyncState
    forms_twice: tuple[FormTwice, ...] = ()  # paper forms that were entered on two laptops, or twice
    to_erase: int = 0  # what is due to be erased, for an admin to look at
    to_publish: str = ""  # why the check page has to be published again, for whoever may
    way_back: WayBack | None = None  # what an admin should see to before it is needed


def today(site: Site, session: Session, now: datetime) -> Today:
    """Return the day of the signed-in member; nothing here grows with the number of records."""
    day = now.date()
    waiting = list_certificates(site, day, which=Which.TO_PRINT, limit=MOST)
    drafts_here, offered, second = drafts(site), offers(site, day), waiting_for(site, session)
    stacks = stack_offers(site, day)
    with site.database.read() as connection:
        overdue = _due(connection, day, day - timedelta(days=OVERDUE_DAYS), day - timedelta(days=1))
        due = _due(connection, day, day, day + timedelta(days=HORIZONS[-1]))
        signed = _signed_today(connection, now)
        twice = forms_twice(connection, now)
    return Today(
        day=day,
        sentence=sentence(len(overdue), len(drafts_here) + len(offered) + len(stacks) + len(second) + bool(waiting)),
        drafts=drafts_here,
        offers=offered,
        stacks=stacks,
        to_countersign=second,
        questioned=_questioned(site, session),
        to_print=waiting,
        to_print_count=count_certificates(site, day, which=Which.TO_PRINT),
        overdue=overdue,
        due=due,
        due_within=tuple((horizon, sum(line.days <= horizon for line in due)) for horizon in HORIZONS),
        signed_today=signed,
        sync=sync_state(site),
        forms_twice=twice,
        to_erase=count_due(site, day) if session.role is Role.ADMIN and maybe_due(site, day) else 0,
        to_publish=_to_publish(site, session, day),
        way_back=missing_way_back(site, session),
    )


def _questioned(site: Site, session: Session) -> int:
    return count_questioned(site) if session.role in (Role.ADMIN, Role.QUALITY) else 0


def _to_publish(site: Site, session: Session, day: date) -> str:
    """Return what is new since the check page was published; a site that never did is not reminded."""
    if session.role not in (Role.ADMIN, Role.QUALITY):
        return ""
    with site.database.read() as connection:
        if status_queries.last_published(connection) is None:
            return ""
    from supervisor_app.services.publish_news import publish_news  # loads what signs lists, only where they are published

    return publish_news(site, day).sentence


def sentence(overdue: int, waiting: int) -> str:
    """Return the state of the day in words: "Nothing is overdue. Four things are waiting for you."."""
    first = f"{_count(overdue, 'certificate has', 'certificates have')} ended." if overdue else "Nothing is overdue."
    things = _NUMBERS[waiting] if waiting < len(_NUMBERS) else f"{waiting} things"
    return f"{first} {things} {'is' if waiting < 2 else 'are'} waiting for you."


def days_in_words(days: int) -> str:
    """Return a distance in days as people say it: "today", "in 4 days", "2 days ago"."""
    if days == 0:
        return "today"
    words = "1 day" if abs(days) == 1 else f"{abs(days)} days"
    return f"in {words}" if days > 0 else f"{words} ago"


def _count(number: int, one: str, many: str) -> str:
    return f"One {one}" if number == 1 else f"{number} {many}"


def _due(connection: Connection, today: date, first: date, last: date) -> tuple[DueLine, ...]:
    rows = certificate_queries.ending_between(connection, first, last, MOST)
    rules = {digest: _rule(connection, digest) for digest in {row.checklist_digest for row in rows}}
    return tuple(_due_line(line_of(row, today), rules[row.checklist_digest], row, today) for row in rows)


def _due_line(line: CertificateLine, rule: _Rule, row: CertificateRow, today: date) -> DueLine:
    day = row.ends or today
    title, why = rule.title, rule.why(row)
    days = (day - today).days
    return DueLine(
        certificate_id=line.id,
        worker_id=line.worker_id,
        holder=line.holder,
        title=title or line.title,
        day=day,
        days=days,
        when=days_in_words(days),
        why=why,
    )


@dataclass(frozen=True, slots=True)
class _Rule:
    """The short title of a checklist and the months its certificates hold."""

    title: str = ""
    months: int | None = None

    def why(self, row: CertificateRow) -> str:
        """Return which clock ends a certificate, in words."""
        if row.ends == row.valid_until:
            return f"{self.months} months are over" if self.months else ""
        return f"{row.confirm_months}-month confirmation" if row.confirm_months else "it was ended early"


def _rule(connection: Connection, digest: str) -> _Rule:
    checklist = checklist_queries.get_checklist(connection, digest)
    return _Rule(in_language(checklist.short_title), checklist.validity.months) if checklist else _Rule()


def _signed_today(connection: Connection, now: datetime) -> tuple[SignedLine, ...]:
    start = datetime.combine(now.date(), time(), now.tzinfo)
    lines = sign_off_queries.lines_between(connection, start, start + timedelta(days=1), MOST)
    titles = {digest: _rule(connection, digest).title for digest in {line.checklist_digest for line in lines}}
    return tuple(
        SignedLine(
            worker_id=line.worker_id, worker_name=line.worker_name, title=titles[line.checklist_digest], success=line.success
        )
        for line in lines
    )
