"""Ways of speaking that families of requests share: regions, parts of the day, counting the family, spelling names."""

from __future__ import annotations

from datetime import date

import pytest

from content import matters
from recognition.understanding import Certainty, Channel, Request, SlotKind, Understanding, understand

GUIDE = matters.load()
MONDAY = date(2026, 11, 23)


def meant(text: str, channel: Channel = Channel.SPOKEN) -> Understanding:
    return understand(Request(text, today=MONDAY, channel=channel), GUIDE)


@pytest.mark.parametrize(
    "part",
    [
        "前晌",
        "头晌",
        "早半晌",
        "上半天",
        "前半天",
        "上昼",
        "清早",
        "头午",
        "午前",
        "清晨",
    ],
)
def test_every_word_for_the_morning_is_heard(part: str) -> None:
    assert meant(f"礼拜四{part}嘛").slots == {"date": "2026-11-26", "day_part": "morning"}
    assert meant(f"下礼拜一{part}九点").slots == {"date": "2026-11-30", "time": "09:00"}


@pytest.mark.parametrize(
    "part",
    [
        "后晌",
        "后晌午",
        "下晌",
        "过晌",
        "晚半晌",
        "下半天",
        "后半天",
        "晏昼",
        "傍黑",
        "擦黑",
        "擦黑儿",
        "午后",
    ],
)
def test_every_word_for_the_afternoon_is_heard(part: str) -> None:
    assert meant(f"礼拜四{part}嘛").slots == {"date": "2026-11-26", "day_part": "afternoon"}
    assert meant(f"下礼拜一{part}三点").slots == {"date": "2026-11-30", "time": "15:00"}


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("一共俺家四口", 4),
        ("三口人两个娃", 3),
        ("两大一小", 3),
        ("两个大人一个娃", 3),
        ("老两口带一个孙子", 3),
        ("我和老婆还有两个娃", 4),
        ("我跟我老伴俩", 2),
        ("娘儿俩", 2),
        ("我们爷儿仨", 3),
        ("我带俩娃", 3),
        ("带了两个孩子一共四个人", 4),
        ("十来口人", 10),
    ],
)
def test_a_family_is_counted_as_it_counts_itself(said: str, count: int) -> None:
    understood = meant(said)
    assert (understood.slot_kind, understood.slots) == (SlotKind.NUMBER, {"count": count})


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("俺姓李木子李叫李建国建设的建国家的国", "李建国"),
        ("我叫黄志明草头黄志气的志明天的明", "黄志明"),
        ("陈耳东陈陈桂英桂花的桂英雄的英", "陈桂英"),
        ("木子李建设的建国家的国", "李建国"),
        ("我姓林双木林名字叫海涛大海的海三点水的涛", "林海涛"),
        ("王芳芳草字头的芳", "王芳芳"),
        ("姓王叫丽丽美丽的丽", "王丽丽"),
        ("姓孙孙悟空的孙叫孙志强", "孙志强"),
        ("姓胡古月胡叫胡国庆国庆节的国庆", "胡国庆"),
        ("周建军建设的建军人的军", "周建军"),
        ("章立早章章伟", "章伟"),
    ],
)
def test_a_name_told_character_by_character_is_whole(said: str, name: str) -> None:
    understood = meant(said)
    assert (understood.slot_kind, understood.slots) == (SlotKind.NAME, {"name": name})


@pytest.mark.parametrize(
    "said",
    [
        "要得就是这样",
        "要得要得就是这样子",
        "中就照这弄",
        "得行",
        "妥了",
        "就按你说的办",
        "对头就恁个",
        "没得错就是这个",
        "冇问题啦",
        "莫得问题",
        "是这么个意思",
        "可不是嘛",
        "好嘞就这么着",
        "就是这个事",
        "我要的就是这个",
    ],
)
def test_yes_is_heard_in_every_region(said: str) -> None:
    assert meant(said).command == "yes"


@pytest.mark.parametrize(
    "said",
    [
        "不是不是我说的不是这个",
        "不是不是俺说的不是这个",
        "我要办的不是这个",
        "才不是呢",
        "错咯不是这个",
        "不得行哦",
        "哎呀不是这样的",
        "那肯定不是",
        "我来办的不是这事",
        "不是哟你听岔了",
        "不是这个意思",
    ],
)
def test_no_is_heard_in_every_region(said: str) -> None:
    assert meant(said).command == "no"


