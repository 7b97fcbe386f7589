"""What the daemon asks of a platform, and what a platform answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from config.schema import Page
from detectors.model import Account, Observation

Memory = Mapping[str, Any]
"""What an adapter needs to know at the next look, as plain JSON; {} before the first. Never a secret."""

_LONGEST_MESSAGE = 500


class PlatformError(Exception):
    """The page could not be seen. The message is one sentence for the team: no secret, no query of a URL.

    Args:
        message: what happened, naming the host; what cannot be printed is left out, since servers are quoted in it.
        retry_after: how long the platform wants to be left alone; None if it does not say.
        permanent: asking again will not help until somebody changes something (a token, an account's name).
    """

    def __init__(self, message: str, *, retry_after: timedelta | None = None, permanent: bool = False) -> None:
        super().__init__("".join(letter if letter.isprintable() else " " for letter in message[:_LONGEST_MESSAGE]))
        self.retry_after = retry_after
        self.permanent = permanent


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at one page brought.

    `observations` come in the order in which they are to be taken in: accounts and follows before the items of their
    authors, tops before their replies, deletions, and the `Poll` that says which window is now observed. What was
    told at an earlier look is left out as far as `memory` goes back, so telling twice is rare but allowed. A look
    that saw only a part (a rate limit in the middle, a thread that failed) carries a `Poll` with `ok` unset; the
    next full look covers its window too.

    `memory` is to be saved in the same transaction as the observations and handed back at the next look. `next_in`
    is when the platform wants to be asked again at the earliest; None leaves it to the page's own rhythm. `notes` are
    sentences to log, each told once for as long as it lasts. `set_aside` counts payloads that made no sense.
    """

    observations: tuple[Observation, ...]
    memory: Memory
    next_in: timedelta | None = None
    notes: tuple[str, ...] = ()
    set_aside: int = 0


class Platform(Protocol):
    """Looks at pages of one platform. One adapter serves all its pages; what it learns of a page is in `memory`."""

    async def look(self, page: Page, memory: Memory, at: datetime) -> Look:
        """What is new on the page. All observations have `seen_at` = `at` (aware UTC).

        Raises:
            PlatformError: the page could not be seen at all; the daemon records the missed window.
        """
        ...

    async def check(self, page: Page) -> Sequence[str]:
        """Sentences of what was found, for a config check that may ask the platform.

        Raises:
            PlatformError: the page cannot be seen; the message says why and what would help.
        """
        ...

    async def close(self) -> None:
        """Let go of sessions; the HTTP client belongs to whoever made it."""
        ...


class Finder(Protocol):
    """Finds accounts by name and looks them up by id, on platforms that can."""

    async def find(self, page: Page, queries: Sequence[str], at: datetime) -> Sequence[Account]:
        """The accounts that the platform's search shows for each query, each once. `seen_at` is `at`.

        Raises:
            PlatformError: it cannot be searched.
        """
        ...

    async def profiles(self, page: Page, accounts: Sequence[str], at: datetime) -> Mapping[str, Account | None]:
        """The profiles of accounts by their ids; None of one that is deleted, suspended or hidden.

        Raises:
            PlatformError: they cannot be looked up.
        """
        ...
