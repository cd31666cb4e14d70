"""Two wishes at once, choices, what is done already, and what is only asked about."""

import itertools

import pytest

from content import matters
from recognition.understanding import Aspect, Certainty, Request, understand

GUIDE = matters.load()


def meant(text):
    return understand(Request(text), GUIDE)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("我想把驾照换了，另外户口也得迁", {"driver_licence", "hukou_move"}),
        ("公积金要提出来，顺便把老年证也办了", {"fund_withdraw", "senior_card"}),
        ("离婚手续和房子过户两样都要办", {"divorce", "real_estate"}),
        ("宝宝落户还要上医保", {"newborn_hukou", "medical_enroll"}),
        ("passport renewal and also a certificate of no criminal record", {"passport", "no_crime"}),
    ],
)
def test_two_wishes_in_one_breath_are_both_shown(said, wanted):
    both = meant(said)
    assert both.certainty is Certainty.AMBIGUOUS
    assert wanted <= set(both.candidates)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("是办居住证还是直接迁户口", {"residence_permit", "hukou_move"}),
        ("身份证是补办还是换新的", {"id_card_lost", "id_card_renew"}),
        ("租房子是提公积金还是申请公租房", {"fund_withdraw", "public_rental"}),
    ],
)
def test_a_choice_between_two_is_given_back_as_a_choice(said, wanted):
    assert wanted <= set(meant(said).candidates)


def test_any_two_plain_wishes_joined_are_both_shown():
    plain = {
        "passport": "办护照",
        "divorce": "我们要离婚",
        "no_crime": "开无犯罪证明",
        "dibao": "申请低保",
        "fund_loan": "公积金贷款买房",
        "pension_alive": "养老金认证",
        "company_change": "公司换法人",
        "senior_card": "办老年证",
    }
    lost = [
        (one, other)
        for (one, first), (other, second) in itertools.permutations(plain.items(), 2)
        if not {one, other} <= set(meant(f"{first}另外{second}").candidates)
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("said", "matter"),
    [
        ("营业执照上个礼拜办好了现在要弄食品经营许可证", "food_licence"),
        ("身份证户口本都带了我来办残疾证", "disability_card_new"),
        ("身份证没丢是社保卡丢了", "social_card_replace"),
        ("我跟单位解除合同了失业金怎么领", "unemployment_benefit"),
    ],
)
def test_what_is_done_or_only_told_is_no_second_wish(said, matter):
    assert meant(said).matter_id == matter


def test_whether_or_not_denies_nothing():
    assert meant("要不要办居住证").matter_id == "residence_permit"


@pytest.mark.parametrize("said", ["你好", "您好", "good morning"])
def test_a_greeting_is_no_yes(said):
    assert meant(said).certainty is Certainty.UNKNOWN
    assert meant(f"{said} 对" if said != "good morning" else f"{said} yes").command == "yes"


@pytest.mark.parametrize(
    ("said", "aspect"),
    [
        ("换驾照用不用带体检表", Aspect.MATERIALS),
        ("办居住证得准备点啥", Aspect.MATERIALS),
        ("补社保卡花不花钱", Aspect.FEE),
        ("公积金贷款几个工作日能批", Aspect.TIME),
        ("残疾证是去社区办还是在这儿", Aspect.PLACE),
        ("居民医保在手机上能交不", Aspect.ONLINE),
        ("房子过户我老婆不来行不行", Aspect.PROXY),
        ("住满多久才能办居住证", Aspect.CONDITIONS),
        ("材料我都带齐了给我办护照", None),
        ("身份证照片都看不清了想换一张", None),
        ("身份证不晓得啥时候丢的", None),
        ("身份证丢了多久能补好", Aspect.TIME),
        ("身份证丢了在哪补", Aspect.PLACE),
    ],
)
def test_what_is_asked_is_told_from_what_is_only_said(said, aspect):
    assert meant(said).aspect is aspect
