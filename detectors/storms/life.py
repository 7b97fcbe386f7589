"""A storm's life: when it opens, grows, ends and returns."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from detectors.storms.plot import Plot
from detectors.storms.recent import Crowd
from detectors.storms.topics import Said

CALM_BUCKETS = 6
"""Seen buckets in a row that must look over before a storm closes."""
SAME_STORM = 24
"""Buckets after closing within which a return is the same storm: two hours."""
OVER_SHARE = 0.15
"""Of its largest excess: what is left of a storm that is over."""
STEP = 4.0
"""A storm escalates when its excess has grown by this factor since last told."""


MOST_POSTS = 100
"""Threads that are counted apart."""
NOT_SAVED = ("people", "posts", "plot", "team")


@dataclass(slots=True)
class Life:
    """One storm. Times are bucket numbers; `excess` is complaints above normal since the start.

    `edge` is the last bucket taken in, `told` the excess when last told as worse, `peak` the largest excess of half an
    hour, `wake` the excess per bucket left when it closed. `team` remembers which buckets lie in opening hours.
    """

    start: int
    edge: int
    people: Crowd
    excess: float = 0.0
    told: float = 0.0
    level: int = 0
    peak: float = 0.0
    calm: int = 0
    closed: int | None = None
    wake: float = 0.0
    top_rarity: float = -9.0
    confidence: float = 0.0
    plot: Plot = field(default_factory=Plot)
    posts: Counter[str] = field(default_factory=Counter)
    team: dict[int, bool] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether it goes on."""
        return self.closed is None

    def join(self, said: Said) -> None:
        """Count one complaint's author and thread."""
        self.people.add(said.author)
        if len(self.posts) < MOST_POSTS or said.root in self.posts:
            self.posts[said.root] += 1

    def feel(self, score: float, confidence: float) -> None:
        """Keep the highest score and confidence reached."""
        self.top_rarity = max(self.top_rarity, score)
        self.confidence = max(self.confidence, confidence)

    def see(self, edge: int, half_hour: float, usual: float, noise: float) -> None:
        """Take in a bucket that is complete: the complaints of the last half hour, what is usual, and its sigma.

        The storm closes when, several buckets in a row, little is left of its peak or nothing is out of the ordinary.
        """
        self.edge = edge
        above = half_hour - usual
        self.peak = max(self.peak, above)
        over = above < max(OVER_SHARE * self.peak, 0.25 * usual) or above < 0.5 * noise
        self.calm = self.calm + 1 if over else 0
        if self.calm >= CALM_BUCKETS:
            self.closed, self.wake = edge, max(0.0, above / 6)

    def grow(self) -> None:
        """Escalate if the excess is far beyond what was told."""
        if self.excess > STEP * max(self.told, 25.0) and self.level < 4:
            self.level += 1
            self.told = self.excess

    def back(self, edge: int) -> None:
        """It returned: the same storm goes on."""
        self.closed, self.calm, self.wake, self.edge = None, 0, 0.0, edge - 1

    def still_more(self, bucket: int) -> float:
        """What is expected above normal in a bucket in the wake of the storm: half of it is gone every 90 minutes."""
        if self.closed is None or bucket <= self.closed:
            return 0.0
        return float(self.wake * 0.5 ** ((bucket - self.closed) / 18))

    def state(self) -> dict[str, Any]:
        """Plain JSON."""
        plain = {name: getattr(self, name) for name in self.__slots__ if name not in NOT_SAVED}
        return plain | {"people": self.people.state(), "posts": dict(self.posts), "plot": self.plot.state()}

    @classmethod
    def of(cls, state: dict[str, Any]) -> Life:
        """From `state`."""
        people, posts, plot = Crowd(state["people"]), Counter(state["posts"]), Plot.of(state["plot"])
        return cls(**(state | {"people": people, "posts": posts, "plot": plot}))
