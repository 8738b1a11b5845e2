"""A real PostgreSQL of this machine, started by the tests in a temporary folder as a user without rights; gone with them."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

PASSWORD = "p@ss word"
PASSWORD_QUOTED = "p%40ss%20word"
WAIT = "60"


def binaries() -> Path | None:
    """The newest server's programs of this machine."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3].split(".")[0]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


def missing() -> str:
    """Why no server can be started here; "" where one can."""
    if binaries() is None:
        return "no PostgreSQL server is installed here (apt-get install postgresql)"
    if os.name == "posix" and os.geteuid() == 0 and (_other_user() is None or shutil.which("setpriv") is None):
        return "PostgreSQL does not run as root, and there is no user postgres (or nobody) and setpriv to run it as"
    return ""


def _other_user() -> pwd.struct_passwd | None:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None


@dataclass
class Server:
    """A server of our own: its folder, its port, and databases made by number."""

    folder: Path
    port: int
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a program of the server, not as root."""
        programs = binaries()
        assert programs is not None
        whole = [str(programs / command[0]), *command[1:]]
        if os.geteuid() == 0:
            user = _other_user()
            assert user is not None
            whole = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", *whole]
        done = subprocess.run(
            whole, capture_output=True, text=True, cwd=self.folder, env={"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]}
        )
        assert done.returncode == 0, done.stderr + done.stdout + self.log()
        return done

    def log(self) -> str:
        """The end of what the server wrote down."""
        path = self.folder / "log"
        return path.read_text()[-2000:] if path.exists() else ""

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def url(self, name: str, user: str = "signoff", password: str = PASSWORD_QUOTED) -> str:
        """The address of a database."""
        return f"postgresql://{user}:{password}@127.0.0.1:{self.port}/{name}"

    def start(self) -> None:
        settings = (
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "shared_buffers=64MB",
            "max_wal_size=4GB",
            "fsync=off",
        )
        options = " ".join((f"-p {self.port}", *(f"-c {setting}" for setting in settings)))
        self.run("pg_ctl", "-D", str(self.data), "-w", "-t", WAIT, "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self, mode: str = "immediate") -> None:
        self.run("pg_ctl", "-D", str(self.data), "-w", "-t", WAIT, "-m", mode, "stop")

    def kill(self) -> None:
        """Kill every process of it as a power cut does."""
        parent = int((self.data / "postmaster.pid").read_text().splitlines()[0])
        children = [int(word) for word in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
        for process in (parent, *children):
            os.kill(process, signal.SIGKILL)
        while any(Path(f"/proc/{process}").exists() and _alive(process) for process in (parent, *children)):
            pass
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def restart(self) -> None:
        self.stop()
        self.start()

    def sql(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run a statement as the owner."""
        import psycopg

        with psycopg.connect(self.url(database), autocommit=True) as session:
            cursor = session.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []

    def new_database(self, template: str = "template1") -> str:
        """Make an empty database, or a copy of another one, and return its address."""
        name = f"site_{next(self.numbers)}"
        self.sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)


def _alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@contextmanager
def running() -> Iterator[Server]:
    """Start a server, with a password for everybody, and end it."""
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "password").write_text(PASSWORD)
        if os.geteuid() == 0:
            user = _other_user()
            assert user is not None
            for path in (folder, folder / "password"):
                os.chown(path, user.pw_uid, user.pw_gid)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = Server(folder, port)
        secret = f"--pwfile={folder / 'password'}"
        server.run("initdb", "-D", str(server.data), "-U", "signoff", "-A", "scram-sha-256", secret, "--no-sync", "-E", "UTF8")
        server.start()
        try:
            yield server
        finally:
            if (server.data / "postmaster.pid").exists():
                server.stop()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A running server; the tests that need one are skipped, saying why, where none can be started (never in CI)."""
    why = missing()
    if why and os.environ.get("CI"):
        pytest.fail(why)
    if why:
        pytest.skip(why)
    with running() as server:
        yield server
