"""The command line: verbs, not flags for modes; every command has --help with an example; 0 only if it did it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from models.store import ModelStore

ROOT = Path(__file__).resolve().parent.parent

REAL_TIME = ("tests/browser", "tests/journeys")
QUICK_BENCHES = ("landmarks", "paint", "speech", "whole")

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="无碍 (Wu'ai): an accessible two-screen terminal for government-service halls.",
)
SettingsFile = Annotated[
    Path | None, typer.Option("--settings", help="TOML file; default: settings.toml if it exists.")
]


def _settings_file(path: Path | None) -> Path | None:
    default = ROOT / "settings.toml"
    return path or (default if default.exists() else None)


@app.command()
def run(
    settings: SettingsFile = None,
    check: Annotated[
        bool, typer.Option("--check", help="Read the settings, ask the hall, say what is wrong, and end.")
    ] = False,
) -> None:
    """Start the terminal: what is found is used, what is missing is simulated and says so on the staff screen.

    Example: ./wuai run --settings window3.toml
    """
    from terminal.runtime.settings import SettingsError, folder_of, load, load_or_last_good

    path = _settings_file(settings)
    if check:
        from terminal.doctor import joined

        try:
            settings_read = load(path)
        except SettingsError as error:
            for problem in error.problems:
                typer.echo(problem, err=True)
            raise typer.Exit(1) from error
        wrong = joined(settings_read) if settings_read.hall.url != "embedded" else []
        for mistake in wrong:
            typer.echo(f"{mistake.found}: {mistake.mend}", err=True)
        if wrong:
            raise typer.Exit(1)
        typer.echo("settings are good")
        return
    from terminal.start import running

    # A broken file cannot say where its last good copy lies: that place is the environment's or the usual one.
    kept = folder_of(None, ROOT) / "settings.last-good.toml"
    with running(load_or_last_good(path, kept)) as terminal:
        terminal.loop()


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="Folder for film, pictures, transcript and the hall's records.")] = Path(
        "out"
    ),
    visit: Annotated[str, typer.Option(help="Only this one: deaf or elderly.")] = "",
    recordings: Annotated[
        Path | None, typer.Option(help="Folder of sound files that say the elderly visitor's lines.")
    ] = None,
) -> None:
    """Play two whole visits through the real pipeline and leave a film, pictures and records in out/.

    Example: ./wuai demo
    """
    from terminal.demo.play import VISITS, play
    from terminal.voice.speech import VoiceError

    if visit and visit not in VISITS:
        typer.echo(f"no visit is called {visit!r}; there are: {', '.join(VISITS)}", err=True)
        raise typer.Exit(2)
    try:
        went_well = play(ROOT / out if not out.is_absolute() else out, [visit] if visit else tuple(VISITS), recordings)
    except VoiceError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    if not went_well:
        raise typer.Exit(1)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def test(context: typer.Context) -> None:
    """Pass the tests; whatever follows goes to pytest.

    Example: ./wuai test tests/journeys
    """
    pytest = [sys.executable, "-m", "pytest"]
    if context.args:
        raise typer.Exit(subprocess.call([*pytest, *context.args], cwd=ROOT))
    # Calls in the browser and journeys run in real time through real processes: alone, so that nothing else takes
    # their cores; and the browser's driver keeps its process' event loop, so that nothing else can have one.
    rest = [option for folder in REAL_TIME for option in ("--ignore", folder)]
    apart = subprocess.call([*pytest, "-n", "2", "--dist", "loadfile", *rest, "--durations", "8"], cwd=ROOT)
    together = [subprocess.call([*pytest, folder, "--durations", "8"], cwd=ROOT) for folder in REAL_TIME]
    raise typer.Exit(apart or max(together))


@app.command()
def doctor(json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False) -> None:
    """List every part (camera, microphone, speaker, displays, fonts, voices, models, pad, printer, hall) and its mend.

    Example: ./wuai doctor
    """
    from terminal.doctor import report

    if not report(as_json=json):
        raise typer.Exit(1)


@app.command()
def replay(journal: Annotated[Path, typer.Argument(help="A journal, e.g. var/journal/2026-11-21.jsonl")]) -> None:
    """Play a journal again and print each change of phase.

    Example: ./wuai replay var/journal/2026-11-21.jsonl
    """
    from terminal.runtime.journal import replay as play_again
    from terminal.visit.state import State

    phase = None
    for event, state in play_again(journal, State()):
        if state.phase is not phase:
            phase = state.phase
            typer.echo(f"{event.at:12.1f}  {type(event).__name__:18} -> {phase.value}")


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True}, add_help_option=False)
def hall(context: typer.Context) -> None:
    """Run the reference hall, or check another one: ./wuai hall --help, ./wuai hall check URL."""
    # In place of this process: whoever stops or kills the hall that they started must hit the hall.
    os.chdir(ROOT)
    os.execv(sys.executable, [sys.executable, "-m", "hall", *context.args])


models = typer.Typer(no_args_is_help=True, help="Models: list, verify, use, fetch, train.")
app.add_typer(models, name="models")


@contextmanager
def _told() -> Iterator[None]:
    """What is wrong with a model is said as it is, with what mends it, not as a traceback."""
    from models.errors import ModelError

    try:
        yield
    except ModelError as error:
        where = f" ({error.context})" if error.context else ""
        typer.echo(f"{error.code}: {error.message}{where}\n  {error.hint}".rstrip(), err=True)
        raise typer.Exit(1) from error


def _store() -> ModelStore:
    from models.store import ModelStore
    from terminal.runtime.settings import folder_of

    return ModelStore(ROOT / "models", folder_of(_settings_file(None), ROOT) / "models")


@models.command("list")
def models_list() -> None:
    """Every model with kind, size, licence and place; a star marks the one in use. Example: ./wuai models list"""
    from models.commands import list_models

    with _told():
        typer.echo("\n".join(list_models(_store())))


@models.command("verify")
def models_verify(name: Annotated[str, typer.Argument(help="One model; default all.")] = "") -> None:
    """Compare models with their checksums. Example: ./wuai models verify"""
    from models.commands import verify_models

    with _told():
        well, lines = verify_models(_store(), name or None)
    typer.echo("\n".join(lines))
    if not well:
        raise typer.Exit(1)


@models.command("use")
def models_use(kind: str, choice: Annotated[str, typer.Argument(help="A name of the list, or a folder.")]) -> None:
    """Choose a model. Example: ./wuai models use speech vosk-cn-own"""
    from models.commands import use_model

    with _told():
        typer.echo("\n".join(use_model(_store(), kind, choice)))


@models.command("fetch")
def models_fetch(
    name: str,
    from_file: Annotated[Path | None, typer.Option("--from", help="Import this file instead of downloading.")] = None,
) -> None:
    """Fetch a model, or import its file on a machine without network. Example: ./wuai models fetch NAME --from FILE"""
    from models.commands import fetch_model

    with _told():
        typer.echo("\n".join(fetch_model(_store(), name, from_file)))


@models.command("train", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def models_train(context: typer.Context, kind: str) -> None:
    """Train a model by its recipe; what follows goes to the recipe. Example: ./wuai models train speech --help"""
    from models.commands import train_model

    raise typer.Exit(train_model(kind, list(context.args)))


signs = typer.Typer(no_args_is_help=True, help="Signs taught on site: `record`, its `--list` and `--undo`.")
app.add_typer(signs, name="signs")


@signs.callback()
def _signs() -> None:
    """Keeps ``record`` a command of its own."""


@signs.command(
    "record", context_settings={"allow_extra_args": True, "ignore_unknown_options": True}, add_help_option=False
)
def signs_record(context: typer.Context) -> None:
    """Teach a sign before the camera, list what was taught, or take it back. Example: ./wuai signs record 预约"""
    raise typer.Exit(subprocess.call([sys.executable, "-m", "terminal.teach", *context.args], cwd=ROOT))


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def bench(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="One bench of tests/bench/, default all of the quick ones.")] = "",
) -> None:
    """Measure on this machine; medians and shares, never promises. What follows the name goes to that bench.

    Example: ./wuai bench calls --loss 0,2 --delay 50
    """
    known = sorted(path.stem for path in (ROOT / "tests" / "bench").glob("[a-z]*.py"))
    if name and name not in known:
        typer.echo(f"no bench is called {name!r}; there are: {', '.join(known)}", err=True)
        raise typer.Exit(2)
    for one in [name] if name else [quick for quick in QUICK_BENCHES if quick in known]:
        typer.echo(f"== {one}")
        if subprocess.call([sys.executable, "-m", f"tests.bench.{one}", *context.args], cwd=ROOT):
            raise typer.Exit(1)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True}, add_help_option=False)
def screens(context: typer.Context) -> None:
    """Draw every screen into docs/screens, and a page that puts each beside its sketch: ./wuai screens --help."""
    raise typer.Exit(subprocess.call([sys.executable, "-m", "terminal.ui.screens", *context.args], cwd=ROOT))


@app.command()
def diagram() -> None:
    """Draw the state diagram of a visit from the machine's table into docs/visit.md.

    Example: ./wuai diagram
    """
    from terminal.visit.diagram import write

    typer.echo(f"written: {write(ROOT / 'docs' / 'visit.md')}")


if __name__ == "__main__":
    app()
