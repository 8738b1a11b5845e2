"""Checking files and texts: what comes in, in which shape, and that nothing hostile is ever valid, slow or large."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pikepdf
import pytest
import qrcode
from openbadgeslib import baking
from PIL import Image

from supervisor_app.credentials.keys import read_multikey
from supervisor_app.credentials.trust import TrustedIssuer, TrustStore
from supervisor_app.credentials.verdict import CheckState, Outcome, Verdict
from supervisor_app.documents.certificate import render_certificate
from supervisor_app.documents.page import Paper
from supervisor_app.domain.certificate import CertificateFacts, IssuedCertificate
from tests.credentials.samples import FACTS, NOW, TRUST, issued
from tests.services.verdicts import verify_bytes, verify_pasted

WHOLE = issued()


def checked(name: str, data: bytes, trust: TrustStore = TRUST) -> Verdict:
    return verify_bytes(name, data, trust=trust, now=NOW)


def qr_picture(text: str, format_: str = "PNG", side: int = 4) -> bytes:
    picture = qrcode.make(text, box_size=side).get_image().convert("L")
    file = io.BytesIO()
    picture.save(file, format_)
    return file.getvalue()


class TestWhereCertificatesTravel:
    def test_the_credential_file(self):
        assert checked("certificate.json", WHOLE.credential).valid

    def test_the_same_with_spaces_and_a_byte_order_mark(self):
        pretty = b"\xef\xbb\xbf\n" + json.dumps(json.loads(WHOLE.credential), indent=2).encode()
        assert checked("certificate.json", pretty).valid

    @pytest.mark.parametrize("format_", ["PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF"])
    def test_a_picture_of_its_code(self, format_):
        assert checked(f"photo.{format_}", qr_picture(WHOLE.qr.text, format_)).valid

    def test_a_large_turned_photograph(self):
        page = Image.new("RGB", (3500, 2600), "#e8e4da")
        code = Image.open(io.BytesIO(qr_picture(WHOLE.qr.text, side=9))).convert("RGB")
        page.paste(code, (1900, 1200))
        file = io.BytesIO()
        page.rotate(94, expand=True, fillcolor="#404040").save(file, "JPEG", quality=80)
        assert checked("photo.jpg", file.getvalue()).valid

    def test_a_transparent_picture_is_on_white(self):
        code = Image.open(io.BytesIO(qr_picture(WHOLE.qr.text))).convert("L")
        clear = Image.merge("LA", (Image.new("L", code.size, 0), code.point(lambda grey: 255 - grey)))
        file = io.BytesIO()
        clear.save(file, "PNG")
        assert checked("code.png", file.getvalue()).valid

    def test_a_baked_png_badge(self):
        file = io.BytesIO()
        Image.new("RGB", (40, 40), "navy").save(file, "PNG")
        baked = baking.bake_png(file.getvalue(), WHOLE.credential.decode(), keyword=baking.ITXT_KEYWORD_OB3)
        assert checked("badge.png", baked).valid

    def test_a_baked_svg_badge(self):
        svg = b'<svg xmlns="http://www.w3.org/2000/svg"><circle r="4"/></svg>'
        text = WHOLE.credential.decode()
        baked = baking.bake_svg(svg, text, element=baking.SVG_ELEMENT_OB3, namespace=baking.SVG_NS_OB3, as_text=True)
        assert checked("badge.svg", baked).valid

    def test_pasted_texts(self):
        for text in (WHOLE.qr.text, WHOLE.qr.text.partition("#")[2], f"  {WHOLE.qr.text}\n", WHOLE.credential.decode()):
            assert verify_pasted(text, trust=TRUST, now=NOW).valid
        assert checked("code.txt", WHOLE.qr.text.encode()).valid

    def test_a_link_without_a_web_address(self):
        assert verify_pasted(issued(host="").qr.text, trust=TRUST, now=NOW).valid


def paper(printed: Mapping[str, object] | None = None, **facts: object) -> bytes:
    """The PDF of a certificate; `printed` are facts that the page shows otherwise than the record inside it."""
    made = issued(**facts)
    shown = replace(FACTS, **facts, **(printed or {}))  # type: ignore[arg-type]
    return _pdf(shown, made.credential, made.qr.text)


def _pdf(shown: CertificateFacts, credential: bytes, qr_text: str) -> bytes:
    record = IssuedCertificate(facts=shown, worker_id="1" * 32, sign_offs=(), credential=credential, qr_text=qr_text, qr_mask=0)
    return render_certificate(record, paper=Paper.A4)


class TestPapers:
    @pytest.mark.parametrize(
        "facts",
        [
            {},
            {"language": "de"},
            {"language": "ar", "holder": "محمد علي", "holder_latin": "Mohamed Ali"},
            {"holder": "रबिना कुमार"},
            {"valid_until": None, "limits": "", "limits_short": ""},
            {"limits": "Only counterbalance trucks with electric drive, " * 6, "host": ""},
        ],
    )
    def test_an_honest_paper_is_valid(self, facts):
        verdict = checked("certificate.pdf", paper(**facts))
        assert verdict.valid
        assert {check.name: check.state for check in verdict.checks}["code"] is CheckState.PASSED
        assert all(field.same for field in verdict.differences)

    @pytest.mark.parametrize(
        ("forged", "label"),
        [
            ({"holder": "Daniel Ekberg"}, "Holder"),
            ({"employee_no": "010106"}, "Employee no."),
            ({"title": "Mobile crane"}, "Competency"),
            ({"level": "O", "level_name": "trains others", "level_rank": 4}, "Level"),
            ({"limits": "Up to 9.5 t"}, "Limits"),
            ({"limits": ""}, "Limits"),
            ({"issued": date(2025, 11, 23)}, "Issued"),
            ({"valid_until": date(2031, 11, 22)}, "Valid until"),
            ({"valid_until": None}, "Valid until"),
            ({"number": "NGP-A-000232"}, "Number"),
            ({"organisation": "Southgate"}, "Organisation"),
        ],
    )
    def test_each_forged_field_is_named(self, forged, label):
        verdict = checked("certificate.pdf", paper(forged))
        assert verdict.outcome is Outcome.PAPER_DIFFERS
        assert [field.label for field in verdict.differences if not field.same] == [label]

    def test_a_stolen_code_is_told(self):
        stolen = issued(holder="Daniel Ekberg").qr.text
        verdict = checked("certificate.pdf", _pdf(FACTS, WHOLE.credential, stolen))
        assert (verdict.outcome, verdict.sentence) == (
            Outcome.PAPER_DIFFERS,
            "The printed code belongs to another certificate.",
        )

    def test_a_stolen_record_is_told(self):
        verdict = checked("certificate.pdf", _pdf(replace(FACTS, holder="Daniel Ekberg"), WHOLE.credential, WHOLE.qr.text))
        assert verdict.outcome is Outcome.PAPER_DIFFERS

    def test_a_changed_record_is_not_genuine(self):
        forged = WHOLE.credential.replace(b"Up to 2.5 t", b"Up to 9.5 t")
        verdict = checked(
            "certificate.pdf", _pdf(replace(FACTS, limits="Up to 9.5 t, level floor, no ramps"), forged, WHOLE.qr.text)
        )
        assert verdict.outcome is Outcome.NOT_GENUINE

    def test_without_the_record_the_code_still_speaks(self):
        with pikepdf.open(io.BytesIO(paper())) as pdf:
            for name in list(pdf.attachments):
                del pdf.attachments[name]
            stripped = io.BytesIO()
            pdf.save(stripped)
        verdict = checked("certificate.pdf", stripped.getvalue())
        assert verdict.valid
        assert {field.label for field in verdict.differences} == {"Holder", "Competency", "Level", "Issued", "Valid until"}

    def test_a_record_on_an_empty_page_is_not_accepted(self):
        blank = pikepdf.new()
        blank.add_blank_page()
        blank.attachments["credential.json"] = WHOLE.credential
        file = io.BytesIO()
        blank.save(file)
        assert checked("letter.pdf", file.getvalue()).outcome is Outcome.PAPER_DIFFERS

    def test_a_paper_cut_in_its_content_is_never_valid(self):
        """Only the table at the very end can be found anew; then record, code and fields are all there to be proven."""
        whole = paper()
        for end in range(0, whole.rindex(b"endobj"), len(whole) // 23):
            assert not checked("cut.pdf", whole[:end]).valid


class TestWhatIsNoCertificate:
    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            (b"", "This file is neither a certificate nor a picture of one."),
            (b"\x00\x01\x02", "This file is neither a certificate nor a picture of one."),
            (b"{}", "This file cannot be read: it is not an Open Badges 3.0 credential."),
            (b"[]", "This file cannot be read: it is JSON, but not a certificate."),
            (b"{", "This file cannot be read: it is not well-formed JSON."),
            (b'{"id": 1, "id": 2}', "This file cannot be read: it is not well-formed JSON."),
            (b"{" + b'"a":{' * 300_000, "This file cannot be read: it is larger than a certificate can be."),
            (b"[" * 200_000, "This file cannot be read: it is not well-formed JSON."),
            (
                b"eyJhbGciOiJFZERTQSJ9.e30.x",
                "This file cannot be read: it is a damaged web token (JWT).",
            ),
            (b"hello", "This text is not from a certificate, or it is not complete."),
            (b"<svg><circle/></svg>", "No code was found in this picture."),
            (b"<svg><", "This picture cannot be read: it is a damaged SVG picture."),
        ],
    )
    def test_it_says_what_it_is(self, data, sentence):
        verdict = checked("file", data)
        assert (verdict.outcome, verdict.sentence) == (Outcome.UNREADABLE, sentence)
        assert verdict.note

    def test_another_code_in_a_picture(self):
        verdict = checked("photo.png", qr_picture("https://example.org"))
        assert verdict.sentence == "The code in this picture is not from a certificate."

    def test_a_picture_without_a_code(self):
        file = io.BytesIO()
        Image.new("RGB", (400, 300), "white").save(file, "PNG")
        assert checked("photo.png", file.getvalue()).sentence == "No code was found in this picture."

    def test_an_unknown_code_typed_by_hand(self):
        verdict = verify_pasted("KN27S-Z91WS", trust=TRUST, now=NOW)
        assert verdict.sentence == "No certificate with the code KN27S-Z91WS is in this laptop's records."

    def test_a_very_large_file(self):
        assert checked("film.mov", bytes(30_000_001)).sentence == "This file is larger than 30 MB."


def bounded(name: str, data: bytes, trust: TrustStore = TRUST) -> Verdict:
    """A verdict, within two seconds of this process's own time."""
    started = time.process_time()
    verdict = checked(name, data, trust)
    assert time.process_time() - started < 2, name
    return verdict


