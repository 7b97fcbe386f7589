import base64
import io

import numpy as np
import pytest
from PIL import Image, ImageOps

from detectors.fakes.avatars import LIKENESS, apart, picture_of, variants


def uri(image: Image.Image, kind: str = "PNG") -> str:
    held = io.BytesIO()
    image.save(held, kind)
    return f"data:image/{kind.lower()};base64,{base64.b64encode(held.getvalue()).decode()}"


def logo(seed: int) -> Image.Image:
    coarse = np.random.default_rng(seed).integers(0, 255, (6, 6, 3), dtype=np.uint8)
    return Image.fromarray(coarse).resize((96, 96), Image.Resampling.BICUBIC)


def likeness(official: Image.Image, other: Image.Image, kind: str = "PNG") -> int:
    picture = picture_of(uri(other, kind))
    assert picture is not None
    return min(apart(picture, variant) for variant in variants(uri(official)))


@pytest.mark.parametrize(
    "disguised",
    [
        ImageOps.mirror(logo(1)),
        ImageOps.invert(logo(1)),
        logo(1).convert("L"),
        logo(1).crop((10, 10, 86, 86)),
        ImageOps.expand(logo(1), 12, "white"),
        logo(1).resize((40, 40)),
    ],
)
def test_a_disguised_picture_is_known(disguised: Image.Image) -> None:
    assert likeness(logo(1), disguised) <= LIKENESS


def test_a_recompressed_picture_is_known() -> None:
    assert likeness(logo(1), logo(1), "JPEG") <= LIKENESS


def test_other_pictures_are_not() -> None:
    assert sum(likeness(logo(1), logo(seed)) <= LIKENESS for seed in range(2, 60)) == 0


def test_a_plain_area_says_nothing() -> None:
    assert picture_of(uri(Image.new("RGB", (64, 64), "blue"))) is None


@pytest.mark.parametrize(
    "bad",
    ["https://x.example/a.png", "data:image/png;base64,!!!", "data:image/png;base64,AAAA", "data:text/html,<b>", ""],
)
def test_what_is_no_picture_is_none(bad: str) -> None:
    assert picture_of(bad) is None


def test_a_picture_of_too_many_pixels_is_left_alone() -> None:
    assert picture_of(uri(Image.new("1", (4000, 4000)))) is None
