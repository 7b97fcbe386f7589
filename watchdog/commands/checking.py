"""`page-watchdog check`: faults and warnings of a config; with `--online`, what platforms and channels say to it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from random import Random

from rich.console import Console
from rich.text import Text

from alerts.channels import warnings
from config.load import load
from config.schema import Config
from watchdog.commands import config_commands
from watchdog.commands.failures import FAILED, OK
from watchdog.commands.watching import now
from watchdog.outside import PLATFORMS, connect, urls_of
from watchdog.platforms.port import PlatformError


def check(path: Path, online: bool, console: Console) -> int:
    """Print what the config comes to; the exit status: 0, 1 if something outside is wrong, 2 if the config is.

    Raises:
        ConfigError: (online) a secret is missing.
    """
    status = config_commands.check(path, console, now(), PLATFORMS)
    if status or not online:
        return status
    return OK if asyncio.run(_online(load(path), console)) else FAILED


async def _online(config: Config, console: Console) -> bool:
    outside = connect(config, now, Random())  # noqa: S311 -- spreads retries over time
    well = True
    try:
        for page in config.pages:
            try:
                for sentence in await outside.platforms[page.name].check(page):
                    console.print(Text(f"✓ {page.name}: {sentence}"), soft_wrap=True)
            except PlatformError as error:
                well = False
                console.print(Text(f"✗ {page.name}: {error}", style="red"), soft_wrap=True)
    finally:
        await outside.close()
    for name, url in urls_of(config).items():
        for doubt in warnings(url.reveal()):
            console.print(Text(f"! {name}: {doubt}", style="yellow"), soft_wrap=True)
    if config.channels:
        console.print("Send a test message to every channel with: page-watchdog alerts test")
    return well
