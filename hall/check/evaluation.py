"""Evaluation (contract sections 4, 6, 8, 10; rules E-1 to E-13, P-4)."""

from __future__ import annotations

from functools import partial

from hall.check.desk import Body, Desk
from hall.check.runner import case


@case("E-1")
def five_levels_by_name_each_with_its_tags(desk: Desk) -> None:
    form = desk.terminal.get("/v1/evaluation-form").body
    levels = [entry["level"] for entry in form["levels"]]
    assert set(levels) == {"very_satisfied", "satisfied", "basically_satisfied", "dissatisfied", "very_dissatisfied"}
    assert {entry["level"] for entry in form["levels"] if entry["bad"]} == {"dissatisfied", "very_dissatisfied"}


@case("E-2")
def one_level_per_service_whatever_comes_first(desk: Desk) -> None:
    service = desk.served()["service_id"]
    offer = f"/v1/services/{service}/evaluation"
    assert desk.terminal.get(offer).body["allowed"] is True
    given = desk.evaluate(service).body
    assert (given["given"], given["level"]) == (True, "satisfied")
    for source, level in (("screen", "very_satisfied"), ("qr", "dissatisfied"), ("gesture", "satisfied")):
        desk.evaluate(service, level, source=source, expect="already_evaluated")
    after = desk.terminal.get(offer).body
    assert (after["given"], after["allowed"]) == (True, False)
    assert "level" not in after


@case("E-2")
def pad_and_screen_at_once_have_one_winner(desk: Desk) -> None:
    service = desk.served()["service_id"]
    answers = desk.at_once(
        [partial(desk.evaluate, service, source=s, expect=None) for s in ("pad", "screen", "gesture", "qr")]
    )
    assert sorted(got.code or "won" for got in answers) == ["already_evaluated"] * 3 + ["won"]


@case("E-7")
def no_press_is_no_praise(desk: Desk) -> None:
    service = desk.served()["service_id"]
    for outcome in ("none", "cancelled", "fault"):
        recorded = desk.evaluate(service, outcome=outcome, level=None).body
        assert recorded["given"] is False
        assert "level" not in recorded
    assert desk.terminal.get(f"/v1/services/{service}/evaluation").body["allowed"] is True
    desk.evaluate(service)
    desk.evaluate(service, outcome="none", level=None, expect="already_evaluated")


@case("E-7")
def level_and_outcome_belong_together(desk: Desk) -> None:
    service = desk.served()["service_id"]
    desk.evaluate(service, level=None, expect="invalid")
    desk.evaluate(service, outcome="none", expect="invalid")
    tags = desk.content.level_tags
    desk.evaluate(service, "satisfied", tags=tags["dissatisfied"][:1], expect=422)
    desk.evaluate(service, "satisfied", tags=tags["satisfied"][:2])


@case("4")
def a_press_from_the_future_is_refused_and_a_late_one_is_counted(desk: Desk) -> None:
    service = desk.served()["service_id"]
    desk.evaluate(service, made_at="2026-11-23T10:02:01+08:00", expect="invalid")
    late = desk.evaluate(service, made_at="2026-11-23T09:49:59+08:00").body
    assert (late["late"], late["given"]) == (True, True)
    other = desk.served()["service_id"]
    assert desk.evaluate(other, made_at="2026-11-23T02:01:59Z").body["late"] is False


@case("E-12")
def a_clerk_learns_that_it_was_given_no_more(desk: Desk) -> None:
    service = desk.served()["service_id"]
    given = desk.evaluate(service, "very_dissatisfied", text="等了太久").body
    path = f"/v1/evaluations/{given['id']}"
    hidden = {"level", "outcome", "tags", "text", "follow_up_id"}
    assert not hidden & desk.clerk.get(path).body.keys()
    listed = desk.clerk.get("/v1/evaluations", params={"service_id": service}).body["items"]
    assert [entry["given"] for entry in listed] == [True]
    assert not hidden & listed[0].keys()
    assert desk.admin.get(path).body["level"] == "very_dissatisfied"
    assert "level" not in desk.other_terminal.get(path).body
    assert desk.terminal.get(path).body["level"] == "very_dissatisfied"
    desk.at("2026-11-23T10:10:01")
    assert "level" not in desk.terminal.get(path).body


@case("E-3")
def nobody_but_a_terminal_can_press(desk: Desk) -> None:
    body = {"outcome": "level", "level": "satisfied", "stage": "done", "source": "screen"}
    body |= {"service_id": desk.served()["service_id"], "made_at": "2026-11-23T10:00:00+08:00"}
    for person in (desk.clerk, desk.interpreters[0], desk.admin):
        person.post("/v1/evaluations", body, expect="scope_missing")


@case("E-10")
def nothing_is_deleted_and_a_verdict_stands_beside(desk: Desk) -> None:
    given = desk.evaluate(desk.served()["service_id"], "dissatisfied").body
    desk.admin.send("DELETE", f"/v1/evaluations/{given['id']}", expect="method_not_allowed")
    ground = {"ground": "wrong_window", "text": "评价的是隔壁窗口的事。"}
    appeal = desk.admin.post(f"/v1/evaluations/{given['id']}/appeals", ground, expect=201).body
    assert appeal["state"] == "queued"
    desk.admin.post(f"/v1/evaluations/{given['id']}/appeals", ground, expect="appeal_exists")
    verdict = {"verdict": "upheld", "text": "核对叫号记录，属实。"}
    assert desk.admin.post(f"/v1/appeals/{appeal['id']}/verdict", verdict).body["state"] == "finished"
    desk.admin.post(f"/v1/appeals/{appeal['id']}/verdict", verdict, expect="wrong_state")
    after = desk.admin.get(f"/v1/evaluations/{given['id']}").body
    assert (after["level"], after["verdict"]) == ("dissatisfied", "upheld")


