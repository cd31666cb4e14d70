"""What is it about: signs, speech, text or touch become one meaning, and nothing counts before it is confirmed."""

from __future__ import annotations

from dataclasses import replace

from terminal.visit import farewell
from terminal.visit.always import leave
from terminal.visit.asked import MOST_CHIPS, mended, with_chip
from terminal.visit.asked_about import say_yes_or_no
from terminal.visit.effects import PlayCue, Understand
from terminal.visit.events import (
    Back,
    Choose,
    ChooseMatter,
    Confirm,
    Deny,
    FixChip,
    HandsDown,
    Leave,
    SignAgain,
    SignSeen,
    SpeechHeard,
    SpeechPartial,
    StartOver,
    Submit,
    Sureness,
    TypeText,
    Understood,
    Way,
)
from terminal.visit.more import SHOWN, show
from terminal.visit.moves import active, answered, ask, do, enter, noted, settle, tell
from terminal.visit.offered import cards, of_cards
from terminal.visit.opening import ask_to_call, begin_asking
from terminal.visit.questions import back_to, nothing_yet, question, what_for
from terminal.visit.state import Meaning, Phase, Request, State, Visit
from terminal.visit.table import Result, on
from terminal.visit.wishes import CHECK_IN, COME_BACK, PAGES, begin_wish

INTERPRETER_SIGNS = frozenset({("手语翻译",), ("手语", "翻译"), ("翻译",), ("找", "翻译"), ("要", "翻译")})
INTERPRETER_WORDS = frozenset({"翻译", "手语翻译", "请手语翻译", "要手语翻译", "找翻译", "interpreter"})
"""Said alone they call an interpreter; within a sentence they are words of it."""
_BOOKED = (("预约",), ("预约", "有"), ("我", "预约", "有"), ("预约", "完成"), ("我", "预约", "完成"), ("预约", "来"))
_PASSED = (("号码", "过期"), ("我", "号码", "过期"), ("叫号", "过期"), ("号码", "过期", "再", "排队"), ("再", "排队"))
WISH_SIGNS = dict.fromkeys(_BOOKED, CHECK_IN) | dict.fromkeys(_PASSED, COME_BACK)
"""Signed alone they mean a booking or a missed number (our judgement, unverified). 预约 alone too: a new booking begins
with what it is about, and the page leads there with one touch."""
WISHES = {CHECK_IN: CHECK_IN, COME_BACK: COME_BACK, "cancel_booking": CHECK_IN}
"""Commands that have a page of their own; a booking is cancelled where it is found."""
WITHOUT_MATTER = frozenset({"take_ticket", "book"})
"""Commands that want to know what for: the question is asked again, which is no miss."""
MISSES_BEFORE_OFFER = 2
"""After two misses other ways are offered unasked (our design)."""
MISSES_BEFORE_BUTTONS = 3
"""Whoever speaks and is not understood a third time finds buttons instead, and is told how to call a person."""


@on(Phase.ASKING, SignSeen)
def add_chip(state: State, event: SignSeen) -> Result:
    request = state.visit.request
    chips = with_chip(request.chips, event)
    if len(chips) > MOST_CHIPS:
        return active(state), ()
    state = active(state).with_visit(request=replace(request, chips=chips), notice="")
    return do(state, PlayCue, name="understood")


@on(Phase.ASKING, HandsDown)
def hands_down(state: State, event: HandsDown) -> Result:
    """The end of what was signed: two unclear tries in a row offer another way without being asked."""
    chips = state.visit.request.chips
    if not chips or any(chip.sureness is not Sureness.UNCLEAR for chip in chips):
        return state, ()
    return _missed(state.with_visit(request=replace(state.visit.request, chips=())), "ask.sign_again")


@on(Phase.ASKING, FixChip)
def fix_chip(state: State, event: FixChip) -> Result:
    """Touch a chip: take an alternative, or drop the word."""
    request = state.visit.request
    return active(state).with_visit(request=replace(request, chips=mended(request.chips, event))), ()


@on(Phase.ASKING, SignAgain)
def sign_again(state: State, event: SignAgain) -> Result:
    """再打一次, 重新说: what was seen or heard is forgotten, also what is being understood just now."""
    key = "ask.say_again" if state.visit.way is Way.SPEAK else "ask.sign_again"
    return tell(settle(active(state)).with_visit(request=Request(), notice=""), key)


@on((Phase.ASKING, Phase.CONFIRMING), SpeechPartial)
def show_partial(state: State, event: SpeechPartial) -> Result:
    return active(state).with_visit(request=replace(state.visit.request, partial=event.text)), ()


@on(Phase.ASKING, TypeText)
def show_typed(state: State, event: TypeText) -> Result:
    return active(state).with_visit(request=replace(state.visit.request, typed=event.text), notice=""), ()


@on((Phase.ASKING, Phase.CONFIRMING), SpeechHeard, to=(Phase.ASKING,))
def hear(state: State, event: SpeechHeard) -> Result:
    """Whole sentences are requests, also while confirming: a visitor may correct by saying it anew."""
    return _understand_speech(state, event.text)


def _understand_speech(state: State, text: str) -> Result:
    state = active(state).with_visit(request=replace(state.visit.request, partial="", heard=text))
    if not text:
        return say_yes_or_no(state) if state.phase is Phase.CONFIRMING else _missed(state, "ask.not_caught")
    return ask(state, Understand, "understand", text=text)


