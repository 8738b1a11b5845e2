"""Bad input from every side: a verdict or a sentence, within two seconds, never an exception, never valid."""

from __future__ import annotations

import base64
import contextlib
import copy
import io
import json
import time
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supervisor_app.credentials import carriers, cose, did_web, listed_status, qr_payload, status_list, trust, web_token
from supervisor_app.credentials.proof import Json
from supervisor_app.credentials.verdict import Outcome, Verdict
from supervisor_app.documents.certificate import render_certificate
from supervisor_app.documents.page import Paper
from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.errors import InputError
from tests.credentials.records import record, small_badge
from tests.credentials.samples import FACTS, ISSUER_KEY, NORTHGATE, NOW, TRUST, issued
from tests.credentials.tokens import token
from tests.services.verdicts import verify_bytes, verify_pasted

WHOLE = issued()
DEEP = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def bounded(name: str, data: bytes) -> Verdict:
    started = time.process_time()
    verdict = verify_bytes(name, data, trust=TRUST, now=NOW)
    assert time.process_time() - started < 2, name
    return verdict


@cache
def paper() -> bytes:
    certificate = IssuedCertificate(
        facts=FACTS, worker_id="1" * 32, sign_offs=("5e" * 16,), credential=WHOLE.credential, qr_text=WHOLE.qr.text, qr_mask=0
    )
    return render_certificate(certificate, paper=Paper.A4)


@cache
def small_record() -> Json:
    return record(small_badge(1))


def saved(pdf: pikepdf.Pdf, **how: Any) -> bytes:
    file = io.BytesIO()
    pdf.save(file, **how)
    return file.getvalue()


def with_attachments(*files: tuple[str, bytes], keep: bool = False) -> bytes:
    pdf = pikepdf.open(io.BytesIO(paper()))
    if not keep:
        for name in list(pdf.attachments):
            del pdf.attachments[name]
    for name, data in files:
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, data, filename=name)
    return saved(pdf)


