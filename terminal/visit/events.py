"""Everything that can happen to a visit, as small frozen values.

Rule 1: an event says what happened, never what to do about it.
Rule 2: time is a field. ``at`` is monotonic seconds, stamped by whoever saw it happen; 0.0 means "not stamped yet".
Rule 3: all ways of communicating become the same intent before they reach the machine: a touch on 对, the word
"对" and a thumb up are each one ``Confirm``. A new way of communicating changes no screen and no table row.
Rule 4: a field that may hold something about the visitor is named in ``PERSONAL``; the journal masks it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import ClassVar

Instant = float
"""Monotonic seconds; only differences mean something."""


class Way(Enum):
    """How the visitor communicates. Changed at any moment without losing the thread."""

    SIGN = "sign"
    SPEAK = "speak"
    TYPE = "type"
    TOUCH = "touch"


class Sureness(Enum):
    """Three plain states of what was seen or heard; never a percentage on a screen (our design)."""

    SURE = "sure"
    MAYBE = "maybe"
    UNCLEAR = "unclear"


class Level(Enum):
    """The five levels of an evaluation, by name: the national codes run in opposite directions (rule E-14)."""

    VERY_SATISFIED = "very_satisfied"
    SATISFIED = "satisfied"
    BASICALLY_SATISFIED = "basically_satisfied"
    DISSATISFIED = "dissatisfied"
    VERY_DISSATISFIED = "very_dissatisfied"


class Status(Enum):
    """Health of a device or worker, as the staff screen names it."""

    OK = "ok"
    SIMULATED = "simulated"
    OFF = "off"
    MISSING = "missing"
    FAULT = "fault"


class Theme(Enum):
    """The four themes; ELDERLY also means one question a screen and slower speech."""

    NORMAL = "normal"
    ELDERLY = "elderly"
    HIGH_CONTRAST = "high_contrast"
    DARK = "dark"


class Language(Enum):
    """Language of the visitor's screen."""

    ZH = "zh"
    EN = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of all events."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    at: Instant = field(default=0.0)


# --- intents: what a person wants, from any modality -------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Start(Event):
    """Somebody starts a visit (touch, key, clerk). ``visit_id`` is random, made by the composition root.

    ``wish`` is what the visitor came for where that is known: check_in, come_back, or "".
    """

    visit_id: str = ""
    wish: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseWay(Event):
    """How the visitor wants to communicate; ``elderly`` is the card 大字慢速."""

    way: Way
    elderly: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveConsent(Event):
    """The visitor agrees to what the consent sheet names (camera or microphone, or a call that transmits)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseConsent(Event):
    """The visitor wants no camera, microphone or transmission; no service is blocked by that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm(Event):
    """Yes, right: touch, thumb up, "对"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deny(Event):
    """No, not so: touch, waving palm, "不对"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose(Event):
    """One of the numbered answers on the screen, 0-based: touch, 1-5 fingers, "第二个"."""

    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Back(Event):
    """One step back, answers kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPerson(Event):
    """The visitor wants a person: silent, by light and text at the clerk's desk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelHelp(Event):
    """The quiet 不用了 on the help overlay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StillHere(Event):
    """The visitor answers the time-out warning, or a hand, a voice or a touch shows that somebody is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave(Event):
    """The visitor is done: wipe and go back to idle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submit(Event):
    """The visitor has finished saying what it is about ("就是这样"): chips or typed text are to be understood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeText(Event):
    """The text in the visitor's entry field is now this."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"text"})
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignAgain(Event):
    """再打一次: forget the chips and look again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FixChip(Event):
    """The visitor touches a chip: takes its alternative number ``alternative``, or drops it (None)."""

    chip: int
    alternative: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseMatter(Event):
    """A matter touched on a card or a suggestion."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"matter_id"})
    matter_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeNumber(Event):
    """A number now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookTime(Event):
    """The visitor wants to come another time: show the slots."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HaveBooking(Event):
    """我有预约: the visitor comes for a time that is booked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberPassed(Event):
    """我的号过了: the visitor's number was called and missed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifyBy(Event):
    """What finds the booking: its ``code``, or the ``id`` number it was booked with."""

    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseSlot(Event):
    """One time slot of the list shown."""

    slot_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterDigits(Event):
    """Digits on the keypad, or signed (ID number for a booking); ``doubtful``: the last one was not read surely."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"digits"})
    digits: str
    doubtful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TickPaper(Event):
    """The visitor says of one paper of the matter: have it, or not."""

    paper: int
    have: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate(Event):
    """A level on the screen or with fingers; the pad sends `PadRated`. One path, one evaluation."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"level"})
    level: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipRating(Event):
    """不评了; recorded as "none", never as praise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat(Event):
    """再说一遍 / 再打一遍."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeVolume(Event):
    """大声点 (+1) or 小声点 (-1), by steps."""

    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRate(Event):
    """快一点 (+1) or 慢一点 (-1): speech and signer together."""

    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTheme(Event):
    """大字, contrast, dark: for this visit only."""

    theme: Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class LowerPage(Event):
    """放低 / 回到原处: everything to touch within a seated person's reach (rule A-2), for this visit only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLanguage(Event):
    """Language of the visitor's screen, for this visit only."""

    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class CallInterpreter(Event):
    """请手语翻译, from visitor or clerk."""


