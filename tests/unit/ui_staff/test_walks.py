"""The two films' stories can be played to their end: every touch and every key of them means something."""

from __future__ import annotations

import pytest

from content.matters import load
from content.signer import load_lexicon
from terminal.demo.walks import CLERK, VISITOR, Moment, Walk, pictures, played
from terminal.visit.state import Phase


@pytest.mark.parametrize(("story", "number"), [(VISITOR, "T001"), (CLERK, "T001")], ids=["visitor", "clerk"])
def test_the_story_ends_where_it_began(story: tuple[Moment, ...], number: str) -> None:
    walk = Walk(load(), load_lexicon())
    phases, numbers = set(), set()
    for _ in played(story, walk):
        phases.add(walk.state.phase)
        numbers.add(walk.state.visit.ticket.number if walk.state.visit.ticket else "")
    assert walk.state.phase is Phase.IDLE
    assert {Phase.CALLED, Phase.CONVERSING, Phase.EVALUATING, Phase.LEAVING} <= phases
    assert number in numbers


def test_a_ring_shows_what_is_touched_next() -> None:
    walk = Walk(load(), load_lexicon())
    start = VISITOR[0][1]
    assert not isinstance(start, str)
    with_ring, without = pictures(walk, start)[0], pictures(walk, None)[0]
    assert (with_ring != without).any()
