"""Looks up what alerts quote: items, profiles, and whether the brand has answered."""

from __future__ import annotations

from collections.abc import Callable

from detectors.model import Account, Item
from watchdog.store.sightings import Sightings


class PageArchive:
    """What is stored of one page; it fits `alerts.scene.Archive`.

    Args:
        sightings: the stored items and profiles.
        is_official: whether an account (id, handle) speaks for the brand.
    """

    def __init__(self, sightings: Sightings, is_official: Callable[[str, str | None], bool]) -> None:
        self._sightings = sightings
        self._is_official = is_official

    def item(self, page: str, id: str) -> Item | None:
        """The item as last seen."""
        return self._sightings.item(page, id)

    def account(self, page: str, id: str) -> Account | None:
        """The profile as last seen."""
        return self._sightings.account(page, id)

    def answered(self, page: str, id: str) -> bool:
        """Whether an official account has answered this item."""
        return any(self.speaks_for_brand(page, author) for author in self._sightings.repliers(page, id))

    def speaks_for_brand(self, page: str, id: str) -> bool:
        """Whether the account is one of the official ones."""
        profile = self._sightings.account(page, id)
        return self._is_official(id, profile.handle if profile else None)

    def name(self, page: str, id: str) -> str:
        """What to call an account: its name, else its handle, else its id."""
        profile = self._sightings.account(page, id)
        return (profile and (profile.name or profile.handle)) or id
