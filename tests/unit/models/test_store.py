"""The model store: what lies where, and what happens when it is damaged."""

from __future__ import annotations

import errno
import http.server
import json
import os
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from models.archive import STAMP, alone, sha256_of, unpack
from models.commands import fetch_model, list_models, use_model, verify_models
from models.errors import ModelError
from models.fetch import download, fetch
from models.store import CHOICE, SHIPPED, ModelStore


def model_folder(at: Path, name: str) -> Path:
    for part in ("am/final.mdl", "conf/model.conf", "graph/words.txt"):
        path = at / name / part
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(part.encode() * 1000)
    return at / name


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A project's models folder: one shipped model `tiny`, one official `big`."""
    folder = model_folder(tmp_path / "made", "tiny")
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    with tarfile.open(shipped / "tiny.tar.xz", "w:xz") as packed:
        packed.add(folder, "tiny")
    common = {"kind": "speech", "title": "t", "licence": "MIT", "card": "c.md"}
    rows = [
        {"name": "tiny", "file": "tiny.tar.xz", "address": None, "size_bytes": 1,
         "sha256": sha256_of(shipped / "tiny.tar.xz"), **common},
        {"name": "big", "file": None, "address": "http://127.0.0.1:9/big.zip", "size_bytes": 2, "sha256": None,
         **common},
    ]  # fmt: skip
    (shipped / "manifest.json").write_text(json.dumps({"models": rows}), encoding="utf-8")
    return shipped


@pytest.fixture
def store(release: Path, tmp_path: Path) -> ModelStore:
    return ModelStore(release, tmp_path / "var")


def official_zip(tmp_path: Path, name: str = "vosk-big") -> Path:
    folder = model_folder(tmp_path / "official", name)
    archive = tmp_path / "official.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for path in folder.rglob("*"):
            packed.write(path, path.relative_to(folder.parent))
    return archive


def test_the_shipped_model_is_unpacked_on_first_use_and_only_then(store: ModelStore) -> None:
    folder = store.find("speech")
    assert (folder / "am" / "final.mdl").is_file()
    before = (folder / "am" / "final.mdl").stat().st_mtime_ns
    assert (store.find("speech") / "am" / "final.mdl").stat().st_mtime_ns == before
    assert store.verify() == []


def test_a_file_lost_from_the_unpacked_folder_comes_back(store: ModelStore) -> None:
    folder = store.find("speech")
    (folder / "am" / "final.mdl").unlink()
    assert verify_models(store)[0] is False
    assert (store.find("speech") / "am" / "final.mdl").is_file()
    assert verify_models(store)[0] is True


def test_a_changed_byte_is_found_by_verify(store: ModelStore) -> None:
    path = store.find("speech") / "graph" / "words.txt"
    raw = bytearray(path.read_bytes())
    raw[7] ^= 1
    path.write_bytes(raw)
    problem = store.verify("tiny")[0]
    assert "graph/words.txt" in problem.problem


def test_a_damaged_archive_is_refused_and_nothing_is_half_unpacked(store: ModelStore, release: Path) -> None:
    archive = release / "tiny.tar.xz"
    archive.write_bytes(archive.read_bytes()[:-40])
    with pytest.raises(ModelError) as error:
        store.find("speech")
    assert error.value.code == "model-damaged"
    assert not store.folder_for("tiny").exists()


def test_a_missing_archive_is_said_to_be_missing(store: ModelStore, release: Path) -> None:
    (release / "tiny.tar.xz").unlink()
    with pytest.raises(ModelError) as error:
        store.find("speech")
    assert error.value.code == "model-missing"
    assert "rest works" in error.value.hint


def test_a_truncated_archive_that_matches_its_sum_is_still_refused_whole(store: ModelStore, release: Path) -> None:
    archive = release / "tiny.tar.xz"
    archive.write_bytes(archive.read_bytes()[:100])
    rows = json.loads((release / "manifest.json").read_text())
    rows["models"][0]["sha256"] = sha256_of(archive)
    (release / "manifest.json").write_text(json.dumps(rows))
    with pytest.raises(ModelError) as error:
        store.find("speech")
    assert error.value.code == "model-archive-damaged"


