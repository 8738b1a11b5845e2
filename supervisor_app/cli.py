"""The commands without a window: demo, verify, print, sync, publish, export, check. For scripts, IT and tests."""

from __future__ import annotations

import argparse
import json
import os
import secrets
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from supervisor_app import __version__
from supervisor_app.errors import InputError, UserError
from supervisor_app.paths import default_data_folder

EXIT_FINE, EXIT_NO, EXIT_UNREADABLE = 0, 1, 2
MOST_PIN_BYTES = 600

if TYPE_CHECKING:
    from supervisor_app.ledger.keys import MemberKeys
    from supervisor_app.services.pdf_sealing import SigningKey
    from supervisor_app.services.print_command import PrintedFiles
    from supervisor_app.services.session import Session
    from supervisor_app.services.site import Site
    from supervisor_app.services.sync_records import Progress

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
    demo = _command(commands, "demo", _demo, "build a believable sample site in DIR and open it")
    demo.add_argument("folder", metavar="DIR", type=Path, help="a folder that does not exist yet, or a demo made before")
    demo.add_argument("--headless", action="store_true", help="build and check only, open no window")
    verify = _command(commands, "verify", _verify, "check certificates: PDF, JSON, badge or picture, or all of a folder")
    verify.add_argument("files", metavar="FILE_OR_DIR", nargs="+", type=Path)
    verify.add_argument("--csv", metavar="FILE", type=Path, help="write the results as a table, too")
    verify.add_argument("--trust", metavar="FILE", type=Path, help="a trust file whose issuers are believed this once")
    verify.add_argument(
        "--status", metavar="FILE", type=Path, action="append", help="a status list to hold them against this once; repeatable"
    )
    sync = _command(commands, "sync", _sync, "exchange records with the shared file")
    sync.add_argument("--shared", metavar="PATH_OR_URL", help="the shared file or database to use from now on; - reads it")
    sync.add_argument("--create", action="store_true", help="make the file named by --shared, which must not exist yet")
    sync.add_argument("--follow", action="store_true", help="use the place that the shared file or database moved to")
    sync.add_argument("--anew", action="store_true", help="set a damaged shared file aside and make it new from this laptop")
    sync.add_argument(
        "--invited", action="store_true", help="read the code of an invitation or a recovery sheet, a line of input"
    )
    sync.add_argument("--watch-input", action="store_true", help=argparse.SUPPRESS)  # end when standard input ends
    publish = _command(commands, "publish", _publish, "write the check page for phones into DIR, for any web host")
    publish.allow_abbrev = False  # `--pin 2468` must not pass for a file
    publish.add_argument("folder", metavar="DIR", type=Path)
    publish.add_argument("--member", metavar="NAME_OR_ID", required=True, help="who publishes: a member who may issue")
    publish.add_argument("--pin-file", metavar="FILE", type=Path, required=True, help="a file that holds only this member's PIN")
    _add_passport(commands)
    _add_print(commands)
    _add_certificate(commands)
    _add_store(commands)
    _add_audit(commands)
    _add_backups(commands)
    check = _command(commands, "check", _check, "audit the whole ledger: chain, signatures, tables against a rebuild")
    check.add_argument("--backups", action="store_true", help="open and check the backups in the backup folder too")
    check.add_argument("--watch-input", action="store_true", help=argparse.SUPPRESS)  # end when standard input ends
    return parser


def _add_passport(commands: Subparsers) -> None:
    passport = _command(commands, "passport", _passport, "write a person's skills passport, signed, with the certificates inside")
    passport.allow_abbrev = False
    passport.add_argument("person", metavar="WORKER", help="employee number or name")
    passport.add_argument("--out", metavar="FILE_OR_DIR", type=Path, required=True, help="a file, or a folder for passport.json")
    passport.add_argument("--member", metavar="NAME_OR_ID", required=True, help="who signs: a member who may issue")
    passport.add_argument("--pin-file", metavar="FILE", type=Path, required=True, help="a file that holds only this member's PIN")


