"""The command for forks: list them, show their sides, keep a branch, bring one back."""

from __future__ import annotations

import argparse
import secrets
from pathlib import Path

from supervisor_app import cli


def add_forks(commands: cli.Subparsers) -> None:
    """Add `forks list`, `forks show`, `forks keep` and `forks bring-back`."""
    what = "branches of one laptop's records: list, show, keep, bring-back"
    forks = commands.add_parser("forks", help=what, description="Decide about branches of one laptop's records.")
    does = forks.add_subparsers(title="what", metavar="WHAT", required=True)
    cli.add_command(does, "list", _list, "say which forks are open, and of which branches records stand nowhere else")
    show = cli.add_command(does, "show", _show, "show the records of all sides of a fork")
    keep = cli.add_command(does, "keep", _keep, "decide which branch stands, for good")
    bring = cli.add_command(does, "bring-back", _bring_back, "bring back the records of a branch whose laptop is gone")
    for command in (show, keep, bring):
        command.allow_abbrev = False
        command.add_argument("branch", metavar="BRANCH", help="the first digits by which `forks list` tells it")
    for command in (keep, bring):
        command.add_argument("--member", metavar="NAME_OR_ID", required=True, help="the admin who decides")
        command.add_argument(
            "--pin-file", metavar="FILE", type=Path, required=True, help="a file that holds only their PIN; - reads it"
        )


def _list(arguments: argparse.Namespace) -> int:
    from supervisor_app.services import fork_command
    from supervisor_app.services.site import open_site

    site = open_site(cli.data_folder(arguments), clock=cli.now, randomness=secrets.token_bytes)
    try:
        told = fork_command.tell(site)
    finally:
        site.close()
    cli.tell(arguments, told, told.lines)
    return cli.EXIT_FINE if told.nothing_to_decide else cli.EXIT_NO


def _show(arguments: argparse.Namespace) -> int:
    from supervisor_app.services import fork_command
    from supervisor_app.services.site import open_site

    site = open_site(cli.data_folder(arguments), clock=cli.now, randomness=secrets.token_bytes)
    try:
        told = fork_command.show(site, arguments.branch)
    finally:
        site.close()
    cli.tell(arguments, told, told.lines)
    return cli.EXIT_FINE


def _keep(arguments: argparse.Namespace) -> int:
    from supervisor_app.services import fork_command

    with cli.signed_in(arguments) as (site, session, pin):
        decided = fork_command.keep(site, session, pin, arguments.branch)
    cli.tell(arguments, decided, decided.lines)
    return cli.EXIT_FINE


def _bring_back(arguments: argparse.Namespace) -> int:
    from supervisor_app.services import fork_command

    with cli.signed_in(arguments) as (site, session, pin):
        decided = fork_command.bring(site, session, pin, arguments.branch)
    cli.tell(arguments, decided, decided.lines)
    return cli.EXIT_FINE
