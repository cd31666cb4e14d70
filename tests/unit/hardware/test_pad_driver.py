"""The driver against the simulated pad in virtual time: the rules of an evaluation, and a line that goes wrong.

Numbers in the names' order follow the list of docs/pads.md.
"""

from __future__ import annotations

import pytest

from hardware.pad.messages import Profile
from hardware.pad.port import (
    HealthChanged,
    KeyIgnored,
    Level,
    LevelChosen,
    Outcome,
    PadHealth,
    PadTrouble,
    PromptShown,
    StaffCard,
    TroubleNoticed,
)
from hardware.pad.settings import PadSettings
from hardware.pad.simulator.line import BadLine
from hardware.pad.simulator.model import Face
from hardware.pad.simulator.wire import VirtualWire

BASIC = PadSettings(profile=Profile.BASIC)
FULL = PadSettings()
ACK = bytes.fromhex("68 03 03 68 81 0A")
START_BASIC = bytes.fromhex("68 02 02 68 81 01 82 16")
GRADES = [
    (4, Level.VERY_SATISFIED),
    (3, Level.SATISFIED),
    (2, Level.BASICALLY_SATISFIED),
    (1, Level.DISSATISFIED),
    (0, Level.VERY_DISSATISFIED),
]


@pytest.fixture(params=[FULL, BASIC], ids=["full", "basic"])
def wire(request: pytest.FixtureRequest) -> VirtualWire:
    made = VirtualWire(request.param)
    made.plug()
    return made


@pytest.fixture
def full() -> VirtualWire:
    made = VirtualWire(FULL)
    made.plug()
    return made


@pytest.fixture
def basic() -> VirtualWire:
    made = VirtualWire(BASIC)
    made.plug()
    return made


def outcomes(wire: VirtualWire) -> list[tuple[int, Outcome, Level | None, bool]]:
    return [(event.seq, event.outcome, event.level, event.late) for event in wire.closed]


def of(wire: VirtualWire, kind: type) -> list:
    return [event for event in wire.events if isinstance(event, kind)]


def health(wire: VirtualWire) -> list[PadHealth]:
    return [event.health for event in of(wire, HealthChanged)]


def asked(wire: VirtualWire, seq: int = 1, timeout_s: float = 60.0) -> VirtualWire:
    wire.prompt(seq, timeout_s)
    wire.run(1.0)
    return wire


# an ordinary evaluation


@pytest.mark.parametrize(("grade", "level"), GRADES)
def test_each_key_gives_its_level_once(wire: VirtualWire, grade: int, level: Level) -> None:
    asked(wire).press(grade)
    wire.run(10.0)
    assert outcomes(wire) == [(1, Outcome.LEVEL, level, False)]
    assert [event.seq for event in of(wire, PromptShown)] == [1]
    assert [event.level for event in of(wire, LevelChosen)] == [level]
    assert wire.closed[0].simulated


def test_the_record_knows_when_the_key_went_down(full: VirtualWire) -> None:
    asked(full)
    pressed_at = full.now
    full.press(4)
    full.run(10.0)
    assert full.closed[0].pressed_at == pytest.approx(pressed_at, abs=0.2)


def test_a_hundred_services_keep_their_own_marks(wire: VirtualWire) -> None:
    for seq in range(1, 101):
        asked(wire, seq).press(seq % 5)
        wire.run(10.0)
    assert [(event.seq, event.level) for event in wire.closed] == [
        (seq, dict(GRADES)[seq % 5]) for seq in range(1, 101)
    ]


def test_more_than_255_services_reuse_numbers_on_the_line_but_not_in_the_records(full: VirtualWire) -> None:
    for seq in range(1000, 1300):
        asked(full, seq).press(4)
        full.run(5.0)
    assert [event.seq for event in full.closed] == list(range(1000, 1300))
    assert {event.level for event in full.closed} == {Level.VERY_SATISFIED}


def test_the_pad_shows_who_serves(full: VirtualWire) -> None:
    full.prompt(1, card=StaffCard(number="0731", name="李明", window="A03"))
    full.run(1.0)
    assert full.pad.card == {1: "0731", 2: "李明", 4: "A03"}
    assert full.pad.face is Face.EVALUATING


