"""What a person wants, from any modality: the visitor's touch, word or sign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from terminal.visit.events.base import Event, Language, Level, Theme, Way


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
class StartOver(Event):
    """重来: from the first question, with nothing of what was chosen."""


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
    """The visitor touches a chip: takes its alternative number ``alternative``, or drops it (None).

    ``kept``: it is right as it stands.
    """

    chip: int
    alternative: int | None = None
    kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseMatter(Event):
    """A matter touched on a card or a suggestion."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"matter_id"})
    matter_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeNumber(Event):
    """A number now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveNumberBack(Event):
    """退掉这个号: asked about before anything is given back. By touch or key only, never by a gesture alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookTime(Event):
    """The visitor wants to come another time: show the slots."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HaveBooking(Event):
    """我有预约: the visitor comes for a time that is booked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelBooking(Event):
    """取消这个预约: asked about before anything is given back. By touch or key only, never by a gesture alone."""


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
    """Digits on the keypad, signed, or ``said`` (an ID number, a booking's code); ``doubtful``: the last was not read
    surely."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"digits"})
    digits: str
    doubtful: bool = False
    said: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAbout(Event):
    """要多少钱, 要几天, 在哪办: about the matter on the page; ``aspect`` as the understanding names it."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"aspect"})
    aspect: str


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
class TalkPressed(Event):
    """点一下，开始说: from now on the visitor is heard, where the terminal is set to press-to-talk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkReleased(Event):
    """说完了: what was said since the key was pressed is to be understood."""


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
