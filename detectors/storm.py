"""Storms of complaints on one page: more complaints, by more people, than is normal there for that hour of the week."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import astuple
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from config.opening_hours import OpeningHours
from config.schema import Page, PlannedEvent, StormSettings
from detectors.forecast import foresee, half_life_hours
from detectors.meter import WINDOWS, Measure, Meter, squash
from detectors.model import (
    Batch,
    Comment,
    Evidence,
    Finding,
    Hour,
    Kind,
    SeriesRow,
    Severity,
    StateRows,
    Storm,
    Topic,
)
from detectors.recent import Crowd, Recent, author_hash
from detectors.storm_life import SAME_STORM, Life
from detectors.topics import Said, UsualWords, concentration, topics, words_of

BUCKET = 300
COMPLAINT = 0.5
"""Probability from which a comment counts as a complaint."""
LEAST_EXCESS, LEAST_TIMES = 8.0, 1.5
LEAST_SHARE = 0.5
"""Of the comments beyond the usual, this part of the usual share must be complaints: else it is a celebration."""
LONGEST_HISTORY = 96  # hours


class StormDetector:
    """Watches one page for storms.

    Args:
        page: the page's settings.
        timezone: IANA name of the page's zone.
        settings: `sensitivity` 0 (only disasters) to 1 (every ripple).
        planned: events in which a storm is expected; those of other pages are left aside.
    """

    def __init__(
        self, page: Page, timezone: str, settings: StormSettings, planned: Sequence[PlannedEvent] = ()
    ) -> None:
        self.page = page.name
        self._zone = ZoneInfo(timezone)
        self._hours = OpeningHours(page.opening_hours, timezone, page.country)
        self._planned = [e for e in planned if not e.pages or page.name in e.pages]
        self._own = (page.brand, *page.brand_aliases)
        self._language = page.languages[0] if page.languages else "en"
        self._bar = bar(settings.sensitivity)
        self.meter = Meter(self._zone, BUCKET)
        self.recent = Recent()
        self.usual = UsualWords()
        self.life: Life | None = None
        self._spans: list[list[int]] = []
        self._history: dict[int, list[float]] = {}
        self._scores: dict[int, float] = {}
        self._told = 0
        self._taught = 0
        self._topics: tuple[Topic, ...] = ()
        self._topics_at = -1
        self._rows: list[SeriesRow] = []
        self._measured: Measure | None = None
        self._measured_at = -1
        self._past_touched: set[int] = set()
        self._words_touched = self._life_touched = False

    # What comes in

    def observe(self, batch: Batch) -> None:
        """Take in what is new."""
        now = batch.at.timestamp()
        self.meter.advance(now, self._trust)
        for comment in batch.comments:
            self._count(comment, now)
        for poll in batch.polls:
            if poll.ok:
                self.meter.buckets.poll(poll.start.timestamp(), min(poll.end.timestamp(), now))

    def _count(self, comment: Comment, now: float) -> None:
        """One comment: official words, the page's own posts and edits of what is known do not count."""
        item = comment.item
        if comment.official and item.root is None and not comment.edited:
            self.meter.post(item.id, min(item.created_at.timestamp(), now))
        if comment.official or comment.edited:
            return
        bucket = int(min(item.created_at.timestamp(), now) // BUCKET)
        if bucket < self.meter.buckets.first:
            return
        author = author_hash(item.author)
        complaint = comment.reading.complaint >= COMPLAINT and self.recent.is_new(author, bucket)
        self.meter.buckets.count(bucket, complaint=complaint)
        if not complaint:
            return
        said = Said(bucket, author, item.id, item.root or item.id, words_of(item.text, self._language, self._own))
        self.recent.keep(said)
        if self.life and self.life.is_open and bucket >= self.life.start:
            self._join(said)

    def _join(self, said: Said) -> None:
        life = self.life
        if life is None:
            return
        life.people.add(said.author)
        if len(life.posts) < 100 or said.root in life.posts:
            life.posts[said.root] += 1

    def _trust(self, bucket: int) -> float:
        """How far to learn from a bucket: hardly in a storm, by half when it lasts for days (a new normal)."""
        for start, end in self._spans:
            if start - 2 <= bucket <= end + 6:
                return 0.5 if bucket - start > 3 * 288 else 0.02
        return 1.0

    # What is found

    def findings(self, at: datetime) -> Sequence[Finding]:
        """The storm that goes on at `at`, or that has just ended."""
        now = at.timestamp()
        self.meter.advance(now, self._trust)
        life = self.life
        was_open = life is not None and life.is_open
        self._life_touched |= life is not None
        measure = self._measure_once()
        found: list[Finding] = []
        if measure is not None:
            self._scores[measure.edge] = measure.rarity
            if was_open or (life and not self._long_ago(measure.edge)):
                self._go_on(measure)
            if not was_open and self._is_storm(measure):
                self._open(measure)
            if self.life and (self.life.is_open or was_open):
                found.append(self._tell(measure, at))
        self._close_rows()
        return found

    def _long_ago(self, edge: int) -> bool:
        return self.life is None or (self.life.closed is not None and edge - self.life.closed > 288)

    def _measure_once(self) -> Measure | None:
        """Measure if there is something new."""
        if self.meter.buckets.version != self._measured_at:
            self._measured_at = self.meter.buckets.version
            self._measured = self._measure()
        return self._measured

    def _measure(self) -> Measure | None:
        life = self.life
        if life is None or life.is_open:
            return self.meter.measure(0, calm=life is None)
        since = life.closed or 0
        if self.meter.buckets.last_seen() - since > 2 * WINDOWS[-1]:
            return self.meter.measure(0)
        return self.meter.measure(since + 1, life.still_more)

    def _go_on(self, measure: Measure) -> None:
        """Bring the storm up to the last complete bucket."""
        life, keep = self.life, self.meter.buckets
        if life is None:
            return
        for bucket in range(life.edge + 1, measure.edge + 1):
            at = bucket - keep.first
            complete = bucket < measure.edge or keep.seen[at] > 0.95
            if at < 0 or keep.seen[at] < 0.8 or not complete:
                continue
            low = max(0, at - 5)
            count, usual = sum(keep.complaints[low : at + 1]), sum(keep.exposed[low : at + 1])
            noise = math.sqrt(usual + self.meter.dispersion[2].value * usual * usual)
            was_open = life.is_open
            life.see(bucket, count, usual, noise)
            if was_open and not life.is_open:
                self._spans[-1][1] = bucket
                self._measured_at = -1
        if life.is_open:
            self._spans[-1][1] = measure.edge
            self._sum_up()
            life.grow()

    def _sum_up(self) -> None:
        """Count the storm anew from its buckets (late ones included) and from what was left behind of older ones."""
        life, keep = self.life, self.meter.buckets
        if life is None:
            return
        first = max(life.start, keep.first) - keep.first
        older = [row for hour, row in self._history.items() if life.start <= hour * keep.per_hour < keep.first]
        life.count = int(sum(keep.complaints[first:]) + sum(row[0] for row in older))
        life.excess = sum(keep.complaints[first:]) - sum(keep.exposed[first:]) + sum(row[0] - row[1] for row in older)

    def _is_storm(self, measure: Measure) -> bool:
        """Rare, large enough, and mostly complaints by different people."""
        wanted = self._bar + self._raised()
        if measure.rarity < wanted - 2.0:
            return False
        excess, times = measure.count - measure.mean, measure.count / max(measure.mean, 1e-9)
        if excess < LEAST_EXCESS or times < LEAST_TIMES:
            return False
        return measure.rarity + self._confirmed(measure) >= wanted

    def _raised(self) -> float:
        """How much higher the bar is while the page is new."""
        days = self.meter.age / 288
        return 99.0 if days < 0.125 else 3.0 * math.exp(-days / 0.7)

    def _confirmed(self, measure: Measure) -> float:
        """What speaks for one cause or against it, in decades: a topic in common, the part of complaints."""
        keep = self.meter.buckets
        stop = measure.edge - keep.first + 1
        comments = sum(keep.comments[max(0, stop - measure.window) : stop])
        more = measure.count - measure.mean
        share = more / max(more, comments - measure.mean / max(0.05, self.meter.share))
        said = list(self.recent.said(measure.edge - min(measure.window, 36) + 1, measure.edge))
        topic = min(3.0, max(0.0, concentration(said, self.usual)))
        return 0.5 * topic - (2.0 if share < LEAST_SHARE * self.meter.share else 0.0)

    def _open(self, measure: Measure) -> None:
        life = self.life
        if life and life.closed is not None and measure.edge - life.closed <= SAME_STORM:
            life.back()
            self._spans[-1][1] = measure.edge
            return
        start = self._onset(measure)
        self.life = life = Life(start, measure.edge, measure.edge - 1, people=Crowd())
        self._spans = [span for span in self._spans if span[1] > measure.edge - 600]
        self._spans.append([start, measure.edge])
        for said in self.recent.said(start, measure.edge):
            self._join(said)
        self._topics, self._topics_at = (), -1
        self._sum_up()
        life.told = life.excess

    def _onset(self, measure: Measure) -> int:
        """Where the storm began: the start that makes most of the complaints above half of the rise (a CUSUM)."""
        keep = self.meter.buckets
        stop = measure.edge - keep.first + 1
        lift = (1.0 + min(10.0, measure.count / max(measure.mean, 1e-9))) / 2
        best, total, start = -1.0, 0.0, stop - 1
        for at in range(stop - 1, max(-1, stop - 1 - 2 * WINDOWS[-1]), -1):
            total += keep.complaints[at] - lift * keep.exposed[at]
            if total > best:
                best, start = total, at
        return keep.first + start

    # What is told

    def _tell(self, measure: Measure, at: datetime) -> Finding:
        life = self.life
        if life is None:
            raise ValueError("no storm to tell of")
        storm = self._storm(life, measure, at)
        severe = severity(storm)
        evidence = (
            Evidence("times_usual", round(storm.observed / max(storm.expected, 0.1), 2)),
            Evidence("excess", round(storm.excess, 1)),
            Evidence("people", float(storm.people)),
            Evidence("rarity", round(measure.rarity, 2), round(measure.rarity * math.log(10), 2)),
            *(Evidence("topic", t.share, 0.0, t.label) for t in storm.topics[:1]),
        )
        return Finding(
            Kind.STORM, self.page, moment(life.start).isoformat(), at, severe, self._confidence(life), storm, evidence,
            life.level, life.novelty, over=not life.is_open,
        )  # fmt: skip

    def _storm(self, life: Life, measure: Measure, at: datetime) -> Storm:
        keep = self.meter.buckets
        window = 12 if measure.edge - life.start >= 9 else 6
        stop = int(at.timestamp() // BUCKET) - keep.first
        low = max(0, stop - window)
        observed, expected = sum(keep.complaints[low:stop]), sum(keep.exposed[low:stop])
        planned = self._event(life, at)
        told = self._tell_topics(life, measure.edge)
        return Storm(
            started_at=moment(life.start),
            ended_at=None if life.closed is None else moment(life.closed + 1),
            observed=float(observed),
            expected=round(expected, 2),
            upper=round(self.meter.upper(expected, window), 2),
            window_minutes=window * BUCKET // 60,
            score=round(squash(measure.rarity), 4),
            excess=round(life.excess, 1),
            people=len(life.people),
            topics=told,
            posts=tuple(sorted(life.posts.items(), key=lambda p: (-p[1], p[0]))[:5]),
            outside_hours_share=self._outside(life, measure.edge),
            planned=planned.name if planned else None,
            exceeds_plan=bool(planned and observed > planned.times_usual * max(expected, 1.0)),
            hours=self._hours_so_far(life, measure.edge),
            forecast=self._forecast(life, at) if life.is_open else (),
        )

    def _tell_topics(self, life: Life, edge: int) -> tuple[Topic, ...]:
        """The storm's topics, worked out anew every half hour."""
        if self._topics_at < 0 or edge - self._topics_at >= 6:
            self._topics_at = edge
            said = list(self.recent.said(max(life.start, edge - 36), edge))
            self._topics = topics(said, self.usual) or self._topics
        return self._topics

    def _event(self, life: Life, at: datetime) -> PlannedEvent | None:
        start = moment(life.start)
        return next((e for e in self._planned if e.start <= at and start < e.end), None)

    def _outside(self, life: Life, edge: int) -> float | None:
        keep = self.meter.buckets
        total = outside = 0.0
        for bucket in range(max(life.start, keep.first), edge + 1):
            count = keep.complaints[bucket - keep.first]
            if count:
                total += count
                outside += count * (not self._hours.is_open(moment(bucket)))
        return round(outside / total, 3) if total else None

    def _hours_so_far(self, life: Life, edge: int) -> tuple[Hour, ...]:
        first, last = life.start // 12 - 12, edge // 12
        found = []
        for hour in range(max(first, last - LONGEST_HISTORY), last + 1):
            row = self._hour_row(hour)
            if row is not None:
                count, _, usual, seen = row
                found.append(
                    Hour(moment(hour * 12), 60, float(count) if seen > 0 else None, round(usual, 2),
                         round(self.meter.upper(usual, 12), 2), round(seen, 3))
                )  # fmt: skip
        return tuple(found)

    def _hour_row(self, hour: int) -> list[float] | None:
        """[complaints, expected of what was seen, expected of the full hour, share seen]."""
        keep = self.meter.buckets
        a, b = hour * 12 - keep.first, hour * 12 + 12 - keep.first
        if a < 0:
            return self._history.get(hour)
        if a >= len(keep.seen):
            return None
        mean = sum(keep.mean[a:b]) * 12 / len(keep.mean[a:b])
        return [sum(keep.complaints[a:b]), sum(keep.exposed[a:b]), mean, sum(keep.seen[a:b]) / 12]

    def _forecast(self, life: Life, at: datetime) -> tuple[Hour, ...]:
        keep = self.meter.buckets
        edge = keep.last_seen() + 1 - keep.first
        start = max(0, life.start - keep.first)
        hours = []
        for stop in range(edge, start, -12):
            low = max(start, stop - 12)
            hours.append((sum(keep.complaints[low:stop]) - sum(keep.exposed[low:stop])) * 12 / (stop - low))
        rates = hours[::-1] or [0.0]
        return foresee(self.meter.baseline, at.timestamp(), max(0.0, rates[-1]), half_life_hours(rates))

    def _confidence(self, life: Life) -> float:
        return round(min(0.99, 0.6 + 0.1 * math.log10(1 + max(0.0, life.excess))), 3)

    # The series

    def _close_rows(self) -> None:
        """Buckets two older than now are told: by then their polls are in."""
        keep = self.meter.buckets
        if self._told == 0:
            self._told = keep.first
        if self._told < keep.end - 2:
            self.recent.expire(keep.end - 1)
        while self._told < keep.end - 2:
            bucket = self._told
            at = bucket - keep.first
            self._told += 1
            if at < 0:
                continue
            self._rows.append(self._row(bucket, at))
            self._scores.pop(bucket, None)
            if bucket % 12 == 0:
                self._each_hour(bucket // 12)

    def _row(self, bucket: int, at: int) -> SeriesRow:
        keep = self.meter.buckets
        inside = any(start <= bucket <= end for start, end in self._spans)
        mean = keep.exposed[at]
        return SeriesRow(
            self.page, moment(bucket), BUCKET // 60, round(keep.seen[at], 3),
            float(keep.complaints[at]), round(mean, 3),
            round(self.meter.upper(mean, 2), 2), round(squash(self._scores.get(bucket, -2.0)), 4),
            "storm" if inside else "calm",
        )  # fmt: skip

    def series(self) -> list[SeriesRow]:
        """The buckets closed since this was last asked."""
        rows, self._rows = self._rows, []
        return rows

    def _each_hour(self, hour: int) -> None:
        """Keep what leaves the buckets while a storm may need it, and learn the words of a calm hour."""
        old = self._hour_row(hour - 34)
        if old is not None:
            self._history[hour - 34] = old
            self._past_touched.add(hour - 34)
        for gone in [h for h in self._history if h < hour - LONGEST_HISTORY - 12]:
            del self._history[gone]
            self._past_touched.add(gone)
        calm = [b for b in range(hour * 12 - 24, hour * 12 - 12) if self._trust(b) == 1.0]
        if len(calm) == 12:
            self.usual.learn(s.words for s in self.recent.said(calm[0], calm[-1]))
            self._words_touched = True

    # State

    def changed_state(self) -> StateRows:
        """The rows that changed since this was last asked; series rows not yet asked for are not among them."""
        rows: dict[str, Any] = {
            "now": {
                "meter": self.meter.state(),
                "baseline": self.meter.baseline.state(),
                "spans": self._spans,
                "scores": list(self._scores.items()),
                "told": self._told,
                "measured": [self._measured_at, self._measured and astuple(self._measured)],
            },
            **self.meter.baseline.rows(),
            **self.meter.buckets.rows(),
            **self.recent.rows(),
            **{f"past/{hour}": self._history.get(hour) for hour in sorted(self._past_touched)},
        }
        self._past_touched.clear()
        if self._words_touched:
            rows["words"] = self.usual.state()
            self._words_touched = False
        if self.life is not None and (self.life.is_open or self._life_touched):
            rows["storm"] = {
                "life": self.life.state(),
                "topics": [[t.label, t.share, list(t.examples)] for t in self._topics],
                "topics_at": self._topics_at,
            }
            self._life_touched = self.life.is_open
        return rows

    def restore(self, rows: StateRows) -> None:
        """Continue from saved rows."""
        if not rows:
            return
        now = rows["now"]
        self.meter.restore(now["meter"])
        self.meter.baseline.restore(now["baseline"], {int(key[5:]): row for key, row in _under(rows, "week/")})
        self.meter.buckets.restore([row for _, row in _under(rows, "hour/")])
        self.recent.restore([row for _, row in _under(rows, "recent/")])
        self._history = {int(key[5:]): row for key, row in _under(rows, "past/")}
        self._spans = [list(span) for span in now["spans"]]
        self._scores = dict(now["scores"])
        self._told = now["told"]
        self._measured_at, measured = now["measured"]
        self._measured = Measure(*measured) if measured else None
        if rows.get("words"):
            self.usual.restore(rows["words"])
        if rows.get("storm"):
            self._restore_storm(rows["storm"])

    def _restore_storm(self, row: dict[str, Any]) -> None:
        self.life = Life.of(row["life"])
        self._life_touched = True
        self._topics = tuple(Topic(label, share, tuple(examples)) for label, share, examples in row["topics"])
        self._topics_at = row["topics_at"]


def _under(rows: StateRows, prefix: str) -> list[tuple[str, Any]]:
    return [(key, row) for key, row in sorted(rows.items()) if key.startswith(prefix) and row is not None]


def bar(sensitivity: float) -> float:
    """The rarity from which a storm is told: -log10 of such peaks in 30 days."""
    return 1.6 - 1.6 * sensitivity


def severity(storm: Storm) -> Severity:
    """How urgent a storm is."""
    if storm.planned and not storm.exceeds_plan:
        return Severity.INFO
    times = storm.observed / max(storm.expected, 0.5)
    if storm.excess >= 500 or (times >= 8 and storm.people >= 60):
        return Severity.CRITICAL
    return Severity.WARNING


def moment(bucket: int) -> datetime:
    """When a bucket begins."""
    return datetime.fromtimestamp(bucket * BUCKET, UTC)
