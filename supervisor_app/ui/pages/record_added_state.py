"""What was added to a record after its sign-off, as the page says it: frozen records, no Qt."""

from __future__ import annotations

from supervisor_app.domain.frozen import dataclass
from supervisor_app.domain.names import isolated
from supervisor_app.services.attaching import AttachedLine
from supervisor_app.services.records import RecordWhole
from supervisor_app.ui.file_words import kind_words, size_words
from supervisor_app.ui.pages.record_state import when_words


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedView:
    """One thing that was added: head, caption, sentences below; `struck` once withdrawn; `doubt` "waits" or "questioned"."""

    line: AttachedLine
    title: str
    caption: str
    sentences: tuple[str, ...]
    struck: bool
    doubt: str


def added_views(whole: RecordWhole) -> tuple[AddedView, ...]:
    """Return everything that was added, oldest first."""
    numbers = {step.key: step.number for step in whole.checklist.steps}
    return tuple(_view(whole, line, numbers.get(line.step, 0)) for line in whole.added)


def _view(whole: RecordWhole, line: AttachedLine, number: int) -> AddedView:
    what = f"{kind_words(line.file)}, {size_words(line.file.size)}"
    return AddedView(
        line=line,
        title=f"Step {number}: {what}" if number else what,
        caption=line.caption,
        sentences=tuple(_sentences(whole, line)),
        struck=line.withdrawn is not None,
        doubt="questioned" if line.questioned else "waits" if line.waits else "",
    )


def _sentences(whole: RecordWhole, line: AttachedLine) -> list[str]:
    by = ", ".join(filter(None, (isolated(line.author), line.author_title)))
    said = [f"Added after signing on {when_words(line.moment)} by {by}. Reason: {isolated(line.reason)}"]
    if line.sign_off_id != whole.sign_off.id:
        said.append("It was added to the record that this one corrects.")
    for one in line.confirmed:
        said.append(f"Countersigned on {when_words(one.moment)} by {isolated(one.author)}.")
    if line.withdrawn is not None:
        gone = line.withdrawn
        said.append(f"Withdrawn on {when_words(gone.moment)} by {isolated(gone.author)}. Reason: {isolated(gone.reason)}")
    elif line.questioned:
        said.append(f"It does not count: {line.questioned[:1].lower()}{line.questioned[1:]}")
    elif line.waits:
        said.append("It counts once another member has countersigned it.")
    if line.file.digest in whole.missing:
        said.append("The file is not on this laptop yet. It comes with a sync.")
    return said
