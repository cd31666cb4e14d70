"""An interpreter changes the own profile through a real hall: the hall's people see it, the next ring goes by it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from hall.check.desk import Desk, Person
from hall.embedded import running_hall


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with running_hall(tmp_path_factory.mktemp("hall")) as hall:
        yield Desk(hall.url, hall.keys["admin"])


def put(desk: Desk, who: Person, body: object) -> httpx.Response:
    headers = {"Authorization": f"Bearer {who.secret}"}
    return httpx.put(f"{desk.url}/profile", json=body, headers=headers, timeout=30, trust_env=False)


def seen(desk: Desk, by: Person, who: Person) -> dict[str, object]:
    (found,) = [one for one in by.get("/v1/interpreters").body["items"] if one["id"] == who.owner]
    return dict(found)


def test_the_halls_people_see_the_change_and_the_next_ring_goes_by_it(desk: Desk) -> None:
    desk.begin()
    first, second = desk.interpreters[:2]
    for person in (first, second):
        person.put("/v1/interpreters/me/status", {"status": "ready"})
    changed = put(desk, second, {"skills": ["legal", "regional"], "variety_places": ["上海"]})
    assert changed.json() == {"skills": ["regional", "legal"], "variety_places": ["上海"]}
    view = seen(desk, desk.admin, second)
    assert (view["skills"], view["variety_places"]) == (["regional", "legal"], ["上海"])
    asked = {"consent": True, "briefing": {"sign_variety": "regional"}, "video": True}
    desk.terminal.post("/v1/remote-sessions", asked, expect=201)
    assert [seen(desk, desk.admin, person)["status"] for person in (first, second)] == ["ready", "ringing"]
    lines = desk.admin.get("/v1/audit?limit=200").body["items"]
    assert [one["resource"] for one in lines if one["action"] == "putProfile"] == [f"interpreters/{second.owner}"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {"skills": [], "variety_places": []},
        {"skills": ["king"], "variety_places": []},
        {"skills": "national", "variety_places": []},
        {"skills": ["national"]},
        {"skills": ["national"], "variety_places": ["长" * 41]},
        {"skills": ["national"], "variety_places": ["a\u0000"]},
        {"skills": ["national"], "variety_places": [f"第{n}个" for n in range(21)]},
    ],
)
def test_what_is_no_profile_changes_nothing(desk: Desk, body: object) -> None:
    desk.begin()
    me = desk.interpreters[2]
    before = seen(desk, desk.admin, me)
    assert 400 <= put(desk, me, body).status_code < 500
    assert put(desk, desk.clerk, {"skills": ["national"], "variety_places": []}).json()["code"] == "scope_missing"
    assert seen(desk, desk.admin, me) == before
