"""All screens as files: `python -m terminal.ui.screens [--docs DIR] [--out DIR] [--sketches DIR]`.

Into DOCS go the pictures that the repository keeps: each screen once a look, small WebP files; what no screen makes any
more is taken away. Into OUT goes a page that puts each screen beside the designer's sketch (where the folder of
sketches is there) with all themes, both languages and both orientations below it.
"""

from __future__ import annotations

import argparse
import html
from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np

from terminal.ui.examples import examples
from terminal.ui.gallery import SCALE, SKETCHES, draw, draw_staff, every_look, live, shots
from terminal.ui.live import LiveSources, Picture
from terminal.ui.staff.examples import staff_examples
from terminal.visit.state import State

ROOT = Path(__file__).resolve().parents[2]
DOCS, OUT, DESIGN = ROOT / "docs" / "screens", ROOT / "out" / "screens", ROOT.parent / "shared" / "design" / "png"
_SMALL = 0.2
"""Scale of the further looks on the page: enough to see what does not fit."""
_QUALITY = 76
_STYLE = (
    "body{font-family:sans-serif;margin:2em;background:#fff;color:#222}img{vertical-align:top;margin:0 12px 12px 0}"
    ".beside img{max-height:800px;max-width:47%}figure{display:inline-block;margin:0}figcaption{font-size:12px}"
)


def write(
    docs: Path, out: Path, sketches: Path, states: Mapping[str, State], desks: Mapping[str, State]
) -> tuple[int, int]:
    """Write both for these screens of visitor and clerk; returns how many pictures each has."""
    sources = live()
    for folder in (docs, out):
        folder.mkdir(parents=True, exist_ok=True)
    kept = _keep(docs, states, desks, sources)
    further = _looks(out, states, sources)
    _page(out, docs, sketches, {name: further.get(name, []) for name in kept})
    return len(kept), sum(map(len, further.values()))


def _keep(docs: Path, states: Mapping[str, State], desks: Mapping[str, State], sources: LiveSources) -> list[str]:
    drawn = {shot.name: draw(shot, states[shot.screen], sources) for shot in shots(states)}
    drawn |= {name: draw_staff(state, sources) for name, state in desks.items()}
    for old in docs.glob("*.webp"):
        if old.stem not in drawn:
            old.unlink()
    for name, picture in drawn.items():
        save(docs / f"{name}.webp", picture)
    return list(drawn)


def _looks(out: Path, states: Mapping[str, State], sources: LiveSources) -> dict[str, list[str]]:
    """Every screen in every look, small; the names by screen."""
    names: dict[str, list[str]] = {}
    for screen, state in states.items():
        for shot in every_look(screen):
            save(out / f"{shot.name}.webp", draw(shot, state, sources, _SMALL))
            names.setdefault(screen, []).append(shot.name)
    return names


def save(path: Path, picture: Picture) -> None:
    """Write a small picture; `OSError` where that fails."""
    if not cv2.imwrite(str(path), picture[..., ::-1], [cv2.IMWRITE_WEBP_QUALITY, _QUALITY]):
        raise OSError(f"{path} could not be written")


def _page(out: Path, docs: Path, sketches: Path, looks: dict[str, list[str]]) -> None:
    rows = "".join(_row(out, docs, sketches, name, further) for name, further in looks.items())
    head = f"<!doctype html><meta charset=utf-8><title>Screens</title><style>{_STYLE}</style>"
    (out / "index.html").write_text(head + rows, encoding="utf-8")


def _row(out: Path, docs: Path, sketches: Path, name: str, further: list[str]) -> str:
    """One screen: the picture, its sketch, all its other looks."""
    large = _copied(out, docs / f"{name}.webp")
    sketch = _sketch(out, SKETCHES.get(name, ""), sketches)
    beside = _image(large, name) + (_image(sketch, "sketch") if sketch else "")
    small = "".join(
        f"<figure>{_image(f'{look}.webp', look)}<figcaption>{html.escape(look)}</figcaption></figure>"
        for look in further
    )
    return f"<h2>{html.escape(name)}</h2><div class=beside>{beside}</div><div>{small}</div>"


def _image(source: str, words: str) -> str:
    return f'<img loading="lazy" src="{html.escape(source)}" alt="{html.escape(words)}">'


def _copied(out: Path, picture: Path) -> str:
    folder = out / "large"
    folder.mkdir(exist_ok=True)
    (folder / picture.name).write_bytes(picture.read_bytes())
    return f"large/{picture.name}"


def _sketch(out: Path, name: str, sketches: Path) -> str:
    """The sketch shrunk to the size of our pictures; "" where there is none."""
    source = sketches / f"{name}.png"
    if not name or not source.is_file():
        return ""
    folder = out / "sketches"
    folder.mkdir(exist_ok=True)
    picture = cv2.resize(cv2.imread(str(source)), None, fx=SCALE, fy=SCALE, interpolation=cv2.INTER_AREA)
    save(folder / f"{name}.webp", np.asarray(picture[..., ::-1], np.uint8))
    return f"sketches/{name}.webp"


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Draw every screen.")
    parser.add_argument("--docs", type=Path, default=DOCS, help="pictures that the repository keeps")
    parser.add_argument("--out", type=Path, default=OUT, help="the page, with every look")
    parser.add_argument("--sketches", type=Path, default=DESIGN, help="folder of the design's PNG sketches")
    chosen = parser.parse_args()
    kept, looks = write(chosen.docs, chosen.out, chosen.sketches, examples(), staff_examples())
    print(f"{kept} pictures in {chosen.docs}; {looks} looks on {chosen.out / 'index.html'}")


if __name__ == "__main__":
    main()
