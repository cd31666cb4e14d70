"""The answer to a signed message, for who left it: found by a secret code (beside the contract).

Rule 1: the code opens the answer and nothing else; the visitor's own film is the interpreters' alone (contract 6).
Rule 2: it lives until the day that the terminal said when the message was taken, whenever the answer came. The
visitor's film goes earlier, as the contract has it.
Rule 3: whoever has the code may erase everything at once. Afterwards it says "erased" and no more.
Rule 4: the hall keeps a hash of the code. A new code takes the place of the one before.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hall.call import present
from hall.clock import said
from hall.keys import hash_of
from hall.storage.tables.films import Answer, Film, Videomail

OPEN = ("queued", "processing")


def begin(session: Session, mail: Videomail) -> Answer:
    """With the message itself."""
    row = Answer(videomail_id=mail.id, delete_at=mail.delete_at, film_by="", erased=False)
    session.add(row)
    return row


def new_secret(row: Answer) -> str:
    """What opens the answer from now on."""
    secret = secrets.token_urlsafe(24)
    row.secret_hash = hash_of(secret)
    return secret


def keep_film(session: Session, mail: Videomail, row: Answer, who: str, media_type: str, content: bytes) -> None:
    """The film of an answer that is not given yet; it counts when the same interpreter gives the answer."""
    session.execute(delete(Film).where(Film.owner_id == _film_id(mail)))
    session.add(Film(owner_id=_film_id(mail), media_type=media_type, content=content))
    row.film_by = who


def given(session: Session, mail: Videomail, who: str) -> None:
    """The answer was given by this interpreter: a film of somebody else does not belong to it."""
    row = session.get(Answer, mail.id)
    if row is None or row.film_by != who:
        session.execute(delete(Film).where(Film.owner_id == _film_id(mail)))


def opened(session: Session, videomail_id: str, secret: str) -> tuple[Answer, Videomail] | None:
    """Answer and message that this secret opens."""
    row, mail = session.get(Answer, videomail_id), session.get(Videomail, videomail_id)
    if row is None or mail is None or row.secret_hash is None:
        return None
    return (row, mail) if secrets.compare_digest(row.secret_hash, hash_of(secret)) else None


def view(session: Session, row: Answer, mail: Videomail, now: datetime) -> dict[str, Any]:
    """What the page shows: waiting, answered or erased."""
    if row.erased or now >= row.delete_at:
        return {"state": "erased"}
    if mail.state != "finished" or mail.reply is None:
        told = {"number": mail.number, "due": said(mail.due), "delete_at": said(row.delete_at)}
        return {"state": "waiting", "late": now > mail.due, **told}
    film = film_of(session, mail)
    return present(
        state="answered",
        number=mail.number,
        text=mail.reply["text"],
        at=mail.reply["at"],
        film=film.media_type if film is not None else None,
        delete_at=said(row.delete_at),
    )


def film_of(session: Session, mail: Videomail) -> Film | None:
    """The film of an answer that was given: made for it, or one of the hall's clips that the interpreter named."""
    if mail.state != "finished" or mail.reply is None:
        return None
    return session.get(Film, _film_id(mail)) or session.get(Film, mail.reply.get("clip_id") or "")


def erase_all(session: Session, row: Answer, mail: Videomail, now: datetime) -> None:
    """Who left the message wants nothing of it kept."""
    _forget(session, row, mail)
    session.execute(delete(Film).where(Film.owner_id == mail.id))
    mail.contact, mail.briefing, mail.state = None, {}, "deleted"
    mail.delete_at = min(mail.delete_at, now)


def erase(session: Session, now: datetime) -> None:
    """Answers whose day has come."""
    for row in session.scalars(select(Answer).where(Answer.delete_at <= now, Answer.erased.is_(False))):
        _forget(session, row, session.get(Videomail, row.videomail_id))


def _forget(session: Session, row: Answer, mail: Videomail | None) -> None:
    row.erased = True
    if mail is not None:
        mail.reply = None
        session.execute(delete(Film).where(Film.owner_id == _film_id(mail)))


def _film_id(mail: Videomail) -> str:
    return f"answer:{mail.id}"
