"""A clerk sees how many 办不成事 enquiries of the hall wait for an answer, without reading what anybody wrote."""

from __future__ import annotations

from hall.check.desk import Desk, Person


def counted(desk: Desk, who: Person) -> object:
    return who.send("GET", "/enquiries/open", expect=200).body


def told(desk: Desk, kind: str = "cannot_get_it_done") -> str:
    asked = {"kind": kind, "text": "跑了两次都说材料不对。", "reply_way": "at_hall"}
    return str(desk.terminal.post("/v1/enquiries", asked, expect=201).body["id"])


def test_open_ones_are_counted_and_those_past_their_promise_apart(desk: Desk) -> None:
    assert counted(desk, desk.clerk) == {"open": 0, "late": 0}
    first = told(desk)
    told(desk)
    told(desk, "question")
    assert counted(desk, desk.clerk) == {"open": 2, "late": 0}, "other kinds are no 办不成事"
    desk.clerk.post(f"/v1/enquiries/{first}/replies", {"text": "在查"}, expect=201)
    assert counted(desk, desk.clerk) == {"open": 2, "late": 0}, "answered, not closed"
    desk.at("2026-11-30T10:00:00")
    assert counted(desk, desk.clerk) == {"open": 2, "late": 2}
    step = {"kind": "papers", "text": {"zh": "带户口簿来", "en": "Bring the household register"}}
    desk.clerk.post(f"/v1/enquiries/{first}/close", {"next_step": step})
    assert counted(desk, desk.clerk) == {"open": 1, "late": 1}


def test_counting_reads_nothing_and_is_for_the_halls_people(desk: Desk) -> None:
    told(desk)
    before = desk.admin.get("/v1/audit", params={"limit": 200}).body["items"]
    counted(desk, desk.clerk)
    assert len(desk.admin.get("/v1/audit", params={"limit": 200}).body["items"]) == len(before), "nobody looked at one"
    assert desk.terminal.send("GET", "/enquiries/open", expect=None).code == "scope_missing"
    assert desk.nobody.send("GET", "/enquiries/open", expect=None).code == "key_missing"
