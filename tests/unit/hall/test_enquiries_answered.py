"""What could not be got done comes before somebody, is answered within its promise, and is kept no longer than due."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hall.check.desk import Body, Desk
from hall.embedded import RunningHall, running_hall

if TYPE_CHECKING:
    from playwright.sync_api import Page

OPERATOR = "the-key-of-the-operator"
"""In test mode it outlives every date that the clock is set to."""
TOLD = "跑了两次都说材料不对。"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHall]:
    with running_hall(tmp_path_factory.mktemp("hall"), more=("--admin-key", OPERATOR)) as started:
        yield started


@pytest.fixture
def desk(hall: RunningHall) -> Desk:
    desk = Desk(hall.url, OPERATOR)
    desk.begin()
    return desk


def told(desk: Desk, text: str = TOLD) -> Body:
    """A visitor told it at a terminal."""
    asked = {"kind": "cannot_get_it_done", "text": text, "reply_way": "at_hall"}
    return desk.terminal.post("/v1/enquiries", asked, expect=201).body


def test_an_answered_enquiry_is_erased_thirty_days_later_and_an_open_one_stays(desk: Desk) -> None:
    answered, still_open = told(desk), told(desk)
    step = {"kind": "answered", "text": {"zh": "已经答复。", "en": "Answered."}}
    desk.clerk.post(f"/v1/enquiries/{answered['id']}/close", {"next_step": step})
    desk.at("2026-12-23T09:00:00")
    assert desk.clerk.get(f"/v1/enquiries/{answered['id']}").body["state"] == "finished"
    desk.at("2026-12-23T11:00:00")
    desk.clerk.get(f"/v1/enquiries/{answered['id']}", expect=404)
    assert [one["id"] for one in desk.admin.get("/v1/enquiries").body["items"]] == [still_open["id"]]


def test_what_followed_a_bad_review_goes_with_the_review(desk: Desk) -> None:
    desk.evaluate(desk.served()["service_id"], "very_dissatisfied")
    desk.at("2029-11-21T09:00:00")
    assert len(desk.admin.get("/v1/follow-ups").body["items"]) == 1
    desk.at("2029-11-23T09:00:00")
    assert desk.admin.get("/v1/follow-ups").body["items"] == []


@pytest.mark.browser
@pytest.mark.parametrize("scope", ["admin", "clerk"])
def test_who_is_responsible_sees_what_is_late_answers_and_closes_it(
    desk: Desk, admin_page: Page, pictures: Path, scope: str
) -> None:
    late = told(desk)
    desk.at("2026-11-25T09:00:00")
    fresh = told(desk, "系统里没有我的户口信息。")
    person = desk.admin if scope == "admin" else desk.new_person("clerk", "0777")
    page = admin_page
    page.fill("#key", person.secret)
    page.click("#enter button")
    page.click("[data-tab=enquiries]")
    row, other = (f"#view tr:has-text('{one['number']}')" for one in (late, fresh))
    page.wait_for_selector(f"{row} >> text=已超期")
    assert page.locator("#view tbody tr").first.inner_text().startswith(late["number"]), "what is due first"
    assert page.locator(f"{other} >> text=已超期").count() == 0
    page.click(f"{row} summary")
    page.fill(f"{row} textarea", "已经和派出所核对，带户口簿就可以。")
    page.screenshot(path=str(pictures / "hall-admin-enquiries.png"))
    page.click(f"{row} button:has-text('先答复')")
    page.wait_for_selector(f"{row} >> text=带户口簿就可以")
    page.click(f"{row} summary")
    page.fill(f"{row} textarea", "窗口已经等您。<img src=x>")
    page.select_option(f"{row} select", "window")
    page.click(f"{row} button:has-text('答复并办结')")
    page.wait_for_selector(f"#answered {row.removeprefix('#view ')}")
    assert page.locator("#view img").count() == 0, "what was written is shown as text"
    page.fill("#number", late["number"])
    page.wait_for_selector(f"{other}", state="hidden")
    closed = desk.admin.get(f"/v1/enquiries/{late['id']}").body
    assert (closed["state"], closed["next_step"]["kind"]) == ("finished", "window")
    assert [reply["text"] for reply in closed["replies"]] == [
        "已经和派出所核对，带户口簿就可以。",
        "窗口已经等您。<img src=x>",
    ]
