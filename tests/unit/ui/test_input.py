"""Touches, keys, switches and text become the intents of the nodes; nothing else does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

pygame = pytest.importorskip("pygame")

from content.matters import load  # noqa: E402
from terminal.ui.examples import CLOCK, HALL, examples  # noqa: E402
from terminal.ui.keyboard import KeyIn  # noqa: E402
from terminal.ui.live import LiveSources  # noqa: E402
from terminal.ui.look import visitor_look  # noqa: E402
from terminal.ui.placed import Target  # noqa: E402
from terminal.ui.visitor import visitor_view  # noqa: E402
from terminal.ui.window import Screen  # noqa: E402
from terminal.visit import events  # noqa: E402
from terminal.visit.events import Event, Way  # noqa: E402
from terminal.visit.state import Comfort, Help, State  # noqa: E402

HALF = (540, 960)


class Hands:
    """A visitor at a window: shows states, touches targets by name, presses keys."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.now = 100.0

    def see(self, state: State) -> None:
        look = visitor_look(state, hall=HALL, clock=CLOCK, matters=load(), size=self.screen.space)
        self.screen.show(visitor_view(state, look), look, LiveSources(), self.now)

    def target(self, label: str) -> Target:
        return next(t for t in self.screen.placed.targets if t.label.startswith(label))

    def event(self, kind: int, **fields: Any) -> list[Event]:
        return self.screen.poll([pygame.event.Event(kind, window=self.screen.window, **fields)], self.now)

    def down(self, target: Target, dx: float = 0.5, dy: float = 0.5) -> list[Event]:
        return self.event(pygame.FINGERDOWN, **self.at(target, dx, dy))

    def up(self, target: Target, dx: float = 0.5, dy: float = 0.5) -> list[Event]:
        return self.event(pygame.FINGERUP, **self.at(target, dx, dy))

    def at(self, target: Target, dx: float, dy: float) -> dict[str, float]:
        width, height = self.screen.space
        rect = target.rect
        return {"x": (rect.x + rect.w * dx) / width, "y": (rect.y + rect.h * dy) / height}

    def touch(self, label: str) -> list[Event]:
        target = self.target(label)
        return [*self.down(target), *self.up(target)]

    def key(self, key: int, mod: int = 0) -> list[Event]:
        return self.event(pygame.KEYDOWN, key=key, mod=mod)

    def text(self, text: str) -> list[Event]:
        return self.event(pygame.TEXTINPUT, text=text)


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hands]:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    screen = Screen("test", HALF)
    yield Hands(screen)
    screen.close()


def test_a_touch_counts_when_the_finger_leaves(hands: Hands) -> None:
    hands.see(examples()["choosing"])
    card = hands.target("打手语")
    assert hands.down(card) == []
    assert hands.up(card) == [events.ChooseWay(way=Way.SIGN)]


def test_a_finger_that_slips_a_little_still_means_it(hands: Hands) -> None:
    hands.see(examples()["choosing"])
    card = hands.target("打手语")
    hands.down(card)
    assert hands.up(card, dx=1.0 + 20 / card.rect.w) == [events.ChooseWay(way=Way.SIGN)]
    hands.now += 1
    hands.down(card)
    assert hands.up(card, dx=1.0 + 40 / card.rect.w) == []


def test_a_second_touch_at_once_is_ignored(hands: Hands) -> None:
    hands.see(examples()["confirm"])
    assert hands.touch("对") == [events.Confirm()]
    hands.now += 0.2
    assert hands.touch("对") == []
    hands.now += 0.5
    assert hands.touch("对") == [events.Confirm()]


def test_a_screen_that_changes_under_the_finger_swallows_the_touch(hands: Hands) -> None:
    hands.see(examples()["confirm"])
    yes = hands.target("对")
    hands.down(yes)
    hands.see(examples()["matter"])
    assert hands.up(yes) == []


def test_a_second_finger_changes_nothing(hands: Hands) -> None:
    hands.see(examples()["confirm"])
    yes, no = hands.target("对"), hands.target("不对")
    hands.down(yes)
    hands.down(no)
    assert hands.up(yes) == [events.Confirm()]


