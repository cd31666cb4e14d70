"""A visitor for the browser's tests: asks the hall for an interpreter as a terminal does, joins the room, answers.

Its pictures are drawn by the project's own signer before a coloured ground, so that whose they are can be told.
"""

from __future__ import annotations

import asyncio
import json
import threading
import uuid
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from typing import Any

import httpx
import numpy as np
from aiortc import RTCConfiguration, RTCIceServer, RTCPeerConnection, RTCSessionDescription, VideoStreamTrack
from aiortc.sdp import candidate_from_sdp
from av import VideoFrame
from desk import until
from signer import VISITOR_GROUND, before
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

BRIEFING = {
    "matter_id": "id_card_lost",
    "understood": [{"text": "身份证", "confirmed": True}, {"text": "丢了", "confirmed": False}],
    "papers_missing": ["户口簿"],
    "sign_variety": "regional",
    "note": "打过两次，第二句没看清",
}
PATIENCE_S = 40.0


class Moving(VideoStreamTrack):
    """The drawn signer before a ground of one colour, again and again."""

    def __init__(self, ground: tuple[int, int, int]) -> None:
        super().__init__()
        self._pictures, self._step = before(ground), 0

    async def recv(self) -> VideoFrame:
        pts, time_base = await self.next_timestamp()
        self._step += 1
        frame = VideoFrame.from_ndarray(self._pictures[self._step // 4 % len(self._pictures)], format="rgb24")
        frame.pts, frame.time_base = pts, time_base
        return frame


class Visitor:
    """One visitor; its socket and its connections run in a thread of their own."""

    def __init__(self, url: str, key: str, ground: tuple[int, int, int] = VISITOR_GROUND) -> None:
        self.http = httpx.Client(base_url=url, headers={"Authorization": f"Bearer {key}"}, trust_env=False)
        self.ground = ground
        self.heard: list[dict[str, Any]] = []
        self.pictures: dict[str, list[np.ndarray]] = {}
        self.closed_with: int | None = None
        self.session_id = ""
        self.token: dict[str, Any] = {}
        self.relay_only, self.answers = False, True
        self._peers: dict[str, RTCPeerConnection] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._socket: Any = None
        threading.Thread(target=self._loop.run_forever, daemon=True).start()

    # --- as a terminal ---

    def post(self, path: str, body: object | None = None) -> dict[str, Any]:
        answer = self.http.post(path, json=body, headers={"Idempotency-Key": str(uuid.uuid4())})
        assert answer.is_success, answer.text
        return dict(answer.json())

    def ask(self, briefing: dict[str, Any] | None = None) -> None:
        """Ask for an interpreter and join the room."""
        opened = self.post("/v1/remote-sessions", {"consent": True, "video": True, "briefing": briefing or BRIEFING})
        self.session_id, self.token = opened["session"]["id"], opened["token"]
        self.join()

    def join(self) -> None:
        self.closed_with = None
        self._run(self._join())

    def session(self) -> dict[str, Any]:
        return dict(self.http.get(f"/v1/remote-sessions/{self.session_id}").json())

    def end(self, reason: str = "visitor_left") -> None:
        self.post(f"/v1/remote-sessions/{self.session_id}/end", {"reason": reason})

    def confirm_hand_over(self) -> None:
        self.post(f"/v1/remote-sessions/{self.session_id}/hand-over/confirm")

    def fresh_token(self) -> str:
        """A visitor's token for a QR code."""
        return str(self.post(f"/v1/remote-sessions/{self.session_id}/tokens", {"role": "visitor"})["token"])

    # --- in the room ---

    def send(self, **message: Any) -> None:
        self._run(self._socket.send(json.dumps(message)))

    def types(self, text: str, client_seq: int, *, final: bool = True, via: str = "typed") -> None:
        self.send(type="text", text=text, client_seq=client_seq, final=final, via=via)

    def texts(self, sender: str = "interpreter", *, final: bool | None = None) -> list[str]:
        kept = [one for one in self.heard if one["type"] == "text" and one["from"] == sender]
        return [one["text"] for one in kept if final is None or one["final"] is final]

    def drop(self) -> None:
        """The line goes without a word."""
        self._run(self._drop())

    def leave(self, interpreters: Iterable[str]) -> None:
        """End what goes on, and send the interpreters home, so that nothing rings in the next test."""
        for key in interpreters:
            headers = {"Authorization": f"Bearer {key}"}
            self.http.put("/v1/interpreters/me/status", json={"status": "away"}, headers=headers)
        if self.session_id and self.session()["state"] in ("queued", "called", "processing", "parked"):
            self.end()

    def close(self) -> None:
        self._run(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self.http.close()

    def until(self, condition: Callable[[], Any], what: str) -> Any:
        return until(condition, what)

    def sees_movement(self, sender: str = "interpreter") -> None:
        """Pictures of this interpreter arrive, are not black, and change."""
        self.pictures.pop(sender, None)
        self.until(lambda: len(self.pictures.get(sender, ())) >= 10, f"ten pictures of {sender}")
        first = self.pictures[sender][-10]
        assert first.max() > 60, "the picture is black"
        changed = lambda: np.abs(first.astype(int) - self.pictures[sender][-1].astype(int)).mean() > 0.2  # noqa: E731
        self.until(changed, f"a changed picture of {sender}")

    def _run(self, work: Any) -> Any:
        future: Future[Any] = asyncio.run_coroutine_threadsafe(work, self._loop)
        return future.result(PATIENCE_S)

    async def _join(self) -> None:
        self._socket = await connect(self.token["signalling_url"], proxy=None)
        await self._socket.send(json.dumps({"type": "join", "token": self.token["token"]}))
        self._keep(self._listen(self._socket))

    def _keep(self, work: Any) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _listen(self, socket: Any) -> None:
        try:
            async for raw in socket:
                message = json.loads(raw)
                self.heard.append(message)
                if message["type"] == "offer" and self.answers:
                    self._keep(self._answer(message))
                elif message["type"] == "candidate" and message["candidate"]:
                    await self._candidate(message)
        except ConnectionClosed:
            pass
        finally:
            self.closed_with = socket.close_code or -1

    async def _answer(self, offer: dict[str, Any]) -> None:
        sender = offer["from"]
        if sender in self._peers:
            await self._peers.pop(sender).close()
        servers = [RTCIceServer(**one) for one in self.token["ice_servers"]]
        peer = self._peers[sender] = RTCPeerConnection(RTCConfiguration(iceServers=servers))
        peer.addTrack(Moving(self.ground))

        @peer.on("track")
        def arrived(track: Any) -> None:
            if track.kind == "video":
                self._keep(self._look(sender, track))

        await peer.setRemoteDescription(RTCSessionDescription(offer["sdp"], "offer"))
        await peer.setLocalDescription(await peer.createAnswer())
        sdp = peer.localDescription.sdp
        if self.relay_only:
            lines = [line for line in sdp.split("\r\n") if not line.startswith("a=candidate") or " typ relay" in line]
            sdp = "\r\n".join(lines)
        await self._socket.send(json.dumps({"type": "answer", "to": sender, "sdp": sdp}))

    async def _candidate(self, message: dict[str, Any]) -> None:
        peer, told = self._peers.get(message["from"]), message["candidate"]
        if peer is None or not told.get("candidate"):
            return
        candidate = candidate_from_sdp(told["candidate"].removeprefix("candidate:"))
        candidate.sdpMid, candidate.sdpMLineIndex = told["sdpMid"], told["sdpMLineIndex"]
        await peer.addIceCandidate(candidate)

    async def _look(self, sender: str, track: Any) -> None:
        from aiortc.mediastreams import MediaStreamError

        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            picture = frame.to_ndarray(format="rgb24")
            self.pictures[sender] = [*self.pictures.get(sender, ())[-40:], picture[::12, ::12]]

    async def _drop(self) -> None:
        self._socket.transport.abort()

    async def _close(self) -> None:
        for peer in self._peers.values():
            await peer.close()
        if self._socket is not None:
            await self._socket.close()
        for task in self._tasks:
            task.cancel()
