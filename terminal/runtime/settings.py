"""The settings of one terminal: defaults, then a TOML file, then the environment (``WUAI_CAMERA__SOURCE=...``).

All errors are found at once and name file, key and mend. A broken file never leaves a black screen: the terminal
starts in safe mode with the last good settings and says so on the staff screen.
"""

from __future__ import annotations

import difflib
import logging
import os
import re
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from content.files import write_private
from terminal.runtime.written import (
    CAMERAS,
    HALLS,
    MICROPHONES,
    PORT,
    PRINTERS,
    SPEAKERS,
    CameraSource,
    HallKey,
    HallUrl,
    MicrophoneSource,
    OwnFolder,
    PrinterSource,
    SpeakerSource,
)

logger = logging.getLogger(__name__)

ENVIRONMENT = "WUAI_"
EMBEDDED = "embedded"
"""The hall that a terminal is to itself: for trying it out."""
NO_HALL = "http://no-hall.invalid"
"""Never answers: names that end so do not exist (RFC 2606)."""
SHORTEST_PAD_KEY = 32
"""Characters of a network pad's secret (docs/pads.md)."""
KeyMapName = Literal[
    "", "grades-5", "grades-4", "grades-3", "keys-old", "keys-new", "hid-digits", "hid-keypad", "hid-f13"
]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TerminalSettings(_Part):
    """What this terminal is and where it stands."""

    id: str = Field(default="t-1", title="Id of this terminal at the hall", pattern=r"^[A-Za-z0-9_-]{1,64}$")
    role: Literal["guide", "window", "both"] = Field(
        default="both", title="At the entrance, at a counter, or one place from greeting to evaluation"
    )
    window: str = Field(default="16", title="Window that this terminal serves", max_length=16)
    language: Literal["zh", "en"] = Field(default="zh", title="Language of the idle screen")
    hall_zh: str = Field(
        default="", title="Name of the hall on slips and, cut where it has no room, on screens", max_length=30
    )
    hall_en: str = Field(default="", title="The same in English", max_length=60)
    help_desk_zh: str = Field(default="", title="Desk to go to when nobody comes", max_length=10)
    help_desk_en: str = Field(default="", title="The same in English", max_length=20)


class DisplaySettings(_Part):
    """One screen."""

    display: int = Field(default=0, ge=0, le=7, title="Number of the display")
    width: int = Field(default=1080, ge=320, le=7680, title="Width", json_schema_extra={"unit": "px"})
    height: int = Field(default=1920, ge=240, le=7680, title="Height", json_schema_extra={"unit": "px"})
    fullscreen: bool = Field(default=False, title="Fill the display")
    scan_s: float = Field(
        default=0.0, ge=0, le=5, title="For one switch: how long each key is marked, 0 for no scanning",
        json_schema_extra={"unit": "s"},
    )  # fmt: skip
    motion: bool = Field(
        default=True, title="The visitor's screens slide in and the signer breathes; off: only short fades"
    )
    bottom_mm: float = Field(
        default=700.0, ge=0, le=1100, title="Lower edge above the floor", json_schema_extra={"unit": "mm"}
    )
    height_mm: float = Field(
        default=0.0, ge=0, le=3000, title="Height of the panel, 0 for a 32 inch one", json_schema_extra={"unit": "mm"}
    )


class CameraSettings(_Part):
    """The camera that watches signs."""

    source: CameraSource = Field(default="auto", title=CAMERAS)
    width: int = Field(default=1280, ge=320, le=1920, title="Width asked of it", json_schema_extra={"unit": "px"})
    height: int = Field(default=720, ge=240, le=1080, title="Height asked of it", json_schema_extra={"unit": "px"})


class MicrophoneSettings(_Part):
    """The microphone that hears requests."""

    source: MicrophoneSource = Field(default="auto", title=MICROPHONES)
    talk: Literal["open", "press"] = Field(
        default="open", title="open: visitors just speak; press, for loud halls: they touch a key first"
    )


class SpeakerSettings(_Part):
    """The loudspeaker."""

    source: SpeakerSource = Field(default="auto", title=SPEAKERS)
    engine: Literal["espeak", "pyttsx3"] = Field(default="espeak", title="Engine of the voice")


