"""Small moves that all handlers share: enter a phase, tell the visitor something, number an effect."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from terminal.visit.effects import Effect, Tell
from terminal.visit.events import Way
from terminal.visit.state import Phase, Saying, State, Visit

NOT_DONE = {
    "ticket": "hall.no_number",
    "book": "hall.not_booked",
    "check_in": "hall.not_checked_in",
    "understand": "ask.not_understood",
}
"""What is said where an answer does not come, by what was asked for."""


def enter(state: State, phase: Phase, **visit: Any) -> State:
    """The state in another phase; notices and warnings of the old one are gone."""
    request = replace(state.visit.request, partial="", unheard=0)
    fresh = {"notice": "", "warned": None, "giving_back": False, "last_active": state.now, "request": request}
    return replace(state.with_visit(**(fresh | visit)), phase=phase, since=state.now)


def active(state: State) -> State:
    """Somebody did something: the idle timer begins anew."""
    return state.with_visit(last_active=state.now, warned=None)


def numbered(state: State) -> tuple[State, str]:
    """The id of the next effect; the same story played again gives the same ids.

    No two effects of a terminal share one, over its restarts too: the hall does nothing for an id that it has seen.
    """
    if not state.visit.visit_id:
        count = state.desk_effects + 1
        return replace(state, desk_effects=count), f"{state.run}-{count}"
    count = state.visit.effects + 1
    return state.with_visit(effects=count), f"{state.visit.visit_id}-{count}"


def aloud(state: State) -> bool:
    """Whether the voice speaks: only where the visitor chose it (our design)."""
    return state.visit.hears or state.visit.way is Way.SPEAK


def tell(state: State, key: str, /, urgent: bool = False, **args: str) -> tuple[State, tuple[Effect, ...]]:
    """Say one sentence of content/words to the visitor: caption and signer from the state, voice by the effect."""
    pairs = tuple(args.items())
    state, effect_id = numbered(state.with_visit(saying=Saying(key, pairs, state.now)))
    return state, (Tell(effect_id=effect_id, key=key, args=pairs, aloud=aloud(state), urgent=urgent),)


def told_besides(state: State, key: str) -> tuple[State, tuple[Effect, ...]]:
    """Signed and spoken at once, while what the page asks stays its caption: it stands elsewhere on the screen."""
    return do(state, Tell, key=key, aloud=aloud(state), urgent=True)


def noted(state: State, notice: str) -> tuple[State, tuple[Effect, ...]]:
    """Something to know before going on: a band on the page, in words of the screen, and said to who hears."""
    state = active(state).with_visit(notice=notice)
    return do(state, Tell, key=notice, aloud=True) if notice and aloud(state) else (state, ())


def tell_again(state: State) -> tuple[State, tuple[Effect, ...]]:
    """再说一遍: the last sentence once more."""
    saying = state.visit.saying
    state, effect_id = numbered(state.with_visit(saying=replace(saying, since=state.now)))
    return state, (Tell(effect_id=effect_id, key=saying.key, args=saying.args, aloud=aloud(state)),)


def with_call(state: State, /, **changes: Any) -> State:
    """The state with something changed in its call; as it is where there is none."""
    call = state.visit.call
    return state if call is None else state.with_visit(call=replace(call, **changes))


def ask(state: State, effect: type[Effect], what: str, **fields: Any) -> tuple[State, tuple[Effect, ...]]:
    """Ask the outside for something whose answer the visitor waits for; a second ask while one is open is refused."""
    if state.visit.pending:
        return state, ()
    state, effect_id = numbered(state)
    state = state.with_visit(pending=effect_id, pending_what=what, pending_since=state.now)
    return state, (effect(effect_id=effect_id, **fields),)


def do(state: State, effect: type[Effect], **fields: Any) -> tuple[State, tuple[Effect, ...]]:
    """Have something done that nobody waits for."""
    state, effect_id = numbered(state)
    return state, (effect(effect_id=effect_id, **fields),)


def answered(state: State, effect_id: str) -> bool:
    """Whether this answer is the one that the visitor waits for (late answers of a wiped visit are not)."""
    return bool(effect_id) and state.visit.pending == effect_id


def settle(state: State) -> State:
    """The awaited answer came."""
    return state.with_visit(pending="", pending_what="")


def unanswered(state: State) -> tuple[State, tuple[Effect, ...]]:
    """The hall gave no answer: the truth about what was asked, and nothing invented (contract 5)."""
    asked = state.visit.pending_what
    state = settle(state).with_visit(notice="" if asked == "understand" else "hall.away")
    return tell(state, NOT_DONE.get(asked, "hall.away"))


def wiped(state: State) -> State:
    """Nobody in front: everything about the visitor is gone. What stays: the numbers shown in the hall, and a call for
    a person, who is on the way."""
    return replace(
        state,
        phase=Phase.IDLE,
        since=state.now,
        visit=Visit(last_active=state.now, help=state.visit.help),
        speaking=False,
        clerk_talks=False,
        move_to="",
        staff_text="",
    )