def _add_certificate(commands: Subparsers) -> None:
    words = "say where a certificate stands, or decide about it with a reason: the PIN answers for it"
    certificate = _command(commands, "certificate", _certificate, words)
    certificate.allow_abbrev = False
    certificate.add_argument("act", choices=("show", "suspend", "reinstate", "revoke", "confirm", "end"))
    certificate.add_argument("certificate", metavar="CERT", help="number, printed code or id")
    certificate.add_argument("--reason", default="", metavar="TEXT", help="why; needed for all but show and confirm")
    certificate.add_argument("--from", dest="on", default="", metavar="DAY", help="first day, or when it happened (2026-12-31)")
    certificate.add_argument("--until", default="", metavar="DAY", help="suspend: the last day, after which it holds again")
    certificate.add_argument("--member", metavar="NAME_OR_ID", default="", help="who decides")
    certificate.add_argument("--pin-file", metavar="FILE", type=Path, help="a file that holds only this member's PIN")


def _certificate(arguments: argparse.Namespace) -> int:
    from supervisor_app.services import certificate_command
    from supervisor_app.services.publishing import find_member
    from supervisor_app.services.signing_in import sign_in
    from supervisor_app.services.site import open_site

    showing = arguments.act == "show"
    if not showing and not (arguments.member and arguments.pin_file):
        raise InputError("--member, --pin-file", "needed to decide about a certificate.", "Name who decides, and their PIN file.")
    pin = "" if showing else read_pin(arguments.pin_file)
    site = open_site(data_folder(arguments), clock=now, randomness=secrets.token_bytes)
    try:
        if showing:
            told = certificate_command.tell(site, arguments.certificate, now().date())
        else:
            session = sign_in(site, find_member(site, arguments.member).id, pin)
            days = {"reason": arguments.reason, "on": arguments.on, "until": arguments.until}
            told = certificate_command.act(site, session, arguments.certificate, arguments.act, pin, now(), **days)
    finally:
        site.close()
    if arguments.json:
        print_json(told)
    else:
        print("\n".join(told.lines()))
    return EXIT_FINE if told.holds or not showing else EXIT_NO


def _add_print(commands: Subparsers) -> None:
    paper = _command(commands, "print", _print, "write certificates, cards or passports as PDF files, to print unscaled")
    paper.allow_abbrev = False
    paper.add_argument("wanted", metavar="CERT", nargs="+", help="number, printed code or id; for a passport whose it is")
    products = ("certificate", "card", "cards", "passport")
    paper.add_argument("--as", dest="product", choices=products, default="certificate")
    paper.add_argument("--paper", choices=("A4", "Letter"), default="A4")
    paper.add_argument("--portrait", action="store_true", help="certificates on upright paper")
    paper.add_argument(
        "--to", metavar="FILE_OR_DIR", type=Path, default=Path(), help="a folder, or a file ending with .pdf for all in one"
    )
    paper.add_argument("--member", metavar="NAME_OR_ID", help="who signs a passport: a member who may issue")
    paper.add_argument("--pin-file", metavar="FILE", type=Path, help="a file that holds only this member's PIN")
    paper.add_argument("--sign-with", metavar="FILE", type=Path, help="a certificate file (PKCS#12) that signs the PDF, too")
    paper.add_argument("--password-file", metavar="FILE", type=Path, help="a file that holds only its password")


def _print(arguments: argparse.Namespace) -> int:
    from supervisor_app.services.papers import Order, Product
    from supervisor_app.services.print_command import print_files
    from supervisor_app.services.site import open_site

    order = Order(product=Product(arguments.product), paper=arguments.paper, upright=arguments.portrait)
    site = open_site(data_folder(arguments), clock=now, randomness=secrets.token_bytes)
    try:
        passports = order.product is Product.PASSPORT
        key = None if passports else _signing_key(arguments)
        result = _passport_pages(arguments, site) if passports else print_files(site, arguments.wanted, order, arguments.to, key)
    finally:
        site.close()
    if arguments.json:
        print_json(result)
    else:
        print("\n".join(result.lines()))
    return EXIT_FINE


