"""A clerk serves a deaf visitor with the keyboard alone, from the call to the evaluation, through the real machine."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from staff_pictures import placed, texts
from staff_states import IDLE

from terminal.ui.staff import staff_intent
from terminal.visit import effects as out
from terminal.visit import events as seen
from terminal.visit.machine import step
from terminal.visit.state import Meaning, Phase, State, Ticket, Visit

E = TypeVar("E", bound=out.Effect)


class Desk:
    """The machine with a clerk before it: keys in, effects kept."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.effects: list[out.Effect] = []

    def press(self, key: str) -> None:
        """Press a key that has to mean something now."""
        event = staff_intent(key, self.state)
        assert event is not None, f"{key} means nothing in {self.state.phase.value}"
        self.happens(event)

    def happens(self, event: seen.Event) -> None:
        """Something happens, a second later."""
        self.state, effects = step(self.state, replace(event, at=self.state.now + 1))
        self.effects += effects

    def types(self, text: str) -> None:
        """The page's entry holds this now."""
        (field,) = placed(self.state).fields
        self.happens(field.entry.to_event(text))

    def enters(self) -> None:
        """Return in the page's entry: what it submits, if anything."""
        (field,) = placed(self.state).fields
        if isinstance(field.entry.submit, seen.Event):
            self.happens(field.entry.submit)

    def asked(self, kind: type[out.Effect]) -> bool:
        """Whether the machine wanted this done."""
        return any(isinstance(effect, kind) for effect in self.effects)

    def says(self) -> list[str]:
        """What can be read on the clerk's screen."""
        return texts(placed(self.state))


def waiting_visitor() -> State:
    """Somebody who signs has taken number D027 at this terminal and waits."""
    ticket = Ticket("t27", "D027", "综合区", 0, 0)
    visit = Visit(
        visit_id="v-1", way=seen.Way.SIGN, meaning=Meaning("senior_card"), papers=(False, False), ticket=ticket
    )
    return replace(IDLE, phase=Phase.WAITING, visit=visit)


def test_from_the_call_to_the_evaluation_with_keys_alone() -> None:
    desk = Desk(waiting_visitor())
    desk.press("F10")
    assert desk.asked(out.CallNextTicket)
    assert "正在叫下一位" in desk.says()

    desk.happens(seen.TicketCalled(ticket_id="t27", number="D027", window="6", call_count=1, service_id="s-1"))
    assert {"已叫，等人来", "D027"} <= set(desk.says())
    desk.press("F9")
    assert desk.asked(out.RecallTicket)
    desk.press("Ctrl+B")
    assert desk.asked(out.BeginService)

    desk.happens(seen.ServiceBegan(ticket_id="t27", service_id="s-1"))
    assert "接待中" in desk.says()
    desk.press("F1")
    assert "您好，请坐" in desk.says()
    desk.happens(seen.ClerkTypes(text="请给我身份证"))
    assert "能打手语：请 · 给 · 我 · 身份证" in desk.says()
    desk.press("Return")
    assert "请给我身份证" in desk.says()
    assert desk.state.staff_text == ""

    desk.press("Ctrl+E")
    assert "访客在评价" in desk.says()
    seq = desk.state.visit.evaluation.seq if desk.state.visit.evaluation else 0
    desk.happens(seen.PadRated(level=seen.Level.DISSATISFIED, seq=seq))
    for _ in range(5):
        desk.happens(seen.Tick())
    assert desk.asked(out.Evaluate)
    assert "已评价" in desk.says()


def test_a_silent_call_for_a_person_is_seen_and_answered() -> None:
    desk = Desk(replace(waiting_visitor(), phase=Phase.ASKING))
    desk.happens(seen.CallPerson())
    assert "访客在叫人" in desk.says()
    desk.press("Ctrl+H")
    assert "已告诉访客：人来了" in desk.says()
    assert "访客在叫人" not in desk.says()


def test_the_screen_shows_nothing_of_a_visitor_who_left() -> None:
    desk = Desk(waiting_visitor())
    desk.happens(seen.Leave())
    for _ in range(8):
        desk.happens(seen.Tick())
    assert desk.state.phase is Phase.IDLE
    assert "前面没有人" in desk.says()
    assert not {"D027", "居民身份证"} & set(desk.says())


