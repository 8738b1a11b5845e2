"""Photos and files in words: what they are, how large, and which may be chosen."""

from __future__ import annotations

from collections.abc import Sequence

from supervisor_app.domain.names import isolated
from supervisor_app.domain.observation import MEDIA_WORDS, EvidenceFile
from supervisor_app.services.left_files import Left

FILES = "Photos and files (*.jpg *.jpeg *.png *.pdf *.mp4)"
_NAMED = 3
"""Files that cannot be taken are named up to so many."""
SEEN = "Whoever may see this record sees that too."


def kind_words(file: EvidenceFile) -> str:
    """Return what a file is, as a line begins: "Photo", "PDF"."""
    word = MEDIA_WORDS.get(file.media, "file")
    return f"{word[0].upper()}{word[1:]}"


def size_words(size: int) -> str:
    """Return a size as people say it: "820 kB", "3.4 MB"."""
    return f"{max(1, round(size / 1000))} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def left_words(left: Sequence[Left], total: int) -> tuple[str, str]:
    """Return that some of so many files cannot be taken, and which and why."""
    head = "This file cannot be added." if total == 1 else f"{len(left)} of {total} files cannot be added."
    named = " ".join(f"{isolated(one.name)}: {one.why[:1].lower()}{one.why[1:]}" for one in left[:_NAMED])
    return head, f"{named} And {len(left) - _NAMED} more." if len(left) > _NAMED else named


def lost_words(numbers: Sequence[int]) -> tuple[str, str]:
    """Return that photos of some steps are gone before anything was signed, and what to do."""
    where = f"step {numbers[0]}" if len(numbers) == 1 else f"steps {', '.join(map(str, numbers))}"
    head = f"A photo or file of {where} is not on this laptop any more."
    return head, "Go back to the step and take it away, or take it again. Signed as it is, the record names what nobody has."
