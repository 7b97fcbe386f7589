"""`page-watchdog score-counts`: the storm detector on bare counts."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from detectors.storms.counts import interval_of
from detectors.storms.counts import score_counts as score
from watchdog.commands.failures import fail
from watchdog.output import open_output

_MOST = 1e15


def score_counts(counts: Path, out: Path) -> None:
    """Score each row of a `timestamp,value` file by the rows before it and itself; write them with their scores.

    Raises:
        typer.Exit: a row is malformed; the message names its line.
    """
    rows = list(_rows(counts))
    series = [(at, value) for _, at, value in rows]
    try:
        interval = interval_of([at for at, _ in series])
    except (ValueError, TypeError) as error:
        raise fail(f"{counts}: {error}") from None
    with open_output(out) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("timestamp", "value", "expected", "upper", "score"))
        for (text, _, value), found in zip(rows, score(series, interval), strict=True):
            writer.writerow((text, f"{value:g}", f"{found.expected:.6g}", f"{found.upper:.6g}", f"{found.score:.6f}"))


def _rows(path: Path) -> Iterator[tuple[str, datetime, float]]:
    csv.field_size_limit(min(sys.maxsize, 1_000_000))
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        reader = csv.reader(file)
        try:
            header = [name.strip() for name in next(reader, [])]
            if header[:2] != ["timestamp", "value"]:
                raise fail(f"{path}: line 1: the header must be timestamp,value")
            for row in reader:
                if row:
                    yield _row(path, reader.line_num, row)
        except csv.Error as error:
            raise fail(f"{path}: line {reader.line_num}: {error}") from None


def _row(path: Path, number: int, row: list[str]) -> tuple[str, datetime, float]:
    try:
        at, value = datetime.fromisoformat(row[0].strip()), float(row[1])
    except (ValueError, IndexError):
        raise fail(f"{path}: line {number}: not a time and a number: {','.join(row)[:80]!r}") from None
    if not 0 <= value < _MOST:
        raise fail(f"{path}: line {number}: field value must be a count, not {row[1][:40]!r}")
    return row[0].strip(), at, value
