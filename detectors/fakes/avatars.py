"""Whether a profile picture is the brand's or a usual variant of it, by perceptual hashes of pictures in data: URIs."""

from __future__ import annotations

import base64
import binascii
import io
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

LIKENESS = 6
"""Bits of 64 by which two pictures of the same thing may differ."""

_MOST_BYTES = 300_000
_MOST_PIXELS = 1_000_000
_SIDE = 32
_FLAT = 3.0


@dataclass(frozen=True, slots=True)
class Picture:
    """Two 64-bit hashes: of a picture's low frequencies (pHash) and of its horizontal gradients (dHash)."""

    waves: int
    gradients: int


def picture_of(uri: str) -> Picture | None:
    """The hashes of a picture in a `data:` URI; None if it is none, too large, or a plain area without content."""
    image = _decoded(uri)
    return _hashed(image) if image is not None else None


def variants(uri: str) -> list[Picture]:
    """The hashes of a picture and of its usual disguises: cropped, padded, mirrored, inverted, turned."""
    image = _decoded(uri)
    if image is None:
        return []
    return [picture for variant in _disguises(image) if (picture := _hashed(variant)) is not None]


def apart(one: Picture, other: Picture) -> int:
    """By how many bits the nearer of two pictures' hashes differ."""
    return min((one.waves ^ other.waves).bit_count(), (one.gradients ^ other.gradients).bit_count())


def _decoded(uri: str) -> Image.Image | None:
    head, _, body = uri.partition(",")
    if not head.startswith("data:image/") or not head.endswith(";base64") or len(body) > _MOST_BYTES * 4 // 3:
        return None
    try:
        image = Image.open(io.BytesIO(base64.b64decode(body, validate=True)), formats=("PNG", "JPEG"))
        if image.width * image.height > _MOST_PIXELS:
            return None
        return image.convert("L")
    except (UnidentifiedImageError, OSError, binascii.Error, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _disguises(image: Image.Image) -> Iterator[Image.Image]:
    width, height = image.size
    yield image
    yield ImageOps.mirror(image)
    yield ImageOps.invert(image)
    for share in (0.05, 0.1, 0.15, 0.2):
        dx, dy = int(width * share), int(height * share)
        yield image.crop((dx, dy, width - dx, height - dy))
        for shade in (0, 255):
            yield ImageOps.expand(image, border=(dx, dy), fill=shade)
    for degrees in (-5, 5):
        yield image.rotate(degrees, fillcolor=255)


def _hashed(image: Image.Image) -> Picture | None:
    pixels = np.asarray(image.resize((_SIDE, _SIDE), Image.Resampling.BILINEAR), dtype=np.float64)
    if pixels.std() < _FLAT:
        return None
    waves = (_COSINES @ pixels @ _COSINES.T)[:8, :8].ravel()
    small = np.asarray(image.resize((9, 8), Image.Resampling.BILINEAR), dtype=np.float64)
    return Picture(_bits(waves > np.median(waves[1:])), _bits((small[:, 1:] > small[:, :-1]).ravel()))


def _bits(flags: NDArray[np.bool_]) -> int:
    return int.from_bytes(np.packbits(flags).tobytes(), "big")


def _cosines() -> NDArray[np.float64]:
    """The rows of the discrete cosine transform (type II) of `_SIDE` points."""
    n = np.arange(_SIDE)
    return np.cos(np.pi * np.outer(n, 2 * n + 1) / (2 * _SIDE))


_COSINES = _cosines()
