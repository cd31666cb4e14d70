"""Who is rung, in which order."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hall.clock import SHANGHAI
from hall.rules.dispatch import Free, Wanted, misfit, to_ring

TEN = datetime(2026, 11, 23, 10, tzinfo=SHANGHAI)
SKILLS = ["national", "regional", "written", "legal", "medical"]


def person(name: str, idle_min: int, skills: str = "national", places: str = "") -> Free:
    return Free(name, TEN - timedelta(minutes=idle_min), frozenset(skills.split()), frozenset(places.split()))


def test_longest_idle_comes_first() -> None:
    assert to_ring([person("a", 1), person("b", 9), person("c", 5)], ()) == ["b", "c", "a"]


def test_who_was_rung_comes_last_and_then_the_round_begins_again() -> None:
    people = [person("a", 1), person("b", 9)]
    assert to_ring(people, ["b"]) == ["a", "b"]
    assert to_ring(people, ["a", "b"]) == ["b", "a"]


def test_the_variety_and_its_place_come_before_idleness() -> None:
    people = [person("n", 60), person("r", 30, "regional"), person("here", 1, "national regional", "示例市")]
    assert to_ring(people, (), Wanted("regional", "示例市")) == ["here", "r", "n"]
    assert to_ring(people, (), Wanted("unknown", "示例市")) == ["n", "r", "here"]
    assert to_ring(people, (), Wanted("national"))[-1] == "r"


def test_subjects_and_writing_come_after_the_variety() -> None:
    people = [person("n", 60), person("law", 1, "national legal"), person("pen", 2, "national written")]
    assert to_ring(people, (), Wanted(subjects=frozenset({"legal"})))[0] == "law"
    assert to_ring(people, (), Wanted(written=True))[0] == "pen"


def test_somebody_who_does_not_fit_is_still_rung_when_nobody_else_is_free() -> None:
    assert to_ring([person("n", 1)], (), Wanted("regional", "示例市", frozenset({"legal"}))) == ["n"]


def test_who_was_in_the_session_before_comes_first_once() -> None:
    people = [person("a", 60), person("was", 0)]
    assert to_ring(people, (), Wanted(before="was"))[0] == "was"
    assert to_ring(people, ["was"], Wanted(before="was"))[0] == "a"


def test_who_declined_is_not_in_the_round_however_often_it_begins_again() -> None:
    people = [person("a", 9), person("b", 1)]
    wanted = Wanted(declined=frozenset("a"), before="a")
    assert to_ring(people, (), wanted) == ["b"]
    assert to_ring(people, ["a", "b"], wanted) == ["b"]
    assert to_ring(people[:1], (), wanted) == []


@given(
    people=st.lists(
        st.builds(
            Free,
            st.text("abcdef", min_size=1, max_size=3),
            st.integers(0, 600).map(lambda m: TEN - timedelta(minutes=m)),
            st.frozensets(st.sampled_from(SKILLS)),
            st.frozensets(st.sampled_from(["x", "y"])),
        ),
        unique_by=lambda free: free.id,
        max_size=8,
    ),
    rung=st.sets(st.text("abcdef", min_size=1, max_size=3)),
    variety=st.sampled_from(["national", "regional", "unknown"]),
    subjects=st.frozensets(st.sampled_from(["legal", "medical"])),
)
def test_everybody_who_is_free_is_tried_once_and_the_fitting_fresh_ones_first(
    people: list[Free], rung: set[str], variety: str, subjects: frozenset[str]
) -> None:
    wanted = Wanted(variety, "x", subjects)
    order = to_ring(people, rung, wanted)
    assert sorted(order) == sorted(free.id for free in people)
    by_id = {free.id: free for free in people}
    ranks = [(name in rung, misfit(by_id[name], wanted), by_id[name].since) for name in order]
    assert ranks == sorted(ranks)
    assert Wanted.of(wanted.stored(), None) == wanted
