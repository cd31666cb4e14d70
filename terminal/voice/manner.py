"""How fast and how loud the voice speaks, and what "slower" and "louder" change."""

from __future__ import annotations

from dataclasses import dataclass, replace

from terminal.voice.speech import ELDERLY_CPM, FASTEST_CPM, NORMAL_CPM, SLOWEST_CPM

#: One "slower" or "faster": a clear step, four of them from normal to slowest. Our judgement.
_RATE_STEP_CPM = 20
#: One "louder" or "softer" in decibels: clearly heard, three of them double the loudness and more. Our judgement.
_GAIN_STEP_DB = 4.0
_LOUDEST_DB, _SOFTEST_DB = 12.0, -12.0


@dataclass(frozen=True, slots=True)
class VoiceManner:
    """Speed in characters a minute and gain over the hall's own level. Kept for one visit, then forgotten."""

    rate_cpm: int = NORMAL_CPM
    gain_db: float = 0.0

    @staticmethod
    def for_mode(*, elderly: bool) -> VoiceManner:
        """The manner a visit starts with."""
        return VoiceManner(ELDERLY_CPM if elderly else NORMAL_CPM)

    def slower(self) -> VoiceManner:
        """One step slower, down to the slowest."""
        return replace(self, rate_cpm=max(SLOWEST_CPM, self.rate_cpm - _RATE_STEP_CPM))

    def faster(self) -> VoiceManner:
        """One step faster, up to the fastest."""
        return replace(self, rate_cpm=min(FASTEST_CPM, self.rate_cpm + _RATE_STEP_CPM))

    def louder(self) -> VoiceManner:
        """One step louder, up to the loudest."""
        return replace(self, gain_db=min(_LOUDEST_DB, self.gain_db + _GAIN_STEP_DB))

    def softer(self) -> VoiceManner:
        """One step softer, down to the softest."""
        return replace(self, gain_db=max(_SOFTEST_DB, self.gain_db - _GAIN_STEP_DB))
