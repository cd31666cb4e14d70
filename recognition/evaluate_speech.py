"""How well speech is understood: figures over a folder of recordings.

    python -m recognition.evaluate_speech DIR [--grammar FILE] [--json] [--model FOLDER ...] [--babble DB ...]
    python -m recognition.evaluate_speech DIR --table      every installed model, quiet and in babble, as one table

DIR holds `manifest.json`: a list of `{file, text, speaker, kind, lang, ...}`. With a grammar (one text a line, or
tab-separated with the text second) every recording is tried against it. Without, closed sets of 10 and of 100 texts
are drawn with a fixed seed from the folder's own texts, of similar length, no two of them sounding alike.

    exact          the decoder's own best text is the right one
    nearest        the phrase taken for it is the right one, before rejection
    rejected       true requests refused at the shipped threshold
    false_accepts  recordings that hold none of the texts and were taken for one: foreign speech, noise, other Mandarin;
                   `kept_95` of them at the threshold that keeps 95 % of the true requests
    rtf            processor time by length of sound

each over all and by kind, by number of syllables, and by reader group (language, gender and age where stated).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recognition.speech.clips import RATE_HZ, in_babble, read_clip
from recognition.speech.grammar import Grammar
from recognition.speech.lexicon import syllables
from recognition.speech.recognizer import SpeechRecognizer
from recognition.speech.results import Heard
from recognition.speech_table import markdown, print_table

SEED = 1
SIZES = (10, 100)
LENGTHS = ((1, 3), (4, 7), (8, 20), (21, 99))
KEPT = 0.95
STEP_S = 0.1
INSTALLED = Path(__file__).resolve().parent.parent / "var" / "models"
DEFAULT_MODEL = INSTALLED / "vosk-cn-own"
TABLE_BABBLE_DB = (20.0, 10.0, 5.0)
TABLE_SIZE = 100


@dataclass(frozen=True, slots=True)
class Recording:
    """One row of a manifest."""

    path: Path
    text: str
    kind: str
    lang: str
    groups: tuple[str, ...]

    @property
    def mandarin(self) -> bool:
        return self.lang.startswith("cmn") and bool(self.text)

    @property
    def length(self) -> str:
        count = len(syllables(self.text) or ())
        return next((f"{low}-{high}" for low, high in LENGTHS if low <= count <= high), "0")


@dataclass(frozen=True, slots=True)
class Trial:
    """One recording against one grammar; `wanted` None: none of its texts is in it."""

    recording: Recording
    wanted: tuple[str, ...] | None
    heard: Heard
    cpu_s: float

    @property
    def best(self) -> str:
        return self.heard.text or (self.heard.alternatives[0].text if self.heard.alternatives else "")

    @property
    def exact(self) -> bool:
        return self.wanted is not None and syllables(self.heard.raw.replace(" ", "")) == self.wanted

    @property
    def nearest(self) -> bool:
        return self.wanted is not None and syllables(self.best) == self.wanted


@dataclass(frozen=True, slots=True)
class Chunk:
    samples: NDArray[np.int16]
    rate_hz: int
    at: float


def main() -> None:
    options = _options()
    models = options.model or (installed() if options.table else [DEFAULT_MODEL])
    sizes = options.sizes or ([TABLE_SIZE] if options.table else SIZES)
    recordings = read_manifest(options.folder)
    if options.sample:
        recordings = sample(recordings, options.sample)
    grammar = read_texts(options.grammar) if options.grammar else None
    report = {
        str(model): {
            _noise_name(snr): evaluate(
                SpeechRecognizer(model),
                recordings,
                grammar,
                snr,
                sizes=sizes,
                free=options.free,
                pitch=options.pitch,
            )
            for snr in (None, *(options.babble or (TABLE_BABBLE_DB if options.table else ())))
        }
        for model in models
    }
    if options.table:
        print(markdown(report))
    elif options.json:
        json.dump(report, sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        print_table(report)


def evaluate(
    recognizer: SpeechRecognizer,
    recordings: Sequence[Recording],
    texts: Sequence[str] | None,
    snr_db: float | None,
    *,
    sizes: Sequence[int] = SIZES,
    free: int = 0,
    pitch: float = 1.0,
) -> dict[str, Any]:
    """All figures of one model at one noise level."""
    sound = Sounds(recordings, snr_db, pitch)
    report: dict[str, Any] = {}
    if texts is not None:
        report["grammar"] = figures(list(trials(recognizer, recordings, [list(texts)], sound)))
    else:
        for size in sizes:
            report[f"of_{size}"] = figures(list(trials(recognizer, recordings, closed_sets(recordings, size), sound)))
    if free:
        report["free"] = free_error(recognizer, recordings, sound, free)
    return report


def closed_sets(recordings: Iterable[Recording], size: int) -> list[list[str]]:
    """Every Mandarin text in one set with others of its length; short classes are filled from the next one."""
    by_sound = {syllables(r.text): r.text for r in recordings if r.mandarin and syllables(r.text)}
    texts = sorted(by_sound.values())
    random.Random(SEED).shuffle(texts)
    classes = [[t for t in texts if low <= len(syllables(t) or ()) <= high] for low, high in LENGTHS]
    sets = []
    for number, own in enumerate(classes):
        others = [t for other in (*classes[number + 1 :], *classes[:number][::-1]) for t in other]
        for start in range(0, len(own), size):
            part = own[start : start + size]
            sets.append(part + [t for t in own + others if t not in part][: size - len(part)])
    return sets


def trials(
    recognizer: SpeechRecognizer, recordings: Sequence[Recording], sets: Sequence[Sequence[str]], sound: Sounds
) -> Iterator[Trial]:
    """Each Mandarin recording against the set that its length class put it in; every other against the first set."""
    by_text = {text: n for n in reversed(range(len(sets))) for text in sets[n]}
    by_sound = {syllables(text): n for text, n in by_text.items()}
    strangers = [r for r in recordings if not r.mandarin or syllables(r.text) not in by_sound]
    outsiders = [r for r in recordings if r.mandarin and by_sound.get(syllables(r.text), 0) != 0]
    for number, texts in enumerate(sets):
        grammar = Grammar.of(f"set {number}", {text: [text] for text in texts})
        recognizer.prepare(grammar)
        for recording in recordings:
            wanted = syllables(recording.text) if recording.mandarin else None
            if wanted and by_sound.get(wanted) == number:
                yield _trial(recognizer, grammar, recording, wanted, sound)
        for recording in (*strangers, *outsiders[:100]) if number == 0 else ():
            yield _trial(recognizer, grammar, recording, None, sound)


def figures(done: Sequence[Trial]) -> dict[str, Any]:
    true = [t for t in done if t.wanted is not None]
    false = [t for t in done if t.wanted is None]
    threshold = float(np.quantile([t.heard.confidence for t in true], 1 - KEPT)) if true else 0.0
    length_s = sum(t.heard.seconds for t in done)
    return {
        **_shares(true),
        "false_accepts": {
            kind: {
                "clips": len(part),
                "accepted": sum(not t.heard.rejected for t in part),
                "kept_95": sum(t.heard.confidence >= threshold for t in part),
            }
            for kind, part in _grouped(false, lambda t: [_stranger_kind(t.recording)])
        },
        "rtf": round(sum(t.cpu_s for t in done) / max(length_s, 1e-9), 4),
        "by_kind": {k: _shares(part) for k, part in _grouped(true, lambda t: [t.recording.kind])},
        "by_syllables": {k: _shares(part) for k, part in _grouped(true, lambda t: [t.recording.length])},
        "by_group": {k: _shares(part) for k, part in _grouped(true, lambda t: t.recording.groups)},
    }


def free_error(
    recognizer: SpeechRecognizer, recordings: Sequence[Recording], sound: Sounds, count: int
) -> dict[str, float]:
    """Without any grammar: share of toneless syllables wrong, over sentences and phrases drawn with the seed."""
    pool = [r for r in recordings if r.mandarin and r.kind in ("sentence", "phrase") and syllables(r.text)]
    picked = random.Random(SEED).sample(pool, min(count, len(pool)))
    errors = total = 0
    for recording in picked:
        wanted = syllables(recording.text) or ()
        heard = _hear(recognizer, None, sound(recording))
        errors += edits(wanted, syllables(heard.text) or ())
        total += len(wanted)
    return {"clips": len(picked), "syllables": total, "error": round(errors / max(total, 1), 4)}


def edits(wanted: Sequence[str], found: Sequence[str]) -> int:
    """Insertions, deletions and substitutions from one row to the other."""
    row = list(range(len(found) + 1))
    for i, a in enumerate(wanted, 1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(found, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (a != b))
    return row[-1]


class Sounds:
    """Recordings as samples, in babble of the folder's other readers if asked for; the same noise on every run.

    `pitch`: how many times as high, and as fast, they are played: 1.25 makes of an adult nearly a child.
    """

    def __init__(self, recordings: Sequence[Recording], snr_db: float | None, pitch: float = 1.0) -> None:
        self._snr_db, self._pitch = snr_db, pitch
        pool = sorted(r.path for r in recordings if r.mandarin)
        picked = random.Random(SEED).sample(pool, min(40, len(pool))) if snr_db is not None else []
        self._voices = [read_clip(path) for path in picked]

    def __call__(self, recording: Recording) -> NDArray[np.int16]:
        samples = read_clip(recording.path, round(RATE_HZ / self._pitch))
        if self._snr_db is None or recording.kind == "noise":
            return samples
        rng = np.random.default_rng([SEED, *recording.path.name.encode()])
        return in_babble(samples, self._voices, self._snr_db, rng)


def installed() -> list[Path]:
    """Every model that lies unpacked in this installation, by name."""
    return sorted(path.parent.parent for path in INSTALLED.glob("*/am/final.mdl"))


def read_manifest(folder: Path) -> list[Recording]:
    rows = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return [
        Recording(
            folder / row["file"], row.get("text", ""), row["kind"], row["lang"],
            (row["lang"], *(f"{key} {row[key]}" for key in ("gender", "age") if row.get(key))),
        )
        for row in rows
    ]  # fmt: skip


def read_texts(path: Path) -> list[str]:
    """One text a line; of tab-separated lines the second field."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return list(dict.fromkeys(row[1] if len(row) > 1 else row[0] for row in rows if not row[0].startswith("#")))


