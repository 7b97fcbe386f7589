"""How the brand's own answers sound beside its customers' texts, learnt on the page itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import exp, log
from typing import Any, Literal

Side = Literal["brand", "customer"]

MOST_TEXTS = 1000
"""Texts learnt per side; a voice does not change soon."""

FEWEST_TEXTS = 60
"""Texts per side below which nothing is said."""

_PART = 20
_TEXTS = " texts"
_LONGEST = 60


class Voice:
    """A naive-Bayes register: is a text worded like the brand's answers or like its customers' comments?

    Learnt in parts of 20 texts, so that saving it costs little; each word counts once per text.
    """

    def __init__(self) -> None:
        self._words: dict[Side, Counter[str]] = {"brand": Counter(), "customer": Counter()}
        self._texts: dict[Side, int] = {"brand": 0, "customer": 0}
        self._parts: dict[str, Counter[str]] = {}
        self._changed: set[str] = set()

    def wants(self, side: Side) -> bool:
        """Whether more texts of this side are of use; customers' are taken in step with the brand's."""
        return self._texts[side] < (MOST_TEXTS if side == "brand" else min(MOST_TEXTS, self._texts["brand"] + _PART))

    def learn(self, side: Side, tokens: Sequence[str]) -> None:
        """Take in a text of one side."""
        words = set(tokens[:_LONGEST])
        part = f"{side} {self._texts[side] // _PART}"
        self._parts.setdefault(part, Counter()).update([*words, _TEXTS])
        self._changed.add(part)
        self._words[side].update(words)
        self._texts[side] += 1

    def likeness(self, tokens: Sequence[str]) -> float | None:
        """How much a text is worded like the brand's answers, in [0, 1]; None while too little is known."""
        if min(self._texts.values()) < FEWEST_TEXTS or not tokens:
            return None
        brand, customer = self._words["brand"], self._words["customer"]
        known = [w for w in set(tokens[:_LONGEST]) if brand[w] + customer[w] >= 3]
        if len(known) < 3:
            return None
        share = {side: 1 / (self._texts[side] + 1) for side in self._texts}
        ratios = (log((brand[w] + 0.5) * share["brand"]) - log((customer[w] + 0.5) * share["customer"]) for w in known)
        return 1 / (1 + exp(-2 * sum(ratios) / len(known)))

    def changed_rows(self) -> Iterable[tuple[str, Any]]:
        """The parts that grew since this was last asked."""
        changed, self._changed = self._changed, set()
        return [(f"voice {part}", dict(self._parts[part])) for part in sorted(changed)]

    def restore(self, key: str, row: Mapping[str, int]) -> None:
        """Take back one part."""
        _, side, _ = key.split(" ")
        self._parts[key.removeprefix("voice ")] = Counter(row)
        of: Side = "brand" if side == "brand" else "customer"
        self._texts[of] += row[_TEXTS]
        self._words[of].update({word: count for word, count in row.items() if word != _TEXTS})
