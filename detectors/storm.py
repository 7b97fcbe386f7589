"""Storms of complaints on one page: more complaints, by more people, than is normal there for that hour of the week."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import astuple, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from config.opening_hours import OpeningHours, holidays
from config.schema import KnownTopic, Page, PlannedEvent, StormSettings
from detectors.detector import StateRows
from detectors.findings import Finding, SeriesRow
from detectors.model import Batch, Comment
from detectors.storms.hearing import Hearing
from detectors.storms.in_common import in_common
from detectors.storms.judge import Judge
from detectors.storms.known_topics import KnownTopics
from detectors.storms.life import PACES, Life
from detectors.storms.meter import WINDOWS, Measure, Meter
from detectors.storms.recent import Crowd, Recent, author_hash
from detectors.storms.series import Series
from detectors.storms.story import BUCKET, Story
from detectors.storms.topics import UsualWords
from detectors.storms.verdict import bar, confidence, grievance

COMPLAINT = 0.45
"""Probability from which a comment counts as a complaint."""
PERHAPS = 0.2
"""Probability from which its words may tell of a storm's topic: a reader is less sure of what is new."""

HISTORY = 3600.0
"""Seconds that a first look reaches back from which they count as the page's history."""
LONGEST_HISTORY = 14 * 86400.0


