"""Queue (contract sections 3, 4, 8, 10; rules Q-11, Q-14 to Q-18)."""

from __future__ import annotations

from functools import partial

from hall.check.desk import Body, Desk, new_key
from hall.check.runner import case


@case("3")
def numbers_are_gapless_in_order_of_issue_and_never_used_twice(desk: Desk) -> None:
    zone = desk.content.on_list["zone_id"]
    first, second = desk.ticket(), desk.ticket()
    desk.terminal.delete(f"/v1/tickets/{second['id']}")
    desk.terminal.post("/v1/tickets", {"matter_id": "none"}, expect="unknown_reference")
    third = desk.ticket()
    assert [t["number"] for t in (first, second, third)] == [f"{zone}001", f"{zone}002", f"{zone}003"]


@case("3")
def many_terminals_at_once_get_one_number_each(desk: Desk) -> None:
    body = {"matter_id": desk.content.on_list["id"]}
    take = [partial(desk.terminal.post, "/v1/tickets", body, expect=201)] * 20
    numbers = sorted(int(got.body["number"][1:]) for got in desk.at_once(take))
    assert numbers == list(range(1, 21))


@case("4")
def at_midnight_what_is_open_is_deleted_and_numbers_begin_anew(desk: Desk) -> None:
    old = desk.ticket()
    desk.at("2026-11-24T10:00:00")
    assert desk.terminal.get(f"/v1/tickets/{old['id']}").body["state"] == "deleted"
    assert desk.ticket()["number"].endswith("001")
    desk.clerk.post(f"/v1/tickets/{old['id']}/call", {"window_id": desk.content.windows[0]}, expect="wrong_state")


@case("8")
def outside_opening_hours_there_are_no_walk_in_numbers(desk: Desk) -> None:
    body = {"matter_id": desk.content.on_list["id"]}
    for moment in ("2026-11-23T08:59:59", "2026-11-23T17:00:00", "2026-11-28T10:00:00", "2026-11-29T10:00:00"):
        desk.at(moment)
        desk.terminal.post("/v1/tickets", body, expect="hall_closed")
    desk.at("2026-11-30T09:00:00")
    desk.terminal.post("/v1/tickets", body, expect=201)


@case("Q-18")
def a_zero_trip_matter_is_told_before_a_number_is_given(desk: Desk) -> None:
    matter = desk.content.zero_trip
    if matter is None:
        return
    body: Body = {"matter_id": matter["id"]}
    desk.terminal.post("/v1/tickets", body, expect="matter_zero_trip")
    desk.terminal.post("/v1/tickets", body | {"zero_trip_told": True}, expect=201)
    desk.terminal.post("/v1/tickets", body | {"collect": True}, expect=201)


@case("8")
def exactly_one_of_matter_and_zone_is_named(desk: Desk) -> None:
    matter = desk.content.on_list
    desk.terminal.post("/v1/tickets", {}, expect="invalid")
    desk.terminal.post("/v1/tickets", {"matter_id": matter["id"], "zone_id": matter["zone_id"]}, expect="invalid")


@case("6")
def wishes_for_the_talk_are_for_the_clerk_and_wiped_at_the_end(desk: Desk) -> None:
    ticket = desk.ticket(talk_ways=["sign", "text"])
    assert "talk_ways" not in ticket
    assert desk.clerk.get(f"/v1/tickets/{ticket['id']}").body["talk_ways"] == ["sign", "text"]
    called = desk.call_next()
    assert called["talk_ways"] == ["sign", "text"]
    desk.step(called, "arrive")
    desk.step(called, "finish", {})
    assert "talk_ways" not in desk.clerk.get(f"/v1/tickets/{ticket['id']}").body


@case("8")
def place_and_wait_come_with_their_basis(desk: Desk) -> None:
    desk.ticket()
    second = desk.ticket()
    assert (second["ahead"], second["position"]) == (1, 2)
    basis = second["expected_wait"]["basis"]
    assert (basis["method"], basis["ahead"], basis["sample"]) == ("assumed", 1, 0)
    assert basis["open_windows"] == len(desk.content.windows)
    assert second["expected_wait"]["low"] <= second["expected_wait"]["seconds"] <= second["expected_wait"]["high"]


