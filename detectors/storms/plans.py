"""Planned events: when a storm is expected, about what, and whether what comes is more than that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from config.schema import PlannedEvent
from detectors.storms.known_topics import MARK, KnownTopics, mark_of
from detectors.storms.plot import Told

EASE = 0.7
"""Decades that a storm needs less in a planned event: it is likely there, and is not told loudly."""
LARGE = 0.25
"""Share of a storm from which a topic that was not planned is told."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A planned event with the marks of the known topics that it is about; none means any."""

    event: PlannedEvent
    marks: frozenset[str]

    def is_off_topic(self, topics: Sequence[Told]) -> bool:
        """Whether a good part of the storm is about a known topic that was not planned, and less is about it."""
        if not self.marks:
            return False
        planned = sum(t.share for t in topics if t.key in self.marks)
        other = max((t.share for t in topics if t.key.startswith(MARK) and t.key not in self.marks), default=0.0)
        return other >= LARGE and other > planned


class Plans:
    """The planned events of a page."""

    def __init__(self, events: Iterable[PlannedEvent]) -> None:
        known = KnownTopics()
        self._plans = [
            Plan(event, frozenset(map(mark_of, event.topics) if event.topics else known.told_by(event.name)))
            for event in events
        ]

    def of(self, start: datetime, at: datetime) -> Plan | None:
        """The event that a storm lies in that began at `start` and goes on at `at`; None if it lies in none."""
        return next((p for p in self._plans if p.event.start <= at and start < p.event.end), None)
