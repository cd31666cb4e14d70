"""From settings to a running terminal: what is found is used; what is missing says so, and is simulated where the
hall is our own."""

from __future__ import annotations

import logging
import os
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "0")  # without a GPU a repaint falls from 27 to 1 ms (measured)
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import pygame

from content import matters as matter_content
from content.reading import Text
from content.signer import load_lexicon
from content.words import load_words
from hardware.pad import FoundPad, PadSettings, Profile, ReviewPad, SerialPad, StaffCard, pad_from, pad_ports
from hardware.printer import printer_from
from models.errors import ModelError
from models.store import ModelStore
from recognition.understanding import Request, understand
from terminal.app import Parts, Terminal
from terminal.call.link import PEOPLE_SIZE, CallLink
from terminal.call.wishes import CallParts
from terminal.embedded_hall import EmbeddedHall
from terminal.helper import Helper, helper
from terminal.links.hall import HallLink
from terminal.links.pad import PadLink
from terminal.links.reach import HallAccess
from terminal.looks import Looks
from terminal.message.link import MessageLink
from terminal.message.wishes import MessageParts
from terminal.pane import Pane
from terminal.runtime.bus import Bus
from terminal.runtime.frames import FrameRing
from terminal.runtime.gauge import Gauge
from terminal.runtime.journal import Journal
from terminal.runtime.memory import settle
from terminal.runtime.pace import Pace
from terminal.runtime.settings import NO_HALL, DisplaySettings, HallSettings, Loaded, Settings
from terminal.runtime.supervisor import Recipe, Supervisor
from terminal.runtime.watchdog import Watchdog
from terminal.services import TrustError, trust
from terminal.slips import Slips
from terminal.ui.live import LiveSources
from terminal.ui.look import LANDSCAPE_MM, PORTRAIT_MM, reach_of
from terminal.ui.pinyin import candidates
from terminal.ui.visitor import visitor_view
from terminal.ui.window import Screen
from terminal.visit.events import DeviceChanged, Language, Status
from terminal.visit.state import Role, State
from terminal.workers.ears import ears
from terminal.workers.eyes import eyes
from terminal.workers.voice import voice

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent
BEIJING = ZoneInfo("Asia/Shanghai")
TOUCHES = (
    pygame.FINGERDOWN,
    pygame.FINGERUP,
    pygame.MOUSEBUTTONDOWN,
    pygame.MOUSEBUTTONUP,
    pygame.KEYDOWN,
    pygame.QUIT,
)
VISITOR = "visitor"
LOOK_EVERY_S = 0.004
"""A look costs some 20 µs; a person does not notice 4 ms."""


@dataclass(slots=True)
class Running:
    """A running terminal with what was started beside it."""

    terminal: Terminal
    keys: Mapping[str, str]
    """Keys of an embedded hall by scope; empty where the hall is somebody else's."""
    hall: Helper | None
    pad: Helper | None
    pictured: float
    """When the visitor's screen showed its first picture; monotonic s."""

    @property
    def access(self) -> HallAccess:
        """Where the hall is and who we are to it now."""
        return self.terminal.parts.hall.access

    @property
    def admin_key(self) -> str:
        """The administrator's key of an embedded hall."""
        return self.keys.get("admin", "")

    def loop(self, frame_s: float = 1 / 25, until: Callable[[], bool] = lambda: False) -> None:
        """Run until the windows are closed or ``until`` says so."""
        watchdog = Watchdog()
        watchdog.ready()
        pace = Pace(frame_s, time.monotonic())
        while not self.terminal.stopping and not until():
            began = time.monotonic()
            self.terminal.tick(began)
            watchdog.alive(began)
            rest(pace.after(began))
        watchdog.stopping()


def rest(until: float) -> None:
    """Sleep until then (monotonic s), but wake for a finger or a key: it is answered at once, not a frame later."""
    while (left := until - time.monotonic()) > 0 and not pygame.event.peek(TOUCHES):
        time.sleep(min(left, LOOK_EVERY_S))


def headless() -> bool:
    """Whether there is no display: then both screens live off-screen."""
    return not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@contextmanager
