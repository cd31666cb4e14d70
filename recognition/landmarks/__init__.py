"""From pictures to tracked landmarks of one signer.

`LandmarkTracker` loads MediaPipe when it is made: make it in a worker process.
"""

from recognition.landmarks.framing import FramingGuide, FramingHint
from recognition.landmarks.landmarks import Landmarks
from recognition.landmarks.tracker import LandmarkTracker

__all__ = ["FramingGuide", "FramingHint", "LandmarkTracker", "Landmarks"]
