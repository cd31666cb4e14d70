"""What counts: denial, correction, stories, two wishes, business done elsewhere, new content, any text at all."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content import matters
from content.matters.reader import FOLDER
from recognition.understanding import Aspect, Certainty, Channel, Request, SlotKind, understand

GUIDE = matters.load()
MONDAY = date(2026, 11, 23)


def meant(text, **more):
    return understand(Request(text, today=MONDAY, **more), GUIDE)


@pytest.mark.parametrize(
    ("text", "matter_id"),
    [
        ("身份证没丢就是过期了", "id_card_renew"),
        ("不是换驾照是办护照", "passport"),
        ("我要办护照不对是换驾照", "driver_licence"),
        ("I want a passport, no wait, I mean a driving licence renewal", "driver_licence"),
    ],
)
def test_what_is_denied_or_corrected_does_not_count(text, matter_id):
    assert meant(text).matter_id == matter_id


def test_the_wish_at_the_end_of_a_story_is_found():
    story = "我老伴走得早孩子又在外地打工前两天下雨我在家摔了一跤隔壁小王送我去的医院这不出院了想来办个残疾证"
    assert meant(story).matter_id == "disability_card_new"


def test_two_wishes_are_asked_back():
    both = meant("我要办护照还要迁户口")
    assert both.certainty is Certainty.AMBIGUOUS
    assert set(both.candidates) == {"passport", "hukou_move"}
    assert both.read_back.key == "ask-which"


def test_two_documents_may_share_one_verb():
    assert set(meant("身份证和社保卡都丢了").candidates) == {"id_card_lost", "social_card_replace"}


def test_business_of_other_offices_is_named_and_not_done():
    there = meant("结婚证弄丢了想补一本")
    assert there.certainty is Certainty.UNKNOWN
    assert there.elsewhere == "marriage_cert_reissue"
    assert "补领结婚证" in there.read_back.zh


def test_an_errand_comes_before_the_matter_and_carries_it():
    ticket = meant("取个号我要迁户口")
    assert ticket.command == "take_ticket"
    assert ticket.slots == {"matter": "hukou_move"}


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("办护照要带什么", Aspect.MATERIALS),
        ("办护照多少钱", Aspect.FEE),
        ("办护照要几天", Aspect.TIME),
        ("办护照在哪里", Aspect.PLACE),
        ("办护照网上能办吗", Aspect.ONLINE),
        ("办护照别人代办行吗", Aspect.PROXY),
        ("我想办护照", None),
    ],
)
def test_what_is_asked_about_a_matter_is_heard(text, aspect):
    assert meant(text).aspect == aspect


@pytest.mark.parametrize(
    ("said", "meaning"),
    [("对", "yes"), ("嗯", "yes"), ("好的好的", "yes"), ("不", "no"), ("不是这个", "no"), ("no thanks", "no")],
)
def test_yes_and_no_are_whole_answers(said, meaning):
    assert meant(said).command == meaning


def test_hesitation_is_no_yes():
    assert meant("嗯 啊 呃").certainty is Certainty.UNKNOWN
    assert meant("嗯我想").certainty is Certainty.UNKNOWN


@pytest.mark.parametrize("said", ["声音再大些", "大点声", "听不清，大声一点"])
def test_the_voice_can_be_made_louder(said):
    assert meant(said).command == "louder"


def test_the_question_on_the_screen_helps_a_bare_answer():
    assert meant("七", asked=SlotKind.NUMBER).slots == {"number": 7}
    assert meant("就叫王小明吧", asked=SlotKind.NAME).slot_kind is SlotKind.NAME


def test_a_new_matter_in_the_content_needs_no_code(tmp_path):
    guide = json.loads((FOLDER / "matters.json").read_text(encoding="utf-8"))
    new = dict(guide["matters"][0], id="tea_licence", name={"zh": "采茶许可", "en": "Tea picking permit"})
    new["also_called"] = ["采茶证", "上山采茶"]
    guide["matters"].append(new)
    (tmp_path / "matters.json").write_text(json.dumps(guide, ensure_ascii=False), encoding="utf-8")
    larger = matters.load(tmp_path)
    for said in ("我想办采茶证", "踩茶正怎么办", "tea picking permit please"):
        assert understand(Request(said), larger).matter_id == "tea_licence"
    assert understand(Request("我想办护照"), larger).matter_id == "passport"


def test_a_hall_with_fewer_matters_never_answers_with_one_it_lacks(tmp_path):
    guide = json.loads((FOLDER / "matters.json").read_text(encoding="utf-8"))
    guide["matters"] = [matter for matter in guide["matters"] if matter["id"] != "passport"]
    (tmp_path / "matters.json").write_text(json.dumps(guide, ensure_ascii=False), encoding="utf-8")
    assert understand(Request("我想办护照"), matters.load(tmp_path)).matter_id is None


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80), st.sampled_from(list(Channel)))
def test_any_text_gives_an_answer_that_holds_together(text, channel):
    found = understand(Request(text, channel=channel, today=MONDAY), GUIDE)
    answers = [found.matter_id, found.command, found.slot_kind]
    assert sum(answer is not None for answer in answers) == (found.certainty is Certainty.SURE)
    assert (found.certainty is Certainty.AMBIGUOUS) == (len(found.candidates) > 1)
    assert set(found.candidates) <= set(GUIDE.by_id)
    assert found.read_back.zh
    assert found.read_back.en