def test_asking_for_the_same_evaluation_again_changes_nothing(wire: VirtualWire) -> None:
    asked(wire)
    asked(wire).press(4)
    wire.run(10.0)
    assert len(wire.closed) == len(of(wire, PromptShown)) == 1


def test_a_paused_pad_takes_no_keys(full: VirtualWire) -> None:
    full.driver.pause(True, full.now)
    full.run(1.0)
    assert full.pad.face is Face.PAUSED
    full.driver.pause(False, full.now)
    full.run(1.0)
    asked(full).press(4)
    full.run(10.0)
    assert outcomes(full)[0][1] is Outcome.LEVEL


def test_a_pad_that_refuses_is_noticed_and_asked_again(full: VirtualWire) -> None:
    full.driver.pause(True, full.now)
    full.run(1.0)
    asked(full)
    assert [event.trouble for event in of(full, TroubleNoticed)][:1] == [PadTrouble.REFUSED]
    full.driver.pause(False, full.now)
    full.run(3.0)
    full.press(4)
    full.run(10.0)
    assert outcomes(full) == [(1, Outcome.LEVEL, Level.VERY_SATISFIED, False)]


# 4-9: the line


def test_4_noise_before_a_result_does_not_hide_it(wire: VirtualWire) -> None:
    asked(wire)
    wire.inject(BadLine(7).noise(1000))
    wire.press(4)
    wire.run(10.0)
    assert outcomes(wire) == [(1, Outcome.LEVEL, Level.VERY_SATISFIED, False)]


def test_5_a_false_start_does_not_hide_the_result_behind_it(wire: VirtualWire) -> None:
    asked(wire)
    wire.inject(bytes.fromhex("68 03 03 68"))
    wire.press(3)
    wire.run(10.0)
    assert outcomes(wire) == [(1, Outcome.LEVEL, Level.SATISFIED, False)]


def test_6_a_result_with_a_wrong_sum_is_no_result_and_is_counted(basic: VirtualWire) -> None:
    asked(basic)
    basic.inject(bytes.fromhex("FF 68 03 03 68 81 11 04 97 16"))
    basic.run(5.0)
    assert basic.driver.decoder.counts.bad_sum == 1
    assert of(basic, LevelChosen) == []


def test_7_half_a_frame_then_silence_then_a_whole_one_is_one_result(basic: VirtualWire) -> None:
    asked(basic)
    basic.inject(bytes.fromhex("FF 68 03 03 68 81"))
    basic.run(0.06)
    basic.inject(bytes.fromhex("FF 68 03 03 68 81 11 04 96 16"))
    basic.run(10.0)
    assert outcomes(basic) == [(1, Outcome.LEVEL, Level.VERY_SATISFIED, False)]


def test_8_call_terminals_on_the_same_line_are_nobody_to_us(wire: VirtualWire) -> None:
    wire.line.callers = True
    asked(wire)
    assert of(wire, LevelChosen) == []
    wire.press(1)
    wire.run(10.0)
    assert outcomes(wire) == [(1, Outcome.LEVEL, Level.DISSATISFIED, False)]


def test_9_a_result_from_another_pad_is_not_ours(wire: VirtualWire) -> None:
    asked(wire)
    wire.line.address = 0x82
    wire.press(4)
    wire.run(70.0)
    # a full pad that answers from elsewhere is a silent one; a basic pad is not expected to say anything
    silent = Outcome.FAULT if wire.settings.profile is Profile.FULL else Outcome.NONE
    assert outcomes(wire) == [(1, silent, None, False)]
    assert of(wire, LevelChosen) == []


@pytest.mark.parametrize("chunks", [2, 3, 12])
def test_frames_in_pieces_and_frames_in_one_write_are_the_same(wire: VirtualWire, chunks: int) -> None:
    wire.line.chunks, wire.line.gap_s = chunks, 0.01
    asked(wire).press(4)
    wire.run(10.0)
    wire.line.chunks, wire.line.duplicate = 1, True
    asked(wire, 2).press(0)
    wire.run(10.0)
    assert [event.level for event in wire.closed] == [Level.VERY_SATISFIED, Level.VERY_DISSATISFIED]


