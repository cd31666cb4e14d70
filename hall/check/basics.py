"""Shape, keys, exactly once (contract, sections 1, 2, 7)."""

from __future__ import annotations

import re
from functools import partial

from hall import contract
from hall.check.desk import Body, Desk, Person, new_key
from hall.check.runner import case

SCOPES = ("terminal", "clerk", "interpreter", "admin")


@case("7")
def health_and_readiness_need_no_key(desk: Desk) -> None:
    assert desk.nobody.get("/health").body["test_mode"] is True
    assert desk.nobody.get("/ready").body["ready"] is True


@case("7")
def without_a_known_key_nobody_gets_in(desk: Desk) -> None:
    bare = desk.http.get("/v1/hall")
    assert bare.status_code == 401
    assert bare.json()["code"] == "key_missing"
    Person(desk.http, "wk_wrong_key_000000", "").get("/v1/hall", expect="key_unknown")


@case("7")
def an_expired_key_is_told_so(desk: Desk) -> None:
    short = desk.new_person("terminal", "check-short", valid_seconds=60)
    short.get("/v1/hall")
    desk.at("2026-11-23T10:01:01")
    short.get("/v1/hall", expect="key_expired")


@case("7")
def a_revoked_key_is_unknown_at_once(desk: Desk) -> None:
    made = desk.admin.post("/v1/keys", {"scope": "clerk", "label": "gone", "clerk_no": "0999"}, expect=201).body
    clerk = Person(desk.http, made["key"], "0999")
    clerk.get("/v1/hall")
    desk.admin.delete(f"/v1/keys/{made['id']}")
    clerk.get("/v1/hall", expect="key_unknown")
    desk.admin.delete(f"/v1/keys/{made['id']}", expect=404)
    assert all("key" not in key for key in desk.admin.get("/v1/keys", params={"limit": 200}).body["items"])


@case("7")
def when_a_key_was_used_is_told_a_minute_later(desk: Desk) -> None:
    made = desk.admin.post("/v1/keys", {"scope": "clerk", "label": "used", "clerk_no": "0997"}, expect=201).body
    Person(desk.http, made["key"], "0997").get("/v1/hall")
    desk.at("2026-11-23T10:02:00")
    query: Body = {"limit": 200}
    while True:
        page = desk.admin.get("/v1/keys", params=query).body
        found = [key for key in page["items"] if key["id"] == made["id"]]
        if found or "next_cursor" not in page:
            break
        query["cursor"] = page["next_cursor"]
    assert found[0]["last_used_at"] == "2026-11-23T10:00:00+08:00"


@case("7")
def every_operation_refuses_every_other_scope(desk: Desk) -> None:
    people = {"terminal": desk.terminal, "clerk": desk.clerk, "interpreter": desk.interpreters[0], "admin": desk.admin}
    for operation in contract.operations().values():
        path = _filled(operation.path)
        for scope in SCOPES if operation.needs_key else ():
            if scope not in operation.scopes:
                people[scope].send(operation.method.upper(), path, expect="scope_missing")


@case("1")
def methods_paths_and_formats_that_are_not_offered(desk: Desk) -> None:
    desk.admin.send("DELETE", "/v1/evaluations/ev-1", expect="method_not_allowed")
    desk.terminal.send("PUT", "/v1/tickets", expect="method_not_allowed")
    desk.terminal.get("/v1/nothing-here", expect="not_found")
    desk.terminal.get("/v1/hall", headers={"Accept": "text/html"}, expect="not_acceptable")
    desk.terminal.get("/v1/hall", headers={"Accept": "text/html, */*;q=0.1"})


@case("1")
def bodies_that_cannot_be_read_are_400(desk: Desk) -> None:
    for content, code in ((b"{", "malformed_json"), (b"", "malformed_json"), (b'{"zone_id":"\xff"}', "not_utf8"),
                          (b'{"zone_id":NaN}', "malformed_json"), (b'{"zone_id":"\\ud800"}', "not_utf8")):  # fmt: skip
        desk.terminal.post("/v1/tickets", content=content, headers={"Content-Type": "application/json"}, expect=code)
    desk.terminal.post("/v1/tickets", content=b"zone_id=A", headers={"Content-Type": "text/plain"}, expect=415)
    big = b'{"zone_id":"A","x":"' + b"x" * 70_000 + b'"}'
    desk.terminal.post("/v1/tickets", content=big, headers={"Content-Type": "application/json"}, expect=413)


@case("1")
def unknown_fields_are_refused_so_that_nothing_personal_slips_in(desk: Desk) -> None:
    body = {"zone_id": desk.content.on_list["zone_id"], "priority": True, "reason": "deaf"}
    got = desk.terminal.post("/v1/tickets", body, expect="invalid")
    assert got.body["errors"]
    assert "deaf" not in got.content.decode()


@case("1")
def title_follows_accept_language_and_nothing_else_does(desk: Desk) -> None:
    zh = desk.terminal.get("/v1/tickets/none", expect=404).body
    en = desk.terminal.get("/v1/tickets/none", headers={"Accept-Language": "en-GB"}, expect=404).body
    assert zh["title"] == zh["message"]["zh"]
    assert en["title"] == en["message"]["en"]
    assert zh["message"] == en["message"]


@case("1")
def lists_of_content_answer_304_to_their_etag(desk: Desk) -> None:
    for path in ("/v1/matters", "/v1/themes", "/v1/evaluation-form", "/v1/rules", "/v1/clips"):
        tag = desk.terminal.get(path).headers["etag"]
        unchanged = desk.terminal.get(path, headers={"If-None-Match": tag}, expect=304)
        assert unchanged.content == b""
        desk.terminal.get(path, headers={"If-None-Match": '"other"'}, expect=200)


