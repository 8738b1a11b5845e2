"""A field for a day: every day in the app is typed and explained in the same way."""

from __future__ import annotations

from datetime import date

from supervisor_app.domain.dates import short_day
from supervisor_app.services.typed_days import EXAMPLE, typed_day, typed_day_problem
from supervisor_app.ui.widgets.field import Field


class DayField(Field):
    """`day()` is what stands in it; with `may_be_empty` no day is no problem."""

    def __init__(self, label: str, day: date | None = None, *, may_be_empty: bool = False, dense: bool = False) -> None:
        super().__init__(label, text=short_day(day) if day else "", placeholder=EXAMPLE, dense=dense)
        self._may_be_empty = may_be_empty

    def day(self) -> date | None:
        """Return the day that stands in it, None for none."""
        return typed_day(self.text())

    def problem(self) -> str:
        """Return what is wrong with what stands in it, "" for nothing."""
        return "" if self._may_be_empty and not self.text() else typed_day_problem(self.text())

    def say_problem(self) -> bool:
        """Say below the field what is wrong and go there; tell whether something is."""
        problem = self.problem()
        self.set_problem(problem)
        if problem:
            self.setFocus()
        return bool(problem)
