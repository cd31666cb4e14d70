"""Values in what people say: numbers, dates, ID and phone numbers, names."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition.understanding.slots import find_values
from recognition.understanding.slots.identity import is_valid_id_number, is_valid_mobile
from recognition.understanding.slots.numerals import english_number_of, number_of
from recognition.understanding.slots.values import find_rating
from terminal.voice.numerals import cardinal

MONDAY = date(2026, 11, 23)

SAID = [
    ("一百零五", {"number": 105}),
    ("一百五", {"number": 150}),
    ("幺幺零", {"number": 110}),
    ("三千二", {"number": 3200}),
    ("不对是七不是一", {"number": 7}),
    ("我的号是a零二三", {"ticket": "A023"}),
    ("五号窗口", {"window": 5}),
    ("b区", {"zone": "B"}),
    ("两个人", {"count": 2}),
    ("三十块钱", {"amount": 30}),
    ("我七十二岁", {"age": 72}),
    ("明天", {"date": "2026-11-24"}),
    ("今天人太多，约到明天吧", {"date": "2026-11-24"}),
    ("把下周一的改到后天", {"date": "2026-11-25"}),
    ("大后天上午", {"date": "2026-11-26", "day_part": "morning"}),
    ("下周二", {"date": "2026-12-01"}),
    ("星期天", {"date": "2026-11-29"}),
    ("十二月三号下午三点", {"date": "2026-12-03", "time": "15:00"}),
    ("三天后", {"date": "2026-11-26"}),
    ("下个月二号", {"date": "2026-12-02"}),
    ("一月五号", {"date": "2027-01-05"}),
    ("九点一刻", {"time": "09:15"}),
    ("中午十二点半", {"time": "12:30"}),
    ("两点", {"time": "14:00"}),
    ("晚上七点", {"time": "19:00"}),
    ("差一刻九点", {"time": "08:45"}),
    ("十点差五分", {"time": "09:55"}),
    ("明早十点", {"date": "2026-11-24", "time": "10:00"}),
    ("今晚", {"date": "2026-11-23", "day_part": "afternoon"}),
    ("二十八号的飞机", {"date": "2026-11-28"}),
    ("月底三十号下午三点半", {"date": "2026-11-30", "time": "15:30"}),
    ("我今年六十七想办卡", {"age": 67}),
    ("家里老太太八十八高龄", {"age": 88}),
    ("爷爷七十有二", {"age": 72}),
    ("今年十二月三号", {"date": "2026-12-03"}),
    ("就我们俩", {"count": 2}),
    ("三千多块", {"amount": 3000}),
    ("a杠零一二", {"ticket": "A012"}),
    ("免贵姓欧阳", {"name": "欧阳"}),
    ("二月三十号", {}),
    ("千千万万", {}),
    ("九九九九九九九九九九九天后", {}),
    ("一一零一零五一九四九一二三一零零二叉", {"id_number": "11010519491231002X"}),
    ("幺三八零零幺三八零零零", {"phone": "13800138000"}),
    ("+86 13800138000", {"phone": "13800138000"}),
    ("010-12345678", {"phone": "01012345678"}),
    ("木子李", {"name": "李"}),
    ("我叫欧阳小明", {"name": "欧阳小明"}),
    ("姓wang", {"name_pinyin": "wang"}),
]


@pytest.mark.parametrize(("text", "values"), SAID)
def test_values_are_read_as_people_say_them(text, values):
    found = {value.key: value.value for value in find_values(text, "zh", MONDAY)}
    assert {key: found.get(key) for key in values} == values
    assert values or not set(found) & {"date"}


ENGLISH = [
    ("tomorrow at 3 pm", {"date": "2026-11-24", "time": "15:00"}),
    ("next tuesday morning", {"date": "2026-11-24", "day_part": "morning"}),
    ("december 8 at half past nine", {"date": "2026-12-08", "time": "09:30"}),
    ("window 12", {"window": 12}),
    ("forty-two", {"number": 42}),
    ("she is 85 years old", {"age": 85}),
    ("my 90-year-old grandmother", {"age": 90}),
    ("my father is 83 and wants it", {"age": 83}),
    ("b zero four six", {"ticket": "B046"}),
    ("two of us", {"count": 2}),
]


@pytest.mark.parametrize(("text", "values"), ENGLISH)
def test_english_values_are_read_too(text, values):
    found = {value.key: value.value for value in find_values(text, "en", MONDAY)}
    assert {key: found.get(key) for key in values} == values


def test_without_a_day_no_relative_date_is_made_up():
    assert find_values("明天下午", "zh", None)[0].key == "day_part"


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("11010519491231002X", True),
        ("990000195001010019", True),
        ("99000019581231012X", True),
        ("990000200002290036", True),
        ("990000194902300027", False),
        ("110105194912310021", False),
        ("11010519491231002x", False),
        ("", False),
    ],
)
def test_id_numbers_are_checked_by_date_and_last_character(number, valid):
    assert is_valid_id_number(number) is valid


def test_mobile_numbers_begin_with_13_to_19():
    assert is_valid_mobile("13800138000")
    assert not is_valid_mobile("12800138000")


@pytest.mark.parametrize(
    ("text", "mark"), [("非常满意", 5), ("还不错", 4), ("一般般", 3), ("不太满意", 2), ("太差了", 1), ("你好", None)]
)
def test_ratings_are_heard(text, mark):
    found = find_rating(text, "zh")
    assert (found.value if found else None) == mark


@given(st.integers(min_value=0, max_value=99_999_999))
def test_what_the_voice_says_the_ear_reads_back(number):
    assert number_of(cardinal(str(number))) == number


@given(st.text(max_size=20))
def test_no_text_breaks_the_numbers(text):
    assert number_of(text) is None or isinstance(number_of(text), int)
    assert english_number_of(text) is None or isinstance(english_number_of(text), int)
