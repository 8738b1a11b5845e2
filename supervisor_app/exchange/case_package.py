"""Frameworks of competencies in the CASE format: each item of a package as what a checklist can answer to.

The form is 1EdTech's Competencies and Academic Standards Exchange 1.0 and 1.1, service payload `CFPackage`.
"""

from __future__ import annotations

import json
import re

from supervisor_app.domain.checklist import Alignment
from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import InputError
from supervisor_app.exchange.checklist_yaml import WEB_ADDRESS

MAX_BYTES = 30_000_000
"""The largest package that is read: the largest published ones of states and trades have some ten megabytes."""
MAX_ITEMS = 50_000
_NAME, _FRAMEWORK, _CODE = 200, 120, 80  # characters that a checklist's file has room for


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """A package's title and its items in the order of the file; `left_out` items have no text or no address of the web."""

    title: str
    items: tuple[Alignment, ...]
    left_out: int


def read_case_package(data: bytes, name: str) -> Framework:
    """Return the framework in a CASE package; InputError, with the file's name and what to do, where it is none."""
    if len(data) > MAX_BYTES:
        raise _refused(name, f"It is larger than {MAX_BYTES // 1_000_000} MB", "Save a smaller part of the framework.")
    try:
        package = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as problem:
        raise _refused(name, "It is not well-formed JSON") from problem
    document, items = (package.get("CFDocument"), package.get("CFItems")) if isinstance(package, dict) else (None, None)
    if not isinstance(document, dict) or not isinstance(items, list):
        raise _refused(name, "It is JSON, but no CASE package")
    if len(items) > MAX_ITEMS:
        raise _refused(name, f"It has more than {MAX_ITEMS:,} items", "Save a smaller part of the framework.")
    title = _line(document.get("title"), _FRAMEWORK)
    if not title:
        raise _refused(name, "Its framework has no title")
    read = [_item(item, title) for item in items]
    known = {one.url: one for one in read if one is not None}  # an item that is told twice counts once
    return Framework(title=title, items=tuple(known.values()), left_out=read.count(None))


def _item(item: object, framework: str) -> Alignment | None:
    """Return an item as an alignment, None where it has no text or no address that can be signed."""
    if not isinstance(item, dict):
        return None
    url, words = item.get("uri"), _line(item.get("abbreviatedStatement"), _NAME) or _line(item.get("fullStatement"), _NAME)
    if not words or not isinstance(url, str) or not re.fullmatch(WEB_ADDRESS, url):
        return None
    return Alignment(name=words, url=url, framework=framework, type="CFItem", code=_line(item.get("humanCodingScheme"), _CODE))


def _line(value: object, room: int) -> str:
    """Return a text as one line of at most `room` characters, its end cut visibly; "" for what is no text."""
    if not isinstance(value, str):
        return ""
    words = " ".join("".join(sign if sign.isprintable() else " " for sign in value[: 20 * room]).split())
    return words if len(words) <= room else words[: room - 1].rstrip() + "…"


def _refused(name: str, why: str, hint: str = "Choose a framework that was saved as a CASE package (JSON).") -> InputError:
    return InputError(name, f"{why}.", hint)
