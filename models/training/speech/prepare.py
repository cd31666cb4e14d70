"""Transcribed clips -> features on disk, in variants: 0 as recorded, 1.. at another speed in another room.

Noise is not mixed in here but on the way into each batch (`augment.py`), so that no epoch hears the same noise twice.

    python -m models.training.speech.prepare DATA OUT --variants 3

DATA holds `manifest.jsonl` (`zip`, `file`, `pinyin`, `speaker`, `seconds`, `licence`) and the zip files it names.
OUT gets `train.v0.npy` (frames, 40) float16 with `train.v0.json` beside it, and `noise.v0` without speech.
"""

from __future__ import annotations

import argparse
import json
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from models.training.speech.features import RATE_HZ, Array, log_mel
from recognition.speech.clips import read_clip
from recognition.speech.units import units_of

LICENCES = frozenset({"CC0-1.0", "Apache-2.0", "MIT"})
"""Only recordings under these train a model that is given away."""
LENGTH_S = (0.4, 12.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--variants", type=int, nargs="+", default=[0, 1, 2])
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for variant in options.variants:
        write_features(options.out / f"train.v{variant}", speech(options.data, variant))
    if 0 in options.variants:
        write_features(options.out / "noise.v0", noise(300))


def speech(data: Path, variant: int) -> Iterator[tuple[dict[str, Any], Array]]:
    """Every usable clip with its units, one list a syllable."""
    archives: dict[str, zipfile.ZipFile] = {}
    for line in (data / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        units = [units_of([s]) for s in row["pinyin"].split()]
        if row["licence"] not in LICENCES or not LENGTH_S[0] < row["seconds"] < LENGTH_S[1] or not all(units):
            continue
        archive = archives.setdefault(row["zip"], zipfile.ZipFile(data / row["zip"]))
        name = f"{row['zip']}/{row['file']}"
        samples = read_clip(archive.read(row["file"])).astype(np.float32)
        if variant:
            samples = vary(samples, np.random.default_rng(zlib.crc32(name.encode()) + 7919 * variant))
        yield {"id": name, "speaker": row["speaker"], "units": units}, samples


def vary(samples: Array, rng: np.random.Generator) -> Array:
    """Another speaking rate (and with it another voice), silence around, now and then a room."""
    samples = at_speed(samples, rng.uniform(0.85, 1.18))
    edges = [rng.normal(0, rng.uniform(0.3, 8), int(rng.uniform(0, 0.3) * RATE_HZ)) for _ in range(2)]
    samples = np.concatenate([edges[0], samples, edges[1]]).astype(np.float32)
    if rng.random() < 0.5:
        samples = in_room(samples, rng)
    return np.clip(samples, -32768, 32767).astype(np.float32)


def at_speed(samples: Array, factor: float) -> Array:
    """Faster and higher for factors above 1; linear interpolation is enough for features."""
    at = np.arange(int(len(samples) / factor)) * factor
    return np.interp(at, np.arange(len(samples)), samples).astype(np.float32)


def in_room(samples: Array, rng: np.random.Generator) -> Array:
    """Exponentially decaying noise as the room's answer; reverberation time 0.12 to 0.6 s."""
    decay_s = rng.uniform(0.12, 0.6)
    t = np.arange(int(RATE_HZ * min(decay_s, 0.5))) / RATE_HZ
    answer = rng.normal(0, 1, len(t)) * np.exp(-6.9 * t / decay_s)
    answer[: int(RATE_HZ * rng.uniform(0.001, 0.006))] = 0
    answer *= 10 ** (-rng.uniform(0, 14) / 20) / (np.sqrt((answer**2).sum()) + 1e-9)
    answer[0] = 1.0
    size = len(samples) + len(answer) - 1
    fast = 1 << (size - 1).bit_length()
    mixed = np.fft.irfft(np.fft.rfft(samples, fast) * np.fft.rfft(answer, fast), fast)
    return mixed[: len(samples)].astype(np.float32)


def noise(count: int) -> Iterator[tuple[dict[str, Any], Array]]:
    """Stretches without speech: coloured noise, mains hum, knocks, digital silence."""
    rng = np.random.default_rng(11)
    for number in range(count):
        size = int(rng.uniform(1.5, 6) * RATE_HZ)
        samples = coloured(size, rng)
        samples *= 10 ** rng.uniform(0.0, 3.1) / samples.std()
        if rng.random() < 0.3:
            hum_hz = rng.choice([50, 60, 100, 120])
            samples += rng.uniform(5, 300) * np.sin(2 * np.pi * hum_hz * np.arange(size) / RATE_HZ)
        for _ in range(rng.integers(1, 9) if rng.random() < 0.5 else 0):
            start, width = rng.integers(0, size - 2000), rng.integers(40, 1600)
            knock = rng.normal(0, rng.uniform(100, 5000), width) * np.exp(-np.arange(width) / (width / 4))
            samples[start : start + width] += knock
        if rng.random() < 0.15:
            start = rng.integers(0, size // 2)
            samples[start : start + size // 3] = 0
        yield {"id": f"noise{number}", "speaker": "", "units": []}, np.clip(samples, -32768, 32767)


def coloured(size: int, rng: np.random.Generator) -> Array:
    """White to pink noise."""
    spectrum = np.fft.rfft(rng.normal(0, 1, size))
    return np.fft.irfft(spectrum * (np.arange(len(spectrum)) + 20.0) ** -rng.uniform(0, 1.0), size).astype(np.float32)


def write_features(path: Path, clips: Iterator[tuple[dict[str, Any], Array]]) -> None:
    """All clips end to end; clips too short for their own units are left out."""
    features, rows, offset = [], [], 0
    for row, samples in clips:
        frames = log_mel(samples).astype(np.float16)
        if len(frames) < 3 * (sum(map(len, row["units"])) + 2):
            continue
        features.append(frames)
        rows.append({**row, "offset": offset, "frames": len(frames)})
        offset += len(frames)
    np.save(path.with_name(path.name + ".npy"), np.concatenate(features))
    path.with_name(path.name + ".json").write_text(json.dumps(rows), encoding="utf-8")
    print(f"{path.name}: {len(rows)} clips, {offset / 360000:.2f} h", flush=True)


if __name__ == "__main__":
    main()
