"""The keys of wishes that the hall has not answered: asked again, such a wish goes out with the key that it had first.

The hall may have done it and only the answer was lost; with a new key it would be done twice, or refused because it is
done (contract 5). Once there is an answer, yes or no, the wish is over and the next one like it is another.
"""

from __future__ import annotations

from typing import TypeVar

from terminal.links.reach import key_of
from terminal.services import Away
from terminal.visit.effects import Effect

Intent = tuple[str, ...]
"""What one visit wants; the first part is the visit's id."""
T = TypeVar("T")


class UnsureKeys:
    """Of one terminal; as many as wishes of the visit in front are without an answer."""

    def __init__(self) -> None:
        self._keys: dict[Intent, str] = {}

    def of(self, intent: Intent, effect: Effect) -> str:
        """The key of this wish: while the answer is missing, the one that it was first sent with."""
        return self._keys.setdefault(intent, key_of(effect))

    def settled(self, intent: Intent, answer: T) -> T:
        """The answer; once there is one, the wish is over."""
        if not isinstance(answer, Away):
            self._keys.pop(intent, None)
        return answer

    def keep(self, visit_id: str) -> None:
        """Forget the wishes of everybody but who is here now."""
        self._keys = {intent: key for intent, key in self._keys.items() if intent[0] == visit_id}


def visit_of(effect: Effect) -> str:
    """The visit that an effect belongs to: its id before the count."""
    return effect.effect_id.rpartition("-")[0]
