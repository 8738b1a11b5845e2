"""Changing the facts of the site: its name, place, web address, logo and look, and how long it keeps records."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.retention import LIMITS, STANDARD, RecordClass, RetentionClass, rule_of
from supervisor_app.errors import InputError
from supervisor_app.services.field_checks import check_logo, check_text
from supervisor_app.services.overtaken import change_fields
from supervisor_app.services.retention import RULE_FIELDS, retention_rules
from supervisor_app.services.rights import require_admin
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site, SiteFacts, site_facts
from supervisor_app.services.site_look import SiteLook, check_look, kept_pictures, site_look


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteChange:
    """What to change about the site; None leaves a fact as it is, an empty logo takes it away."""

    name: str | None = None
    place: str | None = None
    host: str | None = None
    logo_png: bytes | None = None
    accent: str | None = None
    heading: str | None = None
    footer: str | None = None
    mark_png: bytes | None = None


def change_site(site: Site, session: Session, change: SiteChange) -> SiteFacts:
    """Change facts of the site, only those that differ; NotAllowed for anybody but an admin, InputError naming the field."""
    require_admin(site, session)
    now = site_facts(site)
    body = _changed(now, change) | look_changes(site_look(site), change)
    if "logo" in body:
        body |= kept_pictures(now.logo_png, change.logo_png)
    if "mark" in body:
        body |= kept_pictures(change.mark_png)
    if body:
        change_fields(site, session, body)
    return site_facts(site)


def _changed(now: SiteFacts, change: SiteChange) -> dict[str, str]:
    check_logo(change.logo_png or None)
    body: dict[str, str] = {}
    for key, label, old, new in (
        ("name", "Organisation", now.name, change.name),
        ("place", "Place", now.place, change.place),
        ("host", "Web address", now.host, change.host),
    ):
        if new is not None and new != old:
            check_text(label, new, needed=key == "name")
            body[key] = new
    if change.logo_png is not None and change.logo_png != (now.logo_png or b""):
        body["logo"] = base64.b64encode(change.logo_png).decode()
    return body


def look_changes(now: SiteLook, change: SiteChange) -> dict[str, str]:
    """Return the fields of the look that a change sets anew; InputError naming the one that cannot be taken."""
    check_look(change.accent, change.heading, change.footer, change.mark_png)
    body = {
        key: new
        for key, old, new in (
            ("accent", now.accent, change.accent),
            ("heading", now.heading, change.heading),
            ("footer", now.footer, change.footer),
        )
        if new is not None and new != old
    }
    if change.mark_png is not None and change.mark_png != (now.mark_png or b""):
        body["mark"] = base64.b64encode(change.mark_png).decode()
    return body


def set_retention(site: Site, session: Session, counts: Mapping[RecordClass, int]) -> tuple[RetentionClass, ...]:
    """Set how long classes are kept, in their units; NotAllowed for anybody but an admin, InputError for a time out of bounds."""
    require_admin(site, session)
    for key, count in counts.items():
        least, most = LIMITS[key]
        if not least <= count <= most:
            raise InputError(rule_of(STANDARD, key).title, f"{count} is not between {least} and {most}.", "Type another number.")
    now = retention_rules(site)
    body = {RULE_FIELDS[key]: str(count) for key, count in counts.items() if rule_of(now, key).count != count}
    if body:
        change_fields(site, session, body)
    return retention_rules(site)
