"""From landmarks to signs: known, or honestly unknown."""

from recognition.signs.errors import SignModelError
from recognition.signs.gestures import Gesture
from recognition.signs.recognition import Alternative, Certainty, Recognition
from recognition.signs.recognizer import SignRecognizer
from recognition.signs.stream import GestureSpotted, Mode, SignEvent, SigningEnded, SignSpotted, SignStream

__all__ = [
    "Alternative",
    "Certainty",
    "Gesture",
    "GestureSpotted",
    "Mode",
    "Recognition",
    "SignEvent",
    "SignModelError",
    "SignRecognizer",
    "SignSpotted",
    "SignStream",
    "SigningEnded",
]
