"""Reads a YAML file into plain nodes that know their line: bounded, without tags, anchors or duplicate keys.

Scalars stay text; what a text means is decided by the field it stands in (so `no` is a language or a word, never a truth value).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from supervisor_app.errors import InputError

MAX_BYTES = 512 * 1024
MAX_DEPTH = 16
MAX_NODES = 20_000
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True, kw_only=True)
class Node:
    """One value of a file: a text (`kind` "text"), a list ("list") or a map ("map"), and the line it starts on, from 1."""

    kind: str
    line: int
    text: str = ""
    plain: bool = False
    items: list[Node] = field(default_factory=list)
    keys: dict[str, Node] = field(default_factory=dict)
    key_lines: dict[str, int] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nothing was written here (`key:` with no value, `~` or `null`)."""
        return self.kind == "text" and self.plain and self.text in ("", "~", "null")


def parse_yaml(data: bytes, name: str) -> Node:
    """Return the one document in `data`; `name` is the file's name for messages.

    Raises InputError with file, line and reason for anything that is not bounded, plain YAML in UTF-8.
    """
    text = _decode(data, name)
    try:
        return _Builder(name).build(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = " ".join(part for part in (error.problem, error.context) if part) or "this is not YAML"
        raise problem(name, mark.line + 1 if mark else 1, f"this is not YAML: {reason}") from error
    except yaml.YAMLError as error:
        raise problem(name, 1, "this is not YAML") from error


def problem(name: str, line: int, reason: str, hint: str = "") -> InputError:
    """Return the error for one line of a file, ready to raise."""
    return InputError(f"{name}, line {line}", reason, hint)


def _decode(data: bytes, name: str) -> str:
    if len(data) > MAX_BYTES:
        raise problem(name, 1, f"the file is larger than {MAX_BYTES // 1024} kB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise problem(name, line, "the text is not UTF-8", "Save the file as UTF-8.") from error
    for number, line_text in enumerate(text.split("\n"), start=1):
        bad = next((char for char in line_text if not _allowed(char)), None)
        if bad is not None:
            raise problem(name, number, f"the control character U+{ord(bad):04X} is not allowed")
    return text


def _allowed(char: str) -> bool:
    return char in "\t\r" or " " <= char <= "~" or ord(char) > 0x9F


class _Builder:
    """Builds the tree from parser events one by one, so that depth and size are bounded before anything recurses."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._count = 0

    def build(self, text: str) -> Node:
        root: Node | None = None
        events = self._events(text)
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                raise problem(self._name, _line(event), "the file holds a second document")
            if isinstance(event, yaml.NodeEvent):
                root = self._node(event, events, 1)
        if root is None:
            raise problem(self._name, 1, "the file is empty")
        return root

    def _events(self, text: str) -> Iterator[yaml.Event]:
        for event in yaml.parse(text, Loader=_LOADER):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
                raise problem(self._name, _line(event), "anchors and aliases (& and *) are not part of the format")
            if getattr(event, "tag", None) is not None:
                raise problem(self._name, _line(event), "tags (!) are not part of the format")
            yield event

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        self._count += 1
        if self._count > MAX_NODES:
            raise problem(self._name, _line(event), f"there are more than {MAX_NODES} values")
        if depth > MAX_DEPTH:
            raise problem(self._name, _line(event), f"the values are nested more than {MAX_DEPTH} deep")
        if isinstance(event, yaml.ScalarEvent):
            return Node(kind="text", line=_line(event), text=event.value, plain=event.style is None or event.style == "")
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(_line(event), events, depth)
        return self._map(_line(event), events, depth)

    def _list(self, line: int, events: Iterator[yaml.Event], depth: int) -> Node:
        node = Node(kind="list", line=line)
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            node.items.append(self._node(event, events, depth + 1))
        return node

    def _map(self, line: int, events: Iterator[yaml.Event], depth: int) -> Node:
        node = Node(kind="map", line=line)
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._node(event, events, depth + 1)
            if key.kind != "text":
                raise problem(self._name, key.line, "a key must be a word")
            if key.text in node.keys:
                first = node.key_lines[key.text]
                raise problem(self._name, key.line, f"{_quote(key.text)} is given twice, first on line {first}")
            node.keys[key.text] = self._node(next(events), events, depth + 1)
            node.key_lines[key.text] = key.line
        return node


def _line(event: yaml.Event) -> int:
    return 1 if event.start_mark is None else int(event.start_mark.line) + 1


def _quote(text: str) -> str:
    return f'"{text[:40]}…"' if len(text) > 40 else f'"{text}"'
