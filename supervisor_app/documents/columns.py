"""Filling columns page by page: blocks that are never split, a head that repeats, headings that stay with what follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from supervisor_app.documents.page import Page
from supervisor_app.domain.frozen import dataclass

Draw = Callable[[Page, float], None]
"""Draws a block with its upper edge at `y`."""


@dataclass(frozen=True, slots=True)
class Block:
    """Something of a height in millimetres that is drawn whole; `keep` never ends a page (a heading)."""

    height: float
    draw: Draw
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A block and where its upper edge stands."""

    y: float
    block: Block


def paginate(blocks: Sequence[Block], top: float, bottom: float, head: Block, *, below: float = 0.0) -> list[list[Placed]]:
    """Return the blocks of each page. `head` starts every page, on the first one `below` millimetres lower.

    A block taller than a page stands alone on one. There is always one page.
    """
    pages: list[list[Placed]] = [[Placed(top + below, head)]]
    y = start = top + below + head.height
    for group in _groups(blocks):
        if y + sum(block.height for block in group) > bottom and (y > start or (below and len(pages) == 1)):
            pages.append([Placed(top, head)])
            y = start = top + head.height
        for block in group:
            pages[-1].append(Placed(y, block))
            y += block.height
    return pages


def _groups(blocks: Sequence[Block]) -> list[list[Block]]:
    """Headings together with the block that follows them."""
    groups: list[list[Block]] = []
    group: list[Block] = []
    for block in blocks:
        group.append(block)
        if not block.keep:
            groups.append(group)
            group = []
    return [*groups, group] if group else groups
