"""The voice: text on the screen -> text for the ear -> pinyin -> samples. Playing is composed elsewhere.

Importing this loads no engine; `default_synthesizer()` does.
"""

from terminal.voice.manner import VoiceManner
from terminal.voice.queue import Change, Priority, Utterance, VoiceQueue
from terminal.voice.speech import ELDERLY_CPM, NORMAL_CPM, Speech, SpeechSynthesizer, VoiceError

__all__ = [
    "ELDERLY_CPM",
    "NORMAL_CPM",
    "Change",
    "Priority",
    "Speech",
    "SpeechSynthesizer",
    "Utterance",
    "VoiceError",
    "VoiceManner",
    "VoiceQueue",
    "for_the_ear",
    "make_synthesizer",
    "to_pinyin",
]


def for_the_ear(text: str, lang: str = "zh") -> str:
    """The text as it is to be spoken; see `terminal.voice.ear`."""
    from terminal.voice.ear import for_the_ear as normalised

    return normalised(text, lang)


def to_pinyin(text: str) -> str:
    """Tone-numbered pinyin of a text for the ear; see `terminal.voice.pinyin`."""
    from terminal.voice.pinyin import to_pinyin as spelled

    return spelled(text)


def make_synthesizer(engine: str = "espeak") -> SpeechSynthesizer:
    """The engine `espeak` (direct, the default) or `pyttsx3`. Raises `VoiceError` if it cannot start."""
    if engine == "pyttsx3":
        from terminal.voice.pyttsx3_engine import Pyttsx3Synthesizer

        return Pyttsx3Synthesizer()
    if engine == "espeak":
        from terminal.voice.espeak import EspeakSynthesizer

        return EspeakSynthesizer()
    raise VoiceError("voice-unknown", message="No such speech engine.", context=engine, hint="Use espeak or pyttsx3.")
