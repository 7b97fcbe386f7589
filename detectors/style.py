"""Whether a reply sounds like customer service, like this brand, or mocks the customer within a polite frame."""

from __future__ import annotations

from collections.abc import Mapping

from detectors.model import Reading

_RUDE = 0.5


def is_mocking(words: Mapping[str, int], reading: Reading) -> bool:
    """Whether a reply insults or brushes off the customer."""
    return bool(words.get("mock")) or reading.offensive >= _RUDE
