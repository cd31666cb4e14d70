"""An interpreter's day in the console: what one has done, a rest that the hall gives, a second who comes or cannot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from desk import INTERPRETERS, Console, admin, until
from visitor import Visitor

from hall.embedded import RunningHall, running_hall

pytestmark = pytest.mark.browser


def work(desk: Console) -> dict[str, str]:
    """What stands under "today", by its name."""
    names, values = (desk.page.locator(f"#today {tag}").all_inner_texts() for tag in ("dt", "dd"))
    return dict(zip(names, values, strict=True))


def test_a_call_handed_over_stands_in_the_day_of_both(console: Callable[..., Console], visitor: Visitor) -> None:
    first, second = console(), console(INTERPRETERS[1])
    before = [int(work(desk)["通话"]) for desk in (first, second)]
    first.takes(visitor.ask)
    second.is_ready()
    first.page.click("#over")
    assert first.page.input_value("[name=matter]") == "居民身份证丢失补领", (
        "what the briefing says stands there already"
    )
    first.page.fill("[name=terms]", "补办，临时证")
    first.page.fill("[name=open]", "无")
    first.page.click("#ask-yes")
    second.accepts()
    visitor.until(lambda: visitor.session()["hand_over"]["state"] == "both_in", "both in the room")
    visitor.confirm_hand_over()
    until(lambda: first.state() == "desk" and int(work(first)["通话"]) == before[0] + 1, "the first one's call")
    assert "转给了别的翻译" in work(first)["怎样结束"]
    until(lambda: second.page.evaluate("window.wuai.role") == "interpreter", "the first one's seat")
    second.page.click("#over")
    assert second.page.input_value("[name=terms]") == "补办，临时证", "what was agreed on goes along to a third"
    second.page.click("#ask-no")
    second.ends()
    second.writes_up()
    assert second.page.inner_text("#state") == "可以接听"
    until(lambda: int(work(second)["通话"]) == before[1] + 1, "the second one's call")
    second.page.reload()
    second.shows("#desk:not([hidden])")
    until(lambda: int(work(second).get("通话", "0")) == before[1] + 1, "the same after a reload")
    assert "次" in work(second)["最近 7 天"]


def test_who_invites_a_second_learns_that_they_came_or_cannot(
    console: Callable[..., Console], visitor: Visitor
) -> None:
    first, second = console(), console(INTERPRETERS[1])
    first.takes(visitor.ask)
    second.is_ready()
    first.invites()
    first.shows("#notes:has-text('正在请第二位翻译')")
    second.shows("#ring:not([hidden])")
    second.page.click("#decline")
    second.page.check("#ask input[value=busy]")
    second.page.click("#ask-yes")
    second.shows("#desk:not([hidden])")
    first.shows("#notes:text-is('现在没有第二位翻译能来。')")
    first.invites()
    first.shows("#message:not(:empty)")  # whoever said no is not asked again; nobody else is there

    visitor.end()
    first.shows("#wrapup:not([hidden])")
    first.writes_up()
    first.takes(visitor.ask)
    first.invites()
    second.accepts()
    first.shows("#notes:text-is('第二位翻译已经进来。')")


def test_the_hall_sends_to_rest_and_says_until_when(chromium: object, tmp_path: Path) -> None:
    with running_hall(tmp_path / "hall") as hall:
        desk = Console(chromium, hall.url, admin(hall.url, hall.keys["admin"], INTERPRETERS[0]))
        headers = {"Authorization": f"Bearer {hall.keys['admin']}"}
        with httpx.Client(base_url=hall.url, headers=headers, trust_env=False) as office:

            def it_is(moment: datetime) -> None:
                office.put("/v1/test/clock", json={"now": moment.isoformat()}).raise_for_status()

            morning = datetime.fromisoformat("2026-11-23T10:00:00+08:00")
            it_is(morning)
            desk.is_ready()
            it_is(morning + timedelta(minutes=50))
            desk.page.reload()  # it looks every half minute by itself
            desk.shows("#rest:has-text('11:00 自动恢复接听')")
            assert desk.page.get_attribute("#be-resting", "aria-pressed") == "true"
            it_is(morning + timedelta(minutes=60))
            desk.page.reload()  # it looks every half minute by itself
            desk.shows("#be-ready[aria-pressed=true]")
        desk.close()


def test_who_does_not_answer_twice_is_away_reads_why_and_is_back_with_one_touch(
    chromium: object, tmp_path: Path
) -> None:
    with running_hall(tmp_path / "hall", clock="2026-11-23T10:00:00+08:00") as hall:
        desk = Console(chromium, hall.url, admin(hall.url, hall.keys["admin"], INTERPRETERS[0]))
        with httpx.Client(base_url=hall.url, trust_env=False) as office:
            office.headers["Authorization"] = f"Bearer {hall.keys['admin']}"
            desk.is_ready()
            visitor = Visitor(hall.url, hall.keys["terminal"])
            visitor.ask()
            desk.shows("#ring:not([hidden])")
            office.put("/v1/test/clock", json={"now": "2026-11-23T10:02:00+08:00"}).raise_for_status()
            desk.shows("#sent-away:has-text('连续几次来电都没有接')")
            desk.every_control_is_named_and_large()
            visitor.end()
            desk.page.click("#be-back")
            desk.shows("#be-ready[aria-pressed=true]")
            assert not desk.page.is_visible("#sent-away")
        desk.close()


def test_a_closed_page_is_away_soon_and_one_loaded_again_or_with_a_second_page_stays(
    console: Callable[..., Console], hall: RunningHall
) -> None:
    """A closed tab went on being rung for up to a minute and a half."""
    here, gone = console(), console(INTERPRETERS[1])
    second_page = console()  # of the first interpreter
    for one in (here, gone):
        one.is_ready()
    here.page.reload()
    here.shows("#be-ready[aria-pressed=true]")
    second_page.page.close(run_before_unload=True)
    gone.page.close(run_before_unload=True)
    with httpx.Client(base_url=hall.url, trust_env=False) as office:
        office.headers["Authorization"] = f"Bearer {hall.keys['admin']}"

        def told() -> dict[str, tuple[str, str | None]]:
            items = office.get("/v1/interpreters").json()["items"]
            return {one["id"]: (one["status"], one.get("away_because")) for one in items}

        until(lambda: told()[INTERPRETERS[1]] == ("away", "gone"), "the closed page")  # the pages before would be too
        assert told()[INTERPRETERS[0]] == ("ready", None)
