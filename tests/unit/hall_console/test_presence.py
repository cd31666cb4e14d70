"""Who is in a room stays told rightly when sockets of one role open and close in several processes at once.

A socket that closed in one process while its successor had just come in another was noted after it: the interpreter who
was there counted as lost, and after a minute the session rang for somebody else.
"""

from __future__ import annotations

from itertools import permutations

import pytest

from hall.desk import presence
from hall.storage.tables.talks import RemoteSession

OLD, NEW = 1_000, 2_000


def _play(*steps: str) -> RemoteSession:
    talk = RemoteSession(joined={})
    for step in steps:
        kind, since = step.split()
        (presence.came if kind == "came" else presence.left)(talk, "interpreter", int(since))
    return talk


@pytest.mark.parametrize("order", list(permutations([f"came {OLD}", f"left {OLD}", f"came {NEW}"])))
def test_the_newer_socket_holds_the_place_in_whatever_order_it_is_noted(order: tuple[str, ...]) -> None:
    assert _play(*order).joined["interpreter"] == NEW


def test_an_older_socket_that_goes_is_no_news() -> None:
    talk = _play(f"came {OLD}", f"came {NEW}")
    assert not presence.left(talk, "interpreter", OLD)
    assert presence.left(talk, "interpreter", NEW)
    assert talk.joined == {"interpreter": False}


@pytest.mark.parametrize("known", [True, False])
def test_what_was_noted_without_a_moment_gives_way(known: bool) -> None:
    talk = RemoteSession(joined={"interpreter": known})
    assert presence.left(talk, "interpreter", OLD)
    assert presence.came(talk, "interpreter", NEW)
