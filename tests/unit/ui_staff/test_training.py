"""A clerk's practice from the first key to the last: an invented visitor, and nothing that reaches hall or pad."""

from __future__ import annotations

from content.matters import load as load_matters
from content.signer import load_lexicon
from content.training import load
from terminal.training import INSIDE, Practice
from terminal.ui.staff import staff_intent
from terminal.visit.effects import Effect, Tell
from terminal.visit.events import ClerkMoves, Event, OtherWindowsChanged, Tick
from terminal.visit.machine import step
from terminal.visit.state import Phase, State
from terminal.visit.wants import wants

STEP_S = 0.25


class Desk:
    """The machine with the practice around it, as the application has it."""

    def __init__(self) -> None:
        self.visit = load()
        self.papers = len(load_matters()[self.visit.matter].materials)
        self.practice = Practice(self.visit, self.papers)
        self.state = State(window="6")
        self.outside: list[Effect] = []
        self.now = 100.0

    def happens(self, event: Event) -> None:
        self.state, effects = step(self.state, event)
        for effect in effects:
            if self.state.training and isinstance(effect, Tell):
                self.practice.told(effect, self.now)
            if isinstance(effect, INSIDE):
                continue
            if self.state.training:
                self.practice.asked(effect, self.state, self.now)
            else:
                self.outside.append(effect)

    def key(self, key: str) -> None:
        event = staff_intent(key, self.state)
        assert event is not None, f"{key} means nothing in {self.state.phase}"
        self.happens(event)

    def until(self, phase: Phase, lines: int = 0) -> None:
        for _ in range(600):
            if self.state.phase is phase and len(self.state.visit.lines) >= lines:
                return
            self.now += STEP_S
            self.happens(Tick(at=self.now))
            assert wants(self.state).camera is False
            assert wants(self.state).pad_seq == 0
            for event in self.practice.due(self.state, self.now):
                self.happens(event)
        raise AssertionError(f"never {phase} with {lines} lines; {self.state.phase}, {self.state.visit.lines}")


def test_a_whole_practice_by_keys_reaches_nobody() -> None:
    desk = Desk()
    desk.key("Ctrl+T")
    desk.key("F10")
    desk.until(Phase.CALLED)
    desk.key("Ctrl+B")
    desk.until(Phase.CONVERSING, lines=1)
    desk.key("F1")
    desk.until(Phase.CONVERSING, lines=3)
    doubtful = desk.state.visit.lines[-1]
    desk.key("Ctrl+7")  # the first alternative for the word that was not surely seen
    assert desk.state.visit.lines[-1].mended
    assert desk.state.visit.lines[-1].text != doubtful.text
    for place in range(desk.papers):
        desk.key(f"Alt+{place + 1}")
    assert desk.state.visit.papers == (True,) * desk.papers
    desk.key("Ctrl+E")
    desk.until(Phase.EVALUATING)
    desk.until(Phase.IDLE)
    desk.key("F10")
    desk.until(Phase.CALLED)
    desk.key("Ctrl+T")
    assert (desk.state.training, desk.state.phase, desk.state.numbers) == (False, Phase.IDLE, ())
    assert desk.state.served_today == 0
    assert desk.outside == []


def test_what_is_still_to_come_is_forgotten_with_the_training() -> None:
    desk = Desk()
    desk.key("Ctrl+T")
    desk.key("F10")
    desk.key("Ctrl+T")
    desk.now += 60
    assert desk.practice.due(desk.state, desk.now) == []
    desk.key("Ctrl+T")
    assert desk.practice.due(desk.state, desk.now) == []


def test_the_invented_visitor_uses_words_and_papers_that_exist() -> None:
    lexicon, visit = load_lexicon(), load()
    words = [w for turn in visit.turns for s in turn.signs for w in (s.gloss, *s.alternatives) if w]
    assert [word for word in words if word not in lexicon] == []
    assert visit.matter in load_matters().by_id
    assert any(sign.sureness != "sure" for turn in visit.turns for sign in turn.signs)


def test_an_invented_number_is_sent_on_and_no_window_learns_of_it() -> None:
    desk = Desk()
    desk.happens(OtherWindowsChanged(windows=(("w5", "5", (("社保医保区", "Insurance"),)),)))
    desk.key("Ctrl+T")
    desk.key("F10")
    desk.until(Phase.CALLED)
    desk.key("Ctrl+B")
    desk.until(Phase.CONVERSING)
    desk.key("Ctrl+Y")
    desk.happens(ClerkMoves(window_id="w5"))
    desk.until(Phase.LEAVING)
    assert desk.state.visit.saying.key == "leaving.moved"
    desk.until(Phase.IDLE)
    assert (desk.outside, desk.state.served_today) == ([], 0)
