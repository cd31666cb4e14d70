"""A page to listen to: forty prompts as the engine reads them alone and as we give them to it.

`python -m terminal.voice.listening_page OUT` writes OUT/index.html and the WAV files it plays.
"""

from __future__ import annotations

import argparse
import html
from collections.abc import Sequence
from pathlib import Path

from content.reading import read_json
from content.voice.readings import FOLDER
from hardware.sound import save_wav
from terminal.voice.ear import for_the_ear
from terminal.voice.engine_rate import engine_rate
from terminal.voice.espeak import EspeakSynthesizer
from terminal.voice.pinyin import to_pinyin
from terminal.voice.speech import NORMAL_CPM

#: The engine's own voice for Chinese characters: what one would hear without our work.
_PLAIN_VOICE = "cmn"
_PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{title}</title>
<style>body{{font:18px sans-serif;margin:2em}} td{{padding:.4em 1em .4em 0;vertical-align:top}}
small{{color:#555}}</style>
<h1>{title}</h1><p>{engine}</p>
<table><tr><th></th><th>text / for the ear / pinyin</th><th>before</th><th>after</th></tr>
{rows}</table></html>
"""
_ROW = """<tr><td>{number}</td><td>{text}<br><small>{ear}<br>{pinyin}</small></td>
<td><audio controls src="{before}"></audio></td><td><audio controls src="{after}"></audio></td></tr>"""


def prompts() -> tuple[str, ...]:
    """The forty prompts of the content."""
    return read_json(FOLDER / "listening.json")["prompts"].strings()


def write_page(out: Path, rate_cpm: int = NORMAL_CPM) -> Path:
    """Render every prompt twice and write the page. Returns its path."""
    out.mkdir(parents=True, exist_ok=True)
    engine = EspeakSynthesizer()
    rate = engine_rate(rate_cpm, "zh")
    rows = []
    for number, text in enumerate(prompts(), 1):
        before, after = f"{number:02d}_before.wav", f"{number:02d}_after.wav"
        for name, speech in (
            (before, engine.render_as_is(text, rate, _PLAIN_VOICE)),
            (after, engine.render(text, rate_cpm)),
        ):
            save_wav(out / name, speech.samples, speech.rate_hz)
        ear = for_the_ear(text)
        shown = {"text": text, "ear": ear, "pinyin": to_pinyin(ear)}
        escaped = {name: html.escape(value) for name, value in shown.items()}
        rows.append(_ROW.format(number=number, before=before, after=after, **escaped))
    page = out / "index.html"
    engine_line = f"espeak-ng, {rate_cpm} characters a minute; before: voice {_PLAIN_VOICE} given the text as written"
    page.write_text(_PAGE.format(title="Listening page", engine=engine_line, rows="\n".join(rows)), encoding="utf-8")
    return page


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page and say where it is."""
    parser = argparse.ArgumentParser(description="Write the listening page.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--rate", type=int, default=NORMAL_CPM, help="characters a minute")
    options = parser.parse_args(arguments)
    print(write_page(options.out, options.rate))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
