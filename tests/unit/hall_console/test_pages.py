"""The hall's pages as files: what browsers are told to refuse, nothing from elsewhere, all words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from hall.contract import document
from hall.embedded import RunningHall, running_hall
from hall.pages import policy_for

HALL = Path(__file__).resolve().parents[3] / "hall"
PAGES = {mount: HALL / mount / "page" for mount in ("console", "phone", "transcript", "answer")}
FILES = [(mount, path.name) for mount, folder in PAGES.items() for path in sorted(folder.iterdir())]


@pytest.fixture(scope="module")
def http(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with running_hall(tmp_path_factory.mktemp("hall")) as started, _client(started) as http:
        yield http


def _client(hall: RunningHall) -> httpx.Client:
    return httpx.Client(base_url=hall.url, trust_env=False)


@pytest.mark.parametrize(("mount", "name"), [*FILES, *((mount, "") for mount in PAGES), ("console", "phrases.json")])
def test_every_file_carries_every_header(http: httpx.Client, mount: str, name: str) -> None:
    answer = http.get(f"/{mount}/{name}")
    assert answer.status_code == 200
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["form-action"] == policy["object-src"] == "'none'"
    host = f"{http.base_url.host}:{http.base_url.port}"
    assert policy["connect-src"] == f"'self' ws://{host} wss://{host}"
    assert policy["require-trusted-types-for"] == "'script'"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert {"camera=(self)", "microphone=(self)", "geolocation=()"} <= set(
        answer.headers["permissions-policy"].split(", ")
    )
    assert "set-cookie" not in answer.headers, "no cookie, so no request can be made in somebody's name"


@pytest.mark.parametrize(
    "name", ["__init__.py", "..%2f__init__.py", "%2e%2e/__init__.py", "../words.json", "other", "page"]
)
@pytest.mark.parametrize("mount", PAGES)
def test_nothing_else_is_served(http: httpx.Client, mount: str, name: str) -> None:
    assert http.get(f"/{mount}/{name}").status_code == 404


@pytest.mark.parametrize("host", ["evil; script-src *", "a b", "x\r\nY: z", "'unsafe-inline'", "*", ""])
def test_a_strange_host_gets_into_no_policy(host: str) -> None:
    assert "connect-src 'self'; " in policy_for(host)


@pytest.mark.parametrize(("mount", "name"), [one for one in FILES if not one[1].endswith(".svg")])
def test_nothing_is_inline_and_nothing_is_from_elsewhere(mount: str, name: str) -> None:
    said = (PAGES[mount] / name).read_text("utf-8")
    assert not re.search(r"https?://", said)
    if name.endswith(".html"):
        assert not re.search(r"<script(?! src=\"/)|<style|\son\w+=|\sstyle=", said)
    if name.endswith(".js"):
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|localStorage", said
        )


@pytest.mark.parametrize("mount", PAGES)
def test_both_languages_have_every_word_that_is_used(mount: str) -> None:
    folder = PAGES[mount]
    words = json.loads((folder / "words.json").read_text("utf-8"))
    assert words["zh"].keys() == words["en"].keys()
    used = set(re.findall(r'data-(?:word|label|hint)="(\w+)"', (folder / "index.html").read_text("utf-8")))
    for script in folder.glob("*.js"):
        used |= set(re.findall(r'\bword\("(\w+)"', script.read_text("utf-8")))
    assert used - words["zh"].keys() == set()
    for name, said in words["zh"].items():
        assert set(re.findall(r"\{\w+\}", said)) == set(re.findall(r"\{\w+\}", words["en"][name])), name


NAMED = {
    "ended": ("EndReq", "reason"),
    "reason1": ("HandOverReq", "reason"),
    "reason2": ("SecondReq", "reason"),
    "reason3": ("DeclineReq", "reason"),
    "outcome": ("WrapUp", "outcome"),
    "variety": ("WrapUp", "variety"),
    "via": ("Message", "via"),
}


@pytest.mark.parametrize("prefix", NAMED)
def test_the_contracts_values_have_their_words(prefix: str) -> None:
    schema, field = NAMED[prefix]
    values = document()["components"]["schemas"][schema]["properties"][field]["enum"]
    words = json.loads((PAGES["console"] / "words.json").read_text("utf-8"))["zh"]
    assert [value for value in values if f"{prefix}_{value}" not in words and value != "typed"] == []


def test_statuses_skills_and_roles_have_their_words() -> None:
    schemas = document()["components"]["schemas"]
    words = json.loads((PAGES["console"] / "words.json").read_text("utf-8"))["zh"]
    named = {"state": schemas["InterpreterStatus"], "skill": schemas["Interpreter"]["properties"]["skills"]["items"]}
    for prefix, schema in {**named, "role": schemas["Role"]}.items():
        assert [value for value in schema["enum"] if f"{prefix}_{value}" not in words] == []


def test_phrases_are_there_in_both_languages(http: httpx.Client) -> None:
    phrases = http.get("/console/phrases.json").json()
    assert len(phrases) == len({phrase["id"] for phrase in phrases}) > 0
    assert all(phrase["text"]["zh"] and phrase["text"]["en"] for phrase in phrases)
