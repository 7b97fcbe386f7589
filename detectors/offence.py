"""Ugly words that hide behind stars, spaces and digits, and puns on a brand's name."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detectors.ngrams import Grams
from detectors.normalise import READ_AT_MOST

_SPACED = re.compile(r"(?<!\w)(?:[^\W_][ .\-_*]{1,2}){2,30}[^\W_](?!\w)")
_MASKED = re.compile(r"[@$€134570]{0,2}[^\W\d_]{1,12}[*#@$€134570]{1,4}[^\W\d_]{0,12}")
_LEET = str.maketrans("013457@$€", "oieastase")
_STAR = re.compile(r"[*#]+")
_VOWELS = ("u", "i", "a", "o", "e", "")
_MOST = 20
_MASKS = np.array([ord(sign) for sign in "*#@$€0"], dtype=np.uint32)


def suspects(batch: Grams) -> NDArray[np.intp]:
    """Numbers of the texts that may hide a word: a mask within letters, or three single letters in a row."""
    codes, words = batch.stream.codes, batch.words
    masks = np.flatnonzero(np.isin(codes[1:-2], _MASKS)) + 1
    inside = masks[_is_letter(codes[masks - 1]) & (_is_letter(codes[masks + 1]) | _is_letter(codes[masks + 2]))]
    alone = (words.ends - words.starts == 1) & _is_letter(codes[words.starts])
    spaced = np.flatnonzero(alone[:-2] & alone[1:-1] & alone[2:])
    starred = np.flatnonzero(alone[:-4] & alone[2:-2] & alone[4:])
    masked = np.searchsorted(batch.stream.ends, inside, side="right")
    return np.unique(np.concatenate((masked, words.texts[spaced], words.texts[starred])))


def _is_letter(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    plain: NDArray[np.bool_] = (codes >= ord("a")) & (codes <= ord("z"))
    return plain


def unmasked(text: str) -> str:
    """The masked words of a text spelt out, each in its likely spellings; empty where nothing is masked.

    `i d i o t` and `1d10t` become `idiot`; `k*t` becomes the word with every vowel in the star's place.
    """
    text = text[:READ_AT_MOST]
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
