"""The film on its way to the hall: reserved with the intent's key, then the film itself. Nothing of it is logged."""

from __future__ import annotations

import asyncio

from terminal.call.desk import briefing
from terminal.call.wishes import Dial
from terminal.message.wishes import MessageParts, Order
from terminal.services import Answer, HallClient, Ok, Refused, trust
from terminal.visit.events import MessageChanged


def deliver(parts: MessageParts, order: Order, film: bytes) -> MessageChanged:
    """Send it and say what became of it. The same order again is the same message at the hall."""
    answer = asyncio.run(_deliver(parts, order, film))
    if isinstance(answer, Ok):
        mail = answer.value
        return MessageChanged(
            film_id=order.film_id,
            state="sent",
            number=mail["number"],
            due=mail["due"],
            delete_at=mail["delete_at"],
            address=mail["address"],
        )
    if isinstance(answer, Refused):
        return MessageChanged(film_id=order.film_id, state="refused", refusal=(answer.zh, answer.en))
    return MessageChanged(film_id=order.film_id, state="away")


async def _deliver(parts: MessageParts, order: Order, film: bytes) -> Answer[dict[str, str]]:
    async with HallClient(parts.url, parts.key, verify=trust(parts.ca_file) or True) as client:
        made = await client.leave_videomail(
            order.send_id.ljust(16, "-"),
            briefing(order.told or Dial(order.film_id)),
            "message" if order.contact else "at_hall",
            contact=order.contact or None,
        )
        if not isinstance(made, Ok):
            return made
        stored = await client.put_videomail(made.value["id"], film)
        if not isinstance(stored, Ok):
            return stored
        code = await client.answer_code(stored.value["id"])
        # A hall without answers by code has taken the message all the same.
        return Ok({**stored.value, "address": code.value["address"] if isinstance(code, Ok) else ""})
