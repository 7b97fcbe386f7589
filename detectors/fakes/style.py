"""Whether a reply sounds like customer service, like this brand, or mocks the customer within a polite frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detectors.fakes.scorecard import weigh
from detectors.findings import Evidence
from detectors.model import Reading

_RUDE = 0.5
_STRANGE = 0.6
_ALIKE = 0.7
_CALM = -1.0
_SURE = 0.6
_FEW = 3


def is_mocking(words: Mapping[str, int], reading: Reading) -> bool:
    """Whether a reply insults or brushes off the customer."""
    return bool(words.get("mock")) or reading.offensive >= _RUDE


def voice_evidence(voices: Sequence[float], poses: bool) -> list[Evidence]:
    """What the likeness of an account's replies to the brand's own answers (each in [0, 1]) says.

    Under the brand's name, a strange voice is a troll's, for the brand's own desks sound like the brand; under any
    other name, the brand's voice is put on.
    """
    if not voices:
        return []
    mean = sum(voices) / len(voices)
    sure = len(voices) / (len(voices) + 1)
    if poses and mean < _STRANGE:
        return [weigh("off_voice", mean, sure * min(1.0, (_STRANGE - mean) / 0.3))]
    return [weigh("brand_voice", mean, sure)] if not poses and mean >= _ALIKE else []


def tone_evidence(tones: Sequence[float]) -> list[Evidence]:
    """What the tone of at least three replies (log-odds of mockery each) says; a single one is too often wrong."""
    mean = sum(tones) / max(1, len(tones))
    if len(tones) < _FEW or mean <= _CALM:
        return []
    return [weigh("mocking_tone", len(tones), min(1.0, (mean - _CALM) / _SURE))]
