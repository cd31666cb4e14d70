"""A folder of recordings as `recognition.evaluate_speech` takes it: the manifest, the texts, the sounds.

`manifest.json` is a list of `{file, text, kind, lang, ...}`; a row may leave out `text` (nothing is said that could be
written down), `lang` (not Mandarin) and what is known of the reader.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recognition.speech.clips import RATE_HZ, in_babble, read_clip
from recognition.speech.errors import SpeechError
from recognition.speech.lexicon import syllables

SEED = 1
LENGTHS = ((1, 3), (4, 7), (8, 20), (21, 99))
MANIFEST = "manifest.json"
# Mandarin by its own code, and by the one that most files use for it.
MANDARIN = ("cmn", "zh")
# Of the many faults of one manifest so many are told.
TOLD = 5
# Voices that babble is mixed of.
VOICES = 40


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
        return self.lang.split("-")[0] in MANDARIN and bool(self.text)

    @property
    def length(self) -> str:
        count = len(syllables(self.text) or ())
        return next((f"{low}-{high}" for low, high in LENGTHS if low <= count <= high), "0")


def read_manifest(folder: Path) -> list[Recording]:
    """Raises `SpeechError` with every row that cannot be used, as far as one can read."""
    path = folder / MANIFEST
    if not path.is_file():
        hint = f"Give the folder that holds {MANIFEST} beside the recordings."
        raise SpeechError("manifest-missing", message="There is no list of recordings.", context=str(path), hint=hint)
    try:
        rows = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise _damaged(f"{path}: {error}", "Write a list of recordings as JSON, UTF-8.") from error
    if not isinstance(rows, list) or not rows:
        raise _damaged(f"{path}: no list, or an empty one", "Write [{file, text, kind, lang}, …].")
    faults = [f"row {number}: {fault}" for number, row in enumerate(rows, 1) for fault in _faults(folder, row)]
    if faults:
        more = f"; and {len(faults) - TOLD} more" if len(faults) > TOLD else ""
        raise _damaged(f"{path}: {'; '.join(faults[:TOLD])}{more}", "Mend these rows, or take them out.")
    return [_recording(folder, row) for row in rows]


def _recording(folder: Path, row: dict[str, Any]) -> Recording:
    lang = row.get("lang") or ""
    groups = (lang, *(f"{key} {row[key]}" for key in ("gender", "age") if row.get(key)))
    return Recording(folder / row["file"], row.get("text") or "", row["kind"], lang, groups)


def _faults(folder: Path, row: object) -> Iterator[str]:
    if not isinstance(row, dict):
        yield "no object"
        return
    if not isinstance(row.get("file"), str):
        yield "no file"
    elif not (folder / row["file"]).is_file():
        yield f"{row['file']} is not there"
    if not isinstance(row.get("kind"), str):
        yield "no kind (sentence, phrase, word, foreign, noise)"
    for field in ("text", "lang"):
        if not isinstance(row.get(field) or "", str):
            yield f"{field} is no text"


def read_texts(path: Path) -> list[str]:
    """One text a line; of tab-separated lines the second field."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError) as error:
        hint = "Write one text a line, UTF-8."
        raise SpeechError(
            "grammar-unreadable", message="The texts cannot be read.", context=f"{path}: {error}", hint=hint
        ) from error
    rows = [line.split("\t") for line in lines if line.strip()]
    texts = list(dict.fromkeys(row[1] if len(row) > 1 else row[0] for row in rows if not row[0].startswith("#")))
    if not any(syllables(text) for text in texts):
        hint = "Write one text a line, in Chinese characters."
        raise SpeechError("grammar-empty", message="No text can be listened for.", context=str(path), hint=hint)
    return texts


def sample(recordings: Sequence[Recording], count: int) -> list[Recording]:
    """At most `count` of each kind and length, drawn with the seed."""
    groups: dict[tuple[str, str], list[Recording]] = {}
    for recording in recordings:
        groups.setdefault((recording.kind, recording.length), []).append(recording)
    rng = random.Random(SEED)
    return [r for _, part in sorted(groups.items()) for r in rng.sample(part, min(count, len(part)))]


class Sounds:
    """Recordings as samples, in babble of the folder's other readers if asked for; the same noise on every run.

    `pitch`: how many times as high, and as fast, they are played: 1.25 makes of an adult nearly a child.
    """

    def __init__(self, recordings: Sequence[Recording], snr_db: float | None, pitch: float = 1.0) -> None:
        self._snr_db, self._pitch = snr_db, pitch
        pool = sorted(r.path for r in recordings if r.mandarin)
        picked = random.Random(SEED).sample(pool, min(VOICES, len(pool))) if snr_db is not None else []
        self._voices = [voice for voice in map(samples_of, picked) if len(voice)]
        if snr_db is not None and not self._voices:
            hint = "Measure this folder without babble."
            raise SpeechError("babble-missing", message="There is no Mandarin voice to make babble of.", hint=hint)

    def __call__(self, recording: Recording) -> NDArray[np.int16]:
        samples = samples_of(recording.path, round(RATE_HZ / self._pitch))
        if self._snr_db is None or recording.kind == "noise" or not len(samples):
            return samples
        rng = np.random.default_rng([SEED, *recording.path.name.encode()])
        return in_babble(samples, self._voices, self._snr_db, rng)


def samples_of(path: Path, rate_hz: int = RATE_HZ) -> NDArray[np.int16]:
    """(n,) int16 mono. Raises `SpeechError` for a file without sound that can be read."""
    import av

    try:
        return read_clip(path, rate_hz)
    except (OSError, ValueError, IndexError, av.error.FFmpegError) as error:  # IndexError: no track of sound
        raise SpeechError(
            "recording-damaged",
            message="A recording cannot be read.",
            context=f"{path}: {error}",
            hint="Put a whole file in its place, or take its row out of the manifest.",
        ) from error


def _damaged(context: str, hint: str) -> SpeechError:
    return SpeechError("manifest-damaged", message="The list of recordings is damaged.", context=context, hint=hint)
