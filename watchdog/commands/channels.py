"""`page-watchdog alerts test`: a test message to every channel, and what a person has to confirm."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from alerts.channel_doubts import to_confirm
from alerts.channels import DeliveryError, warnings
from config.schema import Config
from watchdog.commands.failures import fail
from watchdog.outside import channels_of, urls_of


async def test_channels(config: Config, only: str | None, console: Console) -> bool:
    """Send a test message; whether every service took it. That it took it is not that it arrived: a person looks.

    Raises:
        typer.Exit: there is no such channel, or none at all.
        ConfigError: a secret is missing.
    """
    urls = urls_of(config)
    channels = {name: c for name, c in channels_of(config).items() if only in (None, name)}
    if not channels:
        raise fail(f"no channel is called {only!r}" if only else "the config has no channels: nobody will be told")
    well = True
    for name, channel in channels.items():
        try:
            await channel.send(*_message(config, name), ())
        except DeliveryError as error:
            well = False
            console.print(Text(f"✗ {name}: not sent: {error}", style="red"), soft_wrap=True)
        else:
            console.print(Text(f"✓ {name}: the service took it.", style="green"), soft_wrap=True)
            console.print(Text(f"    please confirm: {to_confirm(urls[name].reveal())}"), soft_wrap=True)
        for doubt in warnings(urls[name].reveal()):
            console.print(Text(f"    careful: {doubt}", style="yellow"), soft_wrap=True)
    return well


def _message(config: Config, channel: str) -> tuple[str, str]:
    pages = ", ".join(page.name for page in config.pages)
    return (
        f"Page Watchdog: test of channel {channel}",
        f"If you can read this, alerts about {pages} will reach you here. There is nothing to do.",
    )
