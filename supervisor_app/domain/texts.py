"""Texts that people author: a map from language (BCP 47) to text, from the first day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

Text: TypeAlias = Mapping[str, str]
"""`{"en": "Met", "de": "Erfüllt"}`; never empty."""


def in_language(text: Text, language: str = "en") -> str:
    """Return the text in `language`, else in its base language, else in English, else in the first language there is."""
    for choice in (language, language.split("-")[0], "en"):
        if choice in text:
            return text[choice]
    return next(iter(text.values()), "")
