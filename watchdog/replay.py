"""Pushes a recording through the daemon's own pipeline, on the recording's clock and without sleeping."""

from __future__ import annotations

import csv
import itertools
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TextIO

from alerts.compose import as_json
from alerts.evidence import accounts_row
from alerts.model import Alert
from alerts.wording.phrases import load
from detectors.model import Item, Observation
from watchdog.app import App
from watchdog.output import open_output, rfc3339
from watchdog.platforms.recording import ClockMark, RecordingError
from watchdog.watched import next_tick

CHUNK = 2000
LONGEST_STEP = 50_000
"""Lines that are taken in together at the most, so that memory stays small whatever a recording holds."""
Line = Observation | ClockMark
SERIES_COLUMNS = ("page", "at", "window_minutes", "observed", "complaints", "expected", "upper", "score", "state")


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where a replay writes; None leaves an output out, "-" is standard output."""

    alerts: Path | None = None
    accounts: Path | None = None
    series: Path | None = None


class Replay:
    """One replay of one recording.

    Args:
        app: pipeline and store.
        outputs: what to write.
        told: called with every alert as it comes.
    """

    def __init__(self, app: App, outputs: Outputs, told: Callable[[Alert], None] = lambda alert: None) -> None:
        self._app = app
        self._outputs = outputs
        self._told = told
        self._clock: datetime | None = None
        self._files = ExitStack()
        self._alerts: TextIO | None = None
        self._series: TextIO | None = None

    def run(self, lines: Iterable[Line]) -> None:
        """Go through all lines; what is written before an error stays written.

        Raises:
            RecordingError: a line is malformed.
            StoreError: the database fails.
        """
        with self._files:
            self._open()
            for chunk in _chunks(lines):
                with self._app.store.transaction():
                    self._warm(chunk)
                    for (page, at), lines_together in itertools.groupby(chunk, key=_moment):
                        self._take(page, at, list(lines_together))
                    self._app.pipeline.checkpoint()
            self._write_series()
            self._write_accounts()

    def _open(self) -> None:
        if self._outputs.alerts:
            self._alerts = self._files.enter_context(open_output(self._outputs.alerts))
        if self._outputs.series:
            self._series = self._files.enter_context(open_output(self._outputs.series))
            csv.writer(self._series, lineterminator="\n").writerow(SERIES_COLUMNS)

    def _warm(self, chunk: list[Line]) -> None:
        """Read the chunk's texts in one go: how a text is read depends on nothing that comes before or after it."""
        watched = self._app.watched
        self._app.reader.warm((watched[line.page].page, line) for line in chunk if isinstance(line, Item))

    def _take(self, page: str, at: datetime, lines: list[Line]) -> None:
        clock = self._run_clock(at)
        observations = [line for line in lines if not isinstance(line, ClockMark)]
        if observations:
            self._tell(self._app.pipeline.step(page, observations, clock))

    def _run_clock(self, to: datetime) -> datetime:
        """Advance all pages whenever the recording's clock passes full five minutes; it never runs backwards."""
        before, clock = self._clock, to if self._clock is None else max(to, self._clock)
        self._clock = clock
        if before is None or next_tick(before) <= clock:
            alerts = [alert for page in self._app.watched for alert in self._app.pipeline.advance(page, clock)]
            self._tell(sorted(alerts, key=lambda alert: alert.at))
            self._tell(self._app.pipeline.end_quiet_hours(clock))
            self._write_series()
        return clock

    def _tell(self, alerts: Iterable[Alert]) -> None:
        for alert in alerts:
            if self._alerts:
                self._alerts.write(json.dumps(as_json(alert), ensure_ascii=False) + "\n")
            self._told(alert)

    def _write_series(self) -> None:
        for watched in self._app.watched.values():
            rows = watched.series()
            if self._series and rows:
                csv.writer(self._series, lineterminator="\n").writerows(
                    (
                        row.page,
                        rfc3339(row.at),
                        row.window_minutes,
                        f"{row.observed:.4g}",
                        f"{row.complaints:.4g}",
                        f"{row.expected:.4g}",
                        f"{row.upper:.4g}",
                        f"{row.score:.4f}",
                        row.state,
                    )
                    for row in rows
                )

    def _write_accounts(self) -> None:
        if not self._outputs.accounts:
            return
        say = load(self._app.config.language)
        with self._app.store.transaction(), open_output(self._outputs.accounts) as file:
            for name, watched in self._app.watched.items():
                first = self._app.store.incidents.first_alerts(name, "fake_account")
                for suspicion in watched.suspicions():
                    known = replace(suspicion, first_alert_at=first.get(suspicion.account))
                    file.write(json.dumps(accounts_row(known, say), ensure_ascii=False) + "\n")


def _chunks(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Lines in lists of `CHUNK` and what was seen together with the last; what came before an error is not lost."""
    chunk: list[Line] = []
    try:
        for line in lines:
            full = len(chunk) >= LONGEST_STEP or (len(chunk) >= CHUNK and _moment(line) != _moment(chunk[-1]))
            if full:
                yield chunk
                chunk = []
            chunk.append(line)
    except RecordingError:
        yield chunk
        raise
    yield chunk


def _moment(line: Line) -> tuple[str, datetime]:
    return ("" if isinstance(line, ClockMark) else line.page, line.seen_at)
