"""CSV for others: what went in comes out again, and nothing of it is a formula."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.exchange.csv_out import csv_bytes, harmless

FORMULA = ("=", "+", "-", "@", "\t", "\r")


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=2, max_size=2)))
def test_cells_come_back_and_none_starts_a_formula(rows: list[list[str]]):
    text = csv_bytes(rows).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert read == [[harmless(cell) for cell in row] for row in rows]
    assert not any(cell.startswith(FORMULA) or cell.lstrip().startswith(FORMULA[:4]) for row in read for cell in row)


def test_every_known_injection_is_text(shared_data: Path):
    texts = (shared_data / "fuzz/csv-injection/payloadbox.txt").read_text("utf-8", "replace").splitlines()
    assert len(texts) > 5
    assert not any(harmless(text).lstrip().startswith(FORMULA[:4]) for text in texts)
