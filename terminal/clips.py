"""Recorded signers in the figure's place: a clip whose words are those that the terminal says is shown instead.

`Shelf` knows which clips there are: those that the hall offers (`terminal/links/clips.py` keeps them in a folder with
an index). `ClipPlayer` decodes one in a thread of its own, a little ahead, and gives the picture of now.
"""

from __future__ import annotations

import json
import logging
import re
import threading
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from terminal.ui.live import Picture

logger = logging.getLogger(__name__)

INDEX = "clips.json"
WIDEST = 720
"""Clips are drawn no wider than this; larger pictures are made smaller while they are decoded."""
AHEAD = 24
"""Pictures decoded in advance: one second, some 25 MB at most."""
_MARKS = re.compile(r"[\s，。！？、；：,.!?;:“”\"'（）()]+")


@dataclass(frozen=True, slots=True)
class Clip:
    """One clip on the shelf. ``checked``: a deaf signer has checked it."""

    path: Path
    transcript: str
    checked: bool


class Shelf:
    """The clips of a folder, found by what is signed in them. Read again when the index has changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read = 0.0
        self._clips: dict[str, Clip] = {}

    def find(self, sentence: str) -> Clip | None:
        """The clip of this sentence, punctuation apart; None where nobody has recorded it."""
        index = self._folder / INDEX
        changed = index.stat().st_mtime if index.is_file() else 0.0
        if changed != self._read:
            self._read, self._clips = changed, _clips(index)
        found = self._clips.get(bare(sentence))
        return found if found is not None and found.path.is_file() else None


def bare(sentence: str) -> str:
    """A sentence without blanks and punctuation."""
    return _MARKS.sub("", sentence)


def _clips(index: Path) -> dict[str, Clip]:
    if not index.is_file():
        return {}
    try:
        rows: list[dict[str, Any]] = json.loads(index.read_text(encoding="utf-8"))
        found = [Clip(index.parent / row["file"], row["transcript"], row["checked"]) for row in rows]
    except (ValueError, KeyError, TypeError):
        logger.exception("the index of clips %s cannot be read; the figure signs", index)
        return {}
    return {bare(clip.transcript): clip for clip in found}


class ClipPlayer:
    """Plays one clip at a time; without one it gives no picture, and the figure is drawn."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._frames: deque[tuple[float, Picture]] = deque()
        self._now: Picture | None = None
        self._began = 0.0
        self._turn = 0
        self._checked = False
        self._done = True
        self._room = threading.Condition(self._lock)

    def play(self, clip: Clip, at: float) -> None:
        """Begin this clip in place of whatever plays."""
        with self._lock:
            self._turn += 1
            self._frames.clear()
            self._now, self._began, self._done, self._checked = None, at, False, clip.checked
            self._room.notify_all()
            turn = self._turn
        threading.Thread(target=self._decode, args=(clip.path, turn), name="clip", daemon=True).start()

    def stop(self) -> None:
        """No clip: the figure comes back at once."""
        with self._lock:
            self._turn += 1
            self._frames.clear()
            self._now, self._done = None, True
            self._room.notify_all()

    def checked(self, _now: float = 0.0) -> bool:
        """Whether a deaf signer has checked the clip that plays; where not, the screen says so."""
        return self._checked

    def picture(self, now: float) -> Picture | None:
        """The picture of this time; None before the first, after the last, and where nothing plays."""
        with self._lock:
            while self._frames and self._frames[0][0] <= now - self._began:
                self._now = self._frames.popleft()[1]
                self._room.notify_all()
            if self._done and not self._frames:
                self._now = None
            return self._now

    def _decode(self, path: Path, turn: int) -> None:
        """In the thread: decode ahead, wait while enough is there, end when another clip begins."""
        import av

        last = 0.0
        try:
            with av.open(str(path)) as container:
                for frame in container.decode(video=0):
                    share = min(1.0, WIDEST / frame.width)
                    small = frame.reformat(
                        width=round(frame.width * share) // 2 * 2,
                        height=round(frame.height * share) // 2 * 2,
                        format="rgb24",
                    )
                    last = float(frame.time or last)
                    if not self._put(turn, last, small.to_ndarray().astype(np.uint8)):
                        return
        except (av.FFmpegError, OSError, IndexError):
            logger.exception("clip %s cannot be played; the figure stays", path.name)
        with self._lock:
            if turn == self._turn:
                self._done = True

    def _put(self, turn: int, at: float, picture: Picture) -> bool:
        """Add a picture when there is room; False when this clip is no longer the one that plays."""
        with self._lock:
            while turn == self._turn and len(self._frames) >= AHEAD:
                self._room.wait(1.0)
            if turn != self._turn:
                return False
            self._frames.append((at, picture))
            return True
