"""The way of the data: poll → store → read text → detect → advise → queue. The daemon and `replay` run these lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from alerts.compose import as_json, compose
from alerts.model import Alert, Incident, Reason
from alerts.policy import Route, route
from config.schema import Config, Language
from detectors.findings import Finding
from detectors.model import Observation, Reading
from watchdog.archive import PageArchive
from watchdog.comings import Comings, is_of_comings
from watchdog.context import in_context
from watchdog.digests import Digests
from watchdog.following import Following
from watchdog.reading import Reader
from watchdog.store import Store
from watchdog.store.sightings import Fresh
from watchdog.watched import Watched

Draw = Callable[[Finding, Alert, Watched, PageArchive, Language], Mapping[str, bytes]]
"""Pictures for an alert as PNG by name; called only for alerts that somebody gets."""


class Pipeline:
    """Takes what was seen on pages and queues what the team should know.

    To be called inside one `store.transaction()`, with `checkpoint()` before it ends: then a crash loses and repeats
    nothing.

    Args:
        config: the settings.
        store: where everything is kept.
        reader: reads the texts.
        watched: the pages with their detectors, already restored.
        draw: makes pictures; None makes none.
    """

    def __init__(
        self, config: Config, store: Store, reader: Reader, watched: Mapping[str, Watched], draw: Draw | None = None
    ) -> None:
        self._config = config
        self._store = store
        self._reader = reader
        self._watched = watched
        self._draw = draw
        self._digests = Digests(config, store, watched)
        self._comings = Comings(store)
        self._following = Following(store, {name: page.page for name, page in watched.items()})

    def step(self, page: str, observations: Sequence[Observation], at: datetime) -> list[Alert]:
        """Take in what was seen on a page at `at`; return what there is to tell."""
        watched = self._watched[page]
        alerts = self.advance(page, at)
        fresh = self._store.sightings.take(page, observations, at)
        readings = self._read(watched, fresh)
        batch = in_context(self._store.sightings, watched, fresh, readings, at)
        alerts += self._tell(watched, watched.take(batch), at)
        return alerts + self._tell(watched, list(self._comings.findings(watched, fresh, at)), at)

    def advance(self, page: str, to: datetime) -> list[Alert]:
        """Let a page's time run to `to`, so that storms can end and pages go blind without anything new."""
        watched = self._watched[page]
        told = [alert for tick, found in watched.advance(to) for alert in self._tell(watched, found, tick)]
        return told + self._tell(watched, self._comings.waiting(watched, to), to)

    def end_quiet_hours(self, at: datetime) -> list[Alert]:
        """Queue a digest for every channel whose quiet hours are over or whose time of the day has come."""
        digests: dict[str, Alert] = {}
        for digest, channel in self._digests.due(at):
            if digest.id not in digests:
                self._store.incidents.keep(_incident_of(digest))
                self._store.incidents.keep_alert(digest, as_json(digest), {})
                digests[digest.id] = digest
            self._store.outbox.queue(digest.id, channel, digest.reason, at, at)
        return list(digests.values())

    def checkpoint(self) -> None:
        """Save what the detectors know, in the transaction of what they know it from."""
        for name, watched in self._watched.items():
            for detector, rows in watched.changed_state().items():
                self._store.progress.keep_state(name, detector, rows)
            if watched.clock is not None:
                self._store.progress.keep_clock(name, watched.clock)

    def _read(self, watched: Watched, fresh: Fresh) -> list[Reading]:
        readings = self._reader.read(watched.page, [new.item for new in fresh.items])
        self._store.sightings.keep_readings([(new.seq, r) for new, r in zip(fresh.items, readings, strict=True)])
        return readings

    def _tell(self, watched: Watched, findings: Sequence[Finding], at: datetime) -> list[Alert]:
        return [alert for finding in findings if (alert := self._advise(watched, finding, at)) is not None]

    def _advise(self, watched: Watched, finding: Finding, at: datetime) -> Alert | None:
        """Turn a finding into its incident and, where there is something to tell, a queued alert."""
        followed = self._following.follow(finding, watched.hours.zone)
        if followed.event is None:
            if followed.reason is Reason.TOO_SOON and is_of_comings(finding):
                self._comings.wait(finding)
            return None
        language, archive = self._config.language, PageArchive(self._store.sightings, watched.is_official)
        incident = replace(followed.incident, parts=followed.parts)
        told = (incident, followed.event, followed.reason)
        alert = compose(finding, *told, watched.page, language, archive, watched.hours)
        ways = self._ways(alert, watched, at)
        if self._config.channels and not ways:
            return None
        pictures = self._draw(finding, alert, watched, archive, language) if self._draw else {}
        self._store.incidents.keep_alert(alert, as_json(alert), pictures)
        return alert if self._queue(alert, ways, at) else None

    def _ways(self, alert: Alert, watched: Watched, at: datetime) -> list[tuple[Route, datetime]]:
        """The channels that get the alert, and when."""
        routes = route(alert, self._config.channels, self._store.silences.active(at), at, watched.zone)
        return [(way, way.due_at) for way in routes if way.due_at is not None]

    def _queue(self, alert: Alert, ways: Sequence[tuple[Route, datetime]], at: datetime) -> bool:
        """Put the alert on its ways; False if every one of them waits for the end of quiet hours."""
        for way, due_at in ways:
            if way.reason is Reason.QUIET_HOURS:
                self._store.held.hold(alert.id, way.channel, due_at)
            else:
                self._store.outbox.queue(alert.id, way.channel, way.reason, due_at, at)
        return not ways or any(way.reason is not Reason.QUIET_HOURS for way, _ in ways)


def _incident_of(digest: Alert) -> Incident:
    """A digest is told once: it is an incident that closes as it opens."""
    at = digest.at.astimezone(UTC)
    return Incident(
        id=digest.incident,
        kind=digest.kind,
        page=digest.page,
        key=digest.id,
        opened_at=at,
        severity=digest.severity,
        level=0,
        novelty="",
        told_at=at,
        closed_at=at,
    )
