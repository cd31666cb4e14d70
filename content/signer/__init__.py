"""The signer: the lexicon of signs and the kinematic body that performs them.

One lexicon drives the drawn figure on the screen, the generated camera and synthetic training. Pure Python and numpy,
no clock, no randomness of its own. Every sign is unverified until a deaf signer of CSL has checked it.
"""

from content.signer.camera import Camera
from content.signer.errors import LexiconError
from content.signer.lexicon import Lexicon, Relation, Sentence, Sign, load_lexicon
from content.signer.performance import Performance, Span, State, perform
from content.signer.pose import Face, Pose, Poses
from content.signer.style import Style

__all__ = [
    "Camera",
    "Face",
    "Lexicon",
    "LexiconError",
    "Performance",
    "Pose",
    "Poses",
    "Relation",
    "Sentence",
    "Sign",
    "Span",
    "State",
    "Style",
    "load_lexicon",
    "perform",
]