def _signing_key(arguments: argparse.Namespace) -> SigningKey | None:
    """Return the key in the certificate file that was named, None without one."""
    if arguments.sign_with is None:
        return None
    from supervisor_app.services.backup_process import read_passphrase
    from supervisor_app.services.pdf_sealing import open_key_file

    return open_key_file(arguments.sign_with, read_passphrase(arguments.password_file), now())


def _passport_pages(arguments: argparse.Namespace, site: Site) -> PrintedFiles:
    from supervisor_app.services.print_command import print_passports
    from supervisor_app.services.publishing import find_member
    from supervisor_app.services.signing_in import sign_in

    if not arguments.member or not arguments.pin_file:
        raise InputError("Passport", "it is signed, and nobody is named who signs.", "Give --member and --pin-file.")
    pin = read_pin(arguments.pin_file)
    session = sign_in(site, find_member(site, arguments.member).id, pin)
    return print_passports(site, session, pin, arguments.wanted, arguments.paper, arguments.to)


def _add_store(commands: Subparsers) -> None:
    """Add `store create` and `store move`."""
    store = commands.add_parser("store", help="the shared store: create, move", description="Make or move the shared store.")
    does = store.add_subparsers(title="what", metavar="WHAT", required=True)
    create = _command(does, "create", _create_store, "make a shared store in a PostgreSQL database or a file, and use it")
    create.add_argument("shared", metavar="URL_OR_PATH", help="postgresql://user@server/database, or a file; - reads it")
    move = _command(does, "move", _move_store, "move the shared store of the site to another place, and use it there")
    move.add_argument("--to", dest="shared", metavar="URL_OR_PATH", required=True, help="the new place; - reads it")
    move.add_argument("--watch-input", action="store_true", help=argparse.SUPPRESS)  # end when standard input ends
    for command in (create, move):
        command.allow_abbrev = False
        command.add_argument("--member", metavar="NAME_OR_ID", required=True, help="the admin who does it")
        command.add_argument(
            "--pin-file", metavar="FILE", type=Path, required=True, help="a file that holds only their PIN; - reads it"
        )


def _add_audit(commands: Subparsers) -> None:
    """Add `export audit`, `export person`, `erase` and `audit-pack verify`."""
    what = "write records into a file: audit, person"
    export = commands.add_parser("export", help=what, description="Write records into a file.")
    kinds = export.add_subparsers(title="what", metavar="WHAT", required=True)
    audit = _command(kinds, "audit", _export_audit, "write an audit pack: report, table, entries and a signed manifest")
    audit.add_argument("out", metavar="OUT", type=Path, help="the zip file to write")
    audit.add_argument("--from", dest="since", metavar="DAY", default="", help="first day, as 2026-03-14")
    audit.add_argument("--to", dest="until", metavar="DAY", default="", help="last day, as 2026-03-14")
    audit.add_argument("--person", metavar="NAME_OR_NUMBER", default="", help="only what is about this person")
    audit.add_argument("--competency", metavar="NAME_OR_KEY", default="", help="only what is about this competency")
    person = _command(kinds, "person", _export_person, "write everything held about one person into a zip file, for them")
    person.add_argument("person", metavar="NAME_OR_NUMBER", help="whose")
    person.add_argument("out", metavar="OUT", type=Path, help="the zip file to write")
    person.add_argument("--member", metavar="NAME", required=True, help="the admin who hands it out")
    person.add_argument("--pin-file", metavar="FILE", type=Path, required=True, help="a file that holds only their PIN")
    erase = _command(commands, "erase", _erase, "erase what is held about one person, for good, on all laptops")
    erase.allow_abbrev = False
    erase.add_argument("person", metavar="NAME_OR_NUMBER", help="about whom")
    erase.add_argument("--name-only", action="store_true", help="name, number and job: signed records stay, under a pseudonym")
    erase.add_argument("--preview", action="store_true", help="only say what would go and what stays")
    erase.add_argument("--reason", metavar="TEXT", default="", help="why, without the person's name; it stays")
    erase.add_argument("--asked-by", metavar="TEXT", default="", help="who asked for it; it stays")
    erase.add_argument("--member", metavar="NAME_OR_ID", required=True, help="the admin who erases")
    erase.add_argument(
        "--pin-file", metavar="FILE", type=Path, required=True, help="a file that holds only their PIN; - reads it"
    )
    pack = commands.add_parser("audit-pack", help="check an audit pack: verify", description="Check an audit pack.")
    does = pack.add_subparsers(title="what", metavar="WHAT", required=True)
    verify = _command(does, "verify", _verify_pack, "check every file, signature and entry of an audit pack")
    verify.add_argument("file", metavar="FILE", type=Path)


