"""PAD-68 frames: bytes <-> frames, without I/O and without a clock of its own.

    [FF]*  68  L  L  68  ADDR  CMD  DATA…  CS  16

No byte stuffing: 68, 16 and FF may stand inside DATA, so the decoder goes by length and sum and never searches
for the end byte. After anything wrong it drops one byte and searches again in what is left, because a false
start may hide a good frame. The layout is that of FT1.2 (IEC 60870-5); docs/pads.md has the page.
"""

from __future__ import annotations

from dataclasses import dataclass, field

START = 0x68
END = 0x16
FILLER = 0xFF
MIN_LENGTH = 2
MAX_LENGTH = 120
"""Bytes ADDR..DATA in a frame. The upper limit is ours: a false start can swallow no more than this."""
HEAD = 4
TAIL = 2
GAP_S = 0.05
"""Silence inside a frame that voids it: five times the 10.4 ms of a usual frame at 9600 baud. Ours."""


@dataclass(frozen=True, slots=True)
class PadFrame:
    """One frame. `address` 0x81..0xFE is a pad, below 0x80 a call terminal on the same line, 0xFF everyone."""

    address: int
    command: int
    data: bytes = b""


@dataclass(slots=True)
class LineCounts:
    """What the decoder met since it was made."""

    frames: int = 0
    bad_length: int = 0
    bad_sum: int = 0
    bad_end: int = 0
    voided: int = 0
    """Frames cut off by silence."""

    @property
    def damaged(self) -> int:
        """Frames that began and were not good."""
        return self.bad_length + self.bad_sum + self.bad_end + self.voided


def encode(frame: PadFrame, filler: int = 0) -> bytes:
    """Frame -> bytes; `filler` FF bytes before it (pads send one, hosts none)."""
    if len(frame.data) + 2 > MAX_LENGTH:
        raise ValueError(f"{len(frame.data)} bytes of data do not fit in a frame of {MAX_LENGTH}")
    body = bytes((frame.address, frame.command)) + frame.data
    head = bytes((START, len(body), len(body), START))
    return bytes([FILLER]) * filler + head + body + bytes((sum(body) & 0xFF, END))


@dataclass(slots=True)
class FrameDecoder:
    """A stream of bytes in any pieces -> frames. Holds at most one frame's bytes (126)."""

    gap_s: float = GAP_S
    counts: LineCounts = field(default_factory=LineCounts)
    _buffer: bytearray = field(default_factory=bytearray)
    _last_at: float = 0.0

    def feed(self, data: bytes, now: float) -> list[PadFrame]:
        """Take bytes that arrived at `now` (seconds, any origin, never going back); return the frames complete."""
        frames = self.expire(now)
        self._last_at = now
        for byte in data:
            self._buffer.append(byte)
            frames += self._search()
        return frames

    def expire(self, now: float) -> list[PadFrame]:
        """Void what silence cut off. A good frame behind a false start comes out here."""
        frames: list[PadFrame] = []
        while self._buffer and now - self._last_at > self.gap_s:
            self.counts.voided += 1
            del self._buffer[0]
            frames += self._search()
        return frames

    def next_timer(self) -> float | None:
        """When `expire` has something to do, or None."""
        return self._last_at + self.gap_s if self._buffer else None

    def reset(self) -> None:
        """Forget a half frame: the line was opened anew."""
        self._buffer.clear()

    def _search(self) -> list[PadFrame]:
        frames = []
        while self._buffer:
            if self._buffer[0] != START:
                del self._buffer[0]
                continue
            found = self._check()
            if found is None:
                break
            if isinstance(found, PadFrame):
                self.counts.frames += 1
                frames.append(found)
                del self._buffer[: HEAD + len(found.data) + 2 + TAIL]
            else:
                setattr(self.counts, found, getattr(self.counts, found) + 1)
                del self._buffer[0]
        return frames

    def _check(self) -> PadFrame | str | None:
        """The frame at the buffer's start, the name of its fault, or None while more bytes are needed."""
        have = self._buffer
        if len(have) >= 2 and not MIN_LENGTH <= have[1] <= MAX_LENGTH:
            return "bad_length"
        if (len(have) >= 3 and have[2] != have[1]) or (len(have) >= HEAD and have[3] != START):
            return "bad_length"
        if len(have) < HEAD or len(have) < HEAD + have[1] + TAIL:
            return None
        body = have[HEAD : HEAD + have[1]]
        if sum(body) & 0xFF != have[HEAD + have[1]]:
            return "bad_sum"
        if have[HEAD + have[1] + 1] != END:
            return "bad_end"
        return PadFrame(body[0], body[1], bytes(body[2:]))
