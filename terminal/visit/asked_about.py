"""Questions about the matter on the page (要多少钱, 在哪办), and what was heard there and is no answer.

Rule 1: a question is answered where it is asked; the page, and what is to be confirmed on it, stay.
Rule 2: who speaks is always answered, heard or not; but a page that hears the hall talk falls silent after a while,
for its keys stand there.
"""

from __future__ import annotations

from dataclasses import replace

from terminal.visit.events import AskAbout, SpeechHeard
from terminal.visit.matter import ANSWERED
from terminal.visit.moves import active, noted, tell
from terminal.visit.offered import of_cards
from terminal.visit.state import Phase, State
from terminal.visit.table import Result, on

MOST_TOLD = 3
"""So often a page says that it did not catch what was said (our judgement)."""


@on(Phase.MATTER, AskAbout)
def answer_it(state: State, event: AskAbout) -> Result:
    meaning = state.visit.meaning
    if meaning is None:
        return state, ()
    key = f"answer.{event.aspect}" if event.aspect in ANSWERED else "matter.bring"
    state = active(state).with_visit(meaning=replace(meaning, aspect=event.aspect), notice="")
    return tell(state, key, matter=meaning.matter_id)


@on(Phase.CONFIRMING, AskAbout)
def answer_and_ask(state: State, event: AskAbout) -> Result:
    """The papers come with the next page."""
    meaning = state.visit.meaning
    if meaning is None or not meaning.matter_id:
        return state, ()
    state = active(state)
    if event.aspect not in ANSWERED:
        return tell(state, "confirm.is_it", matter=meaning.matter_id)
    return tell(state, "confirm.answered", matter=meaning.matter_id, aspect=event.aspect)


@on((Phase.MATTER, Phase.THEME, Phase.BOOKING, Phase.CHECK_IN, Phase.COMING_BACK), SpeechHeard)
def no_answer(state: State, event: SpeechHeard) -> Result:
    """The page asked something, and this is none of its answers. 再说一遍 says again what it asked."""
    state, again = unheard(state)
    return noted(state, "ask.not_caught") if again else (state, ())


def say_yes_or_no(state: State) -> Result:
    """What is to be confirmed stays, with how to answer it."""
    state, again = unheard(state)
    meaning = state.visit.meaning
    if not again:
        return state, ()
    if meaning is not None and meaning.matter_id:
        return tell(state, "confirm.yes_or_no", matter=meaning.matter_id)
    return tell(state, "confirm.which_one", choices=of_cards(state))


def unheard(state: State) -> tuple[State, bool]:
    """One more thing that was no answer on this page; and whether that is still said."""
    request = state.visit.request
    count = request.unheard + 1
    return active(state).with_visit(request=replace(request, partial="", unheard=count)), count <= MOST_TOLD
