"""The terminal's side of the hall contract: client, events, outbox. Everything runs in one asyncio loop.

How `terminal.app` composes it, in a thread of its own:

    def hall_thread(base_url, key, folder, inbox, requests):
        async def main():
            outbox = Outbox.at(folder / "outbox.db")
            async with HallClient(base_url, key) as client:
                pump = OutboxPump(client, outbox, on_delivered=...)
                tasks = [asyncio.create_task(pump.run()), asyncio.create_task(forward(client, inbox))]
                while (request := await asyncio.to_thread(requests.get)) is not None:  # a queue.Queue
                    asyncio.create_task(carry_out(client, outbox, pump, request, inbox))
                for task in tasks: task.cancel()
            outbox.close()
        asyncio.run(main())

    async def forward(client, inbox):
        async for event in follow_events(client):           # also "live" and "lost"
            inbox.put(as_visit_event(event))

A ticket or a booking: `await client.take_ticket(effect_id, ...)`; `Ok` has the ticket, `Refused` a sentence for the
visitor, `Away` means: tell the truth and offer a person; never invent a number. An evaluation, enquiry or notice:
`outbox.put(effect_id, "createEvaluation", "/v1/evaluations", body); pump.wake()` and say "noted, will be
sent"; the pump delivers it now or later. A help call: the local light first, then `outbox.put(...)` likewise.
"""

from terminal.services.client import HallClient, evaluation_body, intent_key
from terminal.services.events import HallEvent, follow_events
from terminal.services.line import TrustError, trust
from terminal.services.outbox import Outbox, Parcel, terminal_secret
from terminal.services.person import person_ref
from terminal.services.pump import OutboxPump
from terminal.services.results import Answer, Away, Ok, Refused
from terminal.services.values import Appointment, CheckedIn, HelpCall, Load, Named, Slot, Slots, Text, Ticket, Wait

__all__ = [
    "Answer",
    "Appointment",
    "Away",
    "CheckedIn",
    "HallClient",
    "HallEvent",
    "HelpCall",
    "Load",
    "Named",
    "Ok",
    "Outbox",
    "OutboxPump",
    "Parcel",
    "Refused",
    "Slot",
    "Slots",
    "Text",
    "Ticket",
    "TrustError",
    "Wait",
    "evaluation_body",
    "follow_events",
    "intent_key",
    "person_ref",
    "terminal_secret",
    "trust",
]
