"""Who is in the room of a session, as the stored session knows it: by role, the moment in which the socket came.

A role's socket may close in one process of the hall while another opens in a second process. Whoever writes last must
not decide: the newer socket holds the place (`hall.rooms`), and an older one that comes or goes is no news.
"""

from __future__ import annotations

from hall.storage.tables.talks import RemoteSession


def came(talk: RemoteSession, role: str, since: int) -> bool:
    """A socket of this role is open since then (`Seat.since`); whether it holds the place."""
    if _since(talk, role) > since:
        return False
    talk.joined = {**talk.joined, role: since}
    return True


def left(talk: RemoteSession, role: str, since: int) -> bool:
    """The socket of then is closed; whether the place is empty now."""
    if _since(talk, role) > since:
        return False
    talk.joined = {**talk.joined, role: False}
    return True


def _since(talk: RemoteSession, role: str) -> int:
    """0: nobody is there, or somebody of whom the moment is not known."""
    known = talk.joined.get(role, 0)
    return 0 if isinstance(known, bool) else int(known)
