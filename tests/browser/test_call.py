"""A call at the console: ring, briefing, both pictures, text letter by letter, hold, hand-over, wrap-up."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from desk import INTERPRETERS, Console, until
from line import Line
from signer import VISITOR_GROUND
from visitor import Visitor

pytestmark = pytest.mark.browser


@pytest.fixture
def picture(tmp_path: Path) -> Callable[[Console, str], None]:
    """Keeps a picture of a page: in the tests' folder, or where `WUAI_CONSOLE_PICTURES` says."""
    folder = Path(os.environ.get("WUAI_CONSOLE_PICTURES", tmp_path))

    def keep(screen: Console, name: str) -> None:
        screen.page.screenshot(path=str(folder / f"{name}.png"))

    return keep


def test_a_call_from_the_ring_to_the_wrap_up(
    console: Callable[..., Console], visitor: Visitor, picture: Callable[[Console, str], None]
) -> None:
    desk = console()
    desk.every_control_is_named_and_large()
    desk.is_ready()
    visitor.ask()
    desk.shows("#ring-briefing dd:text-is('打过两次，第二句没看清')")  # told before the call is taken
    desk.every_control_is_named_and_large()
    picture(desk, "console_ring")
    desk.accepts()

    desk.sees_movement(ground=VISITOR_GROUND)
    desk.sees_movement("self")
    visitor.sees_movement()

    desk.page.locator("#text").press_sequentially("请问丢了多久")
    visitor.until(lambda: "请问丢了多久" in visitor.texts(final=False), "letters before they are sent")
    desk.page.keyboard.press("Enter")
    visitor.until(lambda: visitor.texts(final=True) == ["请问丢了多久"], "the finished line, once")
    visitor.types("昨", 1, final=False)
    desk.reads("昨", "#live")
    visitor.types("昨天", 1, final=False)
    desk.reads("昨天", "#live")
    visitor.types("昨天", 1)
    desk.reads("昨天")
    visitor.types("补办 83%", 2, final=False, via="sign")
    desk.shows("#seen:text-is('补办 83%')")
    desk.page.click("#phrases button >> nth=1")
    visitor.until(lambda: visitor.texts(final=True)[1:] == ["请再打一次，慢一点"], "a phrase")
    visitor.until(lambda: any(one["type"] == "quality" and one["fps"] > 0 for one in visitor.heard), "what it receives")
    desk.shows("#meter:not(:empty)")
    picture(desk, "console_call")
    for width, height in ((1024, 768), (768, 1024)):
        desk.page.set_viewport_size({"width": width, "height": height})
        desk.every_control_is_named_and_large()
        picture(desk, f"console_call_{width}x{height}")

    desk.page.keyboard.press("F4")
    visitor.until(lambda: visitor.session()["state"] == "parked", "on hold")
    desk.shows("#stage-note:text-is('已暂停')")
    desk.page.keyboard.press("F4")
    visitor.until(lambda: visitor.session()["state"] == "processing", "going on")

    desk.ends()
    picture(desk, "console_wrapup")
    visitor.until(lambda: visitor.closed_with == 4410, "the room is closed for everybody")
    desk.writes_up()
    assert visitor.session()["state"] == "finished"
    desk.shows("#today dd >> nth=0")
    picture(desk, "console_desk")


