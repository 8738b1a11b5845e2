"""The rows of the choosing page: workers, checklists with how the worker stands, drafts to go on with."""

from __future__ import annotations

from supervisor_app.domain.people import PersonRow
from supervisor_app.domain.qualification import HeldStatus
from supervisor_app.services.catalogue import ChecklistForWorker
from supervisor_app.services.draft_lines import DraftLine
from supervisor_app.services.session import Session
from supervisor_app.services.stack_standings import StackForWorker
from supervisor_app.ui.pages.observe_choice import is_self, person_detail, status_word
from supervisor_app.ui.widgets.chip import ChipFace, Tone
from supervisor_app.ui.widgets.rows import Row
from supervisor_app.ui.widgets.status_shape import StatusShape

STACK_MARK = "stack:"
_FACES = {
    HeldStatus.VALID: (Tone.OK, StatusShape.MET),
    HeldStatus.DUE_SOON: (Tone.WARN, StatusShape.SOON),
    HeldStatus.EXPIRED: (Tone.BAD, StatusShape.NOT_MET),
    HeldStatus.NOT_YET: (Tone.NEUTRAL, StatusShape.NOT_SEEN),
    HeldStatus.NEVER: (Tone.NEUTRAL, StatusShape.NOT_SEEN),
    HeldStatus.SUSPENDED: (Tone.NEUTRAL, StatusShape.PAUSED),
    HeldStatus.DECLARED: (Tone.NEUTRAL, StatusShape.INFO),
}


def worker_row(person: PersonRow, session: Session) -> Row:
    """A person; oneself is greyed and says why."""
    return Row(
        key=person.id,
        title=person.name,
        detail=person_detail(person, session),
        number=person.employee_no,
        avatar=person.name,
        muted=is_self(person.id, session),
    )


def checklist_row(item: ChecklistForWorker, *, chosen: bool, roomy: bool) -> Row:
    """A checklist; once a worker is `chosen`, with how they stand; `roomy` adds revision and number of steps."""
    tone, shape = _FACES[item.status]
    return Row(
        key=item.line.digest,
        title=item.line.short_title,
        detail=item.words if chosen else item.line.validity,
        chip=ChipFace(status_word(item.status), tone, shape) if chosen else None,
        note=f"Rev {item.line.revision}, {item.line.steps} steps" if roomy else "",
    )


def stack_row(stack: StackForWorker) -> Row:
    """A competency made of others; taking it leads to what is missing."""
    word = "Can be issued" if not stack.held.missing else stack.count
    tone = Tone.TODO if not stack.held.missing else Tone.NEUTRAL
    return Row(
        key=STACK_MARK + stack.competency,
        title=stack.title,
        detail=f"Missing: {', '.join(stack.missing)}" if stack.missing else stack.held.sentence,
        chip=ChipFace(word, tone, StatusShape.NOT_SEEN),
        note=f"Made of {len(stack.made_of)} others",
    )


def draft_row(line: DraftLine) -> Row:
    """A draft to go on with; one found after a switch-off says so."""
    return Row(
        key=line.id,
        title=line.worker,
        detail=line.recovered_words or f"{line.title} · {line.progress}",
        avatar=line.worker,
        chip=ChipFace("Check and go on" if line.recovered else "Go on", Tone.TODO, StatusShape.DRAFT),
    )
