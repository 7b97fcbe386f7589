"""Counts in, how unusual they are out: buckets, baseline and windows put together, for storms and for bare counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from detectors.storms.baseline import Baseline
from detectors.storms.buckets import HOURS_KEPT, Buckets
from detectors.storms.own_posts import LIFE, SPREAD, OwnPosts
from detectors.storms.surprise import Dispersion, PeakTail, decades, sigmas, upper_limit

WINDOWS = (2, 3, 6, 12, 24, 48, 96)
"""Lengths in buckets: ten minutes to eight hours."""
NOTHING = -2.5
"""The rarity of what is not above normal at all."""
BLOCK = 72
"""Buckets in a block whose peak the tail learns from: six hours."""
USUAL_PEAK = ((1.6, 0.6), (1.45, 0.6), (1.25, 0.6), (1.0, 0.6), (0.75, 0.6), (0.6, 0.55), (0.5, 0.55))
"""Mean and spread of a calm block's peak in decades, by window, pooled over pages: what a new page starts from."""
HEAVY_PEAK = ((1.55, 0.75), (1.6, 0.7), (1.6, 0.7), (1.5, 0.7), (1.3, 0.7), (1.0, 0.7), (0.8, 0.7))
"""The same in sigma, for heavy-tailed counts."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How unusual the last `window` buckets are. `rarity` is -log10 of such peaks expected in 30 days.

    `count`, `mean` and `dispersion` are what was counted, expected and known of its noise. `edge` is the last bucket
    seen.
    """

    edge: int
    rarity: float
    window: int
    count: float
    mean: float
    dispersion: float


