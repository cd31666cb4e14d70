"""The administrator's page in a real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hall.embedded import RunningHall

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = shutil.which("chromium")


@pytest.fixture
def admin_page(hall: RunningHall) -> Iterator[Page]:
    """The page of the test's hall before anybody has entered; an error of its own script fails the test."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed: apt install chromium")
    from playwright.sync_api import sync_playwright

    errors: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{hall.url}/admin/")
        yield page
        browser.close()
    assert errors == []


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where pictures of the page go; docs/connect-your-hall.md shows some of them."""
    return Path(os.environ.get("HALL_ADMIN_PICTURES", tmp_path))
