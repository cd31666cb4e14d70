"""The page that the QR code leads to, on a small screen with touch."""

from __future__ import annotations

from desk import Screen

SLOW = """{
  const fetched = window.fetch;
  window.fetch = async (...asked) => {
    if (String(asked[0]).includes("/phone/open")) await new Promise(done => setTimeout(done, WAIT));
    return fetched(...asked);
  };
}"""


class Phone(Screen):
    """Opened by the address in the code; ``slow_s`` is how long the hall takes to exchange it."""

    def __init__(self, chromium: object, address: str, *, slow_s: float = 0.0) -> None:
        super().__init__(chromium, width=390, height=844, has_touch=True, is_mobile=True)
        self.asked: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        if slow_s:
            self.page.add_init_script(SLOW.replace("WAIT", str(slow_s * 1000)))
        self.page.goto(address)

    def begins(self, button: str = "#begin") -> None:
        self.page.click(button)
        self.shows("#talking:not([hidden])")

    def turns_the_camera(self) -> None:
        """Until the new stream stands there and its buttons answer."""
        before = self.page.evaluate("document.getElementById('self').srcObject.id")
        self.page.click("#turn")
        self.page.wait_for_function("id => document.getElementById('self').srcObject?.id !== id", arg=before)
        self.shows("#turn:not([disabled])")

    def sends(self, kind: str) -> list[bool]:
        """Whether the own tracks of this kind ("audio", "video") are open."""
        tracks = "kind => document.getElementById('self').srcObject.getTracks().filter(one => one.kind === kind)"
        return list(self.page.evaluate(f"{tracks}.map(one => one.enabled)", kind))
