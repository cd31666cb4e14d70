"""The administrator's page in a real browser: every tab, both languages, a key made and revoked, a window closed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from hall.check.desk import Desk
from hall.embedded import RunningHall, running_hall

if TYPE_CHECKING:
    from playwright.sync_api import Page

CLOCK = "2026-11-23T10:00:00+08:00"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHall]:
    with running_hall(tmp_path_factory.mktemp("hall"), clock=CLOCK) as started:
        yield started


def _rated_badly(hall: RunningHall) -> None:
    """One visit that ended in a bad review: it must be followed up."""
    desk = Desk(hall.url, hall.keys["admin"])
    desk.evaluate(desk.served()["service_id"], "very_dissatisfied")


def test_the_page_asks_nothing_from_elsewhere_and_serves_only_its_own_files(hall: RunningHall) -> None:
    with httpx.Client(base_url=hall.url, trust_env=False) as http:
        page = http.get("/admin/")
        assert "default-src 'self'" in page.headers["content-security-policy"]
        for name in ("page.js", "page.css", "words.json"):
            assert http.get(f"/admin/{name}").status_code == 200
            assert "https://" not in http.get(f"/admin/{name}").text
        for name in ("__init__.py", "..%2f__init__.py", "other"):
            assert http.get(f"/admin/{name}").status_code == 404


def test_both_languages_have_every_word(hall: RunningHall) -> None:
    words = httpx.get(f"{hall.url}/admin/words.json", trust_env=False).json()
    assert words["zh"].keys() == words["en"].keys()


@pytest.mark.browser
def test_an_administrator_finds_and_changes_everything(hall: RunningHall, admin_page: Page, pictures: Path) -> None:
    _rated_badly(hall)
    page = admin_page
    page.fill("#key", "wk_not_the_right_key")
    page.click("#enter button")
    page.wait_for_selector("#message:not(:empty)")
    page.fill("#key", hall.keys["admin"])
    page.click("#enter button")
    page.wait_for_selector("#view table")
    for tab in ("figures", "windows", "calls", "rules", "keys", "terminals", "followUps", "content"):
        page.click(f"[data-tab={tab}]")
        page.wait_for_selector(f"[data-tab={tab}][aria-current=page]")
        page.screenshot(path=str(pictures / f"hall-admin-{tab}.png"))
    page.click("[data-tab=windows]")
    page.click("#view tbody tr:first-child button:has-text('暂停')")
    page.wait_for_selector("#view tbody tr:first-child td:has-text('暂停')")
    page.click("[data-tab=followUps]")
    page.on("dialog", lambda asked: asked.accept("电话里说清楚了"))
    for step in ("已联系", "已核实", "已整改", "已答复"):
        page.click(f"#view tbody button:has-text('{step}')")
        page.wait_for_selector(f"#view tbody td:nth-child(7):has-text('{step}')")
    page.click("[data-tab=keys]")
    page.wait_for_selector("#label")
    page.select_option("#scope", "clerk")
    page.fill("#owner", "0777")
    page.fill("#label", "<img src=x onerror=alert(1)>")
    page.click("#view form button")
    secret = page.wait_for_selector("#view output").inner_text()
    page.click("#language")
    page.wait_for_selector("h1:has-text('Sample District')")
    assert page.locator("#view img").count() == 0, "what was typed is shown as text"
    answer = httpx.get(f"{hall.url}/v1/windows/w1", headers={"Authorization": f"Bearer {secret}"}, trust_env=False)
    assert answer.json()["state"] == "paused"
