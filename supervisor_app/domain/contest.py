"""What is said of records that were signed under one number: nothing is lost, but no more than one of them can stand."""

from __future__ import annotations

RIVAL = ("Another record was signed with the same record number, by ", ". Neither counts while both might. ")
"""What a record is questioned with that would count if no other one did; around who signed that one and when."""
WAY_OUT = (
    "If one is false, an admin reports its laptop or key lost, and the other counts again. "
    "If both are true, sign again: a new record, or a correction, has a number of its own."
)
"""What is to be done about it; a list leaves it to what it leads to."""
STANDS = (" Under its number stands the record signed by ", ".")
"""What follows the reason why a record does not count, where another one stands under its number."""


def rival_words(said: str) -> str:
    """Return why a record does not count beside another one; `said` names who signed that and when."""
    return f"{RIVAL[0]}{said}{RIVAL[1]}{WAY_OUT}"
