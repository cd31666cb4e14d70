"""Dates, times and matters in the visitor's language."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

from content import phrases
from content.matters import answers
from content.matters.matter import Material, Matter
from terminal.telling import business, needed
from terminal.ui.look import Look
from terminal.ui.said import GLUE
from terminal.visit.events import Way
from terminal.visit.moves import aloud
from terminal.visit.state import State

_HOURS = re.compile(r"(\d\d)-(\d\d) (\d\d:\d\d)-(\d\d:\d\d)")
_DAY = re.compile(r"(\d\d)-(\d\d)")


def weekday(look: Look, number: int) -> str:
    """Name of a day of the week; 0 is Monday."""
    return look.say(f"weekday.d{number}")


def matter(look: Look, matter_id: str) -> Matter | None:
    """The matter of that id, or None where this hall has it not."""
    return look.matters[matter_id] if look.matters and matter_id in look.matters else None


def matter_name(look: Look, matter_id: str) -> str:
    """Official name of a matter; the id never shows."""
    found = matter(look, matter_id)
    return look.pick(found.name) if found else look.say("confirm.unknown_matter")


def moment(starts: str) -> datetime:
    """The moment of an ISO 8601 text."""
    return datetime.fromisoformat(starts)


def day_label(look: Look, day: date) -> str:
    """今天, 明天, or the day of the week."""
    ahead = (day - date(look.clock.year, look.clock.month, look.clock.day)).days
    return look.say({0: "day.today", 1: "day.tomorrow"}.get(ahead, f"weekday.short{day.weekday()}"))


def short_day(look: Look, day: date) -> str:
    """11/26, in the order in which the language names a day."""
    return look.say("day.short", month=day.month, day=day.day)


def full_time(look: Look, starts: str) -> str:
    """11 月 26 日 周四 上午 10:30."""
    return written(look.say, starts)


def written(say: Callable[..., str], starts: str, key: str = "day.full") -> str:
    """The same in the words of whoever writes it; ``key``: their sentence for a moment."""
    at = moment(starts)
    half = say("day.morning" if at.hour < 12 else "day.afternoon")
    return say(
        key,
        month=at.month,
        month_name=say(f"month.m{at.month}"),
        day=at.day,
        weekday=say(f"weekday.short{at.weekday()}"),
        half=half,
        time=clock_time(at),
    )


def clock_time(at: datetime) -> str:
    """9:30."""
    return f"{at.hour}:{at.minute:02d}"


def duty_hours(look: Look, hours: str) -> str:
    """The next hours of duty as people write them, of "MM-DD HH:MM-HH:MM"; as they are where they look otherwise."""
    found = _HOURS.fullmatch(hours)
    if not found:
        return hours
    month, day, since, until = int(found[1]), int(found[2]), found[3].lstrip("0"), found[4].lstrip("0")
    year = look.clock.year + (month < look.clock.month)
    weekday = look.say(f"weekday.short{date(year, month, day).weekday()}")
    name = look.say(f"month.m{month}")
    times = f"{since}{GLUE}–{GLUE}{until}"
    return look.say("day.hours", month=month, month_name=name, day=day, weekday=weekday, times=times)


def day_of(look: Look, day: str) -> str:
    """11 月 30 日, of "11-30"; as it is where it looks otherwise."""
    found = _DAY.fullmatch(day)
    if not found:
        return day
    month = int(found[1])
    return look.say("day.date", month=month, month_name=look.say(f"month.m{month}"), day=int(found[2]))


def minutes(look: Look, wait: int) -> str:
    """约等 6 分钟, 不用等, or 不知道 where it is negative."""
    if wait < 0:
        return look.say("wait.unknown")
    return look.say("wait.minutes", n=wait) if wait else look.say("wait.none")


def said(state: State, look: Look) -> str:
    """The sentence that the terminal is telling now, with its arguments in the visitor's words."""
    saying = state.visit.saying
    if saying.key.startswith("answer."):
        return answered(look, saying.key.removeprefix("answer."), dict(saying.args).get("matter", ""))
    if saying.key.startswith("phrase."):
        found = phrases.load().get(saying.key.removeprefix("phrase."))
        return look.pick(found.text) if found else ""
    arguments = dict(saying.args)
    if "aspect" in arguments:
        arguments["answer"] = answered(look, arguments["aspect"], arguments["matter"])
    if "matter" in arguments:
        arguments["matter"] = _inside_quotes(matter_name(look, arguments["matter"]))
    if "business" in arguments:
        arguments["business"] = business(arguments["business"], look.words)
    if "starts" in arguments:
        arguments["starts"] = full_time(look, arguments["starts"])
    return look.say(saying.key, **arguments)


def _inside_quotes(name: str) -> str:
    """A name with quotation marks of its own has the inner ones, for the sentence sets it in the outer ones."""
    return name.replace("“", "‘").replace("”", "’")


def once_more(state: State, look: Look) -> tuple[str, str]:
    """What repeating is called here, and its icon: read to who listens, signed to everybody else.

    打 is to sign and to type: only who signs reads 再打一遍.
    """
    if aloud(state):
        return look.say("signer.read_again"), "louder"
    return look.say("signer.repeat" if state.visit.way is Way.SIGN else "signer.see_again"), "again"


def zone_name(look: Look, found: Matter) -> str:
    """Where in the hall a matter is done."""
    return look.pick(look.matters.zones[found.zone].name) if look.matters else ""


def fee(look: Look, found: Matter) -> str:
    """免费, or the fee in yuan."""
    return look.say("matter.yuan", n=found.fee_yuan) if found.fee_yuan else look.say("matter.free")


def duration(look: Look, found: Matter) -> str:
    """How long it takes: the promised days, else the statutory ones, else "differs"."""
    return answers.duration(found, look.words)


def answered(look: Look, aspect: str, matter_id: str) -> str:
    """The answer to what was asked about a matter; nothing where nothing or only its papers were asked about."""
    found = matter(look, matter_id)
    if found is None or look.matters is None or aspect not in answers.ANSWERED:
        return ""
    return look.say(
        f"answer.{aspect}",
        matter=matter_name(look, matter_id),
        answer=answers.answer(aspect, found, look.matters, look.words),
    )


def paper_note(look: Look, paper: Material) -> str:
    """What form a paper has, and when it is needed at all."""
    form = look.say(f"matter.{paper.form}")
    if paper.needed_if is None:
        return "" if form.lower() in look.pick(paper.name).lower() else form
    return needed(paper, look.words)


def paper_name(look: Look, paper: Material) -> str:
    """As it stands in a list, each line a sentence of its own: Old card."""
    name = look.pick(paper.name)
    return name[:1].upper() + name[1:]


def spaced(number: str) -> str:
    """A ticket number as it is read: the letters apart from the digits."""
    letters = len(number) - len(number.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    return f"{number[:letters]} {number[letters:]}".strip()


def zone_of(look: Look, zh: str) -> str:
    """A zone in this language, by its Chinese name."""
    if look.matters:
        for zone in look.matters.zones.values():
            if zone.name.zh == zh:
                return look.pick(zone.name)
    return zh