def test_any_vosk_folder_takes_the_place_of_the_shipped_one(store: ModelStore, tmp_path: Path) -> None:
    folder = model_folder(tmp_path / "mine", "other")
    use_model(store, "speech", str(folder))
    assert store.find("speech") == folder
    use_model(store, "speech", "tiny")
    assert store.find("speech") == store.folder_for("tiny")


def test_a_folder_that_is_no_model_is_refused_and_the_choice_stays(store: ModelStore, tmp_path: Path) -> None:
    with pytest.raises(ModelError) as error:
        store.use("speech", str(tmp_path))
    assert error.value.code == "model-missing"
    with pytest.raises(ModelError):
        store.use("speech", "big")  # known, but not fetched
    assert store.find("speech") == store.folder_for("tiny")


def test_an_official_model_is_imported_from_a_file_brought_along(store: ModelStore, tmp_path: Path) -> None:
    lines = fetch_model(store, "big", official_zip(tmp_path), trust=lambda _: True)
    assert "wuai models use speech big" in lines[1]
    assert store.use("speech", "big") == store.folder_for("big")
    assert store.verify("big") == []
    listed = list(list_models(store))
    assert [line[0] for line in listed if not line.startswith("    ")] == [" ", "*"]


def test_a_model_without_a_stated_sum_is_asked_about_with_the_files_own(store: ModelStore, tmp_path: Path) -> None:
    archive = official_zip(tmp_path)
    asked: list[str] = []
    with pytest.raises(ModelError) as error:
        fetch(store, "big", from_file=archive, trust=lambda found: bool(asked.append(found)))
    assert asked == [sha256_of(archive)]
    assert error.value.code == "model-unchecked"
    assert asked[0] in error.value.context
    assert not store.folder_for("big").exists()
    kept = store.folder_for("big").with_name("big.zip")
    assert fetch(store, "big", from_file=kept, trust=asked.__contains__) == store.folder_for("big")


def test_where_nobody_can_answer_the_sum_is_shown_and_the_answer_is_no(
    store: ModelStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = official_zip(tmp_path)
    with pytest.raises(ModelError) as error:
        fetch_model(store, "big", archive)
    assert error.value.code == "model-unchecked"
    said = capsys.readouterr().err
    assert sha256_of(archive) in said
    assert "http://127.0.0.1:9/big.zip" in said


def test_a_file_with_another_sum_than_the_stated_one_is_refused_without_asking(release: Path, tmp_path: Path) -> None:
    rows = json.loads((release / "manifest.json").read_text())
    rows["models"][1]["sha256"] = "0" * 64
    (release / "manifest.json").write_text(json.dumps(rows))
    store = ModelStore(release, tmp_path / "var")
    with pytest.raises(ModelError) as error:
        fetch(store, "big", from_file=official_zip(tmp_path), trust=lambda _: True)
    assert error.value.code == "model-damaged"
    assert not store.folder_for("big").exists()


def test_a_zip_that_holds_something_else_is_refused(store: ModelStore, tmp_path: Path) -> None:
    archive = tmp_path / "x.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("top/readme.txt", "hello")
    with pytest.raises(ModelError) as error:
        fetch(store, "big", from_file=archive, trust=lambda _: True)
    assert error.value.code == "model-damaged"
    assert not store.folder_for("big").exists()


def test_a_wrong_file_does_not_take_the_model_away_that_is_there(store: ModelStore, tmp_path: Path) -> None:
    fetch(store, "big", from_file=official_zip(tmp_path), trust=lambda _: True)
    store.use("speech", "big")
    wrong = tmp_path / "x.zip"
    with zipfile.ZipFile(wrong, "w") as packed:
        packed.writestr("top/readme.txt", "hello")
    with pytest.raises(ModelError):
        fetch(store, "big", from_file=wrong, trust=lambda _: True)
    assert store.find("speech") == store.folder_for("big")
    assert store.verify() == []


def test_a_zip_with_a_turned_byte_is_refused_in_plain_words(store: ModelStore, tmp_path: Path) -> None:
    archive = tmp_path / "x.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("top/am/final.mdl", bytes(range(256)) * 100)
    raw = bytearray(archive.read_bytes())
    raw[60:90] = bytes(30)
    archive.write_bytes(raw)
    with pytest.raises(ModelError) as error:
        fetch(store, "big", from_file=archive, trust=lambda _: True)
    assert error.value.code == "model-archive-damaged"


@pytest.mark.parametrize("chosen", ["big", "/no/such/folder"])
def test_a_model_in_use_that_is_not_there_is_found_by_verify(store: ModelStore, tmp_path: Path, chosen: str) -> None:
    """Brought along on another disk, or removed: speech is off, so the check must not say that all is well."""
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / CHOICE).write_text(json.dumps({"speech": chosen}), encoding="utf-8")
    assert [problem.name for problem in store.verify()] == [chosen]
    assert [problem.name for problem in store.verify(chosen)] == [chosen]
    assert "am/final.mdl" in store.verify()[0].problem
    assert store.verify("tiny") == []


