"""Families of values: what is said in one region or group of words is said so of every day, hour, sum and name."""

from __future__ import annotations

from datetime import date

import pytest

from content import matters
from recognition.understanding import Request, SlotKind, understand

GUIDE = matters.load()
MONDAY = date(2026, 11, 23)


def told(text: str) -> dict[str, str | float]:
    return dict(understand(Request(text, today=MONDAY), GUIDE).slots)


@pytest.mark.parametrize("day", ["后天", "后日", "后儿", "后儿个", "后个", "后朝"])
@pytest.mark.parametrize("part", ["早上头", "上半日", "前晌", "早起头"])
def test_a_day_and_a_part_of_it_are_heard_in_every_mixture_of_regions(day: str, part: str) -> None:
    assert told(f"{day}{part}九点一刻") == {"date": "2026-11-25", "time": "09:15"}


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("元旦前一天", "2026-12-31"),
        ("过了元宵第二天", "2027-02-21"),
        ("春节前三天", "2027-02-03"),
        ("年三十", "2027-02-05"),
        ("正月初八", "2027-02-13"),
        ("腊月二十三", "2027-01-30"),
        ("冬至那天", "2026-12-22"),
        ("下个月最后一个周五", "2026-12-25"),
        ("下个礼拜今天", "2026-11-30"),
        ("两个礼拜后", "2026-12-07"),
    ],
)
def test_a_day_may_be_told_by_a_feast_the_moon_or_another_day(said: str, day: str) -> None:
    assert told(f"{said}上午") == {"date": day, "day_part": "morning"}


@pytest.mark.parametrize("said", ["春节前", "国庆期间", "过年", "元旦以后"])
def test_the_time_about_a_feast_is_no_day(said: str) -> None:
    assert "date" not in told(f"{said}来换驾照")


@pytest.mark.parametrize(
    ("said", "time"),
    [
        ("十点差一刻", "09:45"),
        ("还差一刻十点", "09:45"),
        ("九点过五分", "09:05"),
        ("过五分九点", "09:05"),
        ("五点不到一刻钟", "16:45"),
        ("三点半过五分", "15:35"),
        ("九点半多一点", "09:30"),
        ("上午九点到十点", "09:00"),
    ],
)
def test_minutes_before_and_past_the_hour_are_counted(said: str, time: str) -> None:
    assert told(said) == {"time": time}


@pytest.mark.parametrize(
    "said",
    [
        "幺三八，零零幺三，八零零零",
        "幺三八两个零幺三八三个零",
        "一百三十八零零一三八零零零",
        "前三位一三八中间零零一三后四位八零零零",
        "幺三八零零哦不幺三八零零幺三八零零零",
        "幺三八零零幺三八零零九不对最后一位是零",
        "幺五八零零幺三八零零零不对第二位是三",
    ],
)
def test_a_phone_number_is_whole_however_it_is_grouped_or_put_right(said: str) -> None:
    assert told(said) == {"phone": "13800138000"}


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("块把钱", 1),
        ("万儿八千块", 10_000),
        ("两百来块", 200),
        ("两三千块", 2000),
        ("工资一千五", 1500),
        ("三块二毛五", 3.25),
        ("3.5万元", 35_000),
    ],
)
def test_money_is_told_roughly_shortly_or_to_the_cent(said: str, amount: float) -> None:
    assert told(said) == {"amount": amount}


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("张建国立早章", "章建国"),
        ("李晓明拂晓的晓光明的明", "李晓明"),
        ("复姓欧阳单名一个俊字", "欧阳俊"),
        ("姓李单名一个娜", "李娜"),
        ("王鑫三个金的鑫", "王鑫"),
        ("吴梅木字旁一个每", "吴梅"),
    ],
)
def test_a_name_is_as_it_was_explained_not_as_it_was_heard(said: str, name: str) -> None:
    understood = understand(Request(said), GUIDE)
    assert (understood.slot_kind, understood.slots) == (SlotKind.NAME, {"name": name})


def test_three_people_are_no_character_of_three_parts() -> None:
    assert told("一共三个人") == {"count": 3}


@pytest.mark.parametrize("said", ["I am deaf", "I'm Chinese", "this is too hard"])
def test_who_says_how_they_are_in_english_tells_no_name(said: str) -> None:
    assert "name" not in told(said)
