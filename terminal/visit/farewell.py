"""What people say, type or sign when they have done, want no more of it, or want to begin again. Pure.

Said alone only: within a sentence these are words of it (结婚证办完了, 取消预约).
"""

from __future__ import annotations

from terminal.visit.events import (
    Back,
    CancelBooking,
    Deny,
    Event,
    GiveNumberBack,
    HangUp,
    Leave,
    StartOver,
)
from terminal.visit.state import Phase, State


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


ENDS = _words(
    "结束 结束了 结束服务 我走了 走了 我要走了 我先走了 先走了 办完了 我办完了 都办完了 办好了 弄完了 完事了 再见 拜拜",
    "没事了 没别的事了 没有别的事了 退出 bye goodbye byebye done imdone finish finished end quit exit leave thatsall",
)
"""The visit is over."""
QUITS = _words("不办了 我不办了 不想办了 我不想办了 不弄了 算了不办了 退号 退掉 退掉号 退掉这个号 givemynumberback")
"""Nothing is wanted any more, and who has a number gives it back: asked first."""
CANCELS = _words("取消 算了 不要了 我不要了 不用了 cancel nevermind forgetit")
"""Not this; where nothing was begun, nothing at all."""
BEGINS = (
    "重来",
    "从头来",
    "从头再来",
    "重新来",
    "重新开始",
    "从头开始",
    "从新开始",
    "重头来",
    "start over",
    "start again",
    "begin again",
    "restart",
    "from the beginning",
)
"""From the first question, also where it is said in a sentence."""
SIGNED = frozenset({("再见",), ("谢谢", "再见"), ("结束",), ("取消",), ("不要",), ("不", "办理"), ("办理", "完成")})
"""Signed alone they end the visit (our judgement, unverified)."""
SAID_ALL = _words("说完了 我说完了 都说完了 就这样 就是这样 就这些 没有了 交上去")
"""The end of a problem that is told sentence by sentence."""
SPOKEN = tuple(word for word in sorted(ENDS | QUITS | CANCELS | SAID_ALL) if not word.isascii())
"""What the ears listen for besides the answers of a page."""
EARLY = (
    Phase.ASKING,
    Phase.CONFIRMING,
    Phase.MATTER,
    Phase.BOOKING,
    Phase.CHECK_IN,
    Phase.COMING_BACK,
    Phase.THEME,
    Phase.ENQUIRY,
    Phase.GUIDE,
)
"""Where no number is held yet, and the visit can begin again."""
NUMBER = (Phase.TICKET, Phase.WAITING)
_AROUND = "那就嗯哎唉好啊吧呀哦噢啦哈"
"""Particles before and after such a word."""


def alone(text: str) -> str:
    """The words without stops, blanks and what is only said around them."""
    plain = "".join(sign for sign in text.lower() if sign.isalnum())
    known = ENDS | QUITS | CANCELS | SAID_ALL
    return plain if plain in known else plain.strip(_AROUND)


def ends(text: str) -> bool:
    """Whether these words, where nothing was begun yet, end the visit."""
    return alone(text) in ENDS | QUITS | CANCELS


def begins_again(text: str) -> bool:
    """Whether somebody wants to start from the first question."""
    return any(word in text.lower() for word in BEGINS)


def meant(text: str, state: State) -> Event | None:
    """What such words mean on this page; None where they are no such words, or go to the clerk like all others."""
    if state.phase is Phase.CONVERSING:
        return None
    word = alone(text)
    if word in ENDS:
        return HangUp() if state.phase is Phase.REMOTE else Leave()
    if word in QUITS | CANCELS:
        return _stopped(state, word)
    return None


def _stopped(state: State, word: str) -> Event | None:
    visit, phase = state.visit, state.phase
    if phase in NUMBER:
        if visit.ticket is None:
            return None  # a booked time stays booked; it is cancelled where it is looked up
        return Deny() if visit.giving_back else GiveNumberBack()
    if phase is Phase.REMOTE:
        return HangUp()
    if word in QUITS or phase is Phase.ASKING:
        return Leave()
    if phase in (Phase.ENQUIRY, Phase.GUIDE):
        return Back()
    if (
        phase is Phase.CHECK_IN
        and visit.check_in is not None
        and visit.check_in.booked
        and not visit.check_in.cancelling
    ):
        return CancelBooking() if word.startswith(("取消", "cancel")) else Deny()
    return Deny()


def again(state: State) -> Event | None:
    """重来 on this page: the first question; who has a number goes one step back, which asks about it."""
    if state.phase in EARLY:
        return StartOver()
    return Back() if state.phase in (*NUMBER, Phase.CALLED) else None