@case("1")
def pages_follow_each_other_and_a_strange_cursor_is_refused(desk: Desk) -> None:
    whole = [m["id"] for m in desk.terminal.get("/v1/matters", params={"limit": 200}).body["items"]]
    found: list[str] = []
    query: Body = {"limit": 7}
    while True:
        page = desk.terminal.get("/v1/matters", params=query).body
        found += [m["id"] for m in page["items"]]
        if "next_cursor" not in page:
            break
        query["cursor"] = page["next_cursor"]
    assert found == whole
    desk.terminal.get("/v1/matters", params={"cursor": "made-up"}, expect="bad_cursor")


@case("1")
def query_parameters_are_checked(desk: Desk) -> None:
    for query in ("limit=0", "limit=201", "limit=x", "trip_class=none", "saturday=perhaps", "unknown=1", "zone_id=AA"):
        desk.terminal.get(f"/v1/matters?{query}", expect="invalid")
    desk.terminal.get("/v1/slots", expect="invalid")
    desk.terminal.get("/v1/hall/days?from=2026-02-30", expect="invalid")


@case("1")
def if_match_guards_what_changed_meanwhile(desk: Desk) -> None:
    path = f"/v1/windows/{desk.content.windows[0]}"
    desk.clerk.patch(path, {"state": "paused"}, expect="if_match_required")
    tag = desk.clerk.get(path).headers["etag"]
    desk.clerk.patch(path, {"state": "paused"}, headers={"If-Match": tag})
    desk.clerk.patch(path, {"state": "open"}, headers={"If-Match": tag}, expect="changed_meanwhile")
    ticket = desk.ticket()
    desk.terminal.delete(f"/v1/tickets/{ticket['id']}", headers={"If-Match": '"v99"'}, expect="changed_meanwhile")


@case("2")
def the_same_key_and_body_give_the_first_answer_again(desk: Desk) -> None:
    key, body = new_key(), {"zone_id": desk.content.on_list["zone_id"]}
    first = desk.terminal.post("/v1/tickets", body, key=key, expect=201)
    again = desk.terminal.post("/v1/tickets", body, key=key, expect=201)
    assert again.body == first.body
    assert again.headers.get("idempotent-replayed") == "true"
    assert "idempotent-replayed" not in first.headers
    assert again.headers.get("etag") == first.headers.get("etag")
    desk.terminal.post("/v1/tickets", {**body, "priority": True}, key=key, expect="idempotency_key_reused")
    # Another terminal's key of the same name is another intent.
    other = desk.other_terminal.post("/v1/tickets", body, key=key, expect=201)
    assert other.body["id"] != first.body["id"]


@case("2")
def a_key_is_needed_and_must_look_like_one(desk: Desk) -> None:
    body = {"zone_id": desk.content.on_list["zone_id"]}
    for key in (None, "short", "x" * 65, "with space 01234567"):
        desk.terminal.post("/v1/tickets", body, key=key, expect="idempotency_key_missing")


@case("2")
def a_refusal_leaves_no_trace(desk: Desk) -> None:
    key, body = new_key(), {"zone_id": desk.content.on_list["zone_id"]}
    desk.at("2026-11-23T20:00:00")
    desk.terminal.post("/v1/tickets", body, key=key, expect="hall_closed")
    desk.at("2026-11-24T10:00:00")
    assert desk.terminal.post("/v1/tickets", body, key=key, expect=201).body["number"].endswith("001")


@case("2")
def the_same_key_at_once_has_one_effect(desk: Desk) -> None:
    key, body = new_key(), {"zone_id": desk.content.on_list["zone_id"]}
    send = partial(desk.terminal.post, "/v1/tickets", body, key=key, expect=None)
    answers = desk.at_once([send] * 6)
    assert {got.code or got.status for got in answers} <= {201, "idempotency_in_progress"}
    assert len({got.body["id"] for got in answers if got.status == 201}) == 1
    assert len(desk.clerk.get("/v1/tickets").body["items"]) == 1


@case("2")
def a_key_made_for_a_new_key_replays_the_secret_to_its_maker(desk: Desk) -> None:
    key, body = new_key(), {"scope": "clerk", "label": "twice", "clerk_no": "0998"}
    first = desk.admin.post("/v1/keys", body, key=key, expect=201).body
    assert desk.admin.post("/v1/keys", body, key=key, expect=201).body == first


@case("10")
def rules_have_the_contracts_numbers_and_the_quota_is_for_the_administrator(desk: Desk) -> None:
    rules = desk.admin.get("/v1/rules")
    expected = {"booking_working_days": 5, "quota_percent": 28, "per_id_per_day": 1, "per_id_open": 3,
                "no_shows_allowed": 3, "cancel_seconds": 7200, "cut_off": "14:00", "priority_every": 2}  # fmt: skip
    assert {name: rules.body[name] for name in expected} == expected
    assert "quota_percent" not in desk.terminal.get("/v1/rules").body
    changed = desk.admin.patch("/v1/rules", {"per_id_open": 7}, headers={"If-Match": rules.headers["etag"]})
    assert changed.body["per_id_open"] == 7
    tag = {"If-Match": changed.headers["etag"]}
    desk.admin.patch("/v1/rules", {"cut_off": "29:00"}, headers=tag, expect="invalid")
    desk.admin.patch("/v1/rules", {"per_id_open": 8}, headers={"If-Match": rules.headers["etag"]}, expect=412)


@case("4")
def the_date_header_is_the_halls_clock(desk: Desk) -> None:
    assert desk.terminal.get("/v1/hall").headers["date"] == "Mon, 23 Nov 2026 02:00:00 GMT"


def _filled(path: str) -> str:
    return re.sub(r"\{\w+\}", "x-1", path)
