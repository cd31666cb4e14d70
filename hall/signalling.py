"""The signalling socket of a session (contract, section 9). Media never pass the hall."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from typing import Any

from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocket, WebSocketDisconnect

from hall.bus import BusGoneError
from hall.call import present
from hall.contract import validator
from hall.desk import presence, seats, sessionview, tokens, transcripts
from hall.desk.conversation import add_message
from hall.due import sightings
from hall.exchange import parse_json
from hall.house import House
from hall.journal import Emitted, seal
from hall.limits import Limit
from hall.problems import Refusal, as_problem
from hall.rooms import JOIN_AGAIN
from hall.rules import dispatch
from hall.storage.tables.talks import RemoteSession, SessionToken

logger = logging.getLogger(__name__)
# Contract, section 9.
JOIN_WITHIN_S = 5.0
MOST_A_SECOND = 50.0
LARGEST = 64 * 1024
BAD_TOKEN, NOT_YOURS, NO_JOIN, TOO_MUCH = 4401, 4403, 4408, 4429
SESSION_OVER = 4410
PASSED_ON = frozenset({"offer", "answer", "candidate", "camera", "quality", "hold", "hand_over", "bye"})
ROLES = frozenset({"visitor", "clerk", "interpreter", "second_interpreter", "supervisor"})


def add_signalling(app: FastAPI, house: House) -> None:
    """Mount `/v1/signal/{session_id}`."""

    async def socket(websocket: WebSocket) -> None:
        await Signal(house, websocket).run()

    app.add_api_websocket_route("/v1/signal/{session_id}", socket)


class Signal:
    """One socket from join to close."""

    def __init__(self, house: House, socket: WebSocket) -> None:
        self._house, self._socket = house, socket
        self._session_id = str(socket.path_params["session_id"])
        self._role = self._token = ""
        self._limit = Limit(MOST_A_SECOND, MOST_A_SECOND)

    async def run(self) -> None:
        await self._socket.accept()
        refused = await self._join()
        if refused is not None:
            await self._socket.close(refused)
            return
        rooms = self._house.rooms
        try:
            since = await rooms.enter(self._session_id, self._role, self._socket)
            await self._presence(since, joined=True)
            await self._pass_messages()
        except (BusGoneError, SQLAlchemyError) as error:
            logger.warning("a socket must join again: %s", type(error).__name__)
            with suppress(RuntimeError):
                await self._socket.close(JOIN_AGAIN)
        except (WebSocketDisconnect, RuntimeError):
            pass  # the line is gone; the same token may join again
        finally:
            if since := rooms.leave(self._session_id, self._role, self._socket):
                with suppress(BusGoneError, SQLAlchemyError):
                    await self._presence(since, joined=False)

    async def _join(self) -> int | None:
        """None when the first message carried a valid token, else the close code."""
        try:
            first = await asyncio.wait_for(self._socket.receive_text(), JOIN_WITHIN_S)
            message = parse_json(first.encode())
        except (TimeoutError, WebSocketDisconnect, KeyError):
            return NO_JOIN
        except Refusal:
            return BAD_TOKEN
        if not isinstance(message, dict) or message.get("type") != "join" or not isinstance(message.get("token"), str):
            return NO_JOIN
        return await run_in_threadpool(self._check, message["token"])

    def _check(self, secret: str) -> int | None:
        with self._house.database.reading() as session:
            token = tokens.joining(session, secret, self._house.clock.now())
            if token is None:
                return BAD_TOKEN
            if token.session_id != self._session_id:
                return NOT_YOURS
            talk = session.get(RemoteSession, self._session_id)
            if talk is None or talk.state in dispatch.OVER:
                return SESSION_OVER
            self._role, self._token = token.role, token.hash
            return None

    async def _presence(self, since: int, *, joined: bool) -> None:
        """Tell everybody who is here, and who came or left just now; the stored session learns it too.

        A picture is offered to whom came, and to nobody because somebody else joined again. Where a newer socket has
        taken the place, in whatever process, this one tells nothing.
        """

        def work(session: Session) -> tuple[list[dict[str, Any]], bool] | None:
            now, talk = self._house.clock.now(), self._locked(session)
            if not (presence.came if joined else presence.left)(talk, self._role, since):
                return None
            if self._role == "interpreter":
                talk.gone_since = now if not joined and talk.state in dispatch.LIVE else None
                sightings.came(session, talk.id, time.time()) if joined else sightings.left(session, talk.id)
            token = session.get(SessionToken, self._token)
            if token is not None:
                token.left_at = None if joined else now
            seal(session, now, None, [sessionview.changed(session, talk)])
            record = transcripts.people_changed(session, talk)
            return list(sessionview.view(session, talk, None)["participants"]), record

        told = await run_in_threadpool(self._house.database.write, work)
        if told is None:
            return
        participants, record = told
        self._house.hub.wake()
        who = {"came" if joined else "left": self._role}
        await self._house.rooms.tell(self._session_id, {"type": "joined", "participants": participants, **who})
        if record:
            await self._tell_transcript()

    async def _pass_messages(self) -> None:
        while True:
            raw = await self._received()
            now_s = time.monotonic()
            if self._limit.wait_s("socket", now_s) > 0 or len(raw) > LARGEST:
                await self._socket.close(TOO_MUCH)
                return
            self._limit.take("socket", now_s)
            try:
                message = parse_json(raw)
                kind = message["type"]
            except (Refusal, KeyError, TypeError):
                await self._error("malformed_json")
                continue
            await self._handle(kind, message)

    async def _received(self) -> bytes:
        """The next message. Who sends bytes where a text belongs learns that from what cannot be read in them."""
        message = await self._socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message["code"])
        text: str | None = message.get("text")
        return b"" if text is None else text.encode()

    async def _handle(self, kind: Any, message: dict[str, Any]) -> None:
        to = message.get("to")
        if not isinstance(kind, str) or not (to is None or (isinstance(to, str) and to in ROLES)):
            await self._error("invalid")
        elif kind == "text":
            await self._text(message)
        elif kind == "transcript" and isinstance(message.get("agree"), bool):
            await run_in_threadpool(self._house.database.write, lambda session: self._agree(session, message["agree"]))
            await self._tell_transcript()
        elif kind in PASSED_ON:
            if kind == "hold":
                await run_in_threadpool(self._hold, bool(message.get("on", True)))
            elif kind == "hand_over" and self._role == "visitor" and message.get("state") == "declined":
                await self._keep_first()
            passed = {name: value for name, value in message.items() if name != "from"} | {"from": self._role}
            await self._house.rooms.tell(self._session_id, passed, to=to, but=self._role)
        elif kind != "pong":
            await self._error("invalid")

    def _agree(self, session: Session, agree: bool) -> None:
        now, talk = self._house.clock.now(), self._locked(session)
        if talk.state in dispatch.LIVE:
            transcripts.answer(self._house, session, talk, self._role, agree, now)

    async def _tell_transcript(self) -> None:
        """How the written record stands, to everybody; what opens it, to the visitor alone."""

        def work(session: Session) -> tuple[dict[str, Any], str | None]:
            talk = self._locked(session)
            return transcripts.view(session, talk), transcripts.secret_of(session, talk)

        told, secret = await run_in_threadpool(self._house.database.write, work)
        told = {"type": "transcript", "from": "hall", **told}
        await self._house.rooms.tell(self._session_id, told, but="visitor")
        if secret is not None:
            told["address"] = f"{self._base()}/transcript#{self._session_id}.{secret}"
        await self._house.rooms.tell(self._session_id, told, to="visitor")

    def _base(self) -> str:
        settings, host = self._house.settings, self._socket.headers.get("host", "127.0.0.1")
        return (settings.public_url or f"{settings.scheme}://{host}").rstrip("/")

    async def _text(self, message: dict[str, Any]) -> None:
        """Letter by letter to the others; a final one is kept and told to all with its number."""
        body = {name: value for name, value in message.items() if name in ("text", "client_seq", "via", "final")}
        if not validator("MessageNew").is_valid(body):
            await self._error("invalid")
            return
        if not body.get("final", True):
            passed = {"type": "text", "from": self._role, **body}
            await self._house.rooms.tell(self._session_id, passed, but=self._role)
            return
        try:
            kept = await run_in_threadpool(self._house.database.write, lambda session: self._keep(session, body))
        except Refusal as refusal:
            await self._error(refusal.code)
            return
        self._house.hub.wake()
        await self._house.rooms.tell(self._session_id, {"type": "text", "from": self._role, "final": True, **kept})

    def _keep(self, session: Session, body: dict[str, Any]) -> dict[str, Any]:
        now, talk = self._house.clock.now(), self._locked(session)
        if talk.state in dispatch.OVER:
            raise Refusal("session_over")
        message, event = add_message(session, talk, self._role, body, now)
        seal(session, now, None, [event] if event else [])
        return message

    def _locked(self, session: Session) -> RemoteSession:
        return session.get_one(RemoteSession, self._session_id, with_for_update=True, populate_existing=True)

    async def _keep_first(self) -> None:
        """The visitor said no: whoever came to take over hears nothing more, whatever their page does."""

        def work(session: Session) -> str:
            now, talk = self._house.clock.now(), self._locked(session)
            beside = "" if talk.second_id else "second_interpreter"  # who sat there before stays
            events = seats.keep_first(session, talk, now)
            seal(session, now, None, events)
            return beside if events else ""

        seat = await run_in_threadpool(self._house.database.write, work)
        self._house.hub.wake()
        if seat:
            await self._house.rooms.dismiss(self._session_id, seat)

    def _hold(self, on: bool) -> None:
        def work(session: Session) -> None:
            talk = self._locked(session)
            wanted = "parked" if on else "processing"
            if talk.state in dispatch.LIVE and talk.state != wanted:
                talk.state = wanted
                talk.version += 1
                events: list[Emitted] = [sessionview.changed(session, talk)]
                seal(session, self._house.clock.now(), None, events)

        self._house.database.write(work)
        self._house.hub.wake()

    async def _error(self, code: str) -> None:
        problem = as_problem(Refusal(code), "zh", self._house.request_number())
        await self._socket.send_json(present(type="error", problem=problem))
