"""What is no speech, taken for an answer: synthetic coughs, hum and music at every question of the terminal.

    python -m tests.bench.coughs [--count 60] [--model FOLDER] [--music FILE ...]

A cough here is one to three bursts of shaped noise with a sharp onset, half of them with a voiced end; nobody's real
cough was recorded. Of every file of music two seconds are taken at each half second. Every sound stands in a room's
hiss and passes the whole listener.

    begun    an utterance began        taken    something was understood; what, stands behind it
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from content import matters
from hardware.sound import load_sound
from models.store import ModelStore
from recognition.speech.clips import RATE_HZ
from recognition.speech.recognizer import SpeechRecognizer
from terminal.workers.questions import grammars
from tests.bench.one_syllable import answered

Samples = NDArray[np.int16]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=60, help="sounds of each kind")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--music", type=Path, nargs="+", default=[], metavar="FILE", help="real music, any sound file")
    options = parser.parse_args()
    recognizer = SpeechRecognizer(options.model or ModelStore().find("speech"))
    print("| question | sound | sounds | begun | taken | for |\n|---|---|---|---|---|---|")
    sounds = {kind: [make(seed) for seed in range(options.count)] for kind, make in KINDS.items()}
    sounds |= {path.name: pieces(load_sound(path, RATE_HZ)) for path in options.music}
    for name, question in grammars(matters.load()).items():
        for kind, made in sounds.items():
            found = [answered(recognizer, question, sound) for sound in made]
            taken = Counter(heard.text for heard in found if heard and heard.text)
            begun = sum(heard is not None for heard in found)
            said = " ".join(f"{text} {times}" for text, times in taken.most_common(5))
            print(f"| {name} | {kind} | {len(found)} | {begun} | {taken.total()} | {said} |", flush=True)


def pieces(samples: Samples) -> list[Samples]:
    """Two seconds at each half second; the last may be half as long."""
    starts = range(0, len(samples) - RATE_HZ, RATE_HZ // 2)
    return [samples[start : start + 2 * RATE_HZ] for start in starts]


def cough(seed: int) -> Samples:
    rng = np.random.default_rng(seed)
    parts = [np.zeros(int(0.2 * RATE_HZ))]
    for _ in range(rng.integers(1, 4)):
        parts += [_burst(rng), np.zeros(int(rng.uniform(0.05, 0.25) * RATE_HZ))]
    return np.concatenate(parts).astype(np.int16)


def _burst(rng: np.random.Generator) -> NDArray[np.float64]:
    """10 ms of onset, then 0.2 to 0.4 s of noise that dies away, under three broad resonances."""
    count = int(RATE_HZ * rng.uniform(0.2, 0.42))
    t, hz = np.arange(count) / RATE_HZ, np.fft.rfftfreq(count, 1 / RATE_HZ)
    noise = np.fft.rfft(rng.normal(0, 1, count))
    resonances = ((rng.uniform(400, 700), 200, 1.0), (rng.uniform(1200, 1900), 300, 0.7), (3000, 800, 0.4))
    shape = sum(height / (1 + ((hz - middle) / width) ** 2) for middle, width, height in resonances)
    burst = np.fft.irfft(noise * shape, count)
    burst *= np.minimum(t / 0.01, 1) * np.exp(-t / rng.uniform(0.06, 0.14)) / np.abs(burst).max()
    pitch_hz = rng.uniform(120, 300)
    voice = sum(np.sin(2 * np.pi * pitch_hz * k * t) / k for k in range(1, 12))
    voice = voice * 0.09 * np.clip((t - 0.08) / 0.05, 0, 1) * np.exp(-t / 0.15) * (rng.random() < 0.5)
    sound = burst + voice
    return np.asarray(sound / np.abs(sound).max() * rng.uniform(3000, 14000))


def hum(seed: int) -> Samples:
    """A second and a half of the mains or an air conditioner: a few steady tones with overtones."""
    rng = np.random.default_rng(seed)
    t = np.arange(int(1.5 * RATE_HZ)) / RATE_HZ
    base_hz = rng.choice([50.0, 60.0, 100.0, 120.0]) * rng.uniform(0.99, 1.01)
    tones = sum(rng.uniform(0, 1) / k * np.sin(2 * np.pi * base_hz * k * t + rng.uniform(0, 6)) for k in range(1, 9))
    return np.asarray(tones / np.abs(tones).max() * rng.uniform(1000, 12000)).astype(np.int16)


def melody(seed: int) -> Samples:
    """Two seconds of three voices of a tune, a new chord four times a second, with overtones and a beat."""
    rng = np.random.default_rng(seed)
    t = np.arange(2 * RATE_HZ) / RATE_HZ
    roots = rng.uniform(110, 330) * 2 ** (rng.integers(0, 13, 8)[(t * 4).astype(int)] / 12)
    phase = 2 * np.pi * np.cumsum(roots) / RATE_HZ
    tune = sum(np.sin(phase * chord * k) / k for chord in (1.0, 1.25, 1.5) for k in range(1, 5))
    return np.asarray(3000 * tune * (0.3 + 0.7 * np.exp(-6 * (t * 4 % 1)))).astype(np.int16)


KINDS: dict[str, Callable[[int], Samples]] = {"cough": cough, "hum": hum, "music": melody}

if __name__ == "__main__":
    main()
