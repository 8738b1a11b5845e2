"""A signature of one's own in a PDF: what is refused in words, that it is valid, that record and paper stay as they were."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pikepdf
import pikepdf.pdfa
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from supervisor_app.documents.cards import render_card
from supervisor_app.documents.certificate import render_certificate
from supervisor_app.documents.pades import open_key, sign_pdf
from supervisor_app.documents.page import Paper
from supervisor_app.documents.shaping import Shaper
from supervisor_app.errors import InputError
from tests.documents.one_paper import read_certificate_pdf
from tests.documents.papers import signed

NOW = datetime.now(UTC).replace(microsecond=0)
PASSWORD = "korrekt Pferd ß"
KEYS = {
    "p-256": ec.generate_private_key(ec.SECP256R1()),
    "rsa": rsa.generate_private_key(65537, 2048),
    "p-384": ec.generate_private_key(ec.SECP384R1()),
    "rsa of 1024 bits": rsa.generate_private_key(65537, 1024),
    "ed25519": ed25519.Ed25519PrivateKey.generate(),
}


def key_file(kind: str = "p-256", *, ends: int = 30, begins: int = -1, usage: bool | None = None) -> bytes:
    key: Any = KEYS[kind]
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Hannah Weber")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
    builder = builder.not_valid_before(NOW + timedelta(days=begins)).not_valid_after(NOW + timedelta(days=ends))
    if usage is not None:
        allowed = dict.fromkeys(("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False)
        bits = x509.KeyUsage(
            digital_signature=usage, content_commitment=False, key_encipherment=True, data_encipherment=False, **allowed
        )
        builder = builder.add_extension(bits, critical=True)
    certificate = builder.sign(key, None if kind == "ed25519" else hashes.SHA256())
    return pkcs12.serialize_key_and_certificates(b"me", key, certificate, None, BestAvailableEncryption(PASSWORD.encode()))


@pytest.mark.parametrize("kind", ["p-256", "rsa"])
@pytest.mark.parametrize("product", ["certificate", "card"])
def test_a_signed_file_is_valid_whole_and_still_what_it_was(kind: str, product: str, shaper: Shaper) -> None:
    validation = pytest.importorskip("pyhanko.sign.validation")
    reader = pytest.importorskip("pyhanko.pdf_utils.reader")
    issued = signed()
    plain = render_certificate(issued, paper=Paper.A4, shaper=shaper) if product == "certificate" else render_card(issued)
    data = sign_pdf(plain, open_key(key_file(kind, usage=True), PASSWORD, NOW))
    assert data.startswith(plain)
    [signature] = reader.PdfFileReader(io.BytesIO(data)).embedded_signatures
    status = validation.validate_pdf_signature(signature)
    assert status.intact
    assert status.valid
    assert status.coverage.name == "ENTIRE_FILE"
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.sig_object["/Name"] == "Hannah Weber"
    with pikepdf.open(io.BytesIO(data)) as pdf:
        violations = [finding for finding in pikepdf.pdfa.check(pdf, "3b").findings if finding.kind == "violation"]
        assert violations == []
        assert pdf.attachments["credential.json"].get_file().read_bytes() == issued.credential
    assert read_certificate_pdf(data) == read_certificate_pdf(plain)


@pytest.mark.parametrize(
    ("data", "password", "words"),
    [
        (key_file(), "wrong", "the password does not open it"),
        (b"", PASSWORD, "no certificate file"),
        (b"0" * 2_000_000, PASSWORD, "larger than"),
        (key_file(ends=0, begins=-9), PASSWORD, "ended on"),
        (key_file(begins=2), PASSWORD, "begins on"),
        (key_file("p-384"), PASSWORD, "neither P-256 nor RSA"),
        (key_file("rsa of 1024 bits"), PASSWORD, "neither P-256 nor RSA"),
        (key_file("ed25519"), PASSWORD, "neither P-256 nor RSA"),
        (key_file(usage=False), PASSWORD, "not meant for signing"),
    ],
)
def test_what_cannot_sign_is_said_in_words(data: bytes, password: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        open_key(data, password, NOW + timedelta(minutes=1))


def test_the_key_shows_neither_file_nor_password() -> None:
    key = open_key(key_file(), PASSWORD, NOW)
    assert key.name == "Hannah Weber"
    assert PASSWORD not in repr(key)
    assert "data" not in repr(key)
