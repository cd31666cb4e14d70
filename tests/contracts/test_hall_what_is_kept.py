"""What the hall keeps of a visitor, and for how long: searched for in its database, not asked of its answers."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from hall.check.desk import Body, Desk
from hall.check.talks import ASKED, ask, live, ready

ID_NUMBER, MOBILE = "11010519491231002X", "13812345678"
NUMBERS = f"证件{ID_NUMBER}，电话 138 1234 5678"
BRIEFING: Body = {
    "understood": [{"text": NUMBERS, "confirmed": True}],
    "papers_missing": [NUMBERS],
    "note": NUMBERS,
    "sign_variety": "national",
}


def kept(hall_folder: Path) -> str:
    """Everything that the hall's database holds now, as text."""
    with closing(sqlite3.connect(hall_folder / "hall.db", timeout=20)) as database:
        return re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), "\n".join(database.iterdump()))


def reveals(hall_folder: Path) -> bool:
    plain = kept(hall_folder).replace(" ", "")
    return ID_NUMBER in plain or MOBILE in plain


def test_numbers_of_persons_in_a_briefing_are_masked_before_it_is_kept(desk: Desk, hall_folder: Path) -> None:
    desk.terminal.post("/v1/remote-sessions", {**ASKED, "briefing": BRIEFING}, expect=201)
    assert not reveals(hall_folder)
    asked = {"consent_to_keep": True, "reply_way": "terminal", "briefing": BRIEFING}
    mail = desk.terminal.post("/v1/videomails", asked, expect=201).body
    assert mail["briefing"]["note"] == "证件110***********002X，电话 138****5678"
    assert not reveals(hall_folder)


def test_numbers_of_persons_in_what_interpreters_write_are_masked(desk: Desk, hall_folder: Path) -> None:
    path = live(desk)
    ready(desk.interpreters[1])
    summary = {"matter": NUMBERS, "agreed_terms": [NUMBERS], "open_question": NUMBERS}
    desk.interpreters[0].post(f"{path}/hand-over", {"reason": "time", "summary": summary})
    assert not reveals(hall_folder)
    desk.interpreters[0].post(f"{path}/end", {"reason": "done"})
    wrap_up = {"outcome": "settled", "picture_ok": True, "difficult_terms": [NUMBERS]}
    desk.interpreters[0].post(f"{path}/wrap-up", wrap_up)
    assert not reveals(hall_folder)


def test_numbers_of_persons_in_what_clerks_write_are_masked(desk: Desk, hall_folder: Path) -> None:
    asked = {"kind": "question", "text": "问", "reply_way": "screen"}
    path = f"/v1/enquiries/{desk.terminal.post('/v1/enquiries', asked, expect=201).body['id']}"
    step = {"kind": "papers", "text": {"zh": NUMBERS, "en": NUMBERS}}
    desk.clerk.post(f"{path}/close", {"next_step": step})
    asked = {"kind": "person"}
    path = f"/v1/help-calls/{desk.terminal.post('/v1/help-calls', asked, expect=201).body['id']}"
    desk.clerk.post(f"{path}/acknowledge", {"message": {"zh": NUMBERS, "en": NUMBERS}})
    desk.clerk.post("/v1/booking-rights/lift", {"person": desk.ref("A"), "reason": NUMBERS})
    desk.ticket()
    ticket = desk.call_next()
    desk.step(ticket, "arrive")
    desk.step(
        ticket, "finish", {"pick_up": {"from": "2026-11-30", "way": "window", "text": {"zh": NUMBERS, "en": NUMBERS}}}
    )
    assert not reveals(hall_folder)


def test_a_call_for_a_person_that_nobody_ended_is_over_at_midnight(desk: Desk, hall_folder: Path) -> None:
    """It stood on the clerks' screens for thirty days, with what the visitor had written and how they talk."""
    asked = {"kind": "aid", "aid_id": desk.content.aid, "talk_ways": ["sign"], "text": "我听不见，请带轮椅来"}
    help_id = desk.terminal.post("/v1/help-calls", asked, expect=201).body["id"]
    lent = _state_of_aid(desk)
    desk.at("2026-11-24T00:00:01")
    assert desk.clerk.get("/v1/help-calls").body["items"] == []
    [call] = desk.clerk.get("/v1/help-calls", params={"state": "finished"}).body["items"]
    assert (call["id"], "text" in call, "talk_ways" in call) == (help_id, False, False)
    assert (lent, _state_of_aid(desk)) == ("reserved", "free"), "what was borrowed can be asked for again"
    assert "我听不见" not in kept(hall_folder), "neither in what the event stream holds"


def _state_of_aid(desk: Desk) -> str:
    aids = desk.terminal.get("/v1/aids").body["items"]
    return str(next(aid["state"] for aid in aids if aid["id"] == desk.content.aid))


def test_wishes_for_the_talk_of_who_picks_up_later_end_with_the_day(desk: Desk, hall_folder: Path) -> None:
    desk.ticket(talk_ways=["sign", "text"])
    ticket = desk.call_next()
    desk.step(ticket, "arrive")
    desk.step(ticket, "finish", {"pick_up": {"from": "2026-11-30", "way": "window"}})
    desk.at("2026-11-24T00:00:01")
    after = desk.clerk.get(f"/v1/tickets/{ticket['id']}").body
    assert (after["state"], after["pick_up"]["way"]) == ("pending", "window")
    assert "talk_ways" not in after


def test_a_booking_whose_number_ended_with_the_day_is_no_open_one(desk: Desk) -> None:
    """Three visits that were checked in and not finished by a clerk kept a person from booking for thirty days."""
    for day in ("23", "24", "25"):
        desk.at(f"2026-11-{day}T09:00:00")
        booked = desk.book(desk.slot(f"2026-11-{day}T10:00")).body
        desk.at(f"2026-11-{day}T10:00:00")
        desk.terminal.post(f"/v1/appointments/{booked['id']}/check-in", expect=201)
    desk.at("2026-11-26T09:00:00")
    rights = desk.terminal.post("/v1/booking-rights/query", {"person": desk.ref("A")}, key=None).body
    assert (rights["open"], rights["may_book"], rights["no_shows"]) == (0, True, 0)
    asked = {"person": desk.ref("A")}
    assert desk.terminal.post("/v1/appointments/lookup", asked, key=None).body["items"] == []


def test_what_was_said_is_wiped_though_the_clock_was_put_back_meanwhile(desk: Desk, hall_folder: Path) -> None:
    path = ask(desk.terminal)
    ready(desk.interpreters[0])
    desk.interpreters[0].post(f"{path}/accept")
    desk.at("2026-11-23T09:58:00")
    desk.terminal.post(f"{path}/messages", {"text": "我的身份证丢了", "client_seq": 1}, expect=None)
    assert "我的身份证丢了" in kept(hall_folder)
    desk.terminal.post(f"{path}/end", {"reason": "done"})
    desk.at("2026-11-23T10:02:00")
    assert "我的身份证丢了" not in kept(hall_folder)
