"""The administrator's page: plain files at `/admin/`, no build step, nothing from elsewhere.

The page holds no data and needs no key; everything it shows it asks of the contract's own operations with the key
that the administrator types, which stays in the tab.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.requests import Request

PAGE = Path(__file__).with_name("page")
TYPES: Mapping[str, str] = {
    "index.html": "text/html; charset=utf-8",
    "page.css": "text/css; charset=utf-8",
    "enquiries.js": "text/javascript; charset=utf-8",
    "page.js": "text/javascript; charset=utf-8",
    "words.json": "application/json",
}
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


def add_admin(app: FastAPI) -> None:
    """Serve these files, and nothing else of the folder."""

    async def file(request: Request) -> Response:
        name = request.path_params.get("name") or "index.html"
        if name not in TYPES:
            raise HTTPException(404)
        return Response((PAGE / name).read_bytes(), headers={**HEADERS, "Content-Type": TYPES[name]})

    app.add_route("/admin/", file)
    app.add_route("/admin/{name}", file)
