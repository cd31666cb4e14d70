"""The call's pure parts: what a picture is called, how it is sized, what is shown of a session, which lines arrive."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.call import progress, timecode
from terminal.call.lines import Lines
from terminal.call.progress import Presence
from terminal.call.quality import REPORTS_DOWN, REPORTS_UP, Ladder, Report, in_words
from terminal.call.wishes import Write

# --- quality -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fps", "height", "words"),
    [
        (25, 480, "good"),
        (20, 240, "good"),
        (19, 720, "slow"),
        (12, 480, "slow"),
        (11, 720, "unreadable"),
        (30, 144, "unreadable"),
    ],
)
def test_a_picture_has_a_plain_name(fps: float, height: int, words: str) -> None:
    assert in_words(fps, height) == words


@pytest.mark.parametrize(
    ("camera", "steps"),
    [
        ((1280, 720), [(1280, 720), (848, 480), (640, 360), (424, 240)]),
        ((640, 480), [(640, 480), (480, 360), (320, 240)]),
        ((176, 144), [(176, 144)]),
    ],
)
def test_resolution_falls_step_by_step_and_stops_at_qvga(camera: tuple[int, int], steps: list[tuple[int, int]]) -> None:
    ladder = Ladder(camera)
    seen = [ladder.size]
    for _ in range(20):
        size = ladder.heard(fps=8, camera_fps=25, lost=0.0)
        seen += [size] if size != seen[-1] else []
    assert seen == steps


def test_one_bad_report_changes_nothing_and_calm_brings_the_size_back() -> None:
    ladder = Ladder((1280, 720))
    ladder.heard(fps=8, camera_fps=25, lost=0.0)
    assert ladder.heard(fps=25, camera_fps=25, lost=0.0) == (1280, 720)
    for _ in range(REPORTS_DOWN):
        size = ladder.heard(fps=25, camera_fps=25, lost=0.3)
    assert size == (848, 480)
    for _ in range(REPORTS_UP):
        size = ladder.heard(fps=25, camera_fps=25, lost=0.0)
    assert size == (1280, 720)


def test_a_step_up_that_did_not_hold_waits_longer_the_next_time() -> None:
    ladder = Ladder((1280, 720))
    waits = []
    for _ in range(3):
        for _ in range(REPORTS_DOWN):
            ladder.heard(fps=8, camera_fps=25, lost=0.0)
        waits.append(0)
        while ladder.heard(fps=25, camera_fps=25, lost=0.0) != (1280, 720):
            waits[-1] += 1
    assert waits == sorted(set(waits))


def test_a_slow_camera_is_no_reason_for_a_smaller_picture() -> None:
    ladder = Ladder((640, 480))
    assert {ladder.heard(fps=14, camera_fps=15, lost=0.0) for _ in range(10)} == {(640, 480)}


@pytest.mark.parametrize("message", [{"fps": "fast"}, {"fps": -1}, {"width": None}, {"height": 10**9}, {"fps": [1]}])
def test_a_report_that_is_none_is_no_report(message: dict[str, Any]) -> None:
    assert Report.of(message) is None


# --- the time in the picture ---------------------------------------------------------------------------------------


@given(st.integers(0, timecode.WRAP_MS - 1), st.sampled_from([(1280, 720), (640, 480), (424, 240)]))
def test_the_time_is_read_back_from_a_picture(milliseconds: int, size: tuple[int, int]) -> None:
    picture = np.full((size[1], size[0], 3), 90, np.uint8)
    timecode.paint(picture, milliseconds)
    assert timecode.read(picture) == milliseconds


# --- what is shown of a session ------------------------------------------------------------------------------------


def here(**roles: bool) -> Presence:
    presence = Presence(line_up=True)
    presence.joined([{"role": role, "joined": joined} for role, joined in roles.items()])
    return presence


@pytest.mark.parametrize(
    ("session", "presence", "state", "reason"),
    [
        ({"state": "queued", "queue_place": 2}, here(), "queued", ""),
        ({"state": "called"}, here(), "ringing", ""),
        ({"state": "processing"}, here(visitor=True), "ringing", ""),
        ({"state": "processing"}, here(interpreter=True), "connected", ""),
        ({"state": "parked"}, here(interpreter=True), "held", ""),
        ({"state": "processing"}, Presence(line_up=False, was_here=True), "reconnecting", "line"),
        ({"state": "processing"}, Presence(line_up=True, was_here=True), "reconnecting", "interpreter"),
        ({"state": "processing"}, Presence(replaced=True), "phone", ""),
        ({"state": "missed"}, here(), "nobody", "closed"),
        ({"state": "pending", "end_reason": "done"}, here(), "ended", "done"),
        ({"state": "deleted"}, here(), "ended", ""),
    ],
)
def test_what_the_visitor_sees(session: dict[str, Any], presence: Presence, state: str, reason: str) -> None:
    shown = progress.seen(session, presence)
    assert (shown.state, shown.reason) == (state, reason)


def test_the_wait_is_told_in_whole_minutes_never_less_than_it_is() -> None:
    shown = progress.seen({"state": "queued", "queue_place": 3, "expected_answer_seconds": 61}, here())
    assert (shown.place, shown.wait_minutes) == (3, 2)


@pytest.mark.parametrize("rubbish", [None, "all", [1, None], [{"role": 3}], {"visitor": True}])
def test_rubbish_about_who_is_here_costs_nothing(rubbish: Any) -> None:
    presence = Presence(line_up=True)
    presence.joined(rubbish)
    assert progress.seen({"state": "processing"}, presence).state == "ringing"


def test_who_is_heard_is_here_until_the_hall_says_they_left() -> None:
    presence = Presence(line_up=True)
    presence.joined([{"role": "interpreter", "joined": False}])
    assert presence.heard("interpreter")
    assert not presence.heard("interpreter"), "no news"
    assert not presence.heard("clerk")
    assert progress.seen({"state": "processing"}, presence).state == "connected"
    presence.joined([{"role": "interpreter", "joined": False}])
    assert progress.seen({"state": "processing"}, presence).reason == "interpreter"


# --- lines ---------------------------------------------------------------------------------------------------------


def test_a_final_line_is_sent_until_it_comes_back_with_its_number() -> None:
    lines = Lines()
    lines.write(Write("visitor", 1, "照", "typed", False))
    lines.write(Write("visitor", 1, "照片", "typed", True))
    assert [message["text"] for message in lines.unsent("visitor")] == ["照片"]
    assert lines.unsent("clerk") == []
    back = {"type": "text", "client_seq": 1, "text": "照片", "seq": 4, "final": True}
    assert lines.read(back, "visitor") is None, "our own line is no news"
    assert lines.unsent("visitor") == []


def test_letters_that_never_left_are_sent_when_the_line_is_there() -> None:
    lines = Lines()
    lines.write(Write("clerk", 1, "请", "typed", False))
    lines.write(Write("clerk", 1, "请坐", "typed", False))
    assert [(message["text"], message["final"]) for message in lines.unsent("clerk")] == [("请坐", False)]
    lines.write(Write("clerk", 1, "请坐", "typed", True))
    lines.write(Write("clerk", 2, "您", "typed", False))
    assert [message["text"] for message in lines.unsent("clerk")] == ["请坐", "您"]
    assert lines.unsent("visitor") == []


def test_a_line_of_the_phone_is_the_visitors() -> None:
    line = Lines().read({"client_seq": 9, "text": "在手机上", "seq": 1, "final": True}, "visitor")
    assert line is not None
    assert (line.who, line.key) == ("visitor", "visitor-9")


def test_a_line_that_was_read_is_not_read_again() -> None:
    lines = Lines()
    kept = {"client_seq": 1, "text": "您好", "seq": 1}
    assert lines.read(kept, "interpreter") is not None
    assert lines.read(kept, "interpreter") is None


@given(st.dictionaries(st.sampled_from(["seq", "client_seq", "text", "final", "via"]), st.integers() | st.text()))
def test_any_message_is_a_line_or_nothing(message: dict[str, Any]) -> None:
    line = Lines().read(message, "interpreter")
    assert line is None or (line.who == "interpreter" and isinstance(line.text, str))


@pytest.mark.parametrize(
    ("state", "people", "absent"),
    [
        ("processing", ["visitor", "interpreter"], {"second_interpreter"}),
        ("parked", ["visitor", "interpreter", "second_interpreter"], set()),
        ("finished", ["visitor"], set()),
        ("processing", None, set()),
    ],
)
def test_a_seat_is_nobodys_where_the_running_session_does_not_name_it(
    state: str, people: Any, absent: set[str]
) -> None:
    participants = people if people is None else [{"role": role} for role in people]
    assert progress.without_place({"state": state, "participants": participants}, was_live=True) == absent


def test_who_lost_the_session_has_no_seat_while_it_waits_for_another() -> None:
    waiting = {"state": "called", "participants": [{"role": "visitor"}]}
    assert progress.without_place(waiting, was_live=True) == {"interpreter", "second_interpreter"}
    assert progress.without_place(waiting, was_live=False) == set(), "nobody has come yet: who offers now is expected"


def test_a_line_that_came_before_those_that_were_missed_does_not_hide_them() -> None:
    lines = Lines()

    def read(seq: int) -> bool:
        return lines.read({"seq": seq, "client_seq": seq, "text": f"第{seq}句"}, "interpreter") is not None

    assert [read(1), read(4)] == [True, True]
    assert lines.last_seq == 1, "what was missed is asked for from here"
    assert [read(seq) for seq in (1, 2, 3, 4)] == [False, True, True, False]
    assert lines.last_seq == 4
