"""The command that draws every screen: the repository's pictures, and the page beside the sketches."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from terminal.ui.examples import examples
from terminal.ui.gallery import every_look
from terminal.ui.screens import write
from terminal.ui.staff.examples import staff_examples


def test_every_look_is_on_the_page_beside_its_sketch(tmp_path: Path) -> None:
    docs, out, sketches = (tmp_path / name for name in ("docs", "out", "sketches"))
    docs.mkdir()
    sketches.mkdir()
    (docs / "a_screen_that_is_gone.webp").write_bytes(b"old")
    cv2.imwrite(str(sketches / "07_ticket.png"), np.full((192, 108, 3), 90, np.uint8))
    kept, looks = write(
        docs, out, sketches, {"ticket": examples()["ticket"]}, {"staff_main": staff_examples()["staff_main"]}
    )
    page = (out / "index.html").read_text(encoding="utf-8")
    assert (kept, looks) == (len(list(docs.glob("*.webp"))), 18)
    assert {path.stem for path in docs.glob("*.webp")} > {"ticket", "ticket.elderly", "ticket.dark", "staff_main"}
    assert not (docs / "a_screen_that_is_gone.webp").exists()
    assert all((out / f"{look.name}.webp").is_file() and f"{look.name}.webp" in page for look in every_look("ticket"))
    assert "sketches/07_ticket.webp" in page
    assert max(path.stat().st_size for path in docs.glob("*.webp")) < 100_000


def test_without_sketches_the_page_is_made_all_the_same(tmp_path: Path) -> None:
    write(tmp_path / "d", tmp_path / "o", tmp_path / "nothing", {"leaving": examples()["leaving"]}, {})
    assert "sketches/" not in (tmp_path / "o" / "index.html").read_text(encoding="utf-8")