@case("E-13")
def one_supplement_and_the_first_stays(desk: Desk) -> None:
    service = desk.served()["service_id"]
    given = desk.evaluate(service).body
    path, body = f"/v1/evaluations/{given['id']}/supplement", _supplement("后来打电话来说明了，谢谢。")
    added = desk.terminal.post(path, body, expect=201).body
    assert (added["level"], added["supplement_allowed"]) == ("satisfied", False)
    assert added["supplement"]["text"] == body["text"]
    desk.terminal.post(path, body, expect="supplement_used")
    none = desk.evaluate(desk.served()["service_id"], outcome="none", level=None).body
    desk.terminal.post(f"/v1/evaluations/{none['id']}/supplement", body, expect="no_level_yet")


@case("E-13")
def after_ten_working_days_a_service_is_closed(desk: Desk) -> None:
    early, late = desk.served()["service_id"], desk.served()["service_id"]
    offer = desk.terminal.get(f"/v1/services/{early}/evaluation").body
    assert offer["open_until"].startswith("2026-12-07")
    given = desk.evaluate(early).body
    desk.at("2026-12-08T09:00:00")
    desk.evaluate(late, expect="evaluation_closed")
    desk.terminal.post(f"/v1/evaluations/{given['id']}/supplement", _supplement("晚了"), expect="evaluation_closed")


@case("E-8")
def a_bad_review_is_followed_up_step_by_step(desk: Desk) -> None:
    given = desk.evaluate(desk.served()["service_id"], "very_dissatisfied").body
    follow_up = desk.admin.get("/v1/follow-ups").body["items"][0]
    assert follow_up["evaluation_id"] == given["id"]
    # Counted in working days from the day after.
    assert follow_up["deadlines"] == {
        "contact": "2026-11-24",
        "check": "2026-11-26",
        "answer": "2026-11-30",
        "limit": "2026-12-14",
    }
    path = f"/v1/follow-ups/{follow_up['id']}/steps"
    desk.admin.post(path, {"step": "checked"}, expect="step_out_of_order")
    for step in ("contacted", "checked", "put_right"):
        assert desk.admin.post(path, {"step": step}, expect=201).body["state"] == "processing"
    done = desk.admin.post(path, {"step": "answered", "text": "已经说明并道歉。"}, expect=201).body
    assert done["state"] == "finished"
    desk.admin.post(path, {"step": "answered"}, expect="step_out_of_order")


@case("E-9")
def a_follow_up_that_waits_too_long_is_overdue(desk: Desk) -> None:
    desk.evaluate(desk.served()["service_id"], "dissatisfied")
    assert desk.admin.get("/v1/follow-ups", params={"overdue": "true"}).body["items"] == []
    desk.at("2026-11-25T09:00:00")
    assert len(desk.admin.get("/v1/follow-ups", params={"overdue": "true"}).body["items"]) == 1


@case("E-9")
def a_good_review_needs_no_follow_up(desk: Desk) -> None:
    desk.evaluate(desk.served()["service_id"], "basically_satisfied")
    assert desk.admin.get("/v1/follow-ups").body["items"] == []


@case("P-4")
def rates_are_told_from_ten_services_on(desk: Desk) -> None:
    services = [desk.served()["service_id"] for _ in range(9)]
    for service in services[:4]:
        desk.evaluate(service, "very_satisfied")
    row = _statistics(desk)
    assert (row["services"], row["given"], row["suppressed"]) == (9, 4, True)
    assert "good_rate" not in row
    tenth = desk.served()["service_id"]
    desk.evaluate(tenth, "dissatisfied")
    desk.evaluate(services[4], outcome="none", level=None)
    row = _statistics(desk)
    assert (row["services"], row["given"], row["good_rate"], row["not_given_share"]) == (10, 5, 0.8, 0.5)


@case("8")
def any_window_may_be_reviewed_without_a_service(desk: Desk) -> None:
    window = desk.content.windows[0]
    body = {"window_id": window, "outcome": "level", "level": "satisfied", "stage": "done", "source": "screen"}
    made = desk.terminal.post("/v1/evaluations", body | {"made_at": "2026-11-23T10:00:00+08:00"}, expect=201).body
    assert (made["walk_up"], made["window_id"]) == (True, window)
    unknown = body | {"window_id": "none", "made_at": "2026-11-23T10:00:00+08:00"}
    desk.terminal.post("/v1/evaluations", unknown, expect="unknown_reference")


@case("6")
def numbers_of_people_in_free_text_are_masked(desk: Desk) -> None:
    text = "我是11010519491231002x，电话 138-0013-8000，帐号1234567890"
    given = desk.evaluate(desk.served()["service_id"], text=text).body
    assert "11010519491231002" not in given["text"]
    assert "13800138000" not in given["text"].replace("-", "")
    assert "1234567890" in given["text"]


def _supplement(text: str) -> Body:
    return {"text": text, "made_at": "2026-11-23T10:00:00+08:00", "source": "qr"}


def _statistics(desk: Desk) -> Body:
    query = {"from": "2026-11-23", "to": "2026-11-23", "by": "window"}
    rows = desk.admin.get("/v1/evaluation-statistics", params=query).body["rows"]
    return next(row for row in rows if row["key"] == desk.content.windows[0])
