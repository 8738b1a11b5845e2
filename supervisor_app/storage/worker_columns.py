"""The columns of a person's row, in the order in which they lie: known to the tables and to what reads without them."""

from __future__ import annotations

WORKER_TEXTS = (
    "employee_no",
    "given_name",
    "family_name",
    "given_latin",
    "family_latin",
    "job",
    "department",
    "shift",
    "country",
    "badge",
    "language",
)
WORKER_DAYS = ("hired", "left_on")
WORKER_COLUMNS = ("id", *WORKER_TEXTS, *WORKER_DAYS)
