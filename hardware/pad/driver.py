"""The serial pad's driver: bytes in, bytes and events out. No I/O, no clock: every call carries `now`.

    closed -> connecting -> ready <-> fault        the line, shown as `PadHealth`
    idle -> evaluating -> answered -> idle         the evaluation, kept by `EvaluationBook`, answered by `Answers`

Theory of operation. The transport calls `opened`/`lost` as the port comes and goes, `receive` for every read,
`tick` when `next_timer` is due, and after each call sends `output()` and publishes `take_events()`.
Requests that want an answer wait in one queue, one on the line at a time: pads on a shared line must not be
talked over. A START outlives its three sends, because a visitor is waiting.
"""

from __future__ import annotations

from hardware.pad import messages as m
from hardware.pad.answers import Answers
from hardware.pad.evaluation import EvaluationBook
from hardware.pad.frames import FrameDecoder, PadFrame, encode
from hardware.pad.noise import NoiseWatch
from hardware.pad.port import (
    HealthChanged,
    PadEvent,
    PadHealth,
    PadTrouble,
    PromptShown,
    StaffCard,
    TroubleNoticed,
)
from hardware.pad.requests import Request, RequestQueue
from hardware.pad.settings import PadSettings


class PadDriver:
    """One pad on a serial line."""

    def __init__(self, settings: PadSettings, name: str, *, simulated: bool = False, first_seq: int = 1) -> None:
        self.health, self._reference = PadHealth.CLOSED, ""
        self.info: m.Info | None = None
        """What the pad said of itself; None before, and for basic pads."""
        self.decoder = FrameDecoder(settings.link.gap_s)
        self.book = EvaluationBook(name, settings.times, simulated, present=False)
        self._settings = settings
        self._keys = settings.key_map
        self._name = name
        self._events: list[PadEvent] = []
        self._output = bytearray()
        self._requests = RequestQueue(settings.link)
        self._wire_seq = (first_seq - 2) % 255 + 1
        self._answers = Answers(settings, self.book, self._send)
        self._shown = False
        self._card = StaffCard()
        self._misses = 0
        self._ping_at: float | None = None
        self._start_again_at: float | None = None
        self._noise = NoiseWatch()
        self._full = settings.profile is m.Profile.FULL

    # what the terminal wants

    def prompt(self, card: StaffCard, timeout_s: float, seq: int, now: float) -> None:
        """Ask for evaluation `seq`; an open one is closed and called off first."""
        before = self.book.open
        if not self.book.begin(seq, timeout_s, now):
            return
        if before is not None:
            self._call_off()
        old_wire, self._wire_seq = self._wire_seq, self._wire_seq % 255 + 1
        self._answers.begin(self._wire_seq, seq, old_wire)
        self._shown = False
        if self.health is PadHealth.READY or not self._full:
            self._start(now)
            self._show_card(card, now)

    def extend(self, seq: int, timeout_s: float, now: float) -> None:
        """More time for the open evaluation; the pad is told."""
        if self.book.extend(seq, timeout_s, now) and self._full:
            self._start(now)

    def cancel(self, seq: int, now: float) -> None:
        """Call evaluation `seq` off."""
        if self.book.cancel(seq, now):
            self._call_off()

    def ping(self, now: float) -> None:
        """Ask for a sign of life (full profile)."""
        if self._full and not self._requests.holds(m.Ping):
            self._request(m.Ping(), now)

    def pause(self, on: bool, now: float) -> None:
        """暂停服务 on the pad, or go on (full profile)."""
        if self._full:
            self._request(m.Pause(on), now)

    # what the line brings

    def opened(self, now: float, *, simulated: bool | None = None) -> None:
        """The port is open. A full pad must answer PING first; a basic one is believed.

        Once simulated, always simulated: no record may pass for real because of a later re-plug.
        """
        self.book.simulated = self.book.simulated or bool(simulated)
        self.decoder.reset()
        self._requests.clear()
        self._misses = 0
        self._shown = False
        if self._full:
            self._change(PadHealth.CONNECTING, now)
            self.ping(now)
        else:
            self._alive(now)

    def lost(self, now: float, reference: str, context: str = "") -> None:
        """The port is gone. Said at once, so that the screen takes over; the evaluation waits for its time-out."""
        self._leave_line()
        self._change(PadHealth.FAULT, now, reference, context)

    def closed(self, now: float) -> None:
        """The terminal lets the pad go."""
        if self.book.open is not None:
            self.cancel(self.book.open.seq, now)
        self._leave_line()
        self._change(PadHealth.CLOSED, now)

    def _leave_line(self) -> None:
        self._requests.clear()
        self._ping_at = self._start_again_at = None
        self.book.present = False

    def receive(self, data: bytes, now: float) -> None:
        """Bytes from the line."""
        for frame in self.decoder.feed(data, now):
            self._frame(frame, now)

    def tick(self, now: float) -> None:
        """Do what is due."""
        for frame in self.decoder.expire(now):
            self._frame(frame, now)
        was_open = self.book.open
        self.book.tick(now)
        if was_open is not None and self.book.open is None and was_open.level is None:
            self._call_off()
        self._repeat(now)
        if self._ping_at is not None and now >= self._ping_at:
            self._ping_at = now + self._settings.link.ping_every_s
            self._watch_noise(now)
            self.ping(now)  # also during an evaluation: a pad that went deaf must not look like a visitor who left
        if self._start_again_at is not None and now >= self._start_again_at:
            self._start_again(now)

    def next_timer(self) -> float | None:
        """When `tick` has something to do, or None."""
        parts = (self.decoder.next_timer(), self.book.next_timer(), self._requests.next_timer())
        return min((t for t in (*parts, self._ping_at, self._start_again_at) if t is not None), default=None)

    def output(self) -> bytes:
        """Bytes to send now."""
        data = bytes(self._output)
        self._output.clear()
        return data

    def take_events(self) -> list[PadEvent]:
        """What happened since the last call."""
        events = self._events + self.book.events
        self._events, self.book.events = [], []
        return events

    # one frame

    def _frame(self, frame: PadFrame, now: float) -> None:
        if frame.address != self._settings.address:
            return
        try:
            message = m.from_frame(frame)
        except m.MessageError:
            return
        match message:
            case m.Result():
                self._answers.take(message, now)
            case m.Key(number):
                level = self._keys.get(number - 1)
                if not self.book.is_stuck(level.value if level else str(number), now):
                    self.book.ignore(str(number), "nothing-open", now)
            case m.TimedOut(seq):
                self._pad_timed_out(seq, now)
            case m.Info():
                self._answered(message, 0x09, 0, now)
            case m.Done(command, seq):
                self._answered(message, command, seq, now)
            case m.Nak(command, reason):
                self._refused(command, reason, now)
            case _:
                return  # a host's frame: our own echo on a two-wire line
        self._alive(now)

    def _pad_timed_out(self, wire_seq: int, now: float) -> None:
        """The pad's clock ran out. Ours decides: ask again for the time that is left."""
        if self.book.open is not None and wire_seq == self._wire_seq and self.book.open.level is None:
            self._start(now)

    # requests and their answers

    def _start(self, now: float) -> None:
        """Ask the visitor, with the time that is left."""
        if self.book.open is None:
            return
        if not self._full:
            self._send(m.Start())
            self._show(now)
            return
        left_s = max(1, min(255, round(self.book.open.deadline - now)))
        self._requests.drop(m.Start)
        self._request(m.Start(self._wire_seq, left_s, self._settings.voice), now, seq=self._wire_seq, first=True)

    def _start_again(self, now: float) -> None:
        self._start_again_at = None
        if self.book.open is not None and self.book.open.level is None and not self._shown:
            self._start(now)

    def _show_card(self, card: StaffCard, now: float) -> None:
        if card == self._card or not self._full:
            return
        self._card = card
        self._requests.drop(m.CardPart)
        for part in m.card_parts(card):
            self._request(part, now)

    def _call_off(self) -> None:
        """Tell the pad that the evaluation is over; a basic pad has no word for it."""
        self._requests.drop(m.Start)
        self._start_again_at = None
        if self._full and self.health is PadHealth.READY:
            self._send(m.Cancel(self._wire_seq))

    def _show(self, now: float) -> None:
        if self.book.open is not None and not self._shown:
            self._shown = True
            self._events.append(PromptShown(now, self._name, self.book.open.seq))

    def _request(self, message: m.Message, now: float, *, seq: int = 0, first: bool = False) -> None:
        self._requests.add(message, seq=seq, first=first)
        self._repeat(now)

    def _repeat(self, now: float) -> None:
        """Send what is due, and face what nobody answered."""
        to_send, given_up = self._requests.due(now)
        for message in to_send:
            self._send(message)
        for request in given_up:
            self._unanswered(request, now)

    def _unanswered(self, request: Request, now: float) -> None:
        link = self._settings.link
        if isinstance(request.message, m.Start):
            self._start_again_at = now + link.retry_start_s
            self._silent(now, "START")
        elif isinstance(request.message, m.Ping):
            self._misses += 1
            if self.health is PadHealth.CONNECTING or self._misses >= link.ping_misses:
                self._silent(now, f"{self._misses} pings")
            self._ping_at = now + (link.ping_every_s if self.health is PadHealth.READY else link.retry_start_s)

    def _silent(self, now: float, what: str) -> None:
        self.book.present = False
        self._change(PadHealth.FAULT, now, "pad-silent", f"no answer to {what}")

    def _answered(self, message: m.Message, command: int, seq: int, now: float) -> None:
        request = self._requests.answered(command, seq)
        if isinstance(message, m.Info):
            restarted = self.info is not None and message.uptime_min < self.info.uptime_min
            self.info = message
            if restarted or request is None:
                self._after_power_up(now)
        if request is not None and isinstance(request.message, m.Start):
            self._start_again_at = None
            self._show(now)
        self._repeat(now)

    def _after_power_up(self, now: float) -> None:
        """The pad began anew and has forgotten what it was asked."""
        self._card = StaffCard()
        self._shown = False
        if self.book.open is not None and self.book.open.level is None and self.health is PadHealth.READY:
            self._start(now)

    def _refused(self, command: int, reason: int, now: float) -> None:
        """NAK: with reason "sum" the next repeat may pass; otherwise there is no use in asking again."""
        request = None if reason == 1 else self._requests.refused(command)
        if request is None:
            return
        text = f"command {command:02X}, reason {reason}"
        self._events.append(TroubleNoticed(now, self._name, PadTrouble.REFUSED, text))
        if isinstance(request.message, m.Start):
            self._start_again_at = now + self._settings.link.retry_start_s
        self._repeat(now)

    def _alive(self, now: float) -> None:
        """A sensible frame came from our pad."""
        self._misses = 0
        if self._full:
            self._ping_at = now + self._settings.link.ping_every_s
        if self.health is PadHealth.READY:
            return
        self.book.present = True
        self._change(PadHealth.READY, now)
        if self.book.open is not None and self.book.open.level is None and not self._shown:
            self._start(now)

    def _watch_noise(self, now: float) -> None:
        if text := self._noise.look(self.decoder.counts.damaged, now):
            self._events.append(TroubleNoticed(now, self._name, PadTrouble.LINE_NOISE, text))

    def _change(self, health: PadHealth, now: float, reference: str = "", context: str = "") -> None:
        if (health, reference) != (self.health, self._reference):
            self.health, self._reference = health, reference
            self._events.append(HealthChanged(now, self._name, health, reference, context))

    def _send(self, message: m.Message) -> None:
        self._output += encode(m.to_frame(message, self._settings.address))
