"""“Check online”: the only place where verifying asks the web, when somebody pressed it, and only the addresses shown before.

https alone, no other host by a redirect, no address that is a number, bounded in size and time. What is fetched is kept as a
status list or shown as an offer: nothing becomes believed by having been fetched.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from supervisor_app.credentials.carriers import NotReadable, read_json
from supervisor_app.credentials.data_model import types_of
from supervisor_app.credentials.did_web import document_address, is_did_document
from supervisor_app.credentials.listed_status import LIST
from supervisor_app.credentials.proof import Json
from supervisor_app.credentials.status_list import looks_like_status
from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import InputError
from supervisor_app.services.opened_site import Site
from supervisor_app.services.seen_lists import keep_list
from supervisor_app.services.site_register import trust_of
from supervisor_app.services.trusting import TrustOffer, did_issuers, keep_status, offer_for

if TYPE_CHECKING:
    from email.message import Message
    from http.client import HTTPResponse

MAX_BYTES = 1_000_000
MAX_SECONDS = 15.0
MAX_REDIRECTS = 3
MOST_ADDRESSES = 9
GAVE = "gave its status list."
GAVE_OLDER = "gave an older status list than the one this laptop has, which stays."


class NoAnswer(Exception):  # noqa: N818 - says what happened, shown in a sentence of ours
    """An address did not answer as it should; the text completes "example.org: ..."."""


class Fetch(Protocol):
    """How an https address is asked."""

    def __call__(self, address: str) -> bytes:
        """Return what lies at the address; NoAnswer where it does not answer properly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What one address was asked for, and what came of it, as a sentence; `offer` are keys that may be compared and added."""

    address: str
    fine: bool
    words: str
    offer: TrustOffer | None = None


def hosts_of(addresses: Sequence[str]) -> tuple[str, ...]:
    """Return the hosts that would be asked, in their order."""
    return tuple(dict.fromkeys(urlsplit(address).hostname or "" for address in addresses))


def ask(site: Site, addresses: Sequence[str], fetch: Fetch) -> tuple[Asked, ...]:
    """Ask each address once; a failure is a result. Status lists are kept, keys offered."""
    return tuple(_ask(site, address, fetch) for address in tuple(dict.fromkeys(addresses))[:MOST_ADDRESSES])


def fetch_https(address: str) -> bytes:
    """Return what lies at an https address, within MAX_BYTES and MAX_SECONDS; NoAnswer otherwise."""
    import http.client
    from urllib.error import URLError
    from urllib.request import Request

    _check_address(address)
    until = time.monotonic() + MAX_SECONDS
    request = Request(address, headers={"Accept": "application/json, */*;q=0.1", "User-Agent": "supervisor-app"})  # noqa: S310
    try:
        with _opener(urlsplit(address).hostname or "").open(request, timeout=MAX_SECONDS / 3) as answer:
            return _read(answer, until)
    except URLError as problem:
        raise NoAnswer(_reason(problem)) from problem
    except (OSError, http.client.HTTPException, ValueError) as problem:
        raise NoAnswer("it did not answer in a way that can be used") from problem


def _ask(site: Site, address: str, fetch: Fetch) -> Asked:
    host = urlsplit(address).hostname or address
    try:
        data = fetch(address)
        if looks_like_status(data):
            return _status(site, address, data, host)
        document = read_json(data)
    except NoAnswer as problem:
        return Asked(address=address, fine=False, words=f"{host}: {problem}.")
    except NotReadable as problem:
        return Asked(address=address, fine=False, words=f"{host}: what it gave cannot be read, {problem}.")
    if LIST in types_of(document):
        kept = keep_list(site.folder, address, document, site.clock())
        return Asked(address=address, fine=kept, words=f"{host} {GAVE if kept else GAVE_OLDER}")
    return _keys(site, address, document, host)


def _status(site: Site, address: str, data: bytes, host: str) -> Asked:
    """A list for phones, as it lies beside the page that a code links to."""
    try:
        kept = keep_status(site, host, data).kept
    except InputError as problem:
        return Asked(address=address, fine=False, words=problem.message)
    return Asked(address=address, fine=kept, words=f"{host} {GAVE if kept else GAVE_OLDER}")


def _keys(site: Site, address: str, document: Json, host: str) -> Asked:
    if not is_did_document(document) or document_address(str(document.get("id"))) != address:
        return Asked(address=address, fine=False, words=f"{host}: what it gave is not what was asked for.")
    try:
        offer = offer_for(trust_of(site), host, did_issuers(host, document, site.clock().date()))
    except InputError as problem:
        return Asked(address=address, fine=False, words=problem.message)
    return Asked(address=address, fine=True, words=f"{host} gave its keys. Compare them before you believe them.", offer=offer)


def _check_address(address: str) -> None:
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme != "https" or parts.username or parts.port not in (None, 443):
        raise NoAnswer("only ordinary https addresses are asked")
    if "." not in host.strip(".") or host.replace(".", "").isdigit() or ":" in host:
        raise NoAnswer("only addresses with a name are asked")


def _read(answer: HTTPResponse, until: float) -> bytes:
    data = b""
    while len(data) <= MAX_BYTES:
        if time.monotonic() > until:
            raise NoAnswer("it took too long")
        piece = answer.read1(65_536)
        if not piece:
            return data
        data += piece
    raise NoAnswer("what it gave is larger than 1 MB")


def _opener(host: str):  # type: ignore[no-untyped-def]  # noqa: ANN202 - urllib's own opener
    from urllib.request import HTTPRedirectHandler, HTTPSHandler, ProxyHandler, Request, build_opener

    class SameHost(HTTPRedirectHandler):
        """Follows a few redirects, to the same host by https alone."""

        max_redirections = MAX_REDIRECTS

        def redirect_request(
            self, req: Request, fp: object, code: int, msg: str, headers: Message, newurl: str
        ) -> Request | None:
            _check_address(newurl)
            if urlsplit(newurl).hostname != host:
                raise NoAnswer("it sends on to another host, which is not asked")
            return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]

    return build_opener(SameHost, HTTPSHandler, ProxyHandler())


def _reason(problem: Exception) -> str:
    inner = getattr(problem, "reason", problem)
    if isinstance(inner, NoAnswer):
        return str(inner)
    code = getattr(problem, "code", None)
    return f"it answered with {code}" if isinstance(code, int) else "it cannot be reached from here"
