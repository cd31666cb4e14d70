"""What is said to put right what was said before: a new wish, or a new value in the place of the old one."""

from datetime import date

import pytest

from content import matters
from recognition.understanding import Request, understand

MONDAY = date(2026, 11, 23)
GUIDE = matters.load()


def meant(text):
    return understand(Request(text, today=MONDAY), GUIDE)


@pytest.mark.parametrize(
    ("said", "matter"),
    [
        ("换驾照哦不是换护照", "passport"),
        ("我们来离婚的呸是来登记结婚的", "marriage"),
        ("我要取公积金我的意思是公积金贷款", "fund_loan"),
    ],
)
def test_the_wish_after_a_correction_counts(said, matter):
    assert meant(said).matter_id == matter


@pytest.mark.parametrize(
    ("said", "slots"),
    [
        ("约明天上午九点不对是后天上午十点", {"date": "2026-11-25", "time": "10:00"}),
        ("约明天下午四点哦不五点", {"date": "2026-11-24", "time": "17:00"}),
        ("下午两点哦不行还是三点吧", {"time": "15:00"}),
        ("下午两点不对十一点", {"time": "11:00"}),
        ("三号窗口在哪哦不对十三号", {"window": 13}),
        ("下周一不对是下周二下午三点", {"date": "2026-12-01", "time": "15:00"}),
        ("五号窗口怎么走不是五号是六号", {"window": 6}),
        ("二十一啊不二十七", {"number": 27}),
        ("一三八零零一三八零零零等一下最后一位是一", {"phone": "13800138001"}),
    ],
)
def test_a_corrected_value_takes_the_place_of_the_old_one(said, slots):
    assert meant(said).slots == slots


@pytest.mark.parametrize(
    "said", ["不对", "等一下", "哦不", "不对不对不对", "不是五号是", "呸", "明天不对", "最后一位是一"]
)
def test_a_correction_of_nothing_raises_nothing(said):
    assert meant(said).matter_id is None


@pytest.mark.parametrize(
    ("said", "matter"),
    [
        ("我不是新办社保卡我是原来那张折断了", "social_card_replace"),
        ("不是个体户我们要注册的是有限公司", "company_new"),
        ("不是到期是掉了身份证掉河里了", "id_card_lost"),
        ("是不是身份证丢了要来这儿补", "id_card_lost"),
    ],
)
def test_what_is_denied_is_not_the_wish(said, matter):
    assert meant(said).matter_id == matter


@pytest.mark.parametrize(
    ("said", "name"),
    [("姓吴口天吴吴建国", "吴建国"), ("李小红木子李", "李小红"), ("王是三横王", "王"), ("姓张弓长张", "张")],
)
def test_a_name_beside_the_description_of_its_surname_is_whole(said, name):
    assert meant(said).slots == {"name": name}
