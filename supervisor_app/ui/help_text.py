"""The help texts in resources/help: a small part of Markdown (headings, paragraphs, lists) taken apart into lines to paint."""

from __future__ import annotations

from enum import StrEnum

from supervisor_app.domain.frozen import dataclass
from supervisor_app.paths import resource_path


class HelpKind(StrEnum):
    """What a block of help is."""

    TITLE = "title"
    HEADING = "heading"
    WORDS = "words"
    POINT = "point"


@dataclass(frozen=True, slots=True)
class HelpBlock:
    """One block; `lead` is what stands before the colon of a point ("Ctrl+N"), else empty."""

    kind: HelpKind
    text: str
    lead: str = ""


def help_for(page: str) -> tuple[HelpBlock, ...]:
    """Return the help of a page by its key, of Today for a page that has none of its own."""
    path = resource_path("help", f"{page}.md")
    if not path.is_file():
        path = resource_path("help", "today.md")
    return parse_help(path.read_text(encoding="utf-8"))


def has_help(page: str) -> bool:
    """Return whether a page has help of its own."""
    return resource_path("help", f"{page}.md").is_file()


def parse_help(text: str) -> tuple[HelpBlock, ...]:
    """Take a help text apart; one line is one block."""
    return tuple(_block(line.strip()) for line in text.splitlines() if line.strip())


def _block(line: str) -> HelpBlock:
    if line.startswith("## "):
        return HelpBlock(HelpKind.HEADING, line[3:])
    if line.startswith("# "):
        return HelpBlock(HelpKind.TITLE, line[2:])
    if line.startswith("- "):
        lead, colon, rest = line[2:].partition(": ")
        return HelpBlock(HelpKind.POINT, rest, lead) if colon else HelpBlock(HelpKind.POINT, line[2:])
    return HelpBlock(HelpKind.WORDS, line)
