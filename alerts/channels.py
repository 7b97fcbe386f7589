"""Brings an alert to where the team reads it; the only file that knows Apprise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class DeliveryError(Exception):
    """An alert did not arrive; `permanent` says that trying again cannot help. The message holds no secret."""

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent


class Channel(Protocol):
    """A place where the team reads alerts."""

    async def send(self, title: str, body: str, pictures: Sequence[bytes]) -> None:
        """Deliver plain text with PNGs, or raise `DeliveryError`."""
        ...
