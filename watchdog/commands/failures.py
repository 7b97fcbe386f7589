"""What ends a command with one sentence and a documented exit status, instead of a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from config.faults import ConfigError
from watchdog.platforms.recording import RecordingError
from watchdog.store import StoreError

OK = 0
FAILED = 1
BAD_CONFIG = 2


def fail(sentence: str, status: int = FAILED) -> typer.Exit:
    """Print what went wrong on standard error; raise what this returns."""
    typer.echo(f"page-watchdog: {sentence}", err=True)
    return typer.Exit(status)


@contextmanager
def in_one_sentence() -> Iterator[None]:
    """Tell the errors that a user can do something about; anything else is a bug and keeps its traceback.

    Raises:
        typer.Exit: 2 for a bad config, 1 for the rest.
    """
    try:
        yield
    except ConfigError as error:
        for fault in error.faults:
            typer.echo(str(fault), err=True)
        raise typer.Exit(BAD_CONFIG) from None
    except (RecordingError, StoreError) as error:
        raise fail(str(error)) from None
    except BrokenPipeError:
        raise typer.Exit(FAILED) from None
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        raise fail(f"{name}{error.strerror or error}") from None
