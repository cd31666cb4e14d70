"""The pad as a state machine: what a real pad of either profile does with frames and keys. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from hardware.pad import messages as m
from hardware.pad.frames import FrameDecoder, PadFrame, encode

REPEAT_S = 0.3
"""A RESULT that was not acknowledged is sent again after this."""
REPEATS = 40
"""…so many times."""
CORRECTION_S = 3.0
"""The pad takes another key this long after the first."""
THANKS_S = 4.0
"""How long it says thank you."""
FIRMWARE = 2
FEATURES = 0x1F


class Face(Enum):
    """What the pad shows."""

    IDLE = "idle"
    EVALUATING = "evaluating"
    THANKS = "thanks"
    PAUSED = "paused"


@dataclass(slots=True)
class PadModel:
    """One pad. `press` is a finger; `receive` the line; `output` what it sends, a list of whole frames."""

    number: int = 1
    profile: m.Profile = m.Profile.FULL
    keys: int = 5
    face: Face = Face.IDLE
    card: dict[int, str] = field(default_factory=dict)
    chosen: int | None = None
    """Grade of the last key of this evaluation."""
    seq: int = 0
    acks: int = 0
    """Acknowledgements received since power-up."""
    started_at: float = 0.0
    deadline: float | None = None
    _pressed_at: float = 0.0
    _first_at: float = 0.0
    _repeat_at: float | None = None
    _repeats_left: int = 0
    _decoder: FrameDecoder = field(default_factory=FrameDecoder)
    _out: list[bytes] = field(default_factory=list)

    @property
    def address(self) -> int:
        """The pad's address byte."""
        return m.FIRST_PAD + self.number

    def power_up(self, now: float) -> None:
        """Forget everything; a full pad says who it is."""
        self.face, self.chosen, self.seq, self.deadline, self._repeat_at = Face.IDLE, None, 0, None, None
        self.card, self.started_at = {}, now
        self._decoder.reset()
        if self.profile is m.Profile.FULL:
            self.say(self._info(now))

    def press(self, grade: int, now: float) -> None:
        """A finger on the key with `grade` (00 worst)."""
        correcting = self.face is Face.THANKS and now - self._first_at <= CORRECTION_S
        if self.face is Face.PAUSED:
            return
        if self.face is Face.EVALUATING or correcting:
            self._choose(grade, now)
        elif self.profile is m.Profile.FULL:
            self.say(m.Key(grade + 1))
        else:
            self.say(m.Result(grade))

    def press_late(self, grade: int, now: float) -> None:
        """A finger after the time ran out, on a pad that still takes the key for the evaluation before."""
        self._choose(grade, now)

    def receive(self, data: bytes, now: float) -> None:
        """Bytes from the host."""
        for frame in self._decoder.feed(data, now):
            if frame.address in (self.address, m.BROADCAST):
                self._frame(frame, now)

    def tick(self, now: float) -> None:
        """Time-outs and repeats."""
        self._decoder.expire(now)
        if self._repeat_at is not None and now >= self._repeat_at:
            self._say_result(now)
        if self.face is Face.EVALUATING and self.deadline is not None and now >= self.deadline:
            self.face, self.deadline = Face.IDLE, None
            if self.profile is m.Profile.FULL:
                self.say(m.TimedOut(self.seq))
        if self.face is Face.THANKS and now >= self._first_at + THANKS_S:
            self.face = Face.IDLE

    def next_timer(self) -> float | None:
        """When `tick` has something to do, or None."""
        thanks = self._first_at + THANKS_S if self.face is Face.THANKS else None
        times = (self._repeat_at, self.deadline, thanks, self._decoder.next_timer())
        return min((t for t in times if t is not None), default=None)

    def output(self) -> list[bytes]:
        """Frames to send now."""
        out, self._out = self._out, []
        return out

    def say(self, message: m.Message) -> None:
        """Send a message of any kind, sensible or not."""
        self._out.append(encode(m.to_frame(message, self.address), filler=1))

    def _choose(self, grade: int, now: float) -> None:
        if self.face is not Face.THANKS:
            self._first_at = now
        self.face, self.deadline = Face.THANKS, None
        self.chosen, self._pressed_at = grade, now
        self._repeats_left = REPEATS if self.profile is m.Profile.FULL else 0
        self._say_result(now)

    def _say_result(self, now: float) -> None:
        assert self.chosen is not None
        full = self.profile is m.Profile.FULL
        age_s = now - self._pressed_at if full else None
        self.say(m.Result(self.chosen, self.seq if full else None, age_s))
        self._repeat_at = now + REPEAT_S if self._repeats_left > 0 else None
        self._repeats_left -= 1

    def _frame(self, frame: PadFrame, now: float) -> None:
        try:
            message = m.from_frame(frame)
        except m.MessageError as error:
            if self.profile is m.Profile.FULL:
                self.say(m.Nak(frame.command, error.reason))
            return
        if self.profile is m.Profile.BASIC:
            self._obey_basic(message, now)
        elif self._obey(message, now):
            seq = message.seq if isinstance(message, m.Start | m.Cancel) else None
            self.say(m.Done(frame.command, seq or 0))

    def _obey_basic(self, message: m.Message, now: float) -> None:
        if isinstance(message, m.Start) and self.face is Face.THANKS:
            self.acks += 1
        elif isinstance(message, m.Start):
            self.face, self.chosen = Face.EVALUATING, None

    def _obey(self, message: m.Message, now: float) -> bool:
        """Do it; True if DONE is to be answered."""
        match message:
            case m.Start(seq, timeout_s, _):
                return self._begin(seq or 0, timeout_s or 0, now)
            case m.Cancel(seq):
                if seq == self.seq and self.face is Face.EVALUATING:
                    self.face, self.deadline = Face.IDLE, None
            case m.Ack(seq):
                if seq == self.seq:
                    self.acks += 1
                    self._repeat_at = None
                return False
            case m.CardPart(_, part, tag, text):
                self.card = {**({} if part == 1 else self.card), tag: text}
            case m.Pause(on):
                self.face = Face.PAUSED if on else Face.IDLE
            case m.Stars() | m.Lamps():
                pass  # its picture shows neither
            case m.Ping():
                self.say(self._info(now))
                return False
            case m.Result() | m.Key() | m.Info() | m.Done() | m.Nak() | m.TimedOut():
                return False
        return True

    def _begin(self, seq: int, timeout_s: int, now: float) -> bool:
        if self.face is Face.PAUSED:
            self.say(m.Nak(0x01, 5))
            return False
        if seq == self.seq and self.face is Face.THANKS:
            return True  # already answered; the host missed our DONE
        if seq != self.seq:
            self.chosen = None
        self.seq, self.face, self.deadline = seq, Face.EVALUATING, now + timeout_s
        self._repeat_at = None
        return True

    def _info(self, now: float) -> m.Info:
        return m.Info(1, FIRMWARE, self.keys, FEATURES, int((now - self.started_at) // 60))
