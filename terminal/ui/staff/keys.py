"""What every key of the clerk's keyboard does: one table, read by the window, the buttons' caps and the settings page.

Rule 1: letters belong to the text entry, so commands are function keys or go with Ctrl or Alt; Ctrl+A/C/V/X/Z stay
the entry's. F12 is the visitor's help key (our decision).
Rule 2: a key gives the intent that holds now, or None; whether a phase takes an intent is asked of the machine's
table, never written down a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from content import phrases
from terminal.ui.staff.facts import CALL_KEYS, callable_numbers, first_doubt, mendable
from terminal.visit.counter import called_here
from terminal.visit.events import (
    CallInterpreter,
    ClerkAgreesRecord,
    ClerkAsksEvaluation,
    ClerkBegins,
    ClerkCalls,
    ClerkCallsNext,
    ClerkFinishes,
    ClerkGoes,
    ClerkMisses,
    ClerkParks,
    ClerkRecalls,
    ClerkSays,
    ClerkSignsOut,
    ClerkTalks,
    Event,
    FixChip,
    HangUp,
    HoldOpen,
    Language,
    PauseWindow,
    RecheckDevices,
    StaffLanguage,
    StaffPage,
    StaffScale,
    StaffTheme,
    Start,
    Theme,
    TickPaper,
    Train,
)
from terminal.visit.helping import calling
from terminal.visit.machine import ANYWHERE, TRANSITIONS
from terminal.visit.moving import PAGE
from terminal.visit.numbers import left_number
from terminal.visit.state import Phase, Role, State

PAGES = ("main", "devices", "settings", "training")
THEMES = (Theme.NORMAL, Theme.HIGH_CONTRAST, Theme.DARK)
SCALES = (100, 125, 150)
"""Sizes of the clerk's text in per cent (tokens: "staff can enlarge it to 125 and 150 %")."""
PAPER_KEYS = 6
WORD_KEYS = 3
"""The design opens up to three alternatives for one word (our design)."""

Make = Callable[[State], Event | None]


@dataclass(frozen=True, slots=True)
class Action:
    """One thing the clerk may do. ``name`` is its line on the settings page: ``staff.keys.<name>``."""

    name: str
    make: Make


def _always(event: Event) -> Make:
    return lambda state: event


def _begin(state: State) -> Event | None:
    """In a call only with who was called from it."""
    ticket = state.visit.ticket
    in_call = state.phase is Phase.REMOTE and (left_number(state) is None or ticket is None or not ticket.called)
    return ClerkBegins() if ticket and not in_call else None


def _recall(state: State) -> Event | None:
    return ClerkRecalls() if state.numbers and state.numbers[-1].ticket_id else None


def _miss(state: State) -> Event | None:
    return ClerkMisses() if called_here(state) else None


def _park(state: State) -> Event | None:
    return ClerkParks() if state.visit.ticket else None


def _finish(state: State) -> Event | None:
    """Where somebody is served, or a case was left open; with nobody there it would do nothing."""
    asked_there = state.phase is Phase.CONSENT and state.visit.consent.asked_in is Phase.CONVERSING
    served = asked_there or (state.phase is not Phase.CONSENT and ClerkFinishes in TRANSITIONS[state.phase])
    return ClerkFinishes() if (served and left_number(state) is None) or state.open_ticket else None


def _move(state: State) -> Event | None:
    """Where somebody is served; on its page the entry's Return does it."""
    here = state.phase is Phase.CONVERSING and state.visit.ticket is not None
    return StaffPage(page=PAGE) if here else None


def _call(nth: int) -> Make:
    def make(state: State) -> Event | None:
        held = callable_numbers(state)
        return ClerkCalls(ticket_id=held[nth].ticket_id) if nth < len(held) else None

    return make


def _next(state: State) -> Event | None:
    """The guide at the entrance has no queue of their own."""
    held = state.role is Role.GUIDE or state.staff_calling or state.hall.window == "paused"
    return None if held else ClerkCallsNext()


def _evaluate(state: State) -> Event | None:
    ticket = state.visit.ticket
    asked = ticket is not None and ticket.service_id in state.visit.evaluated
    return ClerkAsksEvaluation() if ticket and ticket.service_id and not asked else None


def _answer(state: State) -> Event | None:
    return ClerkGoes(who=state.clerk) if calling(state) or state.hall.help_elsewhere else None


def _hold(state: State) -> Event | None:
    return None if state.phase in (Phase.IDLE, Phase.LEAVING) else HoldOpen(held=not state.visit.held)


def _record(state: State) -> Event | None:
    """Ask for a written record of the call, agree to it, or end it."""
    call = state.visit.call
    if call is None or not call.live:
        return None
    given = call.record == "on" or (call.record == "asked" and "clerk" not in call.record_missing)
    return ClerkAgreesRecord(agree=not given)


def _send(state: State) -> Event | None:
    return ClerkSays(text=state.staff_text) if state.staff_text.strip() else None


def _train(state: State) -> Event | None:
    return Train(on=not state.training) if state.training or state.phase is Phase.IDLE else None


def _sign_out(state: State) -> Event | None:
    return ClerkSignsOut() if state.clerk and state.phase is Phase.IDLE else None


def _pause(state: State) -> Event | None:
    return PauseWindow(paused=state.hall.window != "paused")


def _talk(state: State) -> Event | None:
    return ClerkTalks(on=not state.clerk_talks)


def _language(state: State) -> Event | None:
    return StaffLanguage(language=Language.EN if state.staff_language is Language.ZH else Language.ZH)


def _theme(state: State) -> Event | None:
    place = THEMES.index(state.staff_theme) if state.staff_theme in THEMES else 0
    return StaffTheme(theme=THEMES[(place + 1) % len(THEMES)])


def _scale(step: int) -> Make:
    def make(state: State) -> Event | None:
        place = SCALES.index(state.staff_scale) + step if state.staff_scale in SCALES else 0
        return StaffScale(per_cent=SCALES[place]) if 0 <= place < len(SCALES) else None

    return make


def _paper(number: int) -> Make:
    def make(state: State) -> Event | None:
        papers = state.visit.papers
        return TickPaper(paper=number, have=not papers[number]) if number < len(papers) else None

    return make


def _fix(alternative: int | None) -> Make:
    def make(state: State) -> Event | None:
        chips = mendable(state)
        place = first_doubt(chips)
        if place is None or (alternative is not None and alternative >= len(chips[place].alternatives)):
            return None
        return FixChip(chip=place, alternative=alternative)

    return make


STAFF_KEYS: Mapping[str, Action] = {
    **{p.key: Action("phrase", _always(ClerkSays(phrase=p.id))) for p in phrases.load().values()},
    "F9": Action("recall", _recall),
    "F10": Action("next", _next),
    "Ctrl+R": Action("miss", _miss),
    "Ctrl+S": Action("park", _park),
    "Ctrl+Y": Action("move", _move),
    **{f"Alt+{n + 7}": Action("call", _call(n)) for n in range(CALL_KEYS)},
    "F11": Action("interpreter", _always(CallInterpreter())),
    "Return": Action("send", _send),
    "Ctrl+B": Action("begin", _begin),
    "Ctrl+F": Action("finish", _finish),
    "Ctrl+E": Action("evaluate", _evaluate),
    "Ctrl+H": Action("answer", _answer),
    "Ctrl+K": Action("hold", _hold),
    "Ctrl+N": Action("start", _always(Start())),
    "Ctrl+U": Action("hang_up", _always(HangUp())),
    "Ctrl+W": Action("record", _record),
    **{f"Alt+{n + 1}": Action("paper", _paper(n)) for n in range(PAPER_KEYS)},
    **{f"Ctrl+{n + 7}": Action("fix", _fix(n)) for n in range(WORD_KEYS)},
    "Ctrl+0": Action("drop", _fix(None)),
    **{f"Ctrl+{n + 1}": Action("page", _always(StaffPage(page=page))) for n, page in enumerate(PAGES)},
    "Escape": Action("home", _always(StaffPage(page="main"))),
    "Ctrl+D": Action("recheck", _always(RecheckDevices())),
    "Ctrl+T": Action("train", _train),
    "Ctrl+M": Action("talk", _talk),
    "Ctrl+P": Action("pause", _pause),
    "Ctrl+I": Action("sign_in", _always(StaffPage(page="sign_in"))),
    "Ctrl+O": Action("sign_out", _sign_out),
    "Ctrl+G": Action("teach", _always(StaffPage(page="teach"))),
    "Ctrl+L": Action("language", _language),
    "Ctrl+J": Action("theme", _theme),
    "Ctrl++": Action("bigger", _scale(1)),
    "Ctrl+-": Action("smaller", _scale(-1)),
}


def staff_intent(key: str, state: State) -> Event | None:
    """What this key means now, or None where it means nothing here."""
    action = STAFF_KEYS.get(key)
    event = action.make(state) if action else None
    return event if event is not None and taken(state, event) else None


def taken(state: State, event: Event) -> bool:
    """Whether the machine has a row for this event in the phase of ``state``."""
    return type(event) in TRANSITIONS[state.phase] or type(event) in ANYWHERE


def keys_now(state: State) -> dict[str, Event]:
    """All keys that mean something now, with their intents: what the window listens for."""
    intents = ((key, staff_intent(key, state)) for key in STAFF_KEYS)
    return {key: event for key, event in intents if event is not None}


def key_of(name: str, nth: int = 0) -> str:
    """The key of the ``nth`` action of this name, as its cap says it."""
    return [key for key, action in STAFF_KEYS.items() if action.name == name][nth]
