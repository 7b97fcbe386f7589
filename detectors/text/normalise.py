"""Texts as arrays of folded code points: what spelling, case, accents, look-alikes and layout do not change."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

READ_AT_MOST = 4_000
"""Characters of a text that are read; what follows is ignored, so that time stays linear and bounded."""

PAD = 0
LINK, MENTION = 0xE000, 0xE001
GAP = "\x00" * 4

Codes = NDArray[np.uint32]
Spans = NDArray[np.intp]

_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,300}>")
_LINK = re.compile(r"(?:https?://|www\.)[^\s\x00]+")
_MENTION = re.compile(r"(?<![\w@])@[\w.\-]{1,60}")
_DROPPED = (
    0x00AD,
    0x034F,
    0x061C,
    0x180E,
    0xFEFF,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
)
_SIGNS = str.maketrans("’‘`´ʼ“”„«»–—", "'''''\"\"\"\"\"--")
_FIRST_OTHER_SCRIPT, _LAST_OTHER_SCRIPT = 0x0530, 0x1100
"""Armenian to Georgian: who writes in these writes no Latin, and few of their letters look like it."""
_LETTERS_OF_DIGITS = np.array([ord(char) for char in "oi0eas0000"], np.uint32)
_LIGATURES = str.maketrans({"æ": "a", "œ": "o", "ø": "o", "ß": "s", "đ": "d", "ð": "d", "ł": "l", "þ": "t"})


@dataclass(frozen=True, slots=True)
class Stream:
    """A batch of texts as one array of folded code points.

    `starts` and `ends` bound each text in `codes`; between texts lie four zeros, so that no window of up to five code
    points reaches into the next text. `source` is what was folded, and `origins` says where in it each code was.
    """

    codes: Codes
    starts: Spans
    ends: Spans
    source: str
    origins: Spans

    def quote(self, start: int, end: int) -> str:
        """The span [start, end) of `codes` as it was written."""
        return self.source[self.origins[start] : self.origins[end - 1] + 1]


def fold(texts: Sequence[str]) -> Stream:
    """Fold a batch: small letters without accents, digits as 0, links and mentions as one sign, at most two alike."""
    source = GAP.join([f" {_clean(text)} " for text in texts]) + GAP
    written = _codes(source)
    folded = FOLD[written]
    _spell_out_digits(written, folded)
    origins = np.flatnonzero(folded != DROP)
    folded = folded[origins]
    kept = np.ones(len(folded), dtype=bool)
    kept[2:] = (folded[2:] != folded[1:-1]) | (folded[2:] != folded[:-2]) | (folded[2:] == PAD)
    kept[1:] &= (folded[1:] != SPACE) | (folded[:-1] != SPACE)
    codes = folded[kept]
    inside = codes != PAD
    bounds = np.concatenate(([0], np.flatnonzero(inside[1:] != inside[:-1]) + 1))
    return Stream(codes, bounds[0::2], bounds[1::2], source, origins[kept])


def _clean(text: str) -> str:
    """Markup, links and mentions away, compatibility forms composed, no zeros."""
    text = text[:READ_AT_MOST]
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "&" in text:
        text = html.unescape(text)
    if "@" in text:
        text = _MENTION.sub("\ue001", text)
    if "://" in text or "www." in text:
        text = _LINK.sub("\ue000", text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)[:READ_AT_MOST]
    return text.replace("\x00", " ")


def _codes(text: str) -> NDArray[np.uint32]:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return np.minimum(codes, len(FOLD) - 1)


def _spell_out_digits(written: Codes, folded: Codes) -> None:
    """Digits between letters that stand for letters (`P0stm0rd`) become these, in place."""
    at = np.flatnonzero(folded[1:-1] == ZERO) + 1
    if len(at):
        before, after = folded[at - 1], folded[at + 1]
        at = at[(before >= A) & (before <= Z) & (after >= A) & (after <= Z) & (written[at] < ASCII)]
        folded[at] = _LETTERS_OF_DIGITS[written[at] - ZERO]


def _folded(code: int) -> int:
    """What one code point counts as."""
    if code in _DROPPED or 0xFE00 <= code <= 0xFE0F or 0x0300 <= code <= 0x036F:
        return DROP
    if code in {PAD, LINK, MENTION}:
        return code
    char = chr(code)
    if char.isspace() or unicodedata.category(char) in {"Cc", "Cs", "Co", "Cn"}:
        return SPACE
    if char.isdigit():
        return ord("0")
    small = char.lower().translate(_SIGNS).translate(_LIGATURES)
    return ord(unicodedata.normalize("NFD", small)[0])


def _look_alikes() -> dict[int, int]:
    """Single letters of other scripts, and odd ones of our own, that look like a plain letter (Unicode TR39)."""
    table: dict[int, int] = {}
    lines = files("detectors.models").joinpath("confusables.txt").read_text(encoding="utf-8").splitlines()
    for plain, chars in (line.split(" ", 1) for line in lines):
        if len(plain) == 1 and plain.isalpha():
            table.update((ord(char), ord(plain)) for char in chars if char.isalpha() or ord(char) > ENCLOSED)
    return table


SPACE, DROP = ord(" "), 0x10FFFF
ZERO, A, Z, ASCII, ENCLOSED = ord("0"), ord("a"), ord("z"), 0x80, 0x1F100
SKIN_TONES = range(0x1F3FB, 0x1F400)


def _fold_table() -> NDArray[np.uint32]:
    table = np.arange(0x20000, dtype=np.uint32)
    table[:0x3000] = [_folded(code) for code in range(0x3000)]
    for code, plain in _look_alikes().items():
        if not _FIRST_OTHER_SCRIPT <= code < _LAST_OTHER_SCRIPT:
            table[code] = plain
    table[0xD800:0xF900] = SPACE
    table[[LINK, MENTION]] = LINK, MENTION
    table[0xFE00:0xFE10] = DROP
    table[[0xFEFF, *SKIN_TONES]] = DROP
    table[-1] = SPACE
    return table


FOLD = _fold_table()
