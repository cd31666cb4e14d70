"""A remote session's few steps that cases and tests begin with, and its signalling socket as each of them holds it."""

from __future__ import annotations

import json
from contextlib import ExitStack

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from hall.check.desk import Body, Desk, Person

ASKED: Body = {"consent": True, "briefing": {}, "video": True}
WAIT_S = 20.0
"""How long a message of the socket is waited for: a process under load, not the hall's patience."""


def ready(interpreter: Person) -> None:
    """The interpreter can be rung."""
    interpreter.put("/v1/interpreters/me/status", {"status": "ready"})


def ask(terminal: Person, **more: Body) -> str:
    """A session that the visitor has asked for; its path."""
    session = terminal.post("/v1/remote-sessions", {**ASKED, **more}, expect=201).body["session"]
    return f"/v1/remote-sessions/{session['id']}"


def live(desk: Desk, interpreter: Person | None = None) -> str:
    """A session that the interpreter, the desk's first unless named, has taken; its path."""
    who = interpreter or desk.interpreters[0]
    ready(who)
    path = ask(desk.terminal)
    who.post(f"{path}/accept")
    return path


def seat_token(person: Person, path: str, role: str) -> Body:
    return person.post(f"{path}/tokens", {"role": role}, expect=201).body


def enter(stack: ExitStack, token: Body) -> ClientConnection:
    """The socket of a seat that has asked to come in and read no answer yet."""
    socket = stack.enter_context(connect(token["signalling_url"]))
    socket.send(json.dumps({"type": "join", "token": token["token"]}))
    return socket


def join(stack: ExitStack, token: Body) -> ClientConnection:
    """The socket of a seat that is in the room."""
    socket = enter(stack, token)
    until(socket, "joined")
    return socket


def until(socket: ClientConnection, kind: str) -> Body:
    """The next message of that kind."""
    while True:
        message = json.loads(socket.recv(timeout=WAIT_S))
        if message["type"] == kind:
            return message


def close_code(socket: ClientConnection) -> int | None:
    """What the room closes this socket with."""
    try:
        while True:
            socket.recv(timeout=WAIT_S)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None
