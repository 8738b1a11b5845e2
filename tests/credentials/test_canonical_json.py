"""Canonical JSON of credentials: equal to the RFC 8785 reference for any document, by the quick way or not."""

from __future__ import annotations

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.credentials.proof import canonical_json

TEXT = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(
    ['":1.5', ",2e3", "[NaN", "urn:uuid:5e5e5e5e", "\ue000", "\U0001f600", "\x7f\u2028\b\f\x00/"]
)
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
DOCUMENTS = st.dictionaries(
    TEXT,
    st.recursive(
        st.none() | st.booleans() | NUMBERS | TEXT,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
        max_leaves=12,
    ),
    max_size=5,
)


@given(DOCUMENTS)
def test_the_bytes_are_those_of_the_reference(document: dict[str, object]) -> None:
    assert canonical_json(document) == rfc8785.dumps(document)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [1.0, -0.0, 1e21, 5e-324, 1e-7, 0.1, -2.5, 9007199254740991, -1])
def test_a_number_anywhere_is_written_as_the_reference_writes_it(value: float) -> None:
    for document in ({"a": value}, {"a": [value]}, {"a": [1, value]}, {"a": {"b": "x", "c": value}}):
        assert canonical_json(document) == rfc8785.dumps(document)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf"), 2**53, -(2**60), "\ud800"])
def test_what_the_reference_refuses_is_refused(value: object) -> None:
    for document in ({"a": value}, {"a": [1, value]}):
        with pytest.raises(rfc8785.CanonicalizationError):
            canonical_json(document)
