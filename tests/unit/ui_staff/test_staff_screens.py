"""The clerk's screen: it fits, it is pure, it says what matters and never which face was pressed."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest
from staff_pictures import cut, in_language, look_of, placed, texts
from staff_states import ALL, CALLED, CONFIRMING, CONVERSING, FAULTY, HELP, IDLE, RATING, TRAINING, TYPING

import terminal.ui.staff
from terminal.ui import scene
from terminal.ui.staff import device_words, facts, keys_now, staff_view
from terminal.ui.staff.examples import staff_examples
from terminal.ui.staff.keys import SCALES
from terminal.visit.events import Level, StaffPage, Theme, Way
from terminal.visit.state import OtherWindow, QueuedTicket, State

LANGUAGES = ("zh", "en")
ORDINARY = [name for name in ALL if name != "long"]
SIGNS_OF_OUR_OWN = set("·…×")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ORDINARY)
def test_everything_fits_uncut(name: str, language: str) -> None:
    screen = placed(in_language(ALL[name], language))
    assert screen.problems == []
    assert cut(screen) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scale", [125, 150])
@pytest.mark.parametrize("name", ORDINARY)
def test_larger_text_fits_as_well(name: str, scale: int, language: str) -> None:
    screen = placed(replace(in_language(ALL[name], language), staff_scale=scale))
    assert screen.problems == []
    assert cut(screen) == []


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_very_long_names_are_cut_and_break_nothing(language: str, scale: int) -> None:
    screen = placed(replace(in_language(ALL["long"], language), staff_scale=scale))
    assert screen.problems == []
    assert cut(screen)


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("typed", ["", "4", "499", "综"])
def test_of_five_hundred_windows_typing_finds_each(scale: int, typed: str) -> None:
    """As many as the contract allows; nothing runs out of the page, and what is typed is named on the key."""
    many = tuple(OtherWindow(f"w{n}", str(n), (("社保医保区", "Insurance"),)) for n in range(1, 501))
    page = replace(staff_examples()["staff_move"], staff_scale=scale, move_to=typed)
    screen = placed(replace(page, hall=replace(page.hall, windows=many)))
    assert screen.problems == []
    found = f"转到 {typed} 号窗口" if typed.isdigit() else "先打窗口号"
    assert found in texts(screen)


def test_windows_with_names_stand_there_uncut() -> None:
    named = tuple(OtherWindow(f"w{n}", f"综合受理窗口{n}", (("社保医保区", "Insurance"),)) for n in range(8))
    page = replace(staff_examples()["staff_move"], move_to="综合受理窗口3")
    screen = placed(replace(page, hall=replace(page.hall, windows=named)))
    assert screen.problems == []
    assert cut(screen) == []
    assert "转到 综合受理窗口3" in texts(screen)


@pytest.mark.parametrize("theme", [Theme.HIGH_CONTRAST, Theme.DARK])
def test_other_themes_fit_as_well(theme: Theme) -> None:
    assert placed(replace(CONVERSING, staff_theme=theme)).problems == []


@pytest.mark.parametrize("name", ALL)
def test_the_view_is_a_function_of_the_state(name: str) -> None:
    look = look_of(ALL[name])
    assert staff_view(ALL[name], look) == staff_view(ALL[name], look)


@pytest.mark.parametrize("name", [name for name, state in ALL.items() if state.staff_page == "main"])
def test_whatever_can_be_pressed_has_a_key(name: str) -> None:
    by_key = set(keys_now(ALL[name]).values())
    pressed = {t.intent for t in placed(ALL[name]).targets if t.enabled and not isinstance(t.intent, scene.Local)}
    assert pressed <= by_key


def test_the_clerk_never_sees_which_face_was_pressed() -> None:
    """Standards E-12: the clerk learns "given", no more, so the screens of all five levels are one screen."""
    look = look_of(RATING)
    evaluation = RATING.visit.evaluation
    assert evaluation is not None
    for sent in (False, True):
        screens = [
            staff_view(RATING.with_visit(evaluation=replace(evaluation, level=level, sent=sent)), look)
            for level in Level
        ]
        assert all(screen == screens[0] for screen in screens)


def test_given_and_not_given_are_told_apart() -> None:
    evaluation = RATING.visit.evaluation
    assert evaluation is not None
    given = RATING.with_visit(evaluation=replace(evaluation, sent=True))
    passed = RATING.with_visit(evaluation=replace(evaluation, sent=True, outcome="none", level=None))
    assert "已评价" in texts(placed(given))
    assert "没有评价" in texts(placed(passed))


def test_a_call_for_help_is_light_and_text() -> None:
    screen = placed(HELP)
    assert "访客在叫人" in texts(screen)
    assert [item for item in screen.items if isinstance(item.node, scene.Box) and item.node.line == "help"]
    assert not [
        item for item in placed(CONFIRMING).items if isinstance(item.node, scene.Box) and item.node.line == "help"
    ]


def test_a_glance_tells_who_how_what_and_what_is_wrong() -> None:
    said = texts(placed(replace(CONVERSING, devices=FAULTY.devices)))
    assert {"D027", "打手语", "残疾人证换领、补办", "接待中", "手语留言不可用 +1"} <= set(said)


def test_doubts_are_told_by_mark_and_line_not_by_colour_alone() -> None:
    boxes = [item.node for item in placed(CONVERSING).items if isinstance(item.node, scene.Box)]
    assert any(box.dash == "dashed" and box.line == "maybe" for box in boxes)
    assert any(box.dash == "dotted" for box in boxes)
    assert "没看清" in texts(placed(CONVERSING))


def test_broken_devices_come_first_with_what_to_do() -> None:
    said = texts(placed(FAULTY))
    assert said.index("手语留言") < said.index("摄像头") < said.index("话筒")
    assert "正在自己重开。没送出去的留言要重录。" in said
    assert "模拟" in said


def test_every_device_that_has_words_is_told_by_them() -> None:
    """The signed message's worker had words, and its fault was told as "message, check cable and power"."""
    look = look_of(FAULTY)
    named = [key.rpartition(".")[2] for key in look.words if key.startswith("staff.device.")]
    assert "message" in named
    for name in named:
        assert (device_words.known(name), device_words.device_icon(name) != "info") == (name, name != "other")