def test_a_model_that_nobody_knows_cannot_be_verified(store: ModelStore) -> None:
    with pytest.raises(ModelError, match="tiny, big"):
        store.verify("tniy")


def test_an_unpacked_folder_with_an_empty_stamp_is_unpacked_anew(store: ModelStore) -> None:
    (store.find("speech") / STAMP).write_text("{}", encoding="utf-8")
    assert (store.find("speech") / "am" / "final.mdl").is_file()
    assert store.verify() == []


def test_a_folder_that_cannot_be_written_is_said_to_be_that(release: Path, tmp_path: Path) -> None:
    """A file in the way stands for a disk that is full or may not be written: root may write anywhere."""
    (tmp_path / "var").write_text("in the way", encoding="utf-8")
    with pytest.raises(ModelError) as error:
        ModelStore(release, tmp_path / "var").find("speech")
    assert error.value.code == "model-not-unpacked"
    assert "room" in error.value.hint


def test_a_zip_that_reaches_outside_is_refused(store: ModelStore, tmp_path: Path) -> None:
    archive = tmp_path / "x.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("../outside.txt", "hello")
    with pytest.raises(ModelError) as error:
        fetch(store, "big", from_file=archive, trust=lambda _: True)
    assert error.value.code == "model-archive-damaged"
    assert not (tmp_path / "outside.txt").exists()