def _add_backups(commands: Subparsers) -> None:
    backup = _command(commands, "backup", _backup, "back this laptop's records up into one checked file")
    backup.add_argument("--to", metavar="FOLDER", type=Path, help="a folder instead of the one chosen in Settings")
    backup.add_argument("--if-changed", action="store_true", help="do nothing where the last backup holds everything")
    backup.add_argument("--watch-input", action="store_true", help=argparse.SUPPRESS)  # end when standard input ends
    restore = _command(commands, "restore", _restore, "restore this laptop's records from a backup; what is there is set aside")
    restore.allow_abbrev = False  # `--pass WORDS` must not pass for a file
    restore.add_argument("backup", metavar="FILE", type=Path)
    restore.add_argument("--preview", action="store_true", help="only say what would come back and what would be set aside")
    restore.add_argument("--passphrase-file", metavar="FILE", type=Path, help="a file that holds only the backup's passphrase")
    restore.add_argument("--member", metavar="NAME_OR_ID", help="the admin who answers for it, where the folder holds a site")
    restore.add_argument("--pin-file", metavar="FILE", type=Path, help="a file that holds only their PIN; - reads it")


def _command(commands: Subparsers, name: str, command: Command, words: str) -> argparse.ArgumentParser:
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
        help="this station's data folder instead of the usual one",
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


def _say_problem(problem: UserError, *, as_json: bool) -> None:
    if as_json:
        print_json({"problem": problem.message, "hint": problem.hint})
    print(str(problem), file=sys.stderr)


def _demo(arguments: argparse.Namespace) -> int | OpenWindow:
    from supervisor_app.services.demo import build_demo

    summary = build_demo(arguments.folder, clock=now, randomness=secrets.token_bytes)
    if arguments.json:
        print_json(summary)
    else:
        print("\n".join(summary.lines()))
    if not all(certificate.verdict == "valid" for certificate in summary.certificates):
        return EXIT_NO
    return OpenWindow(Path(summary.station_a)) if has_display(sys.platform, os.environ) and not arguments.headless else EXIT_FINE


def has_display(platform: str, environment: Mapping[str, str]) -> bool:
    """Return whether a window can be shown: always on Windows and macOS, elsewhere where a display is announced."""
    return platform in ("win32", "darwin") or any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def _verify(arguments: argparse.Namespace) -> int:
    from supervisor_app.services.verifying_files import files_in, read_status_files, read_trust_file, save_csv, verify_files

    trust = read_trust_file(arguments.trust) if arguments.trust else None
    lists = read_status_files(arguments.status or (), now())
    files, folder = files_in(arguments.files), data_folder(arguments)
    results = verify_files(files, folder, clock=now, randomness=secrets.token_bytes, trust=trust, lists=lists)
    if arguments.csv:
        save_csv(arguments.csv, results)
    if arguments.json:
        print_json({"files": results})
    else:
        print("\n".join(line for result in results for line in result.lines()) or "There is no certificate in this folder.")
    if not results or any(result.unreadable for result in results):
        return EXIT_UNREADABLE
    return EXIT_FINE if all(result.valid for result in results) else EXIT_NO