class PadSettings(_Part):
    """The review pad."""

    key: SecretStr = Field(default=SecretStr(""), title="Secret of a network pad, 32 characters or more")
    tablet: str = Field(default="pad-1", title="Id of a network pad", pattern=r"^[A-Za-z0-9_-]{1,64}$")
    port: str = Field(default="auto", title="auto, simulated, a serial port, hid:DEVICE or network:HOST:PORT")
    profile: Literal["basic", "full"] = Field(default="full", title="Protocol profile of a serial pad (docs/pads.md)")
    address: int = Field(default=1, ge=1, le=126, title="Number of the pad on its line")
    keys: KeyMapName = Field(default="", title="Key map (docs/pads.md); empty: the usual one of this kind of pad")

    @field_validator("port")
    @classmethod
    def _reachable(cls, port: str, info: ValidationInfo) -> str:
        if port == "hid:":
            raise ValueError("name the device: hid:/dev/input/eventN or hid:VENDOR:PRODUCT")
        if port.startswith("network:"):
            if not re.fullmatch(rf"network:[^:\s]+:{PORT}", port):
                raise ValueError("write network:HOST:PORT, the address at which the terminal waits for the tablet")
            if len(info.data.get("key", SecretStr("")).get_secret_value()) < SHORTEST_PAD_KEY:
                raise ValueError(f"a network pad needs [pad] key with {SHORTEST_PAD_KEY} characters or more")
        return port


class PrinterSettings(_Part):
    """The ticket printer."""

    source: PrinterSource = Field(default="none:", title=PRINTERS)


class HallSettings(_Part):
    """The hall's interface."""

    url: HallUrl = Field(default=EMBEDDED, title=HALLS)
    key: HallKey = Field(default=SecretStr(""), title="Key of this terminal")
    clerk_key: HallKey = Field(default=SecretStr(""), title="Key of the clerk at this window")
    test_mode: bool = Field(default=False, title="Embedded hall with a set clock, for demonstrations and tests")
    ca_file: str = Field(default="", title="Authority of the hall's certificate, where it is the hall's own (PEM)")
    clock: str = Field(default="", title="Clock of the embedded hall in test mode, ISO 8601")


class CallSettings(_Part):
    """The call to an interpreter."""

    offered: bool = Field(default=True, title="Whether visitors are offered an interpreter")
    relay_only: bool = Field(default=False, title="Media through the hall's TURN server only")
    phone_page: str = Field(default="", title="Hall's page for phones, https://…/phone; empty: not offered")
    time_code: bool = Field(default=False, title="The time as a strip in the picture that is sent, for measuring")


class Settings(_Part):
    """All settings."""

    terminal: TerminalSettings = TerminalSettings()
    visitor_screen: DisplaySettings = DisplaySettings()
    staff_screen: DisplaySettings = DisplaySettings(display=1, width=1920, height=1080)
    camera: CameraSettings = CameraSettings()
    microphone: MicrophoneSettings = MicrophoneSettings()
    speaker: SpeakerSettings = SpeakerSettings()
    pad: PadSettings = PadSettings()
    printer: PrinterSettings = PrinterSettings()
    hall: HallSettings = HallSettings()
    call: CallSettings = CallSettings()
    speech_model: str = Field(default="", title="Folder of another Vosk model; empty: the model store's")
    var: OwnFolder = Field(default=Path("var"), title="Folder for journal, outbox and unpacked models")

    @property
    def own_hall(self) -> bool:
        """The hall is one of this terminal's own, inside it; what stands in for a device stands in only here."""
        return self.hall.url == EMBEDDED

    def source(self, chosen: str) -> str:
        """What ``auto`` means here. Where a terminal of a real hall has no camera no drawn visitor is in its mirror,
        but a missing camera, found when it is plugged in."""
        return "device:" if chosen == "auto" and not self.own_hall else chosen

    def folder(self, root: Path) -> Path:
        """Where this terminal keeps what it writes; ``root`` is where the project lies."""
        return self.var if self.var.is_absolute() else root / self.var


class SettingsError(Exception):
    """The settings cannot be used. ``problems`` are sentences that name file, key and mend."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings with what was wrong: in safe mode ``problems`` is not empty and the settings are the last good ones."""

    settings: Settings
    problems: tuple[str, ...] = ()

    @property
    def safe_mode(self) -> bool:
        """Whether the last good settings are in use instead of the file."""
        return bool(self.problems)


