"""What breaks and goes on: the line, the page, the other side, the camera, too much text."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
from desk import INTERPRETERS, PATIENCE_S, Console, admin, until
from line import Line
from signer import OTHER_GROUND, VISITOR_GROUND
from visitor import Visitor
from websockets.sync.client import connect

from hall.embedded import RunningHall

pytestmark = pytest.mark.browser
# The browser's own answer when the person, or the system, says no. A boundary that is not ours.
REFUSE = """navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", "{error}"));
navigator.permissions.query = () => Promise.resolve({{state: "denied"}});"""

# Another tab before this one, as the page is told of it; a browser without a screen never says so itself.
HIDDEN = """Object.defineProperty(document, "hidden", {{configurable: true, value: {now}}});
document.dispatchEvent(new Event("visibilitychange"));"""
ASLEEP_S = 2.0
"""The page's clocks and handlers stand still as in a machine's sleep; ten seconds of it are the bench's."""


def test_a_reload_comes_back_into_the_call(console: Callable[..., Console], visitor: Visitor) -> None:
    desk = console()
    desk.takes(visitor.ask)
    desk.sees_movement(ground=VISITOR_GROUND)
    visitor.types("我的身份证丢了", 1)
    desk.reads("我的身份证丢了")
    desk.page.fill("#text", "什么时候丢的")
    desk.page.keyboard.press("Enter")
    desk.reads("什么时候丢的")

    desk.page.reload()
    desk.shows("#call:not([hidden])")
    desk.sees_movement(ground=VISITOR_GROUND)
    visitor.sees_movement()
    desk.reads("我的身份证丢了")
    desk.page.fill("#text", "昨天吗")  # numbers go on where the page before had left them
    desk.page.keyboard.press("Enter")
    visitor.until(lambda: visitor.texts(final=True) == ["什么时候丢的", "昨天吗"], "both lines, once each")
    visitor.end()
    desk.shows("#wrapup:not([hidden])")
    desk.page.reload()
    desk.shows("#wrapup:not([hidden])")
    desk.writes_up()


def test_a_long_conversation_is_read_to_its_end_after_a_reload(
    console: Callable[..., Console], visitor: Visitor
) -> None:
    """The first 200 lines were read and no more: the newest were missing until the socket was made anew, and own lines
    began again at old numbers."""
    desk = console()
    desk.takes(visitor.ask)
    path = f"/v1/remote-sessions/{visitor.session_id}/messages"
    for number in range(1, 211):
        visitor.post(path, {"text": f"第{number}句", "client_seq": number})
    desk.page.fill("#text", "这句在后面")
    desk.page.keyboard.press("Enter")
    desk.reads("这句在后面")
    sockets: list[str] = []
    desk.page.on("websocket", lambda socket: sockets.append(socket.url))
    desk.page.reload()
    desk.shows("#call:not([hidden])")
    desk.reads("第210句")
    assert len(sockets) == 1
    desk.reads("这句在后面")
    desk.page.fill("#text", "还能写")
    desk.page.keyboard.press("Enter")
    visitor.until(lambda: visitor.texts(final=True) == ["这句在后面", "还能写"], "both lines")


def test_a_cut_line_keeps_the_call_and_what_was_written(
    console: Callable[..., Console], visitor: Visitor, line: Line
) -> None:
    desk = console(url=line.url)
    desk.takes(visitor.ask)
    desk.sees_movement(ground=VISITOR_GROUND)
    line.cut()
    desk.shows("#stage-note:has-text('连接断了')")
    desk.page.fill("#text", "断线时写的")
    desk.page.keyboard.press("Enter")
    desk.reads("断线时写的", "#live")
    visitor.types("您还在吗", 1)
    line.mend()
    desk.reads("您还在吗")
    visitor.until(lambda: visitor.texts(final=True) == ["断线时写的"], "the line written meanwhile, once")
    until(lambda: not desk.page.inner_text("#stage-note"), "nothing wrong any more")
    desk.sees_movement(ground=VISITOR_GROUND)


