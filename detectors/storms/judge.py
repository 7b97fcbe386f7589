"""Weighs every window of the last hours, and takes the one that speaks most for a storm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detectors.storms.in_common import in_common
from detectors.storms.meter import Measure, Meter
from detectors.storms.recent import TEXT_MEMORY, Recent
from detectors.storms.topics import UsualWords
from detectors.storms.verdict import Signs, may_begin, weigh


class Judge:
    """Knows the page's counts and words.

    Args:
        meter: the page's counts.
        recent: what was said in the last hours.
        usual: the page's ordinary words.
        bar: the score that is asked for. Texts are only looked at where the counts reach it, or where a word is rising.
    """

    def __init__(self, meter: Meter, recent: Recent, usual: UsualWords, bar: float) -> None:
        self._meter, self._recent, self._usual, self._bar = meter, recent, usual, bar

    def strongest(self, measures: Sequence[Measure]) -> tuple[float, Measure]:
        """The highest score (see `weigh`) and its window.

        Args:
            measures: of one moment, the shortest window first; at least one.
        """
        measures = [m for m in measures if may_begin(m.count, m.mean)] or list(measures[:1])
        signs = [self._signs(measure) for measure in measures]
        scores = [weigh(sign) for sign in signs]
        edge = measures[0].edge
        begun = may_begin(measures[-1].count, measures[-1].mean)
        if begun and (max(scores) >= self._bar or self._recent.is_rising(edge, self._usual)):
            lengths = [min(measure.window, TEXT_MEMORY) for measure in measures]
            said = self._recent.newest(edge - lengths[-1] + 1, edge)
            for k, shared in enumerate(in_common(said, edge, lengths, self._usual)):
                measures[k] = self._meter.without(measures[k], shared.copies)
                scores[k] = weigh(replace(self._signs(measures[k], shared.copies), topic=shared.decades))
        best = max(range(len(scores)), key=lambda k: (scores[k], measures[k].rarity))
        return scores[best], measures[best]

    def _signs(self, measure: Measure, copies: float = 0.0) -> Signs:
        keep = self._meter.buckets
        stop = measure.edge - keep.first + 1
        comments = sum(keep.comments[max(0, stop - measure.window) : stop])
        return Signs(
            rarity=measure.rarity,
            count=measure.count,
            mean=measure.mean,
            surplus=comments - copies - measure.mean / max(0.05, self._meter.share),
            days=self._meter.age / 288,
        )
