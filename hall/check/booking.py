"""Booking (contract sections 4, 8, 10; rules Q-1 to Q-9, Q-17)."""

from __future__ import annotations

from functools import partial

from hall.check.desk import Body, Desk, new_key
from hall.check.runner import case

TUESDAY_930 = "2026-11-24T09:30:00+08:00"
PEOPLE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@case("Q-1")
def the_window_is_the_rest_of_today_and_five_working_days(desk: Desk) -> None:
    starts = [slot["start"] for slot in desk.slots(opening_class="normal")]
    assert min(starts) >= "2026-11-23T10:00"
    assert max(starts)[:10] == "2026-11-30"
    beyond = desk.slots(first="2026-12-01", last="2026-12-01")
    assert all(not slot["bookable"] and slot["reason"] == "outside_booking_window" for slot in beyond)
    desk.book(beyond[0], expect="outside_booking_window")


@case("Q-1")
def days_off_are_not_worked(desk: Desk) -> None:
    days = desk.terminal.get("/v1/hall/days", params={"from": "2026-09-28", "to": "2026-10-11"}).body
    working = {day["date"] for day in days if day["working_day"]}
    assert working == {"2026-09-28", "2026-09-29", "2026-09-30", "2026-10-08", "2026-10-09", "2026-10-10"}
    holiday = next(day for day in days if day["date"] == "2026-10-01")
    assert holiday["openings"] == []


@case("Q-1")
def unknown_times_and_matters_are_unknown_references(desk: Desk) -> None:
    for slot_id in ("s-20261124-0931-A", "s-20261322-0930-A", "nonsense"):
        desk.book(slot_id, expect="unknown_reference")
    body = {"slot_id": desk.slot(TUESDAY_930)["id"], "matter_id": "none", "person": desk.ref("A")}
    desk.terminal.post("/v1/appointments", body, expect="unknown_reference")
    desk.terminal.get("/v1/slots", params={"matter_id": "none"}, expect=404)


