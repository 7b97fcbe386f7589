"""Whether many people suddenly say the same: a scan over the words of the newest complaints."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from detectors.storms.topics import Said, UsualWords, surprise

LEAST = 3
"""People who must say a word."""
MOST = 60
"""Texts that are looked at: the newest."""
SURE_PART = 0.25
"""Of those who say a word, this part must surely complain."""
KNOWN = 100.0
"""Ordinary complaints that must have been read before their words say what is usual."""


def in_common(newest_first: Iterable[Said], edge: int, lengths: Sequence[int], usual: UsualWords) -> list[float]:
    """How far more people than usual share one word, in each of the last `lengths` of buckets up to `edge`.

    In decades: log10 of how much rarer than usual it is that so many of so many people say it. Hundreds of words are
    looked at, so that much is taken off; 0 or less if nothing stands out. An author counts once for each word.
    """
    texts = iter(newest_first)
    said = next(texts, None)
    everybody: set[int] = set()
    by_word: dict[str, set[int]] = {}
    sure: dict[str, set[int]] = {}
    taken, found = 0, []
    for length in lengths:
        while said is not None and said.bucket > edge - length and taken < MOST:
            taken += 1
            everybody.add(said.author)
            for word in said.words:
                by_word.setdefault(word, set()).add(said.author)
                if said.sure:
                    sure.setdefault(word, set()).add(said.author)
            said = next(texts, None)
        found.append(_strongest(everybody, by_word, sure, usual))
    return found


def _strongest(
    everybody: set[int], by_word: dict[str, set[int]], sure: dict[str, set[int]], usual: UsualWords
) -> float:
    people = len(everybody)
    if people < LEAST:
        return 0.0
    known = min(1.0, usual.total / KNOWN)
    best = max(
        (
            surprise(len(by), people, usual.share(word))
            for word, by in by_word.items()
            if len(by) >= LEAST and len(sure.get(word, ())) >= SURE_PART * len(by)
        ),
        default=0.0,
    )
    return known * (best - math.log10(len(by_word) + 10))
