"""espeak-ng by ctypes, from the wheel `espeakng-loader`: no system package, rendering in memory.

The library keeps its state per process, so it is started once in a process and never again; use it in one thread.
Names and numbers as in espeak-ng's speak_lib.h, version 1.52.
"""

from __future__ import annotations

import ctypes
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int, c_short, c_uint, c_void_p
from functools import lru_cache
from pathlib import Path

import numpy as np

from terminal.voice.engine_rate import engine_rate
from terminal.voice.engine_text import VOICES, engine_text
from terminal.voice.speech import NORMAL_CPM, Speech, SpeechSynthesizer, VoiceError

_AUDIO_OUTPUT_SYNCHRONOUS = 2
_RATE = 1
_POSITION_CHARACTER = 1
_CHARS_UTF8 = 1
_OK = 0
#: Samples per call of the callback, in milliseconds.
_BUFFER_MS = 200

_Callback = CFUNCTYPE(c_int, POINTER(c_short), c_int, c_void_p)


class EspeakSynthesizer(SpeechSynthesizer):
    """The direct engine. Raises `VoiceError("voice-engine-missing")` where the wheel is damaged or absent."""

    def __init__(self) -> None:
        self._library, self._rate_hz = _engine()

    def render(self, text: str, rate_cpm: int = NORMAL_CPM, voice: str = "zh") -> Speech:
        said = engine_text(text, voice)
        if not said:
            return Speech(np.zeros(0, np.int16), self._rate_hz)
        return self.render_as_is(said, engine_rate(rate_cpm, voice), VOICES[voice])

    def render_as_is(self, said: str, rate: int, voice: str) -> Speech:
        """Speak without any of our readings, at the engine's own rate, in one of its voices: to hear the difference."""
        self._set_voice(voice)
        self._library.espeak_SetParameter(_RATE, rate, 0)
        _PARTS.clear()
        raw = said.encode()
        code = self._library.espeak_Synth(raw, len(raw) + 1, 0, _POSITION_CHARACTER, 0, _CHARS_UTF8, None, None)
        samples = np.frombuffer(b"".join(_PARTS), dtype=np.int16)
        if code != _OK or not len(samples):
            raise VoiceError("voice-render-failed", message="The speech engine gave no sound.", context=f"code {code}")
        return Speech(samples, self._rate_hz)

    def phonemes(self, text: str, voice: str = "zh") -> str:
        """The engine's phoneme names for `text`: to check that nothing is read as English."""
        self._set_voice(VOICES[voice])
        rest = c_char_p(engine_text(text, voice).encode())
        clauses = []
        while rest.value:
            clause = self._library.espeak_TextToPhonemes(ctypes.byref(rest), _CHARS_UTF8, 0)
            clauses.append((clause or b"").decode())
        return " | ".join(clauses)

    def close(self) -> None:
        self._library.espeak_Cancel()

    def _set_voice(self, voice: str) -> None:
        if self._library.espeak_SetVoiceByName(voice.encode()) != _OK:
            raise VoiceError("voice-unknown", message="The speech engine lacks a voice.", context=voice)


_PARTS: list[bytes] = []
"""Sound of the sentence that is being spoken."""


@_Callback  # type: ignore[untyped-decorator]
def _receive(samples: object, count: int, _events: object) -> int:
    if samples and count > 0:
        _PARTS.append(ctypes.string_at(samples, count * 2))  # type: ignore[arg-type]
    return 0


@lru_cache(maxsize=1)
def _engine() -> tuple[ctypes.CDLL, int]:
    """The library, started, and its sampling rate."""
    library, data = _library()
    rate = library.espeak_Initialize(_AUDIO_OUTPUT_SYNCHRONOUS, _BUFFER_MS, str(data.parent).encode(), 0)
    if rate <= 0:
        raise VoiceError(
            "voice-engine-failed",
            message="The speech engine does not start.",
            context=f"espeak_Initialize gave {rate}, data in {data}",
            hint="Install the package espeakng-loader again.",
        )
    library.espeak_SetSynthCallback(_receive)
    return library, int(rate)


def _library() -> tuple[ctypes.CDLL, Path]:
    try:
        import espeakng_loader

        library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = Path(espeakng_loader.get_data_path())
    except (ImportError, OSError) as error:
        raise VoiceError(
            "voice-engine-missing",
            message="The speech engine is missing.",
            context=str(error),
            hint="Install the package espeakng-loader again.",
        ) from error
    library.espeak_TextToPhonemes.restype = c_char_p
    library.espeak_TextToPhonemes.argtypes = [POINTER(c_char_p), c_int, c_int]
    library.espeak_Synth.argtypes = [
        c_char_p, ctypes.c_size_t, c_uint, c_int, c_uint, c_uint, POINTER(c_uint), c_void_p,
    ]  # fmt: skip
    return library, data