def test_one_interpreter_hands_over_to_another(console: Callable[..., Console], visitor: Visitor) -> None:
    first, second = console(), console(INTERPRETERS[1])
    first.takes(visitor.ask)
    first.sees_movement(ground=VISITOR_GROUND)
    visitor.types("我要补办身份证", 1)
    first.reads("我要补办身份证")
    second.is_ready()

    first.page.click("#over")
    first.page.fill("[name=matter]", "补办身份证")
    first.page.fill("[name=terms]", "补办，临时证")
    first.page.fill("[name=open]", "临时身份证要不要办")
    first.page.click("#ask-yes")
    second.shows("#ring-title:text-is('一位同事请您接着翻译')")
    second.shows("#ring-briefing dd:text-is('临时身份证要不要办')")  # told before it is taken over
    second.accepts()
    second.sees_movement(ground=VISITOR_GROUND)
    second.reads("我要补办身份证")
    second.shows("#call-briefing dd:text-is('补办，临时证')")
    assert "临时身份证要不要办" not in str(visitor.session()), "between interpreters only"
    second.shows("#notes:has-text('等来访者同意')")
    first.sees_movement(ground=VISITOR_GROUND)  # both are in until the visitor agrees
    visitor.sees_movement("second_interpreter")
    visitor.confirm_hand_over()
    until(lambda: first.state() == "desk", "the first interpreter is free")
    until(lambda: second.page.evaluate("window.wuai.role") == "interpreter", "the first one's seat")
    second.page.fill("#text", "我接着帮您")
    second.page.keyboard.press("Enter")
    visitor.until(lambda: "我接着帮您" in visitor.texts(final=True), "the second interpreter's text")
    second.shows("#call-briefing dd:text-is('补办，临时证')")
    second.sees_movement(ground=VISITOR_GROUND)
    visitor.end()
    second.shows("#wrapup:not([hidden])")
    second.writes_up()


def test_a_visitor_may_keep_the_first_interpreter(console: Callable[..., Console], visitor: Visitor) -> None:
    first, second = console(), console(INTERPRETERS[1])
    first.takes(visitor.ask)
    second.is_ready()
    first.asks_another("补办身份证", "无")
    second.accepts()
    visitor.until(lambda: visitor.session()["hand_over"]["state"] == "both_in", "both in the room")
    visitor.send(type="hand_over", state="declined")
    second.shows("#message:has-text('原来的翻译')")
    first.shows("#notes:has-text('请继续翻译')")
    first.sees_movement(ground=VISITOR_GROUND)
    assert "hand_over" not in visitor.session()


@pytest.mark.parametrize("agrees", [True, False])
def test_who_takes_over_learns_the_visitors_answer_after_a_lost_line(
    console: Callable[..., Console], visitor: Visitor, line: Line, agrees: bool
) -> None:
    first, second = console(), console(INTERPRETERS[1], url=line.url)
    first.takes(visitor.ask)
    second.is_ready()
    first.asks_another("补办身份证", "无")
    second.accepts()
    second.sees_movement(ground=VISITOR_GROUND)
    line.cut()
    second.page.route("**/v1/events*", lambda route: route.abort())  # the room's refusal comes before any event
    if agrees:
        visitor.confirm_hand_over()
    else:
        visitor.send(type="hand_over", state="declined")
        visitor.until(lambda: "hand_over" not in visitor.session(), "the first one stays")
    line.mend()
    if agrees:
        until(lambda: second.page.evaluate("window.wuai.role") == "interpreter", "the first one's seat")
        second.sees_movement(ground=VISITOR_GROUND)
    else:
        second.shows("#message:has-text('原来的翻译')")
        assert second.state() == "desk"


def test_who_reloads_while_the_visitor_agrees_comes_back_into_the_seat_that_is_theirs_now(
    console: Callable[..., Console], visitor: Visitor
) -> None:
    """They came back to the desk, in a call by the hall's word, and the visitor sat before an empty picture."""
    first, second = console(), console(INTERPRETERS[1])
    first.takes(visitor.ask)
    second.is_ready()
    first.asks_another("补办身份证", "无")
    second.accepts()
    visitor.until(lambda: _present(visitor, "second_interpreter"), "both in the room")
    address = second.page.url
    second.page.goto("about:blank")
    visitor.confirm_hand_over()
    second.page.goto(address)
    until(lambda: second.page.evaluate("window.wuai.role") == "interpreter", "the first one's seat")
    visitor.sees_movement()


