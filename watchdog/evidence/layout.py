"""Sets a document on A4 pages: lines, page breaks, boxes behind quotations, pictures. Points from the top left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image

from alerts.pictures.canvas import GREY, INK, has_letter
from alerts.pictures.lines import Weight, broken
from watchdog.evidence.blocks import Block, Bullets, Field, Heading, Paragraph, Picture, Quote
from watchdog.evidence.foreign import LONGEST, spelt_out

PAGE_WIDTH, PAGE_HEIGHT = 595.0, 842.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 56.0, 56.0, 60.0, 64.0
COLUMN = PAGE_WIDTH - _LEFT - _RIGHT
_HEADINGS = {1: 16.0, 2: 12.5, 3: 10.0}
_BODY, _QUOTE = 9.5, 9.0
_LEADING = 1.4


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text with its baseline at `y`."""

    x: float
    y: float
    text: str
    size: float
    weight: Weight = "normal"
    color: str = INK


@dataclass(frozen=True, slots=True)
class Shade:
    """A pale box behind a line of a quotation."""

    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A PNG in its place."""

    x: float
    y: float
    width: float
    height: float
    png: bytes


Mark = Line | Shade | Placed


@dataclass(slots=True)
class Sheets:
    """Pages as they fill; `y` is where the next line may begin."""

    pages: list[list[Mark]] = field(default_factory=lambda: [[]])
    y: float = _TOP

    def room(self, height: float) -> None:
        """Begin a new page if what comes needs more than is left."""
        if self.y + height > PAGE_HEIGHT - _BOTTOM and self.y > _TOP:
            self.pages.append([])
            self.y = _TOP

    def write(
        self, text: str, size: float, weight: Weight = "normal", *, indent: float = 0.0, color: str = INK
    ) -> None:
        """Lines in the column, each on a page with room for it."""
        for line in broken(spelt_out(text, has_letter), COLUMN - indent, size, weight):
            height = size * _LEADING
            self.room(height)
            self.pages[-1].append(Line(_LEFT + indent, self.y + size, line, size, weight, color))
            self.y += height

    def quote(self, text: str) -> None:
        """Somebody's words on a pale ground."""
        height = _QUOTE * _LEADING
        for line in broken(spelt_out(text, has_letter), COLUMN - 20, _QUOTE):
            self.room(height)
            self.pages[-1] += [Shade(self.y, height), Line(_LEFT + 10, self.y + _QUOTE, line, _QUOTE)]
            self.y += height

    def picture(self, png: bytes) -> None:
        """A picture as wide as the column at the most, whole on one page."""
        with Image.open(BytesIO(png)) as image:
            scale = min(COLUMN / image.width, (PAGE_HEIGHT - _TOP - _BOTTOM) / image.height, 0.62)
            width, height = image.width * scale, image.height * scale
        self.room(height + 4)
        self.pages[-1].append(Placed(_LEFT, self.y, width, height, png))
        self.y += height + 4


def laid_out(blocks: Sequence[Block], cut: str) -> list[list[Mark]]:
    """The pages of a document; `cut` is said where a text is too long to be shown."""
    sheets = Sheets()
    for block in blocks:
        _place(sheets, block, cut)
    return sheets.pages


def _place(sheets: Sheets, block: Block, cut: str) -> None:
    match block:
        case Heading(text, level):
            sheets.y += 12 if level < 3 else 6
            sheets.room(_HEADINGS[level] * 4)
            sheets.write(text, _HEADINGS[level], "bold")
        case Paragraph(text):
            sheets.write(text, _BODY)
        case Bullets(lines):
            for line in lines:
                sheets.room(_BODY * _LEADING)
                sheets.pages[-1].append(Line(_LEFT + 4, sheets.y + _BODY, "•", _BODY))
                sheets.write(line, _BODY, indent=16)
        case Field(name, value):
            sheets.room(3 * _BODY * _LEADING)  # a name without its value, or without the quotation, says nothing
            sheets.write(f"{name.rstrip(':')}: {value}".rstrip(), _BODY)
        case Quote(text):
            sheets.quote(text[:LONGEST])
            if len(text) > LONGEST:
                sheets.write(cut, _BODY, color=GREY)
        case Picture(_, png, caption):
            sheets.picture(png)
            sheets.write(caption, 8.0, color=GREY)
    sheets.y += 5
