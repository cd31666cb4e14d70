"""What is found, what is missing, and how to mend it: one line a part."""

from __future__ import annotations

import json
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from terminal.links.joining import Mistake
    from terminal.runtime.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("mediapipe", "opencv-contrib-python", "vosk", "pygame-ce", "skia-python", "onnxruntime", "fastapi")


@dataclass(frozen=True, slots=True)
class Finding:
    """One part. ``state``: ok, simulated (a stand-in is used), missing (something does not work)."""

    part: str
    state: str
    found: str
    mend: str = ""


def findings() -> Iterator[Finding]:
    """Look at every part; nothing is switched on."""
    yield Finding("python", "ok", f"{sys.version.split()[0]} at {sys.prefix}")
    for check in CHECKS:
        yield from _guarded(check)


def _guarded(check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from check()
    except Exception as error:  # a part that cannot even be looked at is a finding, not the end of the list
        yield Finding(check.__name__.lstrip("_"), "missing", str(error), getattr(error, "hint", ""))


def _packages() -> Iterator[Finding]:
    for name in PACKAGES:
        try:
            yield Finding(name, "ok", version(name))
        except PackageNotFoundError:
            yield Finding(name, "missing", "not installed", "delete .venv and run ./wuai again")


def _devices() -> Iterator[Finding]:
    from hardware.find import cameras, microphones, speakers
    from hardware.pad import pad_ports

    needed = _needed()
    kinds = (
        ("camera", cameras, "plug in a camera; it is found by itself"),
        ("microphone", microphones, "plug in a microphone; it is found by itself"),
        ("speaker", speakers, "plug in a loudspeaker; it is found by itself"),
        (
            "pad",
            pad_ports,
            "plug in the review pad; a serial one is found by itself, others by [pad] port in settings.toml",
        ),
    )
    for name, find, mend in kinds:
        devices = find()
        found = ", ".join(device.name for device in devices) or "none found"
        if closed := next((device.path for device in devices if not usable(Path(device.path))), ""):
            yield Finding(
                name, "missing", f"{found}: {closed} may not be opened by this user", how_to_open(Path(closed))
            )
        else:
            without = "missing" if name in needed else "simulated"
            yield Finding(name, "ok" if devices else without, found, "" if devices else mend)


def _needed() -> set[str]:
    """The devices for which nothing stands in while they are not there."""
    from terminal.runtime.settings import Settings, SettingsError, load, usual_file

    try:
        settings = load(usual_file(ROOT))
    except SettingsError:
        settings = Settings()
    camera, microphone, speaker = settings.camera.source, settings.microphone.source, settings.speaker.source
    chosen = {"camera": camera, "microphone": microphone, "speaker": speaker}
    needed = {name for name, source in chosen.items() if settings.source(source).startswith("device:")}
    return needed if settings.own_hall else needed | {"pad"}


def usable(path: Path) -> bool:
    """Whether this user may read and write a device. Those without a file of their own (sound) are their server's."""
    return not path.is_absolute() or os.access(path, os.R_OK | os.W_OK)


def how_to_open(path: Path) -> str:
    """What lets this user open a device of the system's: usually to join its group."""
    try:
        group, mode = path.group(), path.stat().st_mode
    except (OSError, KeyError):
        group, mode = "root", 0
    if group == "root" or not mode & stat.S_IWGRP:
        return f"let this user read and write {path}"
    return f"sudo usermod -aG {group} $USER, then log in again"


def _displays() -> Iterator[Finding]:
    display = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
    mend = "" if display else "start it in a desktop session to see windows"
    yield Finding("displays", "ok" if display else "simulated", display or "none: off-screen", mend)


def _fonts() -> Iterator[Finding]:
    fonts = sorted((ROOT / "content" / "fonts").glob("*.[ot]tf"))
    state = "ok" if len(fonts) >= 2 else "missing"
    mend = "" if state == "ok" else "restore content/fonts from the repository"
    yield Finding("fonts", state, ", ".join(font.name for font in fonts) or "none", mend)


def _voices() -> Iterator[Finding]:
    from terminal.voice import make_synthesizer

    speech = make_synthesizer().render("您好")
    yield Finding("voice", "ok", f"espeak-ng, {len(speech.samples) / speech.rate_hz:.1f} s for 您好")


def _models() -> Iterator[Finding]:
    from models.store import ModelStore
    from terminal.runtime.settings import folder_of, usual_file

    store = ModelStore(ROOT / "models", folder_of(usual_file(ROOT), ROOT) / "models")
    problems = store.verify()
    for state in store.states():
        if state.entry.shipped or state.in_use:
            wrong = [problem for problem in problems if problem.name == state.entry.name]
            found = "; ".join(p.problem for p in wrong) or f"{state.entry.title}, {state.entry.licence}"
            mend = wrong[0].hint if wrong else ""
            yield Finding(f"model {state.entry.name}", "missing" if wrong else "ok", found, mend)
    known = {entry.name for entry in store.entries}
    for problem in problems:  # a folder of the operator's own is in no list
        if problem.name not in known:
            yield Finding("model in use", "missing", problem.problem, problem.hint)


def _own_model(folder: str) -> Iterator[Finding]:
    """The speech model that the settings name."""
    from models.errors import ModelError
    from models.store import ModelStore

    try:
        ModelStore.check_folder("speech", Path(folder))
    except ModelError as error:
        yield Finding("speech_model", "missing", f"{error.message} {error.context}", error.hint)
    else:
        yield Finding("speech_model", "ok", folder)


def _content() -> Iterator[Finding]:
    from content import matters
    from content.signer import load_lexicon

    lexicon = load_lexicon()
    yield Finding("matters", "ok", f"{len(matters.load().by_id)} (sample content)")
    yield Finding("signs", "ok", f"{len(lexicon.glosses)} (unverified: no deaf signer has checked them yet)")


def _settings() -> Iterator[Finding]:
    from terminal.runtime.settings import SettingsError, load, usual_file

    path = usual_file(ROOT)
    try:
        settings = load(path)
    except SettingsError as error:
        for problem in error.problems:
            yield Finding("settings", "missing", problem, "correct it; until then the last good settings are used")
        return
    yield Finding("settings", "ok", str(path or "defaults"))
    yield from _own_model(settings.speech_model) if settings.speech_model else ()
    yield from _hall(settings)
    yield _printer(settings.printer.source)


def _printer(source: str) -> Finding:
    """Whether the printer that the settings name is there now."""
    from hardware.printer import printer_from

    printer = printer_from(source)
    if printer is None:
        return Finding("printer", "simulated", "none", "set [printer] source")
    if printer.ready():
        return Finding("printer", "ok", source)
    path = Path(source.removeprefix("file:"))
    if path.exists():
        return Finding("printer", "missing", f"{source} may not be opened by this user", how_to_open(path))
    return Finding("printer", "missing", f"{source} is not there", "check its power and cable, or [printer] source")


def _hall(settings: Settings) -> Iterator[Finding]:
    """Whether the hall answers, and knows this terminal by its id, its keys and its window."""
    where = settings.hall.url
    if settings.own_hall:
        yield Finding("hall", "simulated", where, "set [hall] url and keys in settings.toml to join a real hall")
        return
    wrong = [Finding("hall", "missing", one.found, one.mend) for one in joined(settings)]
    yield from wrong or [
        Finding("hall", "ok", f"{where}, as {settings.terminal.id} at window {settings.terminal.window}")
    ]


def joined(settings: Settings) -> list[Mistake]:
    """What keeps this terminal out of the hall that its settings name."""
    from terminal.links.joining import mistakes
    from terminal.links.reach import HallAccess

    hall, terminal = settings.hall, settings.terminal
    keys = hall.key.get_secret_value(), hall.clerk_key.get_secret_value()
    access = HallAccess(hall.url, *keys, terminal.id, terminal.window, hall.ca_file)
    return mistakes(access, at_window=terminal.role != "guide")


def _tools() -> Iterator[Finding]:
    for program, use in (("chromium", "browser tests"), ("initdb", "tests on PostgreSQL")):
        found = shutil.which(program) or next(map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{program}")), "")
        mend = (
            "" if found else f"apt-get install {'chromium' if program == 'chromium' else 'postgresql'} (only for {use})"
        )
        yield Finding(program, "ok" if found else "simulated", found or "not installed", mend)


CHECKS = (_packages, _devices, _displays, _fonts, _voices, _models, _content, _settings, _tools)


def report(as_json: bool) -> bool:
    """Print the list; True when nothing is missing."""
    found = list(findings())
    if as_json:
        print(json.dumps([asdict(finding) for finding in found], ensure_ascii=False, indent=1))
    else:
        for finding in found:
            mend = f"   -> {finding.mend}" if finding.mend else ""
            print(f"{finding.state:10} {finding.part:24} {finding.found}{mend}")
    return all(finding.state != "missing" for finding in found)
