"""Breaks text into lines by the true width of its letters, in time proportional to its length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import FT2Font, LoadFlags

from alerts.pictures.canvas import FONT

Weight = Literal["normal", "bold"]

_TOKENS = re.compile(r"\s+|[^\s]+")
_UNITS = 1000


def broken(text: str, points: float, size: float, weight: Weight = "normal") -> list[str]:
    """The text's lines, none wider than `points`; a word that is wider is broken where it must.

    Args:
        text: letters that the font has; line breaks are kept.
        points: of the column, in typographic points.
        size: of the letters, in points.
        weight: of the letters.
    """
    most = points / size * _UNITS
    return [line for paragraph in text.expandtabs(4).split("\n") for line in _lines(paragraph, most, weight)]


def _lines(paragraph: str, most: float, weight: Weight) -> Iterator[str]:
    line, width = "", 0.0
    for token in _TOKENS.findall(paragraph):
        wide = _width(token, weight)
        if width + wide > most and line:
            yield line.rstrip()
            line, width = "", 0.0
            if token.isspace():
                continue
        for mark in token if wide > most else ():
            if width + _advance(mark, weight) > most and line:
                yield line
                line, width = "", 0.0
            line, width = line + mark, width + _advance(mark, weight)
        if wide <= most:
            line, width = line + token, width + wide
    yield line.rstrip()


def _width(token: str, weight: Weight) -> float:
    return sum(_advance(mark, weight) for mark in token)


@cache
def _advance(mark: str, weight: Weight) -> float:
    """The width of a letter in thousandths of its size."""
    font = _font(weight)
    font.load_char(ord(mark), LoadFlags.NO_SCALE)
    return float(font.load_char(ord(mark), LoadFlags.NO_SCALE).horiAdvance) / font.units_per_EM * _UNITS


@cache
def _font(weight: Weight) -> FT2Font:
    return get_font(findfont(FontProperties(family=FONT, weight=weight)))
