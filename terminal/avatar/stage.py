"""The stage: what the signer does at any time. The screens and the machine's effects talk to this.

Rules of the room: pure, time is an argument and only goes forward; a new sentence begins from wherever the hands are;
between sentences the figure rests, breathes and blinks (neither in reduced motion). Nothing here draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from content.signer import Lexicon, Performance, Pose, Style, load_lexicon, perform
from content.signer.performance import State

# Breaths last 4.2 s; a blink comes every 3 to 5 s and lasts 0.16 s (judgement, as people at rest do).
_BREATH_S, _BLINK_S = 4.2, 0.16
_BLINK_GAPS_S = (3.1, 4.3, 3.7, 4.9, 3.4)
# Small rest around a sentence on the stage: it begins at once.
_LEAD_S, _TAIL_S = 0.04, 0.10


@dataclass(frozen=True, slots=True)
class StageFrame:
    """What to draw: the pose, whether the figure signs, and which gloss it is at (None between sentences)."""

    pose: Pose
    signing: bool
    gloss_index: int | None
    gloss: str | None


@dataclass(frozen=True, slots=True)
class _Sentence:
    performance: Performance
    begins_s: float


class SignerStage:
    """One figure on one screen. Not shared between threads."""

    def __init__(self, lexicon: Lexicon | None = None, *, reduced_motion: bool = False) -> None:
        self._lexicon = lexicon or load_lexicon()
        self._reduced = reduced_motion
        self._rest = perform([], style=Style(lead_s=0.1, tail_s=0.1), lexicon=self._lexicon)
        self._now: _Sentence | None = None

    def sign(self, glosses: Sequence[str], at_s: float, *, speed: float = 1.0, expression: str = "neutral") -> float:
        """Sign these glosses from `at_s` on, in place of whatever is being signed; seconds it will take.

        Glosses the lexicon does not know are left out: they stay in the caption.
        """
        known = [gloss for gloss in glosses if gloss in self._lexicon]
        style = Style(speed=speed, lead_s=_LEAD_S, tail_s=_TAIL_S)
        begin = self._state(at_s)
        performance = perform(known, style=style, expression=expression, lexicon=self._lexicon, begin=begin)
        self._now = _Sentence(performance, at_s)
        return performance.duration_s

    def at_sign(self, t_s: float) -> int | None:
        """Which sign of the sentence is being signed at a time, counted from 0 without those the lexicon lacks."""
        if self._now is None:
            return None
        return self._now.performance.gloss_at(t_s - self._now.begins_s)

    def frame(self, t_s: float) -> StageFrame:
        """What to draw at a time."""
        if self._now is None or t_s >= self._now.begins_s + self._now.performance.duration_s:
            return StageFrame(self._idle(t_s), False, None, None)
        since = t_s - self._now.begins_s
        performance = self._now.performance
        pose = performance.pose(since)
        index = performance.gloss_at(since)
        gloss = None if index is None else performance.spans[index].gloss
        return StageFrame(pose, bool(performance.spans), index, gloss)

    def _state(self, t_s: float) -> State:
        if self._now is None:
            return self._rest.state(0.0)
        return self._now.performance.state(t_s - self._now.begins_s)

    def _idle(self, t_s: float) -> Pose:
        pose = self._rest.pose(0.0)
        if self._reduced:
            return pose
        breath = float(np.sin(2 * np.pi * t_s / _BREATH_S))
        return pose.with_face(replace(pose.face, breath=breath, blink=_blink(t_s)))


def _blink(t_s: float) -> float:
    within = t_s % sum(_BLINK_GAPS_S)
    for gap in _BLINK_GAPS_S:
        if within < gap:
            break
        within -= gap
    return float(np.sin(np.pi * within / _BLINK_S)) if within < _BLINK_S else 0.0