def test_a_noisy_line_is_reported_to_the_technician(full: VirtualWire) -> None:
    full.line.flip = 0.03
    full.run(120.0)
    assert PadTrouble.LINE_NOISE in {event.trouble for event in of(full, TroubleNoticed)}


# 10-15: time-out, late keys, corrections


def test_10_nobody_pressed_is_none_and_never_a_level(wire: VirtualWire) -> None:
    asked(wire, timeout_s=60.0)
    wire.run(200.0)
    assert outcomes(wire) == [(1, Outcome.NONE, None, False)]
    assert wire.closed[0].at == pytest.approx(1000.0 + 0.05 + 60.0, abs=1.0)


def test_11_a_key_within_two_minutes_of_the_time_out_counts_as_late(wire: VirtualWire) -> None:
    asked(wire)
    wire.run(60.0)
    wire.pad.press_late(3, wire.now)
    wire.run(10.0)
    assert outcomes(wire) == [(1, Outcome.NONE, None, False), (1, Outcome.LEVEL, Level.SATISFIED, True)]


def test_a_key_later_than_two_minutes_counts_for_nothing(wire: VirtualWire) -> None:
    asked(wire)
    wire.run(60.0 + 121.0)
    wire.pad.press_late(3, wire.now)
    wire.run(10.0)
    assert outcomes(wire) == [(1, Outcome.NONE, None, False)]
    assert [event.why for event in of(wire, KeyIgnored)] == ["too-late"]


def test_12_a_late_key_after_the_next_start_belongs_to_no_one(full: VirtualWire) -> None:
    asked(full)
    full.run(60.0)
    asked(full, 2)
    full.inject(bytes.fromhex("FF 68 05 05 68 81 11 04 01 05 9C 16"))  # grade 4 for the evaluation before
    full.inject(bytes.fromhex("FF 68 05 05 68 81 11 04 01 05 9C 16"))
    full.run(61.0)
    assert outcomes(full) == [(1, Outcome.NONE, None, False), (2, Outcome.NONE, None, False)]
    assert [event.why for event in of(full, KeyIgnored)] == ["wrong-seq"]


def test_a_key_that_went_down_before_the_question_is_not_its_answer(full: VirtualWire) -> None:
    asked(full)
    for _ in range(2):
        full.inject(bytes.fromhex("FF 68 05 05 68 81 11 04 01 78 0F 16"))  # our SEQ, but pressed 12 s ago
    full.run(5.0)
    assert of(full, LevelChosen) == []


def test_13_the_same_result_again_is_answered_again_and_stored_once(wire: VirtualWire) -> None:
    answer = ACK if wire.settings.profile is Profile.FULL else START_BASIC
    asked(wire)
    before = len(wire.sent)
    wire.line.duplicate = True
    wire.press(4)
    wire.run(0.2)
    wire.pad._say_result(wire.now)
    wire.run(10.0)
    answers = b"".join(wire.sent[before:]).count(answer)
    assert answers >= 2
    assert outcomes(wire) == [(1, Outcome.LEVEL, Level.VERY_SATISFIED, False)]
    assert len(of(wire, LevelChosen)) == 1


def test_14_a_wrong_key_can_be_corrected_for_three_seconds(wire: VirtualWire) -> None:
    asked(wire).press(0)
    wire.run(1.0)
    wire.press(4)
    wire.run(10.0)
    assert outcomes(wire) == [(1, Outcome.LEVEL, Level.VERY_SATISFIED, False)]
    assert [event.level for event in of(wire, LevelChosen)] == [Level.VERY_DISSATISFIED, Level.VERY_SATISFIED]


def test_after_three_seconds_the_first_key_stands(wire: VirtualWire) -> None:
    asked(wire).press(0)
    wire.run(4.0)
    wire.press(4)
    wire.run(10.0)
    assert outcomes(wire) == [(1, Outcome.LEVEL, Level.VERY_DISSATISFIED, False)]


def test_15_a_key_with_nothing_open_stores_nothing(wire: VirtualWire) -> None:
    wire.press(4)
    wire.run(10.0)
    assert wire.closed == []
    assert [event.why for event in of(wire, KeyIgnored)] == ["nothing-open"]


def test_children_playing_with_a_key_make_one_line_in_the_log(wire: VirtualWire) -> None:
    for _ in range(5):
        wire.press(4)
        wire.run(0.5)
    assert len(of(wire, KeyIgnored)) == 1


