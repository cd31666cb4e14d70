"""Telling the visitor one sentence: signed by the figure or by a recorded signer, and spoken where that was chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from content.matters import Matters
from content.signer import Lexicon
from content.words import load_words
from terminal.avatar.stage import SignerStage
from terminal.clips import ClipPlayer, Shelf
from terminal.spoken import spoken
from terminal.telling import expression, glosses, said_by, sentence
from terminal.ui import cues
from terminal.ui.live import Signed
from terminal.ui.text import letters
from terminal.visit.effects import PlayCue, Tell
from terminal.visit.events import Theme
from terminal.visit.state import Comfort
from terminal.voice import Priority, Utterance, VoiceManner
from terminal.workers.voice import Hush, Say, Sound

GREET_EVERY_S = 12.0
"""The idle signer greets this often (our design)."""
SIGN_SPEED = (0.6, 0.7, 1.0, 1.2, 1.4)
"""How fast signs follow each other, by the visitor's five steps of pace."""


class Teller:
    """Figure, recorded signers and voice. ``speak`` sends a command to the voice's worker, ``clips`` is where the
    hall's signed clips lie, ``moving`` is False for who wants nothing to move."""

    def __init__(
        self,
        lexicon: Lexicon,
        matters: Matters,
        speak: Callable[[object], None],
        clips: Path | None = None,
        *,
        moving: bool = True,
    ) -> None:
        self._lexicon, self._matters, self._speak, self._moving = lexicon, matters, speak, moving
        self._stage = SignerStage(reduced_motion=not moving)
        self._shelf = Shelf(clips) if clips is not None else None
        self.clip = ClipPlayer()
        """A recorded signer in the figure's place."""
        self._to_sign: tuple[Sequence[str], Tell] | None = None
        self._says: tuple[Signed | None, ...] = ()
        self._greeted = 0.0

    def tell(self, effect: Tell, comfort: Comfort, now: float) -> None:
        """Sign it, and speak it where the visitor hears."""
        self._sign(effect, now)
        if not effect.aloud:
            return
        words = load_words(comfort.language.value)
        utterance = Utterance(
            id=effect.effect_id,
            text=spoken(effect.key, effect.args, words, self._matters),
            priority=Priority.ALARM if effect.urgent else Priority.ANSWER,
            lang=words.language,
            manner=manner(comfort),
            topic="dialogue",
        )
        self._speak(Say(utterance))

    def begin(self, caption: Callable[[str], str], comfort: Comfort, now: float) -> None:
        """Begin the signing of what was told last; ``caption`` gives the words on the screen for its key.

        Laying a sentence out in movement takes some 10 ms: after the touched screen is painted, not before.
        """
        if self._to_sign is None:
            return
        (signs, effect), self._to_sign = self._to_sign, None
        known = [sign for sign in signs if sign in self._lexicon]
        self._says = self._words_of(known, caption(effect.key))
        speed = SIGN_SPEED[comfort.rate + 2]
        self._stage.sign(known, now, speed=speed, expression=expression(effect.key, self._lexicon))

    def greets(self, now: float) -> bool:
        """Whether it is time to greet whoever may pass by."""
        return now - self._greeted >= GREET_EVERY_S

    def greet(self, now: float) -> None:
        self._greeted = now
        self._sign(Tell(effect_id="", key="idle.greeting"), now)

    def cue(self, effect: PlayCue, *, aloud: bool) -> None:
        """A sound only where the visitor hears; its twin is on the screen for everybody."""
        if aloud:
            self._speak(Sound(cues.samples(effect.name).tobytes(), cues.RATE_HZ))

    def hush(self) -> None:
        self._speak(Hush())

    def stop(self) -> None:
        """Neither a recorded signer nor the voice goes on."""
        self.clip.stop()
        self.hush()

    def word(self, at: float) -> Signed | None:
        """The word of the caption being signed; standing still is for who wants nothing to move."""
        sign = self._stage.at_sign(at)
        if sign is None or sign >= len(self._says) or not self._moving:
            return None
        return self._says[sign]

    def pose(self, at: float) -> Any:
        """The figure at this time."""
        return self._stage.frame(at).pose

    def _sign(self, effect: Tell, now: float) -> None:
        text = sentence(effect.key, effect.args, load_words("zh"), self._matters)
        clip = self._shelf.find(text) if self._shelf is not None else None
        if clip is not None:
            self.clip.play(clip, now)
            self._says = ()
            return
        self.clip.stop()
        signs = glosses(effect.key, effect.args, text, self._lexicon, self._matters)
        if signs:
            self._to_sign = signs, effect

    def _words_of(self, signs: Sequence[str], caption: str) -> tuple[Signed | None, ...]:
        """The word of the caption that each of these signs says, where it stands there."""
        if not caption:
            return ()
        words = letters(caption)
        places = said_by(signs, words, self._lexicon)
        return tuple(Signed(words, place) if place else None for place in places)


def manner(comfort: Comfort) -> VoiceManner:
    """How the voice speaks to this visitor: the mode's own manner, then the steps that the visitor asked for."""
    chosen = VoiceManner.for_mode(elderly=comfort.theme is Theme.ELDERLY)
    for _ in range(abs(comfort.rate)):
        chosen = chosen.slower() if comfort.rate < 0 else chosen.faster()
    louder = comfort.volume - Comfort().volume
    for _ in range(abs(louder)):
        chosen = chosen.louder() if louder > 0 else chosen.softer()
    return chosen