@case("8")
def the_wait_is_measured_once_services_were_finished(desk: Desk) -> None:
    """Live systems told wrong waits: ours follow from what was measured, and way time is not service time."""
    for minute in range(0, 48, 8):
        desk.at(f"2026-11-23T10:{minute:02d}:00")
        desk.ticket()
        ticket = desk.call_next()
        desk.at(f"2026-11-23T10:{minute + 1:02d}:00")
        desk.step(ticket, "arrive")
        desk.at(f"2026-11-23T10:{minute + 5:02d}:00")
        desk.step(ticket, "finish", {})
    desk.ticket()
    wait = desk.ticket()["expected_wait"]
    assert (wait["basis"]["method"], wait["basis"]["mean_service_seconds"]) == ("measured_today", 240)
    assert wait["seconds"] == round(240 / wait["basis"]["open_windows"])


@case("Q-14")
def the_first_priority_number_is_among_the_next_two_and_never_two_in_a_row(desk: Desk) -> None:
    walk_ins = [desk.ticket()["id"] for _ in range(3)]
    lane = [desk.ticket(priority=True)["id"] for _ in range(3)]
    order = []
    for _ in range(6):
        ticket = desk.call_next()
        order.append(ticket["id"])
        desk.step(ticket, "arrive")
        desk.step(ticket, "finish", {})
    assert lane[0] in order[:2]
    kinds = "".join("P" if ticket in lane else "N" for ticket in order)
    assert "PP" not in kinds[:5]
    assert [t for t in order if t in walk_ins] == walk_ins
    assert [t for t in order if t in lane] == lane


@case("Q-14")
def told_places_are_the_order_of_calling(desk: Desk) -> None:
    tickets = [desk.ticket(priority=n % 3 == 2) for n in range(7)]
    told = {t["id"]: desk.terminal.get(f"/v1/tickets/{t['id']}").body["ahead"] for t in tickets}
    listed = [t["id"] for t in desk.clerk.get("/v1/tickets", params={"state": "queued"}).body["items"]]
    assert [told[ticket_id] for ticket_id in listed] == list(range(7))
    for expected in listed:
        ticket = desk.call_next()
        assert ticket["id"] == expected
        desk.step(ticket, "arrive")
        desk.step(ticket, "finish", {})


@case("8")
def two_clerks_at_once_never_call_the_same_person(desk: Desk) -> None:
    """A live system's fault: two windows called one number."""
    first, second = desk.ticket(), desk.ticket()
    next_at = [f"/v1/windows/{window}/call-next" for window in desk.content.windows[:2]]
    called = desk.at_once([partial(desk.clerk.post, path, {}) for path in next_at])
    assert {got.body["id"] for got in called} == {first["id"], second["id"]}


@case("8")
def two_clerks_who_call_one_number_at_once_have_one_winner(desk: Desk) -> None:
    ticket = desk.ticket()
    path = f"/v1/tickets/{ticket['id']}/call"
    windows = desk.content.windows[:2]
    answers = desk.at_once([partial(desk.clerk.post, path, {"window_id": w}, expect=None) for w in windows])
    assert sorted(got.code or "won" for got in answers) == ["already_called", "won"]
    assert desk.terminal.get(f"/v1/tickets/{ticket['id']}").body["calls"] == 1


@case("8")
def a_window_serves_one_at_a_time_and_only_when_open(desk: Desk) -> None:
    window = desk.content.windows[0]
    path = f"/v1/windows/{window}"
    assert desk.clerk.post(f"{path}/call-next", {}, expect=204).content == b""
    desk.ticket()
    desk.ticket()
    desk.call_next()
    desk.clerk.post(f"{path}/call-next", {}, expect="window_busy")
    tag = {"If-Match": desk.clerk.get(path).headers["etag"]}
    desk.clerk.patch(path, {"state": "closed"}, headers=tag, expect="window_busy")
    other = f"/v1/windows/{desk.content.windows[1]}"
    desk.clerk.patch(other, {"state": "paused"}, headers={"If-Match": desk.clerk.get(other).headers["etag"]})
    desk.clerk.post(f"{other}/call-next", {}, expect="window_closed")
    desk.clerk.post("/v1/windows/none/call-next", {}, expect=404)


