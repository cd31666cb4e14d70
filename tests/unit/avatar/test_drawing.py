"""The drawing: hands where the joints are, five fingers to be seen, mirror symmetry, fast enough to be live."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import skia

from content.signer import Pose, Style, perform
from terminal.avatar.drawing import FULL, draw_signer, to_canvas
from terminal.avatar.frames import FrameSource
from terminal.avatar.ink import hull_path, svg_path
from terminal.avatar.palette import SIGNER, VARIANTS

SKIN = np.array([(SIGNER.skin >> 16) & 255, (SIGNER.skin >> 8) & 255, SIGNER.skin & 255])


def _picture(pose: Pose, width: int = 500, variant: str = "signer") -> np.ndarray:
    surface = skia.Surface(width, int(width * FULL.height / FULL.width))
    canvas = surface.getCanvas()
    canvas.clear(skia.ColorWHITE)
    draw_signer(canvas, pose, skia.Rect.MakeWH(surface.width(), surface.height()), variant)
    return surface.toarray(colorType=skia.kRGBA_8888_ColorType)[:, :, :3].astype(int)


def _is_skin(picture: np.ndarray, point: np.ndarray) -> bool:
    scale = picture.shape[1] / FULL.width
    x, y = ((point - (FULL.left, FULL.top)) * scale).astype(int)
    near = picture[max(0, y - 2) : y + 3, max(0, x - 2) : x + 3].reshape(-1, 3)
    return bool((np.abs(near - SKIN).sum(axis=1) < 90).any())


def _middle(gloss: str, **style: object) -> Pose:
    performance = perform([gloss], style=Style(**style))  # type: ignore[arg-type]
    span = performance.spans[0]
    return performance.pose((span.start_s + span.end_s) / 2)


def test_every_fingertip_of_an_open_hand_is_skin_where_the_joint_is() -> None:
    pose = _middle("5")
    picture = _picture(pose)
    tips, _ = to_canvas(pose.right_hand[[4, 8, 12, 16, 20]])
    assert all(_is_skin(picture, tip) for tip in tips)


def test_neighbouring_fingers_are_parted_by_a_dark_line() -> None:
    pose = _middle("4")
    picture = _picture(pose, 900)
    row, _ = to_canvas(pose.right_hand[[6, 10, 14, 18]])
    scale = picture.shape[1] / FULL.width
    for one, other in pairwise(row):
        points = one + (other - one) * np.linspace(0, 1, 40)[:, None]
        columns, rows = ((points - (FULL.left, FULL.top)) * scale).astype(int).T
        assert picture[rows, columns].sum(axis=1).min() < 0.65 * SKIN.sum()


@pytest.mark.parametrize("gloss", ["6", "不", "身份证"])
def test_a_left_hander_is_drawn_as_the_mirror_image(gloss: str) -> None:
    right, left = _picture(_middle(gloss)), _picture(_middle(gloss, dominant="left"))[:, ::-1]
    # hair, buttons and the light from the left are not mirrored: most of the picture is
    differs = np.abs(right - left).sum(axis=2) > 120
    assert differs.mean() < 0.05


def test_the_face_shows_brows_mouth_and_closed_eyes() -> None:
    pose = _middle("5")
    usual = _picture(pose)
    for change in ({"brow": 1.0}, {"blink": 1.0}, {"jaw": 0.8, "pucker": 0.8}, {"smile": 1.0}, {"furrow": 1.0}):
        face = type(pose.face)(**change)
        assert (np.abs(_picture(pose.with_face(face)) - usual).sum(axis=2) > 60).sum() > 60, change


@pytest.mark.parametrize("variant", sorted(VARIANTS))
def test_each_variant_wears_its_own_colours(variant: str) -> None:
    picture = _picture(_middle("5"), variant=variant)
    palette = VARIANTS[variant]
    shirt = np.array([(palette.shirt >> 16) & 255, (palette.shirt >> 8) & 255, palette.shirt & 255])
    assert (np.abs(picture - shirt).sum(axis=2) < 12).mean() > 0.08


def test_frames_are_pictures_of_the_camera_size_and_their_truth_fits() -> None:
    source = FrameSource(perform(["5"], style=Style(rest="down")), size=(640, 480))
    frame, truth = source(1.0), source.truth(1.0)
    assert frame.shape == (480, 640, 3)
    assert frame.dtype == np.uint8
    for x, y in truth[54:75][[8, 12, 16, 20], :2]:
        pixel = frame[int(y * 480), int(x * 640)].astype(int)
        assert np.abs(pixel - SKIN).sum() < 120
    assert np.allclose(truth[16, :2], truth[54, :2], atol=0.01)  # wrist of the body, wrist of the hand


def test_a_rubber_band_around_two_circles_covers_both() -> None:
    path = hull_path(np.array([(0.0, 0.0), (10.0, 0.0)]), np.array([2.0, 4.0]))
    bounds = path.getBounds()
    assert bounds.left() == pytest.approx(-2.0, abs=0.05)
    assert bounds.right() == pytest.approx(14.0, abs=0.05)
    assert path.contains(5.0, 0.0)


def test_svg_paths_keep_their_points() -> None:
    path = svg_path("M1 2L3 4H9V8Q5 6 7 8C1 1 2 2 3 3Z")
    assert path.countPoints() == 9
    assert (path.getBounds().right(), path.getBounds().bottom()) == (9.0, 8.0)