def running(loaded: Loaded) -> Iterator[Running]:
    """Start a terminal with these settings; everything started is stopped at the end."""
    loaded = trusting(loaded)
    settings = loaded.settings
    if headless():
        os.environ["SDL_VIDEODRIVER"] = "dummy"
    os.environ.setdefault("SDL_AUDIODRIVER", "dummy")  # sound goes through our own port, never through SDL
    pygame.init()
    with ExitStack() as stack:
        stack.callback(pygame.quit)
        var = settings.folder(ROOT)
        with suppress(OSError):  # who finds no room there says so itself, and does without
            var.mkdir(parents=True, exist_ok=True)
        # The hall and the pad start while content is read.
        embedded = EmbeddedHall(settings, var, stack) if settings.own_hall else None
        pad_helper, pad_ready = _pad(settings, stack)
        bus = Bus()
        guide = matter_content.load()
        hall_name, help_desk = names(settings)
        visitor, staff = _screen(VISITOR, settings.visitor_screen), _screen("staff", settings.staff_screen)
        first, wall = _first_state(settings), _wall(settings)
        looks = Looks(guide, hall_name, wall, settings.call.offered, help_desk)
        # A second's start is long before an empty window; what is touched meanwhile is answered once all has started.
        Pane(visitor, visitor_view).show(first, lambda: looks.visitor(first, visitor), LiveSources(), time.monotonic())
        pictured = time.monotonic()
        understand(Request(text=""), guide)  # it and the keyboard build their tables now: no visitor waits for them
        candidates("a")
        camera_size = (settings.camera.width, settings.camera.height)
        ring = FrameRing(width=camera_size[0], height=camera_size[1])
        stack.callback(ring.close)
        supervisor = Supervisor(bus.publish)
        taught = str(var / "signs" / "taught.npz")
        supervisor.add(Recipe("eyes", eyes, (settings.source(settings.camera.source), ring.name, camera_size, taught)))
        hearing = Gauge()
        model = _speech_model(settings, var)
        supervisor.add(Recipe("ears", ears, (settings.source(settings.microphone.source), model, hearing)))
        supervisor.add(Recipe("voice", voice, (settings.source(settings.speaker.source), settings.speaker.engine)))
        hall = HallLink(
            embedded.access() if embedded else _joined(settings),
            bus.publish,
            var / "outbox.sqlite",
            var / "clips",
            own_clock=not settings.hall.test_mode,
        )
        call_link = CallLink(supervisor, ring, guide)
        stack.callback(call_link.close)
        call_link.employ(lambda link: _call_parts(settings, hall.access, ring, link))
        film = MessageLink(supervisor, ring, guide)
        stack.callback(film.close)
        film.employ(
            lambda shown: MessageParts(
                hall.access.url, hall.access.key, ring.name, ring.size, shown, settings.hall.ca_file
            )
        )
        parts = Parts(
            looks=looks,
            lexicon=load_lexicon(),
            supervisor=supervisor,
            bus=bus,
            ring=ring,
            call=call_link,
            message=film,
            hall=hall,
            pad=PadLink(pad_ready(), StaffCard(window=settings.terminal.window), bus.publish),
            journal=Journal(var / "journal", lambda: datetime.now(BEIJING).date(), bus.publish),
            slips=Slips(printer_from(settings.printer.source), guide, hall_name, bus.publish),
            visitor=visitor,
            staff=staff,
            hearing=hearing,
            clips=var / "clips",
        )
        terminal = Terminal(parts, first)
        stack.callback(terminal.close)
        if embedded:
            embedded.keep(hall.join)
        for problem in loaded.problems:
            bus.publish(DeviceChanged(at=time.monotonic(), device="settings", status=Status.FAULT, detail=problem))
        settle()
        yield Running(
            terminal, embedded.keys if embedded else {}, embedded.helper if embedded else None, pad_helper, pictured
        )


def trusting(loaded: Loaded) -> Loaded:
    """Without the hall, and with the reason, where its certificate authority cannot be read: the rest works."""
    hall = loaded.settings.hall
    try:
        trust(hall.ca_file)
    except TrustError as error:
        settings = loaded.settings.model_copy(update={"hall": HallSettings(url=NO_HALL)})
        return Loaded(settings, (*loaded.problems, str(error)))
    return loaded


