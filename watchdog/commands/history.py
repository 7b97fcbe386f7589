"""`page-watchdog export`: the history that the daemon keeps, as a recording for `replay`."""

from __future__ import annotations

import gzip
import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TextIO

import typer

from config.duration import parse_duration
from config.schema import Config
from watchdog.commands.failures import BAD_CONFIG, fail
from watchdog.export import recorded_lines
from watchdog.output import open_output
from watchdog.store import Store


def export(config: Config, store: Store, out: Path, page: str | None, since: datetime | None) -> None:
    """Write the recording; how many lines it has goes to standard error.

    Raises:
        typer.Exit: the page is not in the config.
        OSError: it cannot be written.
    """
    pages = [one.name for one in config.pages]
    if page is not None and page not in pages:
        raise fail(f"no page is called {page!r}; there are: {', '.join(pages)}")
    count = 0
    with store.transaction(), _recording(out) as file:
        for line in recorded_lines(store, pages if page is None else [page], since):
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            count += 1
    typer.echo(f"{count} lines; it holds what people wrote: keep it as you keep the database", err=True)


def since(last: str | None, now: datetime) -> datetime | None:
    """Where the last so long ("28d") begins; None for all.

    Raises:
        typer.Exit: it is no duration.
    """
    if last is None:
        return None
    try:
        return now - parse_duration(last)
    except ValueError as error:
        raise fail(f"{last!r}: {error}", BAD_CONFIG) from None


@contextmanager
def _recording(out: Path) -> Iterator[TextIO]:
    """Readable by its owner only; gzipped if the name says so, with the same bytes for the same lines."""
    if str(out) != "-":
        os.close(os.open(out, os.O_WRONLY | os.O_CREAT, 0o600))
    if out.suffix != ".gz":
        with open_output(out) as file:
            yield file
        return
    with (
        out.open("wb") as raw,
        gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed,
        io.TextIOWrapper(packed, encoding="utf-8", errors="replace", newline="") as text,
    ):
        yield text
