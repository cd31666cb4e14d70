"""The words of the notation and one part of a sign, read from its line.

    right fist>four in/left; left flat_B up/right; base; at palm_l tap; move down+close, up x2; small; trace 公

Clauses are separated by semicolons; only the hands and `at` are required. Rules of the notation stand in
content/lexicon/README.md. Directions are the signer's own; signs are written for a right-handed signer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from content.signer.errors import did_you_mean

DIRECTIONS = ("out", "in", "up", "down", "left", "right")
LOCATIONS = (
    "chest_front", "chest_r", "side_r", "head_side", "forehead", "temple", "eye", "face", "cheek", "ear", "ear_back",
    "ear_mouth", "mouth", "lips", "mouth_corner", "chin", "under_chin", "neck", "shoulder_l", "shoulder_r", "chest",
    "chest_l", "belly", "waist", "waist_r", "behind_hip", "upper_arm_l", "elbow_l", "wrist_l", "palm_l", "back_l",
    "hand_l", "fingers_l", "index_l", "thumb_l", "coin_l", "ring_l", "frame_l", "under_palm_l",
)  # fmt: skip
CONTACTS = ("none", "touch", "tap", "brush", "slide", "press", "hold", "enclose", "cross", "link")
RELATIONS = ("one_hand", "base", "mirror", "parallel", "alternate", "joint", "shape", "swap")
SIZES = ("small", "normal", "large")
PATHS = (
    "forward", "back", "up", "down", "left", "right", "up_forward", "down_forward", "down_left", "together", "apart",
    "arc_up", "arc_down", "arc_left", "arc_forward", "arc_down_right", "move_to", "circle_h_cw", "circle_v_cw",
    "circle_sag", "cross_swap", "throw_down", "throw_back", "in_small",
)  # fmt: skip
LOCALS = (
    "hold", "point", "tap", "press", "shake_lr", "shake_fb", "shake_ud", "shake_small", "wiggle", "twist", "turn_over",
    "turn_over_right", "turn_down", "turn_palm_in", "turn_palm_out", "turn_palm_up", "turn_palm_down",
    "turn_palm_left", "bend_fingers", "bend_index", "bend_middle", "bend_thumb", "flick_thumb", "rub", "write", "stop",
    "insert",
)  # fmt: skip
SHAPE_CHANGES = ("open", "close", "open_close", "extend_seq")
ALTERNATING = (
    "alternate_ud", "alternate_fb", "alternate_circle", "alternate_tap", "alternate_twist", "alternate_flick",
)  # fmt: skip
MOVEMENTS = PATHS + LOCALS + SHAPE_CHANGES + ALTERNATING
EXPRESSIONS = (
    "neutral", "smile", "approving", "nod", "question", "puzzled", "shake_head", "negative", "doubtful", "thinking",
    "annoyed", "angry", "worried", "troubled", "tired", "apologetic", "severe", "hopeful", "mouth_open",
    "eyes_closed", "look_up", "head_tilt", "gaze_follow", "brow_raise", "question_face", "frown",
)  # fmt: skip
TRACES = ("公", "工", "业", "介", "?", "rectangle", "企", "tick", "民", "区", "lightning", "千", "万-hook", "丿")


@dataclass(frozen=True, slots=True)
class HandState:
    """One hand of a part: handshape, the shape it ends in (None = stays), palm normal and finger direction."""

    shape: str
    palm: str
    fingers: str
    shape_end: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One movement unit of a sign; phases follow each other, the primitives of a phase happen at once."""

    right: HandState
    left: HandState | None
    location: str
    location_end: str | None = None
    contact: str = "none"
    phases: tuple[tuple[str, ...], ...] = (("hold",),)
    repetition: int = 1
    relation: str = "one_hand"
    size: str = "normal"
    trace: str | None = None


