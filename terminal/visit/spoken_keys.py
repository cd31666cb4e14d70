"""What stands on a page's keys, said instead of touched: 我来了, 再排一次, 都不是. Pure.

Yes and no, commands and numbers are read by the understanding; these are the answers that only one page has.
"""

from __future__ import annotations

from collections.abc import Mapping

from terminal.visit.events import Back, Confirm, Deny, Event, IdentifyBy, Leave, SkipRating, TakeNumber
from terminal.visit.state import Phase, State


def _all(event: Event, words: str) -> dict[str, Event]:
    return dict.fromkeys(words.split(), event)


_HELD = _all(Leave(), "先走开 我先走开")
_KEYS: Mapping[Phase, Mapping[str, Event]] = {
    Phase.CONFIRMING: _all(Deny(), "都不是 一个都不是"),
    Phase.BOOKING: {**_all(Confirm(), "约这个时间 就约这个"), **_all(Back(), "不约了")},
    Phase.CHECK_IN: {
        **_all(Confirm(), "查预约 查我的预约 签到 我要签到"),
        **_all(IdentifyBy(how="id"), "用身份证号 没带码"),
        **_all(IdentifyBy(how="code"), "用预约码"),
        **_all(TakeNumber(), "取号 取现场号"),
    },
    Phase.COMING_BACK: {
        **_all(Confirm(), "再排一次 再排 重新排"),
        **_all(TakeNumber(), "取号 取新号 没有我的号"),
        **_all(Back(), "不排了"),
    },
    Phase.TICKET: {**_all(Confirm(), "好了 知道了"), **_HELD},
    Phase.WAITING: _HELD,
    Phase.CALLED: {**_all(Confirm(), "我来了 来了 我到了 我在这"), **_all(Back(), "再等一下 等一下 等等 不是我的号")},
    Phase.EVALUATING: _all(SkipRating(), "不评了 不评价 不评"),
}
_GIVING_BACK = {**_all(Confirm(), "退掉 退 退号 不办了"), **_all(Deny(), "不退 留着 先留着")}
SPOKEN = tuple(sorted({word for keys in (*_KEYS.values(), _GIVING_BACK) for word in keys if len(word) > 1}))
"""What the ears listen for besides the answers that all pages have."""


def meant(text: str, state: State) -> Event | None:
    """The key of this page that bears these words, or None."""
    if state.visit.giving_back:
        return _GIVING_BACK.get(text)
    return _KEYS.get(state.phase, {}).get(text)