def test_a_contact_that_never_lifts_costs_one_touch(hands: Hands) -> None:
    """A drop of water or a broken panel: the next touch but one is heard again."""
    hands.see(examples()["confirm"])
    hands.down(hands.target("再打一遍"))
    assert hands.touch("对") == []
    assert hands.touch("对") == [events.Confirm()]


def test_a_key_that_sticks_presses_once(hands: Hands) -> None:
    """Repeats are left out before they reach us: a stuck key is one press, never a row of them."""
    assert pygame.key.get_repeat() == (0, 0)
    hands.see(examples()["choosing"])
    hands.key(pygame.K_TAB)
    assert len(hands.key(pygame.K_RETURN)) == 1


def test_a_mouse_event_made_from_a_touch_is_not_counted_twice(hands: Hands) -> None:
    hands.see(examples()["confirm"])
    rect = hands.target("对").rect
    spot = (rect.x / 2 + 20, rect.y / 2 + 20)
    assert hands.event(pygame.MOUSEBUTTONDOWN, button=1, pos=spot, touch=True) == []
    assert hands.event(pygame.MOUSEBUTTONUP, button=1, pos=spot, touch=True) == []
    hands.event(pygame.MOUSEBUTTONDOWN, button=1, pos=spot, touch=False)
    assert hands.event(pygame.MOUSEBUTTONUP, button=1, pos=spot, touch=False) == [events.Confirm()]


@pytest.mark.parametrize("name", sorted(examples()))
def test_four_keys_reach_every_target(hands: Hands, name: str) -> None:
    hands.see(examples()[name])
    reached = set()
    for _ in hands.screen.placed.targets:
        hands.key(pygame.K_TAB)
        assert hands.screen.focus is not None
        reached.add(hands.screen.focus)
    assert reached == set(range(len(hands.screen.placed.targets)))


def test_keys_press_what_they_point_at(hands: Hands) -> None:
    hands.see(examples()["confirm"])
    pressed: list[Event] = []
    for _ in hands.screen.placed.targets:
        hands.key(pygame.K_DOWN)
        if hands.screen.placed.targets[hands.screen.focus or 0].label == "对":
            pressed = hands.key(pygame.K_RETURN)
    assert pressed == [events.Confirm()]


def test_escape_goes_back_and_f12_calls_a_person(hands: Hands) -> None:
    hands.see(examples()["confirm"])
    assert hands.key(pygame.K_ESCAPE) == [events.Back()]
    assert hands.key(pygame.K_F12) == [events.CallPerson()]


def test_backspace_is_back_only_outside_text(hands: Hands) -> None:
    hands.see(examples()["confirm"])
    assert hands.key(pygame.K_BACKSPACE) == [events.Back()]
    hands.see(examples()["type"])
    assert hands.key(pygame.K_BACKSPACE) == [events.TypeText(text="残疾人")]


def test_text_from_an_input_method_goes_into_the_field(hands: Hands) -> None:
    hands.see(examples()["type"])
    assert hands.text("换") == [events.TypeText(text="残疾人证换")]
    # The state has not shown it yet; typing goes on from what was typed, not from what is shown.
    assert hands.text("新") == [events.TypeText(text="残疾人证换新")]


def test_letters_of_a_keyboard_make_pinyin(hands: Hands) -> None:
    hands.see(examples()["type"])
    for letter in "shenfenzheng":
        assert hands.text(letter) == []
    assert hands.key(pygame.K_RETURN) == [events.TypeText(text="残疾人证身份证")]


def test_keys_on_the_screen_make_pinyin_and_a_candidate_commits_it(hands: Hands) -> None:
    hands.see(examples()["type"])
    for letter in "huan":
        hands.now += 0.3
        assert hands.touch(letter) == []
    hands.now += 0.5
    assert hands.touch("换") == [events.TypeText(text="残疾人证换")]


def test_done_takes_the_letters_being_composed_first(hands: Hands) -> None:
    hands.see(examples()["type"])
    for letter in "huan":
        hands.text(letter)
    meant = hands.touch("打好了")
    assert [type(event) for event in meant] == [events.TypeText, events.Submit]


