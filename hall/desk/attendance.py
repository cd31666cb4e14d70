"""Whether who said to be ready is there: rings in a row that nobody answered, and a console that has fallen silent.

Rule 1: a ring that ran out counts; whatever the interpreter does with a ring, and every choice of a status, begins
anew.
Rule 2: the contract knows no sign of life of an interpreter. Our console says one (`GET /profile`, every half minute);
who never did is not missed, so that other consoles need not.
Rule 3: a console that is closed says so on its way out and is gone soon; one that is loaded again, or that has another
page open, is heard of before. Where the hall itself could hear nobody, nobody was silent.
Rule 4: who was set to away is told why, as is the supervisor; nobody else. Times are those of the wall clock: the test
mode moves the hall's clock, and consoles do not age by that.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hall.desk import interpreters
from hall.journal import Emitted
from hall.storage.tables.talks import Attendance, Interpreter

UNANSWERED, GONE, LOST = "unanswered", "gone", "lost"
"""Rings that nobody answered; a silent console; a call's line that broke and was not taken up again."""
# From a page's end to the first word of the page that is loaded in its place, or of another one. Our judgement.
BACK_WITHIN_S = 10.0


def answered(session: Session, interpreter_id: str) -> None:
    """They are there: they took or declined a ring, or chose a status. Their console is heard from now on."""
    row = _row(session, interpreter_id)
    row.unanswered, row.away_because, row.heard_s = 0, "", None


def heard(session: Session, interpreter_id: str, now_s: float) -> None:
    """Their console has said that it is there."""
    _row(session, interpreter_id).heard_s = now_s


def closed(session: Session, interpreter_id: str, now_s: float, silent_s: float) -> list[Emitted]:
    """A page of their console was closed: it counts as silent soon, unless they are heard of before.

    The event asks whatever page of theirs is open to say that it is there, also where it spoke before this was heard.
    """
    row = _row(session, interpreter_id)
    if row.heard_s is None:
        return []
    row.heard_s = min(row.heard_s, now_s - silent_s + BACK_WITHIN_S)
    return [Emitted("console.closed", {}, ("interpreter",), people=(interpreter_id,))]


def excuse(session: Session, now_s: float, deaf_s: float) -> None:
    """The hall could hear nobody for so long: nobody's silence counts for that time."""
    for row in session.scalars(select(Attendance)):
        if row.heard_s is not None:
            row.heard_s = min(now_s, row.heard_s + deaf_s)


def missed(session: Session, interpreter_id: str, limit: int) -> bool:
    """A ring ran out: whether so many in a row are enough; 0 is never enough."""
    row = _row(session, interpreter_id)
    row.unanswered += 1
    return 0 < limit <= row.unanswered


def sent_away(session: Session, interpreter_id: str, because: str) -> None:
    """The hall has set them to away."""
    row = _row(session, interpreter_id)
    row.away_because, row.unanswered, row.heard_s = because, 0, None


def why_away(session: Session, person: Interpreter) -> str | None:
    """Why the hall has set them to away; None where they did so themselves, or are not away."""
    row = session.get(Attendance, person.id) if person.status == "away" else None
    return row.away_because or None if row is not None else None


def sweep(session: Session, now: datetime, now_s: float, silent_s: float) -> list[str]:
    """Who is ready or rung and whose console has been silent for so long is away. 0 seconds: nobody is missed.

    A ring that this ends goes on to the next with the talks' due work (`hall.due.talks`).
    """
    if silent_s <= 0:
        return []
    silent = (
        select(Interpreter)
        .join(Attendance, Attendance.interpreter_id == Interpreter.id)
        .where(Interpreter.status.in_(("ready", "ringing")), Attendance.heard_s < now_s - silent_s)
        .with_for_update(of=Interpreter, skip_locked=True)
    )
    found = session.scalars(silent.execution_options(populate_existing=True)).all()
    for person in found:
        person.session_id = None
        interpreters.set_status(person, "away", now)
        sent_away(session, person.id, GONE)
    return [person.id for person in found]


def _row(session: Session, interpreter_id: str) -> Attendance:
    row = session.get(Attendance, interpreter_id)
    if row is None:
        row = Attendance(interpreter_id=interpreter_id, unanswered=0, away_because="")
        session.add(row)
    return row
