"""What the commands `init`, `check` and `schema` do."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from rich.console import Console

from config.cautions import cautions
from config.describe import json_schema
from config.duration import format_duration
from config.faults import ConfigError, Fault
from config.hours_in_words import coming_days
from config.load import load
from config.opening_hours import OpeningHours
from config.schema import Config, Page

BAD_CONFIG = 2
_NEXT_STEPS = """\
Wrote {path}. What is next:
  1. Put your brand's page into it; every line says what it is for.
  2. page-watchdog check --config {path}
  3. page-watchdog run --config {path}"""


def init(path: Path) -> str:
    """Write a commented config file, readable by its owner only, and say what is next.

    Raises:
        ConfigError: the file is there already or cannot be written.
    """
    text = (files("config") / "example.toml").read_bytes()
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(text)
    except FileExistsError:
        raise _cannot_write(path, "it is there already", "name another file, or move it away") from None
    except OSError as fault:
        wrong = f"it cannot be written: {fault.strerror}"
        raise _cannot_write(path, wrong, "name a file in a folder that you may write to") from None
    return _NEXT_STEPS.format(path=path)


def _cannot_write(path: Path, wrong: str, right: str) -> ConfigError:
    return ConfigError((Fault(str(path), None, "", wrong, right),))


def schema() -> str:
    """The JSON Schema of the config file."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False)


def check(path: Path, console: Console, at: datetime, platforms: Collection[str]) -> int:
    """Print what a config file says, or every fault in it; `platforms` are those that can be watched.

    Returns:
        The exit status: 0, or 2 where the config cannot be used.
    """
    try:
        config = load(path)
    except ConfigError as error:
        for fault in error.faults:
            _print(console, str(fault), style="red")
        count = len(error.faults)
        _print(console, f"{count} fault{'s' if count > 1 else ''}. Nothing is watched with this file.", style="bold")
        return BAD_CONFIG
    for line in _description(config, at):
        _print(console, line)
    for caution in cautions(config, platforms):
        _print(console, f"warning: {caution}", style="yellow")
    return 0


def _description(config: Config, at: datetime) -> Iterator[str]:
    yield f"{_count(config.pages, 'page')}, {_count(config.channels, 'channel')}, alerts in {config.language}"
    for page in config.pages:
        yield f"\n{page.name}: {page.brand} on {page.platform}, looked at every {format_duration(page.poll_every)}"
        yield from _hours(config, page, at)


def _hours(config: Config, page: Page, at: datetime) -> Iterator[str]:
    zone = config.zone_of(page)
    holidays = f", public holidays of {page.country}" if page.country else ""
    yield f"  the team answers ({zone}{holidays}):"
    hours = OpeningHours(page.opening_hours, zone, page.country)
    yield from (f"    {line}" for line in coming_days(hours, at))


def _count(things: tuple[object, ...], name: str) -> str:
    return f"{len(things)} {name}" + ("" if len(things) == 1 else "s")


def _print(console: Console, line: str, style: str | None = None) -> None:
    console.print(line, style=style, markup=False, highlight=False, emoji=False, soft_wrap=True)
