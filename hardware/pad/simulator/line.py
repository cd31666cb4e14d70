"""A bad line: what happens to the pad's frames on their way. Seeded, so that a failure repeats."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from hardware.pad.frames import PadFrame, encode


@dataclass(slots=True)
class BadLine:
    """Takes whole frames, gives pieces `(bytes, wait_s before it)`. All faults off by default; they add up."""

    seed: int = 0
    flip: float = 0.0
    """Share of bits turned over."""
    drop: float = 0.0
    """Share of bytes lost."""
    chunks: int = 1
    gap_s: float = 0.0
    """Each frame goes out in `chunks` pieces with `gap_s` between them."""
    glue: int = 1
    """So many frames are held back and go out in one write."""
    noise_per_frame: int = 0
    """Random bytes before each frame."""
    duplicate: bool = False
    address: int | None = None
    """Every frame claims to come from this address."""
    callers: bool = False
    """Frames of call terminals (address below 80) before each frame."""
    flip_next: int | None = None
    """Turn over this one bit of the next frame."""
    drop_next: int | None = None
    """Lose this one byte of the next frame."""
    _held: list[bytes] = field(default_factory=list)
    _random: random.Random = field(default_factory=random.Random)

    def __post_init__(self) -> None:
        self._random.seed(self.seed)

    def send(self, frame: bytes) -> list[tuple[bytes, float]]:
        """What comes out for one frame that goes in."""
        self._held += [frame] * (2 if self.duplicate else 1)
        if len(self._held) < self.glue:
            return []
        data = b"".join(self._spoil(held) for held in self._held)
        self._held.clear()
        return self._split(data)

    def spoil_bytes(self, data: bytes) -> bytes:
        """Flips and losses on raw bytes, for the way from the host."""
        flipped = bytes(byte ^ self._mask() for byte in data) if self.flip else data
        return bytes(byte for byte in flipped if self._random.random() >= self.drop) if self.drop else flipped

    def noise(self, count: int) -> bytes:
        """Random bytes."""
        return self._random.randbytes(count)

    def _spoil(self, frame: bytes) -> bytes:
        if self.address is not None:
            frame = _readdressed(frame, self.address)
        if self.flip_next is not None:
            frame = _flipped(frame, self.flip_next)
            self.flip_next = None
        if self.drop_next is not None:
            frame = frame[: self.drop_next] + frame[self.drop_next + 1 :]
            self.drop_next = None
        before = encode(PadFrame(0x05, 0x01, b"\x04")) if self.callers else b""
        return before + self.noise(self.noise_per_frame) + self.spoil_bytes(frame)

    def _mask(self) -> int:
        return sum(1 << bit for bit in range(8) if self._random.random() < self.flip)

    def _split(self, data: bytes) -> list[tuple[bytes, float]]:
        size = -(-len(data) // self.chunks)
        return [(data[i : i + size], self.gap_s if i else 0.0) for i in range(0, len(data), size)]


def _flipped(frame: bytes, bit: int) -> bytes:
    spoiled = bytearray(frame)
    spoiled[bit // 8 % len(frame)] ^= 1 << bit % 8
    return bytes(spoiled)


def _readdressed(frame: bytes, address: int) -> bytes:
    at = frame.index(0x68)
    length = frame[at + 1]
    body = bytes((address,)) + frame[at + 5 : at + 4 + length]
    return encode(PadFrame(body[0], body[1], body[2:]), filler=at)
