"""A simulated interpreter: signs in at the hall, is rung, answers, and calls with real media. For tests and benches.

It keeps the interpreter's side of the contract (remote sessions and section 9) as the console does: it offers, sends a
moving picture and a tone, counts what arrives, writes letter by letter, hands over, and can lose its line. It runs in
a thread of its own so that a test that drives the terminal can hold it beside.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
import time
import uuid
from collections.abc import Callable, Coroutine
from fractions import Fraction
from typing import Any

import httpx
import numpy as np
from aiortc import AudioStreamTrack, RTCPeerConnection, RTCSessionDescription, VideoStreamTrack
from aiortc.mediastreams import MediaStreamError
from av import VideoFrame
from numpy.typing import NDArray
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

POLL_S = 0.2
WAIT_S = 30.0
UNANSWERED_S = 8.0
"""An offer without an answer for so long is made again."""


class MovingPicture(VideoStreamTrack):
    """30 pictures a second of one size: a bar that runs over a ground of its own colour."""

    def __init__(self, size: tuple[int, int], colour: tuple[int, int, int]) -> None:
        super().__init__()
        self._size, self._colour, self._count = size, colour, 0

    async def recv(self) -> VideoFrame:
        """The next picture."""
        pts, time_base = await self.next_timestamp()
        width, height = self._size
        picture = np.full((height, width, 3), self._colour, np.uint8)
        left = self._count * 9 % (width - 60)
        picture[height // 4 : -height // 4, left : left + 60] = 255
        self._count += 1
        frame = VideoFrame.from_ndarray(picture, format="rgb24")
        frame.pts, frame.time_base = pts, Fraction(time_base)
        return frame


class SimulatedInterpreter:
    """One interpreter at one hall. Methods may be called from any thread; each waits until it is done.

    ``pictures`` are the last received ones, uint8 (h, w, 3), newest last; ``messages`` everything that came over the
    socket, ``texts`` the last text by (role, client_seq).
    """

    def __init__(self, url: str, key: str, *, size: tuple[int, int] = (640, 480), colour: Any = (40, 90, 160)) -> None:
        self._url, self._headers = url, {"Authorization": f"Bearer {key}"}
        self._size, self._colour = size, colour
        self.session: dict[str, Any] = {}
        self.messages: list[dict[str, Any]] = []
        self.texts: dict[tuple[str, int], str] = {}
        self.pictures: list[tuple[float, NDArray[np.uint8]]] = []
        self.frames = 0
        self.each_picture: Callable[[float, NDArray[np.uint8]], None] = lambda at, rgb: None
        self.state = "new"
        self.accepted_at = 0.0
        self._token: dict[str, Any] = {}
        self._socket: ClientConnection | None = None
        self._pc: RTCPeerConnection | None = None
        self._count = self._offers = 0
        self._tasks: set[asyncio.Task[Any]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="interpreter", daemon=True)
        self._thread.start()

    # --- at the desk -------------------------------------------------------------------------------------------------

    def ready(self) -> None:
        """On duty."""
        self._do(self._change("PUT", "/v1/interpreters/me/status", {"status": "ready"}))

    def away(self) -> None:
        """Off duty."""
        self._do(self._change("PUT", "/v1/interpreters/me/status", {"status": "away"}))

    def answer(self, states: tuple[str, ...] = ("called",), patience_s: float = WAIT_S) -> None:
        """Wait for the ringing, accept, enter the room and offer."""
        self._do(self._answer(states), patience_s + WAIT_S)

    def hand_over(self, matter: str, question: str) -> None:
        """Ask another interpreter to take over, with what it is about and what is open."""
        body = {"reason": "rest", "summary": {"matter": matter, "open_question": question}}
        self._do(self._change("POST", f"/v1/remote-sessions/{self.session['id']}/hand-over", body))

    def end(self) -> None:
        """End the session."""
        self._do(self._change("POST", f"/v1/remote-sessions/{self.session['id']}/end", {"reason": "done"}))

    # --- in the room -------------------------------------------------------------------------------------------------

    def write(self, text: str, *, final: bool = True, seq: int = 0) -> None:
        """A line for the visitor; the same ``seq`` replaces what is not final."""
        self._count = seq or self._count + 1
        self.send({"type": "text", "text": text, "client_seq": self._count, "via": "typed", "final": final})

    def send(self, message: dict[str, Any]) -> None:
        """Any message."""
        self._do(self._send(message))

    def lose_line(self, seconds: float) -> None:
        """Socket and media gone for so long, then both again, as after a machine that slept. Does not wait for it."""
        asyncio.run_coroutine_threadsafe(self._lose_line(seconds), self._loop)

    def lose_socket(self) -> None:
        """The socket alone dies; pictures and sound go on."""
        self._do(self._lose_socket())

    def reload(self) -> None:
        """As after a reload of the page: a new socket, a new connection."""
        self._do(self._lose_line(0.0))

    def close(self) -> None:
        """Leave without a word, end the thread."""
        with contextlib.suppress(Exception):
            self._do(self._leave())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5.0)

    # --- inside ------------------------------------------------------------------------------------------------------

    def _do(self, work: Coroutine[Any, Any, Any], patience_s: float = WAIT_S) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(patience_s)

    async def _change(self, method: str, path: str, body: dict[str, Any]) -> Any:
        headers = self._headers | ({"Idempotency-Key": str(uuid.uuid4())} if method == "POST" else {})
        async with httpx.AsyncClient(base_url=self._url, headers=headers, trust_env=False, timeout=10.0) as client:
            answer = await client.request(method, path, json=body)
            answer.raise_for_status()
            return answer.json()

    async def _answer(self, states: tuple[str, ...]) -> None:
        async with httpx.AsyncClient(base_url=self._url, headers=self._headers, trust_env=False) as client:
            while not (found := await self._rung(client, states)):
                await asyncio.sleep(POLL_S)
        opened = await self._change("POST", f"/v1/remote-sessions/{found['id']}/accept", {})
        self.accepted_at = time.monotonic()
        self.session, self._token = opened["session"], opened["token"]
        await self._join()

    async def _rung(self, client: httpx.AsyncClient, states: tuple[str, ...]) -> dict[str, Any] | None:
        answer = await client.get("/v1/remote-sessions", params={"state": list(states)})
        return next((one for one in answer.json()["items"] if "briefing" in one), None)

    async def _join(self) -> None:
        self._socket = await connect(self._token["signalling_url"], proxy=None)
        await self._socket.send(json.dumps({"type": "join", "token": self._token["token"]}))
        self._keep(self._read(self._socket))

    async def _read(self, socket: ClientConnection) -> None:
        with contextlib.suppress(ConnectionClosed):
            async for raw in socket:
                message = json.loads(raw)
                self.messages.append(message)
                await self._heard(message)

    async def _heard(self, message: dict[str, Any]) -> None:
        kind = message["type"]
        if kind == "joined":
            people = {one["role"]: one["joined"] for one in message["participants"]}
            if people.get("visitor") and self._pc is None:
                await self._offer()
            elif not people.get("visitor"):
                await self._hang_up()
        elif kind == "answer" and self._pc is not None and message.get("id") == self._offers:
            await self._pc.setRemoteDescription(RTCSessionDescription(message["sdp"], "answer"))
        elif kind == "text":
            self.texts[message["from"], message["client_seq"]] = message["text"]

    async def _offer(self) -> None:
        pc = self._pc = RTCPeerConnection()
        self._offers += 1
        pc.addTrack(AudioStreamTrack())
        pc.addTrack(MovingPicture(self._size, self._colour))
        pc.on("track", lambda track: self._keep(self._watch(track)) if track.kind == "video" else None)
        pc.on("connectionstatechange", lambda: setattr(self, "state", pc.connectionState))
        await pc.setLocalDescription(await pc.createOffer())
        await self._send({"type": "offer", "to": "visitor", "sdp": pc.localDescription.sdp, "id": self._offers})
        self._keep(self._offer_again(pc))

    async def _offer_again(self, pc: RTCPeerConnection) -> None:
        """The hall may name a visitor as present who is still on the way into the room."""
        await asyncio.sleep(UNANSWERED_S)
        if self._pc is pc and pc.signalingState == "have-local-offer":
            await self._hang_up()
            await self._offer()

    async def _watch(self, track: Any) -> None:
        with contextlib.suppress(MediaStreamError):
            while True:
                frame = await track.recv()
                rgb = np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
                self.frames += 1
                now = time.monotonic()
                self.pictures = [*self.pictures[-9:], (now, rgb)]
                self.each_picture(now, rgb)

    async def _send(self, message: dict[str, Any]) -> None:
        if self._socket is not None:
            with contextlib.suppress(ConnectionClosed):
                await self._socket.send(json.dumps(message))

    async def _lose_line(self, seconds: float) -> None:
        await self._leave()
        await asyncio.sleep(seconds)
        await self._join()

    async def _lose_socket(self) -> None:
        if self._socket is not None:
            await self._socket.close()
            self._socket = None

    async def _hang_up(self) -> None:
        if self._pc is not None:
            pc, self._pc = self._pc, None
            await pc.close()
            self.state = "closed"

    async def _leave(self) -> None:
        for task in self._tasks:
            task.cancel()
        await self._hang_up()
        await self._lose_socket()

    def _keep(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
