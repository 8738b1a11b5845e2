"""Parts of Today: what to sign and print, who was signed off, and how the shared file stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supervisor_app.services.forms_twice import FormTwice
from supervisor_app.services.issue_offers import IssueOffer
from supervisor_app.services.rights import Permission
from supervisor_app.services.stack_offers import StackOffer
from supervisor_app.services.today import Today
from supervisor_app.services.waiting import WaitingLine
from supervisor_app.services.way_back import WayBack
from supervisor_app.ui.allowed import show_permission
from supervisor_app.ui.icons import Icon
from supervisor_app.ui.offers import open_offer, open_stack
from supervisor_app.ui.pages.today_words import print_words
from supervisor_app.ui.widgets.buttons import Button
from supervisor_app.ui.widgets.sheet import Sheet
from supervisor_app.ui.widgets.status_line import shared_shape
from supervisor_app.ui.widgets.status_shape import StatusMark, StatusShape
from supervisor_app.ui.widgets.task_row import TaskRow
from supervisor_app.ui.widgets.words import Words

if TYPE_CHECKING:
    from supervisor_app.ui.main_window import MainWindow


_MOST_FORMS = 3


class Signed(QWidget):
    """Who was signed off today."""

    def __init__(self) -> None:
        super().__init__()
        self.words = Words("", 15, 400, "ink2", elide=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(StatusMark(StatusShape.SAFE, 20, "signed"))
        row.addWidget(self.words, 1)


class Shared(Sheet):
    """The box of the shared file."""

    def __init__(self) -> None:
        super().__init__(padding=0)
        self.mark = StatusMark(StatusShape.WAITING, 25)
        self.title = Words("", 16, 500, wrap=True)
        self.sentence = Words("", 14, 400, "ink2", wrap=True)
        self.button = Button("Sync now")
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addStretch(1)
        texts.addWidget(self.title)
        texts.addWidget(self.sentence)
        texts.addStretch(1)
        row = QHBoxLayout()
        row.setContentsMargins(15, 14, 15, 14)
        row.setSpacing(13)
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(texts, 1)
        row.addWidget(self.button)
        self.box.addLayout(row)

    def show_state(self, state: Today, words: tuple[str, str, str]) -> None:
        """Say how the shared file stands."""
        title, sentence, button = words
        self.mark.set_shape(shared_shape(state.sync), title)
        self.title.setText(title)
        self.sentence.setText(sentence)
        self.button.set_words(button)


def asked(state: Today) -> tuple[object, ...]:
    """What is asked of somebody today, beside drafts; empty things ask nothing."""
    some = (state.offers, state.stacks, state.to_countersign, state.to_print_count)
    return (*some, state.questioned, state.forms_twice, state.to_publish)


def signing_rows(state: Today, window: MainWindow, issuing: Permission) -> Iterator[TaskRow]:
    """Yield the rows of "Sign and print" in their order; what `issuing` does not allow is disabled with the reason."""
    for waiting in state.to_countersign:
        yield _waiting_row(waiting, window)
    for offer in state.offers:
        yield _offer_row(offer, window, issuing)
    for stack in state.stacks:
        yield _stack_row(stack, window, issuing)
    if state.to_print_count:
        yield _print_row(state, window)
    if state.to_erase:
        yield _erase_row(state.to_erase, window)
    if state.to_publish:
        yield _publish_row(state.to_publish, window)
    if state.questioned:
        yield _questioned_row(state.questioned, window)
    for form in state.forms_twice[:_MOST_FORMS]:
        yield _form_row(form, window)


def way_back_row(missing: WayBack, window: MainWindow) -> TaskRow:
    """Return what to care for before it is needed: the way back that the site does not have yet."""
    button = Button("See to it", trailing=Icon.ARROW)
    look = partial(window.open_page, "settings", at="sheet")
    return _row(missing.title, missing.state, missing.sentence, button, look, Icon.KEY)


def _row(title: str, state: str, sentence: str, button: Button, work: Callable[[], object], icon: Icon | None = None) -> TaskRow:
    row = TaskRow(title, state, sentence, button, work, icon=icon)
    row.setMinimumHeight(84)
    return row


def _waiting_row(waiting: WaitingLine, window: MainWindow) -> TaskRow:
    did = "added a file to a signed record" if waiting.added else "signed it"
    sentence = f"{waiting.assessor_name} {did}. It counts once you or another member countersigns."
    look = partial(window.open_page, "record", sign_off_id=waiting.sign_off_id)
    return _row(waiting.worker_name, waiting.title, sentence, Button("Look at it", trailing=Icon.ARROW), look)


def _offer_row(offer: IssueOffer, window: MainWindow, issuing: Permission) -> TaskRow:
    missing = len(offer.missing)
    sentence = "Competent. The certificate can be issued."
    if missing:
        sentence = f"Competent. {'One fact is' if missing == 1 else f'{missing} facts are'} missing for the certificate."
    review = partial(open_offer, window, offer.sign_off_id)
    row = _row(offer.worker_name, offer.title, sentence, Button("Review", trailing=Icon.ARROW), review)
    show_permission(row.button, issuing)
    return row


def _stack_row(stack: StackOffer, window: MainWindow, issuing: Permission) -> TaskRow:
    button = Button("Issue", trailing=Icon.ARROW)
    row = _row(stack.worker_name, stack.title, stack.sentence, button, partial(open_stack, window, stack))
    show_permission(row.button, issuing)
    return row


def _print_row(state: Today, window: MainWindow) -> TaskRow:
    words, holders = print_words(state.to_print, state.to_print_count)
    button = Button(f"Print {state.to_print_count}", icon=Icon.PRINTER)
    return _row(words, "ready to print", holders, button, partial(_print, window), Icon.PRINTER)


def _print(window: MainWindow) -> None:
    from supervisor_app.ui.printing import print_waiting  # what printing needs is not loaded before it is asked for

    print_waiting(window)


def _erase_row(count: int, window: MainWindow) -> TaskRow:
    words = "One thing is due" if count == 1 else f"{count} things are due"
    sentence = "You decide about each; nothing goes by itself."
    button = Button("Look", trailing=Icon.ARROW)
    return _row(words, "to be erased", sentence, button, partial(window.open_page, "retention"), Icon.ERASE)


def _publish_row(sentence: str, window: MainWindow) -> TaskRow:
    button = Button("Publish", trailing=Icon.ARROW)
    look = partial(window.open_page, "settings", at="publish")
    return _row("Check page", "for phones", sentence, button, look, Icon.GLOBE)


def _questioned_row(count: int, window: MainWindow) -> TaskRow:
    sentence = "Signed without authority, or on a lost laptop."
    words = "1 record" if count == 1 else f"{count:,} records"
    button = Button("See why", trailing=Icon.ARROW)
    state = "does not count" if count == 1 else "do not count"
    return _row(words, state, sentence, button, partial(window.open_page, "questioned"), Icon.WARN)


def _form_row(form: FormTwice, window: MainWindow) -> TaskRow:
    button = Button("Look at it", trailing=Icon.ARROW)
    look = partial(window.open_page, "record", sign_off_id=form.sign_off_id)
    return _row(f"Paper form {form.number}", "was entered twice", form.records, button, look, Icon.FILE)
