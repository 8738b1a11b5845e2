"""Certificates: finding one, seeing it as it prints, printing what waits, saving files; and what can be issued."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from supervisor_app.domain.certificate_acts import LifeKind
from supervisor_app.domain.observation import EvidenceFile
from supervisor_app.errors import StorageError
from supervisor_app.services.certificate_view import CertificateView, certificate_view, several_view
from supervisor_app.services.certificates import (
    Which,
    count_certificates,
)
from supervisor_app.services.declaring import get_declared
from supervisor_app.services.endorsements import endorsements_of
from supervisor_app.services.rights import Right
from supervisor_app.settings import StationSettings, save_settings
from supervisor_app.ui.actions import look_up, perform
from supervisor_app.ui.allowed import allow
from supervisor_app.ui.dialogs.certificate_filter import CertificateFilterDialog
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.look.sizes import COLUMN_GAP
from supervisor_app.ui.offers import open_offer
from supervisor_app.ui.open_file import open_evidence
from supervisor_app.ui.page import Page
from supervisor_app.ui.pages.certificate_life_actions import decide_on, decide_on_several, register_paper, take_back
from supervisor_app.ui.pages.certificate_life_words import standing_said
from supervisor_app.ui.pages.certificate_panel import CertificatePanel
from supervisor_app.ui.pages.certificates_finding import CertificateFinder
from supervisor_app.ui.pages.certificates_words import (
    FILTERS,
    OFFER_MARK,
    OFFERS,
    endorsed_words,
    sentence,
)
from supervisor_app.ui.paper_loader import PaperLoader
from supervisor_app.ui.printing import choose_and_print, choose_and_save, print_waiting
from supervisor_app.ui.sharing import share_certificate, share_certificates
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from supervisor_app.ui.main_window import MainWindow

_BELOW_HEADER = 8
_LOOK_AFTER_MS = 100
"""Whoever gathers rows by holding a key is not kept waiting by what is said of them."""
_FILLED, _EMPTY = 0, 1


class CertificatesPage(Page):
    """The list on the leading side, the paper on the other.

    `open(certificate_id=...)` shows one (or registered paper, by its id), `open(sign_off_id=...)` what a sign-off offers,
    `open(which=...)` a part of the list.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, "Certificates")
        self.finder = CertificateFinder(self)
        self.list = self.finder.list
        self._wanted = ""
        self._view: CertificateView | None = None
        self.loader = PaperLoader(self.site, self)
        self._build()
        self._connect()

    def open(self, certificate_id: str = "", sign_off_id: str = "", which: str = "") -> None:
        """Take what another page wants to be seen."""
        wanted = certificate_id or (OFFER_MARK + sign_off_id if sign_off_id else "")
        if wanted or which:
            self.list.search.clear()
            declared = bool(certificate_id) and not certificate_id.startswith("urn:")
            self.finder.which = which or (OFFERS if sign_off_id else Which.DECLARED if declared else Which.ALL)
        self._wanted = wanted

    def reload(self) -> None:
        """Ask again, staying at the same certificate."""
        if self.finder.ask():
            self._render()

    def first_focus(self) -> QWidget | None:
        """The search: scan or type; while there is nothing, the way to a first one."""
        return self.list.search if self._stack.currentIndex() == _FILLED else self.observe

    def go_up(self) -> None:
        """Esc ends selecting, then leaves."""
        if self.list.several.on:
            self.list.give_up()
        else:
            super().go_up()

    def leave(self) -> bool:
        """What was selected is forgotten when one goes elsewhere."""
        if self.list.several.on:
            self.list.give_up()
        return True

    def _build(self) -> None:
        self.print_all = Button("Print all", Kind.PRIMARY, icon=Icon.PRINTER, key="Ctrl+P", height=56)
        self.set_primary(self.print_all)
        self.register_button = Button("Register paper", icon=Icon.FILE)
        self.register_button.setAccessibleName("Register a certificate that somebody else issued, as declared")
        self.add_header_button(self.register_button)
        self.panel = CertificatePanel(self.loader, self.site.settings.paper)
        self.paper = self.panel.paper
        columns = QHBoxLayout()
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(COLUMN_GAP)
        columns.addWidget(self.list, 416)
        columns.addWidget(self.panel, 662)
        filled = QWidget()
        filled.setLayout(columns)
        self.observe = Button("New observation", Kind.PRIMARY, icon=Icon.PLUS)
        words = "When somebody is signed off as competent, the certificate is offered at once."
        self._stack = QStackedWidget()
        self._stack.addWidget(filled)
        self._stack.addWidget(EmptyState(Icon.CERTIFICATE, "No certificates yet", words, self.observe))
        self.content.addSpacing(_BELOW_HEADER)
        self.content.addWidget(self._stack, 1)

        self._selecting = QTimer(self, singleShot=True, interval=_LOOK_AFTER_MS)

    def _connect(self) -> None:
        self.observe.clicked.connect(lambda: self.main.open_page("observe"))
        self.print_all.clicked.connect(self._print)
        self.finder.shown.connect(self._show)
        self.finder.changed.connect(self._render_header)
        self.list.rows.picked.connect(self._show)
        self.list.rows.opened.connect(self._show)
        self.list.changed.connect(self._render_header)
        self.list.changed.connect(self._selecting.start)
        self._selecting.timeout.connect(self._show_several)
        self.panel.several.decided.connect(self._decide_several)
        self.panel.several.save.clicked.connect(lambda: choose_and_save(self.main, list(self.list.several.ids)))
        self.panel.several.share.clicked.connect(lambda: share_certificates(self.main, list(self.list.several.ids)))
        self.paper.print_one.clicked.connect(lambda: choose_and_print(self.main, [self.paper.certificate_id]))
        self.paper.save_one.clicked.connect(lambda: choose_and_save(self.main, [self.paper.certificate_id]))
        self.paper.ledger.clicked.connect(lambda: self.main.open_page("ledger", of="certificate", id=self.paper.certificate_id))
        self.paper.share.clicked.connect(lambda: share_certificate(self.main, self.paper.certificate_id))
        self.paper.paper_chosen.connect(self._choose_paper)
        self.panel.offer.asked.connect(partial(open_offer, self.main))
        self.panel.life.decided.connect(self._decide)
        self.panel.life.shown.connect(lambda name: self.main.open_page("certificates", certificate_id=name))
        self.panel.declared.take_back.clicked.connect(self._take_back)
        self.panel.declared.scan.clicked.connect(self._open_scan)
        self.list.filter.clicked.connect(self._ask_filter)
        self.register_button.clicked.connect(lambda: register_paper(self))
        for key, step in ((Qt.Key.Key_PageUp, -1), (Qt.Key.Key_PageDown, 1)):
            turn = QShortcut(QKeySequence(key), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            turn.activated.connect(partial(self.paper.turn, step))

    # Showing

    def _render(self) -> None:
        """Write the whole page."""
        if self.paper.paper.value != self.site.settings.paper:
            self.paper.set_paper(self.site.settings.paper)
        self._stack.setCurrentIndex(_FILLED if self.finder.some else _EMPTY)
        self.main.set_count("certificates", self.finder.counts[Which.TO_PRINT])
        self._render_header()
        keep, self._wanted = self._wanted, ""
        self.finder.fill(keep, wanted=bool(keep))

    def _render_header(self) -> None:
        counts, several = self.finder.counts, self.list.several
        waiting = counts[Which.TO_PRINT]
        self.set_header("Certificates", sentence(waiting, counts[Which.ALL], len(self.finder.offers)))
        if several.on:
            self.print_all.set_words(f"Print {len(several.ids)}")
        else:
            self.print_all.set_words("Print 1" if waiting == 1 else f"Print all {waiting:,}")
        self.print_all.setVisible(several.on or waiting > 0)
        self.paper.print_one.setShortcut(QKeySequence() if several.on or waiting else QKeySequence("Ctrl+P"))
        self.list.let_choose(self.finder.which not in (OFFERS, Which.DECLARED))
        self.print_all.setEnabled(not several.on or bool(several.ids))

    def _show(self, key: str) -> None:
        """Show a row's certificate, or what it offers; while several are chosen they stay in sight."""
        if self.list.several.ids:
            self._selecting.start()
            return
        offer = self.finder.offer_of(key)
        if offer is not None:
            self.panel.show_offer(offer)
            return
        if self.finder.which == Which.DECLARED and key:
            self._show_declared(key)
            return
        row = self.list.rows.model.row(self.list.rows.model.place_of(key))
        number = row.number if row is not None else ""
        name = "" if key.startswith(OFFER_MARK) else key
        self.panel.show_certificate(name, number)
        lines = look_up(self, lambda: endorsements_of(self.site, name, self.main.now())) if name else ()
        self.paper.show_endorsed(endorsed_words(lines or ()))
        self._show_life(name)

    def _show_declared(self, declared_id: str) -> None:
        row = look_up(self, lambda: get_declared(self.site, declared_id))
        if row is not None:
            self.panel.show_declared(row)
            allow(self, Right.REVOKE, self.panel.declared.take_back, competency=row.competency, worker_id=row.worker_id)

    def _show_life(self, certificate_id: str) -> None:
        """Say where the certificate stands; what happened to it lies behind the button beside."""
        today = self.main.now().date()
        self._view = (
            look_up(self, lambda: certificate_view(self.site, self.session, certificate_id, today)) if certificate_id else None
        )
        view = self._view
        self.paper.show_standing(*(standing_said(view.life.questioned, view.now) if view else (None, "")))
        if view is not None:
            self.panel.life.show_life(view)
            self.paper.forbid_printing("It was withdrawn or replaced, and is not printed again." if view.now.final else "")

    def _show_several(self) -> None:
        """Show what is chosen together; where nothing is, the certificate one is at."""
        several, today = self.list.several, self.main.now().date()
        if several.ids:
            view = look_up(self, lambda: several_view(self.site, self.session, list(several.ids), today))
            if view is not None:
                several.keep(view.ids)
                self.panel.show_several(view)
        elif self.panel.at_several:
            self.panel.end_several()
            self._show(self.list.rows.current.key if self.list.rows.current else "")

    # Doing

    def _decide_several(self, key: str) -> None:
        view = self.panel.several.view
        if view is not None:
            decide_on_several(self, view.ids, LifeKind(key), self.list.give_up)

    def _decide(self, key: str) -> None:
        if self._view is not None:
            decide_on(self, self._view, key, self.finder.offers)

    def _take_back(self) -> None:
        declared_id = self.panel.declared.declared_id
        row = perform(self, lambda: get_declared(self.site, declared_id), changes=False)
        if row is not None:
            take_back(self, row)

    def _open_scan(self) -> None:
        row = self.panel.declared.row
        if row is not None and row.scan:
            open_evidence(self, self.site, EvidenceFile(digest=row.scan, media=row.scan_media, size=0))

    def _ask_filter(self) -> None:
        today = self.main.now().date()
        counts = look_up(self, lambda: {key.value: count_certificates(self.site, today, which=key) for key in FILTERS})
        if counts is not None:
            dialog = CertificateFilterDialog(self, self.finder.which, counts)
            dialog.chosen.connect(self._narrow)
            dialog.open()

    def _narrow(self, which: str) -> None:
        """Show only those; the choice stands above the list until another is taken."""
        self.list.search.clear()
        self.finder.which = which
        self.reload()

    def _print(self) -> None:
        if self.list.several.on:
            choose_and_print(self.main, list(self.list.several.ids))
        else:
            print_waiting(self.main)

    def _choose_paper(self, paper: str) -> None:
        """This laptop prints on that paper from now on."""
        settings = replace(self.site.settings, paper=paper)
        self.paper.set_paper(paper)
        perform(self, lambda: _keep(self, settings), changes=False)


def _keep(page: Page, settings: StationSettings) -> None:
    try:
        save_settings(page.site.folder, settings)
    except OSError as error:
        raise StorageError("The paper could not be remembered.", "Free some room on this laptop's disk.") from error
    finally:
        page.site.settings = settings
