"""Messages that want an answer: one on the line at a time, sent again until answered or given up. Pure."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from hardware.pad.messages import COMMANDS, Message
from hardware.pad.settings import LinkTimes


@dataclass(slots=True)
class Request:
    """Something that wants DONE or INFO as its answer; `seq` 0 where the answer carries none."""

    message: Message
    seq: int
    sends_left: int
    due: float | None = None
    """When to send again or give up; None before the first send."""

    @property
    def command(self) -> int:
        """The command number that its answer names."""
        return COMMANDS[type(self.message)]


@dataclass(slots=True)
class RequestQueue:
    """Pads on a shared line must not be talked over, so the second request waits for the first one's end."""

    times: LinkTimes
    _waiting: deque[Request] = field(default_factory=deque)

    def add(self, message: Message, *, seq: int = 0, first: bool = False) -> None:
        """Queue a message; `first` puts it before all others."""
        request = Request(message, seq, self.times.sends)
        if first:
            self._waiting.appendleft(request)
        else:
            self._waiting.append(request)

    def drop(self, kind: type[Message]) -> None:
        """Forget all messages of one kind."""
        self._waiting = deque(request for request in self._waiting if not isinstance(request.message, kind))

    def clear(self) -> None:
        """Forget everything: the line is gone."""
        self._waiting.clear()

    def holds(self, kind: type[Message]) -> bool:
        """True while a message of this kind waits for its turn or its answer."""
        return any(isinstance(request.message, kind) for request in self._waiting)

    def answered(self, command: int, seq: int) -> Request | None:
        """The request on the line that this answer ends, taken from the queue; None if it answers nothing."""
        if self._waiting and self._waiting[0].command == command and self._waiting[0].seq in (0, seq):
            return self._waiting.popleft()
        return None

    def refused(self, command: int) -> Request | None:
        """The request on the line that this NAK ends."""
        return self._waiting.popleft() if self._waiting and self._waiting[0].command == command else None

    def due(self, now: float) -> tuple[list[Message], list[Request]]:
        """What to send now, and what is given up."""
        given_up: list[Request] = []
        while self._waiting and (self._waiting[0].due is None or now >= self._waiting[0].due):
            request = self._waiting[0]
            if request.sends_left:
                request.sends_left -= 1
                request.due = now + self.times.answer_s
                return [request.message], given_up
            given_up.append(self._waiting.popleft())
        return [], given_up

    def next_timer(self) -> float | None:
        """When `due` has something to do; None while empty."""
        return self._waiting[0].due if self._waiting else None
