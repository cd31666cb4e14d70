"""A sentence is signed for everybody and spoken for who chose it, in their language, pace and loudness."""

from __future__ import annotations

import pytest

from content.matters import load
from content.signer import load_lexicon
from content.words import load_words
from terminal.teller import GREET_EVERY_S, Teller
from terminal.visit.effects import PlayCue, Tell
from terminal.visit.events import Language, Theme
from terminal.visit.state import Comfort
from terminal.voice import Priority
from terminal.workers.voice import Hush, Say, Sound

NOW = 100.0


class Heard:
    """A teller and what reached the voice."""

    def __init__(self, *, moving: bool = True) -> None:
        self.commands: list[object] = []
        self.teller = Teller(load_lexicon(), load(), self.commands.append, moving=moving)

    def tells(self, key: str, comfort: Comfort | None = None, *, aloud: bool = True, urgent: bool = False) -> Say:
        effect = Tell(effect_id="v-1", key=key, aloud=aloud, urgent=urgent)
        self.teller.tell(effect, comfort or Comfort(), NOW)
        said = self.commands.pop()
        assert isinstance(said, Say)
        return said


@pytest.mark.parametrize("language", list(Language))
def test_it_is_spoken_in_the_visitors_language(language: Language) -> None:
    said = Heard().tells("ask.speak", Comfort(language=language)).utterance
    assert (said.text, said.lang) == (load_words(language.value)("say.ask.speak"), language.value)


def test_who_does_not_hear_is_spoken_to_by_nobody() -> None:
    heard = Heard()
    heard.teller.tell(Tell(effect_id="v-1", key="ask.sign"), Comfort(), NOW)
    heard.teller.cue(PlayCue(effect_id="v-2", name="understood"), aloud=False)
    assert heard.commands == []
    heard.teller.cue(PlayCue(effect_id="v-3", name="understood"), aloud=True)
    assert isinstance(heard.commands.pop(), Sound)


def test_what_is_urgent_interrupts_and_older_visitors_are_spoken_to_slowly() -> None:
    heard = Heard()
    calm, urgent = heard.tells("ask.speak").utterance, heard.tells("timeout.still_there", urgent=True).utterance
    assert (calm.priority, urgent.priority) == (Priority.ANSWER, Priority.ALARM)
    slow = heard.tells("ask.speak", Comfort(theme=Theme.ELDERLY)).utterance
    assert slow.manner.rate_cpm < calm.manner.rate_cpm


def test_the_word_of_the_caption_is_marked_while_it_is_signed() -> None:
    caption = load_words("zh")("ask.sign")
    for moving, marked in ((True, True), (False, False)):
        heard = Heard(moving=moving)
        heard.teller.tell(Tell(effect_id="v-1", key="ask.sign"), Comfort(), NOW)
        heard.teller.begin(lambda _key: caption, Comfort(), NOW)
        assert any(heard.teller.word(NOW + step / 10) for step in range(60)) is marked


def test_the_idle_signer_greets_now_and_then() -> None:
    teller = Heard().teller
    teller.greet(NOW)
    assert [teller.greets(NOW + after) for after in (GREET_EVERY_S - 1, GREET_EVERY_S)] == [False, True]


def test_stopping_silences_the_voice() -> None:
    heard = Heard()
    heard.teller.stop()
    assert heard.commands == [Hush()]
