"""Whether a brand's name is an everyday word, a surname or an acronym too, as its page's own people use it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from detectors.fakes.service_words import tokens_of

_SHORT = 4
_FEWEST = 5
_SHARE = 0.1
_NAMESAKES = 5
# Indefinite articles: "a harbour" is no brand, while people do say "the Harbour" of one.
_ARTICLES = frozenset(("a", "an", "een", "en", "ett", "et", "ein", "eine", "einen", "einem", "einer", "ingen", "kein"))


@dataclass(slots=True)
class CommonWord:
    """Counts how customers use the brand's word and who bears it as a name.

    Args:
        names: the brand's names; only a brand of one word can be an everyday word.
    """

    names: Iterable[str]
    seen: int = 0
    plain: int = 0
    bearers: set[str] = field(default_factory=set)
    _words: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        tokens = [tokens_of(name) for name in self.names]
        self._words = frozenset(words[0] for words in tokens if len(words) == 1)

    def take(self, tokens: Sequence[str]) -> None:
        """Take in what a customer wrote."""
        for before, word in zip(("", *tokens), tokens, strict=False):
            if word in self._words:
                self.seen += 1
                self.plain += before in _ARTICLES

    def meet(self, account: str) -> None:
        """Somebody who writes as a customer bears the brand as a part of a person's name."""
        if self._words:
            self.bearers.add(account)

    @property
    def is_common(self) -> bool:
        """Whether the word is no brand often enough, or at least five ordinary people bear it."""
        used = self.plain >= _FEWEST and self.plain >= _SHARE * self.seen
        return used or len(self.bearers) >= _NAMESAKES


def is_short(keys: Iterable[str]) -> bool:
    """Whether a brand is so short that other words and names hold it by chance, as acronyms are."""
    return max(map(len, keys), default=0) <= _SHORT
