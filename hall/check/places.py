"""Places, announcements, clips, terminals (contract sections 4, 6)."""

from __future__ import annotations

import hashlib

from hall.check.desk import Body, Desk
from hall.check.runner import case

FILM = b"\x1a\x45\xdf\xa3" + bytes(range(256)) * 8
TEXT = {"zh": "今天下午3号窗口不开。", "en": "Window 3 is closed this afternoon."}


@case("Q-6")
def service_points_are_listed_nearest_first(desk: Desk) -> None:
    found = desk.terminal.get("/v1/stations", params={"near": "117.12,40.14"}).body["items"]
    distances = [station["distance_m"] for station in found]
    assert distances == sorted(distances)
    open_now = desk.terminal.get("/v1/stations", params={"open_now": "true"}).body["items"]
    assert all(station["open_now"] for station in open_now)
    desk.terminal.get("/v1/stations", params={"near": "somewhere"}, expect="invalid")


@case("A-27")
def a_silent_call_is_answered_at_once_and_seen_by_the_clerk(desk: Desk) -> None:
    called = desk.terminal.post("/v1/help-calls", {"kind": "sign_talk", "talk_ways": ["sign"]}, expect=201).body
    assert called["state"] == "called"
    assert [c["id"] for c in desk.clerk.get("/v1/help-calls").body["items"]] == [called["id"]]
    path = f"/v1/help-calls/{called['id']}"
    coming = desk.clerk.post(f"{path}/acknowledge", {"eta_seconds": 120}).body
    assert (coming["state"], coming["eta_seconds"]) == ("processing", 120)
    assert desk.terminal.post(f"{path}/finish").body["state"] == "finished"
    assert desk.clerk.post(f"{path}/finish").body["state"] == "finished"
    desk.clerk.post(f"{path}/acknowledge", {}, expect="wrong_state")
    assert desk.clerk.get("/v1/help-calls").body["items"] == []


@case("A-27")
def an_aid_that_was_asked_for_is_reserved(desk: Desk) -> None:
    body = {"kind": "aid", "aid_id": desk.content.aid}
    asked = desk.terminal.post("/v1/help-calls", body, expect=201).body
    state = {aid["id"]: aid["state"] for aid in desk.terminal.get("/v1/aids").body["items"]}
    assert state[desk.content.aid] in ("reserved", "none_left")
    desk.terminal.post(f"/v1/help-calls/{asked['id']}/finish")
    state = {aid["id"]: aid["state"] for aid in desk.terminal.get("/v1/aids").body["items"]}
    assert state[desk.content.aid] == "free"
    desk.terminal.post("/v1/help-calls", {"kind": "aid", "aid_id": "none"}, expect="unknown_reference")


@case("8")
def announcements_are_told_while_they_are_valid(desk: Desk) -> None:
    body: Body = {"severity": "change", "text": TEXT, "expires_at": "2026-11-23T17:00:00+08:00"}
    now = desk.clerk.post("/v1/announcements", body, expect=201).body
    later = desk.clerk.post("/v1/announcements", body | {"valid_from": "2026-11-23T12:00:00+08:00"}, expect=201).body
    assert [a["id"] for a in desk.terminal.get("/v1/announcements").body["items"]] == [now["id"]]
    desk.at("2026-11-23T12:00:00")
    assert len(desk.terminal.get("/v1/announcements").body["items"]) == 2
    desk.admin.delete(f"/v1/announcements/{now['id']}")
    assert [a["id"] for a in desk.terminal.get("/v1/announcements").body["items"]] == [later["id"]]
    desk.at("2026-11-23T17:00:00")
    assert desk.terminal.get("/v1/announcements").body["items"] == []
    desk.clerk.post("/v1/announcements", body, expect="invalid")


@case("8")
def a_clip_is_announced_uploaded_and_served_in_parts(desk: Desk) -> None:
    clip = _clip(desk)
    assert clip["ready"] is False
    path = f"/v1/clips/{clip['id']}/content"
    desk.terminal.send("GET", path, expect=404)
    desk.interpreters[0].send("PUT", path, content=FILM, headers={"Content-Type": "image/png"}, expect=415)
    stored = desk.interpreters[0].send("PUT", path, content=FILM, headers={"Content-Type": "video/webm"}, expect=200)
    assert (stored.body["ready"], stored.body["bytes"]) == (True, len(FILM))
    assert stored.body["sha256"] == hashlib.sha256(FILM).hexdigest()
    assert desk.terminal.send("GET", path, expect=200).content == FILM
    part = desk.terminal.send("GET", path, headers={"Range": "bytes=4-9"}, expect=206)
    assert part.content == FILM[4:10]
    assert part.headers["content-range"] == f"bytes 4-9/{len(FILM)}"
    assert desk.terminal.send("GET", path, headers={"Range": "bytes=-5"}, expect=206).content == FILM[-5:]
    desk.terminal.send("GET", path, headers={"Range": f"bytes={len(FILM)}-"}, expect=416)


