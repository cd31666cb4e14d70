"""Carrying on by phone: the QR code's address opens the visitor's place once; the terminal can take it back."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desk import INTERPRETERS, Console
from line import Line
from phone import Phone
from signer import CAMERA_GROUND, VISITOR_GROUND
from visitor import Visitor

from hall.embedded import RunningHall

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(chromium: object, hall: RunningHall, visitor: Visitor) -> Iterator[Callable[..., Phone]]:
    opened: list[Phone] = []

    def open_one(secret: str, url: str = hall.url, **how: float) -> Phone:
        opened.append(Phone(chromium, f"{url}/phone#{visitor.session_id}.{secret}", **how))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


def test_the_phone_takes_the_visitors_place_and_gives_it_back(
    console: Callable[..., Console], visitor: Visitor, phone: Callable[..., Phone], tmp_path: Path
) -> None:
    desk = console()
    desk.takes(visitor.ask)
    desk.sees_movement(ground=VISITOR_GROUND)
    visitor.types("我用手机继续", 1)
    desk.reads("我用手机继续")

    secret = visitor.fresh_token()
    mine = phone(secret)
    mine.shows("#begin")
    assert mine.page.evaluate("location.hash") == "", "the secret leaves the address at once"
    assert not any(secret in address for address in mine.asked), "the secret is in no address that is asked for"
    mine.every_control_is_named_and_large()
    mine.begins()
    visitor.until(lambda: visitor.closed_with == 4409, "the terminal's place is taken")
    mine.sees_movement(ground=CAMERA_GROUND)
    desk.sees_movement(ground=CAMERA_GROUND)
    mine.shows("#log .said:text-is('我用手机继续')")
    mine.page.fill("#text", "手机上打的字")
    desk.reads("手机上打的字", "#live")
    mine.page.keyboard.press("Enter")
    desk.reads("手机上打的字")
    desk.page.fill("#text", "我看得见您")
    desk.page.keyboard.press("Enter")
    mine.shows("#log .said:text-is('我看得见您')")
    mine.every_control_is_named_and_large()
    folder = Path(os.environ.get("WUAI_CONSOLE_PICTURES", tmp_path))
    mine.shows("#meter:not(:empty)")
    mine.page.screenshot(path=str(folder / "console_phone.png"))

    mine.page.reload()
    mine.begins()
    mine.sees_movement()
    mine.shows("#log .said:text-is('我看得见您')")
    mine.shows("#log .said:text-is('手机上打的字')")
    mine.page.click("#back")
    mine.shows("#after-said:has-text('请回到大厅的终端')")
    visitor.join()
    desk.sees_movement(ground=VISITOR_GROUND)


def test_a_touch_before_the_hall_has_answered_is_kept(
    console: Callable[..., Console], visitor: Visitor, phone: Callable[..., Phone]
) -> None:
    """The button stood there while the code was still being exchanged, and a touch on it was lost."""
    desk = console()
    desk.takes(visitor.ask)
    desk.sees_movement(ground=VISITOR_GROUND)
    mine = phone(visitor.fresh_token(), slow_s=2.0)
    mine.begins()
    mine.sees_movement(ground=CAMERA_GROUND)
    desk.sees_movement(ground=CAMERA_GROUND)


def test_a_code_opens_once_and_the_end_leaves_nothing(
    console: Callable[..., Console], visitor: Visitor, phone: Callable[..., Phone]
) -> None:
    desk = console()
    desk.takes(visitor.ask)
    secret = visitor.fresh_token()
    mine, other = phone(secret), phone(secret)
    other.shows("#after-said:has-text('已经用过')")
    mine.begins("#text-only")
    mine.page.fill("#text", "只打字")
    mine.page.keyboard.press("Enter")
    desk.reads("只打字")
    visitor.end("done")
    mine.shows("#after-said:has-text('谈话结束了')")
    assert mine.page.evaluate("sessionStorage.getItem('opened')") is None


def test_the_other_camera_does_not_open_what_was_muted(
    console: Callable[..., Console], visitor: Visitor, phone: Callable[..., Phone]
) -> None:
    desk = console()
    desk.takes(visitor.ask)
    mine = phone(visitor.fresh_token())
    mine.begins()
    mine.sees_movement(ground=CAMERA_GROUND)
    desk.sees_movement(ground=CAMERA_GROUND)
    mine.page.click("#microphone")
    mine.turns_the_camera()
    assert (mine.sends("audio"), mine.sends("video")) == ([False], [True])
    assert mine.page.get_attribute("#microphone", "aria-pressed") == "false"
    mine.page.click("#camera")
    desk.shows("#stage-note:not(:empty)")
    mine.turns_the_camera()
    assert (mine.sends("audio"), mine.sends("video")) == ([False], [False])
    mine.page.click("#camera")
    mine.page.click("#microphone")
    assert (mine.sends("audio"), mine.sends("video")) == ([True], [True])
    desk.sees_movement(ground=CAMERA_GROUND)


def test_who_lost_the_session_is_not_shown_on_the_phone_while_another_is_awaited(
    console: Callable[..., Console],
    visitor: Visitor,
    phone: Callable[..., Phone],
    line: Line,
    a_minute_later: Callable[[], None],
) -> None:
    desk = console(url=line.url)
    desk.takes(visitor.ask)
    desk.sees_movement(ground=VISITOR_GROUND)
    mine = phone(visitor.fresh_token())
    mine.begins()
    mine.sees_movement(ground=CAMERA_GROUND)
    line.cut()
    mine.shows("#stage-note:not(:empty)")
    mine.sees_movement(ground=CAMERA_GROUND)  # for a minute they may come back; pictures need no hall
    a_minute_later()
    mine.page.wait_for_function("() => !document.getElementById('remote').srcObject")
    assert visitor.session()["state"] in ("queued", "called")
    line.mend()


def test_what_was_said_while_the_phones_line_was_away_is_read_afterwards(
    console: Callable[..., Console], visitor: Visitor, phone: Callable[..., Phone], line: Line
) -> None:
    """It never was: the phone showed what it heard, and what was missed nowhere."""
    desk = console()
    desk.takes(visitor.ask)
    mine = phone(visitor.fresh_token(), line.url)
    mine.begins("#text-only")
    mine.page.fill("#text", "我在")
    mine.page.keyboard.press("Enter")
    desk.reads("我在")
    line.cut()
    mine.shows("#stage-note:has-text('正在重新连接')")
    desk.page.fill("#text", "请去三号窗口")
    desk.page.keyboard.press("Enter")
    desk.reads("请去三号窗口")
    mine.page.fill("#text", "好的")
    mine.page.keyboard.press("Enter")
    line.mend()
    mine.reads("请去三号窗口")
    mine.reads("好的")
    desk.reads("好的")
    assert mine.page.locator("#log .said").all_inner_texts() == ["我在", "请去三号窗口", "好的"]


def test_a_second_interpreter_without_a_camera_leaves_the_first_ones_picture(
    console: Callable[..., Console], visitor: Visitor, phone: Callable[..., Phone]
) -> None:
    first, second = console(), console(INTERPRETERS[1])
    first.takes(visitor.ask)
    mine = phone(visitor.fresh_token())
    mine.begins()
    second.is_ready()
    first.invites()
    second.accepts()
    mine.sees_movement(ground=CAMERA_GROUND)
    second.page.click("#camera")
    second.page.fill("#text", "我关了摄像头")
    second.page.keyboard.press("Enter")
    mine.reads("我关了摄像头")
    assert not mine.page.locator("#remote.off").count()
