"""How results are written: times as RFC 3339, files or standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO


def rfc3339(at: datetime) -> str:
    """An aware time in UTC, e.g. "2026-07-25T19:14:03Z"."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


@contextmanager
def open_output(path: Path) -> Iterator[TextIO]:
    """A text file to write, line by line flushed at the end; "-" is standard output.

    Raises:
        OSError: it cannot be written.
    """
    if str(path) == "-":
        yield sys.stdout
        sys.stdout.flush()
        return
    # Lone surrogates cannot come in, but a platform's answer may hold one all the same: it is written as "?".
    try:
        with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
            yield file
    except OSError as error:
        # A full disk is noticed while writing, where the error does not know the file's name.
        error.filename = error.filename or str(path)
        raise
