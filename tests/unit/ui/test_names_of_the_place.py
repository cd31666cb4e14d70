"""The hall and its help desk are called what the settings call them, in both languages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from terminal.runtime.settings import load
from terminal.start import names
from terminal.ui.examples import CLOCK, examples
from terminal.ui.layout import lay_out
from terminal.ui.look import visitor_look
from terminal.ui.scene import Text
from terminal.ui.visitor import visitor_view
from terminal.visit.events import Language

HALL = 'hall_zh = "示例县政务服务和公共资源交易中心大厅东"\nhall_en = "Sample County Public Service Centre East"\n'
DESK = 'help_desk_zh = "二楼西侧综合咨询台"\nhelp_desk_en = "the desk, west wing"\n'


def test_without_settings_the_words_name_them() -> None:
    hall, desk = names(load(None))
    assert (hall.zh, desk.zh, desk.en) == ("政务服务中心", "1 号咨询台", "desk 1")


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", [(1080.0, 1920.0), (1920.0, 1080.0)])
@pytest.mark.parametrize("since", [100.0, 0.0], ids=["just called", "nobody came"])
def test_a_long_name_of_the_desk_stands_whole(
    tmp_path: Path, language: Language, size: tuple[float, float], since: float
) -> None:
    path = tmp_path / "s.toml"
    path.write_text("[terminal]\n" + HALL + DESK, encoding="utf-8")
    hall, desk = names(load(path))
    state = examples()["help"]
    help_ = state.visit.help
    assert help_ is not None
    comfort = replace(state.visit.comfort, language=language)
    state = replace(state, now=200.0 if not since else state.now)
    state = state.with_visit(comfort=comfort, help=replace(help_, since=since))
    look = visitor_look(state, hall=hall, clock=CLOCK, size=size, help_desk=desk)
    placed = lay_out(visitor_view(state, look), look)
    assert placed.problems == []
    said = [item.node.text for item in placed.items if isinstance(item.node, Text)]
    assert any(look.pick(desk) in text for text in said)
    assert any(text.startswith(look.pick(hall)[:10]) for text in said), "a name without room ends in …"


def test_the_number_of_the_desk_stands_apart_from_the_words_before_it() -> None:
    """Seen: 请到1 号咨询台."""
    state = examples()["help"]
    look = visitor_look(state, hall=names(load(None))[0], clock=CLOCK, interpreter=True)
    words = " ".join(
        item.node.text for item in lay_out(visitor_view(state, look), look).items if isinstance(item.node, Text)
    )
    assert "请到 1 号咨询台" in words
