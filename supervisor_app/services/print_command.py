"""The command `print`: certificates, cards, passports, the chart, blank forms as PDF; no window, only a passport is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from supervisor_app.domain.codes import certificate_code, read_code
from supervisor_app.domain.file_names import distinct, safe_stem
from supervisor_app.domain.frozen import dataclass
from supervisor_app.errors import InputError
from supervisor_app.services import blank_forms, skills_chart
from supervisor_app.services.certificate_drawing import new_shaper
from supervisor_app.services.papers import Order, Product
from supervisor_app.services.passport import find_worker, sign_passport
from supervisor_app.services.people import get_worker
from supervisor_app.services.printing import make_folder, save_passport_page, save_pdfs, save_sheet, save_together
from supervisor_app.services.session import Session
from supervisor_app.services.site import Site, site_facts
from supervisor_app.storage import certificate_queries

if TYPE_CHECKING:
    from supervisor_app.services.pdf_sealing import SigningKey


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedFiles:
    """The files that were written, what lies in them, and which cards are missing and why."""

    product: str
    certificates: int
    files: tuple[str, ...]
    left_out: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """Say it in words."""
        words = {
            Product.CARDS: ("card", "cards"),
            Product.MATRIX: ("skills matrix", "skills matrices"),
            Product.FORM: ("blank form", "blank forms"),
        }
        one, many = words.get(Product(self.product), (self.product, f"{self.product}s"))
        counted = f"1 {one}" if self.certificates == 1 else f"{self.certificates} {many}"
        return [*self.files, *self.left_out, f"{counted}. Print at 100 %, without “fit to page”."]


def print_files(site: Site, wanted: Sequence[str], order: Order, to: Path, key: SigningKey | None = None) -> PrintedFiles:
    """Write what is wanted: into one file where `to` ends with ".pdf", else into that folder, sheets of cards as one file.

    Each file is signed with a `key` of one's own, where one is given.

    InputError for a certificate that is not on this laptop; StorageError where nothing can be written there.
    """
    ids = tuple(dict.fromkeys(find_certificate(site, one) for one in wanted))
    if to.suffix.lower() == ".pdf":
        made = save_together(site, ids, to, order, key=key)
    elif order.product is Product.CARDS:
        make_folder(to)
        made = save_together(site, ids, to / "cards.pdf", order, key=key)
    else:
        made = save_pdfs(site, ids, to, order, key=key)
    drawn = len(ids) - len(made.left_out)
    return PrintedFiles(product=order.product, certificates=drawn, files=tuple(sorted(made.files)), left_out=made.left_out)


def print_passports(
    site: Site, session: Session, pin: str, people: Sequence[str], paper: str, to: Path, language: str = ""
) -> PrintedFiles:
    """Sign and write the passport of each person (employee number or name): into the file `to` for one, else into that folder.

    InputError for somebody who is not here; NotAllowed and UserError as `services.passport.sign_passport` raises them.
    """
    workers = [get_worker(site, worker_id) for worker_id in dict.fromkeys(find_worker(site, one) for one in people)]
    if to.suffix.lower() == ".pdf" and len(workers) > 1:
        raise InputError(str(to), "one file holds one passport.", "Name a folder.")
    if to.suffix.lower() != ".pdf":
        make_folder(to)
    names = distinct([f"passport-{safe_stem(worker.employee_no or worker.id)}.pdf" for worker in workers])
    files = []
    for worker, name in zip(workers, names, strict=True):
        signed = sign_passport(site, session, worker.id, pin, site.clock(), language)
        files.append(str(save_passport_page(site, signed, to if to.suffix.lower() == ".pdf" else to / name, paper)))
    return PrintedFiles(product=Product.PASSPORT, certificates=len(files), files=tuple(files))


def print_matrix(site: Site, wanted: Sequence[str], paper: str, to: Path) -> PrintedFiles:
    """Write the skills matrix of today: of the departments that are named, a file each, else of everybody.

    InputError for a department that nobody belongs to, or several in one file; UserError where there is nobody to show.
    """
    day = site.clock().date()
    charts = [
        skills_chart.skills_chart(site, day, department=skills_chart.find_department(site, one, day)) for one in wanted or [""]
    ]
    one_file = to.suffix.lower() == ".pdf"
    if one_file and len(charts) > 1:
        raise InputError(str(to), "one file holds one skills matrix.", "Name a folder.")
    if not one_file:
        make_folder(to)
    logo, files = site_facts(site).logo_png, []
    for chart in charts:
        path = to if one_file else to / f"{skills_chart.file_stem(chart)}.pdf"
        files.append(str(save_sheet(path, skills_chart.draw_chart(chart, paper, logo))))
    return PrintedFiles(product=Product.MATRIX, certificates=len(files), files=tuple(files))


def print_forms(site: Site, wanted: Sequence[str], paper: str, to: Path, *, language: str = "", copies: int = 1) -> PrintedFiles:
    """Write blank checklists (by code, competency or digest) with a number of its own for each, `copies` of each.

    Raises like `services.blank_forms`, and InputError for several in one file.
    """
    digests = [blank_forms.find_checklist(site, one) for one in wanted for _ in range(copies)]
    one_file = to.suffix.lower() == ".pdf"
    if one_file and len(digests) > 1:
        raise InputError(str(to), "one file holds one form.", "Name a folder.")
    if not one_file:
        make_folder(to)
    shaper, files = new_shaper(), []
    for digest in digests:
        form = blank_forms.new_form(site, digest, language)
        path = to if one_file else to / f"{blank_forms.file_stem(form)}.pdf"
        files.append(str(save_sheet(path, blank_forms.draw_form(form, paper, shaper=shaper))))
    return PrintedFiles(product=Product.FORM, certificates=len(files), files=tuple(files))


def find_certificate(site: Site, wanted: str) -> str:
    """Return the id of the certificate with this number, printed code or id; InputError where it is not here."""
    text = wanted.strip()
    with site.database.read() as connection:
        found = certificate_queries.ids_numbered(connection, text)
        code = read_code(text)
        if not found and code:
            every = certificate_queries.certificate_ids(connection)
            found = tuple(name for name in every if certificate_code(name) == code)
    if len(found) == 1:
        return found[0]
    reason = "several certificates have this number." if found else "this laptop has no certificate with this number or code."
    hint = "Use the ten characters under its code." if found else "Sync, or look the number up under Certificates."
    raise InputError(f"Certificate “{wanted}”", reason, hint)
