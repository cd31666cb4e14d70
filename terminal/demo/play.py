"""Plays the demonstration, films it, and leaves what happened in a folder."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cv2
import httpx
import numpy as np

from terminal.demo.film import Film, mix, side_by_side
from terminal.demo.lines import RecordedVoice
from terminal.demo.settings import demo_settings
from terminal.demo.stage import NeverCameError, Stage
from terminal.demo.summary import table
from terminal.demo.visits import deaf_visit, elderly_visit
from terminal.runtime.settings import Loaded
from terminal.start import Running, running
from terminal.voice import make_synthesizer
from terminal.workers.voice import SaveTrack

logger = logging.getLogger(__name__)

TRACK_PATIENCE_S = 10.0


@dataclass(slots=True)
class Recorder:
    """Film and pictures of a running terminal."""

    running: Running
    out: Path
    began: float = field(default_factory=time.monotonic)
    shots: list[str] = field(default_factory=list)
    film: Film = field(init=False)

    def __post_init__(self) -> None:
        self.film = Film(self.out / "visit.mp4", self.began)

    def each_frame(self, now: float) -> None:
        """Add this moment to the film when it is due."""
        if self.film.due(now):
            parts = self.running.terminal.parts
            self.film.add(parts.visitor.picture(), parts.staff.picture(), now)

    def shot(self, name: str) -> None:
        """A picture of both screens."""
        parts = self.running.terminal.parts
        picture = side_by_side(parts.visitor.picture(), parts.staff.picture(), height=960)
        path = self.out / f"{len(self.shots) + 1:02d}_{name}.png"
        cv2.imwrite(str(path), cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
        self.shots.append(path.name)


VISITS = {"deaf": deaf_visit, "elderly": elderly_visit}


def play(out: Path, visits: Sequence[str] = tuple(VISITS), recordings: Path | None = None) -> bool:
    """Play visits of `VISITS`; True when all reached their end. What happened is printed as a table.

    `recordings`: a folder of sound files with what the elderly visitor says (`terminal.demo.lines`); without it the
    terminal's own voice says it. VoiceError `recording-missing` where a line is not there.
    """
    voice = RecordedVoice(recordings) if recordings else make_synthesizer()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    out.mkdir(parents=True, exist_ok=True)
    for old in [*out.glob("*.png"), *out.glob("*.json"), *out.glob("*.mp4"), *out.glob("*.wav")]:
        old.unlink()
    went_well = True
    with TemporaryDirectory() as var, running(Loaded(demo_settings(Path(var)))) as terminal:
        recorder = Recorder(terminal, out)
        stage = Stage(terminal, recorder.each_frame, voice=voice)
        _wait_for_workers(stage)
        for name in visits:
            print(f"playing: {name} visitor", flush=True)
            try:
                VISITS[name](stage, recorder.shot)
            except NeverCameError as error:
                print(f"  stopped: {error}")
                recorder.shot("stopped")
                went_well = False
                break
        records = _records(terminal)
        track = _sound(stage, recorder, out / "sound.wav")
        recorder.film.close(track)
        _write(out / "transcript.json", stage.transcript)
        _write(out / "hall.json", records)
        print(table(stage, records, went_well))
    print(f"left in {out}: visit.mp4, {len(recorder.shots)} pictures, transcript.json, hall.json")
    return went_well


def _wait_for_workers(stage: Stage) -> None:
    names = ("camera", "microphone", "speaker", "pad", "eyes", "ears")
    print("starting: eyes, ears, voice, pad, hall", flush=True)
    stage.until(lambda: all(stage.state.device(name) for name in names), f"all of {names}", patience_s=180.0)


def _sound(stage: Stage, recorder: Recorder, path: Path) -> Path | None:
    stage.running.terminal.parts.supervisor.tell("voice", SaveTrack(path, recorder.began, time.monotonic()))
    deadline = time.monotonic() + TRACK_PATIENCE_S
    while time.monotonic() < deadline:
        stage.run(0.5)
        if path.exists() and path.stat().st_size > 1000:
            stage.run(0.5)
            mix(path, [(at, np.asarray(samples), hz) for at, samples, hz in stage.said], recorder.began)
            return path
    return None


def _records(running_terminal: Running) -> dict[str, Any]:
    """What the hall received, read with its administrator's key."""
    headers = {"Authorization": f"Bearer {running_terminal.admin_key}"}
    found: dict[str, Any] = {}
    with httpx.Client(base_url=running_terminal.access.url, headers=headers, timeout=5.0) as client:
        for name, path in (("tickets", "/v1/tickets"), ("evaluations", "/v1/evaluations"), ("audit", "/v1/audit")):
            answer = client.get(path)
            found[name] = answer.json() if answer.status_code == 200 else {"status": answer.status_code}
    return found


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
