"""Guide and enquiries (contract section 6; rules Q-12, Q-13)."""

from __future__ import annotations

from hall.check.desk import Body, Desk
from hall.check.runner import case

ASK: Body = {"kind": "cannot_get_it_done", "text": "跑了两次都说材料不对。", "reply_way": "screen"}


@case("Q-13")
def a_notice_names_every_missing_paper_of_all_matters(desk: Desk) -> None:
    matters = desk.content.theme["matter_ids"]
    papers = {p["id"] for m in matters for p in desk.terminal.get(f"/v1/matters/{m}").body["papers"]}
    have = sorted(papers)[:1]
    notice = desk.terminal.post("/v1/notices", {"matter_ids": matters, "have": have}, expect=201).body
    assert [entry["paper"]["id"] for entry in notice["papers"] if entry["state"] == "have"] == have
    assert {entry["paper"]["id"] for entry in notice["papers"]} == papers
    assert len(notice["papers"]) == len(papers), "every paper once"
    assert notice["complete"] is False
    assert desk.clerk.get(f"/v1/notices/{notice['id']}").body == notice
    whole = desk.terminal.post("/v1/notices", {"matter_ids": matters, "have": sorted(papers)}, expect=201).body
    assert whole["complete"] is True
    desk.terminal.post("/v1/notices", {"matter_ids": ["none"], "have": []}, expect="unknown_reference")


@case("Q-13")
def themes_merge_their_papers(desk: Desk) -> None:
    theme = desk.terminal.get(f"/v1/themes/{desk.content.theme['id']}").body
    ids = [paper["id"] for paper in theme["papers"]]
    assert len(ids) == len(set(ids))
    assert len(theme["steps"]) <= 4
    for matter_id in theme["matter_ids"]:
        for paper in desk.terminal.get(f"/v1/matters/{matter_id}").body["papers"]:
            merged = next(p for p in theme["papers"] if p["id"] == paper["id"])
            assert matter_id in merged["for_matters"]


@case("Q-18")
def matters_are_found_by_what_people_call_them(desk: Desk) -> None:
    matter = desk.content.on_list
    for text in (matter["name"]["zh"][:4], matter["also_called"][0]):
        found = desk.terminal.get("/v1/matters", params={"text": text, "limit": 200}).body["items"]
        assert matter["id"] in [m["id"] for m in found]
    only = desk.terminal.get("/v1/matters", params={"saturday": "true", "zone_id": matter["zone_id"]}).body["items"]
    assert {(m["saturday"], m["zone_id"]) for m in only} == {(True, matter["zone_id"])}


@case("Q-13")
def an_enquiry_has_a_number_a_promise_and_one_who_stays_responsible(desk: Desk) -> None:
    asked = desk.terminal.post("/v1/enquiries", ASK, expect=201).body
    assert asked["due"].startswith("2026-11-24")
    first = asked["first_contact"]
    path = f"/v1/enquiries/{asked['id']}"
    passed = desk.clerk.post(f"{path}/pass-on", {"to_clerk_no": "0317", "reason": "户籍业务"}).body
    assert (passed["first_contact"], passed["in_hand_of"]) == (first, "0317")
    replied = desk.clerk.post(f"{path}/replies", {"text": "带户口簿就可以。"}, expect=201).body
    assert (replied["state"], len(replied["replies"])) == ("processing", 1)


@case("Q-12")
def no_enquiry_ends_with_no(desk: Desk) -> None:
    asked = desk.clerk.post("/v1/enquiries", ASK, expect=201).body
    assert asked["first_contact"] == desk.clerk.owner
    path = f"/v1/enquiries/{asked['id']}/close"
    desk.clerk.post(path, {"text": "办不了。"}, expect="next_step_required")
    step = {"kind": "window", "text": {"zh": "请到3号窗口。", "en": "Window 3, please."}}
    desk.clerk.post(path, {"next_step": {**step, "kind": "no"}}, expect="invalid")
    desk.clerk.post(path, {"next_step": {**step, "window_id": "none"}}, expect="unknown_reference")
    closed = desk.clerk.post(path, {"next_step": step}).body
    assert (closed["state"], closed["next_step"]) == ("finished", step)
    desk.clerk.post(path, {"next_step": step}, expect="enquiry_closed")
    desk.clerk.post(f"/v1/enquiries/{asked['id']}/replies", {"text": "再说"}, expect="enquiry_closed")


@case("6")
def contact_is_answered_masked_and_numbers_in_the_text_too(desk: Desk) -> None:
    body = {**ASK, "text": "我的号是990000200002290036", "reply_way": "telephone", "contact": "13800138000"}
    asked = desk.terminal.post("/v1/enquiries", body, expect=201)
    assert "contact" not in asked.body
    assert asked.body["contact_masked"] == "138****8000"
    seen = desk.clerk.get(f"/v1/enquiries/{asked.body['id']}").content.decode()
    assert "13800138000" not in seen
    assert "990000200002290036" not in seen


@case("6")
def an_enquiry_is_for_its_terminal_the_clerks_and_the_administrator(desk: Desk) -> None:
    asked = desk.terminal.post("/v1/enquiries", ASK, expect=201).body
    path = f"/v1/enquiries/{asked['id']}"
    desk.terminal.get(path)
    desk.clerk.get(path)
    desk.admin.get(path)
    desk.other_terminal.get(path, expect=404)


@case("Q-12")
def what_was_not_answered_in_time_is_overdue(desk: Desk) -> None:
    asked = desk.terminal.post("/v1/enquiries", ASK, expect=201).body
    late = {"overdue": "true", "kind": "cannot_get_it_done", "state": "queued"}
    assert desk.clerk.get("/v1/enquiries", params=late).body["items"] == []
    desk.at("2026-11-25T09:00:00")
    found = desk.clerk.get("/v1/enquiries", params=late).body["items"]
    assert [(e["id"], e["overdue"]) for e in found] == [(asked["id"], True)]
