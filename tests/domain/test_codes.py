"""The code under the QR symbol: made from the id alone, read back however it is typed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from supervisor_app.domain import codes


def test_the_code_is_the_first_fifty_bits_of_the_digest_in_base_32_without_i_l_o_u():
    assert codes.certificate_code("urn:uuid:x") == "2AZPS-D3BSZ"  # SHA-256 starts 12bf6cb46bcf


@given(st.text())
def test_a_printed_code_reads_back_however_it_is_typed(credential_id):
    code = codes.certificate_code(credential_id)
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert codes.read_code(code) == codes.read_code(typed) == codes.read_code(code.replace("-", "")) == code


def test_anything_else_is_no_code():
    for text in ("", "KN27S", "KN27S-Z91WSX", "KN27U-Z91WS", "https://example.org", "K" * 1_000_000, "KN27S-Z91W\u0661"):
        assert codes.read_code(text) == ""
