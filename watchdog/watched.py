"""One watched page with its opening hours and its detectors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from config.opening_hours import OpeningHours
from config.schema import Config, Page
from detectors.blindness import BlindnessDetector
from detectors.detector import Detector, StateRows
from detectors.fake_account import FakeAccountDetector
from detectors.fakes.elsewhere import Elsewhere
from detectors.fakes.official import speaks_for_brand
from detectors.findings import Case, Evidence, Finding, SeriesRow, Suspicion
from detectors.model import Account, Batch
from detectors.storm import StormDetector
from detectors.threat_watch import ThreatDetector
from watchdog.store import Store

STATE_VERSIONS = {"storm": 5, "fake_account": 3, "threat": 1, "blindness": 1}
"""Raise a detector's number when its saved state changes: what an older version saved is then rebuilt, not read."""
TICK = timedelta(minutes=5)
LONGEST_STANDSTILL = timedelta(days=40)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Watched:
    """A page, what watches it, and the clock up to which it was watched.

    Args:
        page: its settings.
        config: the whole config.
        elsewhere: what all pages know of accounts together; None if this page is watched alone.
    """

    def __init__(self, page: Page, config: Config, elsewhere: Elsewhere | None = None) -> None:
        self.page = page
        self.zone = config.zone_of(page)
        self.hours = OpeningHours(page.opening_hours, self.zone, page.country)
        self.clock: datetime | None = None
        planned = [e for e in config.planned_events if not e.pages or page.name in e.pages]
        self._storm = StormDetector(page, self.zone, config.storm, planned, config.topics)
        self._fakes = FakeAccountDetector(page, self.zone, config.fake_accounts, elsewhere)
        self._detectors: dict[str, Detector] = {
            "storm": self._storm,
            "fake_account": self._fakes,
            "threat": ThreatDetector(page, config.threats),
            "blindness": BlindnessDetector(page.name, page.poll_every),
        }
        self._official: dict[tuple[str, str | None], bool] = {}

    def restore(self, store: Store) -> None:
        """Continue where the store's last checkpoint left off."""
        self.clock = store.progress.page(self.page.name).clock
        for name, detector in self._detectors.items():
            detector.restore(store.progress.state(self.page.name, _versioned(name)))

    def is_outdated(self, store: Store) -> bool:
        """Whether the store holds the state of an older version of a detector."""
        return not store.progress.states(self.page.name) <= set(map(_versioned, self._detectors))

    def advance(self, to: datetime) -> Iterator[tuple[datetime, Sequence[Finding]]]:
        """Let the clock run to `to`: every five minutes of the hour in between, with what holds then.

        After a standstill longer than `LONGEST_STANDSTILL` only its end is gone through: nothing learnt before it
        still says what is normal.
        """
        if self.clock is not None:
            tick = next_tick(max(self.clock, to - LONGEST_STANDSTILL))
            while tick <= to:
                self.clock = tick
                yield tick, self._findings(tick)
                tick += TICK
        self.clock = to if self.clock is None else max(to, self.clock)

    def take(self, batch: Batch) -> Sequence[Finding]:
        """Let every detector see what is new; what holds now."""
        for detector in self._detectors.values():
            detector.observe(batch)
        return self._findings(batch.at)

    def _findings(self, at: datetime) -> Sequence[Finding]:
        return [finding for detector in self._detectors.values() for finding in detector.findings(at)]

    def changed_state(self) -> dict[str, StateRows]:
        """The rows of state that changed since this was last asked, by detector."""
        return {_versioned(name): detector.changed_state() for name, detector in self._detectors.items()}

    def series(self) -> Sequence[SeriesRow]:
        """The storm series' buckets closed since this was last asked."""
        return self._storm.series()

    def suspicions(self) -> Iterable[Suspicion]:
        """How sure it is of each account that wrote here that it poses as the brand."""
        return self._fakes.suspicions()

    def case(self, account: str) -> Case | None:
        """All that is held of an account now; None of somebody who only passed by."""
        return self._fakes.case(account)

    def likeness(self, account: Account) -> tuple[Evidence, ...]:
        """What the looks of an account show that may never have spoken."""
        return self._fakes.likeness(account)

    def is_official(self, account: str, handle: str | None) -> bool:
        """Whether the account speaks for the brand."""
        key = (account, handle)
        if key not in self._official:
            self._official[key] = speaks_for_brand(self.page, account, handle)
        return self._official[key]


def _versioned(detector: str) -> str:
    return f"{detector}@{STATE_VERSIONS[detector]}"


def next_tick(after: datetime) -> datetime:
    """The first full five minutes after `after`."""
    return _EPOCH + ((after - _EPOCH) // TICK + 1) * TICK
