"""Events, audit, test mode, what is never told (contract sections 3, 6, 7, 11)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from hall.check.desk import Body, Desk, Person
from hall.check.runner import case


@case("3")
def a_stream_begins_with_a_snapshot_and_goes_on_with_changes(desk: Desk) -> None:
    waiting = desk.ticket()
    called = desk.call_next()
    desk.step(called, "recall")
    with desk.terminal.events() as events:
        first_id, kind, snapshot = next(events)
        assert kind == "snapshot"
        assert {"windows", "called", "announcements", "sessions", "help", "load"} <= snapshot["data"].keys()
        assert [ticket["id"] for ticket in snapshot["data"]["called"]] == [waiting["id"]]
        desk.step(called, "recall")
        event_id, _, event = _next(events, "ticket.called")
        assert event_id > first_id
        assert event["data"]["calls"] == 3
        assert event["data"]["window"]["zh"]


@case("3")
def with_the_last_id_exactly_what_was_missed_comes_again(desk: Desk) -> None:
    with desk.terminal.events() as events:
        last_id, _, _ = next(events)
    numbers = [desk.ticket()["number"] for _ in range(5)]
    with desk.terminal.events(last_id, "?types=ticket.changed") as events:
        told = [next(events)[2] for _ in range(5)]
    assert [event["type"] for event in told] == ["ticket.changed"] * 5
    assert [event["data"]["number"] for event in told] == numbers
    with desk.terminal.events("e-999999999") as events:
        assert next(events)[1] == "snapshot"


@case("3")
def only_the_asked_types_come_but_always_the_snapshot(desk: Desk) -> None:
    with desk.clerk.events(query="?types=help.changed") as events:
        assert next(events)[1] == "snapshot"
        desk.ticket()
        desk.terminal.post("/v1/help-calls", {"kind": "person"}, expect=201)
        assert next(events)[1] == "help.changed"
    desk.clerk.get("/v1/events?types=no.such", expect="invalid", headers={"Accept": "text/event-stream"})


@case("6")
def a_stream_tells_only_what_its_scope_may_read(desk: Desk) -> None:
    service = desk.served()["service_id"]
    people: list[Person] = [desk.terminal, desk.other_terminal, desk.clerk, desk.interpreters[0], desk.admin]
    ids = {}
    for person in people:
        with person.events() as events:
            ids[person.owner] = next(events)[0]
    desk.evaluate(service, "very_dissatisfied", text="太慢了")
    desk.terminal.post("/v1/help-calls", {"kind": "person"}, expect=201)
    text = {"zh": "完", "en": "end"}
    body = {"severity": "info", "text": text, "expires_at": "2026-11-23T17:00:00+08:00"}
    desk.clerk.post("/v1/announcements", body, expect=201)
    kinds: dict[str, list[str]] = {}
    for person in people:
        kinds[person.owner] = []
        with person.events(ids[person.owner]) as events:
            for _, kind, event in events:
                raw = json.dumps(event, ensure_ascii=False)
                assert "very_dissatisfied" not in raw
                assert "太慢了" not in raw
                if kind != "load.changed":
                    kinds[person.owner].append(kind)
                if kind == "announcement.published":
                    break
    mine = ["evaluation.given", "help.changed", "announcement.published"]
    assert kinds[desk.terminal.owner] == kinds[desk.clerk.owner] == kinds[desk.admin.owner] == mine
    assert kinds[desk.other_terminal.owner] == kinds[desk.interpreters[0].owner] == mine[2:]


@case("7")
def every_audit_line_carries_the_hash_of_the_line_before(desk: Desk) -> None:
    desk.book(desk.slots()[-1])
    desk.ticket()
    raw = desk.admin.send("GET", "/v1/audit", headers={"Accept": "application/x-ndjson"}, expect=200).content
    lines = raw.decode().splitlines()
    entries = [json.loads(line) for line in lines]
    assert entries[0]["seq"] == 1
    assert entries[0]["prev"] == "0" * 64
    for before, line, entry in zip([None, *lines], lines, entries, strict=False):
        if before is not None:
            assert entry["prev"] == hashlib.sha256(before.encode()).hexdigest(), line
    assert [entry["seq"] for entry in entries] == list(range(1, len(entries) + 1))
    assert {"createAppointment", "createTicket", "createKey"} <= {entry["action"] for entry in entries}
    page = desk.admin.get("/v1/audit", params={"after_seq": 1, "limit": 2}).body["items"]
    assert [entry["seq"] for entry in page] == [2, 3]


@case("6")
def the_audit_log_holds_no_person(desk: Desk) -> None:
    asked = {"kind": "question", "text": "秘密的问题", "reply_way": "telephone", "contact": "13800138000"}
    enquiry = desk.terminal.post("/v1/enquiries", asked, expect=201).body
    desk.book(desk.slots()[-1], "Q")
    desk.clerk.post("/v1/booking-rights/lift", {"person": desk.ref("Q"), "reason": "住院"})
    desk.clerk.get(f"/v1/enquiries/{enquiry['id']}")
    raw = desk.admin.send("GET", "/v1/audit", headers={"Accept": "application/x-ndjson"}, expect=200).content.decode()
    for planted in ("Q" * 43, "13800138000", "秘密的问题"):
        assert planted not in raw
    assert any(json.loads(line)["action"] == "getEnquiry" for line in raw.splitlines()), "looks are logged"


@case("11")
def the_clock_stands_still_and_jumps_do_the_work_that_fell_due(desk: Desk) -> None:
    slot = desk.slot("2026-11-24T09:30:00+08:00")
    desk.book(slot, hold=True)
    assert desk.admin.get("/v1/test/clock").body == {
        "now": "2026-11-23T10:00:00+08:00",
        "running": False,
        "real": False,
    }
    desk.at("2026-11-24T09:00:00")
    assert desk.slot("2026-11-24T09:30:00+08:00")["free"] == slot["free"]
    desk.admin.put("/v1/test/clock", {"now": "2026-02-30T10:00:00+08:00"}, expect="invalid")


@case("11")
def a_reset_forgets_visits_and_keeps_content_keys_and_audit(desk: Desk) -> None:
    ticket = desk.ticket()
    before = desk.admin.get("/v1/audit", params={"limit": 1}).body["items"]
    desk.begin({"per_id_open": 50})
    desk.terminal.get(f"/v1/tickets/{ticket['id']}", expect=404)
    assert desk.admin.get("/v1/rules").body["per_id_open"] == 50
    assert desk.admin.get("/v1/audit", params={"limit": 1}).body["items"] == before
    assert all(window["state"] == "open" for window in desk.terminal.get("/v1/windows").body)
    desk.begin()
    assert desk.admin.get("/v1/rules").body["per_id_open"] == 3


@case("7")
def figures_for_monitoring_name_no_person(desk: Desk) -> None:
    desk.ticket()
    text = desk.admin.send("GET", "/metrics", expect=200).content.decode()
    zone = desk.content.on_list["zone_id"]
    assert f'wuai_hall_tickets_waiting{{zone="{zone}"}} 1' in text
    assert "A001" not in text


def _next(events: Iterator[tuple[str, str, Body]], kind: str) -> tuple[str, str, Body]:
    return next(event for event in events if event[1] == kind)