@pytest.mark.parametrize("none", ["没有", "没得", "莫得", "冇得"])
def test_the_word_for_not_having_may_be_of_any_region(none: str) -> None:
    assert meant(f"我幺儿十二岁了还{none}身份证").matter_id == "id_card_first"
    assert meant(f"我{none}单位社保想自己交").matter_id == "flexible_insurance"


@pytest.mark.parametrize(
    ("said", "age"),
    [("我也六十五了给我办张老年卡", 65), ("我老妈八十五来领高龄津贴", 85), ("老爷子九十整高龄津贴", 90)],
)
def test_an_age_needs_no_word_for_years(said: str, age: int) -> None:
    assert meant(said).slots == {"age": age}


def test_of_two_ages_the_first_is_the_visitors() -> None:
    assert meant("我奶奶今年八十一了听说满八十有高龄津贴").slots == {"age": 81}


def test_comparing_ages_tells_none() -> None:
    assert meant("邻居比我爸小一岁领高龄津贴我爸八十三了").slots == {"age": 83}


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("没房住挣得又少想问问政府能帮点啥", {"public_rental", "dibao"}),
        ("家里没收入房子也租不起政府能不能帮一下", {"public_rental", "dibao"}),
        ("残疾了家里一分进项都没有能申请补助不", {"dibao", "disability_subsidy"}),
        ("家里困难有啥好政策", {"dibao", "public_rental"}),
        ("身份证想重新弄一个", {"id_card_renew", "id_card_lost"}),
        ("残疾证不知道是该换还是从头办", {"disability_card_new", "disability_card_renew"}),
        ("医保在江西现在跟我住广州医保要怎么弄", {"medical_remote", "medical_enroll"}),
        ("走不动道了养老认证你们能派人来家不", {"pension_alive", "help_service"}),
        ("钱包丢了身份证在里头还急着坐火车", {"id_card_lost", "id_card_temp"}),
        ("刚生完听说有钱可以领还有小孩户口也要报", {"maternity_allowance", "newborn_hukou"}),
        ("营业执照没得食品证也没得", {"food_licence", "sole_trader"}),
    ],
)
def test_where_two_are_as_likely_both_are_shown(said: str, wanted: set[str]) -> None:
    understood = meant(said)
    assert understood.certainty is Certainty.AMBIGUOUS
    assert wanted <= set(understood.candidates)


@pytest.mark.parametrize(
    "said",
    [
        "我想把户口本上的名字改了",
        "爷爷走了户口要销脱",
        "新买的车要上牌照",
        "电瓶车昨晚上遭人偷了找哪个",
        "美团账号被封了帮我解",
        "助听器坏了想申请补助",
        "咱晌午去那家烩面馆吧我请",
        "摩托车上牌",
        "手机被偷了",
        "抖音号被封了咋办",
        "轮椅坏了",
    ],
)
def test_what_only_sounds_like_our_business_is_not_answered(said: str) -> None:
    assert meant(said).certainty is Certainty.UNKNOWN


@pytest.mark.parametrize(
    ("said", "matter"),
    [
        ("厂子黄了人都散了想在你们这儿记个名有招工的好喊我", "unemployment_register"),
        ("媳妇跑了日子实在过不下去了村里说能吃低保", "dibao"),
        ("跟老公过不下去了", "divorce"),
        ("社保卡叫小孙子拿剪子给铰了", "social_card_replace"),
        ("残疾本儿到年头了叫换新的", "disability_card_renew"),
        ("把户也落到闺女那个本上", "hukou_move"),
        ("我们结婚都三年了想把她的户口迁到我这里", "hukou_move"),
        ("公司把我辞退了保险交过几年听说月月能领点钱", "unemployment_benefit"),
        ("以前在天津交养老现在在这边交说是能并到一块儿", "pension_transfer"),
    ],
)
def test_one_word_in_passing_does_not_decide(said: str, matter: str) -> None:
    understood = meant(said)
    assert (understood.certainty, understood.matter_id) == (Certainty.SURE, matter)


@pytest.mark.parametrize("word", ["医生", "老板", "结果", "成绩", "省份", "办公室", "眼镜"])
def test_an_everyday_word_is_not_taken_for_one_of_ours_that_sounds_alike(word: str) -> None:
    assert meant(f"{word}说得很清楚").certainty is Certainty.UNKNOWN


def test_a_long_row_of_family_words_counts_nobody_and_comes_to_an_end() -> None:
    """Read in every possible way, 我家 two hundred times would take longer than any visit."""
    assert meant("我家" * 199 + "吗x").slot_kind is None
