"""Makes what lies outside, from the config: platforms to look at and channels to tell."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from random import Random

import aiohttp

from alerts.channels import AppriseChannel, Channel
from config.faults import ConfigError, Fault
from config.schema import Config
from config.secrets import Secret, Secrets
from watchdog.platforms.bluesky import Bluesky
from watchdog.platforms.http import Http, open_client
from watchdog.platforms.mastodon import Mastodon
from watchdog.platforms.port import Finder, Platform

PLATFORMS = ("bluesky", "mastodon")
"""The platforms that this version can watch."""


@dataclass(frozen=True, slots=True)
class Outside:
    """Platforms by page name and channels by their own; `client` is what the platforms ask with.

    `finders` are the pages whose platform can search and look up accounts.
    """

    platforms: Mapping[str, Platform]
    finders: Mapping[str, Finder]
    channels: Mapping[str, Channel]
    client: aiohttp.ClientSession

    async def close(self) -> None:
        """Let go of every connection."""
        for platform in set(self.platforms.values()):
            await platform.close()
        await self.client.close()


def secrets_of(environment: Mapping[str, str]) -> Secrets:
    """Where secrets are looked up: the environment, and systemd's credentials."""
    directory = environment.get("CREDENTIALS_DIRECTORY")
    return Secrets(environment, Path(directory) if directory else None)


def connect(config: Config, clock: Callable[[], datetime], random: Random) -> Outside:
    """Make the platforms and channels of a config; nothing is asked of anybody yet.

    Raises:
        ConfigError: a secret is missing, or a platform has no adapter.
    """
    if faults := tuple(_unwatchable(config)):
        raise ConfigError(faults)
    channels, tokens = channels_of(config), tokens_of(config)
    client = open_client(version("page-watchdog"))
    http = Http(client, clock, random)
    adapters: dict[str, Bluesky | Mastodon] = {"bluesky": Bluesky(http, tokens), "mastodon": Mastodon(http, tokens)}
    of_pages = {page.name: adapters[page.platform] for page in config.pages}
    return Outside(of_pages, of_pages, channels, client)


def _unwatchable(config: Config) -> Iterator[Fault]:
    for number, page in enumerate(config.pages):
        if page.platform not in PLATFORMS:
            right = "this version watches " + " and ".join(PLATFORMS) + "; a recording is for `page-watchdog replay`"
            yield Fault("config", None, f"pages[{number}].platform", f"{page.platform!r} cannot be watched", right)


def channels_of(config: Config) -> dict[str, Channel]:
    """The channels of a config by name.

    Raises:
        ConfigError: with every secret that is missing.
    """
    return {name: AppriseChannel(url.reveal()) for name, url in urls_of(config).items()}


def urls_of(config: Config) -> dict[str, Secret]:
    """The channels' Apprise URLs by the channels' names.

    Raises:
        ConfigError: with every secret that is missing.
    """
    return _resolved({channel.name: channel.url for channel in config.channels})


def tokens_of(config: Config) -> dict[str, Secret]:
    """The pages' tokens by the pages' names.

    Raises:
        ConfigError: with every secret that is missing.
    """
    return _resolved({page.name: page.token for page in config.pages if page.token is not None})


def _resolved(references: Mapping[str, str]) -> dict[str, Secret]:
    secrets = secrets_of(os.environ)
    found: dict[str, Secret] = {}
    faults: list[Fault] = []
    for name, reference in references.items():
        try:
            found[name] = secrets.resolve(reference)
        except ConfigError as error:
            faults += error.faults
    if faults:
        raise ConfigError(tuple(faults))
    return found
