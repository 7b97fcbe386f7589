"""A storm's life: when it opens, grows, ends and returns."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from detectors.storms.plot import Plot
from detectors.storms.recent import Crowd
from detectors.storms.topics import Said

SAME_STORM = 24
"""Buckets after closing within which a return is the same storm: two hours."""
SAME_SUBJECT = 96
"""Buckets after closing within which a return with the same subject is the same storm: eight hours."""
STILL = 0.4
"""Of its largest pace: a storm that goes on keeps that up. It is over at half of that or less."""
SURE, SURER = 1.5, 1.0
"""Nats that must speak for the end, and how many more for each e-fold of hours that the storm has lasted."""
NORMAL, NORMAL_OF = 1.15, 8.0
"""Times the usual in two hours that end any storm, where at least so many complaints are usual in them."""
PACES = (6, 12, 24)
"""Buckets over which the pace of a storm is taken."""
STEP = 4.0
"""A storm escalates when its excess has grown by this factor since last told."""


MOST_POSTS = 100
"""Threads that are counted apart."""
NOT_SAVED = ("people", "posts", "plot", "team")


@dataclass(slots=True)
class Life:
    """One storm. Times are bucket numbers; `excess` is complaints above normal since the start.

    `edge` is the last bucket taken in, `told` the excess when last told as worse, `pace` the largest excess of a bucket
    that is sure, `doubt` the nats that speak for its end, gathered over the last `lull` buckets, `wake` the excess per
    bucket left in these when it closed. `team` remembers which buckets lie in opening hours.
    """

    start: int
    edge: int
    people: Crowd
    excess: float = 0.0
    told: float = 0.0
    level: int = 0
    pace: float = 0.0
    doubt: float = 0.0
    lull: int = 0
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

    def see(self, edge: int, counts: Sequence[int], usual: Sequence[float], dispersion: float) -> None:
        """Take in the bucket `edge`, which is complete.

        A sequential test (CUSUM) of "normal again" against "goes on at a good part of its pace": the storm closes when
        enough speaks for its end, the more the longer it has lasted. So busy pages close soon, and a lull on a quiet
        page closes nothing.

        Args:
            edge: number of the bucket.
            counts: complaints of the last two hours' buckets, as far as they are kept, `edge` last.
            usual: what was expected in them.
            dispersion: of a bucket.
        """
        self.edge = edge
        for length in PACES:
            count = sum(counts[-length:])
            self.pace = max(self.pace, (count - sum(usual[-length:]) - 0.7 * math.sqrt(count)) / length)
        goes_on = usual[-1] + STILL * self.pace
        normal = max(usual[-1], 0.1 * goes_on)
        if self.pace > 0:
            found = (goes_on - normal) - counts[-1] * math.log(goes_on / normal)
            self.doubt = max(0.0, self.doubt + found / (1.0 + dispersion * goes_on))
            self.lull = self.lull + 1 if self.doubt else 0
        enough = SURE + SURER * math.log(max(1.0, (edge - self.start) / 12))
        whole = edge - self.start >= PACES[-1]
        if self.doubt >= enough or (whole and NORMAL_OF <= sum(usual) > sum(counts) / NORMAL):
            lull = max(1, min(self.lull, len(counts)))
            self.closed, self.wake = edge, max(0.0, sum(counts[-lull:]) - sum(usual[-lull:])) / lull

    def grow(self) -> None:
        """Escalate if the excess is far beyond what was told."""
        if self.excess > STEP * max(self.told, 25.0) and self.level < 4:
            self.level += 1
            self.told = self.excess

    def back(self, edge: int) -> None:
        """It returned: the same storm goes on."""
        self.closed, self.doubt, self.lull, self.wake, self.edge = None, 0.0, 0, 0.0, edge - 1

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
