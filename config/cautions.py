"""What is right in a config file and still may not be what was meant."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import timedelta

from config.duration import format_duration
from config.faults import shown
from config.schema import Config, Page

_TOO_OFTEN = timedelta(seconds=30)
_URGENT = ("storm", "fake_account", "threat", "blind_page")


def cautions(config: Config, platforms: Collection[str]) -> tuple[str, ...]:
    """Sentences for the person who wrote the config; `platforms` are those that can be watched."""
    of_pages = (sentence for page in config.pages for sentence in _of_page(page, platforms))
    return (*of_pages, *_of_channels(config), *_of_hunt(config))


def _of_page(page: Page, platforms: Collection[str]) -> Iterator[str]:
    if page.platform not in platforms:
        known = ", ".join(sorted(platforms))
        yield f"{page.name}: this version cannot watch {page.platform}, only {known}; replay works all the same"
    if not page.official_accounts:
        yield f"{page.name}: no official_accounts, so the brand's own replies cannot be told from a fake's"
    elif page.account and _key(page.account) not in map(_key, page.official_accounts):
        yield f"{page.name}: official_accounts do not list the watched account itself, {shown(page.account)}"
    if page.platform == "mastodon" and not page.server and "@" not in _key(page.account or ""):
        yield f'{page.name}: mastodon needs server = "https://…" or account = "@name@server" to be watched'
    if page.poll_every < _TOO_OFTEN:
        yield f"{page.name}: poll_every = {format_duration(page.poll_every)} is often; platforms may slow it down"
    if "opening_hours" not in page.model_fields_set:
        yield f"{page.name}: no opening_hours, so the team is taken to answer day and night"
    if "PH" in page.opening_hours and not page.country:
        yield f"{page.name}: opening_hours name public holidays (PH), but without a country none is known"


def _key(account: str) -> str:
    return account.strip().removeprefix("@").casefold()


def _of_channels(config: Config) -> Iterator[str]:
    if not config.channels:
        yield "no channels: nobody will be told"
        return
    for channel in config.channels:
        if not channel.url.startswith(("env:", "credential:")):
            yield f"{channel.name}: whoever reads this file can use its url; env:NAME or credential:NAME keeps it out"
    for page in config.pages:
        told = {
            kind for channel in config.channels if page.name in (channel.pages or {page.name}) for kind in channel.kinds
        }
        if missing := [kind for kind in _URGENT if kind not in told]:
            yield f"{page.name}: no channel is told of {', '.join(missing)}"


def _of_hunt(config: Config) -> Iterator[str]:
    if not config.hunt.enabled:
        return
    if config.channels and not any({"digest", "fake_account"} <= set(channel.kinds) for channel in config.channels):
        yield "hunt: no channel takes the kinds digest and fake_account, so what is found shows in `accounts` only"
    for page in config.pages:
        if page.name in (config.hunt.pages or (page.name,)) and page.platform == "mastodon" and not page.token:
            yield f"{page.name}: many Mastodon servers let nobody search for accounts without a token (read:search)"
