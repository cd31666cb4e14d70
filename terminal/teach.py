"""Teach the recogniser a sign on site, before the camera.

    python -m terminal.teach GLOSS [--camera auto|device:0|generated:] [--takes 5] [--undo] [--list] [--store FILE]

Asks for consent, counts down, checks every take, and asks when one looks like another sign. Works at once, needs no
training, can be undone. Only landmarks are kept (signs/taught.npz in the terminal's folder), no picture. `generated:`
is the drawn signer.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from hardware.camera import Camera
from hardware.errors import DeviceError
from recognition.landmarks import LandmarkTracker
from recognition.signs import SignModelError, SignRecognizer
from recognition.signs.taught import TaughtSign, TaughtSigns
from recognition.signs.teaching import TAKES, Lesson, LessonView, Step
from terminal.runtime.settings import folder_of, usual_file
from terminal.simulators.visitor import VisitorSigner
from terminal.workers.eyes import open_source

ROOT = Path(__file__).resolve().parent.parent
# A lesson that nobody answers ends after so long.
PATIENCE_S = 180.0
_SIZE = (640, 480)

Ask = Callable[[str], bool]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="./wuai signs record", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gloss", nargs="?", help="the sign's gloss, e.g. 预约")
    parser.add_argument("--camera", default="auto")
    parser.add_argument("--takes", type=int, default=TAKES)
    parser.add_argument("--undo", action="store_true", help="take the last lesson of the sign away")
    parser.add_argument("--list", action="store_true", help="signs taught here")
    parser.add_argument("--yes", action="store_true", help="consent is given, doubtful takes are kept (for trials)")
    parser.add_argument("--store", type=Path, default=folder_of(usual_file(ROOT), ROOT) / "signs" / "taught.npz")
    options = parser.parse_args(arguments)
    try:
        store = TaughtSigns(options.store)
        if options.list or not options.gloss:
            return _list(store)
        if options.undo:
            return _undo(store, options.gloss)
        ask = _always if options.yes else _asked
        return record(options.gloss, store, options.camera, options.takes, ask)
    except (SignModelError, DeviceError) as error:
        print(f"signs: {error}", file=sys.stderr)
        return 2


def record(gloss: str, store: TaughtSigns, source: str, takes: int, ask: Ask) -> int:
    """One lesson from consent to the kept file; exit status."""
    recognizer = SignRecognizer.load()
    store.teach(recognizer)
    lesson = Lesson(recognizer, gloss, takes)
    if not ask(f"{gloss}: the hands' and body's points of {takes} takes are kept here, no picture. Agreed?"):
        print("nothing was recorded")
        return 1
    lesson.consent()
    signer = VisitorSigner(_SIZE)
    camera = open_source(source, signer)
    # The drawn signer answers the lesson as a person would; whoever else stands before the camera needs no help.
    prompt = (lambda: signer.perform((gloss,))) if source.startswith("generated:") else _nothing
    try:
        camera.open()
        _run(lesson, camera, ask, prompt)
    except KeyboardInterrupt:
        lesson.stop()
    finally:
        camera.close()
    if lesson.view.step is not Step.DONE:
        print("nothing was kept")
        return 1
    at = datetime.now(UTC).isoformat(timespec="seconds")
    store.add(TaughtSign(gloss, lesson.takes, lesson.aspect, at))
    print(f"{gloss}: {len(lesson.takes)} takes kept; works from the next question on; --undo takes it away")
    return 0


def _run(lesson: Lesson, camera: Camera, ask: Ask, prompt: Callable[[], None]) -> None:
    """Feeds the lesson until it is over, telling each new step."""
    shown: LessonView | None = None
    with LandmarkTracker() as tracker:
        ends = time.monotonic() + PATIENCE_S
        while lesson.view.step not in (Step.DONE, Step.STOPPED):
            frame = camera.read(0.5)
            if frame is not None:
                lesson.feed(tracker.track(frame.pixels, frame.at))
            view = lesson.view
            if view != shown:
                shown = view
                print(_line(view), flush=True)
                if view.step is Step.SHOW:
                    prompt()
            if view.step is Step.ASKED:
                lesson.answer(ask(f"Looks {view.problem.value} {view.looks_like}".strip() + ". Keep this take?"))
            if time.monotonic() > ends:
                lesson.stop()


def _line(view: LessonView) -> str:
    parts = [f"{view.kept} kept", view.step.value]
    if view.step is Step.COUNTDOWN:
        parts.append(str(view.seconds))
    if view.problem.value:
        parts.append(f"again: {view.problem.value}")
    return "  ".join(parts)


def _list(store: TaughtSigns) -> int:
    for lesson in store.lessons:
        print(f"{lesson.gloss}  {len(lesson.takes)} takes  {lesson.at}")
    return 0


def _undo(store: TaughtSigns, gloss: str) -> int:
    if store.undo(gloss):
        print(f"{gloss}: the last lesson is gone")
        return 0
    print(f"{gloss} was not taught here", file=sys.stderr)
    return 1


def _asked(question: str) -> bool:
    return input(f"{question} [y/n] ").strip().lower() in ("y", "yes", "是", "好")


def _always(question: str) -> bool:
    print(f"{question} yes")
    return True


def _nothing() -> None:
    """Nobody has to be prompted."""


if __name__ == "__main__":
    sys.exit(main())
