"""The commands that say whether something holds: verify, audit-pack verify, check."""

from __future__ import annotations

import argparse
import secrets
from pathlib import Path

from supervisor_app import cli


def add_verify(commands: cli.Subparsers) -> None:
    """Add `verify`."""
    words = "check certificates: PDF, JSON, badge or picture, or all of a folder"
    verify = cli.add_command(commands, "verify", _verify, words)
    verify.add_argument("files", metavar="FILE_OR_DIR", nargs="+", type=Path)
    verify.add_argument("--csv", metavar="FILE", type=Path, help="write the results as a table, too")
    verify.add_argument("--trust", metavar="FILE", type=Path, help="a trust file whose issuers are believed this once")
    verify.add_argument(
        "--status", metavar="FILE", type=Path, action="append", help="a status list to hold them against this once; repeatable"
    )


def _verify(arguments: argparse.Namespace) -> int:
    from supervisor_app.services.verifying_files import files_in, read_status_files, read_trust_file, save_csv, verify_files

    trust = read_trust_file(arguments.trust) if arguments.trust else None
    lists = read_status_files(arguments.status or (), cli.now())
    files, folder = files_in(arguments.files), cli.data_folder(arguments)
    results = verify_files(files, folder, clock=cli.now, randomness=secrets.token_bytes, trust=trust, lists=lists)
    if arguments.csv:
        save_csv(arguments.csv, results)
    if arguments.json:
        cli.print_json({"files": results})
    else:
        print("\n".join(line for result in results for line in result.lines()) or "There is no certificate in this folder.")
    if not results or any(result.unreadable for result in results):
        return cli.EXIT_UNREADABLE
    return cli.EXIT_FINE if all(result.valid for result in results) else cli.EXIT_NO


def add_audit_pack(commands: cli.Subparsers) -> None:
    """Add `audit-pack verify`."""
    pack = commands.add_parser("audit-pack", help="check an audit pack: verify", description="Check an audit pack.")
    does = pack.add_subparsers(title="what", metavar="WHAT", required=True)
    verify = cli.add_command(does, "verify", _verify_pack, "check every file, signature and entry of an audit pack")
    verify.add_argument("file", metavar="FILE", type=Path)


def _verify_pack(arguments: argparse.Namespace) -> int:
    from supervisor_app.services.audit_choice import verify_with_site

    report = verify_with_site(arguments.file, cli.data_folder(arguments), clock=cli.now, randomness=secrets.token_bytes)
    cli.tell(arguments, report, report.lines)
    return cli.EXIT_FINE if report.sound else cli.EXIT_NO


def add_check(commands: cli.Subparsers) -> None:
    """Add `check`."""
    words = "audit the whole ledger: chain, signatures, tables against a rebuild"
    check = cli.add_command(commands, "check", _check, words)
    check.add_argument("--backups", action="store_true", help="open and check the backups in the backup folder too")
    check.add_argument("--shared", action="store_true", help="audit the shared file or database too; nothing in it is changed")
    check.add_argument("--only-shared", action="store_true", help=argparse.SUPPRESS)
    check.add_argument("--watch-input", action="store_true", help=argparse.SUPPRESS)  # end when standard input ends


def _check(arguments: argparse.Namespace) -> int:
    from supervisor_app.services.check_process import Wanted, run_check

    shared = arguments.shared or arguments.only_shared
    return run_check(
        cli.data_folder(arguments),
        Wanted(here=not arguments.only_shared, backups=arguments.backups, shared=shared),
        as_json=arguments.json,
        watch_input=arguments.watch_input,
        clock=cli.now,
        randomness=secrets.token_bytes,
    )
