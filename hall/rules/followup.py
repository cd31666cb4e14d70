"""Follow-up of bad reviews (E-8, E-9): who is due when, and which step may come next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from hall.rules.calendar import Calendar

# The steps of E-8 in order; `not_reachable` stands for a contact that was tried.
ORDER = ("contacted", "checked", "put_right", "answered")
# Which deadline a step answers to.
DUE_BY = {"contacted": "contact", "checked": "check", "put_right": "answer", "answered": "answer"}


def deadlines(calendar: Calendar, opened: date, working_days: Mapping[str, int]) -> dict[str, str]:
    """The last day of each step, counted from the working day after."""
    return {name: calendar.working_day_after(opened, count).isoformat() for name, count in working_days.items()}


def next_step(done: Sequence[str]) -> str | None:
    """The step that is missing next; None when everything is done."""
    passed = {"contacted" if step == "not_reachable" else step for step in done}
    return next((step for step in ORDER if step not in passed), None)


def may_follow(step: str, done: Sequence[str]) -> bool:
    """Whether this step may be added now. A second try to reach the visitor may be noted until it is checked."""
    wanted = next_step(done)
    if step in ("contacted", "not_reachable"):
        return wanted == "contacted" or (wanted == "checked" and "contacted" not in done)
    return step == wanted


def is_overdue(done: Sequence[str], due: Mapping[str, str], today: date) -> bool:
    """Whether the next step, or the whole, is late."""
    step = next_step(done)
    if step is None:
        return False
    return today > min(date.fromisoformat(due[DUE_BY[step]]), date.fromisoformat(due["limit"]))
