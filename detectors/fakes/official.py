"""Who speaks for the brand and who is trusted, by the ids and handles of the config and by nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from config.schema import Page
from detectors.fakes.elsewhere import Place


def speaks_for_brand(page: Page, account_id: str, handle: str | None) -> bool:
    """Whether the account is one of the page's official accounts.

    Ids and handles are compared without case and without a leading @. A display name never counts: anybody can take
    it, and look-alike letters are not folded, so that a look-alike handle is not official.
    """
    return _listed(page.official_accounts, account_id, handle)


def is_trusted(page: Page, account_id: str, handle: str | None) -> bool:
    """Whether the account is one that the config says never to suspect: a partner, staff, a regional page."""
    return _listed(page.trusted_accounts, account_id, handle)


def place_of(page: Page) -> Place:
    """The page as the config's other pages see it."""
    officials = frozenset(map(_key, page.official_accounts))
    return Place(page.name, page.platform, page.brand.casefold(), officials)


def _listed(listed: Iterable[str], account_id: str, handle: str | None) -> bool:
    wanted = {_key(account_id), _key(handle or "")} - {""}
    return any(_key(entry) in wanted for entry in listed)


def _key(account: str) -> str:
    return account.strip().removeprefix("@").casefold()
