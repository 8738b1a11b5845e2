"""A signature of one's own in a PDF (PAdES B-B, ETSI EN 319 142-1) with a PKCS#12 file, by pyHanko; the file stays PDF/A-3b.

It says who saved the file. What the certificate proves rests on the credential inside, which stays as it was.
"""

from __future__ import annotations

import io
from dataclasses import field
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import InputError, UserError

FIELD = "Signature"
LEAST_RSA_BITS = 2048
MAX_KEY_FILE = 1_000_000
_KEY_FILE = "Certificate file"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An opened PKCS#12 file: kept in memory while files are signed, never stored. `name` is whose it is."""

    name: str
    data: bytes = field(repr=False)
    password: str = field(repr=False)


def open_key(data: bytes, password: str, now: datetime) -> SigningKey:
    """Return a PKCS#12 file as key to sign with; `now` is aware.

    InputError in words for a wrong password, no key, a certificate that is over or not begun, or a key of another kind.
    """
    if len(data) > MAX_KEY_FILE:
        raise InputError(_KEY_FILE, "it is larger than a certificate file can be.", "Choose a .p12 or .pfx file.")
    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(data, password.encode())
    except (ValueError, TypeError) as problem:
        wrong = "password" in str(problem).lower()
        words = "the password does not open it." if wrong else "it is no certificate file that can be read."
        raise InputError(_KEY_FILE, words, "Type the password anew." if wrong else "Choose a .p12 or .pfx file.") from problem
    if key is None or certificate is None:
        raise InputError(_KEY_FILE, "there is no key with its certificate in it.", "Export both into one file.")
    _check_dates(certificate, now)
    _check_kind(key, certificate)
    return SigningKey(_name_of(certificate), data, password)


def sign_pdf(pdf: bytes, key: SigningKey) -> bytes:
    """Return the file with a signature that covers all of it, put behind its end; the time is the system's.

    UserError where pyHanko is not installed.
    """
    try:
        from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
        from pyhanko.sign.signers import PdfSignatureMetadata
    except ImportError as problem:
        raise UserError("This program came without the part that signs PDF files.", _INSTALL) from problem
    meta = PdfSignatureMetadata(field_name=FIELD, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256", name=key.name)
    signed = _pdf_signer(meta, _signer(key), SigFieldSpec(FIELD, on_page=0)).sign_pdf(_writer(pdf), in_place=False)
    return bytes(signed.getvalue())


_INSTALL = 'Install it with: pip install "supervisor-app[pades]". Or save without a signature of your own.'


def _check_dates(certificate: x509.Certificate, now: datetime) -> None:
    if certificate.not_valid_after_utc < now:
        ended = certificate.not_valid_after_utc.date().isoformat()
        raise InputError(_KEY_FILE, f"the certificate in it ended on {ended}.", "Use a newer one.")
    if certificate.not_valid_before_utc > now:
        begins = certificate.not_valid_before_utc.date().isoformat()
        raise InputError(_KEY_FILE, f"the certificate in it begins on {begins}.", "Look at the clock of this laptop.")


def _check_kind(key: object, certificate: x509.Certificate) -> None:
    curve = isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP256R1)
    if not curve and not (isinstance(key, rsa.RSAPrivateKey) and key.key_size >= LEAST_RSA_BITS):
        raise InputError(_KEY_FILE, "its key is neither P-256 nor RSA of 2048 bits or more.", "Use another one.")
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not usage.digital_signature and not usage.content_commitment:
        raise InputError(_KEY_FILE, "its certificate is not meant for signing.", "Use another one.")


def _name_of(certificate: x509.Certificate) -> str:
    names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()


def _signer(key: SigningKey) -> Any:  # noqa: ANN401 - pyHanko is there only where it was asked for
    from pyhanko.sign.signers import SimpleSigner

    signer = SimpleSigner.load_pkcs12_data(key.data, other_certs=[], passphrase=key.password.encode())
    if signer is None:
        raise InputError(_KEY_FILE, "it cannot be used to sign.", "Use another one.")
    return signer


def _writer(pdf: bytes) -> Any:  # noqa: ANN401 - the same
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    class OfTheSameVersion(IncrementalPdfFileWriter):
        """PDF/A-3 is PDF 1.7: the version stays."""

        def ensure_output_version(self, version: tuple[int, int]) -> None:
            """Keep it."""

    return OfTheSameVersion(io.BytesIO(pdf))


def _pdf_signer(meta: Any, signer: Any, spec: Any) -> Any:  # noqa: ANN401 - the same
    from pyhanko.sign.signers import PdfSigner, constants

    class InPlainPdf(PdfSigner):
        """Only the extension that PAdES asks for in PDF 1.7."""

        def register_extensions(self, pdf_out: Any, *, md_algorithm: str) -> None:  # noqa: ANN401
            """Name it."""
            pdf_out.register_extension(constants.ESIC_EXTENSION_1)

    return InPlainPdf(meta, signer=signer, new_field_spec=spec)