def test_large_and_slow_is_named_before_the_way() -> None:
    said = texts(placed(CALLED))
    assert said.index("大字慢速") < said.index("说话")


def test_training_is_marked_on_the_screen() -> None:
    mark = "训练中 · 访客是编的 · 不发到大厅"
    assert mark in texts(placed(TRAINING))
    assert mark not in texts(placed(CONVERSING))


@pytest.mark.parametrize("page", ["main", "devices", "settings", "training"])
def test_training_is_marked_on_every_page(page: str) -> None:
    assert any("训练中" in text for text in texts(placed(replace(TRAINING, staff_page=page))))


def test_earlier_lines_are_a_page_back() -> None:
    many = CONVERSING.with_visit(lines=CONVERSING.visit.lines * 6)
    choices = [t.intent for t in placed(many).targets if isinstance(t.intent, scene.Local)]
    assert choices == [scene.Local(key="staff.talk", value="1")]


def test_nobody_in_front_leaves_nothing_of_a_visitor() -> None:
    assert not {"D027", "残疾人证", "打手语的人"} & set(texts(placed(IDLE)))
    assert StaffPage(page="devices") in keys_now(IDLE).values()


def test_an_empty_state_draws_as_well() -> None:
    assert placed(State()).problems == []


def test_all_sentences_come_from_content() -> None:
    """No sentence in the code: string literals of the room are ASCII but for a few signs; examples are invented."""
    folder = Path(terminal.ui.staff.__file__).parent
    for path in set(folder.glob("*.py")) - {folder / "examples.py"}:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documented = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
                foreign = {letter for letter in node.value if ord(letter) > 127} - SIGNS_OF_OUR_OWN
                assert not foreign, f"{path.name}:{node.lineno}"


def test_the_clerk_sees_beforehand_what_will_be_signed() -> None:
    signing = texts(placed(TYPING))
    assert "能打手语：请 · 旧 · 证 · 给 · 我 · 新 · 20 · 工作 · 办 · 好" in signing
    speaking = texts(placed(TYPING.with_visit(way=Way.SPEAK)))
    assert not [text for text in speaking if text.startswith("能打手语")]


def test_a_sentence_without_known_signs_is_announced_as_text_only() -> None:
    assert "这句只显示大字" in texts(placed(replace(TYPING, staff_text="嗯……")))


def test_nothing_is_drawn_anew_within_a_second() -> None:
    """Spans are shown in whole seconds, so that the screen is laid out once a second, not at every tick."""
    look = look_of(CONVERSING)
    soon = replace(CONVERSING, now=CONVERSING.now + 0.4)
    later = replace(CONVERSING, now=CONVERSING.now + 1.0)
    assert staff_view(soon, look) == staff_view(CONVERSING, look)
    assert staff_view(later, look) != staff_view(CONVERSING, look)


def test_who_is_being_served_or_has_been_does_not_wait() -> None:
    states = ("queued", "called", "processing", "pending", "parked", "missed", "finished", "deleted")
    queue = tuple(QueuedTicket(f"t{i}", f"A00{i}", state, "身份证", "sign", 1, False) for i, state in enumerate(states))
    state = replace(State(), hall=replace(State().hall, queue=queue))
    assert [ticket.state for ticket in facts.waiting(state)] == ["queued", "called", "parked", "missed"]


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_could_not_be_got_done_is_counted_under_the_queue(language: str, scale: int) -> None:
    for state in (IDLE, CONVERSING, ALL["long"]):
        counted = replace(state.hall, enquiries=12, enquiries_late=3)
        screen = placed(replace(in_language(state, language), hall=counted, staff_scale=scale))
        assert screen.problems == []
        assert state is ALL["long"] or cut(screen) == []
    assert "办不成事" not in "".join(texts(placed(IDLE)))
    shown = texts(placed(replace(IDLE, hall=replace(IDLE.hall, enquiries=12, enquiries_late=3))))
    assert {"办不成事 12 件待答复", "3 件超期"} <= set(shown)