def _call_parts(settings: Settings, access: HallAccess, camera: FrameRing, link: CallLink) -> CallParts:
    interpreter, second = link.rings
    return CallParts(
        url=access.url,
        key=access.key,
        clerk_key=access.clerk_key,
        camera_ring=camera.name,
        camera_size=camera.size,
        interpreter_ring=interpreter,
        second_ring=second,
        people_size=PEOPLE_SIZE,
        microphone=settings.source(settings.microphone.source),
        speaker=settings.source(settings.speaker.source),
        relay_only=settings.call.relay_only,
        time_code=settings.call.time_code,
        ca_file=settings.hall.ca_file,
        phone_page=settings.call.phone_page,
    )


def names(settings: Settings) -> tuple[Text, Text]:
    """The hall's name and its help desk's: the settings', else what the words call them."""
    chosen, zh, en = settings.terminal, load_words("zh"), load_words("en")
    hall = Text(zh=chosen.hall_zh or zh("hall.name"), en=chosen.hall_en or en("hall.name"))
    return hall, Text(zh=chosen.help_desk_zh or zh("help.desk"), en=chosen.help_desk_en or en("help.desk"))


def _first_state(settings: Settings) -> State:
    state = State(
        role=Role(settings.terminal.role),
        window=settings.terminal.window,
        now=time.monotonic(),
        run=f"desk-{secrets.token_urlsafe(9)}",
    )
    comfort = replace(state.visit.comfort, language=Language(settings.terminal.language))
    return replace(
        state.with_visit(comfort=comfort),
        phone_page=bool(settings.call.phone_page),
        press_to_talk=settings.microphone.talk == "press",
    )


def _screen(name: str, screen: DisplaySettings) -> Screen:
    size = (screen.width, screen.height)
    height_mm = screen.height_mm or (PORTRAIT_MM if screen.height > screen.width else LANDSCAPE_MM)
    reach = reach_of(screen.bottom_mm, height_mm)
    return Screen(
        name,
        size=size,
        display=screen.display,
        fullscreen=screen.fullscreen,
        reach=reach,
        moving=screen.motion and name == VISITOR,  # a clerk glances: nothing moves there
        scan_s=screen.scan_s,
    )


def _wall(settings: Settings) -> Callable[[], datetime]:
    """Wall time of the hall: in test mode the embedded hall's set clock, running from there."""
    if not (settings.hall.test_mode and settings.hall.clock):
        return lambda: datetime.now(BEIJING)
    first, began = datetime.fromisoformat(settings.hall.clock), time.monotonic()
    return lambda: first + timedelta(seconds=time.monotonic() - began)


def _joined(settings: Settings) -> HallAccess:
    hall, terminal = settings.hall, settings.terminal
    keys = hall.key.get_secret_value(), hall.clerk_key.get_secret_value()
    return HallAccess(hall.url, *keys, terminal.id, terminal.window, hall.ca_file)


def _pad(settings: Settings, stack: ExitStack) -> tuple[Helper | None, Callable[[], ReviewPad]]:
    """The configured pad. Where none is found a simulated one on a pseudo-terminal stands in until one is, but not at a
    real hall: nobody can press it there."""
    chosen = settings.pad
    nobody_has_one = chosen.port == "auto" and settings.own_hall and not pad_ports()
    profile = Profile(chosen.profile)

    def real() -> ReviewPad:
        secret = chosen.key.get_secret_value().encode()
        return pad_from(
            chosen.port, number=chosen.address, profile=profile, keys=chosen.keys, tablet=chosen.tablet, key=secret
        )

    if chosen.port != "simulated" and not nobody_has_one:
        return None, real
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    simulator = helper("hardware.pad.simulator", "--link", str(folder / "pad"), "--number", str(chosen.address))
    stack.callback(simulator.close)

    def ready() -> ReviewPad:
        simulator.line("pad ready")
        pad = SerialPad(str(folder / "pad"), PadSettings(number=chosen.address, profile=profile), simulated=True)
        return FoundPad(pad, real) if chosen.port == "auto" else pad

    return simulator, ready


def _speech_model(settings: Settings, var: Path) -> Path | Callable[[], Path]:
    """The folder of the speech model, or what finds it when it is there; until then speech is off, the clerk's screen
    says why, and the rest works."""
    if settings.speech_model:
        return Path(settings.speech_model)
    store = ModelStore(ROOT / "models", var / "models")
    try:
        return store.find("speech")
    except ModelError as error:
        logger.warning("no speech model: %s", error)
        return partial(store.find, "speech")
