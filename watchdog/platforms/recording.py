"""Recordings of pages: JSON Lines, plain or gzipped, read as a stream of observations."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from io import BufferedReader
from pathlib import Path
from typing import Any

from detectors.model import Observation
from watchdog.platforms.json_text import parse_json
from watchdog.platforms.recording_lines import FieldError, observation_of

LONGEST_LINE = 16 * 1024 * 1024
_MOST_WAITING = 100_000


class RecordingError(Exception):
    """A recording that cannot be read on; one sentence with file, line number and field."""


@dataclass(frozen=True, slots=True)
class ClockMark:
    """The `end` line: the clock runs on to `seen_at`, so that what is open can close."""

    seen_at: datetime


class Recording:
    """The lines of a recording in order, read as they are asked for; memory does not grow with its length.

    Args:
        path: `.jsonl`, or the same gzipped whatever its name.
        skip_bad: leave bad lines out and count them in `skipped` instead of failing.
        pages: the pages that are known; a line of another is bad. None takes any.
    """

    def __init__(self, path: Path, *, skip_bad: bool = False, pages: Collection[str] | None = None) -> None:
        self.path = path
        self._pages = pages
        self.skipped = 0
        self.first_fault: str | None = None
        self._skip_bad = skip_bad

    def __iter__(self) -> Iterator[Observation | ClockMark]:
        """Each line as what it tells; a line without its own time is seen when the line before it was.

        Raises:
            RecordingError: the file cannot be read, ends in the middle, or a line is bad and not to be skipped.
        """
        self.skipped, self.first_fault = 0, None
        clock: datetime | None = None
        waiting: list[tuple[int, dict[str, Any]]] = []
        for number, raw in self._numbered_lines():
            try:
                seen, line = self._seen(raw, clock)
                if seen is None:
                    waiting.append((number, line))
                    self._must_not_wait_for_ever(waiting)
                    continue
            except (FieldError, ValueError) as fault:
                self._bad(number, fault)
                continue
            clock = seen.seen_at
            if waiting:
                yield from self._told_late(waiting, clock)
            yield seen
        if waiting:
            self._bad(waiting[0][0], FieldError("seen_at", "is missing, and no line tells a time"))

    def _seen(self, raw: bytes, clock: datetime | None) -> tuple[Observation | ClockMark | None, dict[str, Any]]:
        line = parse_json(raw)
        if not isinstance(line, dict):
            raise ValueError("not a JSON object")
        found = observation_of(line, clock)
        if self._pages is not None and line.get("type") != "end" and line.get("page") not in self._pages:
            raise FieldError("page", f"names no page of the config: {str(line.get('page'))[:80]!r}")
        return (ClockMark(found) if isinstance(found, datetime) else found), line

    def _told_late(self, waiting: list[tuple[int, dict[str, Any]]], clock: datetime) -> Iterator[Observation]:
        """Lines at the head that had no time of their own: seen when the first line with a time was."""
        for number, line in waiting:
            try:
                found = observation_of(line, clock)
            except (FieldError, ValueError) as fault:
                self._bad(number, fault)
            else:
                if found is not None and not isinstance(found, datetime):
                    yield replace(found, seen_at=clock)
        waiting.clear()

    def _must_not_wait_for_ever(self, waiting: list[tuple[int, dict[str, Any]]]) -> None:
        if len(waiting) > _MOST_WAITING:
            raise RecordingError(
                f"{self.path}: line {waiting[0][0]}: field seen_at is missing, and no line tells a time"
            )

    def _bad(self, number: int, fault: Exception) -> None:
        message = f"{self.path}: line {number}: {fault}"
        if not self._skip_bad:
            raise RecordingError(message) from None
        self.skipped += 1
        self.first_fault = self.first_fault or message

    def _numbered_lines(self) -> Iterator[tuple[int, bytes]]:
        number = 0
        try:
            with _opened(self.path) as lines:
                while raw := lines.readline(LONGEST_LINE + 1):
                    number += 1
                    if len(raw) > LONGEST_LINE:
                        raise RecordingError(f"{self.path}: line {number} is longer than {LONGEST_LINE // 1024**2} MiB")
                    if not raw.isspace():
                        yield number, raw
        except EOFError:
            raise RecordingError(f"{self.path}: line {number + 1}: the compressed file ends in the middle") from None
        except (zlib.error, gzip.BadGzipFile):
            raise RecordingError(f"{self.path}: line {number + 1}: the compressed file is damaged") from None
        except OSError as fault:
            raise RecordingError(f"{self.path}: cannot be read: {fault.strerror or fault}") from None


@contextmanager
def _opened(path: Path) -> Iterator[gzip.GzipFile | BufferedReader]:
    with path.open("rb") as file:
        # The two magic bytes decide, not the name: a renamed file is still what it is.
        if file.peek(2)[:2] != b"\x1f\x8b":
            yield file
            return
        with gzip.GzipFile(fileobj=file) as unpacked:
            yield unpacked