def load(path: Path | None, environment: dict[str, str] | None = None) -> Settings:
    """Read the settings.

    Raises
    ------
    SettingsError
        With every problem at once.
    """
    values = _read(path)
    origin: dict[str, str] = {}
    for key, value in (os.environ if environment is None else environment).items():
        part, _, name = key.removeprefix(ENVIRONMENT).lower().partition("__")
        if not key.startswith(ENVIRONMENT):
            continue
        if name:
            inside = values.setdefault(part, {})
            if isinstance(inside, dict):  # else the part itself is what is wrong
                inside[name] = value
                origin[f"{part}.{name}"] = f"environment variable {key}"
        elif part in Settings.model_fields and not _names((part,)):
            values[part] = value
            origin[part] = f"environment variable {key}"
    try:
        return Settings.model_validate(values, strict=False)
    except ValidationError as error:
        raise SettingsError([_sentence(path, origin, e) for e in error.errors()]) from error


def usual_file(root: Path) -> Path | None:
    """The settings of whoever names none: settings.toml, where there is one; ``root`` is where the project lies."""
    path = root / "settings.toml"
    return path if path.exists() else None


def folder_of(path: Path | None, root: Path) -> Path:
    """Where a terminal with this file keeps what it writes; the usual place while the file is broken."""
    try:
        return load(path).folder(root)
    except SettingsError:
        return Settings().folder(root)


def load_or_last_good(path: Path | None, kept: Path, environment: dict[str, str] | None = None) -> Loaded:
    """Read the settings; when they are broken, the last good ones (or without any hall) with what is wrong."""
    try:
        settings = load(path, environment)
    except SettingsError as error:
        return Loaded(_last_good(kept, environment), tuple(error.problems))
    if path is not None:
        _keep(path, kept)
    return Loaded(settings)


def _keep(path: Path, kept: Path) -> None:
    """Keep good settings beside. A full disk costs that copy, never the start, and never the copy before."""
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        write_private(kept, path.read_bytes())
    except OSError as error:
        logger.warning("the settings are good, but cannot be kept for a day when they are not: %s", error)


def _last_good(kept: Path, environment: dict[str, str] | None) -> Settings:
    """With what the environment says, unless that is what is wrong. Where nothing was kept and no hall is named nobody
    knows which one is meant: none at all is better than one of our own, which would invent numbers."""
    there = kept if os.access(kept, os.R_OK) else None
    for said in (environment, {}):
        with suppress(SettingsError):
            settings = load(there, said)
            if there or not settings.own_hall:
                return settings
    return Settings(hall=HallSettings(url=NO_HALL))


def _read(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SettingsError([f"{path}: there is no such file. Mend: correct its name."]) from error
    except OSError as error:
        raise SettingsError(
            [f"{path}: {error.strerror}. Mend: let the user that the terminal runs as read it."]
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            [f"{path}: {error}. Mend: correct that line, or delete the file to use defaults."]
        ) from error


def _sentence(path: Path | None, origin: dict[str, str], error: Any) -> str:
    key = ".".join(str(part) for part in error["loc"])
    place = origin.get(key, str(path or "defaults"))
    if error["type"] == "extra_forbidden":
        near = difflib.get_close_matches(str(error["loc"][-1]), _names(error["loc"][:-1]), n=1)
        mend = f"did you mean {near[0]!r}?" if near else f"known here: {', '.join(_names(error['loc'][:-1]))}"
        return f"{place}: {key} is not a setting; {mend}"
    said = "" if _type_of(error["loc"]) is not None else f" = {error['input']!r}"  # a secret, or a part that holds one
    return f"{place}: {key}{said}: {error['msg']}"


def _names(location: tuple[Any, ...]) -> list[str]:
    part = _type_of(location)
    return list(part.model_fields) if part is not None and issubclass(part, BaseModel) else []


def _type_of(location: tuple[Any, ...]) -> type[BaseModel] | type[SecretStr] | None:
    """What stands there, if it is a part or a secret."""
    found: type[BaseModel] | type[SecretStr] | None = Settings
    for name in location:
        field = found.model_fields.get(str(name)) if found is not None and issubclass(found, BaseModel) else None
        kind = field.annotation if field is not None else None
        found = kind if isinstance(kind, type) and issubclass(kind, BaseModel | SecretStr) else None
    return found
