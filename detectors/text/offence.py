"""Ugly words that hide behind stars, spaces and digits, and puns on a brand's name."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from detectors.text.ngrams import Grams
from detectors.text.normalise import READ_AT_MOST

_SPACED = re.compile(r"(?<!\w)(?:[^\W_][ .\-_*]{1,2}){2,30}[^\W_](?!\w)")
_MASKED = re.compile(r"[@$€134570]{0,2}[^\W\d_]{1,12}[*#@$€134570]{1,4}[^\W\d_]{0,12}")
_LEET = str.maketrans("013457@$€", "oieastase")
_STAR = re.compile(r"[*#]+")
_VOWELS = ("u", "i", "a", "o", "e", "")
_MOST = 20
_ASCII = 128
_IS_MASK = np.array([chr(code) in "*#@$0" for code in range(_ASCII)])
_IS_LETTER = np.array([chr(code).isalpha() for code in range(_ASCII)])


def suspects(batch: Grams) -> list[int]:
    """Numbers of the texts that may hide a word: a mask within letters, or three single letters in a row."""
    small = np.minimum(batch.stream.codes, _ASCII - 1)
    letters, masks = _IS_LETTER[small], _IS_MASK[small]
    inside = np.flatnonzero(masks[1:-2] & letters[:-3] & (letters[2:-1] | letters[3:])) + 1
    words = batch.words
    alone = (words.ends - words.starts == 1) & letters[words.starts]
    spaced = np.flatnonzero(alone[:-2] & alone[1:-1] & alone[2:])
    starred = np.flatnonzero(alone[:-4] & alone[2:-2] & alone[4:])
    masked = np.searchsorted(batch.stream.ends, inside, side="right")
    return sorted({*masked.tolist(), *words.texts[spaced].tolist(), *words.texts[starred].tolist()})


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