class Meter:
    """Knows a page's normal and says how far from it the last hours are.

    Args:
        zone: the page's time zone.
        width: seconds in a bucket.
        holiday: tells whether a local date is a public holiday.
        heavy: whether these are bare mentions: they come in heavier bursts than complaints, so how far their peaks go
            is taken in sigma, which a few peaks can teach, and not in decades of a tail that they do not have.
    """

    def __init__(
        self,
        zone: ZoneInfo,
        width: int = 300,
        holiday: Callable[[date], bool] | None = None,
        *,
        heavy: bool = False,
    ) -> None:
        self.buckets = Buckets(width)
        self.baseline = Baseline(zone, width, holiday)
        self.posts = OwnPosts()
        self.dispersion = [Dispersion() for _ in WINDOWS]
        self._unusual = sigmas if heavy else decades
        self.tails = (
            [PeakTail(*usual, blocks=24.0, longest=160.0, least=0.0) for usual in HEAVY_PEAK]
            if heavy
            else [PeakTail(*usual) for usual in USUAL_PEAK]
        )
        self.peaks = [0.0] * len(WINDOWS)
        self.block_seen = 0.0
        self.block_calm = True
        self.born: int | None = None
        self.learnt = 0
        self.share_complaints, self.share_comments = 2.0, 4.0
        self.vague = 1.0

    # Time

    def advance(self, now: float, trust: Callable[[int], float]) -> None:
        """Begin the buckets up to epoch second `now`, and learn from those old enough.

        Args:
            now: epoch seconds.
            trust: says how far a bucket is to be learnt from: 1 if calm, near 0 in a storm.
        """
        current = int(now // self.buckets.width)
        if self.born is None:
            self.born = self.learnt = self.buckets.first = current
        if current - self.buckets.end > HOURS_KEPT * self.buckets.per_hour:
            self._skip(current)
        while self.buckets.end <= current:
            self._begin(trust)
        self.buckets.pass_time(now)

    def _begin(self, trust: Callable[[int], float]) -> None:
        bucket = self.buckets.end
        mean, self.vague = self.baseline.expect((bucket + 0.5) * self.buckets.width)
        self.buckets.append(mean, self.posts.expected(bucket))
        for _, first, hourly in self.posts.old(bucket):
            self._learn_post(first, hourly, trust)
        while self.learnt < bucket - self._patience(bucket):
            self._learn(self.learnt, trust(self.learnt))
            self.learnt += 1
        if len(self.buckets.seen) > 2:
            self.block_seen += self.buckets.seen[-3]
        if bucket % BLOCK == 0:
            self._end_block()

    def post(self, ident: str, at: float) -> None:
        """The page wrote something itself at epoch second `at`: replies will come."""
        bucket, keep = int(at // self.buckets.width), self.buckets
        place = min(bucket, keep.end - 1) - keep.first
        if place < 0 or keep.end - bucket > LIFE:
            return
        before = self.posts.expected(bucket)
        self.posts.add(ident, bucket, keep.mean[place] * keep.per_hour)
        if self.posts.expected(bucket) > before:
            for later in range(bucket, keep.end):
                keep.expect_more(later, self.posts.expect(self.posts.posts[-1], later))

    def _learn_post(self, first: int, hourly: float, trust: Callable[[int], float]) -> None:
        keep = self.buckets
        a, b = first - keep.first, first - keep.first + LIFE
        if a < 0 or trust(first) < 1 or trust(first + LIFE) < 1 or min(keep.seen[a:b]) < 0.99:
            return
        self.posts.learn(sum(keep.complaints[a:b]) - sum(keep.mean[a:b]), hourly)

    def _skip(self, current: int) -> None:
        """Time that is longer than what is kept passed unseen: start the buckets anew, keep what was learnt."""
        self.buckets.clear(current)
        self.learnt = current

    def _patience(self, bucket: int) -> int:
        """How long a bucket waits to be learnt from, so that a storm is known by then; a new page cannot wait."""
        age = bucket - (self.born or 0)
        return 12 if age < 288 else 36 if age < 576 else 72

    # Learning

    def _learn(self, bucket: int, trust: float) -> None:
        keep = self.buckets
        at = bucket - keep.first
        if at < 0 or at >= len(keep.seen) or keep.seen[at] < 0.2:
            return
        count = max(0.0, keep.complaints[at] - keep.burst[at] * keep.seen[at])
        self.baseline.learn((bucket + 0.5) * keep.width, count, keep.seen[at], keep.mean[at], trust)
        self.share_complaints = 0.9997 * self.share_complaints + trust * keep.complaints[at]
        self.share_comments = 0.9997 * self.share_comments + trust * keep.comments[at]
        if trust < 1 or bucket - (self.born or 0) < 288:
            return
        for window, dispersion in zip(WINDOWS, self.dispersion, strict=True):
            if bucket % window == window - 1 and at + 1 >= window:
                mean = sum(keep.exposed[at + 1 - window : at + 1])
                if mean > 0.7 * sum(keep.mean[at + 1 - window : at + 1]):
                    dispersion.learn(sum(keep.complaints[at + 1 - window : at + 1]), mean)

    def _end_block(self) -> None:
        if self.block_calm and self.block_seen > 0.8 * BLOCK:
            for tail, peak in zip(self.tails, self.peaks, strict=True):
                tail.learn(peak)
        self.peaks = [0.0] * len(WINDOWS)
        self.block_seen, self.block_calm = 0.0, True

    @property
    def share(self) -> float:
        """The usual share of complaints among comments."""
        return self.share_complaints / self.share_comments

    @property
    def age(self) -> int:
        """Buckets since the first."""
        return self.buckets.end - (self.born or 0)

    # Measuring

    def measure(self, since: int, more: Callable[[int], float] | None = None, *, calm: bool = True) -> list[Measure]:
        """How unusual the buckets up to the last seen are, the shortest window first; none if nothing was seen yet.

        Windows that are not above normal are left out, but for the shortest.

        Args:
            since: the first bucket that may be looked at (what came before belongs to a storm that is over).
            more: what is still expected on top in a bucket, in the wake of that storm.
            calm: whether no storm is open: only then the peaks are learnt from.
        """
        keep = self.buckets
        edge = keep.last_seen()
        stop = edge - keep.first + 1
        start = max(0, stop - WINDOWS[-1], since - keep.first)
        if stop <= start:
            return []
        self.block_calm &= calm
        counts, means = keep.complaints[start:stop], keep.exposed[start:stop]
        seen, bursts = keep.seen[start:stop], keep.burst[start:stop]
        if 0.0 in seen:
            counts = [c if s else 0 for c, s in zip(counts, seen, strict=True)]
        if more:
            means = [m + s * more(keep.first + start + k) for k, (m, s) in enumerate(zip(means, seen, strict=True))]
        return self._windows(edge, counts, means, bursts, calm=calm)

    def _windows(
        self, edge: int, counts: list[int], means: list[float], bursts: list[float], *, calm: bool
    ) -> list[Measure]:
        found: list[Measure] = []
        count, mean, drawn, low = 0, 0.0, 0.0, len(counts)
        for k, window in enumerate(WINDOWS):
            if window > len(counts) + 1 and k:
                break
            high, low = low, max(0, len(counts) - window)
            count, mean = count + sum(counts[low:high]), mean + sum(means[low:high])
            drawn += sum(bursts[low:high])
            if count <= mean + 0.5:
                continue
            noise = self.dispersion[k].value + self.vague
            if drawn and mean > 0:
                noise += (SPREAD * drawn / mean) ** 2
            peak = self._unusual(count, mean, noise)
            if calm and peak > self.peaks[k]:
                self.peaks[k] = peak
            found.append(Measure(edge, self.tails[k].rarity(peak), window, count, mean, noise))
        return found or [Measure(edge, NOTHING, WINDOWS[0], 0.0, 0.0, 0.1)]

    def without(self, measure: Measure, copies: float) -> Measure:
        """The same measure with so many complaints less."""
        if copies <= 0:
            return measure
        k, count = WINDOWS.index(measure.window), max(0.0, measure.count - copies)
        peak = self._unusual(count, measure.mean, measure.dispersion)
        rarity = self.tails[k].rarity(peak) if peak > 0 else NOTHING
        return replace(measure, count=count, rarity=rarity)

    def upper(self, mean: float, window: int, z: float = 2.0) -> float:
        """The highest count that is still normal (one in fifty is above) where `mean` is expected in `window`."""
        k = min(range(len(WINDOWS)), key=lambda i: abs(WINDOWS[i] - window))
        return upper_limit(mean, self.dispersion[k].value + self.vague, z)

    def is_beyond(self, measure: Measure) -> bool:
        """Whether what was counted is more than what is still normal: a reader must believe it."""
        return measure.count > self.upper(measure.mean, measure.window)

    def onset(self, measure: Measure, after: int) -> int:
        """The bucket `after` another where it began: the one since when most lies above half of the rise (CUSUM).

        On a page where hardly anything is expected, every lone complaint lies above that: a bucket also has to keep
        up with a fifth of the storm's own pace.
        """
        keep = self.buckets
        stop = measure.edge - keep.first + 1
        lift = (1.0 + min(10.0, measure.count / max(measure.mean, 1e-9))) / 2
        pace = 0.2 * measure.count / measure.window
        best, total, start, silence = -1.0, 0.0, stop - 1, 0
        longest = max(6, measure.window // 2)
        for at in range(stop - 1, max(-1, after - keep.first, stop - 1 - 2 * WINDOWS[-1]), -1):
            total += keep.complaints[at] - max(lift * keep.exposed[at], pace)
            if total > best:
                best, start = total, at
            silence = 0 if keep.complaints[at] else silence + 1
            if silence > longest:
                break
        return keep.first + start

    # State

    def state(self) -> dict[str, Any]:
        """All but the buckets and the baseline, as plain JSON."""
        keep = self.buckets
        return {
            "dispersion": [[d.above, d.weight] for d in self.dispersion],
            "tails": [[t.mean, t.spread, t.blocks] for t in self.tails],
            "peaks": list(self.peaks),
            "block": [self.block_seen, self.block_calm],
            "times": [self.born, self.learnt, keep.first, keep.polled, keep.frontier, keep.version],
            "share": [self.share_complaints, self.share_comments],
            "vague": self.vague,
            "posts": [self.posts.draw, [list(post) for post in self.posts.posts]],
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Continue from `state`."""
        keep = self.buckets
        for dispersion, (above, weight) in zip(self.dispersion, state["dispersion"], strict=True):
            dispersion.above, dispersion.weight = above, weight
            dispersion.__post_init__()
        for tail, (mean, spread, blocks) in zip(self.tails, state["tails"], strict=True):
            tail.mean, tail.spread, tail.blocks = mean, spread, blocks
            tail.__post_init__()
        self.peaks = list(state["peaks"])
        self.block_seen, self.block_calm = state["block"]
        self.born, self.learnt, keep.first, keep.polled, keep.frontier, keep.version = state["times"]
        self.share_complaints, self.share_comments = state["share"]
        self.vague = state["vague"]
        self.posts.draw, self.posts.posts = state["posts"][0], [list(post) for post in state["posts"][1]]
