"""The clerk's desk: who sits there, whether the window calls, corrections and captions that both see, training."""

from __future__ import annotations

from dataclasses import replace

from terminal.visit.effects import CallNextTicket, Evaluate, SetWindow, Tell, Wipe
from terminal.visit.events import (
    ClerkAsksEvaluation,
    ClerkCallsNext,
    ClerkNumber,
    ClerkSignsIn,
    ClerkSignsOut,
    ClerkTalks,
    EnquiriesChanged,
    Event,
    FixChip,
    HallRefused,
    InterpretersChanged,
    Leave,
    PauseWindow,
    SpeechHeard,
    SpeechPartial,
    Start,
    Sureness,
    Tick,
    Train,
    VisitorInvented,
    Way,
    WindowChanged,
)
from terminal.visit.machine import step
from terminal.visit.state import Call, Chip, Consent, Line, Phase, Request, Said, State, Ticket, Visit
from terminal.visit.wants import wants

DOUBTFUL = Chip("换", 0.6, Sureness.MAYBE, ("补", "丢"))
TALKING = State(phase=Phase.CONVERSING, visit=Visit(visit_id="v", way=Way.SIGN))


def after(state: State, *events: Event) -> State:
    for event in events:
        state, _ = step(state, event)
    return state


def test_the_clerk_signs_in_and_the_window_opens() -> None:
    state = after(State(staff_page="sign_in"), ClerkNumber(text="0215"))
    state, effects = step(state, ClerkSignsIn())
    assert (state.clerk, state.clerk_number, state.staff_page) == ("0215", "", "main")
    assert [effect.wanted for effect in effects if isinstance(effect, SetWindow)] == ["open"]


def test_nobody_signs_in_without_a_number() -> None:
    state, effects = step(State(clerk_number="  "), ClerkSignsIn())
    assert (state.clerk, effects) == ("", ())


def test_a_clerk_does_not_leave_a_visitor_standing() -> None:
    state, effects = step(replace(TALKING, clerk="0215"), ClerkSignsOut())
    assert (state.clerk, effects) == ("0215", ())
    state, effects = step(State(clerk="0215"), ClerkSignsOut())
    assert state.clerk == ""
    assert [effect.wanted for effect in effects if isinstance(effect, SetWindow)] == ["closed"]


def test_a_paused_window_calls_nobody() -> None:
    state = after(State(), PauseWindow(paused=True), WindowChanged(state="paused"))
    state, effects = step(state, ClerkCallsNext())
    assert effects == ()
    state = after(state, PauseWindow(paused=False), WindowChanged(state="open"))
    _, effects = step(state, ClerkCallsNext())
    assert [type(effect) for effect in effects] == [CallNextTicket]


def test_what_the_hall_refuses_is_told_to_the_clerk_until_the_next_step() -> None:
    state, effects = step(State(), PauseWindow(paused=True))
    refusal = HallRefused(effect_id=effects[0].effect_id, code="window_busy", zh="窗口有人", en="Somebody is there")
    state = after(state, refusal)
    assert (state.refused, state.hall.window) == (("窗口有人", "Somebody is there"), "")
    assert after(state, PauseWindow(paused=True)).refused == ("", "")


def test_interpreters_are_known_before_one_is_called() -> None:
    state = after(State(), InterpretersChanged(people=(("手语翻译3号", "ready"),), hours="9:00-17:00"))
    assert [(p.label, p.status) for p in state.hall.interpreters] == [("手语翻译3号", "ready")]


def test_what_could_not_be_got_done_is_counted_for_the_clerk() -> None:
    state = after(State(), EnquiriesChanged(open=3, late=1))
    assert (state.hall.enquiries, state.hall.enquiries_late) == (3, 1)
    assert after(state, EnquiriesChanged(open=0, late=0)).hall.enquiries == 0


def test_a_word_of_a_sent_line_is_put_right_for_both() -> None:
    said = Line("visitor", "残疾人证 换", 1.0, chips=(Chip("残疾人证", 0.9, Sureness.SURE), DOUBTFUL))
    state = TALKING.with_visit(lines=(said, Line("clerk", "好", 2.0)))
    state = after(state, FixChip(chip=1, alternative=0))
    mended = state.visit.lines[0]
    assert (mended.text, mended.mended) == ("残疾人证 补", True)
    assert mended.chips[1].sureness is Sureness.SURE


def test_words_not_sent_yet_come_first() -> None:
    state = TALKING.with_visit(
        request=Request(chips=(DOUBTFUL,)), lines=(Line("visitor", "换", 1.0, chips=(DOUBTFUL,)),)
    )
    state = after(state, FixChip(chip=0, alternative=1))
    assert state.visit.request.chips[0].gloss == "丢"
    assert not state.visit.lines[0].mended
    assert after(state, FixChip(chip=7, alternative=0), FixChip(chip=0, alternative=9)) == state


