"""Slower, louder, and the ends of the scale."""

from terminal.voice import VoiceManner


def test_elderly_visitors_are_spoken_to_more_slowly():
    assert VoiceManner.for_mode(elderly=True).rate_cpm == 150
    assert VoiceManner.for_mode(elderly=False).rate_cpm == 180


def test_slower_and_louder_stop_at_the_ends():
    manner = VoiceManner()
    for _ in range(20):
        manner = manner.slower().louder()
    assert manner == VoiceManner(rate_cpm=100, gain_db=12.0)
    for _ in range(20):
        manner = manner.faster().softer()
    assert manner == VoiceManner(rate_cpm=260, gain_db=-12.0)


def test_one_step_back_undoes_one_step():
    assert VoiceManner().slower().faster() == VoiceManner()
    assert VoiceManner().louder().softer() == VoiceManner()
