"""Who writes on a Bluesky page: full profiles, and how they and the official accounts follow each other."""

from __future__ import annotations

from datetime import timedelta

from config.schema import Page
from watchdog.platforms.bluesky_api import BlueskyApi, RefusedError
from watchdog.platforms.bluesky_payloads import ProfileView, account_of, profile_view
from watchdog.platforms.port import PlatformError
from watchdog.platforms.visit import Visit

_MOST_AT_ONCE = 500
_MOST_OFFICIALS = 5
_RELATIONS_AT_ONCE = 30
_REST = timedelta(hours=24)


async def resolve(api: BlueskyApi, page: Page) -> str:
    """The page's DID.

    Raises:
        PlatformError: no such account (permanent), or the server cannot be asked.
    """
    account = (page.account or "").removeprefix("@")
    if not account:
        raise PlatformError(f"page {page.name} names no account", permanent=True)
    try:
        profile = profile_view(await api.ask("app.bsky.actor.getProfile", [("actor", account)]))
    except RefusedError as refusal:
        if refusal.error == "InvalidRequest":
            raise PlatformError(f"Bluesky knows no account {account!r}", permanent=True) from None
        raise
    if profile is None:
        raise PlatformError("Bluesky answered with a profile that makes no sense")
    return profile.did


async def read_people(visit: Visit, api: BlueskyApi) -> None:
    """Profiles of the new authors and, once a day, of the official accounts; then who follows whom among them."""
    authors = [did for did in visit.new_authors if did != visit.memory.account][:_MOST_AT_ONCE]
    try:
        await _read_officials(visit, api)
        await _read_profiles(visit, api, authors)
    except PlatformError as failure:
        visit.note("profiles", f"Profiles could not be read: {failure}")
        return
    if "relations" in visit.memory.paused:
        return
    try:
        await _read_relations(visit, api, authors)
    except PlatformError as failure:
        visit.memory.paused["relations"] = visit.at + _REST
        visit.note("relations", f"Who follows whom could not be read: {failure}")


async def _read_officials(visit: Visit, api: BlueskyApi) -> None:
    names = [visit.memory.account or "", *(name.removeprefix("@") for name in visit.page.official_accounts)]
    wanted = list(dict.fromkeys(names))[:_MOST_OFFICIALS]
    rest = f"officials {' '.join(wanted)}"
    if rest not in visit.memory.paused:
        asked = {name.casefold() for name in wanted}
        found = await _read_profiles(visit, api, wanted)
        visit.memory.officials = list(dict.fromkeys(p.did for p in found if {p.did, p.handle.casefold()} & asked))
        visit.pictures_wanted.update(visit.memory.officials)
        visit.memory.paused[rest] = visit.at + _REST


async def _read_profiles(visit: Visit, api: BlueskyApi, names: list[str]) -> list[ProfileView]:
    found = []
    for payload in await api.in_batches("app.bsky.actor.getProfiles", "actors", names, "profiles"):
        profile = profile_view(payload)
        if profile is None:
            visit.set_aside += 1
            continue
        visit.told_profile(account_of(profile, visit.page.name, visit.at))
        found.append(profile)
    return found


async def _read_relations(visit: Visit, api: BlueskyApi, authors: list[str]) -> None:
    for official in visit.memory.officials:
        others = [did for did in authors if did != official]
        for start in range(0, len(others), _RELATIONS_AT_ONCE):
            some = [("others", did) for did in others[start : start + _RELATIONS_AT_ONCE]]
            body = await api.ask("app.bsky.graph.getRelationships", [("actor", official), *some])
            for relation in body.get("relationships") or ():
                _take_in_relation(visit, official, relation)


def _take_in_relation(visit: Visit, official: str, relation: object) -> None:
    match relation:
        case {"did": str(did), "following": str()}:
            visit.told_follow(official, did)
    match relation:
        case {"did": str(did), "followedBy": str()}:
            visit.told_follow(did, official)