def test_cancelling_closes_without_a_level_and_frees_the_pad(full: VirtualWire) -> None:
    asked(full).cancel(1)
    full.run(1.0)
    assert outcomes(full) == [(1, Outcome.CANCELLED, None, False)]
    assert full.pad.face is Face.IDLE


def test_a_mark_that_was_given_cannot_be_cancelled_away(wire: VirtualWire) -> None:
    asked(wire).press(0)
    wire.run(1.0)
    wire.cancel(1)
    assert outcomes(wire) == [(1, Outcome.LEVEL, Level.VERY_DISSATISFIED, False)]


def test_a_key_after_cancelling_counts_for_nothing(basic: VirtualWire) -> None:
    asked(basic).cancel(1)
    basic.press(4)
    basic.run(10.0)
    assert outcomes(basic) == [(1, Outcome.CANCELLED, None, False)]


def test_the_next_visitor_closes_the_one_before_with_none(wire: VirtualWire) -> None:
    asked(wire)
    asked(wire, 2).press(4)
    wire.run(10.0)
    assert outcomes(wire) == [(1, Outcome.NONE, None, False), (2, Outcome.LEVEL, Level.VERY_SATISFIED, False)]


def test_more_time_moves_the_time_out_on_both_sides(full: VirtualWire) -> None:
    asked(full, timeout_s=20.0)
    full.driver.extend(1, 60.0, full.now)
    full.run(50.0)
    assert full.closed == []
    assert full.pad.face is Face.EVALUATING
    full.press(2)
    full.run(5.0)
    assert outcomes(full) == [(1, Outcome.LEVEL, Level.BASICALLY_SATISFIED, False)]


@pytest.mark.parametrize(("wanted_s", "held_s"), [(1.0, 20.0), (60.0, 60.0), (999.0, 180.0)])
def test_the_time_to_answer_is_held_in_its_bounds(wire: VirtualWire, wanted_s: float, held_s: float) -> None:
    start = wire.now
    wire.prompt(1, wanted_s)
    wire.run(300.0)
    assert wire.closed[0].at - start == pytest.approx(held_s, abs=0.1)


# 16-17: the cable


def test_16_unplugged_for_four_seconds_the_same_evaluation_goes_on(wire: VirtualWire) -> None:
    asked(wire)
    asked_as = wire.pad.seq
    wire.unplug()
    wire.run(4.0)
    wire.plug()
    wire.run(1.0)
    assert wire.pad.seq == asked_as
    assert wire.pad.face is Face.EVALUATING
    wire.press(4)
    wire.run(10.0)
    assert outcomes(wire) == [(1, Outcome.LEVEL, Level.VERY_SATISFIED, False)]
    assert health(wire)[-1] is PadHealth.READY


def test_after_a_re_plug_the_pad_is_given_only_the_time_that_is_left(full: VirtualWire) -> None:
    asked(full, timeout_s=60.0)
    full.unplug()
    full.run(30.0)
    full.plug()
    full.run(1.0)
    assert full.pad.deadline == pytest.approx(1000.05 + 60.0, abs=1.5)


def test_17_unplugged_beyond_the_time_out_is_a_fault_and_said_at_once(wire: VirtualWire) -> None:
    asked(wire)
    lost_at = wire.now
    wire.unplug()
    told = of(wire, HealthChanged)[-1]
    assert (told.health, told.reference) == (PadHealth.FAULT, "pad-lost")
    assert told.at - lost_at <= 2.0
    wire.run(200.0)
    assert outcomes(wire) == [(1, Outcome.FAULT, None, False)]


def test_a_prompt_to_an_absent_pad_is_a_fault_at_its_time_out() -> None:
    wire = VirtualWire(FULL)
    wire.driver.lost(wire.now, "pad-missing")
    wire.prompt(1)
    wire.run(100.0)
    assert outcomes(wire) == [(1, Outcome.FAULT, None, False)]


