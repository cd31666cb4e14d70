"""How a hall is started."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hall.content import SAMPLE


@dataclass(frozen=True, slots=True)
class HallSettings:
    """What the operator decides.

    `data` holds the database (unless `database` names another), the person key and nothing else; it is made with
    mode 0700. `clock` sets the test mode's clock running from that time (RFC 3339). `keys_file` gets freshly minted
    keys for an embedded hall (mode 0600). `cert` and `key` (PEM files, both or neither) make it serve HTTPS. `ice` is
    the list of STUN and TURN servers (see `hall.ice`); without it the content's list holds. `notices` is the address of
    the hall's gateway for texts (see `hall.due.notices`); without it nobody is texted. `unanswered_rings` in a row, or
    a console that is silent for `silent_console_s`, set a ready interpreter to away (see `hall.desk.attendance`); 0:
    never. Browsers let a page behind others speak once a minute only: less than 70 s would send away who is there.
    """

    data: Path
    database: str | None = None
    host: str = "127.0.0.1"
    test_mode: bool = False
    admin_key: str | None = None
    keys_file: Path | None = None
    clock: str | None = None
    content: Path = SAMPLE
    public_url: str | None = None
    cert: Path | None = None
    key: Path | None = None
    ice: Path | None = None
    notices: str | None = None
    unanswered_rings: int = 2
    silent_console_s: float = 90.0

    @property
    def scheme(self) -> str:
        """How this process itself is reached."""
        return "http" if self.cert is None else "https"

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite:///{self.data / 'hall.db'}"
