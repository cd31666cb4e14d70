"""Any plain wish with any plain question behind it: 补身份证 + 要带什么. Neither may swallow a word of the other."""

from __future__ import annotations

import pytest

from content.matters import load
from recognition.understanding import Request, understand

MATTERS = load()
WISHES = {
    "id_card_lost": "补身份证 补办身份证 身份证丢了",
    "id_card_renew": "换身份证 身份证到期了",
    "id_card_first": "第一次办身份证 给孩子办身份证",
    "id_card_temp": "办临时身份证",
    "hukou_move": "迁户口 转户口",
    "newborn_hukou": "给孩子上户口",
    "residence_permit": "办居住证",
    "social_card_new": "办社保卡",
    "social_card_replace": "补社保卡 换社保卡",
    "passport": "办护照",
    "driver_licence": "换驾照 补驾照",
    "marriage": "结婚登记 领结婚证",
    "divorce": "离婚 办离婚",
    "disability_card_new": "办残疾证 办残疾人证",
    "disability_card_renew": "换残疾证",
    "senior_card": "办老年证 办老年卡",
    "dibao": "办低保 申请低保",
    "fund_withdraw": "提公积金 取公积金",
    "real_estate": "办房产证 房子过户",
    "company_new": "注册公司 开公司",
    "sole_trader": "办个体户 办营业执照",
    "food_licence": "办食品经营许可证",
    "no_crime": "开无犯罪证明",
    "public_rental": "申请公租房",
    "pension_alive": "养老金认证",
    "medical_remote": "异地就医备案",
    "unemployment_benefit": "领失业金",
    "legal_aid": "申请法律援助",
    "tax_register": "税务登记",
    "elder_allowance": "办高龄津贴",
}
QUESTIONS = {
    "materials": (
        "要带什么 要带什么材料 要什么材料 带啥 需要带什么证件 要准备些什么 要不要带户口本 要带照片吗 "
        "都要带哪些东西 用不用带身份证"
    ),
    "fee": "要多少钱 收费吗 要钱吗 多少钱",
    "time": "要几天 多久能好 几天能拿到 要多长时间",
    "place": "在哪办 去哪个窗口 在几楼办",
    "online": "能网上办吗 手机上能办吗 可以在网上办吗",
    "proxy": "能代办吗 别人能代办吗 可以让儿子来办吗 必须本人来吗",
}
PAID_OUT = {"unemployment_benefit", "elder_allowance"}
"""多少钱 asks there how much one gets, which is no fee."""


@pytest.mark.parametrize("aspect", QUESTIONS)
@pytest.mark.parametrize("matter_id", WISHES)
def test_a_wish_and_a_question_behind_it_are_both_understood(matter_id: str, aspect: str) -> None:
    wrong = []
    for wish in WISHES[matter_id].split():
        alone = understand(Request(text=wish), MATTERS)
        for question in QUESTIONS[aspect].split():
            meaning = understand(Request(text=wish + question), MATTERS)
            # 办社保卡 alone may be a new card or another one; the question makes it neither plainer nor something else
            same = meaning.matter_id == matter_id or (
                not alone.matter_id and set(meaning.candidates) == set(alone.candidates)
            )
            asked = meaning.aspect == aspect or (aspect == "fee" and matter_id in PAID_OUT)
            if not (same and asked):
                wrong.append((wish + question, meaning.matter_id, meaning.candidates, meaning.aspect))
    assert not wrong
