"""Pictures of every state of the phone page, to lay beside its plan: python -m tests.interop.phone_pictures FOLDER."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from supervisor_app.credentials.status_list import StatusCode
from tests.credentials.samples import NOW, STRANGER_KEY
from tests.interop.chromium import Browser, Tab, find_chromium, served
from tests.interop.published import TODAY, Published, digits_of, publish_site

JUNE = date(2026, 6, 3)
ARABIC = {
    "holder": "محمد عبد الرحمن الحسيني",
    "title": "رافعة شوكية متوازنة الثقل",
    "level_name": "يعمل دون إشراف",
    "limits_short": "حتى 2.5 طن، داخل المبنى",
}


def scenes(published: Published) -> dict[str, tuple[str, str]]:
    """Return the path and the digits of each state."""
    number = int(published.digits)
    changed = number.to_bytes((number.bit_length() + 7) // 8, "big").replace(b"Hanna", b"Hanno")
    listed = {
        name: published.with_status(name, [published.row(code, JUNE)])
        for name, code in (("withdrawn", StatusCode.WITHDRAWN), ("hold", StatusCode.ON_HOLD), ("replaced", StatusCode.REPLACED))
    }
    fine = "site/c"
    return {
        "01-valid": (fine, published.digits),
        "02-expired": (fine, published.code(issued=date(2023, 5, 13), valid_until=date(2026, 5, 12))),
        "02-early": (fine, published.code(issued=TODAY + timedelta(days=3))),
        **{f"03-{name}": (path, published.digits) for name, path in listed.items()},
        "04-not-genuine": (fine, str(int.from_bytes(changed, "big"))),
        "05-status-unknown": (published.with_status("missing", data=b""), published.digits),
        "06-unknown-issuer": (fine, digits_of(published.facts, STRANGER_KEY)),
        "07-arabic": (fine, digits_of(replace(published.facts, **ARABIC), published.key)),  # type: ignore[arg-type]
        "08-unreadable": (fine, "12345"),
        "09-no-code": (fine, ""),
    }


def main(folder: Path) -> None:
    """Take the pictures: light, dark, in Arabic words, at twice the size of letters."""
    program = find_chromium()
    if program is None:
        sys.exit("There is no Chromium on this machine.")
    folder.mkdir(parents=True, exist_ok=True)
    ways: dict[str, dict[str, object]] = {
        "light": {},
        "dark": {"dark": True},
        "arabic": {"languages": "ar"},
        "german": {"languages": "de"},
        "french": {"languages": "fr"},
        "polish": {"languages": "pl"},
        "twice": {"width": 195},
    }
    with tempfile.TemporaryDirectory() as scratch:
        published = publish_site(Path(scratch))
        states = scenes(published)
        browser = Browser(program, Path(scratch) / "profile")
        try:
            with served(published.root) as host:
                for way, choices in ways.items():
                    for name, (path, digits) in states.items():
                        tab = Tab(browser, **{"now": NOW} | choices)  # type: ignore[arg-type]
                        tab.open(f"{host}/{path}#{digits}")
                        tab.picture(folder / f"phone-{name}-{way}.png")
                        tab.close()
        finally:
            browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