def test_a_second_interpreter_comes_in_beside_the_first(console: Callable[..., Console], visitor: Visitor) -> None:
    first, second = console(), console(INTERPRETERS[1])
    first.takes(visitor.ask)
    second.is_ready()
    first.invites()
    second.shows("#ring-title:text-is('一个通话请您做第二位翻译')")
    second.accepts()
    second.sees_movement(ground=VISITOR_GROUND)
    first.sees_movement(ground=VISITOR_GROUND)
    visitor.sees_movement("second_interpreter")
    second.page.fill("#text", "我来补充")
    second.page.keyboard.press("Enter")
    first.reads("我来补充")
    second.page.click("#camera")
    second.page.fill("#text", "我关了摄像头")
    second.page.keyboard.press("Enter")
    first.reads("我关了摄像头")
    assert not first.page.locator("#remote.off").count(), "the visitor's camera is on"
    assert "来访者关了" not in first.page.inner_text("#stage-note")
    visitor.end()
    first.shows("#wrapup:not([hidden])")
    second.shows("#desk:not([hidden])")


@pytest.mark.parametrize("agrees", [True, False])
def test_the_second_interpreter_takes_over_where_they_sit(
    console: Callable[..., Console], visitor: Visitor, agrees: bool
) -> None:
    first, second = console(), console(INTERPRETERS[1])
    first.takes(visitor.ask)
    second.is_ready()
    first.invites()
    second.accepts()
    visitor.sees_movement("second_interpreter")
    first.asks_another("补办身份证", "临时身份证要不要办")
    second.shows("#notes:has-text('等来访者同意')")
    second.shows("#call-briefing dd:text-is('临时身份证要不要办')")
    if agrees:
        visitor.confirm_hand_over()
        until(lambda: second.page.evaluate("window.wuai.role") == "interpreter", "the first one's seat")
        until(lambda: first.state() == "desk", "the first interpreter is free")
        visitor.sees_movement("interpreter")
        second.sees_movement(ground=VISITOR_GROUND)
    else:
        visitor.send(type="hand_over", state="declined")
        second.shows("#notes:has-text('您还是第二位翻译')")
        first.shows("#notes:has-text('请继续翻译')")
        second.sees_movement(ground=VISITOR_GROUND)
        assert (first.state(), second.state()) == ("call", "call")


def test_the_second_interpreter_goes_on_when_the_first_is_lost(
    console: Callable[..., Console], visitor: Visitor, line: Line, a_minute_later: Callable[[], None]
) -> None:
    first, second = console(url=line.url), console(INTERPRETERS[1])
    first.takes(visitor.ask)
    second.is_ready()
    first.invites()
    second.accepts()
    visitor.sees_movement("second_interpreter")
    line.cut()
    visitor.until(lambda: not _present(visitor, "interpreter"), "the first one's socket is gone")
    a_minute_later()
    until(lambda: second.page.evaluate("window.wuai.role") == "interpreter", "the first one's seat")
    visitor.sees_movement("interpreter")
    second.sees_movement(ground=VISITOR_GROUND)
    line.mend()


def _present(visitor: Visitor, role: str) -> bool:
    return any(one["role"] == role and one["joined"] for one in visitor.session()["participants"])


def test_a_ring_that_somebody_else_takes_says_so(
    console: Callable[..., Console], visitor: Visitor, keys: dict[str, str]
) -> None:
    desk = console()
    desk.is_ready()
    visitor.ask()
    desk.shows("#ring:not([hidden])")
    headers = {
        "Authorization": f"Bearer {keys[INTERPRETERS[1]]}",
        "Idempotency-Key": "01234567-89ab-4cde-8f01-23456789abcd",
    }
    taken = visitor.http.post(f"/v1/remote-sessions/{visitor.session_id}/accept", headers=headers)
    assert taken.status_code == 200
    desk.shows("#message:text-is('别的翻译已经接了。')")
    assert desk.state() == "desk"
