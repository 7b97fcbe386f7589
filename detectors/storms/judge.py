"""Weighs every window of the last hours, and takes the one that speaks most for a storm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detectors.storms.in_common import in_common
from detectors.storms.meter import Measure, Meter
from detectors.storms.recent import TEXT_MEMORY, Recent
from detectors.storms.topics import UsualWords
from detectors.storms.verdict import ALONE, MOST_TOPIC, Signs, is_large, weigh


class Judge:
    """Knows the page's counts and words.

    Args:
        meter: the page's counts.
        recent: what was said in the last hours.
        usual: the page's ordinary words.
        bar: the score that is asked for: texts are only looked at where they can still decide.
    """

    def __init__(self, meter: Meter, recent: Recent, usual: UsualWords, bar: float) -> None:
        self._meter, self._recent, self._usual, self._bar = meter, recent, usual, bar

    def strongest(self, measures: Sequence[Measure]) -> tuple[float, Measure]:
        """The highest score (see `weigh`) and its window.

        Args:
            measures: of one moment, the shortest window first; at least one.
        """
        measures = [m for m in measures if is_large(m.count, m.mean)] or measures[:1]
        signs = [self._signs(measure) for measure in measures]
        scores = [weigh(sign) for sign in signs]
        near = [k for k, score in enumerate(scores) if score + MOST_TOPIC - ALONE >= self._bar]
        if near:
            edge = measures[0].edge
            lengths = [min(measures[k].window, TEXT_MEMORY) for k in near]
            said = self._recent.newest(edge - lengths[-1] + 1, edge)
            for k, topic in zip(near, in_common(said, edge, lengths, self._usual), strict=True):
                scores[k] = weigh(replace(signs[k], topic=topic))
        best = max(range(len(scores)), key=lambda k: (scores[k], measures[k].rarity))
        return scores[best], measures[best]

    def _signs(self, measure: Measure) -> Signs:
        keep = self._meter.buckets
        stop = measure.edge - keep.first + 1
        comments = sum(keep.comments[max(0, stop - measure.window) : stop])
        return Signs(
            rarity=measure.rarity,
            count=measure.count,
            mean=measure.mean,
            surplus=comments - measure.mean / max(0.05, self._meter.share),
            days=self._meter.age / 288,
        )