def test_a_visitor_who_comes_back_is_seen_again(console: Callable[..., Console], visitor: Visitor) -> None:
    desk = console()
    desk.takes(visitor.ask)
    desk.sees_movement(ground=VISITOR_GROUND)
    visitor.drop()
    desk.shows("#stage-note:text-is('正在等来访者')")
    visitor.ground = OTHER_GROUND
    visitor.join()
    desk.sees_movement(ground=visitor.ground)


def test_a_clerk_who_joins_again_does_not_disturb_the_pictures(
    console: Callable[..., Console], visitor: Visitor, hall: RunningHall
) -> None:
    desk = console()
    desk.takes(visitor.ask)
    desk.sees_movement(ground=VISITOR_GROUND)
    offers = [one for one in visitor.heard if one["type"] == "offer"]
    headers = {"Authorization": f"Bearer {hall.keys['clerk']}", "Idempotency-Key": "a-clerk-who-joins-again"}
    asked = f"{hall.url}/v1/remote-sessions/{visitor.session_id}/tokens"
    token = httpx.post(asked, json={"role": "clerk"}, headers=headers, trust_env=False).json()
    with ExitStack() as sockets:
        for number in range(3):  # each time in the place of the socket before
            socket = sockets.enter_context(connect(token["signalling_url"]))
            socket.send(json.dumps({"type": "join", "token": token["token"]}))
            while "came" not in json.loads(socket.recv(timeout=PATIENCE_S)):
                pass
            visitor.types(f"我还在{number}", 9, final=False)
            desk.reads(f"我还在{number}", "#live")  # the console has heard everything that came before
    assert [one for one in visitor.heard if one["type"] == "offer"] == offers
    desk.sees_movement(ground=VISITOR_GROUND)


@pytest.mark.parametrize(
    ("error", "said"), [("NotAllowedError", "许可"), ("NotFoundError", "没有找到"), ("NotReadableError", "别的程序")]
)
def test_without_a_camera_there_is_a_plain_word_and_text(
    console: Callable[..., Console], visitor: Visitor, error: str, said: str
) -> None:
    desk = console()
    desk.page.evaluate(REFUSE.format(error=error))
    desk.takes(visitor.ask)
    desk.shows(f"#self-note:has-text('{said}')")
    assert desk.page.is_disabled("#camera")
    assert desk.page.is_disabled("#microphone")
    desk.sees_movement(ground=VISITOR_GROUND)  # the visitor is seen all the same
    desk.page.fill("#text", "我看得见您，请打字")
    desk.page.keyboard.press("Enter")
    visitor.until(lambda: visitor.texts(final=True) == ["我看得见您，请打字"], "text without a camera")


def test_a_flood_of_text_and_nonsense_leaves_the_page_usable(console: Callable[..., Console], visitor: Visitor) -> None:
    desk = console()
    desk.takes(visitor.ask)
    until(lambda: visitor.heard and any(one["type"] == "offer" for one in visitor.heard), "the offer")
    for number in range(1, 31):
        visitor.send(type="text", text="<img src=x onerror=alert(1)>" * 30, client_seq=number, final=number % 10 == 0)
    for nonsense in ({"type": "answer", "sdp": "v=0"}, {"type": "candidate", "candidate": {"candidate": "x"}},
                     {"type": "quality"}, {"type": "camera"}, {"type": "answer"}):  # fmt: skip
        visitor.send(**nonsense, to="interpreter")
    until(lambda: desk.page.locator("#log .line").count() == 3, "three finished lines")
    assert desk.page.locator("#log img").count() == 0, "what was typed is shown as text"
    desk.page.fill("#text", "收到")
    desk.page.keyboard.press("Enter")
    visitor.until(lambda: visitor.texts(final=True)[-1:] == ["收到"], "the answer")


