"""The phone page in a real Chromium: every state, tampering, strangers, hostile texts, and that nothing ever leaves the phone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

import cbor2
import pytest

from supervisor_app.credentials.keys import key_id, key_id_words
from supervisor_app.credentials.qr_payload import EXTERNAL_AAD
from supervisor_app.credentials.status_list import StatusCode, StatusRow, sign_status, status_name
from tests.credentials.samples import NOW, STRANGER_KEY, public
from tests.interop.chromium import INSECURE_HOST, Browser, Tab, find_chromium, served
from tests.interop.published import TODAY, Published, digits_of, publish_site
from tests.interop.seal_page import PAGE, sealed

DAY = timedelta(days=1)
JUNE = date(2026, 6, 3)


@dataclass(frozen=True, slots=True)
class Phone:
    """A browser, the published folder on a host, and pages that are closed after the test."""

    browser: Browser
    published: Published
    host: str
    tabs: list[Tab]

    def tab(self, **choices: object) -> Tab:
        """Open a page; its clock stands at the time of the site."""
        tab = Tab(self.browser, **{"now": NOW} | choices)  # type: ignore[arg-type]
        self.tabs.append(tab)
        return tab

    def scan(self, digits: str, path: str = "site/c", **choices: object) -> Tab:
        """Open the page as a phone does that read a code."""
        tab = self.tab(**choices)
        tab.open(f"{self.host}/{path}#{digits}")
        return tab


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Browser, Published, str]]:
    program = find_chromium()
    if program is None:
        pytest.skip("no Chromium on this machine")
    folder = tmp_path_factory.mktemp("phone")
    published = publish_site(folder)
    browser = Browser(program, folder / "profile")
    try:
        with served(published.root) as host:
            yield browser, published, host
    finally:
        browser.close()


@pytest.fixture
def phone(world: tuple[Browser, Published, str]) -> Iterator[Phone]:
    made = Phone(*world, tabs=[])
    yield made
    troubles = [trouble for tab in made.tabs for trouble in tab.troubles()]
    for tab in made.tabs:
        tab.close()
    assert not troubles


def state(tab: Tab) -> str:
    return str(tab.run("document.documentElement.dataset.state"))


def text(tab: Tab, selector: str = "body") -> str:
    """What is to be read, line by line, without the marks that keep two directions of writing apart."""
    found = tab.run(f"[...document.querySelectorAll({json.dumps(selector)})].map(one => one.innerText).join('\\n')")
    plain = str(found).translate({0x2068: None, 0x2069: None, 0xA0: " "})
    return "\n".join(line for line in plain.split("\n") if line)


def signed_by_hand(published: Published, payload: dict[int, object], *, algorithm: int = -8) -> str:
    """The digits of any payload, signed as the issuer signs."""
    guarded, body = cbor2.dumps({1: algorithm}), cbor2.dumps(payload, canonical=True)
    signature = published.key.sign(cbor2.dumps(["Signature1", guarded, EXTERNAL_AAD, body]))
    name = key_id(public(published.key))
    return str(int.from_bytes(b"\x01" + cbor2.dumps([guarded, {4: name}, body, signature]), "big"))


PAYLOAD: dict[int, object] = {1: bytes(16), 2: "Ana", 3: "Forklift", 4: "U", 5: 20_000, 7: bytes(32)}


def test_the_policy_of_the_page_names_its_own_style_and_script() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == sealed(page), "run python -m tests.interop.seal_page"
    assert len(page.encode()) < 60_000
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")


def test_a_real_certificate_is_valid(phone: Phone) -> None:
    tab = phone.scan(phone.published.digits)
    assert state(tab) == "valid"
    assert text(tab, "#panel") == "Valid\nSigned by Northgate Pressings Inc., within its dates, not withdrawn."
    facts = phone.published.facts
    shown = text(tab, "#facts").split("\n")
    assert shown[:2] == [facts.holder, facts.title]
    assert any(line.startswith("Level ") for line in shown), "whoever stands at the gate reads what the U means"
    assert {"Valid only within these limits", facts.limits_short, "13 May 2026", "12 May 2029"} <= set(shown)
    assert text(tab, "#checks").split("\n") == [
        f"Signature genuine, issuer key {key_id_words(key_id(public(phone.published.key)))}",
        "Within its dates, today is 23 November 2026",
        "Not withdrawn, list of 23 November 2026",
        "Compare with the paper: name, title, level, limits and dates must read the same",
    ]
    assert "not sent anywhere" in text(tab, "footer")


def test_what_was_read_never_leaves_the_phone(phone: Phone) -> None:
    tab = phone.scan(phone.published.digits)
    asked = [request for request in tab.requests() if not request["url"].startswith("about:")]
    assert {request["url"].rpartition("/")[2] for request in asked} == {"c", "", "issuer.json", "status.bin"}
    for request in asked:
        assert "#" not in request["url"]
        assert phone.published.digits not in json.dumps(request | {"urlFragment": ""})
        assert not request["headers"].get("Referer")


@pytest.mark.parametrize("path", ["site/c", "site/c/", "site/c/index.html", "site/", "site/index.html"])
def test_the_page_finds_its_keys_from_every_address_of_it(phone: Phone, path: str) -> None:
    assert state(phone.scan(phone.published.digits, path)) == "valid"


@pytest.mark.parametrize(
    ("issued", "until", "expected", "sentence"),
    [
        (TODAY, TODAY, "valid", "Signed by Northgate Pressings Inc., within its dates, not withdrawn."),
        (TODAY - DAY, None, "valid", "Signed by Northgate Pressings Inc., within its dates, not withdrawn."),
        (TODAY - 9 * DAY, TODAY - DAY, "expired", "Genuine, but it ended on 22 November 2026."),
        (TODAY + DAY, None, "early", "Genuine, but it starts on 24 November 2026."),
    ],
)
def test_the_dates_decide_to_the_day(phone: Phone, issued: date, until: date | None, expected: str, sentence: str) -> None:
    tab = phone.scan(phone.published.code(issued=issued, valid_until=until))
    assert (state(tab), text(tab, "#sentence")) == (expected, sentence)


@pytest.mark.parametrize(
    ("code", "expected", "sentence"),
    [
        (StatusCode.WITHDRAWN, "withdrawn", "Withdrawn by Northgate Pressings Inc. on 3 June 2026. Do not rely on it."),
        (StatusCode.ON_HOLD, "hold", "Suspended since 3 June 2026. Not valid until it is lifted."),
        (StatusCode.REPLACED, "replaced", "A newer certificate was issued on 3 June 2026. Ask the holder for it."),
    ],
)
def test_what_the_list_names_does_not_hold(phone: Phone, code: StatusCode, expected: str, sentence: str) -> None:
    others = [StatusRow(status_name(f"urn:other:{number}"), StatusCode.WITHDRAWN, JUNE) for number in range(300)]
    path = phone.published.with_status(expected, [*others, phone.published.row(code, JUNE)])
    tab = phone.scan(phone.published.digits, path)
    assert (state(tab), text(tab, "#sentence")) == (expected, sentence)
    assert phone.scan(phone.published.digits, phone.published.with_status(expected + "-others", others)).run(
        "document.documentElement.dataset.state === 'valid'"
    )


def test_withdrawn_is_worse_than_on_hold_and_outlives_its_list(phone: Phone) -> None:
    rows = [phone.published.row(StatusCode.ON_HOLD, JUNE + DAY), phone.published.row(StatusCode.WITHDRAWN, JUNE)]
    tab = phone.scan(phone.published.digits, phone.published.with_status("both", rows, age=90))
    assert state(tab) == "withdrawn"


def _by_a_stranger(published: Published) -> bytes:
    return sign_status(TODAY, (), STRANGER_KEY)


def _touched(published: Published) -> bytes:
    data = bytearray(sign_status(TODAY, [published.row(StatusCode.WITHDRAWN, JUNE)], published.key))
    data[-100] ^= 1
    return bytes(data)


def _with_a_tail(published: Published) -> bytes:
    return sign_status(TODAY, (), published.key) + b"\0"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda published: b"", "no connection to the list"),
        (lambda published: b"<html>404</html>", "the list is damaged or not this issuer's"),
        (lambda published: sign_status(TODAY - 31 * DAY, (), published.key), "more than 30 days old"),
        (lambda published: sign_status(TODAY + 2 * DAY, (), published.key), "is the date of this device right?"),
        (_by_a_stranger, "the list is damaged or not this issuer's"),
        (_touched, "the list is damaged or not this issuer's"),
        (_with_a_tail, "the list is damaged or not this issuer's"),
    ],
    ids=["missing", "not a list", "old", "future", "stranger", "touched", "tail"],
)
def test_without_a_list_to_rely_on_the_status_is_not_known(
    phone: Phone, make: Callable[[Published], bytes], words: str, request: pytest.FixtureRequest
) -> None:
    path = phone.published.with_status(request.node.callspec.id.replace(" ", "-"), data=make(phone.published))
    tab = phone.scan(phone.published.digits, path)
    assert state(tab) == "unsure"
    assert text(tab, "#headline") == "Genuine, status not known"
    assert words in text(tab, "#checks")
    assert text(tab, "#again") == "Try again"


def test_a_list_as_old_as_allowed_still_counts_and_trying_again_reads_it_anew(phone: Phone) -> None:
    path = phone.published.with_status("later", data=b"")
    tab = phone.scan(phone.published.digits, path)
    assert state(tab) == "unsure"
    (phone.published.root / "later" / "status.bin").write_bytes(sign_status(TODAY - 30 * DAY, (), phone.published.key))
    tab.run("document.getElementById('again').click()")
    assert tab.settled() == "valid"


def test_a_certificate_of_a_stranger_is_not_judged(phone: Phone) -> None:
    tab = phone.scan(digits_of(phone.published.facts, STRANGER_KEY))
    assert state(tab) == "stranger"
    assert text(tab, "#facts").startswith("What the code claims, not proven")
    assert text(tab, "#checks") == f"Key {key_id_words(key_id(public(STRANGER_KEY)))} is not on the list of this page"


def test_a_changed_name_is_not_genuine_and_is_struck_out(phone: Phone) -> None:
    number = int(phone.published.digits)
    data = number.to_bytes((number.bit_length() + 7) // 8, "big")
    changed = data.replace("Hanna Gál".encode(), "Hanno Gál".encode())
    assert changed != data
    tab = phone.scan(str(int.from_bytes(changed, "big")))
    assert state(tab) == "forged"
    assert text(tab, "#sentence").endswith("report it to Northgate Pressings Inc.")
    assert text(tab, "#facts s") == f"Hanno Gál\n{phone.published.facts.title}"
    assert text(tab, "#checks") == "Signature does not match the content\nDates and withdrawal were not looked at"


def test_either_name_of_the_algorithm_is_read_and_no_other(phone: Phone) -> None:
    codes = [signed_by_hand(phone.published, PAYLOAD, algorithm=number) for number in (-8, -19, -7, -35, 0)]
    assert check_all(phone, codes) == ["valid", "valid", "unreadable", "unreadable", "unreadable"]


def check_all(phone: Phone, codes: list[str]) -> list[str]:
    """Judge many codes in one page."""
    tab = phone.scan(phone.published.digits)
    found = tab.run(f"checkCertificate({json.dumps(codes)})")
    assert isinstance(found, list)
    return [str(one) for one in found]


@pytest.mark.parametrize(
    "changes",
    [
        {9: "more"},
        {0: "more"},
        {2: None},
        {2: 5},
        {3: b"Forklift"},
        {5: "today"},
        {5: 3_000_000},
        {5: -800_000},
        {5: 2**60},
        {6: True},
        {7: bytes(31)},
        {1: bytes(15)},
        {1: 5},
        {8: ["up to 2.5 t"]},
    ],
    ids=str,
)
def test_even_the_issuers_signature_does_not_make_another_form_readable(phone: Phone, changes: dict[int, object]) -> None:
    assert check_all(phone, [signed_by_hand(phone.published, PAYLOAD), signed_by_hand(phone.published, PAYLOAD | changes)]) == [
        "valid",
        "unreadable",
    ]


def test_only_the_deterministic_encoding_is_read(phone: Phone) -> None:
    guarded, name = cbor2.dumps({1: -8}), key_id(public(phone.published.key))
    body = cbor2.dumps(PAYLOAD, canonical=True)
    doubled = b"\xa7" + body[1:] + body[1:19]  # key 1 once more
    bodies = [body, b"\xb8\x06" + body[1:], b"\xbf" + body[1:] + b"\xff", body + b"\0", doubled, b"\xc1" + body, b"\x81" * 60]
    codes = []
    for one in bodies:
        signature = phone.published.key.sign(cbor2.dumps(["Signature1", guarded, EXTERNAL_AAD, one]))
        codes.append(str(int.from_bytes(b"\x01" + cbor2.dumps([guarded, {4: name}, one, signature]), "big")))
    assert check_all(phone, codes) == ["valid", *["unreadable"] * 6]


@pytest.mark.parametrize("fragment", ["12", "0" * 400, "1" * 1601, "9" * 1600, "abc", "%3Cscript%3E", "-1", "1e400", "٣" * 40])
def test_what_is_no_code_is_unreadable(phone: Phone, fragment: str) -> None:
    tab = phone.scan(fragment)
    assert state(tab) == "unreadable"
    assert text(tab, "#sentence").startswith("The link is incomplete or damaged.")
    assert not text(tab, "#facts") + text(tab, "#checks")


def test_without_a_code_it_says_what_to_scan(phone: Phone) -> None:
    assert text(phone.scan(""), "#panel") == "No code yet\nScan the code on a certificate with the camera of this device."
    assert not text(phone.scan(""), "#privacy"), "nothing was read yet"


def test_hostile_texts_stay_texts(phone: Phone) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    turned = "Ana\u202eevil\u2066"
    tab = phone.scan(
        signed_by_hand(phone.published, PAYLOAD | {2: hostile, 3: turned, 4: "</script><script>1", 8: "&lt;b>" * 20})
    )
    assert state(tab) == "valid"
    assert text(tab, ".holder") == hostile
    assert text(tab, ".title") == "Ana\ufffdevil\ufffd"
    assert tab.run("document.querySelectorAll('main img, main script, main b').length") == 0
    assert tab.run("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(
    "attempt",
    [
        "document.body.innerHTML = '<b>x</b>'",
        "document.head.append(Object.assign(document.createElement('script'), {textContent: 'globalThis.ran = 1'}))",
        "document.body.setAttribute('onclick', 'globalThis.ran = 1'); document.body.click()",
        "document.body.append(Object.assign(document.createElement('img'), {src: location.origin + '/x.png'}))",
        "await fetch(location.origin.replace('localhost', '127.0.0.1') + '/site/issuer.json', {mode: 'no-cors'})",
    ],
)
def test_the_policy_holds_even_for_what_the_page_itself_would_do(phone: Phone, attempt: str) -> None:
    tab = phone.scan(phone.published.digits)
    phone.tabs.remove(tab)  # this one has troubles
    asked = len(tab.requests())
    tab.run(f"(async () => {{ try {{ {attempt} }} catch {{}} await new Promise(done => setTimeout(done, 100)) }})()")
    assert tab.run("globalThis.ran === undefined && !document.querySelector('body > b')")
    assert not [request for request in tab.requests()[asked:] if request["url"].startswith("http://127.")]
    assert any("Content Security Policy" in trouble or "Trusted" in trouble for trouble in tab.troubles())
    tab.close()


def test_a_code_scanned_into_the_open_page_is_judged_anew(phone: Phone) -> None:
    tab = phone.scan(phone.published.digits)
    tab.run(f"location.hash = '{phone.published.code(valid_until=TODAY - DAY)}'")
    assert tab.until("document.documentElement.dataset.state === 'expired'")


_DRAW_EACH = """(async () => {
  const [issuers, list] = await loadAll(), seen = [];
  for (const code of %s) {
    verdict = await judge(code, issuers, list, todayHere());
    draw();
    seen.push([document.documentElement.dataset.state, at("headline").textContent, at("panel").className]);
  }
  return seen;
})()"""
HEADLINES = {"unreadable": "Not a certificate code", "forged": "Not genuine", "stranger": "Unknown issuer"}


def test_mutated_codes_are_never_valid_and_each_is_said_in_words(phone: Phone, request: pytest.FixtureRequest) -> None:
    """By hand: --fragments 100000 --first-seed S."""
    count, seed = (int(request.config.getoption(name)) for name in ("--fragments", "--first-seed"))
    digits = phone.published.digits
    codes = [code for code in _mutated(digits, count, Random(seed or 8)) if code != digits]
    tab = phone.scan(digits)
    for start in range(0, len(codes), 1000):
        some = codes[start : start + 1000]
        seen = tab.run(_DRAW_EACH % json.dumps(some))
        assert len(seen) == len(some)
        for code, (state_, headline, kind) in zip(some, seen, strict=True):
            assert HEADLINES.get(state_) == headline, code
            assert kind in ("bad", "open"), code
        assert {"unreadable", "forged", "stranger"} == {state_ for state_, *_ in seen} or len(some) < 1000
    assert len(codes) > 0.99 * count


_READ_EACH = """(async () => {
  const issuers = await loadIssuers(), seen = [];
  for (const text of %s) {
    const bytes = Uint8Array.from(text.match(/../g) ?? [], pair => parseInt(pair, 16));
    try { seen.push((await readStatus(bytes, issuers)).rows.length); } catch (problem) { seen.push(problem.constructor.name); }
  }
  return seen;
})()"""


def test_a_changed_list_says_nothing_so_it_cannot_hide_a_withdrawal(phone: Phone, request: pytest.FixtureRequest) -> None:
    chance = Random(int(request.config.getoption("--first-seed")) or 9)
    whole = sign_status(TODAY, [phone.published.row(StatusCode.WITHDRAWN, JUNE)], phone.published.key)
    changed = []
    for _ in range(300):
        data, place = bytearray(whole), chance.randrange(len(whole))
        match chance.randrange(4):
            case 0:
                data[place] ^= 1 << chance.randrange(8)
            case 1:
                del data[place : place + chance.randint(1, 9)]
            case 2:
                data[place:place] = chance.randbytes(chance.randint(1, 9))
            case _:
                data += chance.randbytes(3)
        changed.append(bytes(data).hex())
    seen = phone.scan(phone.published.digits).run(_READ_EACH % json.dumps([whole.hex(), *changed]))
    assert seen[0] == 1
    assert set(seen[1:]) == {"Unreadable"}


def _mutated(digits: str, count: int, chance: Random) -> Iterator[str]:
    """Digits changed, left out, put in; bits flipped in the bytes behind them; bytes cut, doubled, put elsewhere."""
    number = int(digits)
    data = number.to_bytes((number.bit_length() + 7) // 8, "big")
    for _ in range(count):
        place = chance.randrange(len(digits))
        match chance.randrange(6):
            case 0:
                yield digits[:place] + str((int(digits[place]) + chance.randint(1, 9)) % 10) + digits[place + 1 :]
            case 1:
                yield digits[:place] + digits[place + 1 + chance.randrange(3) :]
            case 2:
                yield digits[:place] + "".join(chance.choices("0123456789<>%", k=3)) + digits[place:]
            case 3:
                first, last = sorted(chance.choices(range(len(data)), k=2))
                yield _as_digits(data[:first] + data[first:last] * chance.choice((0, 2)) + data[last:])
            case flips:
                bytes_ = bytearray(data)
                for _ in range(flips - 3):
                    bytes_[chance.randrange(len(bytes_))] ^= 1 << chance.randrange(8)
                yield _as_digits(bytes(bytes_))


def _as_digits(data: bytes) -> str:
    return str(int.from_bytes(data, "big"))


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b'{"issuers": []}', b'{"issuers": [{"did": "did:key:z6Mk", "name": "x"}]}'])
def test_without_keys_nothing_is_judged(phone: Phone, data: bytes, request: pytest.FixtureRequest) -> None:
    path = phone.published.with_status(f"keys-{len(data)}")
    (phone.published.root / f"keys-{len(data)}" / "issuer.json").write_bytes(data)
    tab = phone.scan(phone.published.digits, path)
    assert (state(tab), text(tab, "#headline")) == ("offline", "Cannot check here")
    assert not text(tab, "#facts")
    assert text(tab, "#again") == "Try again"


def test_over_plain_http_it_cannot_check(phone: Phone) -> None:
    """`localhost` is trusted by browsers, another name for the same host is not."""
    tab = phone.tab()
    assert tab.open(phone.host.replace("localhost", INSECURE_HOST) + f"/site/c/#{phone.published.digits}") == "insecure"
    assert text(tab, "#sentence").startswith("This page was not opened over https.")


@pytest.mark.parametrize(("stands", "expected"), [("genuine", "outdated"), ("changed", "outdated"), ("unreadable", "unreadable")])
def test_a_browser_without_these_signatures_judges_nothing(phone: Phone, stands: str, expected: str) -> None:
    """Not genuine would be as wrong as valid; what is no code at all can be told by any browser."""
    tab = phone.tab()
    old = "crypto.subtle.importKey = async () => { throw new DOMException('Ed25519', 'NotSupportedError'); };"
    tab.ask("Page.addScriptToEvaluateOnNewDocument", source=old)
    digits = {"genuine": phone.published.digits, "changed": phone.published.digits[:-1] + "3", "unreadable": "12"}[stands]
    assert tab.open(f"{phone.host}/site/c/#{digits}") == expected
    if expected == "outdated":
        assert text(tab, "#headline") == "Cannot check here"
        assert "too old to check signatures" in text(tab, "#sentence")
        assert not text(tab, "#facts") + text(tab, "#checks")


def test_without_scripts_it_says_that_it_cannot_check(phone: Phone) -> None:
    tab = phone.tab(scripts=False)
    tab.ask("Page.navigate", url=f"{phone.host}/site/c/#{phone.published.digits}")
    told = tab.until("location.pathname.endsWith('/c/') && document.readyState === 'complete' && document.body.innerText")
    assert "Cannot check here" in told
    assert "scripts switched on" in told


@pytest.mark.parametrize(
    ("languages", "tag", "direction", "headline"),
    [
        ("en-US,de", "en", "ltr", "Valid"),
        ("de-AT", "de", "ltr", "Gültig"),
        ("es-MX", "es", "ltr", "Válido"),
        ("fr-CH", "fr", "ltr", "Valable"),
        ("pl-PL", "pl", "ltr", "Ważny"),
        ("ar-EG", "ar", "rtl", "سارية"),
        ("xx,de", "de", "ltr", "Gültig"),
        ("xx", "en", "ltr", "Valid"),
    ],
)
def test_it_speaks_the_language_of_the_phone(phone: Phone, languages: str, tag: str, direction: str, headline: str) -> None:
    tab = phone.scan(phone.published.digits, languages=languages)
    assert tab.run("[document.documentElement.lang, document.documentElement.dir]") == [tag, direction]
    assert text(tab, "#headline") == headline


def test_the_language_can_be_switched(phone: Phone) -> None:
    tab = phone.scan(phone.published.digits)
    for tag, headline in (("ar", "سارية"), ("de", "Gültig"), ("en", "Valid")):
        tab.run(f"{{ const box = at('language'); box.value = '{tag}'; box.dispatchEvent(new Event('change')) }}")
        assert text(tab, "#headline") == headline


def test_every_language_says_everything(phone: Phone) -> None:
    tab = phone.scan(phone.published.digits)
    told = tab.run("Object.fromEntries(Object.entries(WORDS).map(([tag, words]) => [tag, words]))")
    english = told.pop("en")
    for words in told.values():
        assert words.keys() == english.keys()
        for key, sentence in words.items():
            assert sentence
            assert sorted(_places(sentence)) == sorted(_places(english[key])), key


def _places(sentence: str) -> list[str]:
    return [part.partition("}")[0] for part in sentence.split("{")[1:]]


@pytest.mark.parametrize("width", [195, 320, 390, 1280])
@pytest.mark.parametrize("languages", ["en", "de", "es", "fr", "pl", "ar"])
def test_nothing_is_cut_off_at_any_width_or_at_twice_the_size(phone: Phone, width: int, languages: str) -> None:
    tab = phone.scan(digits_of(phone.published.facts, STRANGER_KEY), width=width, languages=languages)
    assert tab.run("document.documentElement.scrollWidth <= innerWidth")


_BROKEN_WORDS = """(() => {
  const head = at("headline"), line = parseFloat(getComputedStyle(head).lineHeight), found = [];
  for (const [tag, words] of Object.entries(WORDS)) for (const state of Object.keys(LOOKS)) {
    document.documentElement.lang = tag;
    head.textContent = words[state];
    if (Math.round(head.offsetHeight / line) > words[state].split(" ").length) found.push(`${tag}: ${words[state]}`);
  }
  return found;
})()"""


@pytest.mark.parametrize("width", [320, 390])
def test_every_verdict_breaks_between_words_only_in_every_language(phone: Phone, width: int) -> None:
    assert phone.scan(phone.published.digits, width=width).run(_BROKEN_WORDS) == []


def test_at_twice_the_size_the_verdict_still_breaks_between_words(phone: Phone) -> None:
    tab = phone.scan(digits_of(phone.published.facts, STRANGER_KEY), width=195)
    high, line = tab.run("[at('headline').offsetHeight, parseFloat(getComputedStyle(at('headline')).lineHeight)]")
    assert round(high / line) <= len(["Unknown", "issuer"])


def test_a_screen_reader_hears_the_verdict_the_headings_and_each_check(phone: Phone) -> None:
    tab = phone.scan(phone.published.digits)
    nodes = [node for node in tab.ask("Accessibility.getFullAXTree")["nodes"] if not node["ignored"]]
    told = [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes]
    assert ("heading", "Valid") in told
    assert ("heading", phone.published.facts.holder) in told
    assert [name for role, name in told if role in ("image", "img")] == ["In order:"] * 3 + ["To note:"]
    assert "status" in [role for role, _ in told]
    assert tab.run("document.title") == "Valid · Certificate check"


@pytest.mark.parametrize("dark", [False, True])
def test_words_stand_out_from_what_is_behind_them(phone: Phone, dark: bool) -> None:
    tab = phone.scan(phone.published.digits, dark=dark)
    for selector, behind in (
        ("#sentence", "#panel"),
        (".holder", "html"),
        ("dt", "html"),
        ("#privacy", "html"),
        ("li svg", "html"),
    ):
        words = tab.run(f"getComputedStyle(document.querySelector('{selector}')).color")
        ground = tab.run(f"getComputedStyle(document.querySelector('{behind}')).backgroundColor")
        assert _contrast(words, ground) >= 4.5, selector


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_light(one), _light(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _light(colour: str) -> float:
    parts = [int(part) / 255 for part in colour.partition("(")[2].rstrip(")").split(",")[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_pictures_can_be_taken(phone: Phone, tmp_path: Path) -> None:
    """A picture is what people look at when they compare the page with its plan; tests.interop.phone_pictures makes them all."""
    phone.scan(phone.published.digits).picture(tmp_path / "valid.png")
    assert (tmp_path / "valid.png").stat().st_size > 20_000
