"""Settings: all errors at once, and never a black screen."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from hardware.camera import camera_from
from hardware.microphone import microphone_from
from hardware.pad import KEY_MAPS
from hardware.printer import printer_from
from hardware.speaker import speaker_from
from terminal.runtime.settings import NO_HALL, Settings, SettingsError, folder_of, load, load_or_last_good, usual_file


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_the_file_and_then_the_environment_win_over_defaults(tmp_path: Path) -> None:
    path = write(tmp_path / "s.toml", '[terminal]\nwindow = "3"\nrole = "window"\n')
    settings = load(path, {"WUAI_TERMINAL__WINDOW": "7"})
    assert (settings.terminal.window, settings.terminal.role) == ("7", "window")


def test_what_stands_in_no_part_can_be_set_by_the_environment_too(tmp_path: Path) -> None:
    settings = load(None, {"WUAI_VAR": "/srv/wuai", "WUAI_SPEECH_MODEL": "/srv/model", "WUAI_RENEW_PICTURES": "1"})
    assert (settings.folder(tmp_path), settings.speech_model) == (Path("/srv/wuai"), "/srv/model")
    assert Settings().folder(tmp_path) == tmp_path / "var"


@pytest.mark.parametrize("text", ['hall = "http://10.0.0.2"', '[[hall]]\nurl = "http://10.0.0.2"', "hall = 3"])
def test_a_part_that_is_none_is_a_problem_with_its_name_also_where_the_environment_adds_to_it(
    tmp_path: Path, text: str
) -> None:
    """The start ended with a TypeError, so that neither the last good settings nor a word of it were shown."""
    path = write(tmp_path / "s.toml", text + "\n")
    loaded = load_or_last_good(path, tmp_path / "good.toml", {"WUAI_HALL__KEY": "k"})
    assert "hall" in loaded.problems[0]


@pytest.mark.parametrize("var", ["", ".", "./"])
def test_what_is_written_has_a_folder_of_its_own(var: str) -> None:
    """Else keys and rows of the hall would lie among its program."""
    with pytest.raises(SettingsError, match="WUAI_VAR"):
        load(None, {"WUAI_VAR": var})


def test_the_folder_of_a_broken_file_is_the_usual_one(tmp_path: Path) -> None:
    path = write(tmp_path / "s.toml", 'var = "/srv/wuai"\n')
    assert folder_of(path, tmp_path) == Path("/srv/wuai")
    write(path, 'var = "/srv/wuai"\nwindow = \n')
    assert folder_of(path, tmp_path) == tmp_path / "var"


def test_all_problems_are_named_at_once_with_their_mend(tmp_path: Path) -> None:
    path = write(tmp_path / "s.toml", '[terminal]\nrole = "counter"\nwindwo = "3"\n[visitor_screen]\nwidth = 5\n')
    with pytest.raises(SettingsError) as caught:
        load(path, {"WUAI_PAD__ADDRESS": "900"})
    problems = "\n".join(caught.value.problems)
    assert f"{path}: terminal.role" in problems
    assert "did you mean 'window'?" in problems
    assert "visitor_screen.width" in problems
    assert "environment variable WUAI_PAD__ADDRESS" in problems


def test_a_broken_file_starts_in_safe_mode_with_the_last_good_one(tmp_path: Path) -> None:
    path, kept = tmp_path / "s.toml", tmp_path / "var" / "good.toml"
    write(path, '[terminal]\nwindow = "3"\n')
    assert not load_or_last_good(path, kept, {}).safe_mode
    write(path, "[terminal\n")
    loaded = load_or_last_good(path, kept, {})
    assert loaded.safe_mode
    assert loaded.settings.terminal.window == "3"
    assert "Mend" in loaded.problems[0]


@pytest.mark.parametrize("text", ["[terminal\n", '[hall]\nurl = "https://hall.example"\nwindow = "3"\n'])
def test_where_nothing_was_kept_no_hall_of_its_own_invents_numbers(tmp_path: Path, text: str) -> None:
    """On the first day one slip of the pen gave a real hall's visitors numbers of a hall that was tried out."""
    loaded = load_or_last_good(write(tmp_path / "s.toml", text), tmp_path / "good.toml", {})
    assert loaded.safe_mode
    assert loaded.settings.hall.url == NO_HALL
    assert load(None, {"WUAI_HALL__URL": NO_HALL}).hall.url == NO_HALL


