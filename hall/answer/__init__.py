"""The answer to a signed message, on the visitor's own phone or in any browser: a page at `/answer`.

The address `https://HALL/answer#MESSAGE.SECRET` goes to the terminal that sent the message (`POST /answer/code`), which
shows it as a QR code. The secret stands in the fragment, which browsers never send; the page hands it over in a
request's body. The contract lets interpreters and administrators alone read an answer: this stands beside it, as does
an interpreter's film as answer (`PUT /answer/ID/film`, before the contract's reply). Rules in `hall.desk.answers`.
`PUT` and `DELETE /answer/ID/claim` say who is answering it (`hall.desk.claims`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.responses import Response
from sqlalchemy.orm import Session
from starlette.requests import Request

from hall.beside import id_in, read_whole, with_key, with_secret
from hall.clock import said
from hall.desk import answers, claims
from hall.house import House
from hall.journal import Entry, seal
from hall.keys import Caller
from hall.pages import Page, add_page
from hall.problems import Refusal
from hall.storage.database import lock
from hall.storage.tables.films import Answer, Videomail

FILMS = ("video/webm", "video/mp4")
LARGEST_FILM = 20 * 1024 * 1024
"""A minute at 2.5 Mbit/s; the console films at 1."""
BY_CODE = Caller("answer-code", "terminal", "-")
"""Who erases has no key: the audit line says that the terminal's code was used."""


def add_answer(app: FastAPI, house: House) -> None:
    """Mount the page and what is asked around it."""
    desk = _Desk(house)

    async def code(request: Request) -> Response:
        return await with_key(
            house, request, "terminal", lambda session, caller, body: desk.code(request, session, caller, body)
        )

    async def keep(request: Request) -> Response:
        return await with_key(
            house,
            request,
            "interpreter",
            lambda session, caller, film: desk.keep(id_in(request, "videomail_id"), session, caller, film),
            _film,
        )

    async def claim(request: Request) -> Response:
        work = desk.claim if request.method == "PUT" else desk.let_go
        return await with_key(
            house,
            request,
            "interpreter",
            lambda session, caller, _: work(id_in(request, "videomail_id"), session, caller),
        )

    async def opened(request: Request) -> Response:
        return await with_secret(house, request, Videomail, desk.opened)

    async def film(request: Request) -> Response:
        return await with_secret(house, request, Videomail, desk.film)

    async def erase(request: Request) -> Response:
        return await with_secret(house, request, Videomail, desk.erase)

    app.add_route("/answer/code", code, methods=["POST"])
    app.add_route("/answer/{videomail_id}/film", keep, methods=["PUT"])
    app.add_route("/answer/{videomail_id}/claim", claim, methods=["PUT", "DELETE"])
    app.add_route("/answer/open", opened, methods=["POST"])
    app.add_route("/answer/film", film, methods=["POST"])
    app.add_route("/answer/erase", erase, methods=["POST"])
    add_page(app, Page("answer", Path(__file__).with_name("page")))


async def _film(request: Request) -> tuple[str, bytes]:
    """Media type and content of an answer's film."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in FILMS:
        raise Refusal("unsupported_media_type")
    content = await read_whole(request, LARGEST_FILM)
    if not content:
        raise Refusal("invalid", detail="the film is empty")
    return kind, content


class _Desk:
    """What is done in a transaction."""

    def __init__(self, house: House) -> None:
        self._house = house

    def code(self, request: Request, session: Session, caller: Caller, body: dict[str, Any]) -> dict[str, Any]:
        """A new code for the terminal's own message; the one before opens nothing any more."""
        row, mail = _both(session, str(body.get("videomail_id", "")))
        if mail.terminal_id != caller.owner:
            raise Refusal("not_found")
        if mail.state not in ("reserved", *answers.OPEN):
            raise Refusal("wrong_state")
        address = f"{self._base(request)}/answer#{mail.id}.{answers.new_secret(row)}"
        self._audit(session, "createAnswerCode", caller, mail)
        return {"address": address, "delete_at": said(row.delete_at)}

    def keep(self, videomail_id: str, session: Session, caller: Caller, film: tuple[str, bytes]) -> dict[str, Any]:
        """An interpreter's film, before the reply."""
        row, mail = _both(session, videomail_id)
        if mail.state not in answers.OPEN:
            raise Refusal("wrong_state")
        claims.check(session, mail.id, caller.owner, self._house.clock.now())
        answers.keep_film(session, mail, row, caller.owner, *film)
        self._audit(session, "putAnswerFilm", caller, mail)
        return {}

    def claim(self, videomail_id: str, session: Session, caller: Caller) -> dict[str, Any]:
        """This interpreter is answering it, for some minutes more."""
        _, mail = _both(session, videomail_id)
        if mail.state not in answers.OPEN:
            raise Refusal("wrong_state")
        return {"until": said(claims.take(session, mail.id, caller.owner, self._house.clock.now()))}

    def let_go(self, videomail_id: str, session: Session, caller: Caller) -> dict[str, Any]:
        """This interpreter is answering it no longer."""
        claims.let_go(session, videomail_id, caller.owner)
        return {}

    def opened(self, session: Session, videomail_id: str, secret: str) -> dict[str, Any]:
        return answers.view(session, *_with(session, videomail_id, secret), self._house.clock.now())

    def film(self, session: Session, videomail_id: str, secret: str) -> Response:
        row, mail = _with(session, videomail_id, secret)
        over = row.erased or self._house.clock.now() >= row.delete_at
        found = None if over else answers.film_of(session, mail)
        if found is None:
            raise Refusal("content_expired" if over else "not_found")
        return Response(found.content, media_type=found.media_type)

    def erase(self, session: Session, videomail_id: str, secret: str) -> dict[str, Any]:
        lock(session, "videomail:" + videomail_id)
        row, mail = _with(session, videomail_id, secret)
        answers.erase_all(session, row, mail, self._house.clock.now())
        self._audit(session, "eraseAnswer", BY_CODE, mail)
        return {"state": "erased"}

    def _audit(self, session: Session, action: str, caller: Caller, mail: Videomail) -> None:
        seal(session, self._house.clock.now(), Entry(action, caller, 200, f"videomails/{mail.id}"), [])

    def _base(self, request: Request) -> str:
        settings, host = self._house.settings, request.headers.get("host", "127.0.0.1")
        return (settings.public_url or f"{settings.scheme}://{host}").rstrip("/")


def _both(session: Session, videomail_id: str) -> tuple[Answer, Videomail]:
    lock(session, "videomail:" + videomail_id)
    mail = session.get(Videomail, videomail_id)
    if mail is None:
        raise Refusal("not_found")
    # A message of before this hall knew of answers has no row yet.
    return session.get(Answer, videomail_id) or answers.begin(session, mail), mail


def _with(session: Session, videomail_id: str, secret: str) -> tuple[Answer, Videomail]:
    found = answers.opened(session, videomail_id, secret)
    if found is None:
        raise Refusal("key_unknown")
    return found
