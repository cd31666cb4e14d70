"""Every screen as a picture, in every look; `terminal.ui.screens` writes them out.

The people on them are drawn by the project itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from content.matters import load
from content.signer import load_lexicon, perform
from terminal.avatar.frames import FrameSource
from terminal.ui.canvas import off_screen
from terminal.ui.examples import CLOCK, HALL
from terminal.ui.layout import lay_out
from terminal.ui.live import LiveSources, MirrorFrame, Picture
from terminal.ui.look import PORTRAIT_MM, reach_of, staff_look, visitor_look
from terminal.ui.staff import staff_view
from terminal.ui.visitor import visitor_view
from terminal.visit.events import Language, Theme
from terminal.visit.state import Comfort, State

PORTRAIT, LANDSCAPE = (1080.0, 1920.0), (1920.0, 1080.0)
#: Scale of the pictures: large enough to read, small enough for a repository.
SCALE = 0.36
#: A standing panel of 32 inch whose lower edge is 700 mm above the floor (rule A-2).
REACH = reach_of(700, PORTRAIT_MM)
#: Screens that are also drawn in high contrast and dark.
_FEW = ("idle", "choosing", "sign", "confirm", "matter", "ticket", "called", "evaluating_chosen")
#: Further screens that are also drawn lowered: the call, the message, a theme.
_LOW = ("remote", "remote_hand_over", "message_consent", "message_review", "theme")
#: What the visitor has done on a screen besides what the state knows: letters being composed.
_LOCAL: Mapping[str, Mapping[str, str]] = {"type": {"request.pinyin": "huan"}}

#: name of the screen -> sketch of the design it is to be at least as good as, in the look of the sketch
SKETCHES: Mapping[str, str] = {
    "idle": "01_idle",
    "choosing": "02_choose",
    "sign": "03_sign_input",
    "confirm": "04_confirm",
    "matter": "05_matter",
    "booking_times": "06_slot",
    "ticket": "07_ticket",
    "touch.elderly": "08_elderly_question",
    "speak.elderly": "09_elderly_listening",
    "remote": "10_remote_visitor",
    "evaluating_chosen": "11_evaluation",
    "timeout": "12_timeout",
    "camera_lost": "13_error_camera",
    "idle.en.landscape": "17_idle_en_landscape",
    "choosing.en": "18_choose_en",
    "ticket.en": "19_ticket_en",
    "consent_camera": "20_consent",
    "type": "21_typing",
    "sign.landscape": "22_sign_input_landscape",
    "choosing.high_contrast": "23_choose_high_contrast",
    "ticket.dark": "24_ticket_dark",
    "confirm.elderly": "30_elderly_confirm",
    "called": "31_your_turn",
    "booking_number": "33_keypad",
    "remote_calling": "34_wait_interpreter",
    "staff_main": "14_staff_main",
    "staff_remote": "15_staff_remote",
    "staff_devices": "25_staff_devices",
}


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: the screen's name and the look it is drawn in."""

    screen: str
    theme: Theme = Theme.NORMAL
    language: Language = Language.ZH
    size: tuple[float, float] = PORTRAIT
    low: bool = False

    @property
    def name(self) -> str:
        """File name without ending; what is usual is left out."""
        parts = [self.screen]
        parts += [self.theme.value] if self.theme is not Theme.NORMAL else []
        parts += [self.language.value] if self.language is not Language.ZH else []
        parts += ["low"] if self.low else []
        parts += ["landscape"] if self.size == LANDSCAPE and not self.screen.startswith("staff") else []
        return ".".join(parts)


def shots(names: Iterable[str]) -> Iterator[Shot]:
    """Every screen in the usual look, then each further look once on the screens where it matters most."""
    kept = list(names)
    yield from (Shot(name) for name in kept)
    yield from (Shot(name, Theme.ELDERLY) for name in kept)
    few = [name for name in _FEW if name in kept]
    yield from (Shot(name, theme) for theme in (Theme.HIGH_CONTRAST, Theme.DARK) for name in few)
    yield from (Shot(name, language=Language.EN) for name in kept)
    yield from (Shot(name, size=LANDSCAPE) for name in kept)
    yield from (Shot(name, low=True) for name in (*few, *_LOW) if name in kept)
    yield from (Shot(name, language=Language.EN, size=LANDSCAPE) for name in kept if name == "idle")


def every_look(screen: str) -> Iterator[Shot]:
    """One screen in all themes, languages and orientations."""
    for size in (PORTRAIT, LANDSCAPE):
        for language in Language:
            yield from (Shot(screen, theme, language, size) for theme in Theme)
    yield from (Shot(screen, theme, low=True) for theme in (Theme.NORMAL, Theme.ELDERLY))


def live() -> LiveSources:
    """People who stand still: the signer greets, a visitor signs to the mirror, two interpreters in the call."""
    lexicon = load_lexicon()
    greeting = perform([g for g in ("你好", "欢迎") if g in lexicon] or [lexicon.glosses[0]])
    signing = perform([g for g in ("身份证", "换") if g in lexicon] or [lexicon.glosses[0]])
    visitor = FrameSource(signing, (1120, 630), "visitor", background=0xB4BCB6)
    at = signing.duration_s * 0.45
    frame, truth = visitor(at), visitor.truth(at)
    hands = tuple(np.asarray(truth[part, :2], np.float32) for part in (slice(33, 54), slice(54, 75)))
    caller = FrameSource(greeting, (1120, 630), "interpreter", background=0xC9D2E0)(greeting.duration_s * 0.45)
    beside = FrameSource(greeting, (600, 420), "signer", background=0xE3D9C8)(greeting.duration_s * 0.2)
    return LiveSources(
        mirror=lambda: MirrorFrame(frame, hands),
        signer=lambda _at: greeting.pose(greeting.duration_s * 0.4),
        pictures={
            "interpreter": lambda: caller,
            "second": lambda: beside,
            "visitor": lambda: frame,
            "message": lambda: frame,
        },
        levels={"microphone": lambda: 0.6},
    )


def draw(shot: Shot, state: State, sources: LiveSources, scale: float = SCALE) -> Picture:
    """One visitor screen as a picture."""
    state = state.with_visit(comfort=Comfort(theme=shot.theme, language=shot.language, low=shot.low))
    look = visitor_look(
        state,
        hall=HALL,
        clock=CLOCK,
        matters=load(),
        interpreter=True,
        size=shot.size,
        reduced_motion=True,
        reach=REACH if shot.size == PORTRAIT else 1.0,
    )
    tree = visitor_view(state, look)
    items = lay_out(tree, look, _LOCAL.get(shot.screen)).items
    scale *= shot.size[0] / look.width
    return off_screen(items, look, sources, now=state.now, scale=scale, ground=tree.ground)


def draw_staff(state: State, sources: LiveSources, scale: float = SCALE) -> Picture:
    """One staff screen as a picture; the small copy of the visitor's screen in it is that screen."""
    look = staff_look(
        state.staff_language, hall=HALL, clock=CLOCK, matters=load(), theme=state.staff_theme, interpreter=True
    )
    copy = draw(Shot(""), state, sources, 0.25)
    sources = replace(sources, pictures={**sources.pictures, "visitor-screen": lambda: copy})
    tree = staff_view(state, look)
    return off_screen(lay_out(tree, look).items, look, sources, now=state.now, scale=scale, ground=tree.ground)
