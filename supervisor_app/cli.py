"""The command line: the window or a command, for scripts, IT and tests; what all commands share. Theirs are in cli_*.py."""

from __future__ import annotations

import argparse
import json
import os
import secrets
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from supervisor_app import __version__
from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import InputError, UserError
from supervisor_app.paths import default_data_folder

EXIT_FINE, EXIT_NO, EXIT_UNREADABLE = 0, 1, 2
MOST_PIN_BYTES = 600

if TYPE_CHECKING:
    from supervisor_app.services.session import Session
    from supervisor_app.services.site import Site

    Subparsers: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]


@dataclass(frozen=True, slots=True)
class OpenWindow:
    """The command line asks for the window on this data folder."""

    folder: Path


Command = Callable[[argparse.Namespace], "int | OpenWindow"]


def run(argv: Sequence[str]) -> int | OpenWindow:
    """Run the command in `argv` and return its exit status, or which window is to be opened.

    Exit status 0: done, all valid; 1: done, but something is not valid; 2: could not be read or done.
    """
    folder = _window_alone(argv)
    if folder is not None:
        return OpenWindow(folder)
    arguments = _parser().parse_args(list(argv))
    if arguments.command is None:
        return OpenWindow(data_folder(arguments))
    try:
        command: Command = arguments.command
        return command(arguments)
    except UserError as problem:
        _say_problem(problem, as_json=arguments.json)
        return EXIT_UNREADABLE


def _window_alone(argv: Sequence[str]) -> Path | None:
    """Return the data folder where nothing but the window is asked for: the usual start builds no parser of all commands."""
    match list(argv):
        case []:
            return default_data_folder()
        case ["--data-dir", folder] if not folder.startswith("-"):
            return Path(folder)
    return None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="supervisor-app", description="Observe, sign off, print and verify.")
    parser.add_argument("--version", action="version", version=f"supervisor-app {__version__}")
    _add_data_dir(parser)
    parser.set_defaults(command=None, json=False)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    demo = add_command(commands, "demo", _demo, "build a believable sample site in DIR and open it")
    demo.add_argument("folder", metavar="DIR", type=Path, help="a folder that does not exist yet, or a demo made before")
    demo.add_argument("--headless", action="store_true", help="build and check only, open no window")
    for add in _families():
        add(commands)
    return parser


def _families() -> tuple[Callable[[Subparsers], None], ...]:
    """Return what adds the other commands, in the order of the help; loaded here, as a window needs none of them."""
    from supervisor_app import cli_checks, cli_forks, cli_papers, cli_records, cli_store

    return (
        cli_checks.add_verify,
        cli_store.add_sync,
        cli_papers.add_publish,
        cli_papers.add_passport,
        cli_papers.add_print,
        cli_papers.add_certificate,
        cli_store.add_store,
        cli_forks.add_forks,
        cli_records.add_export,
        cli_records.add_erase,
        cli_checks.add_audit_pack,
        cli_records.add_backups,
        cli_checks.add_check,
    )


def add_command(commands: Subparsers, name: str, command: Command, words: str) -> argparse.ArgumentParser:
    """Add a command with what all share, --json and --data-dir, and return its parser; `words` say in the help what it does."""
    parser: argparse.ArgumentParser = commands.add_parser(name, help=words, description=words.capitalize() + ".")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    _add_data_dir(parser)
    parser.set_defaults(command=command)
    return parser


def _add_data_dir(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data-dir",
        type=Path,
        metavar="DIR",
        default=argparse.SUPPRESS,
        help="this laptop's data folder instead of the usual one",
    )


def data_folder(arguments: argparse.Namespace) -> Path:
    """Return the data folder that was asked for, else this user's usual one."""
    return Path(getattr(arguments, "data_dir", None) or default_data_folder())


def now() -> datetime:
    """Return the time with the local offset: the one real clock, handed to everything that needs one."""
    return datetime.now().astimezone()


def print_json(value: object) -> None:
    """Print any record or mapping as JSON on one line."""
    print(json.dumps(msgspec.to_builtins(value), ensure_ascii=False))


def tell(arguments: argparse.Namespace, result: object, lines: Callable[[], Iterable[str]]) -> None:
    """Print what came of a command: the result as JSON where that was asked for, else its lines."""
    if arguments.json:
        print_json(result)
    else:
        print("\n".join(lines()))


def _say_problem(problem: UserError, *, as_json: bool) -> None:
    if as_json:
        print_json({"problem": problem.message, "hint": problem.hint})
    print(str(problem), file=sys.stderr)


def _demo(arguments: argparse.Namespace) -> int | OpenWindow:
    from supervisor_app.services.demo import build_demo

    summary = build_demo(arguments.folder, clock=now, randomness=secrets.token_bytes)
    tell(arguments, summary, summary.lines)
    if not all(certificate.verdict == "valid" for certificate in summary.certificates):
        return EXIT_NO
    return OpenWindow(Path(summary.station_a)) if has_display(sys.platform, os.environ) and not arguments.headless else EXIT_FINE


def has_display(platform: str, environment: Mapping[str, str]) -> bool:
    """Return whether a window can be shown: always on Windows and macOS, elsewhere where a display is announced."""
    return platform in ("win32", "darwin") or any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


_SEEN = (
    "The list of processes of this computer showed the password in the address. "
    "Give - and the address as a line of input, or keep the password in a password file."
)


def read_address(given: str | None) -> str | None:
    """Return the address of a shared store; "-" reads a line of standard input, so that no list of processes shows a password."""
    if given == "-":
        return sys.stdin.buffer.readline().decode("utf-8", "replace").strip()
    if given and "://" in given:
        from supervisor_app.storage.shared_address import without_password

        if without_password(given) != given:
            print(_SEEN, file=sys.stderr)
    return given


def read_pin(path: Path) -> str:
    """Return the PIN in a file, without the end of its line; a PIN as an argument would show in lists of processes.

    "-" reads a line of standard input. InputError where it cannot be read; the PIN itself never appears in a message.
    """
    try:
        if str(path) == "-":
            data = sys.stdin.buffer.readline(MOST_PIN_BYTES + 1)
        else:
            with path.open("rb") as file:
                data = file.read(MOST_PIN_BYTES + 1)
        pin = data.decode("utf-8-sig").rstrip("\r\n")
    except OSError as problem:
        raise InputError(str(path), "the PIN file cannot be opened.", "Name a file that holds only the PIN.") from problem
    except UnicodeDecodeError as problem:
        raise InputError(str(path), "the PIN file is not text.", "Name a file that holds only the PIN.") from problem
    if len(data) > MOST_PIN_BYTES or not pin:
        raise InputError(str(path), "the PIN file is empty or too long.", "Name a file that holds only the PIN.")
    return pin


@contextmanager
def signed_in(arguments: argparse.Namespace) -> Iterator[tuple[Site, Session, str]]:
    """Open the site for the member of --member with the PIN of --pin-file: the site, their session, the PIN; closed at the end.

    UserError where the file, the site, the member or the PIN is not what it should be.
    """
    from supervisor_app.services.publishing import find_member
    from supervisor_app.services.signing_in import sign_in
    from supervisor_app.services.site import open_site

    pin = read_pin(arguments.pin_file)
    site = open_site(data_folder(arguments), clock=now, randomness=secrets.token_bytes)
    try:
        yield site, sign_in(site, find_member(site, arguments.member).id, pin), pin
    finally:
        site.close()
