"""Where each landmark stands in an array of shape (75, 3).

0-32 pose, 33-53 the signer's own left hand, 54-74 the own right hand, in MediaPipe's order
(https://developers.google.com/mediapipe, hand and pose landmarker). x and y are parts of the
picture's width and height in camera view (not mirrored), z is MediaPipe's depth; missing is NaN.
"""

from __future__ import annotations

POINTS = 75
POSE = slice(0, 33)
LEFT_HAND = slice(33, 54)
RIGHT_HAND = slice(54, 75)
# Hips and legs stand behind the counter; the pose model only guesses them there.
UNSEEN_POSE = slice(23, 33)
# Eyes, ears, nose and mouth.
FACE = slice(0, 11)

NOSE = 0
LEFT_SHOULDER, RIGHT_SHOULDER = 11, 12
LEFT_ELBOW, RIGHT_ELBOW = 13, 14
LEFT_WRIST, RIGHT_WRIST = 15, 16
MOUTH_LEFT, MOUTH_RIGHT = 9, 10

# Inside one hand (21 points).
KNUCKLES = (5, 9, 13, 17)
FINGERTIPS = (4, 8, 12, 16, 20)

# The pose seen in a mirror: the same point of the other side.
MIRRORED_POSE = (0, 4, 5, 6, 1, 2, 3, 8, 7, 10, 9, 12, 11, 14, 13, 16, 15, 18, 17, 20, 19, 22, 21,
                 24, 23, 26, 25, 28, 27, 30, 29, 32, 31)  # fmt: skip
MIRRORED = (*MIRRORED_POSE, *range(54, 75), *range(33, 54))
