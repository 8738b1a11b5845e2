"""The commands for the records of this laptop: export, erase, backup, restore."""

from __future__ import annotations

import argparse
import secrets
from pathlib import Path

from supervisor_app import cli


def add_export(commands: cli.Subparsers) -> None:
    """Add `export audit` and `export person`."""
    what = "write records into a file: audit, person"
    export = commands.add_parser("export", help=what, description="Write records into a file.")
    kinds = export.add_subparsers(title="what", metavar="WHAT", required=True)
    audit = cli.add_command(kinds, "audit", _export_audit, "write an audit pack: report, table, entries and a signed manifest")
    audit.add_argument("out", metavar="OUT", type=Path, help="the zip file to write")
    audit.add_argument("--from", dest="since", metavar="DAY", default="", help="first day, as 2026-03-14")
    audit.add_argument("--to", dest="until", metavar="DAY", default="", help="last day, as 2026-03-14")
    audit.add_argument("--person", metavar="NAME_OR_NUMBER", default="", help="only what is about this person")
    audit.add_argument("--competency", metavar="NAME_OR_KEY", default="", help="only what is about this competency")
    person = cli.add_command(kinds, "person", _export_person, "write everything held about one person into a zip file, for them")
    person.add_argument("person", metavar="NAME_OR_NUMBER", help="whose")
    person.add_argument("out", metavar="OUT", type=Path, help="the zip file to write")
    person.add_argument("--member", metavar="NAME", required=True, help="the admin who hands it out")
    person.add_argument("--pin-file", metavar="FILE", type=Path, required=True, help="a file that holds only their PIN")


def _export_audit(arguments: argparse.Namespace) -> int:
    from supervisor_app.services.audit_choice import export_named
    from supervisor_app.services.site import open_site

    site = open_site(cli.data_folder(arguments), clock=cli.now, randomness=secrets.token_bytes)
    try:
        names = {name: str(getattr(arguments, name)) for name in ("since", "until", "person", "competency")}
        result = export_named(site, arguments.out, **names)
    finally:
        site.close()
    cli.tell(arguments, {"path": str(result.path), "entries": result.entries, "files": result.files}, result.lines)
    return cli.EXIT_FINE


def _export_person(arguments: argparse.Namespace) -> int:
    from supervisor_app.services.audit_choice import person_named
    from supervisor_app.services.subject_access import export_person

    with cli.signed_in(arguments) as (site, session, _):
        result = export_person(site, session, person_named(site, arguments.person), arguments.out)
    cli.tell(arguments, {"path": str(result.path), "records": result.records, "missing": result.missing}, result.lines)
    return cli.EXIT_FINE


def add_erase(commands: cli.Subparsers) -> None:
    """Add `erase`."""
    erase = cli.add_command(commands, "erase", _erase, "erase what is held about one person, for good, on all laptops")
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


def _erase(arguments: argparse.Namespace) -> int:
    from supervisor_app.domain.erasure import Scope
    from supervisor_app.services.erase_command import run_erase

    run_erase(
        cli.data_folder(arguments),
        arguments.person,
        member=arguments.member,
        pin=cli.read_pin(arguments.pin_file),
        scope=Scope.FACTS if arguments.name_only else Scope.EVERYTHING,
        reason=arguments.reason,
        asked_by=arguments.asked_by,
        only_preview=arguments.preview,
        as_json=arguments.json,
        clock=cli.now,
        randomness=secrets.token_bytes,
    )
    return cli.EXIT_FINE


def add_backups(commands: cli.Subparsers) -> None:
    """Add `backup` and `restore`."""
    backup = cli.add_command(commands, "backup", _backup, "back this laptop's records up into one checked file")
    backup.add_argument("--to", metavar="FOLDER", type=Path, help="a folder instead of the one chosen in Settings")
    backup.add_argument("--if-changed", action="store_true", help="do nothing where the last backup holds everything")
    backup.add_argument("--watch-input", action="store_true", help=argparse.SUPPRESS)  # end when standard input ends
    restore = cli.add_command(
        commands, "restore", _restore, "restore this laptop's records from a backup; what is there is set aside"
    )
    restore.allow_abbrev = False  # `--pass WORDS` must not pass for a file
    restore.add_argument("backup", metavar="FILE", type=Path)
    restore.add_argument("--preview", action="store_true", help="only say what would come back and what would be set aside")
    restore.add_argument("--passphrase-file", metavar="FILE", type=Path, help="a file that holds only the backup's passphrase")
    restore.add_argument("--member", metavar="NAME_OR_ID", help="the admin who answers for it, where the folder holds a site")
    restore.add_argument("--pin-file", metavar="FILE", type=Path, help="a file that holds only their PIN; - reads it")


def _backup(arguments: argparse.Namespace) -> int:
    from supervisor_app.services.backup_process import run_backup

    return run_backup(
        cli.data_folder(arguments),
        arguments.to,
        as_json=arguments.json,
        watch_input=arguments.watch_input,
        only_if_changed=arguments.if_changed,
        clock=cli.now,
        randomness=secrets.token_bytes,
    )


def _restore(arguments: argparse.Namespace) -> int:
    from supervisor_app.services.backup_process import read_passphrase, run_restore
    from supervisor_app.services.restore_answer import Answer

    return run_restore(
        arguments.backup,
        cli.data_folder(arguments),
        only_preview=arguments.preview,
        passphrase=read_passphrase(arguments.passphrase_file),
        answer=Answer(arguments.member, cli.read_pin(arguments.pin_file)) if arguments.member and arguments.pin_file else None,
        as_json=arguments.json,
        clock=cli.now,
        randomness=secrets.token_bytes,
    )
