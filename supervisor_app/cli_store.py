"""The commands for the shared store: sync, store create, store move, store prepare."""

from __future__ import annotations

import argparse
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from supervisor_app import cli

if TYPE_CHECKING:
    from supervisor_app.ledger.keys import MemberKeys
    from supervisor_app.services.session import Session
    from supervisor_app.services.site import Site
    from supervisor_app.services.sync_records import Progress


def add_sync(commands: cli.Subparsers) -> None:
    """Add `sync`."""
    sync = cli.add_command(commands, "sync", _sync, "exchange records with the shared file")
    sync.add_argument("--shared", metavar="PATH_OR_URL", help="the shared file or database to use from now on; - reads it")
    sync.add_argument("--create", action="store_true", help="make the file named by --shared, which must not exist yet")
    sync.add_argument("--follow", action="store_true", help="use the place that the shared file or database moved to")
    sync.add_argument("--anew", action="store_true", help="set a damaged shared file aside and make it new from this laptop")
    sync.add_argument(
        "--invited", action="store_true", help="read the code of an invitation or a recovery sheet, a line of input"
    )
    sync.add_argument("--watch-input", action="store_true", help=argparse.SUPPRESS)  # end when standard input ends


def _sync(arguments: argparse.Namespace) -> int:
    from supervisor_app.services.sync_process import run_sync

    return run_sync(
        cli.data_folder(arguments),
        cli.read_address(arguments.shared),
        as_json=arguments.json,
        clock=cli.now,
        randomness=secrets.token_bytes,
        create=arguments.create,
        anew=arguments.anew,
        follow=arguments.follow,
        invitation=cli.read_address("-") or "" if arguments.invited else "",
        watch_input=arguments.watch_input,
    )


def add_store(commands: cli.Subparsers) -> None:
    """Add `store create`, `store move` and `store prepare`."""
    words = "Make, move or prepare the shared store."
    store = commands.add_parser("store", help="the shared store: create, move, prepare", description=words)
    does = store.add_subparsers(title="what", metavar="WHAT", required=True)
    create = cli.add_command(does, "create", _create_store, "make a shared store in a PostgreSQL database or a file, and use it")
    create.add_argument("shared", metavar="URL_OR_PATH", help="postgresql://user@server/database, or a file; - reads it")
    move = cli.add_command(does, "move", _move_store, "move the shared store of the site to another place, and use it there")
    move.add_argument("--to", dest="shared", metavar="URL_OR_PATH", required=True, help="the new place; - reads it")
    move.add_argument("--watch-input", action="store_true", help=argparse.SUPPRESS)  # end when standard input ends
    for command in (create, move):
        command.allow_abbrev = False
        command.add_argument("--member", metavar="NAME_OR_ID", required=True, help="the admin who does it")
        command.add_argument(
            "--pin-file", metavar="FILE", type=Path, required=True, help="a file that holds only their PIN; - reads it"
        )
    prepare = cli.add_command(does, "prepare", _prepare_store, "what the owner of a shared database does for it once")
    prepare.add_argument("shared", metavar="URL", help="its address with the user who owns its tables; - reads it")
    prepare.add_argument("--for", dest="user", metavar="USER", default="", help="give this user the rights of a laptop, no more")


def _create_store(arguments: argparse.Namespace) -> int:
    from supervisor_app.services.store_moving import make_store

    def create(site: Site, session: Session, keys: MemberKeys, shared: str) -> tuple[object, list[str]]:
        from supervisor_app.services.sync_process import report_lines

        report = make_store(site, session, keys, shared, _progress_of(arguments), lambda: False)
        return report, report_lines(report)

    return _as_admin(arguments, create)


def _move_store(arguments: argparse.Namespace) -> int:
    from supervisor_app.services.store_moving import move_store

    def move(site: Site, session: Session, keys: MemberKeys, shared: str) -> tuple[object, list[str]]:
        from supervisor_app.services.worker_process import input_ended

        cancelled = input_ended() if arguments.watch_input else lambda: False
        moved = move_store(site, session, keys, shared, _progress_of(arguments), cancelled)
        return {"report": moved} if arguments.watch_input else moved, moved.lines()

    return _as_admin(arguments, move)


def _prepare_store(arguments: argparse.Namespace) -> int:
    from supervisor_app.services.store_preparing import prepare_store

    prepared = prepare_store(cli.read_address(arguments.shared) or "", arguments.user)
    cli.tell(arguments, prepared, prepared.lines)
    return cli.EXIT_FINE


def _as_admin(arguments: argparse.Namespace, work: Callable[[Site, Session, MemberKeys, str], tuple[object, list[str]]]) -> int:
    """Do something with the shared store as the member named, with their PIN; print what came of it."""
    from supervisor_app.services.unlocking import unlock

    with cli.signed_in(arguments) as (site, session, pin):
        result, lines = work(site, session, unlock(site, session, pin), cli.read_address(arguments.shared) or "")
    cli.tell(arguments, result, lambda: lines)
    return cli.EXIT_FINE


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
