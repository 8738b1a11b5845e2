"""Every decoder under a coverage-guided fuzzer, by hand: python -m tests.interop.fuzz_decoders NAME [-runs=N], with atheris.

NAME is one of those in tests/services/test_verifying_hostile.py (json, svg, png, picture, code, cose, status, token, trust, did,
history) or "verdict" for the whole way. Anything but a refusal in words ends it with the bytes that did it.
"""

from __future__ import annotations

import sys

try:
    import atheris
except ImportError:
    sys.exit("atheris is not installed here: pip install atheris (Linux, CPython up to the version it is built for)")

with atheris.instrument_imports(include=["supervisor_app"]):
    from tests.credentials.samples import NOW, TRUST, issued
    from tests.services.test_verifying_hostile import DECODERS, REFUSALS
    from tests.services.verdicts import verify_bytes


def main() -> None:
    """Fuzz the decoder named first; the rest of the arguments are the fuzzer's."""
    name = sys.argv.pop(1) if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else "verdict"
    whole = issued().credential

    def verdict(data: bytes) -> None:
        assert not verify_bytes("x", data, trust=TRUST, now=NOW).valid or b"proofValue" in data

    def decoder(data: bytes) -> None:
        try:
            DECODERS[name](data)
        except REFUSALS:
            return

    def one(data: bytes) -> None:
        (verdict if name == "verdict" else decoder)(data)

    one(whole)
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
