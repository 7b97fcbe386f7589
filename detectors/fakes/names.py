"""How a hurried reader sees a name: the letters that look-alikes, decorations and separators stand for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

LONGEST = 120
"""Characters of a name that are read; platforms allow at most about 50."""

_WORD = re.compile(r"[A-Za-z][a-z]*(?:[0-9@$!|]{1,2}[a-z]{2,}){1,6}|[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+|[^\W\d_]+")
_TWIN = str.maketrans({"i": "l", "j": "l", "1": "l", "|": "l", "!": "l", "0": "o", "3": "e", "4": "a", "5": "s"})
_TWIN |= str.maketrans({"7": "t", "8": "b", "9": "g", "@": "a", "$": "s"})
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_BADGES = frozenset("✓✔☑✅🗸🗹")


@dataclass(frozen=True, slots=True)
class SeenName:
    """A name as read.

    `words` are its words in plain lower-case letters, `key` its letters and digits with those that look alike made
    one (0 and o, l and I, rn and m), `letters` its bare letters and digits as written, in lower case. `hidden` counts
    characters from outside plain and accented Latin that pass for letters, or that cannot be seen at all.
    """

    words: tuple[str, ...]
    key: str
    letters: str
    hidden: int
    badge: bool


class ReadersEye:
    """Reads names; remembers how each unusual character looks (Unicode TR39 confusables, decompositions)."""

    def __init__(self) -> None:
        self._looks: dict[str, tuple[str, int]] = {}
        self._table = load_confusables()

    def read(self, name: str) -> SeenName:
        """The name as a reader sees it; at most `LONGEST` characters of it."""
        name = name[:LONGEST]
        if name.isascii():
            return SeenName(words_of(name), key_of(name), bare(name), 0, badge=False)
        looks = [self._look(char) for char in name]
        plain = "".join(look for look, _ in looks)
        hidden = sum(odd for _, odd in looks)
        return SeenName(words_of(plain), key_of(plain), bare(name), hidden, not _BADGES.isdisjoint(name))

    def _look(self, char: str) -> tuple[str, int]:
        if char.isascii():
            return char, 0
        if char not in self._looks:
            self._looks[char] = self._decode(char)
        return self._looks[char]

    def _decode(self, char: str) -> tuple[str, int]:
        if char in _PLAIN_LETTERS:
            return _PLAIN_LETTERS[char], 0
        if char in self._table:
            return self._table[char], 1
        category = unicodedata.category(char)
        if category in {"Cf", "Cc", "Co", "Cn"} or char in "\u034f\u115f\u1160\u3164\uffa0":
            return "", 1
        apart = "".join(self._table.get(c, c) for c in unicodedata.normalize("NFKD", char) if not _is_mark(c))
        accented = not unicodedata.decomposition(char).startswith("<")
        if category.startswith("L") or apart.isalnum():
            return apart, 0 if accented or not apart.isascii() else 1
        return (" " if category.startswith(("Z", "P")) else ""), 0


_PLAIN_LETTERS = {"ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "æ": "ae", "Æ": "Ae", "ß": "ss"}
_PLAIN_LETTERS |= {"œ": "oe", "Œ": "Oe", "þ": "th", "ð": "d", "ı": "i"}


def load_confusables() -> Mapping[str, str]:
    """The packaged table: a character and the plain letters it passes for."""
    text = files("detectors").joinpath("models/confusables.txt").read_text("utf-8")
    pairs = (line.split(" ", 1) for line in text.splitlines())
    return {char: plain for plain, chars in pairs for char in chars}


def words_of(plain: str) -> tuple[str, ...]:
    """The words of a name, split at separators, digits and inner capitals, in lower case."""
    return tuple(word.lower() for word in _WORD.findall(plain))


def key_of(plain: str) -> str:
    """Letters and digits with those that look alike made one."""
    key = plain.lower().translate(_TWIN)
    if not key.isalnum():
        key = "".join(c for c in key if c.isalnum())
    for pair, single in _PAIRS:
        key = key.replace(pair, single)
    return key


def bare(name: str) -> str:
    """The letters and digits of a name as written, in lower case."""
    return "".join(c for c in name.casefold() if c.isalnum())


def _is_mark(char: str) -> bool:
    return unicodedata.combining(char) != 0
