"""What one comment says, in few words: those that may tell a topic, and the known topics that it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from detectors.model import Comment
from detectors.storms.known_topics import KnownTopics
from detectors.storms.stop_words import stop_words
from detectors.storms.topics import Said
from detectors.storms.verdict import grievance

WORD = re.compile(r"[^\W\d_]{3,30}(?:-[^\W\d_]{2,30})?")
NOISE = re.compile(r"https?://\S{1,300}|[@#]?\w{0,40}\.\w{2,10}/\S{0,200}|@[\w.]{1,60}")
LONGEST_TEXT = 1200
MOST_WORDS = 14
SHORTEST_NAME = 4
"""Letters from which a brand's name is taken out of compounds and hashtags."""
TOO_UGLY = 0.5
CERTAIN = 0.9
"""Probability from which a comment is a complaint beyond doubt; a slogan that is passed on is meant as such too."""
_COPY = re.compile(r"\s*RT\b|\s*[“\"].{20,}[”\"]\s*(?:via)?\s*@", re.DOTALL)
_PERSONAL = re.compile(r"[\w.+-]{1,40}@[\w-]{1,40}\.\w{2,}|\+?\d(?:[\s./-]?\d){6,}|\b[A-Z]{2}\d{2}[A-Z0-9 ]{10,}\b")


class Hearing:
    """Listens to the comments on one page.

    Args:
        languages: of the page; their stop words tell nothing.
        names: of the brand, which tell nothing either.
        known: the page's known topics.
    """

    def __init__(self, languages: Sequence[str], names: Sequence[str], known: KnownTopics) -> None:
        self._languages = tuple(languages) or ("en",)
        self._names = tuple(names)
        self._known = known

    def hear(self, comment: Comment, author: int, bucket: int, *, sure: bool) -> Said:
        """A comment in telling words.

        Args:
            comment: what was written.
            author: its author's hash.
            bucket: when it was written.
            sure: whether it counts as a complaint.
        """
        item = comment.item
        words, joined = telling_words(item.text, self._languages, self._names)
        marks = self._known.told_by(item.text)
        is_slogan = len(words) <= 1 and _COPY.match(item.text[:LONGEST_TEXT]) is not None
        certain = grievance(comment.reading) >= CERTAIN or is_slogan
        root, told = item.root or item.id, (*words, *marks)
        return Said(bucket, author, item.id, root, told, sure, joined, _is_fit(comment), certain)


def words_of(text: str, language: str, own: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The different telling words of a text, in order, at most fourteen; the brand's `own` names tell nothing."""
    return telling_words(text, (language,), own)[0]


def telling_words(text: str, languages: tuple[str, ...], own: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """The different telling words of a text, at most fourteen, and which of them follow the one before directly."""
    out, names = _without(languages, own)
    plain = NOISE.sub(" ", text[:LONGEST_TEXT]).casefold()
    found: dict[str, None] = {}
    joined, end = 0, -1
    for match in WORD.finditer(plain):
        word = _without_names(match.group(), names)
        if word in out or len(word) < 3:
            end = -1
            continue
        if word not in found:
            joined |= (end >= 0 and not plain[end : match.start()].strip()) << len(found)
            found[word] = None
        end = match.end()
        if len(found) == MOST_WORDS:
            break
    return tuple(found), joined


def _without_names(word: str, names: tuple[str, ...]) -> str:
    """A compound or hashtag without the brand's name in it."""
    for name in names:
        if name in word:
            word = word.replace(name, "").strip("-")
    return word


@lru_cache(maxsize=64)
def _without(languages: tuple[str, ...], own: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    parts = {part for name in own for part in WORD.findall(name.casefold())}
    out = frozenset().union(*map(stop_words, languages), parts)
    return out, tuple(sorted((part for part in parts if len(part) >= SHORTEST_NAME), key=len, reverse=True))


def _is_fit(comment: Comment) -> bool:
    """Whether the words can be shown to anybody: neither ugly nor somebody's data, and the author's own."""
    text, reading = comment.item.text[:LONGEST_TEXT], comment.reading
    ugly = max(reading.offensive, reading.threat) >= TOO_UGLY or reading.danger is not None
    return not (ugly or _COPY.match(text) or _PERSONAL.search(text))
