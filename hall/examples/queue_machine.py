"""A queue machine as halls have them: its own addresses, codes and states. Stands in for a vendor's box in the example.

    POST /api/take   {"serial": "...", "biz": "03"}   -> {"ret": 0, "qid": 17, "no": "B0017", "before": 4}
    GET  /api/query?qid=17                            -> {"ret": 0, "qid": 17, "no": "B0017", "st": 1, "win": 5, ...}
    POST /api/drop   {"qid": 17}                      -> {"ret": 0}
    GET  /api/changes?after=12                        -> {"ret": 0, "rows": [{"n": 13, "qid": 17}]}

`st`: 0 waiting, 1 called, 2 serving, 3 passed, 4 done, 9 dropped. The same serial gives the same number again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route


@dataclass
class QueueMachine:
    """The machine's memory; `call` and `serve` are its own buttons at the counter."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    serials: dict[str, int] = field(default_factory=dict)
    changes: list[int] = field(default_factory=list)

    def take(self, serial: str, biz: str) -> dict[str, Any]:
        if serial not in self.serials:
            self.rows.append({"qid": len(self.rows), "no": f"B{len(self.rows) + 1:04d}", "biz": biz, "st": 0, "win": 0})
            self.serials[serial] = len(self.rows) - 1
        return self.row(self.serials[serial])

    def row(self, qid: int) -> dict[str, Any]:
        row = self.rows[qid]
        return {**row, "before": sum(other["st"] == 0 for other in self.rows[:qid])}

    def set(self, qid: int, state: int, window: int = 0) -> None:
        self.rows[qid].update(st=state, win=window or self.rows[qid]["win"])
        self.changes.append(qid)

    def app(self) -> Starlette:
        async def take(request: Request) -> JSONResponse:
            body = await request.json()
            return JSONResponse({"ret": 0, **self.take(body["serial"], body["biz"])})

        async def query(request: Request) -> JSONResponse:
            qid = int(request.query_params["qid"])
            return JSONResponse({"ret": 0, **self.row(qid)} if qid < len(self.rows) else {"ret": 404})

        async def drop(request: Request) -> JSONResponse:
            qid = (await request.json())["qid"]
            if self.rows[qid]["st"] not in (0, 9):
                return JSONResponse({"ret": 409})
            self.set(qid, 9)
            return JSONResponse({"ret": 0})

        async def changes(request: Request) -> JSONResponse:
            after = int(request.query_params["after"])
            rows = [{"n": n, "qid": qid} for n, qid in enumerate(self.changes, start=1) if n > after]
            return JSONResponse({"ret": 0, "rows": rows})

        paths = {"take": (take, "POST"), "query": (query, "GET"), "drop": (drop, "POST"), "changes": (changes, "GET")}
        return Starlette(routes=[Route(f"/api/{name}", go, methods=[method]) for name, (go, method) in paths.items()])
