"""What a page asks, said again to whoever comes back to it: a caption never answers a question that is gone."""

from __future__ import annotations

from typing import Any

from terminal.visit.events import Way
from terminal.visit.moves import enter, tell
from terminal.visit.offered import of_cards
from terminal.visit.state import Phase, State
from terminal.visit.table import Result

_OF_WAY = {Way.SIGN: "ask.sign", Way.SPEAK: "ask.speak", Way.TYPE: "ask.type", Way.TOUCH: "ask.touch"}


_NOTHING = {Way.SIGN: "ask.nothing_yet", Way.SPEAK: "ask.nothing_said"}


def what_for(state: State) -> str:
    """The first question, with how to answer it: whoever speaks touches the key first, where there is one."""
    way = state.visit.way or Way.TOUCH
    return "talk.question" if way is Way.SPEAK and state.press_to_talk else _OF_WAY[way]


def nothing_yet(state: State) -> str:
    """The notice for who sends off nothing, in the words of the way in which they communicate."""
    return _NOTHING.get(state.visit.way or Way.TOUCH, "ask.nothing_written")


def back_to(state: State, phase: Phase, **visit: Any) -> Result:
    """Enter a phase once more, with everything as it was there, and say what it asks."""
    state = enter(state, phase, **visit)
    key, args = question(state)
    return tell(state, key, urgent=False, **args)


def question(state: State) -> tuple[str, dict[str, str]]:
    """Key of content/words and arguments of what the page of this state asks or shows."""
    visit = state.visit
    if state.phase is Phase.ASKING:
        return what_for(state), {}
    if state.phase is Phase.CONFIRMING and not (visit.meaning and visit.meaning.matter_id):
        return "confirm.which_one", {"choices": of_cards(state)}
    if state.phase is Phase.THEME:
        return "theme.bring", {"theme": visit.theme_id}
    if state.phase is Phase.CONVERSING:
        return "converse.go_on", {}
    if visit.ticket is not None and state.phase is Phase.TICKET:
        return "ticket.number", {"number": visit.ticket.number, "ahead": str(visit.ticket.ahead)}
    if visit.ticket is not None and state.phase is Phase.WAITING:
        return "waiting.please_wait", {"number": visit.ticket.number}
    key = "confirm.is_it" if state.phase is Phase.CONFIRMING else "matter.bring"
    return key, {"matter": visit.meaning.matter_id if visit.meaning else ""}
