"""What our codes are that belong to no certificate: a blank form's, a skills chart's. They prove nothing, and that is said."""

from __future__ import annotations

from collections.abc import Iterable

from supervisor_app.domain.codes import CHART_PREFIX
from supervisor_app.domain.form_number import read_form

_FORM = ("This is the code of a blank checklist, not of a certificate.", "Enter the form under Observe.")
_CHART = ("This is the number of a skills matrix, not of a certificate.", "It tells two charts apart and proves nothing.")


def other_paper(texts: Iterable[str]) -> tuple[str, str] | None:
    """Return what the first of the texts that is ours belongs to, and what to do; None where none of them is."""
    for text in texts:
        if read_form(text) is not None:
            return _FORM
        if text.strip().upper().startswith(CHART_PREFIX):
            return _CHART
    return None
