"""Fields, search, toggles, notices, toasts, questions, progress, the ten seconds."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from supervisor_app.domain.names import initials_of
from supervisor_app.ui.widgets.buttons import Button, Kind
from supervisor_app.ui.widgets.dialog import ask
from supervisor_app.ui.widgets.field import Field, LineField, NoteField
from supervisor_app.ui.widgets.notice import Notice
from supervisor_app.ui.widgets.pips import Pips
from supervisor_app.ui.widgets.progress import Countdown, ProgressRow
from supervisor_app.ui.widgets.search_field import SearchField
from supervisor_app.ui.widgets.toast import Toast
from supervisor_app.ui.widgets.toggle import Toggle
from supervisor_app.ui.widgets.words import Words


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Hannah Weber", "HW"),
        ("ბარბარე შენგელია", "ბშ"),
        ("Rabina महर्जन", "Rम"),
        ("Αθανάσιος Κουφός", "ΑΚ"),
        ("Leonardo da Vinci", "LV"),
        ("Cher", "C"),
        ("李小龙", "李"),
        ("", ""),
        ("  007 ", ""),
    ],
)
def test_initials_are_the_first_letters_of_first_and_last_word(name: str, letters: str) -> None:
    assert initials_of(name) == letters


def test_a_field_is_named_by_its_label_and_says_what_is_wrong(qtbot: QtBot) -> None:
    field = Field("Name of the firm")
    qtbot.addWidget(field)
    field.show()
    assert field.edit.accessibleName() == "Name of the firm"
    field.set_problem("It prints at the top of every certificate.")
    assert field.edit.accessibleDescription().startswith("It prints")
    with qtbot.waitSignal(field.changed) as changed:
        qtbot.keyClicks(field.edit, "N")
    assert changed.args == ["N"]
    assert field.edit.accessibleDescription() == ""


def test_no_keyboard_learns_a_code_and_no_field_hands_on_a_password(qtbot: QtBot) -> None:
    code, password = Field("Code"), Field("Password")
    code.take_secret()
    assert isinstance(password.edit, LineField)
    password.edit.setEchoMode(LineField.EchoMode.Password)
    for field in (code, password):
        qtbot.addWidget(field)
        hints = field.edit.inputMethodHints()
        assert hints & Qt.InputMethodHint.ImhSensitiveData
        assert hints & Qt.InputMethodHint.ImhNoPredictiveText
    before = QGuiApplication.clipboard().text()
    password.set_text("correct horse")
    password.edit.selectAll()
    password.edit.copy()
    password.edit.cut()
    assert QGuiApplication.clipboard().text() == before
    password.edit.clear()
    password.edit.undo()
    assert password.text() == ""


def test_ctrl_enter_leaves_a_note_and_enter_does_not(qtbot: QtBot) -> None:
    note = NoteField()
    qtbot.addWidget(note)
    qtbot.keyClicks(note, "a")
    qtbot.keyClick(note, Qt.Key.Key_Return)
    assert note.toPlainText() == "a\n"
    with qtbot.waitSignal(note.left):
        qtbot.keyClick(note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_search_tells_each_key_shows_its_count_and_enter_takes(qtbot: QtBot) -> None:
    field = SearchField("Search 301 people")
    qtbot.addWidget(field)
    told: list[str] = []
    field.searched.connect(told.append)
    qtbot.keyClicks(field, "fo")
    field.show_count(7, 1301)
    assert told == ["f", "fo"]
    assert field.accessibleDescription() == "7 of 1,301"
    with qtbot.waitSignal(field.taken):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""


def test_a_toggle_is_switched_by_space(qtbot: QtBot) -> None:
    toggle = Toggle("Photo needed")
    qtbot.addWidget(toggle)
    with qtbot.waitSignal(toggle.toggled) as told:
        qtbot.keyClick(toggle, Qt.Key.Key_Space)
    assert told.args == [True]


def test_what_people_typed_stays_text(qtbot: QtBot) -> None:
    words = Words("<b>Rabina</b> <img src=x>")
    qtbot.addWidget(words)
    assert words.textFormat() is Qt.TextFormat.PlainText


def test_a_notice_says_what_and_what_to_do_and_offers_one_button(qtbot: QtBot) -> None:
    notice = Notice("The shared file cannot be reached.", "Plug in the drive.", "Try again")
    qtbot.addWidget(notice)
    assert notice.accessibleName() == "The shared file cannot be reached. Plug in the drive."
    with qtbot.waitSignal(notice.acted):
        notice.action.click()


def test_a_toast_takes_no_focus_and_goes_away(qtbot: QtBot) -> None:
    window = QWidget()
    field = Field("Name", parent=window)
    qtbot.addWidget(window)
    window.resize(800, 600)
    window.show()
    window.activateWindow()
    field.edit.setFocus()
    toast = Toast(window, "3 certificates went to the printer.", "Show")
    assert QWidget.focusWidget(window) is field.edit
    assert toast.geometry().bottom() < 600
    with qtbot.waitSignals([toast.acted, toast.destroyed]):
        toast._button.click()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.mark.parametrize("width", [420, 1366])
def test_long_words_of_a_toast_go_on_in_a_second_line_inside_the_window(qtbot: QtBot, width: int) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(width, 600)
    window.show()
    toast = Toast(window, "Everything is on the shared file. " * 5, "Show")
    words = toast.findChild(Words)
    assert words is not None
    for narrower in (0, 20):
        window.resize(width - narrower, 600)
        assert window.rect().contains(toast.geometry())
        assert toast.width() <= 760
        toast.box.activate()
        assert words.height() >= words.heightForWidth(words.width())
        assert toast.rect().contains(words.geometry())
    toast.put_away()


def test_the_safe_answer_has_the_focus_and_is_what_enter_gives(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    done: list[bool] = []
    dialog = ask(
        window, "Throw away the draft of Rabina?", "6 answers go with it.", "Throw away", "Keep", lambda: done.append(True)
    )
    focused = dialog.focusWidget()
    assert isinstance(focused, Button)
    assert focused.text() == "Keep"
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert done == []


def test_yes_does_it_and_is_never_filled(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    done: list[bool] = []
    dialog = ask(window, "Throw away?", "", "Throw away", "Keep", lambda: done.append(True))
    yes = next(button for button in dialog.findChildren(Button) if button.text() == "Throw away")
    assert yes.kind is Kind.DANGER
    with qtbot.waitSignal(dialog.accepted):
        yes.click()
    assert done == [True]


def test_progress_shows_real_numbers_and_counts_where_the_end_is_unknown(qtbot: QtBot) -> None:
    row = ProgressRow("Reading 301 people")
    qtbot.addWidget(row)
    row.show()
    row.show_progress(184, 301)
    assert (row.detail.text(), row.bar.share) == ("184 of 301", pytest.approx(184 / 301))
    row.show_progress(1840, 0)
    assert row.detail.text() == "1,840 so far"
    assert not row.bar.isVisible()
    with qtbot.waitSignal(row.cancelled):
        row.cancel.click()


def test_the_countdown_ends_by_itself_or_is_taken_back(qtbot: QtBot) -> None:
    countdown = Countdown("Rabina, forklift", seconds=0)
    qtbot.addWidget(countdown)
    with qtbot.waitSignal(countdown.ended):
        countdown.start()
    assert not countdown.running
    slow = Countdown("Rabina, forklift", seconds=10)
    qtbot.addWidget(slow)
    slow.start()
    assert slow.words.text() == "Signing in 10 seconds"
    with qtbot.waitSignal(slow.taken_back):
        slow.take_back()
    with qtbot.assertNotEmitted(slow.taken_back):
        slow.take_back()


def test_pips_are_spoken_as_counts(qtbot: QtBot) -> None:
    from supervisor_app.domain.observation import Result

    pips = Pips([Result.MET, Result.NOT_MET, Result.NOT_SEEN])
    qtbot.addWidget(pips)
    assert pips.accessibleName() == "1 met, 1 not met, of 3"
