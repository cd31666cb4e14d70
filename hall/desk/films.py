"""Films: stored whole, served whole or in part, erased when their time is over."""

from __future__ import annotations

import re

from hall.call import Call, Reply
from hall.problems import Refusal, invalid
from hall.storage.tables.films import Film

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def store(call: Call, owner_id: str) -> bytes:
    """Keep the film of the request in place of what was there."""
    assert call.film is not None, "only calls with a film come here"
    media_type, content = call.film
    if not content:
        raise invalid("", "the film is empty")
    film = call.session.get(Film, owner_id)
    if film is None:
        call.session.add(Film(owner_id=owner_id, media_type=media_type, content=content))
    else:
        film.media_type, film.content = media_type, content
    return content


def serve(call: Call, owner_id: str) -> Reply:
    """The film, or the part that `Range` asks for."""
    film = call.session.get(Film, owner_id)
    if film is None:
        raise Refusal("not_found")
    size = len(film.content)
    headers = {"Accept-Ranges": "bytes"}
    match = _RANGE.fullmatch(call.headers.get("range", "").strip())
    if match is None or match.groups() == ("", ""):
        return Reply(raw=film.content, media_type=film.media_type, headers=headers)
    first, last = _span(match[1], match[2], size)
    if first >= size or first > last:
        return Reply(status=416, headers=headers | {"Content-Range": f"bytes */{size}"})
    headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return Reply(raw=film.content[first : last + 1], media_type=film.media_type, headers=headers, status=206)


def _span(first: str, last: str, size: int) -> tuple[int, int]:
    """First and last byte; without a first the last so many."""
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1
