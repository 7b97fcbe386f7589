"""Finds the words of customer service, scams and warnings in texts and names, in six languages at once."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from typing import Any

LONGEST = 3000
"""Characters of a text that are read; no platform's comment holds more that matters."""

_TOKEN = re.compile(r"[^\W_]+(?:['’:-][^\W_]+)*")
_STEM = 4


def load_words() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """The packaged lists: [names] and [texts], each a category and its words and phrases."""
    tables: dict[str, Any] = tomllib.loads(files("detectors").joinpath("models/service_words.toml").read_text("utf-8"))
    return tables


def tokens_of(text: str) -> list[str]:
    """The words of a text in lower case."""
    return _TOKEN.findall(text[:LONGEST].casefold().replace("’", "'"))


class Lexicon:
    """Phrases of several categories, found in one pass over a text's words.

    Args:
        categories: phrases per category; a word that ends in * stands for every word that begins so.
    """

    def __init__(self, categories: Mapping[str, Iterable[str]]) -> None:
        self._exact: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._stems: dict[str, list[tuple[str, str]]] = {}
        for category, phrases in categories.items():
            for phrase in phrases:
                self._add(phrase.casefold(), category)

    def _add(self, phrase: str, category: str) -> None:
        if phrase.endswith("*"):
            self._stems.setdefault(phrase[:_STEM], []).append((phrase[:-1], category))
            return
        first, *rest = tokens_of(phrase)
        self._exact.setdefault(first, []).append((tuple(rest), category))

    def hits(self, tokens: Sequence[str]) -> dict[str, int]:
        """How often each category occurs."""
        found: dict[str, int] = {}
        exact, stems = self._exact, self._stems
        for i, token in enumerate(tokens):
            for rest, category in exact.get(token, ()):
                if not rest or tuple(tokens[i + 1 : i + 1 + len(rest)]) == rest:
                    found[category] = found.get(category, 0) + 1
            for stem, category in stems.get(token[:_STEM], ()):
                if token.startswith(stem):
                    found[category] = found.get(category, 0) + 1
        return found


def plain(text: str) -> str:
    """Text in lower case without accents, for comparing names."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("ø", "o").replace("æ", "ae").replace("ß", "ss"))
    return "".join(c for c in apart if not unicodedata.combining(c))
