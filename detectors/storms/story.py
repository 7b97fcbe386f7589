"""A storm told in numbers: how many, how many are usual, since when, about what, where, and how it will go on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from config.opening_hours import OpeningHours
from config.schema import Page, PlannedEvent
from detectors.findings import Evidence, Finding, Hour, Kind, Severity, Storm, Topic
from detectors.storms.forecast import Outlook, SoFar, foresee
from detectors.storms.known_topics import KnownTopics
from detectors.storms.life import SAME_STORM, SAME_SUBJECT, Life
from detectors.storms.meter import Measure, Meter
from detectors.storms.naming import name_topics
from detectors.storms.past_hours import PastHours
from detectors.storms.plans import EASE, Plans
from detectors.storms.plot import SHOWN_EXAMPLES, Told
from detectors.storms.recent import Recent
from detectors.storms.topics import UsualWords
from detectors.storms.verdict import squash

BUCKET = 300
LONGEST_STORY = 96  # hours
SHOWN = (3, 6, 12, 24, 48)  # buckets: a quarter of an hour to four hours
LEARNING_DAYS = 21
"""What is normal for an hour of the week is known after so many."""
HOUR = 3  # of the meter's windows
LOOKED_BACK = 36  # buckets from which a storm's topics are told


def moment(bucket: int) -> datetime:
    """When a bucket begins."""
    return datetime.fromtimestamp(bucket * BUCKET, UTC)


class Story:
    """Tells of the storms of one page from what is known of it; changes nothing but the storm's topics."""

    def __init__(
        self, page: Page, meter: Meter, recent: Recent, usual: UsualWords, hours: OpeningHours,
        planned: Sequence[PlannedEvent], known: KnownTopics,
    ) -> None:  # fmt: skip
        self.past = PastHours(meter.buckets)
        self._page, self._known = page.name, known
        self._meter, self._recent, self._usual = meter, recent, usual
        self._hours, self._plans = hours, Plans(planned)

    def tell(self, life: Life, measure: Measure, at: datetime) -> Finding:
        """The storm as it is at `at`."""
        storm = self._storm(life, measure, at)
        evidence = [
            Evidence("times_usual", round(storm.observed / max(storm.expected, 0.1), 2)),
            Evidence("excess", round(storm.excess, 1)),
            Evidence("people", float(storm.people)),
        ]
        if life.top_rarity > 0:
            evidence.append(Evidence("rarity", round(life.top_rarity, 2), round(2.3 * life.top_rarity, 2)))
        evidence += [Evidence("topic", t.share, 0.0, t.label) for t in storm.topics[:1]]
        return Finding(
            kind=Kind.STORM,
            page=self._page,
            key=moment(life.start).isoformat(),
            at=at,
            severity=severity(storm),
            confidence=round(min(life.confidence, _known_to(self._meter.age / 288)), 3),
            subject=storm,
            evidence=tuple(evidence),
            level=life.level,
            novelty=life.plot.novelty,
            over=not life.is_open,
        )

    def retold(self, finding: Finding, life: Life) -> Finding:
        """The same with the storm's topics as they are now."""
        topics = tuple(map(_topic, life.plot.topics))
        return replace(finding, subject=replace(finding.subject, topics=topics))  # type: ignore[arg-type]

    def _storm(self, life: Life, measure: Measure, at: datetime) -> Storm:
        window, observed, expected, upper = self.window(measure.edge, at)
        self._update_topics(life, measure.edge)
        plan = self._plans.of(moment(life.start), at)
        outlook = self._outlook(life, at) if life.is_open else None
        too_large = bool(plan and observed > plan.event.times_usual * max(expected, 1.0))
        off_topic = bool(plan and plan.is_off_topic(life.plot.topics))
        return Storm(
            started_at=moment(life.start),
            ended_at=None if life.closed is None else moment(life.closed + 1),
            observed=float(observed),
            expected=round(expected, 2),
            upper=round(upper, 2),
            window_minutes=window * BUCKET // 60,
            score=round(squash(measure.rarity), 4),
            excess=round(life.excess, 1),
            people=len(life.people),
            topics=tuple(map(_topic, life.plot.topics)),
            posts=tuple(sorted(life.posts.items(), key=lambda p: (-p[1], p[0]))[:5]),
            outside_hours_share=self._outside(life, measure.edge),
            planned=plan.event.name if plan else None,
            exceeds_plan=too_large or off_topic,
            hours=self._hours_so_far(life, measure.edge),
            forecast=outlook.hours if outlook else (),
            learning_day=learning_day(self._meter.age / 288),
            off_topic=off_topic,
            courses=outlook.courses if outlook else (),
        )

    def window(self, edge: int, at: datetime) -> tuple[int, int, float, float]:
        """(buckets, observed, expected, upper) of the window up to now that is most above what is still normal."""
        keep = self._meter.buckets
        stop = min(int(at.timestamp() // BUCKET), edge + 1) - keep.first
        found = []
        for window in SHOWN:
            low = max(0, stop - window)
            observed, expected = sum(keep.complaints[low:stop]), sum(keep.exposed[low:stop])
            found.append((window, observed, expected, self._meter.upper(expected, window)))
        return max(found, key=lambda w: (w[1] - w[3]) / math.sqrt(w[3] + 1.0))

    def ease(self, at: datetime) -> float:
        """How much less than otherwise it takes to tell of a storm at `at`: in a planned event one is expected."""
        return EASE if self._plans.of(at, at) else 0.0

    def _update_topics(self, life: Life, edge: int) -> None:
        """Work out the storm's topics anew every half hour."""
        if life.is_open and life.plot.is_due(edge):
            since = max(life.start, edge - LOOKED_BACK)
            life.plot.tell(name_topics(list(self._recent.said(since, edge)), self._usual, self._known), edge)

    def is_back(self, life: Life, start: int, edge: int) -> bool:
        """Whether what began at bucket `start` is a closed storm that returns: soon, or with its subject."""
        quiet = edge - (life.closed or edge)
        if quiet <= SAME_STORM or quiet > SAME_SUBJECT:
            return quiet <= SAME_STORM
        said = list(self._recent.said(max(start, edge - LOOKED_BACK), edge))
        return life.plot.is_same(name_topics(said, self._usual, self._known))

    def _outside(self, life: Life, edge: int) -> float | None:
        keep = self._meter.buckets
        total = outside = 0
        for bucket in range(max(life.start, keep.first), edge + 1):
            count = keep.complaints[bucket - keep.first]
            if count:
                total += count
                outside += count * (not self._is_open(life, bucket))
        return round(outside / total, 3) if total else None

    def _is_open(self, life: Life, bucket: int) -> bool:
        known = life.team.get(bucket)
        if known is None:
            known = life.team[bucket] = self._hours.is_open(moment(bucket))
        return known

    def _hours_so_far(self, life: Life, edge: int) -> tuple[Hour, ...]:
        first, last = life.start // 12 - 12, edge // 12
        found = []
        for hour in range(max(first, last - LONGEST_STORY), last + 1):
            row = self.past.row(hour)
            if row is not None:
                count, _, usual, seen = row
                found.append(
                    Hour(
                        start=moment(hour * 12),
                        minutes=60,
                        complaints=count if seen > 0 else None,
                        expected=round(usual, 2),
                        upper=round(self._meter.upper(usual, 12), 2),
                        observed=round(seen, 3),
                    )
                )
        return tuple(found)

    def _outlook(self, life: Life, at: datetime) -> Outlook:
        keep = self._meter.buckets
        low, stop = max(0, life.start - keep.first), keep.last_seen() + 1 - keep.first
        so_far = SoFar(
            keep.complaints[low:stop], keep.exposed[low:stop], keep.seen[low:stop], max(0, keep.first - life.start)
        )
        return foresee(self._meter.baseline, at.timestamp(), so_far, self._meter.dispersion[HOUR].value)


def _topic(told: Told) -> Topic:
    return Topic(told.label, told.share, told.examples[:SHOWN_EXAMPLES], moment(told.began), told.key)


def learning_day(days: float) -> int | None:
    """On which day of its learning a page of this age is; None once what is normal is known."""
    return int(days) + 1 if days < LEARNING_DAYS else None


def _known_to(days: float) -> float:
    """The most that can be believed of a storm on a page of this age."""
    return 0.99 - 0.17 * math.exp(-days / 4)


def severity(storm: Storm) -> Severity:
    """How urgent a storm is."""
    if storm.planned and not storm.exceeds_plan:
        return Severity.INFO
    times = storm.observed / max(storm.expected, 0.5)
    if storm.excess >= 500 or (times >= 8 and storm.people >= 60):
        return Severity.CRITICAL
    return Severity.WARNING
