"""Ugly words that hide behind stars, spaces and digits, and puns on a brand's name."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SPACED = re.compile(r"(?<!\w)(?:[^\W_][ .\-_*]{1,2}){2,30}[^\W_](?!\w)")
_MASKED = re.compile(r"[^\W\d_]{1,12}[*#@$€1034570]{1,4}[^\W\d_]{1,12}")
_LEET = str.maketrans("013457@$€", "oieastase")
_STAR = re.compile(r"[*#]+")
_VOWELS = ("u", "i", "a", "o", "e", "")
_MOST = 20


def unmasked(text: str) -> str:
    """The masked words of a text spelt out, each in its likely spellings; empty where nothing is masked.

    `i d i o t` and `1d10t` become `idiot`; `k*t` becomes the word with every vowel in the star's place.
    """
    words = [re.sub(r"[\W_]", "", match) for match in _SPACED.findall(text)[:_MOST]]
    for match in _MASKED.findall(text)[:_MOST]:
        words.extend(_spellings(match))
    return " ".join(words)


def _spellings(word: str) -> list[str]:
    plain = word.translate(_LEET)
    if _STAR.search(plain):
        return [_STAR.sub(vowel, plain) for vowel in _VOWELS]
    return [plain] if plain != word else []


def pun_pattern(puns: Sequence[str]) -> re.Pattern[str] | None:
    """What finds a page's own insults at the beginning of a word, or None if it has none."""
    spelt = sorted({re.escape(pun.strip()) for pun in puns if pun.strip()}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(spelt)})", re.IGNORECASE) if spelt else None
