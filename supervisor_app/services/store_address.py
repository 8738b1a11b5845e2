"""Addresses of shared stores as people type and read them."""

from __future__ import annotations

from urllib.parse import quote

from supervisor_app.storage.shared_address import is_database, shown, without_password

__all__ = ["address_of", "is_database", "shown", "without_password"]


def address_of(typed: str, password: str) -> str:
    """Return an address with a password put into it; as it was typed where none was given, or it names no user."""
    address = typed.strip()
    scheme, _, rest = without_password(address).partition("://")
    user, at, place = rest.partition("@")
    if not password or not is_database(address):
        return address
    secret = quote(password, safe="")
    if at and "/" not in user:
        return f"{scheme}://{user}:{secret}@{place}"
    return f"{scheme}://{rest}{'&' if '?' in rest else '?'}password={secret}"
