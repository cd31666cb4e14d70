"""Vocabulary and language model for free decoding: words of a base model, words and talk of our content, other texts.

    python -m models.training.speech.vocabulary BASE OUT [--texts WEIGHT:FILE ...]

Needs OpenFst's command line tools (Debian: libfst-tools). BASE is a model folder whose words and word frequencies are
kept; OUT gets `graph/` and `conf/`. Added are the matters' phrases and the words of `spoken_words.txt`. FILE is plain
text, one sentence a line, or a `manifest.jsonl` with `text`. Closed grammars need none of this: their graphs are made
at run time.

HCLr.fst is written directly as a trie over phones (no C, no determinisation: homophones are parallel arcs) and turned
into the `olabel_lookahead` type, which renumbers the words; words.txt and Gr.fst use the new numbers.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import subprocess
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from content import matters
from content.voice.counter import counter_talk, hall_key
from recognition.speech.engine import LANGUAGE_MODEL
from recognition.speech.hall_language import TALK
from recognition.speech.language_model import (
    SHARES,
    Vocabulary,
    count_ngrams,
    language_model,
    read_shares,
    write_ngrams,
)
from recognition.speech.lexicon import plain, syllables, text_units
from recognition.speech.units import (
    GARBAGE,
    SILENCE_PHONE,
    phone_count,
    phone_id,
    split_syllable,
    units_of,
    word_phones,
)

LOOKAHEAD = "libfstlookahead.so.22"
SPOKEN_WORDS = Path(__file__).with_name("spoken_words.txt")
UNKNOWN = "[unk]"
LN2 = math.log(2.0)
UNIT_BONUS, UNKNOWN_COST = 0.7, 1.5
RAREST_READING = 0.03
SCALE_AND_BEAMS = ("--acoustic-scale=0.9", "--beam=11", "--lattice-beam=4", "--max-active=4000", "--min-active=200")

Readings = dict[str, list[tuple[str, ...]]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--texts", nargs="*", default=[], metavar="WEIGHT:FILE")
    options = parser.parse_args()
    shares = base_shares(options.base)
    for word in (*SPOKEN_WORDS.read_text(encoding="utf-8").split(), *content_phrases()):
        shares.setdefault(word, min(shares.values()))
    readings = read_words(shares)
    texts = [(float(w), text) for w, _, name in (t.partition(":") for t in options.texts) for text in lines(Path(name))]
    build(options.out, readings, shares, texts)


def content_phrases() -> Iterator[str]:
    """Every way to name a matter, as one entry: whole phrases are heard best."""
    for matter in matters.load():
        for phrase in (matter.name.zh, *matter.also_called):
            if syllables(phrase):
                yield plain(phrase)


def base_shares(base: Path) -> dict[str, float]:
    """Word -> its share among single words, as the base was made from; of an older base, from the largest state of its
    Gr.fst, which is the one without history."""
    if (base / "graph" / SHARES).exists():
        return read_shares(base / "graph")
    numbers = dict(line.split() for line in (base / "graph" / "words.txt").read_text(encoding="utf-8").splitlines())
    words = {number: word for word, number in numbers.items() if word not in ("<eps>", UNKNOWN)}
    printed = subprocess.run(["fstprint", str(base / "graph" / "Gr.fst")], capture_output=True, text=True, check=True)
    arcs: dict[str, dict[str, float]] = defaultdict(dict)
    for row in (line.split() for line in printed.stdout.splitlines()):
        if len(row) >= 4 and row[2] in words:
            arcs[row[0]][words[row[2]]] = math.exp(-float(row[4]) if len(row) > 4 else 0.0)
    return max(arcs.values(), key=len)


def read_words(shares: dict[str, float]) -> Readings:
    """Units of every word; single characters keep the readings that words of the vocabulary use."""
    from pypinyin import Style, pinyin

    used: dict[str, Counter[str]] = defaultdict(Counter)
    readings: Readings = {}
    for word, share in shares.items():
        read = syllables(word)
        if read and len(word) > 1:
            readings[word] = [text_units(word) or ()]
            for character, syllable in zip(word, read, strict=True):
                used[character][syllable] += share  # type: ignore[assignment]
    for word in (w for w in shares if len(w) == 1):
        listed = [s for s in pinyin(word, style=Style.NORMAL, heteronym=True, v_to_u=False)[0] if split_syllable(s)]
        total = sum(used[word].values()) or 1.0
        kept = [s for n, s in enumerate(listed) if n == 0 or used[word][s] / total > RAREST_READING]
        if kept:
            readings[word] = list(dict.fromkeys(units_of([s]) or () for s in kept))
    return readings


def build(out: Path, readings: Readings, shares: dict[str, float], texts: Iterable[tuple[float, str]]) -> None:
    """Gr.fst has the talk of our content too; the counts kept beside it are of `texts` alone: a hall adds its own."""
    graph = out / "graph"
    (graph / "phones").mkdir(parents=True, exist_ok=True)
    words = {word: number for number, word in enumerate((*sorted(readings, key=lambda w: -shares[w]), UNKNOWN), 1)}
    renumbered = _write_lexicon(graph, readings, words)
    numbers = {word: renumbered[number] for word, number in words.items()}
    listed = sorted(numbers.items(), key=lambda item: item[1])
    (graph / "words.txt").write_text(
        "".join(f"{word} {number}\n" for word, number in [("<eps>", 0), *listed]), encoding="utf-8"
    )
    vocabulary = Vocabulary.of({word: shares[word] for word in readings}, numbers)
    ngrams = count_ngrams(texts, vocabulary.shares.__contains__)
    write_ngrams(graph, ngrams)
    ngrams.update(count_ngrams(counter_talk(), vocabulary.shares.__contains__))
    language_model(vocabulary, ngrams).write(graph / LANGUAGE_MODEL)
    (graph / TALK).write_text(hall_key() + "\n", encoding="ascii")
    (graph / SHARES).write_text("".join(f"{word}\t{shares[word]:.4g}\n" for word in readings), encoding="utf-8")
    (graph / "disambig_tid.int").write_text(f"{2 * phone_count() + 1}\n", encoding="ascii")
    places = {0: "begin", 1: "internal", 2: "end", 3: "singleton"}
    rows = [f"{p} {'nonword' if p == SILENCE_PHONE else places[(p - 2) % 4]}" for p in range(1, phone_count() + 1)]
    (graph / "phones" / "word_boundary.int").write_text("\n".join(rows) + "\n", encoding="ascii")
    _write_conf(out / "conf")


def lines(path: Path) -> Iterator[str]:
    """Sentences, punctuation and blanks removed."""
    for line in path.read_text(encoding="utf-8").splitlines():
        yield plain(json.loads(line)["text"] if path.suffix == ".jsonl" else line)


def _write_lexicon(graph: Path, readings: Readings, words: dict[str, int]) -> dict[int, int]:
    """HCLr.fst; -> old number of a word -> its new number."""
    rows: list[str] = []
    start, loop, silence, end = range(4)

    def arc(source: int, target: int, reads: int, writes: int = 0, cost: float = 0.0) -> None:
        rows.append(f"{source} {target} {reads} {writes} {cost:.5g}")

    for state in (start, end):  # the first row names the start state
        arc(state, loop, 0, cost=LN2)
        arc(state, silence, 2 * SILENCE_PHONE, cost=LN2)
    arc(silence, silence, 2 * SILENCE_PHONE - 1)
    arc(silence, loop, 0)
    states: dict[tuple[int, int], int] = {}

    def enter(source: int, phone: int, cost: float) -> int:
        if (source, phone) not in states:
            state = states[source, phone] = len(states) + 4
            arc(source, state, 2 * phone, cost=cost)
            arc(state, state, 2 * phone - 1)
        return states[source, phone]

    ends = set()
    for word, spelled in readings.items():
        for units in spelled:
            state = loop
            for phone in word_phones(units):
                state = enter(state, phone, -UNIT_BONUS)
            if (state, word) not in ends:
                ends.add((state, word))
                arc(state, end, 0, words[word])
    arc(enter(loop, phone_id(GARBAGE, "S"), UNKNOWN_COST), end, 0, words[UNKNOWN])
    rows += [f"{state} 0" for state in (start, end, silence)]
    return _with_lookahead(rows, graph / "HCLr.fst")


def _with_lookahead(rows: list[str], target: Path) -> dict[int, int]:
    """Debian's fstconvert finds the type only under the library name that OpenFst expects."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        library = next(Path("/usr/lib").glob(f"*/{LOOKAHEAD}"))
        (work / "olabel_lookahead-fst.so").symlink_to(library)
        (work / "text").write_text("\n".join(rows) + "\n", encoding="ascii")
        subprocess.run(
            "fstcompile text | fstconnect | fstarcsort --sort_type=olabel | fstconvert --fst_type=olabel_lookahead"
            " --save_relabel_opairs=pairs > out.fst",
            shell=True, check=True, cwd=work, env={**os.environ, "LD_LIBRARY_PATH": name},
        )  # fmt: skip
        shutil.copyfile(work / "out.fst", target)
        pairs = (line.split() for line in (work / "pairs").read_text(encoding="ascii").splitlines())
        return {int(old): int(new) for old, new in pairs}


def _write_conf(conf: Path) -> None:
    conf.mkdir(exist_ok=True)
    features = ("--use-energy=false", "--sample-frequency=16000", "--num-mel-bins=40", "--num-ceps=40", "--low-freq=20",
                "--high-freq=-400", "--dither=0.0", "--allow-upsample=true", "--allow-downsample=true")  # fmt: skip
    endpoints = [f"--endpoint.rule{n}.min-trailing-silence={s}" for n, s in ((2, 0.5), (3, 0.75), (4, 1.0))]
    decoding = (*SCALE_AND_BEAMS, "--frame-subsampling-factor=3", "--endpoint.silence-phones=1", *endpoints)
    (conf / "mfcc.conf").write_text("\n".join(features) + "\n", encoding="ascii")
    (conf / "model.conf").write_text("\n".join(decoding) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
