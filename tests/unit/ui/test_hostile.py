"""Long names, long answers, many words, odd panels: nothing overlaps, nothing fails, what must be cut ends with …."""

from __future__ import annotations

from dataclasses import replace

import pytest

from content.matters import Matters, load
from content.reading import Text
from terminal.ui.canvas import off_screen
from terminal.ui.examples import CLOCK, HALL, examples
from terminal.ui.layout import lay_out
from terminal.ui.live import LiveSources
from terminal.ui.look import visitor_look
from terminal.ui.placed import Placed
from terminal.ui.said import doubtful
from terminal.ui.visitor import visitor_view
from terminal.ui.visitor.talk import newest
from terminal.visit.events import Language, Sureness, Theme, Way
from terminal.visit.state import Chip, Comfort, Line, Request, Saying, State, Ticket, ZoneLoad

LONG_ZH = "城乡居民基本养老保险参保人员跨统筹地区关系转移接续及丧葬补助金申领（含遗属待遇）"
LONG_EN = "Transfer of a resident pension between regions with funeral grant and survivors' benefits"
LONG_SPEECH = (
    "您的材料还差一张两寸的白底照片，可以到大厅门口右手边的自助照相机去拍，拍好以后不用重新取号，直接回到这里来找我。"
    * 3
)


def long_matters() -> Matters:
    """The sample guide with one very long name, very long papers."""
    guide = load()
    matter = guide["disability_card_renew"]
    papers = tuple(replace(paper, name=Text(LONG_ZH, LONG_EN)) for paper in (*matter.materials, *matter.materials)[:5])
    long = replace(matter, name=Text(LONG_ZH, LONG_EN), materials=papers)
    return replace(guide, by_id={**guide.by_id, matter.id: long})


def hostile() -> dict[str, State]:
    """States that a hall's content or a person can bring about."""
    shown = examples()
    spoken = {
        "saying": Saying("converse.clerk_says", (("text", LONG_SPEECH),)),
        "lines": (Line("clerk", LONG_SPEECH, 1.0),) * 6,
    }
    chips = tuple(Chip(f"残疾人两项补贴{n}", 0.9, Sureness.SURE) for n in range(8))
    ticket = Ticket("t", "WZA10027", LONG_ZH, 128, 240, window="12A", call_count=3, called=100.0)
    zones = tuple(ZoneLoad(LONG_ZH, LONG_EN, 200, 480) for _ in range(9))
    return {
        "long clerk": shown["conversing"].with_visit(**spoken),
        "long call": shown["remote"].with_visit(lines=spoken["lines"]),
        "long name read back": shown["confirm"],
        "long notice": shown["matter"],
        "long booking": shown["booking_number"],
        "eight chips": shown["sign"].with_visit(request=Request(chips=chips)),
        "long ticket": shown["ticket"].with_visit(ticket=ticket),
        "long call number": shown["called"].with_visit(ticket=ticket),
        "long waiting": shown["waiting"].with_visit(ticket=ticket),
        "long speech": shown["speak"].with_visit(request=Request(partial=LONG_SPEECH)),
        "long typing": shown["type"].with_visit(request=Request(typed=LONG_ZH)),
        "full hall": replace(shown["idle"], hall=replace(shown["idle"].hall, load=zones)),
        "long helper": shown["help_answered"],
    }


def laid(state: State, theme: Theme, language: Language, size: tuple[float, float] = (1080, 1920)) -> Placed:
    state = state.with_visit(comfort=Comfort(theme=theme, language=language))
    look = visitor_look(
        state, hall=Text(LONG_ZH, LONG_EN), clock=CLOCK, matters=long_matters(), interpreter=True, size=size
    )
    return lay_out(visitor_view(state, look), look)


@pytest.mark.parametrize("name", sorted(hostile()))
@pytest.mark.parametrize("theme", [Theme.NORMAL, Theme.ELDERLY])
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080)], ids=["standing", "lying"])
def test_long_content_overlaps_nothing(name: str, theme: Theme, language: Language, size: tuple[float, float]) -> None:
    assert laid(hostile()[name], theme, language, size).problems == []


@pytest.mark.parametrize("size", [(1080, 1728), (1080, 2400), (1080, 1440), (2400, 1080), (1920, 1200)])
def test_other_shapes_of_panel_keep_every_target_on_the_screen(size: tuple[float, float]) -> None:
    for name in ("idle", "choosing", "confirm", "called", "evaluating"):
        placed = laid(examples()[name], Theme.NORMAL, Language.ZH, size)
        assert [p for p in placed.problems if p.startswith("target")] == []


def test_signs_that_no_font_has_are_drawn_as_boxes_not_as_errors() -> None:
    state = examples()["type"].with_visit(way=Way.TYPE, request=Request(typed="𠮷\U0001f600\u0e01"))
    look = visitor_look(state, hall=HALL, clock=CLOCK, matters=load())
    picture = off_screen(lay_out(visitor_view(state, look), look).items, look, LiveSources(), scale=0.25)
    assert picture.shape == (480, 270, 3)


def test_a_matter_that_this_hall_does_not_have_is_named_plainly() -> None:
    state = examples()["confirm"]
    look = visitor_look(state, hall=HALL, clock=CLOCK, matters=None)
    texts = " ".join(getattr(item.node, "text", "") for item in lay_out(visitor_view(state, look), look).items)
    assert "disability_card_renew" not in texts
    assert "这件事" in texts


def test_a_caption_cut_at_its_front_keeps_its_doubts() -> None:
    """The newest words stay; where the cut falls into a doubtful stretch, the rest of it stays doubtful."""
    assert newest("好的，请坐。", 20) == "好的，请坐。"
    assert newest(f"请把{doubtful('旧的证件')}给我", 4) == f"…{doubtful('证件')}给我"
    assert newest("a" * 100, 10) == "…" + "a" * 20