class StormDetector:
    """Watches one page for storms.

    Args:
        page: the page's settings.
        timezone: IANA name of the page's zone.
        settings: `sensitivity` 0 (only disasters) to 1 (every ripple).
        planned: events in which a storm is expected; those of other pages are left aside.
        topics: those of the config, beside the ones that ship; those of other pages are left aside.
    """

    def __init__(
        self, page: Page, timezone: str, settings: StormSettings, planned: Sequence[PlannedEvent] = (),
        topics: Sequence[KnownTopic] = (),
    ) -> None:  # fmt: skip
        self.page = page.name
        self.life: Life | None = None
        self.meter = Meter(ZoneInfo(timezone), BUCKET, holidays(timezone, page.country))
        self.recent, self.usual = Recent(), UsualWords()
        hours = OpeningHours(page.opening_hours, timezone, page.country)
        mine = [e for e in planned if not e.pages or page.name in e.pages]
        known = KnownTopics(page.languages, [t for t in topics if not t.pages or page.name in t.pages])
        self.story = Story(page, self.meter, self.recent, self.usual, hours, mine, known)
        self._hearing = Hearing(page.languages, (page.brand, *page.brand_aliases), known)
        self._bar = bar(settings.sensitivity)
        self._judge = Judge(self.meter, self.recent, self.usual, self._bar)
        self._spans: list[list[int]] = []
        self._series = Series(page.name, self.meter)
        self._measured: Measure | None = None
        self._measured_at = -1
        self._last: Finding | None = None
        self._words_touched = self._life_touched = False

    # What comes in

    def observe(self, batch: Batch) -> None:
        """Take in what is new."""
        now = batch.at.timestamp()
        reach = min((poll.start.timestamp() for poll in batch.polls if poll.ok), default=now)
        if self.meter.born is None and now - reach > HISTORY:
            self._learn_history(batch.comments, max(reach, now - LONGEST_HISTORY), now)
        else:
            self.meter.advance(now, self._trust)
            for comment in batch.comments:
                self._count(comment, now)
        for item in batch.deletions:
            self._forget(item.id)
        for poll in batch.polls:
            if poll.ok:
                self.meter.buckets.poll(poll.start.timestamp(), min(poll.end.timestamp(), now))

    def _learn_history(self, comments: Sequence[Comment], begin: float, now: float) -> None:
        """A first look that reaches far back tells what is usual here: live through it in order, judging nothing."""
        ahead = deque(sorted(comments, key=lambda comment: comment.item.created_at))
        hour = begin
        while hour < now:
            self.meter.advance(hour, self._trust)
            hour = min(hour + 3600, now)
            while ahead and ahead[0].item.created_at.timestamp() < hour:
                written = ahead[0].item.created_at.timestamp()
                self.meter.advance(max(written, begin), self._trust)
                self._count(ahead.popleft(), now)
            self._close_rows()
        self.meter.advance(now, self._trust)
        for comment in ahead:
            self._count(comment, now)
        self._close_rows()
        self._series.take()

    def _count(self, comment: Comment, now: float) -> None:
        """One comment; official words and edits of what is known do not count, the page's own posts draw replies."""
        item = comment.item
        written = min(item.created_at.timestamp(), now)
        if comment.official and item.root is None and not comment.edited:
            self.meter.post(item.id, written)
        bucket = int(written // BUCKET)
        if comment.edited and (said := self.recent.drop(item.id)):
            self.recent.keep(self._hearing.hear(comment, said.author, said.bucket, sure=said.sure))
        if comment.official or comment.edited or bucket < self.meter.buckets.first:
            return
        author = author_hash(item.author)
        chance = grievance(comment.reading)
        complaint = chance >= COMPLAINT and self.recent.is_new(author, bucket)
        self.meter.buckets.count(bucket, complaint=complaint)
        if complaint or PERHAPS <= chance < COMPLAINT:
            said = self._hearing.hear(comment, author, bucket, sure=complaint)
            self.recent.keep(said)
            if complaint and self.life and self.life.is_open and bucket >= self.life.start:
                self.life.join(said)

    def _forget(self, item: str) -> None:
        """A comment was deleted: it was written and counts, but nobody is shown its words any more."""
        self.recent.drop(item)
        if self.life and self.life.plot.drop(item):
            self._life_touched = True
            self._last = self._last and self.story.retold(self._last, self.life)

    def _trust(self, bucket: int) -> float:
        """How far to learn from a bucket: hardly in a storm, by half when it lasts for days (a new normal)."""
        for start, end in self._spans:
            if start - 2 <= bucket <= end + 6:
                return 0.5 if bucket - start > 3 * 288 else 0.02
        return 1.0

    # What is found

    def findings(self, at: datetime) -> Sequence[Finding]:
        """The storm that goes on at `at`, or that has just ended."""
        self.meter.advance(at.timestamp(), self._trust)
        found: Sequence[Finding] = ()
        if self.meter.buckets.version != self._measured_at:
            self._measured_at = self.meter.buckets.version
            measures = self._measure()
            found = self._look(measures, at) if measures else ()
            self._last = found[0] if found and not found[0].over else None
        elif self._last is not None:
            found = (replace(self._last, at=at),)
        self._close_rows()
        return found

    def _measure(self) -> list[Measure]:
        life = self.life
        if life is None or life.is_open:
            return self.meter.measure(0, calm=life is None)
        since = life.closed or 0
        if self.meter.buckets.last_seen() - since > 2 * WINDOWS[-1]:
            return self.meter.measure(0)
        return self.meter.measure(since + 1, life.still_more)

    def _look(self, measures: Sequence[Measure], at: datetime) -> Sequence[Finding]:
        """Let the storm go on, or see whether one begins."""
        life = self.life
        was_open = life is not None and life.is_open
        score, measure = self._judge.strongest(measures)
        self._measured = measure
        rarest = max(m.rarity for m in measures) - 2.0
        self._series.note(measure.edge, max(score - bar(0.5), rarest, 0.0 if was_open else rarest))
        if life is not None and was_open:
            self._go_on(life, measure)
        elif score >= self._bar - self.story.ease(at) and any(map(self.meter.is_beyond, measures)):
            life = self._open(measure, score)
        if life is None or not (life.is_open or was_open):
            return ()
        life.feel(score, confidence(score))
        self._life_touched = True
        return (self.story.tell(life, measure, at),)

    def _go_on(self, life: Life, measure: Measure) -> None:
        """Bring the storm up to the last complete bucket."""
        keep = self.meter.buckets
        for bucket in range(max(life.edge + 1, keep.first), measure.edge + 1):
            at = bucket - keep.first
            whole = bucket < measure.edge or keep.seen[at] > 0.95
            if whole and keep.seen[at] >= 0.8 and life.is_open:
                low = max(0, at + 1 - PACES[-1])
                counts, usual = keep.complaints[low : at + 1], keep.exposed[low : at + 1]
                life.see(bucket, counts, usual, self.meter.dispersion[2].value)
        self._spans[-1][1] = measure.edge if life.closed is None else life.closed
        if life.is_open:
            self._sum_up(life)
            life.grow()

    def _sum_up(self, life: Life) -> None:
        """Count the storm anew from its buckets (late ones included) and from what was left behind of older ones."""
        keep = self.meter.buckets
        first = max(life.start, keep.first) - keep.first
        older = self.story.past.left_since(life.start)
        life.excess = sum(keep.complaints[first:]) - sum(keep.exposed[first:]) + sum(row[0] - row[1] for row in older)

    def _open(self, measure: Measure, score: float) -> Life:
        life = self.life
        start = self.meter.onset(measure, -1 if life is None or life.closed is None else life.closed)
        if life is not None and life.closed is not None and self.story.is_back(life, start, measure.edge):
            life.back(measure.edge)
            self._spans[-1][1] = measure.edge
            return life
        life = self.life = Life(start, measure.edge - 1, Crowd())
        self._spans = [span for span in self._spans if span[1] > measure.edge - 600]
        self._spans.append([start, measure.edge])
        for said in self.recent.said(start, measure.edge):
            if said.sure:
                life.join(said)
        for author in self.recent.authors(start, measure.edge):
            life.people.add(author)
        self._sum_up(life)
        life.told = life.excess
        return life

    # The series

    def series(self) -> list[SeriesRow]:
        """The buckets closed since this was last asked."""
        return self._series.take()

    def _close_rows(self) -> None:
        closed = self._series.close(lambda bucket: any(start <= bucket <= end for start, end in self._spans))
        if closed:
            self.recent.expire(self.meter.buckets.end - 1)
        for bucket in closed:
            if bucket % 12 == 0:
                self._each_hour(bucket // 12)

    def _each_hour(self, hour: int) -> None:
        """Keep what is about to leave the buckets, and learn the words of a calm hour."""
        self.story.past.remember(hour - 34)
        calm = [b for b in range(hour * 12 - 24, hour * 12 - 12) if self._trust(b) == 1.0]
        if len(calm) == 12:
            # What many say at once may be a storm that was missed: its words must not become usual too soon.
            near = self.recent.newest(calm[0] - 12, calm[-1] + 12)
            (around,) = in_common(near, calm[-1] + 12, (36,), self.usual)
            said = self.recent.said(calm[0], calm[-1])
            self.usual.learn((s.words for s in said), 1.0 if around.decades < 2 else 0.1)
            self._words_touched = True

    # State

    def changed_state(self) -> StateRows:
        """The rows that changed since this was last asked; series rows not yet asked for are not among them."""
        rows: dict[str, Any] = {
            "now": {
                "meter": self.meter.state(),
                "baseline": self.meter.baseline.state(),
                "spans": self._spans,
                "series": self._series.state(),
                "measured": [self._measured_at, self._measured and astuple(self._measured)],
                "last": self._last and self._last.at.isoformat(),
            },
            **self.meter.baseline.rows(),
            **self.meter.buckets.rows(),
            **self.recent.rows(),
            **self.story.past.rows(),
        }
        if self._words_touched:
            rows["words"] = self.usual.state()
        if self.life is not None and self._life_touched:
            rows["storm"] = self.life.state()
        self._words_touched = self._life_touched = False
        return rows

    def restore(self, rows: StateRows) -> None:
        """Continue from saved rows."""
        if not rows:
            return
        now = rows["now"]
        self.meter.restore(now["meter"])
        self.meter.baseline.restore(now["baseline"], _under(rows, "week/"))
        self.meter.buckets.restore(list(_under(rows, "hour/").values()))
        self.recent.restore(list(_under(rows, "recent/").values()))
        self.story.past.restore(_under(rows, "past/"))
        self._spans = [list(span) for span in now["spans"]]
        self._series.restore(now["series"])
        self._measured_at, measured = now["measured"]
        self._measured = Measure(*measured) if measured else None
        if rows.get("words"):
            self.usual.restore(rows["words"])
        if rows.get("storm"):
            self.life = Life.of(rows["storm"])
        if self.life and self._measured and now["last"]:
            self._last = self.story.tell(self.life, self._measured, datetime.fromisoformat(now["last"]))


def _under(rows: StateRows, prefix: str) -> dict[int, Any]:
    return {int(k.removeprefix(prefix)): row for k, row in rows.items() if k.startswith(prefix) and row is not None}
