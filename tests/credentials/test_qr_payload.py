"""The QR text: fits its symbol, says what had to give way, reads back, and refuses everything else quickly."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import cbor2
import pytest
import qrcode
from hypothesis import given, settings
from hypothesis import strategies as st

from supervisor_app.credentials import cose
from supervisor_app.credentials.qr_payload import (
    EXTERNAL_AAD,
    NotACode,
    QrPayload,
    decode,
    digits_that_fit,
    encode,
    proven_by,
)
from supervisor_app.errors import UserError
from tests.credentials.samples import FACTS, ISSUER_KEY, STRANGER_KEY, issued, public

DIGEST = bytes(range(32))
CORRECTION = {"Q": qrcode.constants.ERROR_CORRECT_Q, "M": qrcode.constants.ERROR_CORRECT_M}


def encoded(**changes: object) -> QrPayload:
    from dataclasses import replace

    return encode(replace(FACTS, **changes), DIGEST, ISSUER_KEY)  # type: ignore[arg-type]


def text_of(payload: object, key=ISSUER_KEY, aad: bytes = EXTERNAL_AAD) -> str:
    return as_text(b"\x01" + cose.sign(payload, key, aad))  # type: ignore[arg-type]


def as_text(data: bytes) -> str:
    return f"https://x/c#{int.from_bytes(data, 'big')}"


FULL = {1: bytes(16), 2: "Hanna Gál", 3: "Forklift", 4: "U, unsupervised", 5: 20780, 6: 21875, 7: DIGEST, 8: "2.5 t"}


class TestEncoding:
    def test_it_reads_back(self):
        claims = decode(encoded().text)
        assert (claims.credential_id, claims.name, claims.title) == (FACTS.credential_id, FACTS.holder, FACTS.title)
        assert (claims.level, claims.limits, claims.digest) == ("U, unsupervised", "up to 2.5 t, no ramps", DIGEST)
        assert (claims.issued, claims.valid_until) == (date(2026, 11, 23), date(2029, 11, 22))
        assert proven_by(claims, public(ISSUER_KEY))
        assert not proven_by(claims, public(STRANGER_KEY))

    def test_it_is_a_link_whose_proof_stays_in_the_fragment(self):
        link, _hash, digits = encoded().text.partition("#")
        assert link == "https://northgate.example/c"
        assert digits.isdigit()

    def test_a_site_without_an_address_prints_the_same_payload_without_a_link(self):
        with_host, without = encoded(), encoded(host="")
        assert without.text.startswith("SIGNOFF:")
        assert without.text.removeprefix("SIGNOFF:") == with_host.text.partition("#")[2]
        assert decode(with_host.text).status_address == "https://northgate.example/status.bin"
        assert decode(without.text) == replace(decode(with_host.text), status_address="")

    def test_the_digest_is_that_of_the_signed_credential(self):
        made = issued()
        assert decode(made.qr.text).digest == made.digest

    def test_no_end_date_and_no_limits_are_left_out(self):
        claims = decode(encoded(valid_until=None, limits_short="").text)
        assert (claims.valid_until, claims.limits) == (None, "")


class TestFitting:
    @pytest.mark.parametrize(("version", "correction", "payload"), [(13, "Q", 214), (13, "M", 304)])
    def test_the_measured_capacity_with_a_prefix_of_24_characters(self, version, correction, payload):
        digits = digits_that_fit(version, correction, 24)
        assert len(str(2 * 256**payload - 1)) <= digits < len(str(2 * 256 ** (payload + 1) - 1))

    def test_a_short_certificate_gets_the_stronger_correction(self):
        short = encoded(limits_short="", holder="Li Wu", title="Forklift")
        assert (short.version, short.error_correction, short.dropped_limits) == (13, "Q", False)

    def test_limits_bring_the_weaker_correction(self):
        assert (encoded().version, encoded().error_correction, encoded().dropped_limits) == (13, "M", False)

    def test_the_end_of_a_long_title_gives_way_to_the_limits(self):
        title = "Counterbalance forklift truck, electric, sit-down rider"
        payload = encoded(title=title, limits_short="up to 2.5 t, " * 5, holder="N" * 24)
        assert (payload.version, payload.dropped_limits) == (13, False)
        assert payload.title == "Counterbalance forklift truck…"
        assert decode(payload.text).limits == ("up to 2.5 t, " * 5).strip()

    def test_then_the_limits_go_and_it_is_said(self):
        payload = encoded(limits_short="ä" * 60, title="T " * 10, holder="N" * 60)
        assert (payload.version, payload.dropped_limits, payload.title) == (13, True, ("T " * 10).strip())
        assert decode(payload.text).limits == ""

    def test_then_the_title_is_cut_at_a_word_visibly(self):
        payload = encoded(title="Operating counterbalance lift trucks " * 6, holder="N" * 60)
        assert payload.version == 13
        assert payload.title.endswith("…")
        assert "Operating counterbalance lift trucks".startswith(payload.title[:-1]) or " " in payload.title
        assert decode(payload.text).title == payload.title
        assert decode(payload.text).name == "N" * 60

    def test_the_name_is_never_cut(self):
        payload = encoded(holder="नाम " * 20, title="कुशलता", limits_short="")
        assert decode(payload.text).name == ("नाम " * 20).strip()
        assert payload.version == 16

    def test_long_texts_in_other_scripts_stay_whole_in_the_larger_symbol(self):
        title = "平衡重式叉车电动坐驾式操作与日常检查以及蓄电池充电"
        limits = "额定起重量2.5吨仅限室内"
        payload = encoded(holder="阿布都热依木·买买提江", title=title, limits_short=limits)
        assert (payload.version, payload.title, payload.dropped_limits) == (16, title, False)
        assert decode(payload.text).limits == limits

    def test_what_cannot_fit_is_said(self):
        with pytest.raises(UserError, match="too long"):
            encoded(holder="N" * 500)

    @settings(max_examples=40, deadline=None)
    @given(st.text(min_size=1, max_size=60), st.text(min_size=1, max_size=120), st.text(max_size=60))
    def test_the_symbol_holds_what_is_promised(self, holder, title, limits):
        try:
            payload = encoded(holder="n" + holder, title="t" + title, limits_short=limits)
        except UserError:
            return
        symbol = qrcode.QRCode(version=payload.version, error_correction=CORRECTION[payload.error_correction], mask_pattern=0)
        symbol.add_data(payload.text)
        symbol.make(fit=False)
        assert symbol.version == payload.version


class TestHostileTexts:
    @pytest.mark.parametrize(
        "payload",
        [
            {},
            {**FULL, 9: "more"},
            {name: value for name, value in FULL.items() if name != 7},
            {**FULL, 7: bytes(31)},
            {**FULL, 5: "23 November"},
            {**FULL, 5: 10**15},
            {**FULL, 5: -(10**15)},
            {**FULL, 6: True},
            {**FULL, 6: "x"},
            {**FULL, 1: bytes(15)},
            {**FULL, 1: 5},
            {**FULL, 8: 7},
            {**FULL, 2: ["a"]},
            {**FULL, 2: None},
            {**FULL, "2": "text key"},
            [1, 2],
            "text",
        ],
    )
    def test_a_signed_map_of_another_shape_is_no_code(self, payload):
        with pytest.raises(NotACode):
            decode(text_of(payload))

    def test_duplicate_keys_are_refused(self):
        body = cbor2.dumps(FULL, canonical=True)
        twice = bytes([body[0] + 1]) + body[1:] + cbor2.dumps(2) + cbor2.dumps("Daniel Ekberg")
        with pytest.raises(NotACode):
            decode(as_text(b"\x01" + cbor2.dumps([cbor2.dumps({1: -8}), {4: bytes(8)}, twice, bytes(64)])))

    def test_trailing_bytes_and_other_spellings_are_refused(self):
        whole = b"\x01" + cose.sign(FULL, ISSUER_KEY, EXTERNAL_AAD)  # type: ignore[arg-type]
        decode(as_text(whole))
        parts = cbor2.loads(whole[1:])
        spellings = (
            whole + b"\x00",
            whole[:-1],
            b"\x02" + whole[1:],
            b"\x01\xd2" + whole[1:],  # tagged
            b"\x01" + cbor2.dumps([parts[0], {4: parts[1][4], 1: -8}, parts[2], parts[3]]),
            b"\x01" + cbor2.dumps([cbor2.dumps({1: -7}), *parts[1:]]),
            b"\x01" + cbor2.dumps([*parts, 1]),
            b"\x01\x9f" + whole[2:] + b"\xff",  # indefinite length
        )
        for data in spellings:
            with pytest.raises(NotACode):
                decode(as_text(data))

    def test_depth_is_bounded(self):
        for opener in (b"\x81", b"\xa1\x01", b"\xc1", b"\xd8\x1c"):
            with pytest.raises(NotACode):
                decode(as_text(b"\x01" + opener * 200))

    def test_ten_million_digits_are_refused_at_once(self):
        started = time.perf_counter()
        for text in ("9" * 10_000_000, "https://x/c#" + "1" * 10_000_000, "SIGNOFF:" + "٣" * 10_000_000):
            with pytest.raises(NotACode):
                decode(text)
        assert time.perf_counter() - started < 1  # a bound on reading, not a benchmark

    @pytest.mark.parametrize(
        "text", ["", "https://example.org", "https://x/c#", "SIGNOFF:", "https://x/c#0" + "1" * 600, "1" * 30]
    )
    def test_other_texts_are_no_codes(self, text):
        with pytest.raises(NotACode):
            decode(text)

    def test_arabic_digits_are_no_digits(self):
        digits = encoded().text.partition("#")[2]
        with pytest.raises(NotACode):
            decode(digits.translate({48 + number: 0x660 + number for number in range(10)}))

    @given(st.binary(max_size=400))
    def test_no_bytes_make_reading_stumble(self, data):
        with pytest.raises(NotACode):
            decode(as_text(b"\x01" + data))

    @given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
    def test_no_changed_byte_is_proven(self, place, change):
        data = bytearray(b"\x01" + cose.sign(FULL, ISSUER_KEY, EXTERNAL_AAD))  # type: ignore[arg-type]
        data[place % len(data)] ^= change
        try:
            claims = decode(as_text(bytes(data)))
        except NotACode:
            return
        assert claims.key_id != decode(text_of(FULL)).key_id or not proven_by(claims, public(ISSUER_KEY))

    def test_a_signature_made_for_something_else_proves_nothing(self):
        assert not proven_by(decode(text_of(FULL, aad=b"another purpose")), public(ISSUER_KEY))