_MEASURE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from supervisor_app.credentials.trust import TrustStore
from supervisor_app.services.verifying import check_bytes
from supervisor_app.services.verifying_records import Checker
for name in sys.argv[1:]:
    assert not check_bytes(name, Path(name).read_bytes(), Checker(trust=TrustStore(), now=datetime.now(UTC))).valid
print(next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")))
"""


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack("!I", len(body)) + kind + body + struct.pack("!I", zlib.crc32(kind + body))


def _grey_png(side: int) -> bytes:
    """A white picture of so many pixels a side, or its head with too few pixels where that is a bomb."""
    head = _chunk(b"IHDR", struct.pack("!IIBBBBB", side, side, 8, 0, 0, 0, 0))
    body = zlib.compress((b"\x00" + b"\xff" * side) * side, 9) if side <= 6_000 else zlib.compress(bytes(1_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + head + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _baked_bomb() -> bytes:
    text = b"openbadgecredential\x00\x01\x00\x00\x00" + zlib.compress(b"{" + b" " * 100_000_000, 9)
    file = io.BytesIO()
    Image.new("L", (4, 4)).save(file, "PNG")
    return file.getvalue()[:33] + _chunk(b"iTXt", text) + file.getvalue()[33:]


class TestHostileFiles:
    def test_decompression_bombs_are_refused_unopened(self):
        for side in (6_000, 60_000, 2_000_000_000):
            assert bounded("bomb.png", _grey_png(side)).unreadable

    def test_a_baked_text_bomb_is_refused(self):
        assert bounded("bomb.png", _baked_bomb()).unreadable

    def test_entities_in_svg_are_not_expanded(self):
        svg = b'<!DOCTYPE svg [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;">]><svg>&b;</svg>'
        assert bounded("badge.svg", svg).unreadable

    def test_a_poison_graph_is_refused(self):
        """Blank nodes that all look alike would keep the canonicalization busy for minutes."""
        whole = json.loads(WHOLE.credential)
        nodes = [{"id": f"_:n{number}", "type": ["Evidence"]} for number in range(9)]
        whole["evidence"] = [{**node, "evidence": [other for other in nodes if other is not node]} for node in nodes]
        assert not bounded("poison.json", json.dumps(whole).encode()).valid

    @pytest.mark.parametrize("folder", ["json-nst", "json-transform", "pngsuite", "go-fuzz", "qr-zxing", "blns", "pdf-samples"])
    def test_nothing_in_the_fuzz_corpora_is_valid_slow_or_unhandled(self, shared_data, folder):
        files = [path for path in sorted((shared_data / "fuzz" / folder).rglob("*")) if path.is_file()]
        assert files
        for path in files:
            assert bounded(path.name, path.read_bytes()).outcome is Outcome.UNREADABLE, path.name

    def test_the_largest_inputs_stay_small_in_memory(self, tmp_path):
        """A program of its own, since the memory of this one is full of test data."""
        if not Path("/proc/self/status").exists():
            pytest.skip("this system does not tell a program's largest size")
        small = WHOLE.credential.replace(b'"evidence"', b'"evidence":[' + b'{"type":["Evidence"]},' * 11_000 + b'0],"e2"')
        (tmp_path / "a.json").write_bytes(small)
        (tmp_path / "b.png").write_bytes(_grey_png(5_000))
        (tmp_path / "c.png").write_bytes(_baked_bomb())
        (tmp_path / "d.json").write_bytes(b"[" * 250_000)
        ran = subprocess.run(
            [sys.executable, "-c", _MEASURE, *map(str, sorted(tmp_path.iterdir()))], capture_output=True, text=True
        )
        assert ran.returncode == 0, ran.stderr
        assert int(ran.stdout) < 300_000  # KiB

    def test_a_certificate_cut_anywhere_is_never_valid(self):
        for end in range(0, len(WHOLE.credential), 97):
            assert not checked("cut.json", WHOLE.credential[:end]).valid


class TestOthersCredentials:
    @pytest.fixture
    def fixtures(self, shared_data: Path) -> Path:
        return shared_data / "credentials"

    @pytest.fixture
    def example(self) -> TrustStore:
        """The issuers of the 1EdTech fixtures, pinned with the keys their proofs name."""
        keys = (
            "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi",
            "z6MkrvfzkMnvCroEUP2DVc9SHPE48CRsvHiVSusHioxTYu1x",
        )
        names = ("https://example.com/issuers/876543", "https://example.edu/issuers/565049")
        return TrustStore(
            tuple(
                TrustedIssuer(issuer=name, public_key=read_multikey(key) or b"", name="Example Corp")
                for name in names
                for key in keys
            )
        )

    @pytest.mark.parametrize("name", ["simple.json", "simple-context-version.json", "simple-json.png"])
    def test_good_badges_of_a_pinned_issuer_are_valid(self, fixtures, example, name):
        assert bounded(name, (fixtures / "ob30" / name).read_bytes(), example).valid

    def test_the_published_proof_vector_is_valid(self, fixtures, example):
        assert bounded("ob", (fixtures / "ob30-proof-vector/ob-2-signed-credential.json").read_bytes(), example).valid

    def test_without_the_pinned_key_they_are_unknown(self, fixtures):
        assert bounded("simple.json", (fixtures / "ob30/simple.json").read_bytes()).outcome is Outcome.UNKNOWN_ISSUER

    def test_no_broken_badge_is_valid(self, fixtures, example):
        for path in [*sorted((fixtures / "ob30").glob("*err*")), fixtures / "ob30/simple-noproof.json"]:
            assert not bounded(path.name, path.read_bytes(), example).valid, path.name

    @pytest.mark.parametrize(
        "folder",
        ["vcdm2-input", "dcc-verifier-core", "ob20", "ob10-11", "clr20", "bakery", "elm", "ler-rs", "vcdm-schema-examples",
         "bitstring-status-list", "w3c-vc-di-eddsa", "ob30-spec-examples"],
    )  # fmt: skip
    def test_what_other_suites_sign_or_break_is_never_valid_here(self, fixtures, example, folder):
        for path in sorted((fixtures / folder).rglob("*")):
            if path.is_file():
                assert not bounded(path.name, path.read_bytes(), example).valid, path.name


def test_a_verdict_knows_when_it_was_made():
    assert checked("certificate.json", WHOLE.credential).checked == NOW
    later = datetime(2030, 1, 1, tzinfo=UTC)
    assert verify_bytes("x", WHOLE.credential, trust=TRUST, now=later).outcome is Outcome.EXPIRED


def test_facts_are_repeated_with_their_limits():
    verdict = checked("certificate.json", WHOLE.credential)
    assert [(fact.label, fact.value) for fact in verdict.facts] == [
        ("Holder", "Hanna Gál"),
        ("Competency", "Counterbalance forklift"),
        ("Level", "U, unsupervised"),
        ("Issued", "23 Nov 2026"),
        ("Valid until", "22 Nov 2029"),
        ("Number", "NGP-A-000231"),
    ]
    assert verdict.limits == FACTS.limits


def test_what_only_checking_needs_is_imported_when_something_is_checked():
    heavy = ("openbadgeslib", "pyld", "PIL", "zxingcpp", "pikepdf", "pypdfium2", "reportlab")
    program = f"import sys, supervisor_app.services.verifying; print([name for name in {heavy!r} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
