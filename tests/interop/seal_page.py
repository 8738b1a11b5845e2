"""Write the hashes of the phone page's style and script into its Content-Security-Policy: python -m tests.interop.seal_page."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "resources" / "verify" / "index.html"


def sealed(page: str) -> str:
    """Return the page with the hashes that its own style and script have."""
    for tag in ("style", "script"):
        found = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert found, f"the page has no <{tag}>"
        digest = base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
        page = re.sub(rf"({tag}-src) '[^']*'", rf"\1 'sha256-{digest}'", page, count=1)
    return page


if __name__ == "__main__":
    PAGE.write_bytes(sealed(PAGE.read_text(encoding="utf-8")).encode())
