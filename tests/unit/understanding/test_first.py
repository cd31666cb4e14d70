"""The understanding on plain requests: spoken, typed in sign order, signed."""

import pytest

from content import matters
from recognition.understanding import Certainty, Channel, Request, understand


@pytest.fixture(scope="module")
def guide():
    return matters.load()


@pytest.mark.parametrize(
    ("text", "matter_id"),
    [
        ("我身份证弄丢了要补一张", "id_card_lost"),
        ("身份证 丢 补 要", "id_card_lost"),
        ("驾照下个月过期", "driver_licence"),
        ("I lost my ID card", "id_card_lost"),
    ],
)
def test_a_plain_request_is_understood(guide, text, matter_id):
    meant = understand(Request(text), guide)
    assert (meant.certainty, meant.matter_id) == (Certainty.SURE, matter_id)
    assert guide[matter_id].name.zh in meant.read_back.zh


def test_signs_are_understood_like_words(guide):
    meant = understand(Request(glosses=("护照", "过期", "换"), channel=Channel.SIGNED), guide)
    assert meant.matter_id == "passport"


def test_talk_about_something_else_is_unknown(guide):
    meant = understand(Request("你们食堂的红烧肉真香"), guide)
    assert meant.certainty is Certainty.UNKNOWN
    assert meant.matter_id is None
