"""pyttsx3 behind the same port: every utterance in a process of its own, saved to a file in memory and read back.

In one process pyttsx3 loses sentences, joins queued ones and writes files late, so it is only used this way.
The library comes from the wheel `espeakng-loader`: loaded first, it is found by its own name.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import wave
from pathlib import Path
from typing import BinaryIO

import numpy as np

from terminal.voice.engine_rate import engine_rate
from terminal.voice.engine_text import VOICES, engine_text
from terminal.voice.speech import NORMAL_CPM, Speech, SpeechSynthesizer, VoiceError

logger = logging.getLogger(__name__)

#: pyttsx3 now and then writes nothing; so it is asked again.
_ATTEMPTS = 3
#: The longest a rendering may take before it counts as failed.
_TIMEOUT_S = 20.0
_RATE_HZ = 22_050


class Pyttsx3Synthesizer(SpeechSynthesizer):
    """One child process per utterance: about a third of a second each."""

    def render(self, text: str, rate_cpm: int = NORMAL_CPM, voice: str = "zh") -> Speech:
        said = engine_text(text, voice)
        if not said:
            return Speech(np.zeros(0, np.int16), _RATE_HZ)
        order = {"text": said, "rate": engine_rate(rate_cpm, voice), "voice": VOICES[voice]}
        for _ in range(_ATTEMPTS - 1):
            try:
                return _rendered(order)
            except VoiceError as error:
                logger.warning("pyttsx3 gave no sound, once more: %s", error.code)
        return _rendered(order)

    def close(self) -> None:
        """Nothing is held between utterances."""


def _rendered(order: dict[str, object]) -> Speech:
    """In memory: whoever is killed in the middle of a sentence leaves nothing of it on the disk."""
    with os.fdopen(os.memfd_create("said.wav"), "rb") as sound:
        _run(order | {"path": f"/proc/self/fd/{sound.fileno()}"}, sound.fileno())
        return _read(sound)


def _run(order: dict[str, object], descriptor: int) -> None:
    command = [sys.executable, "-m", "terminal.voice.pyttsx3_child"]
    root = Path(__file__).resolve().parents[2]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=_TIMEOUT_S,
            cwd=root,
            check=False,
            pass_fds=(descriptor,),
        )
    except subprocess.TimeoutExpired as error:
        raise VoiceError(
            "voice-render-failed", message="The speech engine did not answer.", context=str(error)
        ) from error
    if done.returncode:
        raise VoiceError(
            "voice-render-failed",
            message="The speech engine failed.",
            context=done.stderr.decode(errors="replace")[-200:],
            hint="Choose the espeak engine in the settings.",
        )


def _read(file: BinaryIO) -> Speech:
    try:
        with wave.open(file, "rb") as sound:
            samples = np.frombuffer(sound.readframes(sound.getnframes()), dtype=np.int16)
            return Speech(samples, sound.getframerate())
    except (OSError, EOFError, wave.Error) as error:
        raise VoiceError(
            "voice-render-failed", message="The speech engine wrote no sound.", context=str(error)
        ) from error
