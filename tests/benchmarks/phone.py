"""What the phone page costs: from opening a link to its verdict, and a further code, against bare floors in the same browser.

Run: python -m tests.benchmarks.phone [runs]. Milliseconds by the clock of the page itself, medians of alternated runs in fresh
tabs. The floor of opening is a page that fetches the same two files, and checks two Ed25519 signatures of the same lengths; the
floor of a further code is one such signature. With a list of 20,000 rows (280 kB) too.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random

from supervisor_app.credentials.status_list import STATUS_NAME, StatusCode, StatusRow
from tests.credentials.samples import NOW, public
from tests.interop.chromium import Browser, Tab, find_chromium, served
from tests.interop.published import TODAY, Published, publish_site

RUNS = 11
FURTHER = 100
ROWS = 20_000
_WATCH = """
new MutationObserver(() => {
  const state = document.documentElement?.dataset.state;
  if (state && state !== 'checking' && globalThis.took === undefined) globalThis.took = performance.now();
}).observe(document, { attributes: true, subtree: true, childList: true });
"""
_BARE = """<!doctype html><meta charset="utf-8"><title>bare</title><p id="said"></p><script>
const bytes = hex => Uint8Array.from(hex.match(/../g), pair => parseInt(pair, 16));
const [key, signature, data] = ["%s", "%s", "%s"].map(bytes);
globalThis.checkOne = async () => {
  const handle = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "Ed25519" }, handle, signature, data);
};
(async () => {
  await (await fetch("../issuer.json", { cache: "no-cache" })).json();
  await (await fetch("../status.bin", { cache: "no-cache" })).arrayBuffer();
  const fine = await checkOne() && await checkOne();
  document.getElementById("said").textContent = fine;
  document.documentElement.dataset.state = fine ? "valid" : "forged";
})();
</script>"""
_LOOP = """(async () => {
  const started = performance.now();
  for (let turn = 0; turn < %d; turn++) { %s }
  return (performance.now() - started) / %d;
})()"""


def add_bare(published: Published, name: str) -> None:
    """Put the floor beside a published page."""
    data = Random(5).randbytes(270)
    folder = published.root / name / "bare"
    folder.mkdir()
    words = (public(published.key).hex(), published.key.sign(data).hex(), data.hex())
    (folder / "index.html").write_text(_BARE % words, encoding="utf-8")


def add_long_list(published: Published) -> None:
    """Publish once more, with a long list that names others."""
    chance = Random(6)
    rows = [StatusRow(chance.randbytes(8), StatusCode.WITHDRAWN, TODAY) for _ in range(ROWS)]
    published.with_status("long", rows)
    size = (published.root / "long" / STATUS_NAME).stat().st_size
    print(f"long list: {ROWS} rows, {size / 1000:.0f} kB")


def opened(browser: Browser, address: str, expected: str) -> float:
    """Return the milliseconds from opening an address in a fresh tab to the verdict."""
    tab = Tab(browser, now=NOW)
    try:
        tab.ask("Page.addScriptToEvaluateOnNewDocument", source=_WATCH)
        state = tab.open(address)
        assert state == expected, state
        return float(tab.run("took"))
    finally:
        tab.close()


def further(browser: Browser, address: str, step: str) -> float:
    """Return the milliseconds for one more code in a page that stands open."""
    tab = Tab(browser, now=NOW)
    try:
        tab.open(address)
        tab.run(_LOOP % (FURTHER, step, FURTHER))
        return float(tab.run(_LOOP % (FURTHER, step, FURTHER)))
    finally:
        tab.close()


def tell(name: str, pairs: Sequence[tuple[float, float]]) -> None:
    bottom, ours = (statistics.median(pair[place] for pair in pairs) for place in (0, 1))
    ratio = statistics.median(mine / floor for floor, mine in pairs)
    worst = max(mine for _floor, mine in pairs)
    print(f"{name:36} {ours:7.2f} ms (worst {worst:.2f})   {ratio:5.2f} of a bare page ({bottom:.2f} ms)")


def main() -> None:
    program = find_chromium()
    if program is None:
        sys.exit("There is no Chromium on this machine.")
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    with tempfile.TemporaryDirectory() as scratch:
        published = publish_site(Path(scratch))
        add_bare(published, "site")
        add_long_list(published)
        browser = Browser(program, Path(scratch) / "profile")
        try:
            with served(published.root) as host:
                for name, words in (("site", "link opened to verdict"), ("long", "the same with the long list")):
                    page, bare = f"{host}/{name}/c/#{published.digits}", f"{host}/{name}/bare/"
                    tell(words, [(opened(browser, bare, "valid"), opened(browser, page, "valid")) for _ in range(runs)])
                code = f"verdict = await judge('{published.digits}', issuers, list, todayHere()); draw();"
                load = "const issuers = await loadIssuers(), list = await loadStatus(issuers);"
                for name, words in (("site", "a further code, judged and drawn"), ("long", "the same with the long list")):
                    page, bare = f"{host}/{name}/c/#{published.digits}", f"{host}/{name}/bare/"
                    step = f"if (!globalThis.loaded) {{ {load} globalThis.loaded = {{ issuers, list }}; }}" + (
                        f"{{ const {{ issuers, list }} = globalThis.loaded; {code} }}"
                    )
                    pairs = [(further(browser, bare, "await checkOne();"), further(browser, page, step)) for _ in range(3)]
                    tell(words, pairs)
        finally:
            browser.close()


if __name__ == "__main__":
    main()