@case("Q-2")
def the_booked_share_is_rounded_down_and_at_least_one(desk: Desk) -> None:
    for percent in (28, 1, 100, 0):
        desk.begin({"quota_percent": percent})
        slot = desk.slots(who=desk.admin)[-1]
        capacity = slot["capacity"]
        assert slot["quota"] == (max(1, capacity * percent // 100) if percent else 0)
    desk.begin()
    assert all("quota" not in slot and "capacity" not in slot for slot in desk.slots())


@case("Q-2")
def a_full_time_is_full_for_everybody(desk: Desk) -> None:
    slot = desk.slot(TUESDAY_930)
    for person in PEOPLE[: slot["free"]]:
        desk.book(slot, person)
    desk.book(slot, "Z", expect="slot_full")
    full = desk.slot(TUESDAY_930)
    assert (full["state"], full["free"], full["bookable"], full["reason"]) == ("reserved", 0, False, "slot_full")


@case("Q-2")
def the_last_place_has_exactly_one_winner(desk: Desk) -> None:
    """Live systems booked twice when a hold ran out or two came at once."""
    slot = desk.slot(TUESDAY_930)
    for person in PEOPLE[: slot["free"] - 1]:
        desk.book(slot, person)
    rush = [partial(desk.book, slot, p, expect=None) for p in "UVWXYZ"]
    answers = desk.at_once(rush)
    assert sorted(got.code or "won" for got in answers) == ["slot_full"] * 5 + ["won"]


@case("Q-2")
def places_are_released_ten_minutes_before(desk: Desk) -> None:
    slot = desk.slot("2026-11-23T14:00:00+08:00")
    desk.at("2026-11-23T13:49:59")
    desk.book(slot, "A")
    desk.at("2026-11-23T13:50:00")
    desk.book(slot, "B", expect="slot_over")


@case("Q-3")
def more_than_three_no_shows_stop_booking_and_nothing_else(desk: Desk) -> None:
    person = {"person": desk.ref("N")}
    for count, day in enumerate(("2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26"), start=1):
        desk.at(f"{day}T10:00:00")
        desk.book(desk.slot(f"{day}T14:00:00+08:00"), "N")
        desk.at(f"{day}T14:15:01")
        rights = desk.terminal.post("/v1/booking-rights/query", person, key=None).body
        assert rights["no_shows"] == count
        assert rights["may_book"] is (count <= 3), "the fourth blocks, not the third"
    assert rights["reason"] == "booking_blocked"
    assert rights["blocked_until"].startswith("2026-12-26T14:15")
    assert rights["walk_in"] is True
    desk.at("2026-11-27T10:00:00")
    desk.book(desk.slot("2026-11-27T14:00:00+08:00"), "N", expect="booking_blocked")
    desk.ticket()
    desk.clerk.post("/v1/booking-rights/lift", {**person, "reason": "住院，有证明"})
    desk.book(desk.slot("2026-11-27T14:00:00+08:00"), "N")


@case("Q-3")
def a_block_ends_after_thirty_days(desk: Desk) -> None:
    desk.begin({"no_shows_allowed": 0})
    desk.book(desk.slot("2026-11-23T14:00:00+08:00"), "N")
    desk.at("2026-12-23T10:00:00")
    desk.book(desk.slot("2026-12-24T14:00:00+08:00"), "N", expect="booking_blocked")
    desk.at("2026-12-23T14:16:00")
    desk.book(desk.slot("2026-12-24T14:00:00+08:00"), "N")


@case("Q-4")
def one_a_day_and_three_open_per_person(desk: Desk) -> None:
    desk.book(desk.slot("2026-11-24T09:30:00+08:00"))
    desk.book(desk.slot("2026-11-24T14:00:00+08:00"), expect="per_id_day_limit")
    desk.book(desk.slot("2026-11-25T09:30:00+08:00"))
    desk.book(desk.slot("2026-11-26T09:30:00+08:00"))
    desk.book(desk.slot("2026-11-27T09:30:00+08:00"), expect="per_id_open_limit")
    desk.book(desk.slot("2026-11-27T09:30:00+08:00"), "B")


@case("Q-4")
def the_limits_hold_when_two_terminals_book_at_once(desk: Desk) -> None:
    slots = [desk.slot(f"2026-11-24T{hour}:00:00+08:00") for hour in ("10", "11", "14", "15")]
    answers = desk.at_once([partial(desk.book, slot, expect=None) for slot in slots])
    assert sorted(got.code or "won" for got in answers) == ["per_id_day_limit"] * 3 + ["won"]


@case("Q-4")
def after_a_change_of_the_key_both_hashes_are_one_person(desk: Desk) -> None:
    desk.book(desk.slot("2026-11-24T09:30:00+08:00"), "A")
    joined = {"ref": "p2_" + "a" * 43, "previous_ref": desk.ref("A")["ref"]}
    slot = desk.slot("2026-11-24T14:00:00+08:00")
    body = {"slot_id": slot["id"], "matter_id": desk.content.on_list["id"], "person": joined}
    desk.terminal.post("/v1/appointments", body, expect="per_id_day_limit")
    found = desk.terminal.post("/v1/appointments/lookup", {"person": joined}, key=None).body["items"]
    assert len(found) == 1


@case("Q-5")
def exactly_two_hours_before_cancelling_is_free(desk: Desk) -> None:
    booked = desk.book(desk.slot("2026-11-23T14:00:00+08:00")).body
    desk.at("2026-11-23T12:00:00")
    cancelled = _cancel(desk, booked)
    assert (cancelled["state"], cancelled["counts_as_no_show"]) == ("deleted", False)
    assert _cancel(desk, booked)["state"] == "deleted"


@case("Q-5")
def later_it_is_told_first_then_counted_and_the_place_is_free(desk: Desk) -> None:
    slot = desk.slot("2026-11-23T14:00:00+08:00")
    booked = desk.book(slot).body
    desk.at("2026-11-23T12:00:01")
    path = f"/v1/appointments/{booked['id']}/cancel"
    desk.terminal.post(path, {}, expect="cancel_late")
    cancelled = desk.terminal.post(path, {"accept_late": True}).body
    assert cancelled["counts_as_no_show"] is True
    rights = desk.terminal.post("/v1/booking-rights/query", {"person": desk.ref("A")}, key=None).body
    assert (rights["no_shows"], rights["open"]) == (1, 0)
    assert desk.slot("2026-11-23T14:00:00+08:00")["free"] == slot["free"]


@case("Q-8")
def extended_hours_close_at_two_on_the_working_day_before(desk: Desk) -> None:
    slot = desk.slot("2026-11-24T08:30:00+08:00")
    assert slot["opening_class"] == "extended"
    assert slot["apply_by"] == "2026-11-23T14:00:00+08:00"
    desk.at("2026-11-23T13:59:59")
    desk.book(slot, "A")
    desk.at("2026-11-23T14:00:01")
    desk.book(slot, "B", expect="cut_off_passed")


@case("Q-8")
def monday_and_saturday_close_on_friday_at_two(desk: Desk) -> None:
    saturday, monday = desk.slot("2026-11-28T09:00:00+08:00"), desk.slot("2026-11-30T08:30:00+08:00")
    assert saturday["apply_by"] == monday["apply_by"] == "2026-11-27T14:00:00+08:00"
    desk.at("2026-11-27T14:00:01")
    desk.book(saturday, expect="cut_off_passed")
    desk.book(monday, expect="cut_off_passed")


@case("Q-9")
def saturday_has_its_own_list(desk: Desk) -> None:
    saturday = desk.slot("2026-11-28T10:00:00+08:00")
    assert saturday["opening_class"] == "saturday"
    assert not [s for s in desk.slots(desk.content.off_list) if s["opening_class"] == "saturday"]
    desk.book(saturday, matter=desk.content.off_list, expect="not_on_saturday_list")
    desk.book(saturday)
    days = desk.terminal.get("/v1/hall/days", params={"from": "2026-11-28", "to": "2026-11-28"}).body
    opening = days[0]["openings"][0]
    assert (opening["booking_only"], opening["matters"]) == (True, "saturday_list")
    assert opening["start"] == "2026-11-28T09:00:00+08:00"
    assert opening["end"] == "2026-11-28T15:00:00+08:00"


@case("8")
def a_time_of_another_zone_does_not_serve_the_matter(desk: Desk) -> None:
    matters = desk.terminal.get("/v1/matters", params={"limit": 200}).body["items"]
    zone = desk.content.on_list["zone_id"]
    other = next(m for m in matters if m["zone_id"] != zone and m["bookable"])
    desk.book(desk.slot(TUESDAY_930), matter=other, expect="slot_not_for_matter")


@case("8")
def a_hold_takes_the_place_for_five_minutes(desk: Desk) -> None:
    slot = desk.slot(TUESDAY_930)
    held = [desk.book(slot, person, hold=True).body for person in PEOPLE[: slot["free"]]]
    assert held[0]["state"] == "reserved"
    assert held[0]["expires_at"] == "2026-11-23T10:05:00+08:00"
    desk.book(slot, "Z", expect="slot_full")
    desk.at("2026-11-23T10:04:59")
    confirmed = desk.terminal.post(f"/v1/appointments/{held[0]['id']}/confirm").body
    assert confirmed["state"] == "confirmed"
    assert "expires_at" not in confirmed
    desk.at("2026-11-23T10:05:00")
    desk.terminal.post(f"/v1/appointments/{held[1]['id']}/confirm", expect="hold_expired")
    desk.book(slot, "Z")


@case("8")
def what_is_confirmed_cannot_be_confirmed_again(desk: Desk) -> None:
    booked = desk.book(desk.slot(TUESDAY_930)).body
    desk.terminal.post(f"/v1/appointments/{booked['id']}/confirm", expect="wrong_state")


@case("8")
def moving_takes_the_new_time_and_gives_the_old_one_back_at_once(desk: Desk) -> None:
    old, new = desk.slot("2026-11-24T09:30:00+08:00"), desk.slot("2026-11-24T14:00:00+08:00")
    booked = desk.book(old).body
    moved = desk.terminal.post(f"/v1/appointments/{booked['id']}/move", {"slot_id": new["id"]}).body
    assert (moved["id"], moved["code"], moved["slot"]["id"]) == (booked["id"], booked["code"], new["id"])
    assert desk.slot("2026-11-24T09:30:00+08:00")["free"] == old["free"]
    assert desk.slot("2026-11-24T14:00:00+08:00")["free"] == new["free"] - 1
    desk.at("2026-11-24T12:30:00")
    late = {"slot_id": desk.slot("2026-11-25T09:30:00+08:00")["id"]}
    desk.terminal.post(f"/v1/appointments/{booked['id']}/move", late, expect="cancel_late")


@case("8")
def only_open_appointments_are_found_and_a_wrong_code_finds_none(desk: Desk) -> None:
    booked = desk.book(desk.slot(TUESDAY_930)).body
    look: Body = {"code": booked["code"]}
    assert [a["id"] for a in _found(desk, look)] == [booked["id"]]
    assert [a["id"] for a in _found(desk, {"person": desk.ref("A")})] == [booked["id"]]
    assert _found(desk, {"person": desk.ref("B")}) == []
    wrong = f"{(int(booked['code']) + 1) % 10**8:08d}"
    assert _found(desk, {"code": wrong}) == []
    _cancel(desk, booked)
    assert _found(desk, look) == []
    both = {"code": booked["code"], "person": desk.ref("A")}
    desk.terminal.post("/v1/appointments/lookup", both, key=None, expect="invalid")


@case("Q-17")
def check_in_is_possible_from_a_quarter_before_to_a_quarter_after(desk: Desk) -> None:
    slot = desk.slot("2026-11-23T14:00:00+08:00")
    early, last, late = (desk.book(slot, person).body for person in "ABC"[: min(3, slot["free"])])
    desk.at("2026-11-23T13:44:59")
    _check_in(desk, early, expect="check_in_too_early")
    desk.at("2026-11-23T13:45:00")
    arrived = _check_in(desk, early)
    assert arrived["appointment"]["state"] == "queued"
    assert arrived["appointment"]["ticket_id"] == arrived["ticket"]["id"]
    assert arrived["ticket"]["origin"] == "appointment"
    desk.at("2026-11-23T14:15:00")
    _check_in(desk, last)
    desk.at("2026-11-23T14:15:01")
    _check_in(desk, late, expect="check_in_too_late")
    missed = desk.terminal.get(f"/v1/appointments/{late['id']}").body
    assert (missed["state"], missed["counts_as_no_show"]) == ("missed", True)


@case("Q-17")
def a_checked_in_booking_goes_before_walk_ins_and_ends_with_its_ticket(desk: Desk) -> None:
    booked = desk.book(desk.slot("2026-11-23T10:30:00+08:00")).body
    walk_in = desk.ticket()
    desk.at("2026-11-23T10:20:00")
    ticket = _check_in(desk, booked)["ticket"]
    assert (ticket["ahead"], ticket["position"]) == (0, 1)
    assert desk.terminal.get(f"/v1/tickets/{walk_in['id']}").body["ahead"] == 1
    called = desk.call_next()
    assert called["id"] == ticket["id"]
    desk.step(called, "arrive")
    desk.step(called, "finish", {})
    assert desk.terminal.get(f"/v1/appointments/{booked['id']}").body["state"] == "finished"


@case("Q-17")
def checking_in_twice_with_one_key_gives_one_ticket(desk: Desk) -> None:
    booked = desk.book(desk.slot("2026-11-23T10:30:00+08:00")).body
    desk.at("2026-11-23T10:30:00")
    key, path = new_key(), f"/v1/appointments/{booked['id']}/check-in"
    first = desk.terminal.post(path, key=key, expect=201).body
    assert desk.terminal.post(path, key=key, expect=201).body == first
    desk.terminal.post(path, expect="wrong_state")


@case("Q-6")
def other_places_are_named_nearest_first(desk: Desk) -> None:
    listed = desk.terminal.get("/v1/slots", params={"matter_id": desk.content.on_list["id"]}).body
    assert isinstance(listed["nearby"], list)


@case("4")
def labels_say_the_whole_sentence(desk: Desk) -> None:
    slot = desk.slot(TUESDAY_930)
    assert "11月24日" in slot["label"]["zh"]
    assert f"{slot['free']}" in slot["label"]["zh"]
    assert slot["label"]["en"]


def _cancel(desk: Desk, booked: Body) -> Body:
    return desk.terminal.post(f"/v1/appointments/{booked['id']}/cancel", {}).body


def _check_in(desk: Desk, booked: Body, *, expect: int | str = 201) -> Body:
    return desk.terminal.post(f"/v1/appointments/{booked['id']}/check-in", expect=expect).body


def _found(desk: Desk, look: Body) -> list[Body]:
    return list(desk.terminal.post("/v1/appointments/lookup", look, key=None).body["items"])
