"""Beside single matters: one thing of several matters, a problem that cannot be got done, aids and other places."""

from __future__ import annotations

from dataclasses import replace

from terminal.visit.asked import MOST_CHIPS, mended, with_chip
from terminal.visit.effects import CallHelp, PlayCue, SendEnquiry, TakeTicket
from terminal.visit.events import (
    Back,
    BorrowAid,
    Choose,
    ChooseTheme,
    Confirm,
    Deny,
    EnquiryTaken,
    FixChip,
    HallGuideChanged,
    HallRefused,
    HallSilent,
    Leave,
    ShowGuide,
    SignAgain,
    SignSeen,
    SpeechHeard,
    SpeechPartial,
    Submit,
    TakeNumber,
    TellProblem,
    TypeText,
    Way,
)
from terminal.visit.matter import show_matter
from terminal.visit.moves import active, aloud, answered, ask, do, enter, noted, settle, tell, told_besides, unanswered
from terminal.visit.opening import begin_asking
from terminal.visit.questions import back_to, nothing_yet
from terminal.visit.state import Aid, Enquiry, HallTheme, Help, Meaning, Phase, Place, Request, State
from terminal.visit.table import Result, anywhere, on

SHOWN = (Phase.MATTER, Phase.THEME, Phase.ENQUIRY)
"""Where a confirmed meaning may lead."""
NOT_DONE = "cannot_do"
"""The matter that is no matter: 办不成事 (contract: an enquiry of kind cannot_get_it_done)."""
ASKED = "enquiry.ask"


def show(state: State, meaning: Meaning) -> Result:
    """What was confirmed: a theme of this hall, a problem, or a matter."""
    if meaning.matter_id == NOT_DONE:
        return begin_enquiry(state)
    theme = theme_of(state, meaning.matter_id)
    return show_theme(state, theme) if theme is not None else show_matter(state, meaning)


def theme_of(state: State, theme_id: str) -> HallTheme | None:
    """The hall's theme of that id, or None."""
    return next((theme for theme in state.hall.themes if theme.theme_id == theme_id), None)


@anywhere(HallGuideChanged)
def guide_changed(state: State, event: HallGuideChanged) -> Result:
    hall = replace(
        state.hall,
        themes=tuple(HallTheme(*row) for row in event.themes),
        aids=tuple(Aid(*row) for row in event.aids),
        places=tuple(Place(*row) for row in event.places),
    )
    return replace(state, hall=hall), ()


# --- themes


@on(Phase.ASKING, ChooseTheme, to=(Phase.THEME,))
def choose_theme(state: State, event: ChooseTheme) -> Result:
    theme = theme_of(state, event.theme_id)
    return show_theme(state, theme) if theme is not None else (state, ())


def show_theme(state: State, theme: HallTheme) -> Result:
    state = enter(state, Phase.THEME, theme_id=theme.theme_id, meaning=None, papers=(), page=0)
    return tell(state, "theme.bring", theme=theme.theme_id)


@on(Phase.THEME, TakeNumber, Confirm)
def take_theme_number(state: State, event: TakeNumber | Confirm) -> Result:
    """One number for the whole thing, in the zone that does it."""
    theme = theme_of(state, state.visit.theme_id)
    if theme is None:
        return state, ()
    way = (state.visit.way or Way.TOUCH).value
    return ask(active(state), TakeTicket, "ticket", matter_id="", zone_id=theme.zone_id, talk_way=way)


@on(Phase.THEME, Choose)
def choose_in_theme(state: State, event: Choose) -> Result:
    return take_theme_number(state, Confirm(at=event.at)) if event.index == 0 else (state, ())


@on(Phase.THEME, Back, Deny, to=(Phase.ASKING,))
def back_from_theme(state: State, event: Back | Deny) -> Result:
    return begin_asking(state.with_visit(theme_id=""))


# --- a problem


@on((Phase.ASKING, Phase.CONFIRMING), TellProblem, to=(Phase.ENQUIRY,))
def tell_problem(state: State, event: TellProblem) -> Result:
    return begin_enquiry(state)


def begin_enquiry(state: State) -> Result:
    """By sign, speech or keyboard, as the visitor communicates; a clean sheet."""
    return tell(enter(state, Phase.ENQUIRY, request=Request(), enquiry=None, meaning=None), ASKED)


@on(Phase.ENQUIRY, TypeText)
def type_problem(state: State, event: TypeText) -> Result:
    return active(state).with_visit(request=replace(state.visit.request, typed=event.text), notice=""), ()


@on(Phase.ENQUIRY, SpeechPartial)
def problem_so_far(state: State, event: SpeechPartial) -> Result:
    return active(state).with_visit(request=replace(state.visit.request, partial=event.text)), ()


@on(Phase.ENQUIRY, SpeechHeard)
def hear_problem(state: State, event: SpeechHeard) -> Result:
    """Sentence after sentence: what was said before stays."""
    request = state.visit.request
    if state.visit.enquiry is not None:
        return active(state), ()
    if not event.text:
        return noted(state, "ask.not_caught")
    heard = "，".join(part for part in (request.heard, event.text) if part)
    state = active(state).with_visit(request=replace(request, partial="", heard=heard), notice="")
    return told_besides(state, "voice.enquiry_heard") if aloud(state) else (state, ())


