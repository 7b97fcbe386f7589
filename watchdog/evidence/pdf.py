"""Writes a document as PDF with its letters in it, to be searched; the same document gives the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from matplotlib import rc_context
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.image import imread
from matplotlib.patches import Rectangle

from alerts.pictures.canvas import GREY, PALE, write
from watchdog.evidence.blocks import Block
from watchdog.evidence.layout import COLUMN, PAGE_HEIGHT, PAGE_WIDTH, Line, Mark, Placed, Shade, laid_out

_INCH = 72


def pdf(blocks: Sequence[Block], title: str, cut: str, at: datetime) -> bytes:
    """The whole document on A4 pages.

    Args:
        blocks: what it says.
        title: in the file's properties and at the foot of each page.
        cut: is said where a text is too long to be shown.
        at: the document's date; not the moment of writing, so that it can be made again.
    """
    pages = laid_out(blocks, cut)
    written = BytesIO()
    about = {"Title": title, "Creator": "Page Watchdog", "Producer": None, "CreationDate": at}
    with rc_context({"pdf.fonttype": 42, "pdf.compression": 6}), PdfPages(written, metadata=about) as document:
        for number, marks in enumerate(pages, 1):
            document.savefig(page_of(marks, f"{title} · {number} / {len(pages)}"))
    return written.getvalue()


def page_of(marks: Sequence[Mark], foot: str) -> Figure:
    """One page with its foot."""
    figure = Figure(figsize=(PAGE_WIDTH / _INCH, PAGE_HEIGHT / _INCH), dpi=_INCH, facecolor="white")
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, PAGE_WIDTH), ylim=(PAGE_HEIGHT, 0))
    axes.set_axis_off()
    left = (PAGE_WIDTH - COLUMN) / 2
    for mark in marks:
        match mark:
            case Line(x, y, text, size, weight, color):
                write(axes, x, y, text, size=size, weight=weight, color=color, va="baseline")
            case Shade(y, height):
                axes.add_patch(Rectangle((left, y), COLUMN, height, facecolor=PALE, linewidth=0, zorder=0))
            case Placed(x, y, width, height, png):
                axes.imshow(imread(BytesIO(png)), extent=(x, x + width, y + height, y), aspect="auto")
    axes.set(xlim=(0, PAGE_WIDTH), ylim=(PAGE_HEIGHT, 0))
    write(axes, left, PAGE_HEIGHT - 34, foot, size=8, color=GREY, va="baseline")
    return figure