def sample(recordings: Sequence[Recording], count: int) -> list[Recording]:
    """At most `count` of each kind and length, drawn with the seed."""
    groups: dict[tuple[str, str], list[Recording]] = {}
    for recording in recordings:
        groups.setdefault((recording.kind, recording.length), []).append(recording)
    rng = random.Random(SEED)
    return [r for _, part in sorted(groups.items()) for r in rng.sample(part, min(count, len(part)))]


def _trial(
    recognizer: SpeechRecognizer, grammar: Grammar, recording: Recording, wanted: tuple[str, ...] | None, sound: Sounds
) -> Trial:
    samples = sound(recording)
    began = time.process_time()
    heard = _hear(recognizer, grammar, samples)
    return Trial(recording, wanted, heard, time.process_time() - began)


def _hear(recognizer: SpeechRecognizer, grammar: Grammar | None, samples: NDArray[np.int16]) -> Heard:
    recognizer.begin(grammar)
    step = round(STEP_S * RATE_HZ)
    for start in range(0, len(samples), step):
        recognizer.accept(Chunk(samples[start : start + step], RATE_HZ, start / RATE_HZ))
    return recognizer.end().heard


def _shares(part: Sequence[Trial]) -> dict[str, Any]:
    count = max(len(part), 1)
    return {
        "clips": len(part),
        "exact": round(sum(t.exact for t in part) / count, 4),
        "nearest": round(sum(t.nearest for t in part) / count, 4),
        "rejected": round(sum(t.heard.rejected for t in part) / count, 4),
    }


