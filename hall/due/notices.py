"""An answered message is told to the number that was left with it, through the hall's own gateway for texts.

`--notices URL`: each notice is one `POST` of `{"to", "text", "text_en"}` with `Idempotency-Key: videomail-ID`. Any 2xx
means taken; then the number is erased. Everything else is tried again every `EVERY_S` until the contract's day of
erasure, 24 h after the answer. A process that dies in between sends it again with the same key. The notice says that
there is an answer and where its code is, never what the answer says.
"""

from __future__ import annotations

import asyncio
import json
import logging
from pathlib import Path

import httpx
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from hall.house import House
from hall.storage.tables.films import Videomail

logger = logging.getLogger(__name__)
EVERY_S = 5.0
TIMEOUT_S = 5.0
AT_ONCE = 20
WORDS: dict[str, str] = json.loads(Path(__file__).with_name("notices.json").read_text("utf-8"))


class Notices:
    """Runs in one process or several: the gateway tells repetitions by their key."""

    def __init__(self, house: House, url: str) -> None:
        self._house, self._url = house, url
        self._after = ""

    async def run(self) -> None:
        async with httpx.AsyncClient(timeout=TIMEOUT_S, trust_env=False) as http:
            while True:
                await asyncio.sleep(EVERY_S)
                try:
                    for mail_id, number, to in await asyncio.to_thread(self.due):
                        if await self._taken(http, mail_id, number, to):
                            await asyncio.to_thread(self._forget, mail_id)
                except SQLAlchemyError as error:
                    logger.warning("notices put off: %s", type(error).__name__)

    async def _taken(self, http: httpx.AsyncClient, mail_id: str, number: str, to: str) -> bool:
        body = {"to": to, "text": WORDS["zh"].format(number=number), "text_en": WORDS["en"].format(number=number)}
        try:
            answer = await http.post(self._url, json=body, headers={"Idempotency-Key": f"videomail-{mail_id}"})
        except httpx.HTTPError as error:  # neither number nor address of the gateway belongs into a log
            logger.warning("a notice was not taken: %s", type(error).__name__)
            return False
        if not answer.is_success:
            logger.warning("a notice was not taken: status %d", answer.status_code)
        return answer.is_success

    def due(self) -> list[tuple[str, str, str]]:
        """The next messages to tell of: id, number, where to. They take turns: who is never taken holds nobody up."""
        answered = Videomail.state == "finished", Videomail.contact.is_not(None), Videomail.id > self._after
        query = select(Videomail.id, Videomail.number, Videomail.contact).where(*answered)
        with self._house.database.reading() as session:
            found = session.execute(query.order_by(Videomail.id).limit(AT_ONCE)).all()
        self._after = found[-1][0] if len(found) == AT_ONCE else ""
        return [(row[0], row[1], row[2] or "") for row in found]

    def _forget(self, mail_id: str) -> None:
        def work(session: Session) -> None:
            mail = session.get(Videomail, mail_id)
            if mail is not None:
                mail.contact = None

        self._house.database.write(work)
