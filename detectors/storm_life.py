"""A storm's life: when it opens, grows, ends and returns."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from detectors.recent import Crowd

CALM_BUCKETS = 4
"""Seen buckets in a row that must look over before a storm closes."""
SAME_STORM = 24
"""Buckets after closing within which a return is the same storm: two hours."""
OVER_SHARE = 0.15
"""Of its largest excess: what is left of a storm that is over."""
STEP = 4.0
"""A storm escalates when its excess has grown by this factor since last told."""


@dataclass(slots=True)
class Life:
    """One storm. Times are bucket numbers; `excess` is complaints above normal since the start.

    `peak` is the largest excess of half an hour, `wake` the excess per bucket that was left when it closed.
    """

    start: int
    opened: int
    edge: int
    people: Crowd
    excess: float = 0.0
    count: int = 0
    told: float = 0.0
    level: int = 0
    peak: float = 0.0
    calm: int = 0
    closed: int | None = None
    wake: float = 0.0
    outside: float = 0.0
    top_rarity: float = 0.0
    first_topics: str | None = None
    novelty: str = ""
    posts: Counter[str] = field(default_factory=Counter)

    @property
    def is_open(self) -> bool:
        """Whether it goes on."""
        return self.closed is None

    def see(self, edge: int, half_hour: float, usual: float, noise: float) -> None:
        """Take in a bucket that is complete: the complaints of the last half hour, what is usual, and its sigma.

        The storm closes when, several buckets in a row, little is left of its peak or nothing is out of the ordinary.
        """
        if edge <= self.edge:
            return
        self.edge = edge
        above = half_hour - usual
        self.peak = max(self.peak, above)
        over = above < max(OVER_SHARE * self.peak, 0.25 * usual) or above < noise
        self.calm = self.calm + 1 if over else 0
        if self.is_open and self.calm >= CALM_BUCKETS:
            self.closed, self.wake = edge, max(0.0, above / 6)

    def grow(self) -> None:
        """Escalate if the excess is far beyond what was told."""
        if self.excess > STEP * max(self.told, 25.0) and self.level < 4:
            self.level += 1
            self.told = self.excess

    def back(self) -> None:
        """It returned: the same storm goes on."""
        self.closed, self.calm, self.wake = None, 0, 0.0

    def still_more(self, bucket: int) -> float:
        """What is expected above normal in a bucket in the wake of the storm: half of it is gone every 90 minutes."""
        if self.closed is None or bucket <= self.closed:
            return 0.0
        return float(self.wake * 0.5 ** ((bucket - self.closed) / 18))

    def state(self) -> dict[str, Any]:
        """Plain JSON."""
        plain = {name: getattr(self, name) for name in self.__slots__ if name not in ("people", "posts")}
        return plain | {"people": self.people.state(), "posts": dict(self.posts)}

    @classmethod
    def of(cls, state: dict[str, Any]) -> Life:
        """From `state`."""
        return cls(**(state | {"people": Crowd(state["people"]), "posts": Counter(state["posts"])}))
