"""Numbers, dates and names as people say them; characters with several readings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.voice import for_the_ear, to_pinyin

HEARD = [
    ("请A012号到3号窗口", "请A 零幺二号到三号窗口"),
    ("11010519491231002X", "幺幺零幺零五，幺九四九幺二三幺，零零二X"),
    ("13800138000", "幺三八，零零幺三，八零零零"),
    ("138****5678", "尾号五六七八"),
    ("010-12345678", "零幺零，幺二三四五六七八"),
    ("拨打12345热线", "拨打幺二三四五热线"),
    ("2026年11月21日（星期六）", "二零二六年十一月二十一日，星期六"),
    ("2026-12-01", "二零二六年十二月一日"),
    ("9:00–17:00", "上午九点到下午五点"),
    ("下午2:30", "下午两点半"),
    ("14:05", "下午两点零五分"),
    ("12:00", "中午十二点"),
    ("交20元", "交二十元"),
    ("¥120", "一百二十元"),
    ("2元", "两元"),
    ("1,200元", "一千二百元"),
    ("80.5元", "八十点五元"),
    ("2份材料，12个人，2号", "两份材料，十二个人，二号"),
    ("2–3天", "两到三天"),
    ("30个工作日", "三十个工作日"),
    ("第2步", "第二步"),
    ("50%", "百分之五十"),
    ("2000人", "两千人"),
    ("10102", "一万零一百零二"),
    ("用户/访客", "用户或访客"),
    ("连WiFi", "连无线网"),
    ("", ""),
    ("😀", ""),
]


@pytest.mark.parametrize(("written", "heard"), HEARD)
def test_screen_text_is_read_as_people_say_it(written, heard):
    assert for_the_ear(written) == heard


READ = [
    ("银行", "yin2 hang2"),
    ("还款", "huan2 kuan3"),
    ("还有", "hai2 you3"),
    ("重庆", "chong2 qing4"),
    ("重新", "chong2 xin1"),
    ("重要", "zhong4 yao4"),
    ("便宜", "pian2 yi5"),
    ("方便", "fang1 bian4"),
    ("调解", "tiao2 jie3"),
    ("调查", "diao4 cha2"),
    ("长大", "zhang3 da4"),
    ("行长", "hang2 zhang3"),
    ("多长时间", "duo1 chang2 shi2 jian1"),
    ("参差", "cen1 ci1"),
    ("音乐", "yin1 yue4"),
    ("薄弱", "bo2 ruo4"),
    ("了解", "liao3 jie3"),
    ("好差评", "hao3 cha4 ping2"),
    ("参加会计考试", "can1 jia1 kuai4 ji4 kao3 shi4"),
    ("一个月", "yi2 ge4 yue4"),
    ("一张", "yi4 zhang1"),
    ("第一步", "di4 yi1 bu4"),
    ("星期一", "xing1 qi1 yi1"),
    ("十一月一日", "shi2 yi1 yue4 yi1 ri4"),
    ("不是", "bu2 shi4"),
    ("不行", "bu4 xing2"),
    ("女儿", "nv3 er2"),
    ("户口簿", "hu4 kou3 bu4"),
    ("A区", "ei1 qu1"),
]


@pytest.mark.parametrize(("text", "pinyin"), READ)
def test_words_are_read_with_the_right_sound(text, pinyin):
    assert to_pinyin(text) == pinyin


def test_punctuation_stays_and_makes_the_pauses():
    assert to_pinyin("您好，请坐。") == "nin2 hao3, qing3 zuo4."


@given(st.text(max_size=60))
def test_any_text_can_be_normalised_and_nothing_unspeakable_is_left(text):
    heard = for_the_ear(text)
    assert not any(c.isdigit() and c.isascii() for c in heard)
    assert not any(c.islower() and c.isascii() for c in heard)
    assert set(to_pinyin(heard)) <= set("abcdefghijklmnopqrstuvwxyz12345 ,.!?;")


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("Ticket A012 to window 3.", "Ticket A, 0 1 2 to window 3."),
        ("ID 990000195001010019", "ID 9 9 0 0 0 0 1 9 5 0 0 1 0 1 0 0 1 9"),
    ],
)
def test_english_spells_tickets_and_long_numbers(written, heard):
    assert for_the_ear(written, "en") == heard
