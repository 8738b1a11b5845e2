"""A file with people, CSV or XLSX, told apart by what is in it and not by its name."""

from __future__ import annotations

from pathlib import Path

from supervisor_app.errors import InputError
from supervisor_app.exchange.csv_table import read_csv
from supervisor_app.exchange.table import MAX_BYTES, Table, too_big
from supervisor_app.exchange.xlsx_table import read_xlsx

_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def read_table(name: str, data: bytes) -> Table:
    """Return the table in `data`; `name` is only for messages. Raises InputError with the place and the reason."""
    if data.startswith(_ZIP):
        return read_xlsx(name, data)
    if data.startswith(_OLD_EXCEL):
        raise InputError(name, "It is a workbook of the old kind (.xls), or one with a password.", "Save it as .xlsx or as CSV.")
    return read_csv(name, data)


def read_bytes(path: Path) -> bytes:
    """Return the content of `path`; raise InputError when it is too large or cannot be read."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise too_big(path.name)
        return path.read_bytes()
    except OSError as problem:
        raise InputError(
            path.name, "The file cannot be read.", "Check that it is still there and not open elsewhere."
        ) from problem