@case("Q-16")
def missed_only_after_three_calls_and_a_minute(desk: Desk) -> None:
    desk.ticket()
    ticket = desk.call_next()
    key = new_key()
    path = f"/v1/tickets/{ticket['id']}/recall"
    assert desk.clerk.post(path, key=key).body["calls"] == 2
    assert desk.clerk.post(path, key=key).body["calls"] == 2, "the same key never calls twice"
    desk.at("2026-11-23T10:01:00")
    desk.step(ticket, "miss", expect="call_again_first")
    assert desk.step(ticket, "recall").body["calls"] == 3
    missed = desk.step(ticket, "miss").body
    assert (missed["state"], missed["return_until"]) == ("missed", "2026-11-23T10:31:00+08:00")


@case("Q-16")
def three_calls_within_a_minute_are_not_enough(desk: Desk) -> None:
    desk.ticket()
    ticket = desk.call_next()
    desk.step(ticket, "recall")
    desk.step(ticket, "recall")
    desk.at("2026-11-23T10:00:59")
    desk.step(ticket, "miss", expect="call_again_first")


@case("Q-16")
def who_comes_back_in_time_is_third(desk: Desk) -> None:
    missed = _missed(desk)
    others = [desk.ticket()["id"] for _ in range(4)]
    desk.at("2026-11-23T10:31:00")
    back = desk.terminal.post(f"/v1/tickets/{missed['id']}/return").body
    assert (back["state"], back["position"], back["number"]) == ("queued", 3, missed["number"])
    assert back["calls"] == 0
    order = []
    for _ in range(3):
        ticket = desk.call_next()
        order.append(ticket["id"])
        desk.step(ticket, "arrive")
        desk.step(ticket, "finish", {})
    assert order == [*others[:2], missed["id"]]


@case("Q-16")
def who_comes_back_to_an_empty_hall_is_next(desk: Desk) -> None:
    missed = _missed(desk)
    assert desk.terminal.post(f"/v1/tickets/{missed['id']}/return").body["position"] == 1


@case("Q-16")
def after_thirty_minutes_a_new_number_is_needed(desk: Desk) -> None:
    missed = _missed(desk)
    desk.at("2026-11-23T10:31:01")
    desk.terminal.post(f"/v1/tickets/{missed['id']}/return", expect="return_too_late")
    # The clerk who sees the visitor may still call.
    assert desk.step(missed, "call", {"window_id": desk.content.windows[0]}).body["state"] == "called"


@case("8")
def parked_tickets_keep_their_service_and_are_called_again(desk: Desk) -> None:
    desk.ticket()
    ticket = desk.call_next()
    service = desk.step(ticket, "arrive").body["service_id"]
    parked = desk.step(ticket, "park", {"reason": "copy"}).body
    assert parked["state"] == "parked"
    desk.ticket()
    other = desk.call_next()
    desk.step(other, "arrive")
    desk.step(other, "finish", {})
    desk.step(ticket, "call", {"window_id": desk.content.windows[0]})
    assert desk.step(ticket, "arrive").body["service_id"] == service


@case("8")
def a_transferred_ticket_keeps_its_number_and_its_place_by_first_issue(desk: Desk) -> None:
    zone = desk.content.off_list["zone_id"]
    moving = desk.ticket()
    waiting = desk.ticket(desk.content.off_list)
    called = desk.call_next()
    service = desk.step(called, "arrive").body["service_id"]
    moved = desk.step(called, "transfer", {"zone_id": zone}).body
    assert (moved["state"], moved["zone_id"], moved["number"]) == ("queued", zone, moving["number"])
    assert "service_id" not in moved
    if zone != desk.content.on_list["zone_id"]:
        assert moved["ahead"] == 0, "its first issue was before"
        assert desk.terminal.get(f"/v1/tickets/{waiting['id']}").body["ahead"] == 1
    offer = desk.terminal.get(f"/v1/services/{service}/evaluation").body
    assert offer["allowed"] is True
    desk.step(moved, "transfer", {"zone_id": zone}, expect="wrong_state")


