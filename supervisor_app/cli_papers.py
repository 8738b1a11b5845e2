"""The commands for what is handed out: publish, passport, print, certificate."""

from __future__ import annotations

import argparse
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from supervisor_app import cli
from supervisor_app.errors import InputError

if TYPE_CHECKING:
    from supervisor_app.services.pdf_sealing import SigningKey
    from supervisor_app.services.print_command import PrintedFiles
    from supervisor_app.services.site import Site

MOST_COPIES = 500


def add_publish(commands: cli.Subparsers) -> None:
    """Add `publish`."""
    publish = cli.add_command(commands, "publish", _publish, "write the check page for phones into DIR, for any web host")
    publish.allow_abbrev = False  # `--pin 2468` must not pass for a file
    publish.add_argument("folder", metavar="DIR", type=Path)
    publish.add_argument(
        "--lists-end", metavar="DAYS", type=int, help="from now on, lists end after 30, 90 or 365 days, 0 for never: for an admin"
    )
    publish.add_argument("--member", metavar="NAME_OR_ID", required=True, help="who publishes: a member who may issue")
    publish.add_argument("--pin-file", metavar="FILE", type=Path, required=True, help="a file that holds only this member's PIN")


def _publish(arguments: argparse.Namespace) -> int:
    from supervisor_app.services.list_validity import choose_list_days
    from supervisor_app.services.publishing import publish

    with cli.signed_in(arguments) as (site, session, pin):
        if arguments.lists_end is not None:
            choose_list_days(site, session, arguments.lists_end)
        result = publish(site, session, pin, arguments.folder)
    cli.tell(arguments, result, result.lines)
    return cli.EXIT_FINE


def add_passport(commands: cli.Subparsers) -> None:
    """Add `passport`."""
    words = "write a person's skills passport, signed, with the certificates inside"
    passport = cli.add_command(commands, "passport", _passport, words)
    passport.allow_abbrev = False
    passport.add_argument("person", metavar="WORKER", help="employee number or name")
    passport.add_argument("--out", metavar="FILE_OR_DIR", type=Path, required=True, help="a file, or a folder for passport.json")
    passport.add_argument(
        "--language", choices=("en", "de", "ar"), default="", help="of its words; else that of the newest certificate on it"
    )
    passport.add_argument("--member", metavar="NAME_OR_ID", required=True, help="who signs: a member who may issue")
    passport.add_argument("--pin-file", metavar="FILE", type=Path, required=True, help="a file that holds only this member's PIN")


def _passport(arguments: argparse.Namespace) -> int:
    from supervisor_app.services.passport import find_worker, save_passport, sign_passport

    with cli.signed_in(arguments) as (site, session, pin):
        made = sign_passport(site, session, find_worker(site, arguments.person), pin, cli.now(), arguments.language)
        path = save_passport(made, arguments.out)
    page = made.passport
    if arguments.json:
        cli.print_json({"path": str(path), "certificates": page.certificate_ids, "as_of": page.as_of})
    else:
        print(f"written  {path}\n{page.counted}, as of {page.as_of}.")
    return cli.EXIT_FINE


def add_print(commands: cli.Subparsers) -> None:
    """Add `print`."""
    words = "write certificates, cards, passports, the skills matrix or blank checklists as PDF files"
    paper = cli.add_command(commands, "print", _print, words)
    paper.allow_abbrev = False
    whose = "number, printed code or id; passports: a person; matrix: departments or nothing; form: a checklist"
    paper.add_argument("wanted", metavar="CERT", nargs="*", help=whose)
    products = ("certificate", "card", "cards", "passport", "matrix", "form")
    paper.add_argument("--as", dest="product", choices=products, default="certificate")
    papers = ("A4", "Letter", "A3", "Tabloid")
    paper.add_argument("--paper", choices=papers, default="A4", help="A3 and Tabloid for the matrix only")
    paper.add_argument("--copies", type=int, default=1, metavar="N", help="form: so many of each, every one with its own number")
    paper.add_argument("--portrait", action="store_true", help="certificates on upright paper")
    paper.add_argument(
        "--to", metavar="FILE_OR_DIR", type=Path, default=Path(), help="a folder, or a file ending with .pdf for all in one"
    )
    language = "of a passport (en, de, ar; else that of the newest certificate on it) or a form (one of its checklist's)"
    paper.add_argument("--language", default="", help=language)
    paper.add_argument("--member", metavar="NAME_OR_ID", help="who signs a passport: a member who may issue")
    paper.add_argument("--pin-file", metavar="FILE", type=Path, help="a file that holds only this member's PIN")
    paper.add_argument("--sign-with", metavar="FILE", type=Path, help="a certificate file (PKCS#12) that signs the PDF, too")
    paper.add_argument("--password-file", metavar="FILE", type=Path, help="a file that holds only its password")


