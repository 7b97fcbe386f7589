"""What all pictures share: an empty sheet, colours that everybody can tell apart, and letters the font has."""

from __future__ import annotations

import unicodedata
from functools import cache
from io import BytesIO
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.text import Text

from alerts.quoting import plain as one_line

# Okabe and Ito's palette (2008), which colour-blind readers can tell apart.
BLUE = "#0072B2"
ORANGE = "#E69F00"
VERMILLION = "#D55E00"
PURPLE = "#CC79A7"
INK = "#222222"
GREY = "#6B6B6B"
PALE = "#ECEEF1"

FONT = "DejaVu Sans"
_MISSING = "□"
# A borrowed badge has to stay visible; joiners without their emoji mean nothing.
_STAND_INS = {ord("✅"): "✔", ord("☑"): "✔", 0x200D: None, 0xFE0F: None}
_DPI = 100


def sheet(width: int, height: int, title: str) -> Figure:
    """An empty white sheet of `width` x `height` pixels with a title, cut to fit, at its top left."""
    figure = Figure(figsize=(width / _DPI, height / _DPI), dpi=_DPI, facecolor="white")
    FigureCanvasAgg(figure)
    shown = write(figure, 0.02, 1 - 16 / height, legible(title, width // 6), size=14, weight="bold", va="top")
    fit(shown, 0.96 * width)
    return figure


def png(figure: Figure) -> bytes:
    """The sheet as a PNG; the same sheet gives the same bytes."""
    written = BytesIO()
    figure.savefig(written, format="png", dpi=_DPI, metadata={"Software": None})
    return written.getvalue()


def write(where: Figure | Axes, x: float, y: float, text: str, **style: Any) -> Text:
    """Write on a sheet or on axes; `$` is a dollar sign, not mathematics."""
    return where.text(x, y, text, parse_math=False, **{"family": FONT, "color": INK} | style)


def fit(text: Text, pixels: float) -> None:
    """Cut what is written, with an ellipsis, until it is at most so wide."""
    words = text.get_text()
    while len(words) > 1 and (width := text.get_window_extent().width) > pixels:
        words = words[: max(1, min(len(words) - 1, int(len(words) * pixels / width)))].rstrip()
        text.set_text(words + "…")


def legible(text: str, longest: int) -> str:
    """One line of letters that the font has; a run of others becomes a box, and piled-up accents fall."""
    kept: list[str] = []
    for mark in one_line(text.translate(_STAND_INS), 4 * longest):
        if unicodedata.combining(mark) and kept and unicodedata.combining(kept[-1]):
            continue
        if has_letter(mark):
            kept.append(mark)
        elif kept[-1:] != [_MISSING]:
            kept.append(_MISSING)
    return one_line("".join(kept), longest)


def has_letter(mark: str) -> bool:
    """Whether the font can show this character."""
    return ord(mark) in _letters()


@cache
def _letters() -> frozenset[int]:
    both = [get_font(findfont(FontProperties(family=FONT, weight=weight))) for weight in ("normal", "bold")]
    return frozenset(both[0].get_charmap()) & frozenset(both[1].get_charmap())
