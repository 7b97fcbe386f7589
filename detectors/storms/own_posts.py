"""Bursts of replies under the page's own posts: usual, so expected."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

FADE = 8.0
"""Buckets in which replies to a post fall to 1/e: forty minutes."""
LIFE = 30
"""Buckets after which a post draws no more than any other."""
SPREAD = 0.7
"""How much (standard deviation relative to the mean) posts differ in what they draw."""
MOST = 12
"""Posts that are followed at a time."""


class OwnPosts:
    """What the page's fresh posts draw: in all `draw` times what is usual in an hour, learnt from each calm post.

    Each post is [id, bucket, usual complaints an hour then].
    """

    def __init__(self) -> None:
        self.draw = 0.3
        self.posts: list[list[Any]] = []

    def add(self, post: str, bucket: int, hourly: float) -> None:
        """Follow a new post; `hourly` is what is usual on the page in the hour of it."""
        if len(self.posts) < MOST and all(p[0] != post for p in self.posts):
            self.posts.append([post, bucket, hourly])

    def expect(self, post: Sequence[Any], bucket: int) -> float:
        """The complaints that this post draws in `bucket`."""
        age = bucket - post[1]
        if age < 0 or age >= LIFE:
            return 0.0
        return float(self.draw * post[2] * math.exp(-age / FADE) * (1.0 - math.exp(-1.0 / FADE)))

    def expected(self, bucket: int) -> float:
        """The complaints that all posts draw in `bucket`."""
        return sum(self.expect(post, bucket) for post in self.posts)

    def old(self, bucket: int) -> list[list[Any]]:
        """Let go of the posts that draw nothing more by `bucket`."""
        gone = [post for post in self.posts if bucket - post[1] >= LIFE]
        for post in gone:
            self.posts.remove(post)
        return gone

    def learn(self, drawn: float, hourly: float) -> None:
        """Take in what a calm post drew beyond the usual, on a page where `hourly` is usual."""
        share = min(2.0, max(-0.3, drawn / hourly)) if hourly > 0 else self.draw
        self.draw = max(0.05, self.draw + 0.05 * hourly / (hourly + 3.0) * (share - self.draw))
