"""Under which name certificates are issued: the organisation's key itself, or its web address, which an admin may choose."""

from __future__ import annotations

from supervisor_app.credentials.did_web import did_for, document_address
from supervisor_app.errors import InputError
from supervisor_app.services.overtaken import change_fields
from supervisor_app.services.rights import require_admin
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site, SiteFacts, site_facts
from supervisor_app.storage.site_queries import ISSUER_WEB

__all__ = ["choose_issuer_name", "document_address", "web_name"]


def web_name(facts: SiteFacts) -> str:
    """Return the did:web that the site can issue under at its web address, "" where there can be none."""
    return did_for(facts.host)


def choose_issuer_name(site: Site, session: Session, *, by_web: bool) -> SiteFacts:
    """Issue under the web address from the next certificate on, or under the key again; what is issued stays as it is.

    To be published anew then: programs of others look for the keys beside the check page. NotAllowed for anybody but an admin,
    InputError where the web address can bear no such name.
    """
    require_admin(site, session)
    facts = site_facts(site)
    chosen = web_name(facts) if by_web else ""
    if by_web and not chosen:
        reason = "it is no plain web address that can name an issuer." if facts.host else "there is none yet."
        raise InputError("Web address", reason, "Type one such as verify.example.com, without a port, and keep it.")
    if facts.issuer_id != (chosen or facts.issuer_did):
        change_fields(site, session, {ISSUER_WEB: chosen})
    return site_facts(site)
