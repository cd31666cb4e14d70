"""Themes, problems, aids and other places, played as stories."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from content.words import LANGUAGES, load_words
from terminal.visit.effects import CallHelp, Effect, ListSlots, SendEnquiry, TakeTicket
from terminal.visit.events import (
    Back,
    BookTime,
    BorrowAid,
    ChooseMatter,
    ChooseTheme,
    ChooseWay,
    Confirm,
    EnquiryTaken,
    Event,
    GiveConsent,
    HallGuideChanged,
    HallSilent,
    ShowGuide,
    SignSeen,
    SlotsListed,
    SpeechHeard,
    Start,
    Submit,
    Sureness,
    TakeNumber,
    TellProblem,
    TicketIssued,
    TickPaper,
    TypeText,
    Way,
)
from terminal.visit.machine import step
from terminal.visit.state import Phase, State
from terminal.visit.wants import wants

THEME = (
    "open_restaurant",
    ("我要开饭店", "Open a restaurant"),
    "E",
    ("企业开办区", "Business"),
    10,
    (("身份证", "ID card", "original"), ("租房合同", "Lease", "copy")),
    (("公司设立", "Company"), ("食品经营许可", "Food licence")),
    (("一次填一张表", "One form"),),
)
GUIDE = HallGuideChanged(
    themes=(THEME,),
    aids=(
        ("a-1", ("老花镜", "Glasses"), ("门口", "Door"), True),
        ("a-2", ("轮椅", "Wheelchair"), ("门口", "Door"), False),
    ),
    places=((("西街中心", "West"), ("示例街8号", "8 Sample St"), ("9—17点", "9 to 17"), True, 1200),),
)


class Story:
    """A state that events are told to; every step gets its own second."""

    def __init__(self, way: Way = Way.TYPE) -> None:
        self.state, self.effects = State(), list[Effect]()
        self._now = 0.0
        self.tell(GUIDE, Start(visit_id="v"), ChooseWay(way=way))
        if self.state.phase is Phase.CONSENT:
            self.tell(GiveConsent())

    def tell(self, *events: Event) -> None:
        for event in events:
            self._now += 1.0
            self.state, effects = step(self.state, replace(event, at=self._now))
            self.effects += effects

    def last(self, kind: type[Effect]) -> Effect:
        return [effect for effect in self.effects if isinstance(effect, kind)][-1]


@pytest.mark.parametrize("meant", ["touched", "understood"])
def test_a_theme_shows_its_papers_and_gives_one_number_for_its_zone(meant: str) -> None:
    story = Story()
    if meant == "touched":
        story.tell(ChooseTheme(theme_id="open_restaurant"))
    else:
        story.tell(ChooseMatter(matter_id="open_restaurant"), Confirm())
    assert story.state.phase is Phase.THEME
    story.tell(TickPaper(paper=1, have=True), TakeNumber())
    assert story.state.visit.papers == (False, True)
    ask = story.last(TakeTicket)
    assert isinstance(ask, TakeTicket)
    assert (ask.matter_id, ask.zone_id) == ("", "E")
    issued: dict[str, Any] = {
        "ticket_id": "t",
        "number": "E001",
        "zone_zh": "企业开办区",
        "ahead": 0,
        "wait_minutes": 0,
    }
    story.tell(TicketIssued(effect_id=ask.effect_id, **issued))
    assert story.state.phase is Phase.TICKET
    story.tell(Back(), Confirm())
    assert story.state.phase is Phase.THEME


def test_a_theme_that_the_hall_has_not_shows_nothing_new() -> None:
    story = Story()
    story.tell(ChooseTheme(theme_id="no-such"))
    assert story.state.phase is Phase.ASKING


def test_a_typed_problem_goes_to_the_hall_and_its_number_comes_back() -> None:
    story = Story()
    story.tell(TellProblem(), Submit())
    assert story.state.visit.notice == "ask.nothing_written"
    story.tell(TypeText(text="材料都齐了，还是不给办"), Submit())
    sent = story.last(SendEnquiry)
    assert isinstance(sent, SendEnquiry)
    assert sent.text == "材料都齐了，还是不给办"
    story.tell(EnquiryTaken(effect_id=sent.effect_id, number="Q001", due="2026-11-25T17:00:00+08:00"))
    visit = story.state.visit
    assert visit.enquiry is not None
    assert (visit.enquiry.state, visit.enquiry.number, visit.saying.key) == ("taken", "Q001", "enquiry.taken")
    assert visit.request.typed == ""
    story.tell(Confirm())
    assert story.state.phase is Phase.LEAVING


def test_a_spoken_problem_grows_sentence_by_sentence() -> None:
    story = Story(Way.SPEAK)
    story.tell(
        TellProblem(),
        SpeechHeard(text="材料齐了", confidence=0.9),
        SpeechHeard(text="不给办", confidence=0.9),
        Submit(),
    )
    sent = story.last(SendEnquiry)
    assert isinstance(sent, SendEnquiry)
    assert sent.text == "材料齐了，不给办"
    assert wants(story.state).question == "request"


def test_a_signed_problem_is_its_words() -> None:
    story = Story(Way.SIGN)
    story.tell(ChooseMatter(matter_id="cannot_do"), Confirm())
    assert story.state.phase is Phase.ENQUIRY
    assert wants(story.state).signs == "words"
    for gloss in ("医保", "不"):
        story.tell(SignSeen(gloss=gloss, confidence=0.9, sureness=Sureness.SURE))
    story.tell(Submit())
    sent = story.last(SendEnquiry)
    assert isinstance(sent, SendEnquiry)
    assert sent.text == "医保 不"


def test_while_the_hall_is_away_the_truth_is_told_and_no_number_invented() -> None:
    story = Story()
    story.tell(TellProblem(), TypeText(text="没办成"), Submit())
    story.tell(HallSilent(effect_id=story.last(SendEnquiry).effect_id, kept=True))
    enquiry = story.state.visit.enquiry
    assert enquiry is not None
    assert (enquiry.state, enquiry.number) == ("kept", "")
    assert story.state.visit.saying.key == "enquiry.kept"


def test_a_problem_that_could_not_even_be_kept_is_not_said_to_be() -> None:
    story = Story()
    story.tell(TellProblem(), TypeText(text="没办成"), Submit())
    story.tell(HallSilent(effect_id=story.last(SendEnquiry).effect_id, kept=False))
    assert story.state.visit.enquiry is None
    assert story.state.visit.notice == "hall.away"


def test_an_aid_is_brought_by_the_same_silent_call_as_a_person() -> None:
    story = Story(Way.TOUCH)
    story.tell(ShowGuide(page="aids"), BorrowAid(aid_id="a-2"))
    assert story.state.visit.help is None, "none of them is left"
    story.tell(BorrowAid(aid_id="a-1"), BorrowAid(aid_id="a-1"))
    calls = [effect for effect in story.effects if isinstance(effect, CallHelp)]
    assert [call.aid_id for call in calls] == ["a-1"]
    story.tell(Back())
    assert story.state.phase is Phase.ASKING


def test_extended_times_are_marked_and_full_ones_name_the_places_that_have_some() -> None:
    story = Story()
    story.tell(ChooseMatter(matter_id="id_card_lost"), Confirm())
    story.tell(BookTime())
    early = ("s-1", "2026-11-25T08:30:00+08:00", 2)
    listed = SlotsListed(effect_id=story.last(ListSlots).effect_id, slots=(early,), extended=("s-1",))
    story.tell(listed)
    assert [slot.extended for slot in story.state.visit.booking.slots] == [True]
    story.tell(Back(), BookTime())
    nearby = (("西街中心", "West", 3, "2026-11-25T09:00:00+08:00"),)
    story.tell(SlotsListed(effect_id=story.last(ListSlots).effect_id, slots=(), nearby=nearby))
    assert [place.zh for place in story.state.visit.booking.nearby] == ["西街中心"]
    story.tell(ShowGuide(page="places"), Back())
    assert story.state.phase is Phase.MATTER


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_clerk_reads_what_the_visitor_does_in_every_phase(language: str) -> None:
    words = load_words(language)
    assert [phase.value for phase in Phase if f"staff.phase.{phase.value}" not in words] == []
