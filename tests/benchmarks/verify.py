"""What a verdict costs, and a folder of them: ratios against bare floors in the same run.

Run: python -m tests.benchmarks.verify [files]. CPU time, medians of alternated runs; the folder by the clock on the wall.
Goals: a whole PDF (drawn, code read, words compared, record and endorsement proven) at most 50 of json + 2 x (SHA-256 + Ed25519);
a picture of a code to its verdict at most 1.15 of reading it; a camera frame without a code under 16 ms; a folder on two
processes at least 1.9 times one.
"""

from __future__ import annotations

import hashlib
import io
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import qrcode
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from PIL import Image

from supervisor_app.credentials.carriers import codes_in_picture
from supervisor_app.documents.certificate import render_certificate
from supervisor_app.documents.page import Paper
from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.services.reading_frames import codes_in_grey
from supervisor_app.services.verifying import verify_bytes
from supervisor_app.services.verifying_files import check_all
from supervisor_app.services.verifying_records import Checker
from tests.credentials.samples import FACTS, ISSUER_KEY, NOW, TRUST, issued

RUNS = 9
WHOLE = issued()


def cost(action: Callable[[], object], times: int = 10) -> float:
    """Milliseconds of CPU for one call."""
    started = time.process_time()
    for _ in range(times):
        action()
    return (time.process_time() - started) / times * 1000


def paper() -> bytes:
    certificate = IssuedCertificate(
        facts=FACTS, worker_id="1" * 32, sign_offs=("5e" * 16,), credential=WHOLE.credential, qr_text=WHOLE.qr.text, qr_mask=0
    )
    return render_certificate(certificate, paper=Paper.A4)


def floor() -> Callable[[], object]:
    """Parsing the credential, and twice a digest and a signature over it."""
    signature, public = ISSUER_KEY.sign(hashlib.sha256(WHOLE.credential).digest()), ISSUER_KEY.public_key().public_bytes_raw()

    def run() -> None:
        json.loads(WHOLE.credential)
        for _ in range(2):
            Ed25519PublicKey.from_public_bytes(public).verify(signature, hashlib.sha256(WHOLE.credential).digest())

    return run


def picture(side: int) -> bytes:
    file = io.BytesIO()
    qrcode.make(WHOLE.qr.text, box_size=side).get_image().convert("L").save(file, "PNG")
    return file.getvalue()


def compare(name: str, floor_name: str, base: Callable[[], object], ours: Callable[[], object], goal: float) -> None:
    pairs = [(cost(base), cost(ours)) for _ in range(RUNS)]
    ratio = statistics.median(mine / other for other, mine in pairs)
    bottom, mine = (statistics.median(pair[place] for pair in pairs) for place in (0, 1))
    print(f"{name:44} {mine:7.2f} ms   {ratio:6.2f} of {floor_name} ({bottom:.2f} ms), goal {goal}")


def frames() -> None:
    """A frame of a workshop without a code: noise on a slope, the hardest quiet picture for a reader."""
    for width, height in ((1280, 720), (640, 480)):
        noise = Image.effect_noise((width, height), 40).tobytes()
        times = [
            cost(lambda noise=noise, width=width, height=height: codes_in_grey(noise, width, height), 5) for _ in range(RUNS)
        ]  # type: ignore[misc]
        print(f"camera frame without a code, {width} x {height:<11} {statistics.median(times):7.2f} ms, worst {max(times):.2f}")


def folder(count: int) -> None:
    """The same certificates on one process and on two, PDF and JSON in turn."""
    random = Random(4)
    with tempfile.TemporaryDirectory() as name:
        sheet, files = paper(), []
        for number in range(count):
            path = Path(name) / f"{number:05}.{'pdf' if number % 2 else 'json'}"
            path.write_bytes(sheet if number % 2 else WHOLE.credential)
            files.append(path)
        random.shuffle(files)
        one, two = took(files, 1), took(files, 2)
    print(f"folder of {count}: one process {count / one:.0f}/s, two {count / two:.0f}/s   {one / two:.2f} times, goal 1.9")


def took(files: Sequence[Path], workers: int) -> float:
    started = time.monotonic()
    assert all(result.valid for result in check_all(files, Checker(trust=TRUST, now=NOW), workers=workers))
    return time.monotonic() - started


def main() -> None:
    sheet, small = paper(), picture(4)
    verify_bytes("warm.pdf", sheet, trust=TRUST, now=NOW)
    bare = "json + 2 proofs"
    compare("credential to verdict", bare, floor(), lambda: verify_bytes("x", WHOLE.credential, trust=TRUST, now=NOW), 50)
    compare("whole PDF to verdict", bare, floor(), lambda: verify_bytes("x", sheet, trust=TRUST, now=NOW), 50)
    compare(
        "picture of a code to verdict", "reading it", lambda: codes_in_picture(small),
        lambda: verify_bytes("x", small, trust=TRUST, now=NOW), 1.15,
    )  # fmt: skip
    frames()
    folder(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)


if __name__ == "__main__":
    main()