def test_a_key_pressed_while_the_cable_was_out_arrives_when_it_is_back(full: VirtualWire) -> None:
    asked(full)
    full.unplug()
    full.pad.press(3, full.now)
    full.run(3.0)
    full.plugged = True  # same pad, not powered down: it still repeats its result
    full.driver.opened(full.now)
    full.run(10.0)
    assert outcomes(full) == [(1, Outcome.LEVEL, Level.SATISFIED, False)]


def test_a_pad_that_restarts_in_an_evaluation_is_asked_again(full: VirtualWire) -> None:
    asked(full)
    full.pad.power_up(full.now)
    assert full.pad.face is Face.IDLE
    full.run(2.0)
    assert full.pad.face is Face.EVALUATING
    full.press(4)
    full.run(10.0)
    assert outcomes(full) == [(1, Outcome.LEVEL, Level.VERY_SATISFIED, False)]


def test_a_pad_that_falls_silent_is_a_fault_after_three_missed_pings_and_mends_itself(full: VirtualWire) -> None:
    full.run(25.0)
    full.muted = True
    full.run(45.0)
    assert health(full)[-1] is PadHealth.FAULT
    full.muted = False
    full.run(15.0)
    assert health(full)[-1] is PadHealth.READY


def test_a_question_nobody_confirms_is_a_fault_within_two_seconds(full: VirtualWire) -> None:
    full.muted = True
    full.prompt(1)
    full.run(2.0)
    told = of(full, HealthChanged)[-1]
    assert (told.health, told.reference) == (PadHealth.FAULT, "pad-silent")
    full.muted = False
    full.run(3.0)
    full.press(4)
    full.run(10.0)
    assert outcomes(full) == [(1, Outcome.LEVEL, Level.VERY_SATISFIED, False)]


def test_an_idle_pad_stays_ready_for_an_hour_with_one_ping_each_ten_seconds(full: VirtualWire) -> None:
    before = len(full.sent)
    full.run(3600.0)
    assert health(full) == [PadHealth.CONNECTING, PadHealth.READY]
    assert len(full.sent) - before == pytest.approx(360, abs=2)


# 18-19: keys


def test_18_an_old_pads_key_map_is_a_setting() -> None:
    wire = VirtualWire(PadSettings(profile=Profile.BASIC, keys="keys-old"))
    wire.plug()
    asked(wire).press(4)
    wire.run(10.0)
    assert outcomes(wire) == [(1, Outcome.LEVEL, Level.VERY_SATISFIED, False)]


def test_a_pad_that_says_nothing_was_pressed_closes_with_none() -> None:
    wire = VirtualWire(PadSettings(profile=Profile.BASIC, keys="keys-new"))
    wire.plug()
    asked(wire).press(0)
    wire.run(10.0)
    assert outcomes(wire) == [(1, Outcome.NONE, None, False)]


def test_a_code_that_is_not_in_the_key_map_counts_for_nothing() -> None:
    wire = VirtualWire(PadSettings(profile=Profile.BASIC, keys="grades-3"))
    wire.plug()
    asked(wire).press(4)
    wire.run(70.0)
    assert outcomes(wire) == [(1, Outcome.NONE, None, False)]
    assert [event.why for event in of(wire, KeyIgnored)] == ["unmapped"]


def test_19_a_stuck_key_gives_at_most_one_result_and_a_warning(wire: VirtualWire) -> None:
    asked(wire)
    for seq in range(2, 6):
        for _ in range(40):
            wire.press(4)
            wire.run(0.05)
        wire.run(2.0)
        asked(wire, seq)
    wire.run(70.0)
    assert len([event for event in wire.closed if event.outcome is Outcome.LEVEL]) <= 1
    assert PadTrouble.STUCK_KEY in {event.trouble for event in of(wire, TroubleNoticed)}


def test_a_key_that_came_free_counts_again(wire: VirtualWire) -> None:
    for _ in range(20):
        wire.press(4)
        wire.run(0.05)
    wire.run(6.0)
    asked(wire).press(4)
    wire.run(10.0)
    assert outcomes(wire) == [(1, Outcome.LEVEL, Level.VERY_SATISFIED, False)]


def test_a_key_on_an_idle_basic_pad_does_not_make_it_ask(basic: VirtualWire) -> None:
    asked(basic).press(4)
    basic.run(10.0)
    basic.press(4)
    basic.run(1.0)
    assert basic.pad.face is Face.IDLE
