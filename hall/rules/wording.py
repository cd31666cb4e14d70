"""Dates, times and waits as sentences that are shown, spoken and signed. Numbers are put into words here, once."""

from __future__ import annotations

from datetime import date, datetime

Text = dict[str, str]

_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS_EN = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


def day_label(day: date) -> Text:
    """11月24日（星期二） / Tuesday, 24 November."""
    return {
        "zh": f"{day.month}月{day.day}日（星期{_WEEKDAYS_ZH[day.weekday()]}）",
        "en": f"{_WEEKDAYS_EN[day.weekday()]}, {date_en(day)}",
    }


def date_zh(day: date) -> str:
    return f"{day.month}月{day.day}日"


def date_en(day: date) -> str:
    return f"{day.day} {_MONTHS_EN[day.month - 1]}"


def time_zh(moment: datetime) -> str:
    """9:30 -> 上午9点半, 14:00 -> 下午2点."""
    part = "上午" if moment.hour < 12 else "中午" if moment.hour == 12 else "下午"
    hour = moment.hour if moment.hour <= 12 else moment.hour - 12
    minutes = "" if moment.minute == 0 else "半" if moment.minute == 30 else f"{moment.minute}分"
    return f"{part}{hour}点{minutes}"


def slot_label(start: datetime, free: int) -> Text:
    """The whole sentence of one time: 周二，11月24日，上午9点半，还有3个号."""
    day = start.date()
    left_zh = f"还有{free}个号" if free else "没有号了"
    left_en = "no places left" if free == 0 else "1 place left" if free == 1 else f"{free} places left"
    return {
        "zh": f"周{_WEEKDAYS_ZH[day.weekday()]}，{date_zh(day)}，{time_zh(start)}，{left_zh}",
        "en": f"{_WEEKDAYS_EN[day.weekday()]} {date_en(day)}, {start.hour}:{start:%M}, {left_en}",
    }


def wait_said(ahead: int, seconds: int, *, measured: bool) -> Text:
    """前面有4个人，大约等15分钟。 Says so when the time is assumed, not measured."""
    minutes = max(1, round(seconds / 60)) if seconds else 0
    if ahead:
        zh = f"前面有{ahead}个人，大约等{minutes}分钟"
    else:
        zh = f"下一个是您，大约等{minutes}分钟" if minutes else "前面没有人，马上叫您"
    people = "Nobody is" if ahead == 0 else "1 person is" if ahead == 1 else f"{ahead} people are"
    en = f"{people} before you" + (f", about {minutes} minutes" if minutes else "")
    return {
        "zh": zh + ("。" if measured else "（估计）。"),
        "en": en + ("." if measured else " (estimated)."),
    }
