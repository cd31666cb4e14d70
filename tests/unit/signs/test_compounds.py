"""Parts told one after the other become their compound."""

from __future__ import annotations

import pytest

from content.matters.reader import load
from content.signer import load_lexicon
from recognition.signs.compounds import joined
from recognition.signs.recognition import UNKNOWN, Alternative, Certainty, Recognition
from recognition.understanding import Channel, Request, understand


def reading(gloss: str, confidence: float = 0.9, *others: tuple[str, float]) -> Recognition:
    return Recognition(gloss, confidence, Certainty.SURE, tuple(Alternative(*other) for other in others))


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (["残疾", "人", "证"], "残疾人证"),
        (["残疾人", "证"], "残疾人证"),
        (["社会", "保险"], "社保"),
        (["老人", "优先", "证"], "老年人优待证"),
        (["老", "人"], "老人"),
    ],
)
def test_parts_make_their_compound(parts: list[str], whole: str) -> None:
    found = joined([reading("我"), *map(reading, parts)])
    assert found is not None
    assert (found[0].gloss, found[1]) == (whole, len(parts))


def test_a_compound_is_as_sure_as_its_least_sure_part() -> None:
    found = joined([reading("残疾"), reading("人", 0.5), reading("证")])
    assert found is not None
    assert found[0].confidence == 0.5
    assert found[0].state is Certainty.MAYBE


def test_signs_that_make_nothing_together_stay() -> None:
    assert joined([reading("身份证"), reading("丢")]) is None
    assert joined([reading("残疾"), UNKNOWN, reading("证")]) is None
    assert joined([reading("证")]) is None


def test_a_compound_told_too_early_gives_way_to_the_one_that_the_next_sign_ends() -> None:
    found = joined([reading("社会保障", 0.8, ("社保", 0.1)), reading("保险")])
    assert found is not None
    assert (found[0].gloss, found[1]) == ("社保", 2)


def test_a_compound_that_lost_its_last_part_means_the_same_to_the_hall() -> None:
    """社保 (society, guard, insurance) read without its end is 社会保障: the same topic in every request."""
    matters, meant = load(), []
    requests = [each.glosses for each in load_lexicon().requests.values() if "社会保险" in each.glosses]
    assert requests
    for glosses in requests:
        for read in ("社保", "社会保障"):
            said = tuple(read if gloss == "社会保险" else gloss for gloss in glosses)
            meant.append(understand(Request(glosses=said, channel=Channel.SIGNED), matters))
    for full, short in zip(meant[::2], meant[1::2], strict=True):
        assert (full.matter_id, full.elsewhere, full.certainty) == (short.matter_id, short.elsewhere, short.certainty)
