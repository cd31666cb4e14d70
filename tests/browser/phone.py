"""The page that the QR code leads to, on a small screen with touch."""

from __future__ import annotations

from desk import Screen


class Phone(Screen):
    """Opened by the address in the code."""

    def __init__(self, chromium: object, address: str) -> None:
        super().__init__(chromium, width=390, height=844, has_touch=True, is_mobile=True)
        self.asked: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(address)

    def begins(self, button: str = "#begin") -> None:
        self.page.click(button)
        self.shows("#talking:not([hidden])")