def test_a_tab_behind_another_a_sleep_and_a_second_answer_leave_the_call_as_it_is(
    console: Callable[..., Console], visitor: Visitor
) -> None:
    desk = console()
    desk.takes(visitor.ask)
    desk.sees_movement(ground=VISITOR_GROUND)
    visitor.send(type="answer", sdp="v=0\r\n", to="interpreter")
    desk.page.evaluate(HIDDEN.format(now="true"))
    visitor.types("没人看的时候说的", 1)
    desk.reads("没人看的时候说的")
    desk.page.evaluate(HIDDEN.format(now="false"))
    desk.shows("#notes:not(:empty)")
    machine = desk.context.new_cdp_session(desk.page)
    machine.send("Page.setWebLifecycleState", {"state": "frozen"})
    visitor.types("睡着的时候说的", 2)
    visitor.until(lambda: "睡着的时候说的" in visitor.texts("visitor", final=True), "the hall has it")
    time.sleep(ASLEEP_S)
    machine.send("Page.setWebLifecycleState", {"state": "active"})
    desk.reads("睡着的时候说的")
    desk.sees_movement(ground=VISITOR_GROUND)
    visitor.sees_movement()


def test_a_camera_that_is_off_leaves_no_picture_and_is_told(console: Callable[..., Console], visitor: Visitor) -> None:
    desk = console()
    desk.takes(visitor.ask)
    desk.sees_movement(ground=VISITOR_GROUND)
    visitor.send(type="camera", on=False)
    desk.shows("#stage-note:text-is('来访者关了摄像头')")
    desk.shows("#meter:text-is('对方关了摄像头')")
    assert not desk.page.is_visible("#remote")
    visitor.send(type="camera", on=True)
    desk.sees_movement(ground=VISITOR_GROUND)
    assert desk.page.is_visible("#remote")
    desk.page.keyboard.press("F9")
    visitor.until(
        lambda: {"type": "camera", "on": False, "from": "interpreter"} in visitor.heard, "the own camera is off"
    )
    desk.shows("#self-note:text-is('您的摄像头关着')")


def test_a_revoked_key_ends_at_the_sign_in(
    chromium: object, console: Callable[..., Console], hall: RunningHall
) -> None:
    headers = {"Authorization": f"Bearer {hall.keys['admin']}"}
    key = admin(hall.url, hall.keys["admin"], INTERPRETERS[0])
    newest = httpx.get(f"{hall.url}/v1/keys?limit=200", headers=headers, trust_env=False).json()["items"]
    number = max((one for one in newest if one["scope"] == "interpreter"), key=lambda one: one["expires_at"])["id"]
    desk = Console(chromium, hall.url, key)
    assert httpx.delete(f"{hall.url}/v1/keys/{number}", headers=headers, trust_env=False).is_success
    desk.page.evaluate("document.getElementById('be-resting').click()")  # or the event stream has told it already
    desk.shows("#signin:not([hidden])")
    desk.shows("#message:not(:empty)")
    assert desk.page.evaluate("sessionStorage.getItem('key')") is None
    desk.close()


def test_a_reload_while_the_hall_is_away_enters_when_it_is_back(console: Callable[..., Console], line: Line) -> None:
    desk = console(url=line.url)
    desk.page.route("**/v1/**", lambda route: route.abort())
    desk.page.reload()
    desk.shows("#message:has-text('大厅没有回答')")
    desk.page.unroute("**/v1/**")
    desk.shows("#desk:not([hidden])")


def test_an_accept_whose_answer_was_lost_is_sent_again(console: Callable[..., Console], visitor: Visitor) -> None:
    """The hall had given the call, the console stood at the desk, and the visitor looked at nobody for a minute and a
    half."""
    desk, answers = console(), list[int]()

    def lose_the_first(route: Any) -> None:
        answers.append(route.fetch().status)
        route.abort() if len(answers) == 1 else route.continue_()

    desk.page.route("**/accept", lose_the_first)
    desk.takes(visitor.ask)
    assert answers[0] == 200
    visitor.end()
    desk.shows("#wrapup:not([hidden])")


def test_a_stream_of_events_that_fell_silent_is_made_anew(
    console: Callable[..., Console], line: Line, visitor: Visitor
) -> None:
    """A machine that went to another network heard no ring any more, while the hall heard from it as before."""
    desk = console(url=line.url)
    desk.page.clock.install()
    desk.page.reload()
    desk.shows("#queue:not(:empty)")
    nobody_waits = desk.page.inner_text("#queue")
    line.deafen()
    visitor.ask()
    desk.page.clock.fast_forward(41_000)
    until(lambda: desk.page.inner_text("#queue") != nobody_waits, "somebody waits")
