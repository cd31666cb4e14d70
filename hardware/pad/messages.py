"""PAD-68 messages: frames <-> meaning. Pure; both the driver and the simulator speak through this file.

Command numbers are unique over both directions, so one table serves both and a host hearing its own echo
(two-wire RS-485) is harmless. "basic" is what old pads understand (START, STARS, RESULT without SEQ);
"full" adds a sequence number that ties a key to one service, and everything else here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import Enum

from hardware.pad.frames import PadFrame
from hardware.pad.port import StaffCard

BROADCAST = 0xFF
FIRST_PAD = 0x80
"""Pad n has address 0x80 + n, n = 1..126."""
CARD_TEXT_BYTES = 60
TICK_S = 0.1
"""Unit of AGE."""
AGE_UNKNOWN = 0xFF


class Profile(Enum):
    """How much of the protocol a pad speaks; set per pad, confirmed by PING where it is full."""

    BASIC = "basic"
    FULL = "full"


class Message:
    """Base of everything that travels."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Start(Message):
    """Host: please evaluate. Basic: all None; also the answer to a result. Full: all set."""

    seq: int | None = None
    timeout_s: int | None = None
    voice: int | None = None


@dataclass(frozen=True, slots=True)
class Stars(Message):
    """Host: show 0..5 stars for the clerk."""

    count: int


@dataclass(frozen=True, slots=True)
class Welcome(Message):
    """Host: greet, spoken or not."""

    voice: int


@dataclass(frozen=True, slots=True)
class Cancel(Message):
    """Host: back to idle, evaluation `seq` is over."""

    seq: int


@dataclass(frozen=True, slots=True)
class CardPart(Message):
    """Host: one field of the staff card; `part` of `parts`, from 1."""

    parts: int
    part: int
    tag: int
    text: str


@dataclass(frozen=True, slots=True)
class Pause(Message):
    """Host: show 暂停服务, or go on."""

    on: bool


@dataclass(frozen=True, slots=True)
class Lamps(Message):
    """Host: lamps of the keys in `mask` (bit 0 = key 1); mode 0 off, 1 on, 2 slow pulse (at most 1 a second)."""

    mask: int
    mode: int


@dataclass(frozen=True, slots=True)
class PlaySound(Message):
    """Host: play the pad's own sound 0..15 at volume 0..10."""

    number: int
    volume: int


@dataclass(frozen=True, slots=True)
class Ping(Message):
    """Host: are you there?"""


@dataclass(frozen=True, slots=True)
class Ack(Message):
    """Host: the result of `seq` arrived; stop repeating it."""

    seq: int


@dataclass(frozen=True, slots=True)
class Result(Message):
    """Pad: a key was pressed. Full: for `seq`; `age_s` since the key, None = unknown or long ago."""

    grade: int
    seq: int | None = None
    age_s: float | None = None


@dataclass(frozen=True, slots=True)
class TimedOut(Message):
    """Pad: nobody pressed."""

    seq: int


@dataclass(frozen=True, slots=True)
class Key(Message):
    """Pad: key 1..5 outside an evaluation."""

    number: int


@dataclass(frozen=True, slots=True)
class Info(Message):
    """Pad: who I am. Answer to PING, and once after power-up. `features` bits: voice, lamps, stars, card, pause."""

    protocol: int
    firmware: int
    keys: int
    features: int
    uptime_min: int


@dataclass(frozen=True, slots=True)
class Done(Message):
    """Pad: `command` was carried out, for `seq` (0 where the command has none)."""

    command: int
    seq: int


@dataclass(frozen=True, slots=True)
class Nak(Message):
    """Pad: `command` was not carried out: 1 sum, 2 unknown, 3 busy, 4 length, 5 paused."""

    command: int
    reason: int


def encode_age(age_s: float | None) -> int:
    """Seconds since the key -> AGE byte; older than 25.4 s is "unknown or older"."""
    ticks = AGE_UNKNOWN if age_s is None else round(age_s / TICK_S)
    return min(max(ticks, 0), AGE_UNKNOWN)


def _decode_age(ticks: int) -> float | None:
    return None if ticks == AGE_UNKNOWN else round(ticks * TICK_S, 1)


def _start(d: bytes) -> Message:
    return Start(d[0], d[1], d[2]) if d else Start()


