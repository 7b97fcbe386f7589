"""Draws one text as it is stored, on a card that says that it is no screenshot of the site."""

from __future__ import annotations

from dataclasses import dataclass

from alerts.pictures.canvas import GREY, INK, ORANGE, PALE, fit, legible, png, sheet, write
from alerts.pictures.lines import broken

WIDTH = 800
_SIDE = 16
_LINE = 21
_MOST_LINES = 60
_PIXELS = 72 / 100


@dataclass(frozen=True, slots=True)
class TextCard:
    """What stands on a card; all of it legible already.

    `label` says what the card is, `facts` are lines under the name, `foot` lines under the text.
    """

    label: str
    name: str
    facts: tuple[str, ...]
    text: str
    foot: tuple[str, ...]
    cut: str


def text_card(card: TextCard) -> bytes:
    """A PNG of 800 pixels' width, as high as the text needs, at most 60 lines."""
    lines = broken(card.text, (WIDTH - 2 * _SIDE - 52) * _PIXELS, 10.5)
    if len(lines) > _MOST_LINES:
        lines = [*lines[:_MOST_LINES], card.cut]
    facts, foot = 18 * len(card.facts), 16 * len(card.foot)
    body = _LINE * len(lines) + 24
    height = 78 + facts + body + foot + 30
    figure = sheet(WIDTH, height, legible(card.name, 60))
    write(figure, _SIDE / WIDTH, 1 - 46 / height, card.label, size=9, weight="bold", color=ORANGE, va="top")
    for row, fact in enumerate(card.facts):
        shown = write(figure, _SIDE / WIDTH, 1 - (68 + 18 * row) / height, fact, size=9, color=GREY, va="top")
        fit(shown, WIDTH - 2 * _SIDE)
    top = 78 + facts
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(height, 0))
    axes.set_axis_off()
    axes.fill_between([_SIDE, WIDTH - _SIDE], top, top + body, color=PALE, linewidth=0)
    for row, line in enumerate(lines):
        write(axes, _SIDE + 14, top + 12 + _LINE * row, line, size=10.5, color=INK, va="top")
    for row, line in enumerate(card.foot):
        shown = write(axes, _SIDE, top + body + 12 + 16 * row, line, size=8, color=GREY, va="top")
        fit(shown, WIDTH - 2 * _SIDE)
    return png(figure)
