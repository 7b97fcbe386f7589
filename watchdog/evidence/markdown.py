"""Writes a document as Markdown (CommonMark); nothing that people wrote can become markup or a link."""

from __future__ import annotations

import re
from collections.abc import Sequence

from watchdog.evidence.blocks import Block, Bullets, Field, Heading, Paragraph, Picture, Quote
from watchdog.evidence.foreign import LONGEST

_MARKUP = re.compile(r"[\\`*_\[\]<>&~$@#|]|(?<=[^\W_])\.(?=[^\W\d_]{2})|:(?=//)")
_OPENING = re.compile(r"^(?=[-+=])|^(\d{1,9})(?=[.)])")
_BACKTICKS = re.compile(r"`+")
_PLAIN_ADDRESS = re.compile(r"https://[A-Za-z0-9./_%:~-]{1,300}")


def markdown(blocks: Sequence[Block], cut: str) -> str:
    """The whole document; `cut` is said where a text is too long to be shown."""
    return "\n\n".join(_written(block, cut) for block in blocks if block != Bullets(())) + "\n"


def _written(block: Block, cut: str) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * level} {_safe(text)}"
        case Paragraph(text):
            return _safe(text)
        case Bullets(lines):
            return "\n".join(f"- {_safe(line)}" for line in lines)
        case Field(name, value):
            return f"**{_safe(name.rstrip(':'))}:** {_value(value)}".rstrip()
        case Quote(text):
            return _fenced(text[:LONGEST]) + (f"\n\n{_safe(cut)}" if len(text) > LONGEST else "")
        case Picture(name, _, caption):
            return f"![{_safe(caption)}](pictures/{name})"


def _value(value: str) -> str:
    """An address that holds nothing but the letters of addresses may be clicked; all else is only words."""
    return f"<{value}>" if _PLAIN_ADDRESS.fullmatch(value) else _safe(value)


def _safe(text: str) -> str:
    """Text in which nothing is markup: no emphasis, tag, entity, list, link or address that becomes one by itself."""
    flat = " ".join(text.split())
    if flat.startswith("___"):
        return flat  # a blank to be filled in
    return _OPENING.sub(r"\1\\", _MARKUP.sub(r"\\\g<0>", flat))


def _fenced(text: str) -> str:
    """Words as they are, line by line, in a fence longer than any in them."""
    longest = max((len(run) for run in _BACKTICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"
