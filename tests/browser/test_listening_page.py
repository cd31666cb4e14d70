"""The listening page opens in a browser, and every one of its players has something to play."""

from __future__ import annotations

import pytest

from terminal.voice.listening_page import main, prompts

pytestmark = pytest.mark.slow

ALL_READY = "[...document.querySelectorAll('audio')].every(player => player.readyState >= 1 || player.error)"
LENGTHS = "[...document.querySelectorAll('audio')].map(player => player.error ? -1 : player.duration)"
PLAYS = """async () => {
    const player = document.querySelectorAll('audio')[1];
    await player.play();
    await new Promise(ended => player.onended = ended);
    return player.currentTime;
}"""


def test_the_page_of_the_documented_command_plays_every_prompt_before_and_after(chromium, tmp_path, capsys):
    assert main([str(tmp_path / "page")]) == 0
    page = chromium.new_page()
    try:
        page.goto(f"file://{capsys.readouterr().out.strip()}")
        page.wait_for_function(ALL_READY, timeout=60_000)
        lengths = page.evaluate(LENGTHS)
        assert len(lengths) == 2 * len(prompts()) == 80
        assert min(lengths) > 0.2
        assert page.evaluate(PLAYS) == pytest.approx(lengths[1], abs=0.05)
        assert page.locator("td small").count() == len(prompts())
    finally:
        page.close()
