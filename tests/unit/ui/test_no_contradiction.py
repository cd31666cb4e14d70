"""A screen says one thing: what a band, a mark or a key says is not denied by another word of the same screen."""

from __future__ import annotations

from dataclasses import replace

from content.matters import load
from terminal.ui import scene
from terminal.ui.examples import CLOCK, HALL, examples
from terminal.ui.layout import lay_out
from terminal.ui.look import visitor_look
from terminal.ui.placed import Target
from terminal.ui.visitor import visitor_view
from terminal.ui.visitor.words import paper_note
from terminal.visit.events import FixChip, Way
from terminal.visit.machine import step
from terminal.visit.state import Enquiry, State


def words_of(state: State) -> str:
    """All words of the visitor's screen, in order."""
    look = visitor_look(state, hall=HALL, clock=CLOCK, matters=load(), interpreter=True)
    items = lay_out(visitor_view(state, look), look).items
    return " ".join(item.node.text.replace("\n", "") for item in items if isinstance(item.node, scene.Text))


def main_key(state: State) -> str:
    """The label of the one filled key."""
    look = visitor_look(state, hall=HALL, clock=CLOCK, matters=load(), interpreter=True)
    placed = lay_out(visitor_view(state, look), look)
    filled = [item.rect for item in placed.items if isinstance(item.node, scene.Box) and item.node.edge]
    (rect,) = [rect for rect in filled if rect.h >= 100 and rect.w >= 300 and rect.y < 1700]
    inside = (
        item.node.text
        for item in placed.items
        if isinstance(item.node, scene.Text) and rect.y <= item.rect.y <= rect.y + rect.h and item.rect.x >= rect.x
    )
    return next(inside)


def test_not_all_is_gone_while_a_rating_or_a_problem_waits_for_the_hall() -> None:
    kept = examples()["leaving"]
    assert "别的信息都清掉了" in words_of(kept)
    told = replace(kept, visit=replace(kept.visit, evaluation=None, enquiry=Enquiry("kept")))
    assert "您说的事锁好了" in words_of(told)
    assert "您的信息都清掉了" not in words_of(told)
    nothing = replace(kept, visit=replace(kept.visit, evaluation=None))
    assert "您的信息都清掉了" in words_of(nothing)


def test_who_waits_reads_how_many_are_ahead() -> None:
    waiting = examples()["waiting"]
    assert "前面 1 人" in words_of(waiting)
    assert waiting.visit.ticket is not None
    first = waiting.with_visit(ticket=replace(waiting.visit.ticket, ahead=0))
    assert "前面没有人" in words_of(first)


def test_no_interpreter_is_online_while_the_line_is_gone() -> None:
    assert "手语翻译在线" in words_of(examples()["remote"])
    assert "手语翻译在线" not in words_of(examples()["remote_lost"])


def test_every_page_of_a_call_has_the_red_key_that_the_consent_spoke_of() -> None:
    for name in ("remote", "remote_hand_over", "remote_phone", "remote_record_asked", "remote_record", "remote_typing"):
        assert "结束" in words_of(examples()[name]), name


def test_who_reads_when_interpreters_are_back_is_not_asked_to_call_again() -> None:
    closed = examples()["remote_nobody"]
    assert "再请一次翻译" not in words_of(closed)
    assert closed.visit.call is not None
    unreached = closed.with_visit(call=replace(closed.visit.call, reason="", hours=""))
    assert "再请一次翻译" in words_of(unreached)


def test_where_no_booking_was_found_the_way_to_a_number_is_a_key() -> None:
    assert "也可以取现场号" in words_of(examples()["checkin_none"])
    assert words_of(examples()["checkin_none"]).count("取现场号") == 2, "once in the notice, once on the key"


def test_what_cannot_be_taken_back_is_not_the_main_answer() -> None:
    for name, harmless in (("checkin_cancel", "不取消，留着"), ("giving_back", "不退")):
        assert main_key(examples()[name]) == harmless


def test_a_camera_that_is_gone_is_not_said_to_be_on() -> None:
    assert "摄像头断了" in words_of(examples()["camera_lost"])
    assert "摄像头开着" not in words_of(examples()["camera_lost"])


def test_who_is_coming_is_no_longer_being_called() -> None:
    assert "正在叫" in words_of(examples()["help"])
    assert "正在叫" not in words_of(examples()["help_answered"])


def test_a_paper_that_is_brought_if_there_is_one_is_not_said_to_be_needed_only_then() -> None:
    look = visitor_look(examples()["matter"], hall=HALL, clock=CLOCK, matters=load(), interpreter=True)
    conditions = [paper for found in load().by_id.values() for paper in found.materials if paper.needed_if]
    notes = {paper.needed_if.zh: paper_note(look, paper) for paper in conditions if paper.needed_if}
    assert (notes["有就带"], notes["没有丢"]) == ("有就带", "没有丢才要")


def test_who_types_is_not_told_to_type_again_where_the_signer_would_sign_again() -> None:
    assert "再打一遍" in words_of(examples()["confirm"])
    typed = examples()["confirm"].with_visit(way=Way.TYPE)
    assert "再打一遍" not in words_of(typed)
    assert "再看手语" in words_of(typed)


def test_what_was_answered_is_not_asked_on() -> None:
    assert "您满意吗" in words_of(examples()["evaluating"])
    assert "您满意吗" not in words_of(examples()["evaluating_chosen"])


def keys_of(state: State) -> dict[str, Target]:
    look = visitor_look(state, hall=HALL, clock=CLOCK, matters=load(), interpreter=True)
    return {target.label: target for target in lay_out(visitor_view(state, look), look).targets}


def test_nothing_is_offered_to_be_right_before_anything_was_seen() -> None:
    assert not keys_of(examples()["sign_empty"])["就是这样"].enabled
    assert keys_of(examples()["sign"])["就是这样"].enabled


def test_none_of_them_takes_the_unclear_word_away_and_keeps_the_others() -> None:
    state = examples()["sign_unclear"]
    none = keys_of(state)["都不是"].intent
    assert isinstance(none, FixChip)
    after = step(state, none)[0].visit.request.chips
    assert [chip.gloss for chip in after] == [chip.gloss for chip in state.visit.request.chips if chip.gloss]
    assert "都不是" not in keys_of(state.with_visit(request=replace(state.visit.request, chips=after)))


def test_how_many_wait_is_not_told_while_the_hall_is_away() -> None:
    assert "不用等" in words_of(examples()["matter"])
    matter = examples()["matter"]
    for away in (examples()["matter_hall_away"], replace(matter, hall=replace(matter.hall, reachable=False))):
        assert "不用等" not in words_of(away)
        assert "前面还有" not in words_of(away)