@on(Phase.ENQUIRY, SignSeen)
def see_problem(state: State, event: SignSeen) -> Result:
    chips = with_chip(state.visit.request.chips, event)
    if len(chips) > MOST_CHIPS:
        return active(state), ()
    state = active(state).with_visit(request=replace(state.visit.request, chips=chips), notice="")
    return do(state, PlayCue, name="understood")


@on(Phase.ENQUIRY, FixChip)
def fix_problem(state: State, event: FixChip) -> Result:
    request = state.visit.request
    return active(state).with_visit(request=replace(request, chips=mended(request.chips, event))), ()


@on(Phase.ENQUIRY, SignAgain)
def problem_again(state: State, event: SignAgain) -> Result:
    return tell(active(state).with_visit(request=Request(), notice=""), ASKED)


def problem_text(state: State) -> str:
    """What will be sent: typed, said or signed."""
    request = state.visit.request
    return request.typed.strip() or request.heard or " ".join(chip.gloss for chip in request.chips if chip.gloss)


@on(Phase.ENQUIRY, Submit, Confirm, to=(Phase.LEAVING,))
def send_problem(state: State, event: Submit | Confirm) -> Result:
    """就是这样 sends it; once it is sent, the same answer ends the visit."""
    if state.visit.enquiry is not None:
        return tell(enter(state, Phase.LEAVING), "leaving.bye")
    text = problem_text(state)
    if not text:
        return noted(state, nothing_yet(state))
    return ask(active(state), SendEnquiry, "enquiry", text=text)


@on(Phase.ENQUIRY, EnquiryTaken)
def problem_taken(state: State, event: EnquiryTaken) -> Result:
    if not answered(state, event.effect_id):
        return state, ()
    enquiry = Enquiry("taken", event.number, event.due, event.next_step)
    return tell(settle(state).with_visit(enquiry=enquiry, request=Request()), "enquiry.taken")


@on(Phase.ENQUIRY, HallSilent)
def problem_kept(state: State, event: HallSilent) -> Result:
    """The truth: it is written down here and will be sent; no number is invented."""
    if not answered(state, event.effect_id):
        return state, ()
    if not event.kept:
        return unanswered(state)
    return tell(settle(state).with_visit(enquiry=Enquiry("kept"), request=Request()), "enquiry.kept")


@on(Phase.ENQUIRY, HallRefused)
def problem_refused(state: State, event: HallRefused) -> Result:
    if not answered(state, event.effect_id):
        return state, ()
    return tell(settle(state).with_visit(notice="hall.refused"), "hall.says", zh=event.zh, en=event.en)


@on(Phase.ENQUIRY, Back, Deny, to=(Phase.ASKING,))
def back_from_problem(state: State, event: Back | Deny) -> Result:
    return begin_asking(state.with_visit(enquiry=None))


# --- aids and other places


@on((Phase.ASKING, Phase.BOOKING), ShowGuide, to=(Phase.GUIDE,))
def show_guide(state: State, event: ShowGuide) -> Result:
    page = "places" if event.page == "places" else "aids"
    return tell(enter(state, Phase.GUIDE, guide_page=page), f"guide.{page}")


@on(Phase.GUIDE, BorrowAid)
def borrow(state: State, event: BorrowAid) -> Result:
    """Somebody brings it: the same silent call as for a person, with the thing named."""
    aid = next((aid for aid in state.hall.aids if aid.aid_id == event.aid_id and aid.free), None)
    if aid is None or (state.visit.help is not None and state.visit.help.state == "called"):
        return active(state), ()
    state = active(state).with_visit(help=Help("called", state.now))
    way = (state.visit.way or Way.TOUCH).value
    state, called = do(state, CallHelp, phase=state.phase.value, way=way, aid_id=aid.aid_id)
    state, told = tell(state, "guide.brought", aid=aid.aid_id)
    return state, called + told


@on(Phase.GUIDE, Choose)
def choose_aid(state: State, event: Choose) -> Result:
    if state.visit.guide_page != "aids" or not 0 <= event.index < len(state.hall.aids):
        return state, ()
    return borrow(state, BorrowAid(at=event.at, aid_id=state.hall.aids[event.index].aid_id))


@on(Phase.GUIDE, Back, Deny, to=(Phase.ASKING, Phase.MATTER))
def back_from_guide(state: State, event: Back | Deny) -> Result:
    """Where the visitor was: at the matter whose times were full, or at the question."""
    if state.visit.meaning is not None:
        return back_to(state, Phase.MATTER, guide_page="")
    return begin_asking(state.with_visit(guide_page=""))


@on((Phase.THEME, Phase.ENQUIRY, Phase.GUIDE), Leave, to=(Phase.LEAVING,))
def go(state: State, event: Leave) -> Result:
    return tell(enter(state, Phase.LEAVING), "leaving.bye")


__all__ = ["problem_text", "theme_of"]
