"""What a verdict costs, and a folder of them: ratios against bare floors in the same run.

Run: python -m tests.benchmarks.verify [files]. CPU time, medians of alternated runs; the folder also by the clock.
Goals: a whole PDF (drawn, code read, words compared, record and endorsement proven) at most 50 of json + 2 x (SHA-256 + Ed25519);
a picture of a code to its verdict at most 1.15 of reading it; a camera frame without a code under 16 ms; a folder on two
processes at least 1.9 times one.
"""

from __future__ import annotations

import hashlib
import io
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from PIL import Image

from supervisor_app.credentials.carriers import codes_in_picture
from supervisor_app.documents.certificate import render_certificate
from supervisor_app.documents.page import Paper
from supervisor_app.documents.preview import opened
from supervisor_app.domain.certificate import IssuedCertificate
from supervisor_app.services.reading_frames import codes_in_grey
from tests.credentials.samples import FACTS, ISSUER_KEY, NOW, TRUST, issued
from tests.services.verdicts import verify_bytes

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


def picture() -> bytes:
    """The certificate's first page as a scanner makes it, 150 dpi, grey."""
    file = io.BytesIO()
    with opened(paper()) as document:
        document[0].render(scale=150 / 72, grayscale=True).to_pil().save(file, "PNG")
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


def main() -> None:
    sheet, scan = paper(), picture()
    verify_bytes("warm.pdf", sheet, trust=TRUST, now=NOW)
    bare = "json + 2 proofs"
    compare("credential to verdict", bare, floor(), lambda: verify_bytes("x", WHOLE.credential, trust=TRUST, now=NOW), 50)
    compare("whole PDF to verdict", bare, floor(), lambda: verify_bytes("x", sheet, trust=TRUST, now=NOW), 50)
    compare(
        "scanned page to verdict", "reading it", lambda: codes_in_picture(scan),
        lambda: verify_bytes("x", scan, trust=TRUST, now=NOW), 1.15,
    )  # fmt: skip
    frames()
    subprocess.run([sys.executable, "-m", "tests.benchmarks.verify_folder", *sys.argv[1:2]], check=True)


if __name__ == "__main__":
    main()