class PartError(ValueError):
    """A clause that cannot be read: the field it belongs to, what is wrong, what would mend it."""

    def __init__(self, field_name: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.field, self.message, self.hint = field_name, message, hint


@dataclass
class _Draft:
    hands: dict[str, HandState] = field(default_factory=dict)
    values: dict[str, object] = field(default_factory=dict)


def read_part(line: str, handshapes: tuple[str, ...]) -> Part:
    """A part from its line; raises `PartError` for anything that is not in the notation."""
    draft = _Draft()
    for clause in filter(None, (c.strip() for c in line.split(";"))):
        word, _, rest = clause.partition(" ")
        if word in ("right", "left"):
            draft.hands[word] = _hand(word, rest.strip(), handshapes)
        elif word in _CLAUSES:
            _CLAUSES[word](draft, rest.strip())
        elif word in RELATIONS:
            draft.values["relation"] = word
        elif word in SIZES:
            draft.values["size"] = word
        else:
            known = ("right", "left", *_CLAUSES, *RELATIONS, *SIZES)
            raise PartError("parts", f"unknown clause {clause!r}", did_you_mean(word, known))
    return _checked(draft)


def _checked(draft: _Draft) -> Part:
    if "right" not in draft.hands:
        raise PartError("right", "the right hand is missing", "Write: right HANDSHAPE PALM/FINGERS")
    if "location" not in draft.values:
        raise PartError("at", "the place is missing", "Write: at PLACE [CONTACT]")
    relation, left = draft.values.get("relation", "one_hand"), draft.hands.get("left")
    if (relation == "one_hand") != (left is None):
        raise PartError("relation", f"{relation} does not fit {'one hand' if left is None else 'two hands'}",
                        f"Name the relation of the two hands: {', '.join(RELATIONS[1:])}.")  # fmt: skip
    return Part(right=draft.hands["right"], left=left, **draft.values)  # type: ignore[arg-type]


def _hand(side: str, text: str, handshapes: tuple[str, ...]) -> HandState:
    match = re.fullmatch(r"(\w+)(?:>(\w+))? ([a-z_]+)/([a-z_]+)", text)
    if not match:
        hint = "Write: HANDSHAPE[>HANDSHAPE] PALM/FINGERS, such as flat_B out/up"
        raise PartError(side, f"cannot read {text!r}", hint)
    shape, end, palm, fingers = match.groups()
    for name in filter(None, (shape, end)):
        _member(side, "handshape", name, handshapes)
    for direction in (*palm.split("_"), *fingers.split("_")):
        _member(side, "direction", direction, DIRECTIONS)
    if palm == fingers:
        raise PartError(side, f"palm and fingers both point {palm}", "They are at right angles: give two directions.")
    return HandState(shape, palm, fingers, end)


def _at(draft: _Draft, text: str) -> None:
    place, _, contact = text.partition(" ")
    start, _, end = place.partition(">")
    for name in filter(None, (start, end)):
        _member("at", "place", name, LOCATIONS)
    draft.values["location"] = start
    draft.values["location_end"] = end or None
    if contact:
        draft.values["contact"] = _member("at", "contact", contact, CONTACTS)


def _move(draft: _Draft, text: str) -> None:
    match = re.fullmatch(r"(.*?)(?: x([1-9]))?", text)
    assert match is not None
    body, times = match.groups()
    phases = tuple(tuple(p.strip() for p in phase.split("+")) for phase in body.split(","))
    for name in (name for phase in phases for name in phase):
        _member("move", "movement", name, MOVEMENTS)
    draft.values["phases"] = phases
    draft.values["repetition"] = int(times or 1)


def _trace(draft: _Draft, text: str) -> None:
    draft.values["trace"] = _member("trace", "trace", text, TRACES)


def _member(field_name: str, kind: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise PartError(field_name, f"unknown {kind} {value!r}", did_you_mean(value, known))
    return value


_CLAUSES: dict[str, Callable[[_Draft, str], None]] = {"at": _at, "move": _move, "trace": _trace}