def _sync(arguments: argparse.Namespace) -> int:
    from supervisor_app.services.sync_process import run_sync

    return run_sync(
        data_folder(arguments),
        read_address(arguments.shared),
        as_json=arguments.json,
        clock=now,
        randomness=secrets.token_bytes,
        create=arguments.create,
        anew=arguments.anew,
        follow=arguments.follow,
        invitation=read_address("-") or "" if arguments.invited else "",
        watch_input=arguments.watch_input,
    )


def read_address(given: str | None) -> str | None:
    """Return the address of a shared store; "-" reads a line of standard input, so that no list of processes shows a password."""
    return sys.stdin.buffer.readline().decode("utf-8", "replace").strip() if given == "-" else given


def _create_store(arguments: argparse.Namespace) -> int:
    from supervisor_app.services.store_moving import make_store

    def create(site: Site, session: Session, keys: MemberKeys, shared: str) -> tuple[object, list[str]]:
        from supervisor_app.services.sync_process import report_lines

        report = make_store(site, session, keys, shared, _progress_of(arguments), lambda: False)
        return report, report_lines(report)

    return _as_admin(arguments, create)


def _progress_of(arguments: argparse.Namespace) -> Progress:
    """How a command tells how far it is: in words on the terminal, by lines of JSON to a window that started it, else not."""
    from supervisor_app.services.store_process import say_on_terminal
    from supervisor_app.services.worker_process import say_line

    if not arguments.json:
        return say_on_terminal()
    if getattr(arguments, "watch_input", False):

        def say(done: int, total: int, words: str = "") -> None:
            say_line(progress=(done, total, words))

        return say
    return lambda *_: None


def _move_store(arguments: argparse.Namespace) -> int:
    from supervisor_app.services.store_moving import move_store

    def move(site: Site, session: Session, keys: MemberKeys, shared: str) -> tuple[object, list[str]]:
        from supervisor_app.services.worker_process import input_ended

        cancelled = input_ended() if arguments.watch_input else lambda: False
        moved = move_store(site, session, keys, shared, _progress_of(arguments), cancelled)
        return {"report": moved} if arguments.watch_input else moved, moved.lines()

    return _as_admin(arguments, move)


def _as_admin(arguments: argparse.Namespace, work: Callable[[Site, Session, MemberKeys, str], tuple[object, list[str]]]) -> int:
    """Do something with the shared store as the member named, with their PIN; print what came of it."""
    from supervisor_app.services.publishing import find_member
    from supervisor_app.services.signing_in import sign_in
    from supervisor_app.services.site import open_site
    from supervisor_app.services.unlocking import unlock

    pin = read_pin(arguments.pin_file)
    site = open_site(data_folder(arguments), clock=now, randomness=secrets.token_bytes)
    try:
        session = sign_in(site, find_member(site, arguments.member).id, pin)
        result, lines = work(site, session, unlock(site, session, pin), read_address(arguments.shared) or "")
    finally:
        site.close()
    if arguments.json:
        print_json(result)
    else:
        print("\n".join(lines))
    return EXIT_FINE


def _publish(arguments: argparse.Namespace) -> int:
    from supervisor_app.services.publishing import find_member, publish
    from supervisor_app.services.signing_in import sign_in
    from supervisor_app.services.site import open_site

    pin = read_pin(arguments.pin_file)
    site = open_site(data_folder(arguments), clock=now, randomness=secrets.token_bytes)
    try:
        session = sign_in(site, find_member(site, arguments.member).id, pin)
        result = publish(site, session, pin, arguments.folder)
    finally:
        site.close()
    if arguments.json:
        print_json(result)
    else:
        print("\n".join(result.lines()))
    return EXIT_FINE


def _passport(arguments: argparse.Namespace) -> int:
    from supervisor_app.services.passport import find_worker, save_passport, sign_passport
    from supervisor_app.services.publishing import find_member
    from supervisor_app.services.signing_in import sign_in
    from supervisor_app.services.site import open_site

    pin = read_pin(arguments.pin_file)
    site = open_site(data_folder(arguments), clock=now, randomness=secrets.token_bytes)
    try:
        session = sign_in(site, find_member(site, arguments.member).id, pin)
        made = sign_passport(site, session, find_worker(site, arguments.person), pin, now())
        path = save_passport(made, arguments.out)
    finally:
        site.close()
    page = made.passport
    if arguments.json:
        print_json({"path": str(path), "certificates": page.certificate_ids, "as_of": page.as_of})
    else:
        print(f"written  {path}\n{page.counted}, as of {page.as_of}.")
    return EXIT_FINE


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


