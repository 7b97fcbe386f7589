"""What a storm has been about so far: its topics as last told, since when, and which of them are news."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from detectors.storms.naming import Named

EVERY = 6  # buckets after which topics are told anew
KEPT_EXAMPLES, SHOWN_EXAMPLES = 6, 3
NEWS_SHARE, NEWS_PEOPLE = 0.25, 8
"""Of the storm: a topic that is told as news."""
MOST_KNOWN = 40
ALIKE = 5
"""Letters in common at the beginning, from which two words are forms of one."""


@dataclass(frozen=True, slots=True)
class Told:
    """A topic as it is told: see `Named`; `examples` are item ids, more than are shown since some will be deleted."""

    label: str
    share: float
    examples: tuple[str, ...]
    began: int
    key: str


@dataclass(slots=True)
class Plot:
    """The topics of one storm. `known` remembers since which bucket each key was told, `at` when they were last told.

    `novelty` is the label of the last topic that was news.
    """

    topics: tuple[Told, ...] = ()
    novelty: str = ""
    at: int = -1
    known: dict[str, int] = field(default_factory=dict)

    def is_due(self, edge: int) -> bool:
        """Whether the topics are to be told anew; as long as there are none, at every look."""
        return not self.topics or edge - self.at >= EVERY

    def tell(self, named: Sequence[Named], edge: int) -> None:
        """Take in the topics at bucket `edge`; those told last stay where none stands out any more."""
        if not named:
            return
        first = self.at < 0
        self.at = edge
        before = dict(self.known)
        self.topics = tuple(self._told(n, before) for n in named)
        for name, topic in zip(named, self.topics, strict=True):
            large = topic.share >= NEWS_SHARE and len({s.author for s in name.told}) >= NEWS_PEOPLE
            if not first and large and not any(_is_known(name, key) for key in before):
                self.novelty = topic.label
            for key in (name.key, topic.label):
                if len(self.known) < MOST_KNOWN:
                    self.known.setdefault(key, topic.began)

    def _told(self, named: Named, before: dict[str, int]) -> Told:
        """A topic that was told before in like words began when it was first seen to."""
        began = min([named.began, *(b for key, b in before.items() if _is_known(named, key))])
        return Told(named.label, named.share, tuple(s.item for s in named.told[:KEPT_EXAMPLES]), began, named.key)

    def is_same(self, named: Sequence[Named]) -> bool:
        """Whether what is said most now is what the storm was about."""
        subjects = [word for topic in self.topics for word in (topic.key, topic.label)]
        return bool(named) and any(_is_known(named[0], subject) for subject in subjects)

    def drop(self, item: str) -> bool:
        """Show an example no more; whether it was one."""
        had = any(item in topic.examples for topic in self.topics)
        self.topics = tuple(replace(t, examples=tuple(e for e in t.examples if e != item)) for t in self.topics)
        return had

    def state(self) -> list[Any]:
        """Plain JSON."""
        topics = [[t.label, t.share, list(t.examples), t.began, t.key] for t in self.topics]
        return [topics, self.novelty, self.at, self.known]

    @classmethod
    def of(cls, state: Sequence[Any]) -> Plot:
        """From `state`."""
        topics, novelty, at, known = state
        told = tuple(Told(label, share, tuple(examples), began, key) for label, share, examples, began, key in topics)
        return cls(told, novelty, at, dict(known))


def _is_known(named: Named, key: str) -> bool:
    return named.key == key or _alike(named.label, key)


def _alike(one: str, other: str) -> bool:
    """Whether two labels share a word, in whatever form or compound."""
    return any(_same(a, b) for a in one.casefold().split() for b in other.casefold().split())


def _same(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return a == b or (len(short) >= ALIKE and (short in long or short[:ALIKE] == long[:ALIKE]))