def test_training_begins_and_ends_between_visits_only() -> None:
    desk = Desk(IDLE)
    desk.press("Ctrl+T")
    assert "训练中 · 访客是编的 · 不发到大厅" in desk.says()
    desk.press("Ctrl+T")
    assert not desk.state.training
    assert staff_intent("Ctrl+T", waiting_visitor()) is None


def asked_for(desk: Desk, kind: type[E]) -> list[E]:
    """What the machine wanted done of this kind, in order."""
    return [effect for effect in desk.effects if isinstance(effect, kind)]


def test_who_does_not_come_is_missed_and_called_again_by_its_key() -> None:
    desk = Desk(replace(IDLE, window="6"))
    desk.happens(seen.TicketCalled(ticket_id="t27", number="D027", window="6", call_count=1))
    desk.press("Ctrl+R")
    (asked,) = asked_for(desk, out.MissTicket)
    assert asked.ticket_id == "t27"
    said = {"zh": "还没叫满三次，请再叫。", "en": "Call three times first."}
    refusal = seen.HallRefused(effect_id=asked.effect_id, code="call_again_first", zh=said["zh"], en=said["en"])
    desk.happens(refusal)
    assert said["zh"] in desk.says()
    desk.press("Ctrl+R")
    assert said["zh"] not in desk.says()
    desk.happens(seen.TicketMissed(ticket_id="t27"))
    assert staff_intent("Ctrl+R", desk.state) is None
    desk.happens(seen.QueueChanged(tickets=(("t27", "D027", "missed", "", "", 3, False),)))
    desk.press("Alt+7")
    assert [effect.ticket_id for effect in asked_for(desk, out.CallTicket)] == ["t27"]


def test_a_number_is_put_aside_and_the_visitor_is_forgotten() -> None:
    desk = Desk(waiting_visitor())
    desk.happens(seen.TicketCalled(ticket_id="t27", number="D027", window="6", call_count=1))
    desk.happens(seen.ServiceBegan(ticket_id="t27", service_id="s-1"))
    desk.press("Ctrl+S")
    assert [effect.ticket_id for effect in asked_for(desk, out.ParkTicket)] == ["t27"]
    assert desk.state.visit.saying.key == "leaving.parked"
    desk.happens(seen.ServiceEnded(ticket_id="t27", finished=False))
    for _ in range(8):
        desk.happens(seen.Tick())
    assert desk.state.phase is Phase.IDLE
    desk.press("F10")
    assert [effect.finish for effect in asked_for(desk, out.CallNextTicket)] == [""]


def test_a_number_is_sent_on_to_another_window_by_keys_alone() -> None:
    desk = Desk(waiting_visitor())
    windows = (("w5", "5", (("社保医保区", "Insurance"),)), ("w16", "16", (("公安出入境区", "Police"),)))
    desk.happens(seen.OtherWindowsChanged(windows=windows))
    assert staff_intent("Ctrl+Y", desk.state) is None, "nobody is served yet"
    desk.happens(seen.TicketCalled(ticket_id="t27", number="D027", window="6", call_count=1))
    desk.happens(seen.ServiceBegan(ticket_id="t27", service_id="s-1"))
    desk.press("Ctrl+Y")
    assert {"D027 转到几号窗口？", "社保医保区", "公安出入境区", "先打窗口号"} <= set(desk.says())

    desk.types("9")
    assert "9 号窗口没有开。" in desk.says()
    desk.enters()
    assert asked_for(desk, out.MoveTicket) == []
    desk.types("16")
    assert "转到 16 号窗口" in desk.says()
    desk.enters()
    (asked,) = asked_for(desk, out.MoveTicket)
    assert (asked.ticket_id, asked.window_id) == ("t27", "w16")
    assert "正在告诉大厅…" in desk.says()
    desk.happens(
        seen.TicketMoved(
            effect_id=asked.effect_id, ticket_id="t27", window="16", zone_zh="公安出入境区", ahead=1, wait_minutes=5
        )
    )
    assert desk.state.visit.saying.key == "leaving.moved"
    desk.press("F10")
    assert [effect.finish for effect in asked_for(desk, out.CallNextTicket)] == [""]
