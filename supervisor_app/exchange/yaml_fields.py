"""Reads the fields of a map by what the format says they are; every refusal names file, line and reason."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from supervisor_app.domain.texts import Text
from supervisor_app.errors import InputError
from supervisor_app.exchange.yaml_nodes import Node, problem

MAX_TEXT = 2000
"""Characters a text may have in one language."""
MAX_ITEMS = 400
"""Entries a list may have."""
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,9})?")
_TRUTH = {"true": True, "false": False, "yes": True, "no": False}
_Word = TypeVar("_Word", bound=StrEnum)


class Fields:
    """The fields of one map, taken by name. `finish()` refuses the ones that nobody took."""

    def __init__(self, node: Node, name: str, what: str) -> None:
        self.name = name
        self.what = what
        self.node = node
        self._known: list[str] = []
        if node.kind != "map":
            raise self.problem(f"{what} must be a map of fields", node)

    def problem(self, reason: str, node: Node | None = None, hint: str = "") -> InputError:
        """Return the error for a place in this map (the map's own line where no node is given)."""
        return problem(self.name, (node or self.node).line, reason, hint)

    def line(self, key: str) -> Node:
        """Return the node to blame for a field: its value, or the map where the field is absent."""
        return self.node.keys.get(key, self.node)

    def take(self, key: str) -> Node | None:
        """Return a field's node, None where it is absent or empty."""
        self._known.append(key)
        node = self.node.keys.get(key)
        return None if node is None or node.empty else node

    def need(self, key: str) -> Node:
        """Return a field's node; InputError where it is absent."""
        node = self.take(key)
        if node is None:
            close = get_close_matches(key, [name for name in self.node.keys if name not in self._known], n=1)
            hint = f'Did you mean "{key}" where it says "{close[0]}"?' if close else ""
            raise self.problem(f'{self.what} has no "{key}"', self.line(key), hint)
        return node

    def finish(self) -> None:
        """Refuse fields that the format does not have, with the nearest one it has."""
        for key, line in self.node.key_lines.items():
            if key not in self._known:
                close = get_close_matches(key, self._known, n=1, cutoff=0.5)
                hint = f'Did you mean "{close[0]}"?' if close else f"Known here: {', '.join(self._known)}."
                raise problem(self.name, line, f'{self.what} has no field "{key[:60]}"', hint)

    def word(self, key: str, pattern: str, default: str | None = None) -> str:
        """Return a short text that fits a pattern (keys, codes, units)."""
        node = self.take(key) if default is not None else self.need(key)
        if node is None:
            return default or ""
        text = self._scalar(node, key)
        if not re.fullmatch(pattern, text):
            raise self.problem(f'"{key}" cannot be "{text[:60]}"', node, f"It must fit {pattern}.")
        return text

    def line_of_text(self, key: str) -> str:
        """Return a plain text of one line, empty where the field is absent."""
        node = self.take(key)
        return "" if node is None else self._checked(self._scalar(node, key), key, node)

    def whole(self, key: str, low: int, high: int, default: int) -> int:
        """Return a whole number between two bounds."""
        number = self.optional_whole(key, low, high)
        return default if number is None else number

    def optional_whole(self, key: str, low: int, high: int) -> int | None:
        """Return a whole number between two bounds, None where the field is absent."""
        node = self.take(key)
        if node is None:
            return None
        text = self._scalar(node, key)
        if not _WHOLE.fullmatch(text) or not low <= int(text) <= high:
            raise self.problem(f'"{key}" must be a whole number from {low} to {high}, not "{text[:40]}"', node)
        return int(text)

    def number(self, key: str) -> Decimal | None:
        """Return an exact decimal number, None where the field is absent."""
        node = self.take(key)
        if node is None:
            return None
        text = self._scalar(node, key)
        if not _NUMBER.fullmatch(text):
            raise self.problem(f'"{key}" must be a number like 12 or 0.05, not "{text[:40]}"', node)
        return Decimal(text)

    def truth(self, key: str, default: bool = False) -> bool:
        """Return true or false."""
        node = self.take(key)
        if node is None:
            return default
        text = self._scalar(node, key).lower()
        if text not in _TRUTH:
            raise self.problem(f'"{key}" must be true or false, not "{text[:40]}"', node)
        return _TRUTH[text]

    def one_of(self, key: str, words: type[_Word]) -> _Word:
        """Return one of the words of an enumeration."""
        node = self.need(key)
        text = self._scalar(node, key)
        try:
            return words(text)
        except ValueError:
            known = [word.value for word in words]
            close = get_close_matches(text, known, n=1)
            hint = f'Did you mean "{close[0]}"?' if close else f"Known: {', '.join(known)}."
            raise self.problem(f'"{key}" cannot be "{text[:40]}"', node, hint) from None

    def text(self, key: str) -> Text:
        """Return a text by language; InputError where it is absent."""
        return self._text(self.need(key), key)

    def optional_text(self, key: str) -> Text | None:
        """Return a text by language, None where the field is absent."""
        node = self.take(key)
        return None if node is None else self._text(node, key)

    def texts(self, key: str) -> tuple[Text, ...]:
        """Return a list of texts by language."""
        return tuple(self._text(node, key) for node in self.items(key))

    def words(self, key: str) -> tuple[str, ...]:
        """Return a list of plain texts."""
        return tuple(self._checked(self._scalar(node, key), key, node) for node in self.items(key))

    def items(self, key: str) -> list[Node]:
        """Return the nodes of a list field, none where it is absent."""
        node = self.take(key)
        if node is None:
            return []
        if node.kind != "list":
            raise self.problem(f'"{key}" must be a list', node)
        if len(node.items) > MAX_ITEMS:
            raise self.problem(f'"{key}" has more than {MAX_ITEMS} entries', node)
        return node.items

    def unique(self, key: str, keys: Iterable[str]) -> None:
        """Refuse a list whose entries repeat a key."""
        seen: set[str] = set()
        for place, one in enumerate(keys):
            if one in seen:
                raise self.problem(f'"{key}" repeats the key "{one}"', self.line(key).items[place])
            seen.add(one)

    def _text(self, node: Node, key: str) -> Text:
        if node.kind == "text":
            return {"en": self._checked(node.text, key, node)}
        if node.kind != "map" or not node.keys:
            raise self.problem(f'"{key}" must be a text, or a map from language to text', node)
        for language, line in node.key_lines.items():
            if not _LANGUAGE.fullmatch(language):
                raise problem(
                    self.name, line, f'"{language[:40]}" is not a language code', 'Use codes like "en", "de" or "pt-BR".'
                )
        return {
            language: self._checked(self._scalar(value, f"{key}, {language}"), key, value)
            for language, value in node.keys.items()
        }

    def _scalar(self, node: Node, key: str) -> str:
        if node.kind != "text":
            raise self.problem(f'"{key}" must be one value, not a {node.kind}', node)
        return node.text.strip()

    def _checked(self, text: str, key: str, node: Node) -> str:
        clean = " ".join(text.split())
        if not clean:
            raise self.problem(f'"{key}" is empty', node)
        if len(clean) > MAX_TEXT:
            raise self.problem(f'"{key}" is longer than {MAX_TEXT} characters', node)
        return clean
