"""Measures the voices: `python -m terminal.voice.measure rate|reliability`.

`rate` prints the table of `engine_rate.py`; `reliability` renders 200 sentences with each engine and counts failures.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence

from content import matters
from terminal.voice.ear import for_the_ear
from terminal.voice.engine_text import VOICES, engine_text
from terminal.voice.espeak import EspeakSynthesizer
from terminal.voice.pyttsx3_engine import Pyttsx3Synthesizer
from terminal.voice.speech import SpeechSynthesizer, VoiceError

_RATES = (80, 100, 120, 150, 175, 200, 230, 260, 300)


def sentences(count: int, lang: str = "zh") -> list[str]:
    """Sentences of the guide, as many as wanted: notes first, then names, steps and conditions."""
    guide = matters.load()
    texts = [matter.notes.in_language(lang) for matter in guide]
    texts += [f"{matter.name.in_language(lang)}。" for matter in guide]
    texts += [step.in_language(lang) for matter in guide for step in matter.steps]
    texts += [paper.name.in_language(lang) for matter in guide for paper in matter.materials]
    return list(dict.fromkeys(texts))[:count]


def speeds(engine: EspeakSynthesizer, lang: str, count: int = 84) -> list[tuple[int, float]]:
    """(engine rate, characters a minute) with pauses, over `count` sentences."""
    texts = sentences(count, lang)
    spoken = sum(_length(text, lang) for text in texts)
    table = []
    for rate in _RATES:
        seconds = sum(engine.render_as_is(engine_text(t, lang), rate, VOICES[lang]).duration_s for t in texts)
        table.append((rate, round(60 * spoken / seconds, 1)))
    return table


def reliability(make: Callable[[], SpeechSynthesizer], count: int = 200) -> dict[str, float]:
    """Failures in `count` sentences, and the time one takes."""
    texts = sentences(count)
    failures = 0
    began = time.perf_counter()
    engine = make()
    for text in texts:
        try:
            failures += engine.render(text).duration_s < 0.2
        except VoiceError:
            failures += 1
    engine.close()
    return {
        "sentences": len(texts),
        "failures": failures,
        "ms_each": round(1000 * (time.perf_counter() - began) / len(texts), 1),
    }


def _length(text: str, lang: str) -> int:
    """Characters spoken (zh) or, for English, vowels groups as syllables."""
    if lang == "zh":
        return sum("\u3400" <= c <= "\u9fff" or c.isupper() for c in for_the_ear(text))
    groups, previous = 0, False
    for c in text.lower():
        vowel = c in "aeiouy"
        groups += vowel and not previous
        previous = vowel
    return groups


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the wanted table as JSON."""
    parser = argparse.ArgumentParser(description="Measure the voices.")
    parser.add_argument("what", choices=("rate", "reliability"))
    parser.add_argument("--count", type=int, default=200)
    options = parser.parse_args(arguments)
    if options.what == "rate":
        engine = EspeakSynthesizer()
        result: dict[str, object] = {lang: speeds(engine, lang) for lang in ("zh", "en")}
    else:
        result = {
            "pyttsx3": reliability(Pyttsx3Synthesizer, options.count),
            "espeak": reliability(EspeakSynthesizer, options.count),
        }
    print(json.dumps(result, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