def hostile_pdfs() -> Iterator[tuple[str, bytes]]:
    whole, other = WHOLE.credential, issued(limits="Up to 5 t").credential
    pdf = pikepdf.open(io.BytesIO(paper()))
    yield "encrypted", saved(pdf, encryption=pikepdf.Encryption(owner="o", user="u"))
    yield "cut in half", paper()[: len(paper()) // 2]
    yield "only a head", b"%PDF-1.7\n"
    yield "several json files", with_attachments(("a.json", whole), ("b.json", other))
    yield "another record", with_attachments(("credential.json", other))
    outer = pikepdf.new()
    outer.add_blank_page()
    outer.attachments["certificate.pdf"] = pikepdf.AttachedFileSpec(outer, paper(), filename="certificate.pdf")
    yield "a certificate inside another pdf", saved(outer)
    yield "thirty files", with_attachments(*((f"{number}.json", whole) for number in range(30)))
    yield "a record of two megabytes", with_attachments(("credential.json", b'{"a":"' + b"x" * 2_000_000 + b'"}'))
    yield "no json", with_attachments(("credential.json", b"\x00\xff"))
    many = pikepdf.new()
    for _ in range(400):
        many.add_blank_page()
    yield "400 pages", saved(many)
    bomb = pikepdf.new()
    page = bomb.add_blank_page()
    page.Contents = pikepdf.Stream(bomb, zlib.compress(b"0 0 m " * 20_000_000, 9), Filter=pikepdf.Name.FlateDecode)
    yield "120 MB on one page", saved(bomb)
    vast = pikepdf.new()
    vast.add_blank_page(page_size=(14_000, 14_000))
    yield "a page like a hall", saved(vast)


class TestPdf:
    def test_our_own_is_valid(self):
        assert bounded("certificate.pdf", paper()).valid

    @pytest.mark.parametrize(("name", "data"), list(hostile_pdfs()), ids=lambda value: value if isinstance(value, str) else "")
    def test_it_gets_a_sentence_and_is_never_valid(self, name: str, data: bytes):
        verdict = bounded(name, data)
        assert not verdict.valid
        assert verdict.sentence.endswith(".")

    @DEEP
    @given(st.integers(0, 60_000), st.binary(min_size=1, max_size=40))
    def test_bytes_changed_anywhere_raise_nothing(self, place: int, patch: bytes):
        """What is overwritten may be nothing that is shown or signed; then it stays valid, with every field the same."""
        data = paper()
        verdict = bounded("x.pdf", data[: place % len(data)] + patch + data[place % len(data) + len(patch) :])
        assert not verdict.valid or verdict.fact("Holder") == FACTS.holder


def odd_json() -> Iterator[tuple[str, bytes]]:
    text = WHOLE.credential.decode()
    document = json.loads(text)
    yield "a name twice", text.replace('"name":', '"name":"x","name":', 1).encode()
    yield "deep", text.replace('"evidence":[', '"evidence":[' + "[" * 100 + "]" * 100 + ",", 1).encode()
    yield "a huge number", text.replace('"evidence":[', '"evidence":[1e400,', 1).encode()
    yield "a huge integer", text.replace('"evidence":[', f'"evidence":[{"9" * 5000},', 1).encode()
    yield "half a letter", text.replace('"name":"', '"name":"\\ud800', 1).encode()
    yield "not UTF-8", text.replace('"name":"', '"name":"\xff', 1).encode("latin-1", "replace")
    yield "another vocabulary", json.dumps({**document, "@context": [*document["@context"], "https://evil.example/v1"]}).encode()
    yield "an inline vocabulary", json.dumps({**document, "@context": [*document["@context"], {"@vocab": "urn:x#"}]}).encode()
    yield "a relative name", text.replace('"evidence":[', '"evidence":[{"id":"here","type":["Evidence"]},', 1).encode()
    yield "an undefined word", json.dumps({**document, "nickname": "x"}).encode()
    yield "a proof for one place", json.dumps({**document, "proof": [{**document["proof"][0], "domain": "x.example"}]}).encode()
    yield "two proofs", json.dumps({**document, "proof": document["proof"] * 2}).encode()
    yield "a proof of another", json.dumps({**document, "proof": json.loads(issued(limits="x").credential)["proof"]}).encode()
    yield "nan", text.replace('"evidence":[', '"evidence":[NaN,', 1).encode()
    yield "a record like a library", json.dumps(record(*(small_badge(n, 60) for n in range(30)))).encode()
    yield "many certificates", json.dumps(record(*(small_badge(n) for n in range(70)))).encode()


class TestJson:
    @pytest.mark.parametrize(("name", "data"), list(odd_json()), ids=lambda value: value if isinstance(value, str) else "")
    def test_it_is_never_valid(self, name: str, data: bytes):
        assert not bounded(name, data).valid
        assert not bounded(name, with_attachments(("credential.json", data))).valid

    @DEEP
    @given(st.data())
    def test_our_certificate_with_bytes_changed_is_the_same_or_not_valid(self, data: st.DataObject):
        whole = WHOLE.credential
        place = data.draw(st.integers(0, len(whole) - 1))
        patch = data.draw(st.binary(min_size=1, max_size=8))
        changed = whole[:place] + patch + whole[place + data.draw(st.integers(0, 8)) :]
        verdict = bounded("x.json", changed)
        same = verdict.valid and json.loads(changed) == json.loads(whole)
        assert same or not verdict.valid

    JSON = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=20), inside, max_size=4),
        max_leaves=12,
    )
    NAMES = ("@context", "id", "type", "issuer", "credentialSubject", "validFrom", "validUntil", "proof", "credentialStatus",
             "evidence", "endorsement", "name", "verifiableCredential", "badge", "recipient", "issuers")  # fmt: skip

    @settings(max_examples=150, deadline=None)
    @given(st.dictionaries(st.sampled_from(NAMES), JSON, max_size=5), st.booleans())
    def test_any_value_in_any_place_is_a_verdict(self, changes: dict[str, Any], whole: bool):
        document = {**(json.loads(WHOLE.credential) if whole else {}), **changes}
        verdict = bounded("x.json", json.dumps(document).encode())
        assert not verdict.valid or document == json.loads(WHOLE.credential)

    @settings(max_examples=80, deadline=None)
    @given(JSON)
    def test_any_value_inside_a_record_is_a_verdict(self, inside: Any):
        whole = copy.deepcopy(small_record())
        whole["credentialSubject"]["verifiableCredential"] = inside
        assert not bounded("x.json", json.dumps(whole).encode()).valid


