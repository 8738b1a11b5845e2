"""A real Chromium without a window, driven over its pipe (Chrome DevTools Protocol), and a small web host on localhost."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PATIENCE = 20.0
INSECURE_HOST = "phone.test"
"""Another name for this machine, which no browser trusts without https."""
PLAIN_HOST = f"--host-resolver-rules=MAP {INSECURE_HOST} 127.0.0.1"
# The browser reads its commands from descriptor 3 and answers on 4.
_TRAMPOLINE = """
import fcntl, os, sys
ends = [fcntl.fcntl(int(end), fcntl.F_DUPFD, 10) for end in sys.argv[1:3]]
for end, wanted in zip(ends, (3, 4)):
    os.dup2(end, wanted)
os.execv(sys.argv[3], sys.argv[3:])
"""
_CLOCK = """
globalThis.Date = class extends Date {
  constructor(...words) { if (words.length) super(...words); else super(%d); }
};
"""


def find_chromium() -> str | None:
    """Where Chromium is, None where there is none (or no pipe to drive it by)."""
    if sys.platform == "win32":
        return None
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


class Browser:
    """A running Chromium."""

    def __init__(self, program: str, profile: Path) -> None:
        commands, self._commands = os.pipe()
        self._answers, answers = os.pipe()
        options = (
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
            "--no-first-run",
            PLAIN_HOST,
        )
        quiet = ("--disable-background-networking", "--disable-component-update", "--disable-extensions", "--disable-sync")
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-c", _TRAMPOLINE, str(commands), str(answers), program),
                *(*options, *quiet, f"--user-data-dir={profile}", "--remote-debugging-pipe", "about:blank"),
            ],
            pass_fds=(commands, answers),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(commands)
        os.close(answers)
        self._rest = b""
        self._number = 0
        self.events: list[dict[str, Any]] = []

    def ask(self, method: str, session: str = "", **parameters: object) -> dict[str, Any]:
        """Send a command and return its result; what happens meanwhile is kept in `events`."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._commands, data) :]
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, f"{method}: {answer['error']}"
                result: dict[str, Any] = answer["result"]
                return result
            self.events.append(answer)

    def _next(self) -> dict[str, Any]:
        end = time.monotonic() + PATIENCE
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._answers], [], [], max(0.0, end - time.monotonic()))
            assert ready, "Chromium does not answer"
            part = os.read(self._answers, 1 << 20)
            assert part, "Chromium ended"
            self._rest += part
        message, self._rest = self._rest.split(b"\0", 1)
        answer: dict[str, Any] = json.loads(message)
        return answer

    def close(self) -> None:
        """End the browser."""
        os.close(self._commands)
        os.close(self._answers)
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Tab:
    """A fresh page of the browser, as large as a phone."""

    def __init__(
        self,
        browser: Browser,
        *,
        languages: str = "en",
        dark: bool = False,
        width: int = 390,
        scripts: bool = True,
        now: datetime | None = None,
    ) -> None:
        self._browser = browser
        target = browser.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = browser.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._target = target
        agent = browser.ask("Browser.getVersion")["userAgent"]
        self.ask("Page.enable")
        self.ask("Runtime.enable")
        self.ask("Log.enable")
        self.ask("Network.enable")
        self.ask("Emulation.setUserAgentOverride", userAgent=agent, acceptLanguage=languages)
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=844, deviceScaleFactor=2, mobile=True)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", features=[scheme])
        if now is not None:
            self.ask("Page.addScriptToEvaluateOnNewDocument", source=_CLOCK % (now.timestamp() * 1000))
        if not scripts:
            self.ask("Emulation.setScriptExecutionDisabled", value=True)

    def ask(self, method: str, **parameters: object) -> dict[str, Any]:
        """Send a command about this page."""
        return self._browser.ask(method, self._session, **parameters)

    def run(self, script: str) -> Any:
        """Return what an expression gives, waited for."""
        answer = self.ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def open(self, address: str) -> str:
        """Open an address, wait for the verdict and return the state it came to."""
        self.ask("Page.navigate", url=address)
        return self.settled()

    def settled(self) -> str:
        """Wait until the page has come to a verdict, and return it."""
        state = "document.documentElement.dataset.state"
        return str(self.until(f"document.readyState === 'complete' && {state} !== 'checking' && {state}"))

    def until(self, script: str) -> Any:
        """Wait until an expression gives something, and return it."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if found := self.run(script):
                return found
            time.sleep(0.02)
        raise AssertionError(f"never: {script}")

    def troubles(self) -> list[str]:
        """Return uncaught exceptions, and what the page's own policy stopped."""
        found = []
        for event in self._browser.events:
            if event.get("sessionId") != self._session:
                continue
            if event["method"] == "Runtime.exceptionThrown":
                found.append(str(event["params"]["exceptionDetails"]))
            if event["method"] == "Log.entryAdded" and event["params"]["entry"]["source"] == "security":
                found.append(str(event["params"]["entry"]["text"]))
        return found

    def requests(self) -> list[dict[str, Any]]:
        """Return what was asked of the network."""
        mine = [event for event in self._browser.events if event.get("sessionId") == self._session]
        return [event["params"]["request"] for event in mine if event["method"] == "Network.requestWillBeSent"]

    def picture(self, path: Path) -> None:
        """Write what is to be seen as PNG."""
        path.write_bytes(base64.b64decode(self.ask("Page.captureScreenshot", format="png")["data"]))

    def close(self) -> None:
        """Close the page."""
        self._browser.ask("Target.closeTarget", targetId=self._target)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on localhost and give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