def test_what_the_environment_says_holds_in_safe_mode_too_where_it_is_not_what_is_wrong(tmp_path: Path) -> None:
    """Keys and folder are often set there: the last good settings knew neither."""
    path, kept = tmp_path / "s.toml", tmp_path / "good.toml"
    said = {"WUAI_HALL__URL": "https://hall.example", "WUAI_HALL__KEY": "k", "WUAI_VAR": "/srv/wuai"}
    broken = write(path, "[terminal\n")
    assert load_or_last_good(broken, kept, said).settings == load(None, said)
    load_or_last_good(write(path, '[terminal]\nwindow = "3"\n'), kept, said)
    settings = load_or_last_good(write(path, "[terminal\n"), kept, said).settings
    assert (settings.terminal.window, settings.hall.url, settings.var) == (
        "3",
        "https://hall.example",
        Path("/srv/wuai"),
    )
    wrong = said | {"WUAI_PAD__ADDRESS": "900"}
    assert load_or_last_good(path, kept, wrong).settings.terminal.window == "3"


def no_room(_descriptor: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_costs_neither_the_start_nor_the_settings_kept_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The copy was opened for writing first, and then there was no room: an empty file of good settings was left."""
    path, kept = tmp_path / "s.toml", tmp_path / "var" / "good.toml"
    write(path, '[terminal]\nwindow = "3"\n')
    load_or_last_good(path, kept, {})
    write(path, '[terminal]\nwindow = "4"\n')
    monkeypatch.setattr(os, "fsync", no_room)
    loaded = load_or_last_good(path, kept, {})
    assert (loaded.settings.terminal.window, loaded.problems) == ("4", ())
    assert 'window = "3"' in kept.read_text(encoding="utf-8")
    assert [file.name for file in kept.parent.iterdir()] == [kept.name]


def test_a_folder_that_cannot_be_made_costs_only_the_kept_settings(tmp_path: Path) -> None:
    in_the_way = write(tmp_path / "var", "a file")
    path = write(tmp_path / "s.toml", '[terminal]\nwindow = "3"\n')
    assert load_or_last_good(path, in_the_way / "good.toml", {}).settings.terminal.window == "3"


def test_a_file_that_may_not_be_read_is_named_and_the_terminal_starts_with_the_last_good_one(tmp_path: Path) -> None:
    """A folder of that name stands for a file of another user: root may read everything."""
    path, kept = tmp_path / "s.toml", tmp_path / "good.toml"
    path.mkdir()
    write(kept, '[terminal]\nwindow = "3"\n')
    loaded = load_or_last_good(path, kept, {})
    assert loaded.settings.terminal.window == "3"
    assert str(path) in loaded.problems[0]
    assert "Mend" in loaded.problems[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("url", "hall.example"),
        ("url", "http://[::1"),
        ("url", "https://hall.example:65536"),
        ("url", "https://hall example"),
        ("key", "wk_secret\u3000"),
        ("clerk_key", "“wk_secret”"),
    ],
)
def test_a_hall_that_cannot_be_asked_is_told_before_the_start(name: str, value: str) -> None:
    """A bracket too few or a full-width blank behind the key was the end of the start: both screens stayed black."""
    with pytest.raises(SettingsError, match=f"hall.{name}") as caught:
        load(None, {f"WUAI_HALL__{name.upper()}": value})
    assert "write " in str(caught.value)
    assert "wk_secret" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["embedded", "https://hall.example", "http://10.0.0.2:8080/wuai", "http://[::1]:8080", "https://大厅.cn/"]
)
def test_where_a_hall_may_be(url: str) -> None:
    assert load(None, {"WUAI_HALL__URL": url, "WUAI_HALL__KEY": "wk_1-a.B~"}).hall.url == url


def test_a_file_that_is_named_and_not_there_is_no_empty_one(tmp_path: Path) -> None:
    """A name mistyped was good settings: those of a terminal with a hall of its own."""
    loaded = load_or_last_good(tmp_path / "window3.toml", tmp_path / "good.toml", {})
    assert "window3.toml" in loaded.problems[0]
    assert "Mend" in loaded.problems[0]
    assert loaded.settings.hall.url == NO_HALL
    assert usual_file(tmp_path) is None
    assert usual_file(write(tmp_path / "settings.toml", "").parent) == tmp_path / "settings.toml"


def test_keys_are_never_printed(tmp_path: Path) -> None:
    path = write(tmp_path / "s.toml", '[hall]\nurl = "https://hall.example"\nkey = "wk_secret"\n')
    assert "wk_secret" not in repr(load(path, {}))


def test_every_key_map_of_the_pads_can_be_set() -> None:
    for name in KEY_MAPS:
        assert load(None, {"WUAI_PAD__KEYS": name}).pad.keys == name


@pytest.mark.parametrize(
    ("pad", "told"),
    [
        ('port = "hid:"', "name the device"),
        ('port = "network:8731"', "network:HOST:PORT"),
        ('port = "network:10.0.0.5:87310"', "network:HOST:PORT"),
        ('port = "network:10.0.0.5:8731"', "needs [pad] key with 32"),
        ('keys = "grades-6"', "grades-5"),
    ],
)
def test_a_pad_that_cannot_be_made_is_told_before_the_start(tmp_path: Path, pad: str, told: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(write(tmp_path / "s.toml", f"[pad]\n{pad}\n"), {})
    assert told in str(caught.value)


def test_a_network_pads_secret_may_stand_anywhere_in_its_part_and_is_never_printed(tmp_path: Path) -> None:
    secret = "s" * 40
    path = write(tmp_path / "s.toml", f'[pad]\nport = "network:10.0.0.5:8731"\nkey = "{secret}"\n')
    settings = load(path, {})
    assert settings.pad.key.get_secret_value() == secret
    assert secret not in repr(settings)


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("hall.key", "[hall]\nkey = 4711471147114711"),
        ("hall.clerk_key", "[hall]\nclerk_key = 4711471147114711"),
        ("pad.key", "[pad]\nkey = ['4711471147114711']"),
        ("hall", "[[hall]]\nkey = '4711471147114711'"),
        ("hall", "hall = '4711471147114711'"),
    ],
)
def test_a_secret_that_is_written_wrong_is_named_and_not_shown(tmp_path: Path, place: str, text: str) -> None:
    """What is wrong stands on the clerk's screen and in the log; a key without quotation marks stood there too."""
    with pytest.raises(SettingsError) as caught:
        load(write(tmp_path / "s.toml", text + "\n"), {})
    assert "47114711" not in str(caught.value)
    assert f": {place}: " in str(caught.value)


@pytest.mark.parametrize("part", ["camera", "microphone", "speaker", "printer"])
@pytest.mark.parametrize(
    "source", ["laser", "usb:lp0", "devise:0", "file:", "network:printer:often", "network:printer:65536"]
)
def test_a_device_that_no_driver_understands_is_told_before_the_start(tmp_path: Path, part: str, source: str) -> None:
    """A printer's name with a slip of the pen was the end of the start, and both screens stayed black."""
    path = write(tmp_path / "s.toml", f'[{part}]\nsource = "{source}"\n')
    with pytest.raises(SettingsError) as caught:
        load(path, {})
    assert f"{part}.source" in caught.value.problems[0]
    assert "write " in caught.value.problems[0]


@pytest.mark.parametrize(
    ("part", "make", "sources"),
    [
        (
            "camera",
            camera_from,
            ["device:", "device:0", "device:HD Webcam", "url:rtsp://x/1", "file:a b.mp4", "clip:x"],
        ),
        ("microphone", microphone_from, ["device:", "device:Jabra", "clips:", "none:"]),
        ("speaker", speaker_from, ["device:", "device:Jabra", "recorder:"]),
        (
            "printer",
            printer_from,
            ["none:", "folder:var/纸 条", "file:/dev/usb/lp0", "network:10.0.0.7:9100", "network:lp:65535"],
        ),
    ],
)
def test_what_a_driver_understands_is_good(part: str, make: Callable[[str], object], sources: list[str]) -> None:
    for source in sources:
        assert getattr(load(None, {f"WUAI_{part.upper()}__SOURCE": source}), part).source == source
        make(source)