def _result(d: bytes) -> Message:
    return Result(d[0]) if len(d) == 1 else Result(d[0], d[1], _decode_age(d[2]))


def _card(d: bytes) -> Message:
    return CardPart(d[0] >> 4, d[0] & 0x0F, d[1], d[2:].decode("gb18030"))


_FORMS: dict[int, tuple[type[Message], tuple[int, ...], Callable[[bytes], Message]]] = {
    0x01: (Start, (0, 3), _start),
    0x02: (Stars, (1,), lambda d: Stars(d[0])),
    0x03: (Welcome, (1,), lambda d: Welcome(d[0])),
    0x04: (Cancel, (1,), lambda d: Cancel(d[0])),
    0x05: (CardPart, tuple(range(2, 3 + CARD_TEXT_BYTES)), _card),
    0x06: (Pause, (1,), lambda d: Pause(d[0] == 1)),
    0x07: (Lamps, (2,), lambda d: Lamps(d[0], d[1])),
    0x08: (PlaySound, (2,), lambda d: PlaySound(d[0], d[1])),
    0x09: (Ping, (0,), lambda d: Ping()),
    0x0A: (Ack, (1,), lambda d: Ack(d[0])),
    0x11: (Result, (1, 3), _result),
    0x12: (TimedOut, (1,), lambda d: TimedOut(d[0])),
    0x13: (Key, (1,), lambda d: Key(d[0])),
    0x19: (Info, (6,), lambda d: Info(d[0], d[1], d[2], d[3], int.from_bytes(d[4:], "big"))),
    0x1A: (Done, (2,), lambda d: Done(d[0], d[1])),
    0x1F: (Nak, (2,), lambda d: Nak(d[0], d[1])),
}
"""Command -> message class, allowed lengths of DATA, reader."""

COMMANDS: dict[type[Message], int] = {form[0]: command for command, form in _FORMS.items()}
"""Message class -> its command number."""


class MessageError(ValueError):
    """A good frame with contents that mean nothing. `reason` is the NAK's number."""

    def __init__(self, reason: int, text: str) -> None:
        super().__init__(text)
        self.reason = reason


def to_frame(message: Message, address: int) -> PadFrame:
    """Message -> frame to or from the pad at `address`."""
    return PadFrame(address, COMMANDS[type(message)], _data(message))


def from_frame(frame: PadFrame) -> Message:
    """Frame -> message. Raises `MessageError` for unknown commands, wrong lengths, text that is not GB 18030."""
    if frame.command not in _FORMS:
        raise MessageError(2, f"unknown command {frame.command:02X}")
    _, lengths, read = _FORMS[frame.command]
    if len(frame.data) not in lengths:
        raise MessageError(4, f"command {frame.command:02X} with {len(frame.data)} bytes, expected {lengths}")
    try:
        return read(frame.data)
    except UnicodeDecodeError as error:
        raise MessageError(2, f"command {frame.command:02X}: text is not GB 18030") from error


def card_parts(card: StaffCard) -> list[CardPart]:
    """A staff card as messages, one for each field that is not empty, cut to what fits."""
    texts = (card.number, card.name, card.post, card.window, card.department, card.star_text)
    filled = [(tag, text) for tag, text in enumerate(texts, start=1) if text]
    return [CardPart(len(filled), part, tag, _fit(text)) for part, (tag, text) in enumerate(filled, start=1)]


def _fit(text: str) -> str:
    while len(text.encode("gb18030", "replace")) > CARD_TEXT_BYTES:
        text = text[:-1]
    return text


def _data(message: Message) -> bytes:
    match message:
        case Start(seq, timeout_s, voice):
            return b"" if seq is None else bytes((seq, timeout_s or 0, voice or 0))
        case Result(grade, seq, age_s):
            return bytes((grade,)) if seq is None else bytes((grade, seq, encode_age(age_s)))
        case CardPart(parts, part, tag, text):
            return bytes((parts << 4 | part, tag)) + text.encode("gb18030", "replace")
        case Info(protocol, firmware, keys, features, uptime_min):
            return bytes((protocol, firmware, keys, features)) + min(uptime_min, 0xFFFF).to_bytes(2, "big")
        case _:
            return bytes(int(getattr(message, field.name)) for field in fields(message))  # type: ignore[arg-type]