@on(Phase.ASKING, Submit, Confirm, to=(Phase.CONSENT, Phase.REMOTE, Phase.LEAVING, *PAGES))
def submit(state: State, event: Submit | Confirm) -> Result:
    """就是这样, 说完了 (or a thumb up): the words as they stand are the request, or call an interpreter."""
    request = state.visit.request
    if state.visit.way is Way.SPEAK and (request.partial or request.heard):
        return _understand_speech(state, request.partial or request.heard)
    glosses = tuple(chip.gloss for chip in request.chips if chip.gloss)
    if glosses in INTERPRETER_SIGNS or request.typed.strip() in INTERPRETER_WORDS:
        return ask_to_call(active(state).with_visit(request=Request()))
    if farewell.ends(request.typed) or glosses in farewell.SIGNED:
        return leave(state, Leave(at=event.at))
    if request.typed.strip():
        return ask(active(state), Understand, "understand", text=request.typed.strip())
    if glosses in WISH_SIGNS:
        return begin_wish(state, WISH_SIGNS[glosses])
    if not glosses:
        return noted(state, nothing_yet(state))
    return ask(active(state), Understand, "understand", glosses=glosses)


@on((Phase.ASKING, Phase.CONFIRMING), Understood, to=(Phase.CONFIRMING, Phase.ASKING, *PAGES))
def take_meaning(state: State, event: Understood) -> Result:
    if not answered(state, event.effect_id):
        return state, ()
    state = settle(state)
    if event.command in WISHES:
        return begin_wish(state, WISHES[event.command])
    if event.certainty == "obeyed":  # the event that does it follows; the field is free for what they came for
        return state.with_visit(request=Request(misses=state.visit.request.misses)), ()
    if event.command in WITHOUT_MATTER:
        key, args = question(state)
        return tell(state, key, urgent=False, **args)
    if event.certainty == "unknown" and event.elsewhere:
        return tell(_without_words(state), "ask.elsewhere", business=event.elsewhere)
    if event.certainty == "unknown":
        return say_yes_or_no(state) if state.phase is Phase.CONFIRMING else _missed(state, "ask.not_understood")
    meaning = Meaning(event.matter_id, event.aspect, event.certainty, event.candidates)
    state = enter(state, Phase.CONFIRMING, meaning=meaning)
    if event.certainty == "ambiguous":
        return tell(state, "confirm.which_one", choices=of_cards(state))
    return tell(state, "confirm.is_it", matter=event.matter_id)


def _without_words(state: State) -> State:
    """At the first question, free for something else: nothing was missed, and a person is one touch away."""
    phase = enter(state, Phase.ASKING, meaning=None)
    return phase.with_visit(request=Request(misses=state.visit.request.misses))


def _missed(state: State, key: str) -> Result:
    misses = state.visit.request.misses + 1
    if state.visit.way is Way.SPEAK and misses >= MISSES_BEFORE_BUTTONS:
        return tell(enter(state, Phase.ASKING, way=Way.TOUCH, meaning=None, request=Request()), "ask.buttons")
    offer = misses >= MISSES_BEFORE_OFFER
    state = state.with_visit(
        request=replace(state.visit.request, misses=misses, partial=""), notice="ask.offer_others" if offer else ""
    )
    return tell(state, key)


@on(Phase.ASKING, ChooseMatter, to=(Phase.CONFIRMING,))
def touch_matter(state: State, event: ChooseMatter) -> Result:
    return tell(
        enter(state, Phase.CONFIRMING, meaning=Meaning(event.matter_id)), "confirm.is_it", matter=event.matter_id
    )


@on(Phase.CONFIRMING, Confirm, to=SHOWN)
def confirm(state: State, event: Confirm) -> Result:
    meaning = state.visit.meaning
    if meaning is None or not meaning.matter_id:
        return noted(state, "confirm.choose_one")
    return show(state, meaning)


@on(Phase.CONFIRMING, Choose, ChooseMatter, to=SHOWN)
def choose_candidate(state: State, event: Choose | ChooseMatter) -> Result:
    meaning = state.visit.meaning
    if meaning is None:
        return state, ()
    if isinstance(event, Choose):
        if not 0 <= event.index < len(cards(state)):
            return state, ()
        chosen = cards(state)[event.index]
    else:
        chosen = event.matter_id
    return show(state, replace(meaning, matter_id=chosen, certainty="sure", candidates=()))


@on(Phase.CONFIRMING, Deny, to=(Phase.ASKING,))
def deny(state: State, event: Deny) -> Result:
    """Not so: the visitor says it again; a second denial brings other ways into view."""
    misses = state.visit.request.misses
    state = enter(state, Phase.ASKING, meaning=None, request=Request(misses=misses))
    key = {Way.SIGN: "ask.sign_again", Way.SPEAK: "ask.say_again"}.get(state.visit.way or Way.TOUCH, what_for(state))
    return _missed(state, key)


@on(Phase.CONFIRMING, Back, to=(Phase.ASKING,))
def back_to_asking(state: State, event: Back) -> Result:
    """One step back keeps the words."""
    return back_to(state, Phase.ASKING, meaning=None)


@on(farewell.EARLY, StartOver, to=(Phase.ASKING,))
def start_over(state: State, event: StartOver) -> Result:
    """The first question, in the way of communicating that was chosen; nothing else of the visit stays."""
    fresh = Visit()
    return begin_asking(
        settle(state).with_visit(
            meaning=None,
            papers=(),
            booking=fresh.booking,
            theme_id="",
            enquiry=None,
            guide_page="",
            wish="",
            check_in=None,
            coming_back=None,
            ticket=None,
        )
    )


@on(Phase.ASKING, Back, to=(Phase.CHOOSING,))
def back_to_choosing(state: State, event: Back) -> Result:
    return tell(enter(state, Phase.CHOOSING), "choose.question")


__all__ = ["begin_asking"]