class TestCodes:
    def pasted(self, text: str) -> Verdict:
        started = time.process_time()
        verdict = verify_pasted(text, trust=TRUST, now=NOW)
        assert time.process_time() - started < 2
        return verdict

    def test_a_number_of_ten_million_digits(self):
        for text in ("9" * 10_000_000, "https://x.example/c#" + "9" * 10_000_000, "SIGNOFF:" + "1" * 399_000):
            assert self.pasted(text).outcome is Outcome.UNREADABLE
            assert bounded("code.txt", text.encode()).outcome is Outcome.UNREADABLE

    def test_trailing_bytes(self):
        head, _sep, digits = WHOLE.qr.text.partition("#")
        number = int(digits)
        data = number.to_bytes((number.bit_length() + 7) // 8, "big")
        for more in (b"\x00", b"\x01", b"\xf6", data):
            assert not self.pasted(f"{head}#{int.from_bytes(data + more, 'big')}").valid

    @settings(max_examples=200, deadline=None)
    @given(st.integers(0, 600), st.integers(0, 9))
    def test_one_other_digit_is_never_valid(self, place: int, digit: int):
        head, _sep, digits = WHOLE.qr.text.partition("#")
        at = place % len(digits)
        changed = digits[:at] + str(digit) + digits[at + 1 :]
        assert changed == digits or not self.pasted(f"{head}#{changed}").valid

    @settings(max_examples=200, deadline=None)
    @given(st.text(max_size=300))
    def test_any_text_is_a_verdict(self, text: str):
        assert not self.pasted(text).valid


class TestTokens:
    @settings(max_examples=100, deadline=None)
    @given(st.dictionaries(st.sampled_from(["alg", "jwk", "kid", "crit", "b64", "typ"]), TestJson.JSON, max_size=4))
    def test_any_header_is_a_verdict(self, header: dict[str, Any]):
        document = json.loads(WHOLE.credential)
        text = token({"vc": document}, ISSUER_KEY, "EdDSA", **{k: v for k, v in header.items() if k != "alg"})
        if "alg" in header:
            first = base64.urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip("=")
            text = ".".join((first, *text.split(".")[1:]))
        verdict = verify_pasted(text, trust=TRUST, now=NOW)
        assert not verdict.valid or "crit" not in header


DID = NORTHGATE.issuer.encode()
DECODERS: dict[str, Any] = {
    "json": lambda data: carriers.read_json(data),
    "svg": lambda data: carriers.baked_credential(b"<svg>" + data, carriers.Kind.SVG),
    "png": lambda data: carriers.baked_credential(b"\x89PNG\r\n\x1a\n" + data, carriers.Kind.PICTURE),
    "picture": carriers.codes_in_picture,
    "code": lambda data: qr_payload.decode(data.decode("latin-1")),
    "cose": cose.read,
    "status": status_list.read_status,
    "token": lambda data: web_token.read_token("eyJ" + data.decode("latin-1")),
    "trust": lambda data: trust.read_trust("x", data),
    "did": lambda data: did_web.keys_of(carriers.read_json(data)),
    "history": lambda data: trust.read_trust("x", b'{"issuers": [{"name": "x", "did": "%s", "before": %s}]}' % (DID, data)),
}
REFUSALS = (
    did_web.NoDocument,
    carriers.NotReadable,
    qr_payload.NotACode,
    cose.NotCose,
    web_token.NotAToken,
    InputError,
    listed_status.NoEntry,
)


@pytest.mark.parametrize("name", DECODERS)
class TestEveryDecoder:
    @settings(max_examples=150, deadline=None)
    @given(data=st.binary(max_size=400))
    def test_any_bytes_are_read_or_refused(self, name: str, data: bytes):
        try:
            DECODERS[name](data)
        except REFUSALS:
            return

    def test_the_public_corpora_are_read_or_refused(self, name: str, shared_data: Path):
        for path in sorted((shared_data / "fuzz").rglob("*")):
            if path.is_file() and path.stat().st_size < 300_000:
                started = time.process_time()
                with contextlib.suppress(*REFUSALS):
                    DECODERS[name](path.read_bytes())
                assert time.process_time() - started < 2, path
