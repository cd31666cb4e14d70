"""Whoever is unwell, or cries for help, gets a person: it was "not understood", or none of our matters."""

from __future__ import annotations

import pytest

from content import matters
from recognition.understanding import Certainty, Request, understand


@pytest.mark.parametrize(
    "words",
    ["救命", "有人晕倒了", "我头晕，想坐一会儿", "有人 晕 快 叫 人", "请叫救护车", "着火了", "我老伴摔倒了快来人",
     "my husband fainted", "I don't feel well"],
)  # fmt: skip
def test_an_emergency_calls_a_person(words: str) -> None:
    understood = understand(Request(text=words), matters.load())
    assert (understood.command, understood.certainty) == ("call_person", Certainty.SURE)


def test_who_is_unwell_and_names_a_matter_is_led_to_it() -> None:
    """A person stays one touch away on every page."""
    assert understand(Request(text="我身体不舒服，要办社保卡"), matters.load()).matter_id == "social_card_new"
