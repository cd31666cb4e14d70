"""The main process's end of the message: the visit's wish becomes orders, the film comes back as pictures."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from content.matters import Matters
from terminal.call.link import dial
from terminal.message.wishes import Drop, MessageParts, Order
from terminal.message.worker import message
from terminal.runtime.frames import FrameRing
from terminal.runtime.supervisor import Recipe, Supervisor
from terminal.visit.wants import CallWish, MessageWish

WORKER, ORDER = "message", "order"


class MessageLink:
    """Follows the visit's wish for a film. `close` frees the ring."""

    def __init__(self, supervisor: Supervisor, camera: FrameRing, matters: Matters) -> None:
        self._supervisor, self._matters = supervisor, matters
        self._shown = FrameRing(width=camera.size[0], height=camera.size[1])
        self._wish: MessageWish | None = None

    def employ(self, parts: Callable[[str], MessageParts]) -> None:
        """Give the supervisor the recipe of the worker; ``parts`` takes the name of the ring that shows the film."""
        self._supervisor.add(Recipe(WORKER, message, (parts(self._shown.name),), lazy=True))

    def follow(self, wish: MessageWish | None) -> None:
        """There should be this film, or none."""
        if wish == self._wish:
            return
        self._wish = wish
        if wish is None:
            self._supervisor.withdraw(WORKER, ORDER, Drop())
            return
        told = dial(CallWish(wish.film_id, wish.briefing), self._matters)
        order = Order(wish.film_id, wish.act, wish.plays, wish.send_id, wish.contact, told)
        self._supervisor.tell(WORKER, order, keep=ORDER)

    def picture(self) -> NDArray[np.uint8] | None:
        """The film's picture that is shown now; None where none is."""
        found = self._shown.read() if self._wish is not None and self._wish.act == "play" else None
        return None if found is None else found.rgb

    def wipe(self) -> None:
        """No picture of anybody outlives the visit."""
        self._shown.wipe()

    def close(self) -> None:
        """Free the ring; the worker has ended before."""
        self._shown.close()