def test_only_digits_and_x_enter_an_id_number(hands: Hands) -> None:
    hands.see(examples()["booking_number"])
    assert hands.text("好") == []
    assert hands.text("x") == [events.EnterDigits(digits="1101051949123x")]
    assert hands.touch("7") == [events.EnterDigits(digits="1101051949123x7")]


def test_a_full_slot_cannot_be_pressed(hands: Hands) -> None:
    hands.see(examples()["booking_times"])
    assert hands.touch("9:00") == []
    hands.now += 1
    chosen = hands.touch("9:30")
    assert chosen == [events.ChooseSlot(slot_id="25-9")]


def test_a_day_is_chosen_on_this_screen_only(hands: Hands) -> None:
    hands.see(examples()["booking_times"])
    assert hands.touch("周四") == []
    hands.now += 1
    assert hands.touch("10:30") == [events.ChooseSlot(slot_id="26-10")]


def test_wiping_forgets_what_was_typed_and_chosen(hands: Hands) -> None:
    hands.see(examples()["type"])
    hands.text("h")
    hands.screen.forget()
    assert hands.screen.local == {}


def test_one_switch_reaches_and_presses_every_target(hands: Hands) -> None:
    screen = Screen("switch", HALF, scan_s=2.0)
    one = Hands(screen)
    one.see(examples()["confirm"])
    pressed: list[Event] = []
    for _ in range(2 * len(screen.placed.targets)):
        one.see(examples()["confirm"])
        if screen.focus is not None and screen.placed.targets[screen.focus].label == "对":
            pressed = one.key(pygame.K_SPACE)
            break
        one.now += 2.0
    screen.close()
    assert pressed == [events.Confirm()]


def test_a_terminal_set_for_one_switch_marks_its_keys(hands: Hands) -> None:
    """Scanning was drawn and tried here, and no setting switched it on: no terminal ever scanned."""
    from terminal.runtime.settings import load as settings_from
    from terminal.start import _screen

    chosen = settings_from(None, {"WUAI_VISITOR_SCREEN__SCAN_S": "2", "WUAI_VISITOR_SCREEN__WIDTH": "540"})
    screen = _screen("switch", chosen.visitor_screen)
    one = Hands(screen)
    one.see(examples()["confirm"])
    first = screen.focus
    one.now += 2.0
    one.see(examples()["confirm"])
    second = screen.focus
    screen.close()
    assert first is not None
    assert second not in (None, first)


def test_one_switch_takes_a_row_of_keys_first(hands: Hands) -> None:
    screen = Screen("switch", HALF, scan_s=2.0)
    one = Hands(screen)
    one.see(examples()["type"])
    letter: list[str] = []
    for _ in range(200):
        one.see(examples()["type"])
        marked = screen.placed.targets[screen.focus or 0]
        wanted = isinstance(marked.intent, KeyIn) and marked.intent.text in {"q", "e"}
        if wanted:
            one.key(pygame.K_SPACE)
            letter.append(screen.local.get("request.pinyin", ""))
            if letter[-1]:
                break
        one.now += 2.0
    screen.close()
    assert letter[-1] in {"q", "e"}


def test_an_elderly_visitors_answer_leads_to_the_next_paper(hands: Hands) -> None:
    state = examples()["matter"]
    elderly = state.with_visit(comfort=Comfort(theme=events.Theme.ELDERLY))
    hands.see(elderly)
    assert hands.touch("带了") == [events.TickPaper(paper=0, have=True)]
    hands.see(elderly)
    hands.now += 1
    assert hands.touch("没带") == [events.TickPaper(paper=1, have=False)]


def test_a_strip_over_the_screen_does_not_turn_its_page_back(hands: Hands) -> None:
    state = examples()["matter"].with_visit(comfort=Comfort(theme=events.Theme.ELDERLY))
    hands.see(state)
    hands.touch("下一样")
    hands.see(state.with_visit(help=Help("called", 100.0)))
    hands.now += 1
    assert hands.touch("带了") == [events.TickPaper(paper=1, have=True)]