def no_room(_descriptor: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_choice_that_finds_no_room_leaves_the_one_before(
    store: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = model_folder(tmp_path / "own", "x")
    store.use("speech", str(own))
    before = (tmp_path / "var" / CHOICE).read_bytes()
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", no_room)
        with pytest.raises(ModelError, match="No space left") as error:
            store.use("speech", "tiny")
    assert error.value.code == "model-choice-not-kept"
    assert (tmp_path / "var" / CHOICE).read_bytes() == before
    assert [path.name for path in (tmp_path / "var").iterdir() if path.name.startswith(CHOICE)] == [CHOICE]
    assert store.find("speech") == own


def test_a_choice_is_never_seen_half_written(store: ModelStore, tmp_path: Path) -> None:
    """A reader that opened the file before the change still reads the whole of the old one."""
    own = model_folder(tmp_path / "own", "x")
    store.use("speech", str(own))
    with (tmp_path / "var" / CHOICE).open(encoding="utf-8") as opened:
        store.use("speech", "tiny")
        assert json.load(opened) == {"speech": str(own)}
    assert json.loads((tmp_path / "var" / CHOICE).read_text(encoding="utf-8")) == {"speech": "tiny"}


def older_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python before 3.11.4, as Debian 12 has it: its tarfile knows no filters."""

    def extractall(packed: tarfile.TarFile, path: Path) -> None:
        for member in packed.getmembers():
            packed.extract(member, path)

    monkeypatch.delattr(tarfile, "data_filter", raising=False)
    monkeypatch.setattr(tarfile.TarFile, "extractall", extractall)


def test_the_python_of_debian_12_unpacks_the_shipped_model(store: ModelStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """The terminal did not start there at all."""
    older_python(monkeypatch)
    assert (store.find("speech") / "am" / "final.mdl").is_file()
    assert store.verify() == []


@pytest.mark.parametrize("odd", ["tiny/link", "../outside.txt"])
def test_it_refuses_what_leads_outside_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, odd: str) -> None:
    older_python(monkeypatch)
    archive = tmp_path / "odd.tar"
    with tarfile.open(archive, "w") as packed:
        member = tarfile.TarInfo(odd)
        member.type, member.linkname = (tarfile.SYMTYPE, "/etc") if odd.endswith("link") else (tarfile.REGTYPE, "")
        packed.addfile(member)
    with pytest.raises(ModelError) as error:
        unpack(archive, tmp_path / "var" / "tiny")
    assert error.value.code == "model-archive-damaged"
    assert not (tmp_path / "outside.txt").exists()
    assert list((tmp_path / "var").iterdir()) == []


def test_an_unknown_name_names_the_known_ones(store: ModelStore) -> None:
    with pytest.raises(ModelError, match="tiny, big"):
        fetch(store, "huge")


class Server(http.server.BaseHTTPRequestHandler):
    """Serves `content`; breaks off after `limit` bytes if that is set; knows ranges, tags and If-Range."""

    content = bytes(range(256)) * 4000
    tag = '"1"'
    limit: int | None = None

    def do_GET(self) -> None:
        start = int(self.headers.get("Range", "bytes=0-")[6:].rstrip("-"))
        if self.headers.get("If-Range", self.tag) != self.tag:
            start = 0
        if start >= len(self.content):
            self.send_response(416)
            self.send_header("Content-Range", f"bytes */{len(self.content)}")
            self.end_headers()
            return
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(self.content) - 1}/{len(self.content)}")
        if self.tag:
            self.send_header("ETag", self.tag)
        self.send_header("Content-Length", str(len(self.content) - start))
        self.end_headers()
        self.wfile.write(self.content[start:][: self.limit])

    def log_message(self, format: str, *args: object) -> None:
        """Keeps the test's output clean."""


@pytest.fixture
def server() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server) as web:
        threading.Thread(target=web.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{web.server_port}/model.zip"
        web.shutdown()


def broken_off(server: str, target: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """A download that ends in its middle; -> the bytes that are kept."""
    with monkeypatch.context() as breaking:
        breaking.setattr(Server, "limit", 300_000)
        with pytest.raises(ModelError) as error:
            download(server, target)
    assert error.value.code == "model-fetch-failed"
    kept = target.with_name(target.name + ".part").stat().st_size
    assert 0 < kept < len(Server.content)
    return kept


def test_a_broken_download_goes_on_where_it_stopped(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "model.zip"
    kept = broken_off(server, target, monkeypatch)
    seen: list[tuple[int, int | None]] = []
    download(server, target, lambda here, total: seen.append((here, total)))
    assert target.read_bytes() == Server.content
    assert seen[-1] == (len(Server.content), len(Server.content))
    assert seen[0][0] > kept
    assert [path.name for path in tmp_path.iterdir()] == ["model.zip"]


@pytest.mark.parametrize("tag", ['"2"', 'W/"1"', ""])
def test_the_rest_of_another_file_is_not_glued_to_what_was_begun(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tag: str
) -> None:
    """The maker put a new file in its place, or says nothing that would tell one from the other."""
    target = tmp_path / "model.zip"
    if tag != '"2"':
        monkeypatch.setattr(Server, "tag", tag)
    broken_off(server, target, monkeypatch)
    monkeypatch.setattr(Server, "tag", tag)
    monkeypatch.setattr(Server, "content", bytes(reversed(range(256))) * 3500)
    download(server, target)
    assert target.read_bytes() == Server.content


@pytest.mark.parametrize("mark", [b"\0\0\0", b"\xff\xfe", '"é"'.encode(), b'"1"\nX: 1'])
def test_a_mark_that_no_server_would_take_begins_anew(server: str, tmp_path: Path, mark: bytes) -> None:
    """A power cut may leave it full of zeros; every later fetch failed, until somebody found that file."""
    (tmp_path / "model.zip.part").write_bytes(b"old")
    (tmp_path / "model.zip.part.mark").write_bytes(mark)
    download(server, tmp_path / "model.zip")
    assert (tmp_path / "model.zip").read_bytes() == Server.content


def test_a_download_that_was_whole_when_it_broke_off_is_taken(server: str, tmp_path: Path) -> None:
    (tmp_path / "model.zip.part").write_bytes(Server.content)
    (tmp_path / "model.zip.part.mark").write_text(Server.tag)
    download(server, tmp_path / "model.zip")
    assert (tmp_path / "model.zip").read_bytes() == Server.content


def test_a_beginning_longer_than_the_file_is_thrown_away(server: str, tmp_path: Path) -> None:
    (tmp_path / "model.zip.part").write_bytes(Server.content + b"more")
    (tmp_path / "model.zip.part.mark").write_text(Server.tag)
    with pytest.raises(ModelError, match="0 bytes are kept"):
        download(server, tmp_path / "model.zip")
    download(server, tmp_path / "model.zip")
    assert (tmp_path / "model.zip").read_bytes() == Server.content


def test_a_full_disk_is_said_to_be_that_not_a_fault_of_the_network(server: str, release: Path, tmp_path: Path) -> None:
    """A device that is always full takes the place of the file that is being written."""
    manifest = release / "manifest.json"
    manifest.write_text(manifest.read_text().replace("http://127.0.0.1:9/big.zip", server), encoding="utf-8")
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "big.zip.part.mark").symlink_to("/dev/full")
    with pytest.raises(ModelError, match="No space left") as error:
        fetch(ModelStore(release, tmp_path / "var"), "big", trust=lambda _: True)
    assert error.value.code == "model-not-kept"


def test_a_full_disk_is_no_fault_of_the_file_that_was_brought_along(store: ModelStore, tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "big.zip").symlink_to("/dev/full")
    with pytest.raises(ModelError, match="No space left") as error:
        fetch(store, "big", from_file=official_zip(tmp_path), trust=lambda _: True)
    assert error.value.code == "model-not-kept"


def test_two_do_not_fetch_the_same_model_at_once(store: ModelStore, tmp_path: Path) -> None:
    with alone(store.folder_for("big")), pytest.raises(ModelError) as error:
        fetch(store, "big", from_file=official_zip(tmp_path), trust=lambda _: True)
    assert error.value.code == "model-being-made"


def test_two_that_unpack_the_same_model_both_get_it_whole(store: ModelStore) -> None:
    """A terminal that starts while `doctor` looks; each threw away what the other was unpacking."""
    with ThreadPoolExecutor(4) as several:
        folders = list(several.map(lambda _: store.find("speech"), range(4)))
    assert set(folders) == {store.folder_for("tiny")}
    assert store.verify() == []


def test_the_project_ships_a_speech_model_small_enough_and_with_its_card() -> None:
    entry = next(e for e in ModelStore().entries if e.shipped and e.kind == "speech")
    archive = SHIPPED / str(entry.file)
    assert archive.stat().st_size == entry.size_bytes <= 15 * 1024 * 1024
    assert sha256_of(archive) == entry.sha256
    card = (SHIPPED / entry.card).read_text(encoding="utf-8")
    assert "Common Voice" in card
    assert "AISHELL" in card
    assert "DSPSpeech-20" in card
