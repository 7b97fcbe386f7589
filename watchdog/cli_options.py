"""The options that many commands share."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer

ConfigPath = Annotated[
    Path, typer.Option("--config", "-c", envvar="PAGE_WATCHDOG_CONFIG", help="The config file.", dir_okay=False)
]
DEFAULT_CONFIG = Path("page-watchdog.toml")
StateDirectory = Annotated[
    Path, typer.Option("--state", envvar="STATE_DIRECTORY", help="Where the database lies.", file_okay=False)
]
HERE = Path()
By = Annotated[str | None, typer.Option(help="Who says so.")]


def user() -> str | None:
    """Who is at the terminal, for the record; None in a service without an account of its own."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return None
