"""Pages that the hall serves to browsers: named files of one folder, each with the same strict headers.

Nothing in a page is inline and nothing comes from elsewhere, so the policy can refuse both. The pages hold no data
and need no key; what they show they ask of the contract's operations with a bearer key. A bearer key is sent by the
page's own code only, never by the browser by itself as a cookie is, so a foreign site cannot make requests in
somebody's name (no CSRF).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.requests import Request

TYPES: Mapping[str, str] = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
ALWAYS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(self), microphone=(self), picture-in-picture=(self), screen-wake-lock=(self), fullscreen=(self), "
        "autoplay=(self), geolocation=(), display-capture=(), payment=(), usb=(), serial=()"
    ),
    "Cache-Control": "no-cache",
}
# A host that may be named in the policy: letters, digits, dots, hyphens, an IPv6 literal, a port.
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(:\d{1,5})?")


@dataclass(frozen=True)
class Page:
    """Files at `/{mount}/`: those of `folder` with a known ending, and `made` ones by name (JSON values)."""

    mount: str
    folder: Path
    made: Mapping[str, Callable[[], object]] = field(default_factory=dict)

    def read(self, name: str) -> tuple[bytes, str]:
        """Content and media type; KeyError when there is no such file. Names never leave the folder."""
        if name in self.made:
            return json.dumps(self.made[name](), ensure_ascii=False).encode(), TYPES[".json"]
        found = {path.name: path for path in self.folder.iterdir() if path.suffix in TYPES}
        return found[name].read_bytes(), TYPES[found[name].suffix]


def add_page(app: FastAPI, page: Page) -> None:
    """Serve the page at its mount, with and without the stroke at the end."""

    async def file(request: Request) -> Response:
        try:
            content, kind = page.read(request.path_params.get("name") or "index.html")
        except KeyError:
            raise HTTPException(404) from None
        policy = {"Content-Security-Policy": policy_for(request.headers.get("host", ""))}
        return Response(content, headers={**ALWAYS, **policy, "Content-Type": kind})

    for path in (f"/{page.mount}", f"/{page.mount}/", f"/{page.mount}/{{name}}"):
        app.add_route(path, file)


def policy_for(host: str) -> str:
    """The content security policy. Browsers differ on whether 'self' covers sockets, so the host is named as well."""
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'{sockets}; "
        "img-src 'self' blob:; media-src 'self' blob:; font-src 'self'; manifest-src 'none'; object-src 'none'; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )
