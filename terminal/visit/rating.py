"""The evaluation: one service, one evaluation, whichever of pad, screen and fingers comes first.

No press is never praise; low marks take as many taps as high ones; the clerk learns "given", no more (rules E-7, E-12).
"""

from __future__ import annotations

from dataclasses import replace

from terminal.visit.effects import Evaluate, FinishService, PlayCue
from terminal.visit.events import (
    Back,
    Choose,
    ClerkFinishes,
    Confirm,
    Deny,
    EvaluationStored,
    Leave,
    Level,
    PadClosed,
    PadRated,
    Rate,
    SkipRating,
    Theme,
    Tick,
)
from terminal.visit.moves import active, do, enter, tell
from terminal.visit.state import Evaluation, Phase, State
from terminal.visit.table import Result, anywhere, on

TIME_OUT_S = 60.0
"""Time to answer (our decision)."""
ELDERLY_TIME_OUT_S = 120.0
"""Older visitors need longer (our judgement, as the idle warning of rule A-17)."""
REGRET_S = 3.0
"""A second, different key within this time replaces the first (docs/pads.md)."""
LEVELS = tuple(Level)
MAX_SEQ = 255
"""Sequence numbers of the pad run 1..255 (docs/pads.md)."""


def begin_evaluation(state: State) -> Result:
    """Ask once; a service that has its evaluation is not asked again."""
    ticket = state.visit.ticket
    if ticket is None or not ticket.service_id or ticket.service_id in state.visit.evaluated:
        return tell(enter(state, Phase.LEAVING), "leaving.bye")
    seq = state.pad_seq % MAX_SEQ + 1
    time_out_s = ELDERLY_TIME_OUT_S if state.visit.comfort.theme is Theme.ELDERLY else TIME_OUT_S
    evaluation = Evaluation(seq, ticket.service_id, state.now, state.now + time_out_s)
    state = replace(enter(state, Phase.EVALUATING, evaluation=evaluation), pad_seq=seq)
    return tell(state, "rate.question")


@on(Phase.EVALUATING, Rate, PadRated, Choose)
def rate(state: State, event: Rate | PadRated | Choose) -> Result:
    """The first answer counts; another one within the time of regret replaces it."""
    evaluation = state.visit.evaluation
    if evaluation is None or evaluation.sent:
        return state, ()
    if isinstance(event, PadRated) and event.seq != evaluation.seq:
        return state, ()  # a late key belongs to no one else
    if isinstance(event, Choose):
        if not 0 <= event.index < len(LEVELS):
            return state, ()
        # Fingers count up to the best, as stars do: five fingers are very satisfied.
        level, source = LEVELS[len(LEVELS) - 1 - event.index], "sign"
    else:
        level, source = event.level, "pad" if isinstance(event, PadRated) else "screen"
    chosen = evaluation.chosen if evaluation.outcome == "level" else state.now
    evaluation = replace(evaluation, outcome="level", level=level, source=source, chosen=chosen)
    return tell(active(state).with_visit(evaluation=evaluation), "rate.chosen")


@on(Phase.EVALUATING, SkipRating, Deny, Back, Leave, to=(Phase.LEAVING,))
def skip(state: State, event: SkipRating | Deny | Back | Leave) -> Result:
    return _close(state, "none")


@on(Phase.EVALUATING, Confirm, to=(Phase.LEAVING,))
def confirm_level(state: State, event: Confirm) -> Result:
    evaluation = state.visit.evaluation
    if evaluation is None or evaluation.outcome != "level":
        return state, ()
    return _close(state, "level")


@on(Phase.EVALUATING, PadClosed)
def pad_closed(state: State, event: PadClosed) -> Result:
    """A pad that fails or times out closes nothing: the screen beside it still asks until our own time is over."""
    return state, ()


@on(Phase.EVALUATING, Tick, to=(Phase.LEAVING,))
def tick(state: State, event: Tick) -> Result:
    evaluation = state.visit.evaluation
    if evaluation is None:
        return state, ()
    if evaluation.outcome == "level" and state.now >= evaluation.chosen + REGRET_S:
        return _close(state, "level")
    if evaluation.outcome == "open" and state.now >= evaluation.deadline:
        return _close(state, "none")
    return state, ()


def _close(state: State, outcome: str) -> Result:
    """Send the one evaluation and say goodbye."""
    evaluation = state.visit.evaluation
    if evaluation is None:
        return tell(enter(state, Phase.LEAVING), "leaving.bye")
    level = evaluation.level if outcome == "level" else None
    source = evaluation.source or "screen"
    fields = {"service_id": evaluation.service_id, "outcome": outcome, "level": level, "source": source}
    state, sent = do(state, Evaluate, **fields)
    done = replace(evaluation, outcome=outcome, level=level, sent=True, sent_as=sent[0].effect_id)
    evaluated = (*state.visit.evaluated, evaluation.service_id)
    state = replace(state, asked_service="" if outcome == "level" else evaluation.service_id)
    state = enter(state, Phase.LEAVING, evaluation=done, evaluated=evaluated)
    state, told = tell(state, "leaving.thanks" if outcome == "level" else "leaving.bye")
    state, cue = do(state, PlayCue, name="understood")
    return state, sent + told + cue


@anywhere(PadRated)
def late_key(state: State, event: PadRated) -> Result:
    """A key after the time-out still counts, for the service it was asked about and for no other."""
    if not event.late or event.seq != state.pad_seq or not state.asked_service:
        return state, ()
    fields = {"service_id": state.asked_service, "outcome": "level", "level": event.level, "source": "pad"}
    return do(replace(state, asked_service=""), Evaluate, **fields)


@anywhere(EvaluationStored)
def stored(state: State, event: EvaluationStored) -> Result:
    """Ours, and not that of the visitor before, which the hall may have taken an hour late."""
    evaluation = state.visit.evaluation
    if evaluation is None or not evaluation.sent or event.effect_id != evaluation.sent_as:
        return state, ()
    return state.with_visit(evaluation=replace(evaluation, stored=True, kept=event.kept)), ()


@on(Phase.EVALUATING, ClerkFinishes)
def finish_while_rating(state: State, event: ClerkFinishes) -> Result:
    """The clerk may close the case while the visitor is still choosing; the visitor is not hurried."""
    ticket = state.visit.ticket
    if ticket is None or state.visit.finishing:
        return state, ()
    return do(state.with_visit(finishing=True), FinishService, ticket_id=ticket.ticket_id)
