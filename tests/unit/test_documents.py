"""What the documents name is there: files, links, commands with their options, benches, tests."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from typer.main import get_command

from terminal.cli import app

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("content", "docs", "hall", "hardware", "models", "recognition", "terminal", "tests")
DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix()
    for place in (ROOT, *(ROOT / room for room in ROOMS))
    for path in (place.glob("*.md") if place == ROOT else place.rglob("*.md"))
)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
NAMED = re.compile(rf"`((?:{'|'.join(ROOMS)})/[\w/.-]+)`")
RUN = re.compile(r"\bpython -m ((?:hardware|recognition|models|terminal|tests)\.[\w.]+)([^`\n|]*)")
WUAI = re.compile(r"\./wuai ([a-z]+)((?: [^`\n#|]*)?)")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


def read(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def test_the_documents_are_found() -> None:
    assert {"README.md", "README.zh-CN.md", "docs/STATUS.md", "content/lexicon/README.md"} <= set(DOCUMENTS)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_somewhere(document: str) -> None:
    here = (ROOT / document).parent
    links = [link for link in LINK.findall(read(document)) if not link.startswith(("http://", "https://"))]
    assert [link for link in links if not (here / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_files_that_are_named_are_there(document: str) -> None:
    assert [name for name in NAMED.findall(read(document)) if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_tests_that_show_something_are_there(document: str) -> None:
    known = {path.name for path in (ROOT / "tests").rglob("test_*.py")}
    assert [name for name in re.findall(r"\btest_\w+\.py\b", read(document)) if name not in known] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_modules_that_are_to_be_run_are_there_and_know_their_options(document: str) -> None:
    for module, words in RUN.findall(read(document)):
        assert find_spec(module) is not None, module
        assert unknown(words, sources(module)) == [], module


@pytest.mark.parametrize("document", DOCUMENTS)
def test_commands_are_there_and_know_their_options(document: str) -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    for name, words in WUAI.findall(read(document)):
        assert name in commands, name
        if name == "bench":
            benches = [ROOT / "tests" / "bench" / f"{bench.strip(';:')}.py" for bench in words.split()[:1]]
            assert [bench for bench in benches if not bench.is_file()] == [], words
            assert [unknown(words, bench.read_text(encoding="utf-8")) for bench in benches] in ([], [[]]), words
        elif name == "test":
            assert [part for part in words.split() if part.startswith("tests/") and not (ROOT / part).exists()] == []
        else:
            known = "\n".join(sources(one) for one in BEHIND[name])
            assert unknown(words, known) == [], f"{name} {words}"


@pytest.mark.parametrize("document", ["README.md", "README.zh-CN.md"])
def test_the_first_page_names_every_command(document: str) -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    assert [name for name in commands if not re.search(rf"\b{name}\b", read(document))] == []


def sources(module: str) -> str:
    """The text of a module, of a package that is run all of it."""
    spec = find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    origin = Path(spec.origin)
    files = [origin] if origin.name != "__init__.py" else sorted(origin.parent.glob("*.py"))
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def unknown(words: str, source: str) -> list[str]:
    """Options that the source does not name."""
    return [option for option in OPTION.findall(words) if f'"{option}"' not in source]


BEHIND = {
    **dict.fromkeys(("run", "demo", "doctor", "replay", "diagram"), ("terminal.cli",)),
    "hall": ("hall", "hall.cert", "hall.check"),
    "models": ("terminal.cli", "models.training.signs", "models.training.speech"),
    "signs": ("terminal.teach",),
    "screens": ("terminal.ui.screens",),
}
"""Where the options of each command are named; those of a bench stand in its file."""
