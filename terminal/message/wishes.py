"""What the message's worker is told, and what it is made of. Standard library only: the main process imports this."""

from __future__ import annotations

from dataclasses import dataclass, field

from terminal.call.wishes import Dial


@dataclass(frozen=True, slots=True)
class MessageParts:
    """The hall and our key there, the camera's ring (read), the ring that shows the film (written); sizes (w, h)."""

    url: str
    key: str = field(repr=False)
    camera_ring: str
    camera_size: tuple[int, int]
    shown_ring: str
    ca_file: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """What to do with the film ``film_id`` now; ``act`` as in `terminal.visit.wants.MessageWish`."""

    film_id: str
    act: str
    plays: int = 0
    send_id: str = ""
    contact: str = field(default="", repr=False)
    told: Dial | None = None


@dataclass(frozen=True, slots=True)
class Drop:
    """There should be no film: forget it, and end this process."""