@case("8")
def an_expired_clip_is_erased(desk: Desk) -> None:
    clip = _clip(desk, expires_at="2026-11-23T12:00:00+08:00")
    path = f"/v1/clips/{clip['id']}/content"
    desk.admin.send("PUT", path, content=FILM, headers={"Content-Type": "video/webm"}, expect=200)
    desk.at("2026-11-23T12:00:00")
    desk.terminal.send("GET", path, expect="content_expired")
    assert clip["id"] not in [c["id"] for c in desk.terminal.get("/v1/clips").body["items"]]


@case("8")
def a_clip_needs_the_signers_consent(desk: Desk) -> None:
    body = {"title": TEXT, "transcript": TEXT, "kind": "phrase", "signer_role": "interpreter", "consent": False}
    desk.admin.post("/v1/clips", body, expect=422)


@case("7")
def a_terminal_is_itself_and_no_other(desk: Desk) -> None:
    mine, other = (f"/v1/terminals/{person.owner}" for person in (desk.terminal, desk.other_terminal))
    put = {"place": "无障碍服务区", "zone_id": desk.content.on_list["zone_id"], "software": "1.0.0"}
    assert desk.terminal.put(mine, put).body["place"] == "无障碍服务区"
    desk.terminal.put(other, put, expect="other_terminal")
    for path in (other, f"{other}/settings"):
        desk.terminal.get(path, expect="other_terminal")
    desk.terminal.put(mine, put | {"zone_id": "Z"}, expect="unknown_reference")


@case("4")
def a_terminal_that_is_not_heard_is_not_seen(desk: Desk) -> None:
    path = f"/v1/terminals/{desk.terminal.owner}"
    devices = [{"kind": "camera", "health": "ok"}, {"kind": "pad", "health": "missing", "code": "no_answer"}]
    beat = {"at": "2026-11-23T10:00:00+08:00", "phase": "idle", "devices": devices, "settings_version": 1,
            "software": "1.0.0", "outbox": 2}  # fmt: skip
    reply = desk.terminal.put(f"{path}/heartbeat", beat).body
    assert reply["now"] == "2026-11-23T10:00:00+08:00"
    seen = desk.clerk.get(path).body
    assert (seen["state"], seen["devices"], seen["outbox"]) == ("idle", devices, 2)
    desk.at("2026-11-23T10:01:30")
    assert desk.clerk.get(path).body["state"] == "idle"
    desk.at("2026-11-23T10:01:31")
    assert desk.clerk.get(path).body["state"] == "not_seen"
    desk.terminal.put(f"{path}/heartbeat", beat | {"visitor": "x"}, expect="invalid")


@case("6")
def the_person_key_goes_to_terminals_only(desk: Desk) -> None:
    path = f"/v1/terminals/{desk.terminal.owner}/settings"
    assert desk.terminal.get(path).body["person_key"]["key"]
    read = desk.admin.get(path)
    assert "person_key" not in read.body
    values = {"values": {"voice.rate": 160}}
    stored = desk.admin.put(path, values, headers={"If-Match": read.headers["etag"]}).body
    desk.admin.put(path, values, headers={"If-Match": read.headers["etag"]}, expect="changed_meanwhile")
    mine = desk.terminal.get(path).body
    assert (mine["version"], mine["values"]) == (stored["version"], {"voice.rate": 160})
    beat = {"at": "2026-11-23T10:00:00+08:00", "phase": "idle", "devices": [], "settings_version": 1,
            "software": "1", "outbox": 0}  # fmt: skip
    wanted = desk.terminal.put(f"/v1/terminals/{desk.terminal.owner}/heartbeat", beat).body["settings_wanted"]
    assert wanted == stored["version"]


def _clip(desk: Desk, **more: str) -> Body:
    body = {"title": TEXT, "transcript": TEXT, "kind": "announcement", "signer_role": "interpreter", "consent": True}
    return desk.interpreters[0].post("/v1/clips", body | more, expect=201).body
