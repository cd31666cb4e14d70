"""Masking, sentences, merged papers, follow-up steps, dispatch, limits."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hall.clock import SHANGHAI
from hall.content import load_content
from hall.limits import Limit
from hall.rules import dispatch, followup
from hall.rules.masking import masked, masked_contact
from hall.rules.papers import merged_papers, paper_states
from hall.rules.wording import slot_label, time_zh, wait_said

ID = "990000200002290036"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"我是{ID}。", "我是990***********0036。"),
        ("11010519491231002x", "110***********002x"),
        ("9900 0020 0002 2900 36", "990***********0036"),
        ("电话13800138000", "电话138****8000"),
        ("138-0013-8000", "138****8000"),
        ("一千二百三十四 1234567890 12345", "一千二百三十四 1234567890 12345"),
        ("案号2026112300171234567", "案号2026112300171234567"),
    ],
)
def test_numbers_of_people_are_masked_and_others_stay(text: str, expected: str) -> None:
    assert masked(text) == expected


@given(st.text(), st.text())
def test_no_text_around_it_lets_an_id_through(before: str, after: str) -> None:
    if (before and before[-1].isdigit()) or (after and after[0].isdigit()):
        return
    assert ID not in masked(before + ID + after)


@given(st.text(min_size=1, max_size=100).filter(str.strip))
@example("0*")
@example("138****0000")
def test_a_contact_is_never_shown_whole(contact: str) -> None:
    assert contact.strip() not in masked_contact(contact)


def test_times_are_said_as_people_say_them() -> None:
    at = datetime(2026, 11, 24, 9, 30, tzinfo=SHANGHAI)
    assert slot_label(at, 3)["zh"] == "周二，11月24日，上午9点半，还有3个号"
    assert time_zh(at.replace(hour=12, minute=0)) == "中午12点"
    assert time_zh(at.replace(hour=17, minute=15)) == "下午5点15分"
    assert wait_said(4, 900, measured=True)["zh"] == "前面有4个人，大约等15分钟。"
    assert wait_said(4, 900, measured=False)["zh"].endswith("（估计）。")


def test_one_paper_is_named_once_and_the_stricter_rule_wins() -> None:
    paper = {
        "id": "p",
        "name": {"zh": "甲", "en": "A"},
        "form": "original",
        "may_follow": True,
        "promise_possible": True,
    }
    sometimes = paper | {"needed_if": {"zh": "有的话", "en": "if any"}}
    always = paper | {"may_follow": False}
    merged = merged_papers([{"id": "m1", "papers": [sometimes]}, {"id": "m2", "papers": [always]}])
    assert len(merged) == 1
    assert merged[0]["for_matters"] == ["m1", "m2"]
    assert "needed_if" not in merged[0]
    assert merged[0]["may_follow"] is False


def test_a_paper_that_is_always_needed_cannot_be_declared_not_needed() -> None:
    matter = load_content().matters["id_card_first"]
    papers = merged_papers([matter])
    states = {e["paper"]["id"]: e["state"] for e in paper_states(papers, set(), {p["id"] for p in papers})}
    assert states["hukou_book"] == "missing"
    assert states["guardian_id"] == "not_needed"


def test_themes_of_the_sample_name_known_matters_and_papers_once() -> None:
    content = load_content()
    for theme in content.themes.values():
        assert set(theme["matter_ids"]) <= content.matters.keys()
        ids = [paper["id"] for paper in theme["papers"]]
        assert len(ids) == len(set(ids))


def test_one_paper_id_has_one_name_in_all_matters() -> None:
    names: dict[str, str] = {}
    for matter in load_content().matters.values():
        for paper in matter["papers"]:
            assert names.setdefault(paper["id"], paper["name"]["zh"]) == paper["name"]["zh"]


def test_steps_come_in_order_and_a_failed_contact_may_be_tried_again() -> None:
    assert followup.may_follow("contacted", [])
    assert followup.may_follow("contacted", ["not_reachable"])
    assert followup.may_follow("checked", ["not_reachable"])
    assert not followup.may_follow("put_right", ["contacted"])
    assert not followup.may_follow("contacted", ["contacted"])
    assert followup.next_step(["contacted", "checked", "put_right", "answered"]) is None


def test_overdue_is_the_step_that_is_next() -> None:
    due = {"contact": "2026-11-24", "check": "2026-11-26", "answer": "2026-11-30", "limit": "2026-12-14"}
    assert not followup.is_overdue([], due, date(2026, 11, 24))
    assert followup.is_overdue([], due, date(2026, 11, 25))
    assert not followup.is_overdue(["contacted"], due, date(2026, 11, 25))


def test_idle_longest_is_rung_and_nobody_twice_in_a_round() -> None:
    now = datetime(2026, 11, 23, 10, tzinfo=SHANGHAI)
    ready = [dispatch.Free("a", now), dispatch.Free("b", now - timedelta(minutes=5))]
    assert dispatch.to_ring(ready, []) == ["b", "a"]
    assert dispatch.to_ring(ready, ["b"]) == ["a", "b"]
    assert dispatch.to_ring(ready, ["a", "b"]) == ["b", "a"]
    assert dispatch.to_ring([], []) == []


def test_a_bucket_fills_again_and_never_over_its_burst() -> None:
    limit = Limit(rate_hz=2.0, burst=3.0)
    for _ in range(3):
        assert limit.wait_s("key", 0.0) == 0.0
        limit.take("key", 0.0)
    assert limit.wait_s("key", 0.0) == 0.5
    assert limit.wait_s("key", 0.5) == 0.0
    assert limit.wait_s("other", 0.0) == 0.0
    for _ in range(3):
        limit.take("key", 1_000.0)
    assert limit.wait_s("key", 1_000.0) == 0.5
