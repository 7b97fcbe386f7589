"""Topics that a service team has seen before: told by their words in six languages, called by a short label."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, get_args

from config.schema import KnownTopic, Language

LONGEST_TEXT = 1200
NEAR = 60
"""Letters within which the words of an entry stand together."""
MARK = "#"
"""Begins the name of a known topic where it stands among words."""
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "đ": "d", "ł": "l"})

_WORD = re.compile("[a-z0-9]+")
_HEAD = 3
"""Letters of a word's beginning by which entries are found."""

Needles = tuple[str, ...]


@cache
def shipped() -> Mapping[str, Any]:
    """The topics that come with the program, as the file has them: a label and words by language."""
    return tomllib.loads(files("detectors.models").joinpath("known_topics.toml").read_text(encoding="utf-8"))


def mark_of(name: str) -> str:
    """What stands for a topic among words."""
    return MARK + "_".join(name.split())


def folded(text: str) -> str:
    """Small letters and digits without accents, one space between words and at both ends."""
    plain = text[:LONGEST_TEXT].casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain.translate(_LETTERS)).encode("ascii", "ignore").decode("ascii")
    return f" {' '.join(_WORD.findall(plain))} "


class KnownTopics:
    """The topics that are known on a page.

    Args:
        languages: of the page, the first for labels; none means all six, and English labels.
        configured: those of the config, which add topics and change shipped ones.
    """

    def __init__(self, languages: Sequence[Language] = (), configured: Iterable[KnownTopic] = ()) -> None:
        self._labels: dict[str, str | None] = {}
        self._by_head: dict[str, list[tuple[str, Needles]]] = {}
        self._anywhere: list[tuple[str, Needles]] = []
        first = languages[0] if languages else "en"
        words, labels = _all_words(configured)
        for name, by_language in words.items():
            mark = mark_of(name)
            entries = [entry for code in languages or get_args(Language) for entry in by_language.get(code, ())]
            for needles in filter(None, map(_needles, dict.fromkeys(entries))):
                self._labels[mark] = labels[name].get(first, None if name in shipped() else name)
                self._shelf(needles).append((mark, needles))

    def _shelf(self, needles: Needles) -> list[tuple[str, Needles]]:
        """Where an entry is kept: by the beginning of its first word, if that is fixed."""
        head = needles[0][: _HEAD + 1]
        fixed = head[0] == " " and len(head) > _HEAD and head[-1] != " "
        return self._by_head.setdefault(head[1:], []) if fixed else self._anywhere

    def told_by(self, text: str) -> tuple[str, ...]:
        """The marks of the topics that a text is about."""
        plain = folded(text)
        heads = {word[:_HEAD] for word in plain.split()}
        entries = [entry for head in sorted(heads & self._by_head.keys()) for entry in self._by_head[head]]
        return tuple(
            sorted(
                {
                    mark
                    for mark, needles in (*entries, *self._anywhere)
                    if needles[0] in plain and _stands(needles, plain)
                }
            )
        )

    def label(self, mark: str) -> str | None:
        """What to call a topic; None where the word that people use is best."""
        return self._labels.get(mark)

    def tells(self, mark: str, word: str) -> bool:
        """Whether a word is one of those that tell the topic."""
        plain = folded(word)
        shelves = (*self._by_head.values(), self._anywhere)
        return any(needle in plain for shelf in shelves for own, entry in shelf if own == mark for needle in entry)


def _all_words(configured: Iterable[KnownTopic]) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, str]]]:
    """Words and labels by topic and language: the shipped ones, overlaid with those of the config."""
    words = {name: {k: v for k, v in table.items() if k != "label"} for name, table in shipped().items()}
    labels: dict[str, dict[str, str]] = {name: dict(table.get("label", {})) for name, table in shipped().items()}
    for topic in configured:
        words[topic.name] = words.get(topic.name, {}) | {str(k): v for k, v in topic.words.items()}
        labels[topic.name] = labels.get(topic.name, {}) | {str(k): v for k, v in topic.label.items()}
    return words, labels


def _needles(entry: str) -> Needles:
    """What to look for in folded text: a space where the word begins or ends, none where a star stands."""
    parts = []
    for word in entry.split():
        head, tail = "" if word.startswith("*") else " ", "" if word.endswith("*") else " "
        inner = folded(word.strip("*")).strip()
        if inner:
            parts.append(head + inner + tail)
    return tuple(parts)


def _stands(needles: Needles, text: str) -> bool:
    if not all(needle in text for needle in needles):
        return False
    if len(needles) < 2:
        return bool(needles)
    at = text.find(needles[0])
    while at >= 0:
        around = text[max(0, at - NEAR) : at + NEAR]
        if all(needle in around for needle in needles[1:]):
            return True
        at = text.find(needles[0], at + 1)
    return False
