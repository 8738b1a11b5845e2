"""The languages of a certificate: two choices, the second never the first."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from supervisor_app.domain.paper_words import LANGUAGES
from supervisor_app.ui.widgets.paper_languages import PaperLanguages


def test_the_second_is_never_the_first(qtbot: QtBot) -> None:
    languages = PaperLanguages()
    qtbot.addWidget(languages)
    assert (languages.first, languages.second) == ("en", "")
    languages.choose("de", "ar")
    assert (languages.first, languages.second) == ("de", "ar")
    languages.one.choose("ar")
    languages.one.chosen.emit("ar")
    assert (languages.first, languages.second) == ("ar", "")
    languages.choose("en", "en")
    assert languages.second == ""


def test_every_language_with_words_can_be_chosen(qtbot: QtBot) -> None:
    languages = PaperLanguages()
    qtbot.addWidget(languages)
    for language in LANGUAGES:
        languages.choose(language, "")
        assert languages.first == language
