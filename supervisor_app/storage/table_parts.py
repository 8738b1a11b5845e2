"""What every table is made of: one list of them all, and the columns that many have."""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, MetaData, Text

metadata = MetaData()


def stamp() -> tuple[Column[int], Column[bytes], Column[int]]:
    """Return the columns that say which entry a projected row comes from; they also decide conflicts."""
    return (
        Column("at", Integer, nullable=False),
        Column("origin", LargeBinary, nullable=False),
        Column("seq", Integer, nullable=False),
    )


def texts(*names: str) -> tuple[Column[str], ...]:
    """Return columns for texts, never NULL."""
    return tuple(Column(name, Text, nullable=False) for name in names)