def _grouped(done: Sequence[Trial], keys: Any) -> list[tuple[str, list[Trial]]]:
    groups: dict[str, list[Trial]] = {}
    for trial in done:
        for key in keys(trial):
            groups.setdefault(key, []).append(trial)
    return sorted(groups.items())


def _stranger_kind(recording: Recording) -> str:
    return "other Mandarin" if recording.mandarin else recording.kind


def _noise_name(snr_db: float | None) -> str:
    return "quiet" if snr_db is None else f"{snr_db:g} dB"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--grammar", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--table", action="store_true", help="every installed model, quiet and babble, as Markdown")
    parser.add_argument("--model", type=Path, nargs="+", help="folders; without it the shipped model")
    parser.add_argument("--babble", type=float, nargs="*", default=[], metavar="DB")
    parser.add_argument("--sizes", type=int, nargs="+", help="texts in a closed set; 10 and 100")
    parser.add_argument("--sample", type=int, metavar="COUNT", help="only so many recordings of each kind and length")
    parser.add_argument("--pitch", type=float, default=1.0, help="play everything higher and faster; 1.25: a child")
    parser.add_argument("--free", type=int, default=0, metavar="CLIPS", help="also measure free decoding on so many")
    return parser.parse_args()


if __name__ == "__main__":
    main()
