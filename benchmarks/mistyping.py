"""Texts as people really type them: shouted, without accents, stretched, misspelt, tagged, disguised; by a seed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

import numpy as np

Dice = np.random.Generator
_WORD = re.compile(r"[^\W\d_]{4,}")
_LONG = re.compile(r"[^\W\d_]{3,}")
_SPELT_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "æ": "ae", "ø": "oe", "ß": "ss"}
    | {"Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Å": "Aa", "Æ": "Ae", "Ø": "Oe"}
)
_STROKES = str.maketrans({"ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "ß": "ss", "đ": "d", "ł": "l"})
_TWINS = str.maketrans("aeopcxyiAEOPCXTHKM", "аеорсхуіАЕОРСХТНКМ")
_DIGITS = str.maketrans("oieasOIEAS", "0134501345")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_VOWELS = "aeiouyåäöæøüAEIOUYÅÄÖÆØÜ"


def without_accents(text: str, _: Dice) -> str:
    """Letters without their marks, as on a foreign keyboard."""
    apart = unicodedata.normalize("NFD", text.translate(_STROKES))
    return "".join(char for char in apart if not unicodedata.combining(char))


def spelt_out(text: str, _: Dice) -> str:
    """Umlauts and their Nordic kin as two letters."""
    return text.translate(_SPELT_OUT)


def shouted(text: str, _: Dice) -> str:
    """All capitals and three exclamation marks."""
    return text.upper().rstrip(".") + "!!!"


def mistyped(text: str, dice: Dice) -> str:
    """One long word in six with two letters swapped, one dropped, doubled, or a neighbouring key hit."""
    return _WORD.sub(lambda match: _slip(match[0], dice) if dice.random() < 1 / 6 else match[0], text)


def badly_mistyped(text: str, dice: Dice) -> str:
    """As `mistyped`, every second word."""
    return _WORD.sub(lambda match: _slip(match[0], dice) if dice.random() < 1 / 2 else match[0], text)


def stretched(text: str, dice: Dice) -> str:
    """One word in five with a vowel drawn out."""
    return _LONG.sub(lambda match: _drawn_out(match[0], dice) if dice.random() < 1 / 5 else match[0], text)


def tagged(text: str, dice: Dice) -> str:
    """One word in four as a hashtag, and the last two as one."""
    words = text.split()
    if len(words) > 3:
        words = [*words[:-2], "#" + words[-2] + words[-1].capitalize()]
    return " ".join("#" + word if word.isalpha() and dice.random() < 1 / 4 else word for word in words)


def disguised(text: str, dice: Dice) -> str:
    """One word in four in letters of other scripts that look alike."""
    return _LONG.sub(lambda match: match[0].translate(_TWINS) if dice.random() < 1 / 4 else match[0], text)


def in_digits(text: str, dice: Dice) -> str:
    """One long word in five with digits inside for letters."""
    return _WORD.sub(
        lambda match: (
            match[0][0] + match[0][1:-1].translate(_DIGITS) + match[0][-1] if dice.random() < 1 / 5 else match[0]
        ),
        text,
    )


def unpunctuated(text: str, _: Dice) -> str:
    """Small letters and no signs."""
    return re.sub(r"[^\w\s@#]", "", text).lower()


WAYS: Mapping[str, Callable[[str, Dice], str]] = {
    "without accents": without_accents,
    "spelt out": spelt_out,
    "shouted": shouted,
    "no signs": unpunctuated,
    "mistyped": mistyped,
    "badly mistyped": badly_mistyped,
    "stretched": stretched,
    "tagged": tagged,
    "disguised": disguised,
    "digits": in_digits,
}


def _slip(word: str, dice: Dice) -> str:
    at = int(dice.integers(1, len(word) - 1))
    kind = int(dice.integers(4))
    if kind == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == 1:
        return word[:at] + word[at + 1 :]
    if kind == 2:
        return word[:at] + word[at] + word[at:]
    return word[:at] + _neighbour(word[at], dice) + word[at + 1 :]


def _neighbour(letter: str, dice: Dice) -> str:
    row = next((row for row in _ROWS if letter.lower() in row), None)
    if row is None:
        return letter
    at = row.index(letter.lower()) + int(dice.choice((-1, 1)))
    return row[min(max(at, 0), len(row) - 1)]


def _drawn_out(word: str, dice: Dice) -> str:
    vowels = [at for at, letter in enumerate(word) if letter in _VOWELS]
    if not vowels:
        return word
    at = int(dice.choice(vowels))
    return word[:at] + word[at] * int(dice.integers(3, 7)) + word[at + 1 :]