# --- recognitions ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SignSeen(Event):
    """Eyes saw a sign. ``gloss`` is empty where nothing in the lexicon is near (unknown)."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"gloss", "alternatives"})
    gloss: str
    confidence: float
    sureness: Sureness
    alternatives: tuple[str, ...] = ()
    replaces: int = 0
    """So many signs seen just before were parts of this compound (补, then 补办)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GestureSeen(Event):
    """Eyes saw a gesture that steers: yes (thumb up), no (waving palm), fingers (1..5).

    The application turns it into the intent that it has in this phase; the machine itself has no row for it.
    """

    kind: str
    value: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HandsDown(Event):
    """The visitor's hands rest: the end of what was signed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FramingChanged(Event):
    """What the mirror should say; a key of the framing hints (good, nothing, far, cut, dark, two)."""

    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechStarted(Event):
    """Ears hear a voice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechPartial(Event):
    """What the visitor has said so far."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"text"})
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechHeard(Event):
    """An utterance ended. ``text`` is empty where nothing was caught ("I did not catch that")."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"text", "alternatives", "words"})
    text: str
    confidence: float
    alternatives: tuple[str, ...] = ()
    words: tuple[tuple[str, float], ...] = ()
    """Free speech only, for captions: each word with how surely it was heard, 0..1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood(Event):
    """Answer to `effects.Understand`: what the request means, how surely, and what else it may mean.

    ``certainty`` is one of sure, ask, ambiguous, unknown (recognition/understanding).
    """

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"matter_id", "aspect", "candidates", "source_text"})
    effect_id: str
    matter_id: str
    aspect: str
    certainty: str
    candidates: tuple[str, ...] = ()
    source_text: str = ""
    command: str = ""
    """What is wanted where it is no matter (check_in, come_back), as content/matters/words names it."""


# --- hall --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadChanged(Event):
    """How busy the hall is, a line a zone: (name_zh, name_en, waiting, wait_minutes or -1 where unknown)."""

    zones: tuple[tuple[str, str, int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HallReachable(Event):
    """The hall answers, or stopped answering; ``waiting`` sendings lie in the outbox."""

    reachable: bool
    waiting: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HallRefused(Event):
    """The hall said no. ``code`` is for us, the sentences may be shown and spoken."""

    effect_id: str
    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HallSilent(Event):
    """No answer in time; what was asked for is kept where the contract allows it (``kept``)."""

    effect_id: str
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotsListed(Event):
    """Free times: (slot_id, starts ISO 8601 with zone, places left). ``nearby``: other places with free times, nearest
    first: (zh, en, places, earliest start or "")."""

    effect_id: str
    slots: tuple[tuple[str, str, int], ...]
    nearby: tuple[tuple[str, str, int, str], ...] = ()
    extended: tuple[str, ...] = ()
    """Ids of those before or after the usual hours (Q-7)."""


Both = tuple[str, str]
"""A text in Chinese and English."""
ThemeRow = tuple[str, Both, str, Both, int, tuple[tuple[str, str, str], ...], tuple[Both, ...], tuple[Both, ...]]
"""Id, name, zone id, zone, most days (-1 unknown), papers (zh, en, form), its matters, its steps."""
AidRow = tuple[str, Both, Both, bool]
"""Id, name, where it is, whether one is free."""
PlaceRow = tuple[Both, Both, Both, bool, int]
"""Name, address, hours, whether open now, metres away (-1 unknown)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HallGuideChanged(Event):
    """What the hall offers beside single matters: themes, aids to borrow, other places."""

    themes: tuple[ThemeRow, ...] = ()
    aids: tuple[AidRow, ...] = ()
    places: tuple[PlaceRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryTaken(Event):
    """The hall has the enquiry: its number, until when it is answered (ISO 8601), the next step if there is one."""

    effect_id: str
    number: str
    due: str
    next_step: Both = ("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseTheme(Event):
    """One thing of several matters: 我要开饭店."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"theme_id"})
    theme_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TellProblem(Event):
    """办不成事: something cannot be got done; the visitor wants to say it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowGuide(Event):
    """Aids to borrow (``page`` aids) or other places (places)."""

    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BorrowAid(Event):
    """Have an aid brought."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"aid_id"})
    aid_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketIssued(Event):
    """The hall gave a number, or says how the number stands that the visitor has already: ``state`` is the contract's,
    ``window`` where it is called."""

    effect_id: str
    ticket_id: str
    number: str
    zone_zh: str
    ahead: int
    wait_minutes: int
    etag: str = ""
    state: str = "queued"
    window: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingsFound(Event):
    """The visitor's open appointments, soonest first: (appointment_id, start, from when checking in is possible,
    ticket_id or ""), times in ISO 8601 with zone; ``matters`` are theirs in the same order."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"matters"})
    effect_id: str
    bookings: tuple[tuple[str, str, str, str], ...]
    matters: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentBooked(Event):
    """The hall confirmed an appointment."""

    effect_id: str
    appointment_id: str
    starts: str
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketCalled(Event):
    """The hall calls a number. ``call_count`` is 1 for the first call."""

    ticket_id: str
    number: str
    window: str
    call_count: int
    service_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketMissed(Event):
    """Three calls went by; the number can come back within the hall's time."""

    ticket_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceBegan(Event):
    """The visitor stands at the window; ``service_id`` is what the evaluation will be about."""

    ticket_id: str
    service_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationStored(Event):
    """The hall has the evaluation (or the outbox has, when ``kept``)."""

    effect_id: str
    kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueChanged(Event):
    """The clerk's queue: (ticket_id, number, state, matter_zh, talk way or "", minutes waited, priority)."""

    tickets: tuple[tuple[str, str, str, str, str, int, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowChanged(Event):
    """The hall's state of this window: open, paused or closed."""

    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InterpretersChanged(Event):
    """Who may interpret now: (label, status); status is ready, ringing, live, wrap_up, resting or away.

    ``hours`` is when somebody is on duty today, empty where nobody is or the hall does not say.
    """

    people: tuple[tuple[str, str], ...]
    hours: str = ""


# --- clerk -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkCallsNext(Event):
    """办结，下一位 / 叫号."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkRecalls(Event):
    """再叫一次: lamp and big number again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkMisses(Event):
    """过号: the number that was called to this window did not come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkParks(Event):
    """暂放: something is to be fetched first; the number is called again later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkCalls(Event):
    """This number, parked or missed, is called to the window."""

    ticket_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkBegins(Event):
    """The visitor is here: the service begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkTypes(Event):
    """The text in the clerk's entry field is now this."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"text"})
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkSays(Event):
    """The clerk's answer for the visitor: a phrase key (``phrase``) or free text."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"text"})
    text: str = ""
    phrase: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkAsksEvaluation(Event):
    """请评价: the evaluation begins; the clerk will see only that it was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkFinishes(Event):
    """办结: the service is finished."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAnswered(Event):
    """The hall says that a person is coming."""

    who: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkGoes(Event):
    """我来: the clerk goes to the visitor who calls here, else to the one who waits longest at another terminal."""

    who: str = ""


HelpRow = tuple[str, str, str, float]
"""Id, place, `Way` value of the visitor, since when (monotonic seconds)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpElsewhereChanged(Event):
    """Who calls a person at the hall's other terminals, and nobody has said that they come."""

    calls: tuple[HelpRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldOpen(Event):
    """The clerk keeps the visit open (the idle timer stands still) or lets go."""

    held: bool


# --- review pad --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PadRated(Event):
    """A key of the pad, tied to this evaluation by ``seq``."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"level"})
    level: Level
    seq: int
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PadClosed(Event):
    """The pad ended an evaluation without a level: outcome none, cancelled or fault."""

    outcome: str
    seq: int


# --- call, devices, clock ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class CallChanged(Event):
    """State of the remote session, from the call worker: one of `state.CALL_STATES`.

    ``reason`` says why it is reconnecting (line, interpreter, picture, terminal) or why nobody comes (closed, away);
    ``hours`` is when interpreters are on duty next, as "MM-DD HH:MM-HH:MM".
    """

    state: str
    place: int = 0
    wait_minutes: int = 0
    interpreter: str = ""
    reason: str = ""
    hours: str = ""
    second: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CallText(Event):
    """Text in the call from somebody else: interpreter, clerk elsewhere, the visitor's own phone.

    ``key`` names the line: a text that is not ``final`` is replaced by the next one of the same key.
    """

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"text"})
    who: str
    key: str
    text: str
    final: bool = True
    via: str = "typed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallQuality(Event):
    """How good the pictures are, in the words of `state.QUALITY`: ``seen`` what arrives here, ``shown`` what the
    interpreter gets from here. Empty: not known yet."""

    seen: str = ""
    shown: str = ""
    fps: int = 0
    width: int = 0
    height: int = 0
    round_trip_ms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverChanged(Event):
    """The interpreter hands over: asked (another is called), both_in (the visitor is asked), confirmed."""

    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChanged(Event):
    """How the written record of the call stands, from the call worker: off, asked, on, refused. ``missing``: roles that
    have not answered; ``until``: the day on which it is erased, "MM-DD"; ``address`` opens it and holds a secret."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"address"})
    state: str
    missing: tuple[str, ...] = ()
    until: str = ""
    address: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeRecord(Event):
    """The visitor agrees to a written record of the call, or does not (any more): nothing is kept then."""

    agree: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkAgreesRecord(Event):
    """The clerk agrees to a written record of the call, asking the others for it, or does not (any more)."""

    agree: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowMe(Event):
    """The visitor shows the own picture in the call, or not: 关摄像头."""

    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UsePhone(Event):
    """The visitor wants to carry on by phone: the code for it is shown, or put away."""

    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneCode(Event):
    """The address that the visitor's phone opens, from the call worker; it holds a secret and works once."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"address"})
    address: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack(Event):
    """The call that went on by phone comes back to the terminal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMessage(Event):
    """Nobody is there: the visitor leaves a signed message, or takes it once more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchMessage(Event):
    """The visitor watches the own message again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageChanged(Event):
    """What became of the film ``film_id``. ``state``: ready (pictures come), made (``seconds`` long), empty (no
    pictures came), sent (the hall's number and times, and the ``address`` that opens the answer and holds a secret),
    away (the hall did not answer), refused (why, in two languages)."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"address"})
    film_id: str
    state: str
    seconds: int = 0
    number: str = ""
    due: str = ""
    delete_at: str = ""
    address: str = field(default="", repr=False)
    refusal: Both = ("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceChanged(Event):
    """Health of a device or worker changed. ``detail`` is one plain sentence for the staff screen."""

    device: str
    status: Status
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakingChanged(Event):
    """The voice began or ended an utterance (half duplex: until ``until`` nothing is recognised)."""

    speaking: bool
    until: Instant = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored(Event):
    """After a crash: the phase that the journal remembers, without anything about the visitor."""

    phase: str
    number: str = ""
    window: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick(Event):
    """The clock moved. Several a second; the only source of time-outs."""


# --- staff screen ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffPage(Event):
    """The clerk opens a page of the staff screen: main, devices, settings, training, teach, remote."""

    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffLanguage(Event):
    """Language of the staff screen; it outlives the visit."""

    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffTheme(Event):
    """Theme of the staff screen: normal, high contrast or dark."""

    theme: Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffScale(Event):
    """Size of the staff screen's text, per cent: 100, 125 or 150."""

    per_cent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckDevices(Event):
    """试一下: look for this device again now; empty means all of them."""

    device: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HangUp(Event):
    """The clerk ends the remote session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachSign(Event):
    """Somebody is about to show this sign five times; asked for consent first. Between visits only."""

    gloss: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachStep(Event):
    """What is done with the lesson: consent, keep or again (of a doubtful take), stop, undo, close."""

    act: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonChanged(Event):
    """Where the lesson is (recognition/signs/teaching.py): step, takes kept, seconds left, what was wrong."""

    gloss: str
    step: str
    kept: int = 0
    seconds: int = 0
    problem: str = ""
    looks_like: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkNumber(Event):
    """The number in the sign-in field is now this."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkSignsIn(Event):
    """The clerk of the number typed begins work: the window opens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkSignsOut(Event):
    """The clerk ends work: the window closes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseWindow(Event):
    """No number is called while the window is paused; whoever is in front is served on."""

    paused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkTalks(Event):
    """我说话: the clerk's speech becomes captions for the visitor, until the key is pressed again."""

    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorInvented(Event):
    """Training: this visitor waits at the window; nothing of it is real."""

    matter_id: str
    papers: int
    ticket_id: str
    number: str
    way: Way = Way.SIGN


@dataclass(frozen=True, slots=True, kw_only=True)
class Train(Event):
    """Training mode on or off: an invented visitor, marked as such on both screens, nothing reaches the hall."""

    on: bool
