"""Around the calls: signing in, the two languages, the ring, signed messages, another picture format."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from desk import INTERPRETERS, Console, Screen, until
from signer import VISITOR_GROUND
from visitor import BRIEFING, Visitor

from hall.embedded import RunningHall

pytestmark = pytest.mark.browser


def test_only_an_interpreters_key_opens_the_console(chromium: object, hall: RunningHall) -> None:
    screen = Screen(chromium)
    screen.page.goto(f"{hall.url}/console/")
    screen.every_control_is_named_and_large()
    for key, said in (
        ("wk_" + "x" * 40, "#message:not(:empty)"),
        (hall.keys["clerk"], "#message:has-text('不是手语翻译的')"),
    ):
        screen.page.fill("#key", key)
        screen.page.keyboard.press("Enter")
        screen.shows(said)
        assert screen.state() == "signin"
    assert screen.page.evaluate("document.cookie") == ""
    screen.close()


def test_english_says_the_same_and_leaving_forgets_the_key(console: Callable[..., Console]) -> None:
    desk = console()
    desk.page.click("#language")
    desk.shows('h1:text-is("Interpreter\'s console")')
    assert desk.page.get_attribute("html", "lang") == "en"
    desk.every_control_is_named_and_large()
    desk.page.click("#be-ready")
    desk.shows("#state:text-is('Ready for calls')")
    chinese = desk.page.evaluate("/[\\u4e00-\\u9fff]/.test(document.querySelector('#availability').innerText)")
    assert not chinese
    desk.page.click("#leave")
    desk.shows("#signin:not([hidden])")
    assert desk.page.evaluate("Object.keys(sessionStorage).filter(one => one !== 'language')") == []
    desk.page.reload()
    desk.shows("#signin:not([hidden])")


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_the_ring_flashes_slowly_or_not_at_all(
    console: Callable[..., Console], visitor: Visitor, keys: dict[str, str], motion: str
) -> None:
    desk = console(reduced_motion=motion)
    desk.is_ready()
    visitor.ask()
    ready = {"Authorization": f"Bearer {keys[INTERPRETERS[1]]}"}
    visitor.http.put("/v1/interpreters/me/status", json={"status": "ready"}, headers=ready)
    desk.shows("#ring.ringing")
    name, seconds = desk.page.evaluate(
        "[getComputedStyle(document.getElementById('ring')).animationName,"
        " getComputedStyle(document.getElementById('ring')).animationDuration]"
    )
    assert (name, seconds) == (("flash", "1s") if motion == "no-preference" else ("none", seconds))
    assert desk.page.evaluate("document.activeElement.id") == "accept"
    until(lambda: "手语翻译台" not in desk.page.title(), "the window's title rings too")
    desk.page.click("#decline")
    desk.page.check("#ask input[value=variety]")
    desk.page.keyboard.press("Enter")
    desk.shows("#desk:not([hidden])")
    assert not desk.page.locator("#ring.ringing").count()


def test_h264_is_used_where_it_is_preferred(console: Callable[..., Console], visitor: Visitor) -> None:
    desk = console(query="?codec=h264")
    offered = desk.page.evaluate("RTCRtpReceiver.getCapabilities('video').codecs.map(one => one.mimeType)")
    if "video/H264" not in offered:
        pytest.skip("this Chromium has no H.264")
    desk.takes(visitor.ask)
    desk.sees_movement(ground=VISITOR_GROUND)
    until(lambda: (desk.page.evaluate("window.wuai.stats()") or {}).get("codec") == "video/H264", "H.264")


def test_sides_without_a_common_format_still_have_text(console: Callable[..., Console], visitor: Visitor) -> None:
    desk = console()
    visitor.answers = False
    desk.takes(visitor.ask)
    offer = visitor.until(lambda: next((one for one in visitor.heard if one["type"] == "offer"), None), "the offer")
    visitor.send(type="answer", to="interpreter", sdp=offer["sdp"].replace("VP8", "XYZ").split("m=video")[0])
    desk.shows("#notes:has-text('画面格式')")
    desk.page.fill("#text", "我们打字")
    desk.page.keyboard.press("Enter")
    visitor.until(lambda: visitor.texts(final=True) == ["我们打字"], "text")


def test_a_signed_message_is_watched_and_answered(
    console: Callable[..., Console], visitor: Visitor, tmp_path_factory: pytest.TempPathFactory
) -> None:
    film = _film(tmp_path_factory.mktemp("film") / "message.webm")
    left = visitor.post("/v1/videomails", {"consent_to_keep": True, "briefing": BRIEFING, "reply_way": "at_hall"})
    put = visitor.http.put(
        f"/v1/videomails/{left['id']}/content",
        content=film,
        headers={"Content-Type": "video/webm", "Idempotency-Key": str(uuid.uuid4())},
    )
    assert put.is_success, put.text
    desk = console()
    desk.shows(f"#mails h3:has-text('{left['number']}')")
    desk.page.click("#mails button:text-is('看留言')")
    until(
        lambda: desk.page.evaluate("document.querySelector('#mails video').videoWidth") == 320, "the message's picture"
    )
    desk.page.reload()
    desk.shows(f"#mails div:has-text('{left['number']}') p:has-text('有翻译看过')")
    desk.page.click("#mails button:text-is('回复')")
    desk.page.fill("[name=reply]", "可以先办临时身份证")
    desk.page.click("#ask-yes")
    desk.shows("#mails p:text-is('没有')")


def _film(path: object) -> bytes:
    import av
    import numpy as np

    with av.open(str(path), "w", format="webm") as container:
        stream = container.add_stream("libvpx", rate=10)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for step in range(10):
            picture = np.full((180, 320, 3), 20 * step, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
    with open(str(path), "rb") as film:
        return film.read()
