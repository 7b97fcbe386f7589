"""A progress bar over a recording, drawn on standard error and only on a terminal."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

T = TypeVar("T")
_EVERY = 500


@contextmanager
def progress_over(path: Path, verb: str) -> Iterator[Callable[[Iterable[T]], Iterator[T]]]:
    """Count the lines that pass through the function it gives; without a terminal it shows nothing."""
    console = Console(stderr=True)
    counts = (MofNCompleteColumn(), TextColumn("lines"), TimeElapsedColumn())
    columns = (TextColumn("{task.description}"), BarColumn(), *counts)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(f"{verb} {path.name}", total=_count(path) if console.is_terminal else None)

        def counted(lines: Iterable[T]) -> Iterator[T]:
            for number, line in enumerate(lines, 1):
                if number % _EVERY == 0:
                    bar.update(task, completed=number)
                yield line

        yield counted


def _count(path: Path) -> int | None:
    """How many lines there are, None if that cannot be known beforehand."""
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
            return sum(1 for _ in lines)
    except (OSError, EOFError, zlib.error):
        return None  # the reading itself will say what is wrong
