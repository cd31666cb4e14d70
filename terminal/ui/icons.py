"""Icons as skia pictures: parsed once for each name and colour, drawn at any size."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import skia

from content.icons import IconPaths, load_icons
from terminal.ui.placed import Rect

#: Side of the icon grid in icon units.
GRID = 24


def draw_icon(canvas: Any, name: str, rect: Rect, colour: tuple[int, int, int]) -> None:
    """Draw the icon ``name`` into ``rect``. `KeyError` for a name that content has not."""
    canvas.save()
    canvas.translate(rect.x, rect.y)
    canvas.scale(rect.w / GRID, rect.h / GRID)
    _icon(name, colour).render(canvas)
    canvas.restore()


@lru_cache(maxsize=512)
def _icon(name: str, colour: tuple[int, int, int]) -> Any:
    svg = _svg(load_icons()[name], f"rgb{colour}")
    dom = skia.SVGDOM.MakeFromStream(skia.MemoryStream.MakeCopy(svg.encode()))
    dom.setContainerSize(skia.Size.Make(GRID, GRID))
    return dom


def _svg(icon: IconPaths, colour: str) -> str:
    stroke = f'fill="none" stroke="{colour}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
    parts = [f'<path d="{d}" fill="{colour}"/>' for d in icon.fill]
    parts += [f'<path d="{d}" {stroke}/>' for d in icon.stroke]
    parts += [f'<path d="{d}" {stroke} stroke-dasharray="0.1 3.77"/>' for d in icon.dotted]
    parts += [f'<path d="{d}" {stroke.replace(colour, "white", 1)}/>' for d in icon.cut]
    size = f'viewBox="0 0 {GRID} {GRID}" width="{GRID}" height="{GRID}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>'
