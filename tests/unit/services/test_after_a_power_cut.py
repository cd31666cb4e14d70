"""Key and store of the outbox, and the hall's person key, after the power went in the middle of writing.

Found by trying: an empty key file kept the terminal from its hall for good, and nobody was told.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from content.files import set_aside, write_private
from hall.keys import person_key
from terminal.services import Outbox
from terminal.services.outbox import terminal_secret

NOW = 1_790_000_000.0


def works(outbox: Outbox) -> bool:
    """Whether it keeps what is put into it."""
    outbox.put("key-0123456789abcdef", "createEnquiry", "/v1/enquiries", {"text": "..."}, NOW)
    return [parcel.key for parcel in outbox.due(NOW)] == ["key-0123456789abcdef"]


@pytest.mark.parametrize("content", [b"", b"\0" * 44, b"half of a key"])
def test_a_damaged_key_is_set_aside_and_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "outbox.key").write_bytes(content)
    outbox = Outbox.at(tmp_path / "outbox.sqlite")
    assert "outbox.key.damaged-1" in outbox.trouble
    assert (tmp_path / "outbox.key.damaged-1").read_bytes() == content
    assert works(outbox)
    outbox.close()
    again = Outbox.at(tmp_path / "outbox.sqlite")
    assert not again.trouble
    assert len(again) == 1


@pytest.mark.parametrize("spoiled", ["whole", "page"])
def test_a_damaged_store_is_set_aside_and_told(tmp_path: Path, spoiled: str) -> None:
    path = tmp_path / "outbox.sqlite"
    first = Outbox.at(path)
    for number in range(40):
        first.put(f"key-{number:016}", "createEnquiry", "/v1/enquiries", {"text": "x" * 400}, NOW)
    first.remove(f"key-{0:016}")
    first.close()
    content = path.read_bytes()
    path.write_bytes(b"no database" * 100 if spoiled == "whole" else content[:8192] + b"\xff" * (len(content) - 8192))
    outbox = Outbox.at(path)
    assert "outbox.sqlite.damaged-1" in outbox.trouble
    assert works(outbox)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_where_nothing_can_be_written_it_works_in_memory_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    outbox = Outbox.at(tmp_path / "file" / "outbox.sqlite")
    assert "in memory only" in outbox.trouble
    assert works(outbox)


def test_a_new_key_is_private_and_stays(tmp_path: Path) -> None:
    secret, trouble = terminal_secret(tmp_path / "outbox.key")
    assert not trouble
    assert terminal_secret(tmp_path / "outbox.key") == (secret, "")
    assert stat.S_IMODE((tmp_path / "outbox.key").stat().st_mode) == 0o600


def test_a_file_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "key"
    write_private(path, b"first", new=True)
    with pytest.raises(FileExistsError):
        write_private(path, b"second", new=True)

    def power_cut(descriptor: int) -> None:
        raise OSError("the power went")

    monkeypatch.setattr(os, "fsync", power_cut)
    with pytest.raises(OSError, match="power"):
        write_private(path, b"third")
    assert path.read_bytes() == b"first"
    assert [file.name for file in tmp_path.iterdir()] == ["key"]


def test_what_is_set_aside_overwrites_nothing(tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / "key").write_text(str(number))
        assert set_aside(tmp_path / "key").name == f"key.damaged-{number}"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"version": 1, "key": "***"}'])
def test_a_damaged_person_key_does_not_keep_the_hall_from_starting(tmp_path: Path, content: str) -> None:
    (tmp_path / "person_key.json").write_text(content)
    fresh = person_key(tmp_path)
    assert fresh["version"] == 2, "hashes of the lost key are not taken for hashes of this one"
    assert person_key(tmp_path) == fresh
    assert (tmp_path / "person_key.json.damaged-1").read_text() == content