def _export_audit(arguments: argparse.Namespace) -> int:
    from supervisor_app.services.audit_choice import export_named
    from supervisor_app.services.site import open_site

    site = open_site(data_folder(arguments), clock=now, randomness=secrets.token_bytes)
    try:
        names = {name: str(getattr(arguments, name)) for name in ("since", "until", "person", "competency")}
        result = export_named(site, arguments.out, **names)
    finally:
        site.close()
    if arguments.json:
        print_json({"path": str(result.path), "entries": result.entries, "files": result.files})
    else:
        print("\n".join(result.lines()))
    return EXIT_FINE


def _export_person(arguments: argparse.Namespace) -> int:
    from supervisor_app.services.audit_choice import person_named
    from supervisor_app.services.publishing import find_member
    from supervisor_app.services.signing_in import sign_in
    from supervisor_app.services.site import open_site
    from supervisor_app.services.subject_access import export_person

    pin = read_pin(arguments.pin_file)
    site = open_site(data_folder(arguments), clock=now, randomness=secrets.token_bytes)
    try:
        session = sign_in(site, find_member(site, arguments.member).id, pin)
        result = export_person(site, session, person_named(site, arguments.person), arguments.out)
    finally:
        site.close()
    if arguments.json:
        print_json({"path": str(result.path), "records": result.records, "missing": result.missing})
    else:
        print("\n".join(result.lines()))
    return EXIT_FINE


def _erase(arguments: argparse.Namespace) -> int:
    from supervisor_app.domain.erasure import Scope
    from supervisor_app.services.erase_command import run_erase

    run_erase(
        data_folder(arguments),
        arguments.person,
        member=arguments.member,
        pin=read_pin(arguments.pin_file),
        scope=Scope.FACTS if arguments.name_only else Scope.EVERYTHING,
        reason=arguments.reason,
        asked_by=arguments.asked_by,
        only_preview=arguments.preview,
        as_json=arguments.json,
        clock=now,
        randomness=secrets.token_bytes,
    )
    return EXIT_FINE


def _verify_pack(arguments: argparse.Namespace) -> int:
    from supervisor_app.services.audit_choice import verify_with_site

    report = verify_with_site(arguments.file, data_folder(arguments), clock=now, randomness=secrets.token_bytes)
    if arguments.json:
        print_json(report)
    else:
        print("\n".join(report.lines()))
    return EXIT_FINE if report.sound else EXIT_NO


def _backup(arguments: argparse.Namespace) -> int:
    from supervisor_app.services.backup_process import run_backup

    return run_backup(
        data_folder(arguments),
        arguments.to,
        as_json=arguments.json,
        watch_input=arguments.watch_input,
        only_if_changed=arguments.if_changed,
        clock=now,
        randomness=secrets.token_bytes,
    )


def _restore(arguments: argparse.Namespace) -> int:
    from supervisor_app.services.backup_process import read_passphrase, run_restore
    from supervisor_app.services.restore_answer import Answer

    return run_restore(
        arguments.backup,
        data_folder(arguments),
        only_preview=arguments.preview,
        passphrase=read_passphrase(arguments.passphrase_file),
        answer=Answer(arguments.member, read_pin(arguments.pin_file)) if arguments.member and arguments.pin_file else None,
        as_json=arguments.json,
        clock=now,
        randomness=secrets.token_bytes,
    )


def _check(arguments: argparse.Namespace) -> int:
    from supervisor_app.services.check_process import run_check

    return run_check(
        data_folder(arguments),
        as_json=arguments.json,
        watch_input=arguments.watch_input,
        backups=arguments.backups,
        clock=now,
        randomness=secrets.token_bytes,
    )