def test_an_evaluation_that_nothing_can_be_said_about_ends_the_visit() -> None:
    """请评价 where no service had begun, or it had been rated already: the machine refused its own move."""
    rated = TALKING.with_visit(evaluated=("s",), ticket=Ticket("t", "A001", "", 0, 0, service_id="s"))
    for state in (TALKING, rated):
        assert after(state, ClerkAsksEvaluation(at=1.0)).phase is Phase.LEAVING


# --- captions --------------------------------------------------------------------------------------------------------


def test_the_clerks_speech_becomes_a_caption_then_a_line() -> None:
    state = after(TALKING, ClerkTalks(on=True))
    assert (wants(state).question, wants(state).captions) == ("captions", True)
    state = after(state, SpeechPartial(text="请带"))
    assert (state.visit.caption, state.visit.request.partial) == ("请带", "")
    heard = SpeechHeard(text="请带照片", confidence=0.8, words=(("请带", 0.9), ("照片", 0.4)))
    state, effects = step(state, heard)
    assert state.visit.caption == ""
    assert state.visit.lines[-1].words == (Said("请带"), Said("照片", doubtful=True))
    assert (state.visit.lines[-1].who, state.visit.lines[-1].text) == ("clerk", "请带照片")
    assert [effect.key for effect in effects if isinstance(effect, Tell)] == ["converse.clerk_says"]


def test_what_was_not_caught_leaves_no_line() -> None:
    state = after(TALKING, ClerkTalks(on=True), SpeechPartial(text="嗯"), SpeechHeard(text="", confidence=0.0))
    assert (state.visit.lines, state.visit.caption) == ((), "")


def test_without_the_key_speech_is_the_visitors() -> None:
    speaking = TALKING.with_visit(way=Way.SPEAK, consent=Consent(microphone=True))
    assert wants(speaking).question == "request"
    state = after(speaking, ClerkTalks(on=True), ClerkTalks(on=False), SpeechHeard(text="丢了", confidence=0.9))
    assert state.visit.lines[-1].who == "visitor"


def test_in_a_call_the_interpreter_reads_the_clerks_speech_too() -> None:
    call = Call(state="connected", since=0.0, call_id="c")
    state = TALKING.with_visit(call=call, consent=Consent(transmit=True))
    state = replace(state, phase=Phase.REMOTE)
    assert wants(after(state, ClerkTalks(on=True))).question == "captions"
    state, effects = step(after(state, ClerkTalks(on=True)), SpeechHeard(text="请坐", confidence=0.9))
    sent = [effect for effect in effects if type(effect).__name__ == "SendCallText"]
    assert [(effect.who, effect.text, effect.via) for effect in sent] == [("clerk", "请坐", "captions")]


def test_nothing_the_clerk_said_outlives_the_visit() -> None:
    state = after(TALKING, ClerkTalks(on=True), SpeechPartial(text="请带"), Leave(at=10.0))
    state = after(state, *(Tick(at=10.0 + 2 * n) for n in range(200)))
    assert state.phase is Phase.IDLE
    assert state.visit.caption == ""
    assert not state.clerk_talks


# --- training --------------------------------------------------------------------------------------------------------

INVENTED = VisitorInvented(matter_id="id_card_lost", papers=2, ticket_id="invented-1", number="T01")


def test_an_invented_visitor_waits_only_in_training() -> None:
    assert after(State(), INVENTED).phase is Phase.IDLE
    state = after(State(), Train(on=True), INVENTED)
    assert (state.phase, state.visit.ticket.number if state.visit.ticket else "") == (Phase.WAITING, "T01")
    assert wants(state).camera is False


def test_training_does_not_begin_in_front_of_a_visitor() -> None:
    assert not after(TALKING, Train(on=True)).training


def test_training_ends_at_once_and_leaves_nothing() -> None:
    state = after(State(), Train(on=True), INVENTED)
    state, effects = step(state, Train(on=False))
    assert (state.training, state.phase, state.visit.ticket) == (False, Phase.IDLE, None)
    assert any(isinstance(effect, Wipe) for effect in effects)
    assert not any(isinstance(effect, Evaluate) for effect in effects)


def test_practice_opens_no_camera_and_no_pad() -> None:
    state = after(State(), Train(on=True), Start(visit_id="v"))
    visit = replace(state.visit, way=Way.SIGN, consent=Consent(camera=True, microphone=True))
    for phase in Phase:
        assert not wants(replace(state, phase=phase, visit=visit)).camera
        assert wants(replace(state, phase=phase, visit=visit)).pad_seq == 0