def _print(arguments: argparse.Namespace) -> int:
    from supervisor_app.services.papers import Order, Product
    from supervisor_app.services.print_command import print_files, print_matrix
    from supervisor_app.services.site import open_site

    order = Order(product=Product(arguments.product), paper=arguments.paper, upright=arguments.portrait)
    if order.product is not Product.MATRIX and order.paper not in ("A4", "Letter"):
        raise InputError("--paper", f"{order.paper} is for the skills matrix only.", "Name A4 or Letter.")
    if order.product is not Product.MATRIX and not arguments.wanted:
        raise InputError("CERT", "nothing is named to print.", "Name a certificate, or a person for a passport.")
    site = open_site(cli.data_folder(arguments), clock=cli.now, randomness=secrets.token_bytes)
    try:
        match order.product:
            case Product.PASSPORT:
                result = _passport_pages(arguments, site)
            case Product.MATRIX:
                result = print_matrix(site, arguments.wanted, order.paper, arguments.to)
            case Product.FORM:
                result = _forms(arguments, site)
            case _:
                result = print_files(site, arguments.wanted, order, arguments.to, _signing_key(arguments))
    finally:
        site.close()
    cli.tell(arguments, result, result.lines)
    return cli.EXIT_FINE


def _forms(arguments: argparse.Namespace, site: Site) -> PrintedFiles:
    from supervisor_app.services.print_command import print_forms

    if not 1 <= arguments.copies <= MOST_COPIES:
        raise InputError("--copies", f"from 1 to {MOST_COPIES}.", "Name fewer.")
    chosen = {"language": arguments.language, "copies": arguments.copies}
    return print_forms(site, arguments.wanted, arguments.paper, arguments.to, **chosen)


def _signing_key(arguments: argparse.Namespace) -> SigningKey | None:
    """Return the key in the certificate file that was named, None without one."""
    if arguments.sign_with is None:
        return None
    from supervisor_app.services.backup_process import read_passphrase
    from supervisor_app.services.pdf_sealing import open_key_file

    return open_key_file(arguments.sign_with, read_passphrase(arguments.password_file), cli.now())


def _passport_pages(arguments: argparse.Namespace, site: Site) -> PrintedFiles:
    from supervisor_app.domain.passport_words import PASSPORT_LANGUAGES
    from supervisor_app.services.print_command import print_passports
    from supervisor_app.services.publishing import find_member
    from supervisor_app.services.signing_in import sign_in

    if not arguments.member or not arguments.pin_file:
        raise InputError("Passport", "it is signed, and nobody is named who signs.", "Give --member and --pin-file.")
    if arguments.language not in ("", *PASSPORT_LANGUAGES):
        raise InputError("--language", "a passport does not speak it.", f"Name one of {', '.join(PASSPORT_LANGUAGES)}.")
    pin = cli.read_pin(arguments.pin_file)
    session = sign_in(site, find_member(site, arguments.member).id, pin)
    return print_passports(site, session, pin, arguments.wanted, arguments.paper, arguments.to, arguments.language)


def add_certificate(commands: cli.Subparsers) -> None:
    """Add `certificate`."""
    words = "say where certificates stand, or decide about them with a reason: the PIN answers for it"
    certificate = cli.add_command(commands, "certificate", _certificate, words)
    certificate.allow_abbrev = False
    certificate.add_argument("act", choices=("show", "suspend", "reinstate", "revoke", "confirm", "end"))
    certificate.add_argument("wanted", metavar="CERT", nargs="+", help="number, printed code or id; all are decided, or none")
    certificate.add_argument("--reason", default="", metavar="TEXT", help="why; needed for all but show and confirm")
    certificate.add_argument("--from", dest="on", default="", metavar="DAY", help="first day, or when it happened, as 2026-03-14")
    certificate.add_argument("--until", default="", metavar="DAY", help="suspend: the last day, after which it holds again")
    certificate.add_argument("--where-possible", action="store_true", help="leave out those it cannot be decided about")
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
    pin = "" if showing else cli.read_pin(arguments.pin_file)
    site = open_site(cli.data_folder(arguments), clock=cli.now, randomness=secrets.token_bytes)
    try:
        if showing:
            told = certificate_command.tell(site, arguments.wanted, cli.now().date())
        else:
            session = sign_in(site, find_member(site, arguments.member).id, pin)
            days = {"reason": arguments.reason, "on": arguments.on, "until": arguments.until}
            told = certificate_command.act(
                site,
                session,
                arguments.wanted,
                arguments.act,
                pin,
                cli.now(),
                where_possible=arguments.where_possible,
                **days,
            )
    finally:
        site.close()
    cli.tell(arguments, told.certificates[0] if len(arguments.wanted) == 1 else told, told.lines)
    if showing:
        return cli.EXIT_FINE if told.hold else cli.EXIT_NO
    return cli.EXIT_NO if told.left_out else cli.EXIT_FINE
