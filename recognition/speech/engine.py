"""Vosk behind three small functions: open a model, start a recogniser, read a result. Imports vosk when called.

Vosk reads a model folder into memory at once, so a folder may be removed after `open_model`.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recognition.left_out import left_out
from recognition.speech.acceptance import Acceptance
from recognition.speech.errors import SpeechError
from recognition.speech.graph import Graph

LANGUAGE_MODEL = "Gr.fst"
TRAITS_FILE = "wuai.json"
"""Only our own models hold it: it says that our graphs fit their phones, and how sure a score is."""

_DECODING = """--min-active=200
--max-active=4000
--beam=11
--acoustic-scale=1.0
--frame-subsampling-factor=3
--endpoint.silence-phones=1
"""
_NEVER_END = "".join(
    f"--endpoint.rule{n}.min-trailing-silence=1000\n--endpoint.rule{n}.min-utterance-length=1000\n" for n in range(1, 6)
)
"""The listener decides when an utterance has ended, not the decoder."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What a model folder says about itself."""

    own_graphs: bool
    acceptance: Acceptance | None = None


def read_traits(folder: Path) -> Traits:
    """From `wuai.json`; a folder without it is any other Vosk model."""
    path = folder / TRAITS_FILE
    if not path.exists():
        return Traits(own_graphs=False)
    try:
        saved = json.loads(path.read_text(encoding="utf-8"))
        return Traits(own_graphs=saved["units"] == 1, acceptance=Acceptance(**saved["acceptance"]))
    except (ValueError, KeyError, TypeError) as reason:
        raise SpeechError(
            "speech-model-damaged",
            message="The speech model's own description cannot be read.",
            context=f"{path}: {reason}",
            hint="`wuai models verify` checks the model; remove its unpacked folder to unpack it anew.",
        ) from reason


def open_model(folder: Path) -> Any:
    """A `vosk.Model`; SpeechError `speech-model-missing` or `speech-model-damaged`."""
    with left_out("requests"):  # vosk fetches models by it: we never do, and it takes 8 MB of a process (measured)
        import vosk

    needed = folder / "am" / "final.mdl"
    if not needed.exists():
        raise SpeechError(
            "speech-model-missing",
            message="There is no speech model here.",
            context=str(needed),
            hint="`wuai models list` shows the models; touch, typing and signing work without one.",
        )
    vosk.SetLogLevel(-1)
    try:
        return vosk.Model(str(folder))
    except Exception as reason:  # vosk raises bare Exception
        raise SpeechError(
            "speech-model-damaged",
            message="The speech model cannot be opened.",
            context=str(folder),
            hint="`wuai models verify` checks it; remove its unpacked folder to unpack it anew.",
        ) from reason


def open_graph(folder: Path, graph: Graph, *, lattice_beam: float, chunk_frames: int | None = None) -> Any:
    """A `vosk.Model` of the acoustic model in `folder` with a decoding graph of our own.

    `lattice_beam`: how far behind the best a hypothesis may be and still be told of.
    `chunk_frames`: frames of 10 ms the network computes at once, a multiple of 3; None: the library's own 0.2 s.
    """
    chunk = f"--frames-per-chunk={chunk_frames}\n" if chunk_frames else ""
    with tempfile.TemporaryDirectory(prefix="wuai-speech-") as name:
        composed = Path(name)
        (composed / "am").symlink_to((folder / "am").resolve())
        (composed / "graph").mkdir()
        (composed / "conf").mkdir()
        (composed / "conf" / "mfcc.conf").write_bytes((folder / "conf" / "mfcc.conf").read_bytes())
        (composed / "conf" / "model.conf").write_text(
            f"{_DECODING}{chunk}--lattice-beam={lattice_beam:g}\n{_NEVER_END}", encoding="ascii"
        )
        graph.transducer.write(composed / "graph" / "HCLG.fst")
        symbols = [f"{label} {number}" for number, label in enumerate(("<eps>", *graph.labels))]
        (composed / "graph" / "words.txt").write_text("\n".join(symbols) + "\n", encoding="utf-8")
        return open_model(composed)


def open_language(folder: Path, language: Path) -> Any:
    """A `vosk.Model` of `folder` with another language model in the place of its own Gr.fst.

    SpeechError `speech-language-damaged` where that is none: Vosk itself says it only when something is decoded.
    """
    with tempfile.TemporaryDirectory(prefix="wuai-speech-") as name:
        composed = Path(name)
        (composed / "graph").mkdir()
        for part in ("am", "conf"):
            (composed / part).symlink_to((folder / part).resolve())
        for path in (folder / "graph").iterdir():
            (composed / "graph" / path.name).symlink_to(path.resolve())
        replaced = composed / "graph" / LANGUAGE_MODEL
        replaced.unlink()
        replaced.symlink_to(language.resolve())
        model = open_model(composed)
    return _decodes(model, language)


def _decodes(model: Any, language: Path) -> Any:
    import vosk

    try:
        vosk.KaldiRecognizer(model, 16_000)
    except Exception as reason:  # vosk raises bare Exception
        raise SpeechError(
            "speech-language-damaged",
            message="A language model cannot be used.",
            context=str(language),
            hint="Remove the file; it is made anew on the next start.",
        ) from reason
    return model


def result(raw: str) -> dict[str, Any]:
    """A result of Vosk; `{}` when it wrote none."""
    parsed = json.loads(raw)
    return parsed if isinstance(parsed, dict) else {}
