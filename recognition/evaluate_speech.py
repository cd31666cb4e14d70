"""How well speech is understood: figures over a folder of recordings.

    python -m recognition.evaluate_speech DIR [--grammar FILE] [--json] [--model FOLDER ...] [--babble DB ...]
    python -m recognition.evaluate_speech DIR --table      every installed model, quiet and in babble, as one table

DIR holds `manifest.json`: a list of `{file, text, kind, lang, ...}`. With a grammar (one text a line, or
tab-separated with the text second) every recording is tried against it. Without, closed sets of 10 and of 100 texts
are drawn with a fixed seed from the folder's own texts, of similar length, no two of them sounding alike.

    exact          the decoder's own best text is the right one
    nearest        the phrase taken for it is the right one, before rejection
    rejected       true requests refused at the shipped threshold
    false_accepts  recordings that hold none of the texts and were taken for one: foreign speech, noise, other Mandarin;
                   `kept_95` of them at the threshold that keeps 95 % of the true requests
    rtf            processor time by length of sound

each over all and by kind, by number of syllables, and by reader group (language, gender and age where stated); null
where the folder has nothing of it.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from content.errors import DiagnosticError
from recognition.speech.errors import SpeechError
from recognition.speech.grammar import Grammar
from recognition.speech.lexicon import syllables
from recognition.speech.recognizer import SpeechRecognizer
from recognition.speech_recordings import SEED, Recording, Sounds, read_manifest, read_texts, sample
from recognition.speech_table import markdown, print_table
from recognition.speech_trials import closed_sets, figures, hear, trials

SIZES = (10, 100)
INSTALLED = Path(__file__).resolve().parent.parent / "var" / "models"
TABLE_BABBLE_DB = (20.0, 10.0, 5.0)
TABLE_SIZE = 100


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    try:
        report = measure(options)
    except DiagnosticError as error:  # of the recordings or of the model
        print(f"evaluate_speech: {error}", file=sys.stderr)
        return 2
    if options.table:
        print(markdown(report))
    elif options.json:
        json.dump(report, sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        print_table(report)
    return 0


def measure(options: argparse.Namespace) -> dict[str, dict[str, Any]]:
    """The figures by model and by noise. Raises `SpeechError` or `models.errors.ModelError`."""
    recordings = read_manifest(options.folder)
    if options.sample:
        recordings = sample(recordings, options.sample)
    grammar = read_texts(options.grammar) if options.grammar else None
    models = options.model or (installed() if options.table else [shipped()])
    sizes = options.sizes or ([TABLE_SIZE] if options.table else SIZES)
    levels = (None, *(options.babble or (TABLE_BABBLE_DB if options.table else ())))
    return {
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
            for snr in levels
        }
        for model in models
    }


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
        _tell_unheard(recognizer, texts)
        report["grammar"] = figures(list(trials(recognizer, recordings, [list(texts)], sound)))
    else:
        for size in sizes:
            sets = closed_sets(recordings, size)
            if not sets:
                raise SpeechError(
                    "texts-missing",
                    message="No recording has a Mandarin text that can be read: there are no closed sets.",
                    context=f"{len(recordings)} recordings, of Mandarin {sum(r.mandarin for r in recordings)}",
                    hint="Mandarin has the lang cmn and its text in characters; or give texts by --grammar.",
                )
            report[f"of_{size}"] = figures(list(trials(recognizer, recordings, sets, sound)))
    if free:
        report["free"] = free_error(recognizer, recordings, sound, free)
    return report


def free_error(
    recognizer: SpeechRecognizer, recordings: Sequence[Recording], sound: Sounds, count: int
) -> dict[str, float]:
    """Without any grammar: share of toneless syllables wrong, over sentences and phrases drawn with the seed."""
    pool = [r for r in recordings if r.mandarin and r.kind in ("sentence", "phrase") and syllables(r.text)]
    picked = random.Random(SEED).sample(pool, min(count, len(pool)))
    errors = total = 0
    for recording in picked:
        wanted = syllables(recording.text) or ()
        heard = hear(recognizer, None, sound(recording))
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


def shipped() -> Path:
    """The model in use in this installation, unpacked if it was not yet."""
    from models.store import ModelStore  # for this command alone: what recognises is handed its model's folder

    return ModelStore(unpacked=INSTALLED).find("speech")


def installed() -> list[Path]:
    """Every model that lies unpacked in this installation, by name; the one in use is unpacked first."""
    return sorted({shipped(), *(path.parent.parent for path in INSTALLED.glob("*/am/final.mdl"))})


def _tell_unheard(recognizer: SpeechRecognizer, texts: Sequence[str]) -> None:
    """Texts of a grammar that no model, or not this one, can listen for."""
    report = recognizer.prepare(Grammar.of("asked", {text: [text] for text in texts}))
    for why, left_out in (("no Mandarin reading", report.unreadable), ("not known to the model", report.unknown)):
        if left_out:
            print(f"evaluate_speech: {why}, not listened for: {', '.join(left_out)}", file=sys.stderr)


def _noise_name(snr_db: float | None) -> str:
    return "quiet" if snr_db is None else f"{snr_db:g} dB"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--grammar", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--table", action="store_true", help="every installed model, quiet and babble, as Markdown")
    parser.add_argument("--model", type=Path, nargs="+", help="folders; without it the model in use")
    parser.add_argument("--babble", type=_decibels, nargs="*", default=[], metavar="DB")
    parser.add_argument("--sizes", type=_count, nargs="+", help="texts in a closed set; 10 and 100")
    parser.add_argument(
        "--sample", type=_count, metavar="COUNT", help="only so many recordings of each kind and length"
    )
    parser.add_argument("--pitch", type=_pitch, default=1.0, help="play everything higher and faster; 1.25: a child")
    parser.add_argument("--free", type=_count, default=0, metavar="CLIPS", help="also measure free decoding on so many")
    return parser.parse_args(arguments)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of one or more")
    return int(text)


def _decibels(text: str) -> float:
    if not math.isfinite(value := float(text)):
        raise argparse.ArgumentTypeError(f"{text!r} is no level")
    return value


def _pitch(text: str) -> float:
    if not 0.5 <= (value := float(text)) <= 2:
        raise argparse.ArgumentTypeError(f"{text!r} is not between half and twice as high")
    return value


if __name__ == "__main__":
    sys.exit(main())
