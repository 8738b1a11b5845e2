"""A blank checklist to fill in by hand: what the paper needs to know."""

from __future__ import annotations

from supervisor_app.domain.checklist import Checklist
from supervisor_app.domain.form_number import form_code, form_number
from supervisor_app.domain.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankForm:
    """One form: a revision with its digest (hex), the six letters of the form's own, the language it is printed in."""

    checklist: Checklist
    digest: str
    own: str
    language: str
    organisation: str
    place: str

    @property
    def number(self) -> str:
        """The form's number as it is printed."""
        return form_number(self.digest, self.own)

    @property
    def code(self) -> str:
        """The text of its QR code."""
        return form_code(self.digest, self.own)