@case("8")
def to_a_window_only_that_window_calls_it(desk: Desk) -> None:
    desk.ticket()
    ticket = desk.call_next(0)
    desk.step(ticket, "arrive")
    desk.step(ticket, "transfer", {"window_id": desk.content.windows[1]})
    desk.clerk.post(f"/v1/windows/{desk.content.windows[0]}/call-next", {}, expect=204)
    assert desk.call_next(1)["id"] == ticket["id"]


@case("8")
def finished_with_pick_up_is_pending_until_collected(desk: Desk) -> None:
    desk.ticket()
    ticket = desk.call_next()
    desk.step(ticket, "finish", {}, expect="wrong_state")
    desk.step(ticket, "arrive")
    pick_up = {"from": "2026-11-25", "way": "window"}
    pending = desk.step(ticket, "finish", {"pick_up": pick_up, "stage": "accepted"}).body
    assert (pending["state"], pending["pick_up"]) == ("pending", pick_up)
    assert desk.step(ticket, "finish", {}).body["state"] == "finished"
    desk.step(ticket, "finish", {}, expect="wrong_state")


@case("8")
def the_times_of_a_visit_are_told_apart(desk: Desk) -> None:
    """Way time, from call to arrival, is no waiting time: slow walkers are not missed."""
    desk.ticket()
    desk.at("2026-11-23T10:05:00")
    ticket = desk.call_next()
    desk.at("2026-11-23T10:07:00")
    desk.step(ticket, "arrive")
    desk.at("2026-11-23T10:20:00")
    done = desk.step(ticket, "finish", {}).body
    times = [done[name][11:16] for name in ("issued_at", "called_at", "arrived_at", "finished_at")]
    assert times == ["10:00", "10:05", "10:07", "10:20"]


@case("2")
def leaving_twice_is_harmless_and_leaving_late_is_refused(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.terminal.delete(f"/v1/tickets/{ticket['id']}")
    got = desk.terminal.send("DELETE", f"/v1/tickets/{ticket['id']}", expect=None)
    assert got.status in (204, 404)
    desk.ticket()
    called = desk.call_next()
    desk.step(called, "arrive")
    desk.terminal.delete(f"/v1/tickets/{called['id']}", expect="wrong_state")


@case("8")
def the_load_counts_what_is_there(desk: Desk) -> None:
    matter = desk.content.on_list
    for _ in range(3):
        desk.ticket()
    zone = _zone_load(desk, matter["zone_id"])
    assert (zone["waiting"], zone["open_windows"]) == (3, len(desk.content.windows))
    load = desk.terminal.get("/v1/load").body
    assert (load["issued_today"], load["finished_today"], load["walk_in_share"]) == (3, 0, 1)
    assert load["hot_matters"] == [], "a matter is named from ten tickets on"
    for _ in range(7):
        desk.ticket()
    assert desk.terminal.get("/v1/load").body["hot_matters"] == [matter["id"]]
    desk.terminal.get("/v1/load/forecast")
    desk.terminal.get("/v1/load/forecast", params={"date": "2026-11-25", "zone_id": matter["zone_id"]})


@case("Q-11")
def the_hall_proposes_a_tide_window_and_a_person_opens_it(desk: Desk) -> None:
    zone = desk.content.on_list["zone_id"]
    for _ in range(5 * len(desk.content.windows)):
        desk.ticket()
    desk.at("2026-11-23T10:00:01")
    desk.at("2026-11-23T10:05:02")
    assert _zone_load(desk, zone).get("tide") == "proposed"
    path = f"/v1/windows/{desk.content.windows[1]}"
    tag = {"If-Match": desk.clerk.get(path).headers["etag"]}
    opened = desk.clerk.patch(path, {"state": "open", "tide": True}, headers=tag).body
    assert (opened["state"], opened["tide"]) == ("open", True)
    assert _zone_load(desk, zone).get("tide") == "opened"


def _zone_load(desk: Desk, zone: str) -> Body:
    load = desk.terminal.get("/v1/load").body
    return next(entry for entry in load["zones"] if entry["zone_id"] == zone)


def _missed(desk: Desk) -> Body:
    """A ticket that was missed at one minute past ten."""
    desk.ticket()
    ticket = desk.call_next()
    desk.step(ticket, "recall")
    desk.step(ticket, "recall")
    desk.at("2026-11-23T10:01:00")
    return desk.step(ticket, "miss").body
